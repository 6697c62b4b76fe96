"""An open textbook chapter on the action potential, computed by one Hodgkin-Huxley model.

What a notebook types; the rooms behind it are mapped in the README.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apsite.drawing.plain import book_style
    from apsite.laboratory.clamps import simulate, simulate_many, voltage_clamp
    from apsite.laboratory.measurements import Spike, find_spikes
    from apsite.laboratory.membrane import Membrane
    from apsite.laboratory.recordings import Recording
    from apsite.laboratory.states import State
    from apsite.laboratory.stimuli import Pulse, Ramp, Shock, Step
    from apsite.laboratory.terminal import CalciumEntry, calcium_entry, release_probability, response

__all__ = [
    "CalciumEntry",
    "Membrane",
    "Pulse",
    "Ramp",
    "Recording",
    "Shock",
    "Spike",
    "State",
    "Step",
    "book_style",
    "calcium_entry",
    "find_spikes",
    "release_probability",
    "response",
    "simulate",
    "simulate_many",
    "voltage_clamp",
]

_HOME = {
    "drawing.plain": ("book_style",),
    "laboratory.clamps": ("simulate", "simulate_many", "voltage_clamp"),
    "laboratory.measurements": ("Spike", "find_spikes"),
    "laboratory.membrane": ("Membrane",),
    "laboratory.recordings": ("Recording",),
    "laboratory.states": ("State",),
    "laboratory.stimuli": ("Pulse", "Ramp", "Shock", "Step"),
    "laboratory.terminal": ("CalciumEntry", "calcium_entry", "release_probability", "response"),
}


def __getattr__(name: str) -> Any:
    # Loaded when asked for: the publishing room works in this package without SymPy and Numba.
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"apsite.{module}"), name)
    raise AttributeError(f"module 'apsite' has no attribute {name!r}")
