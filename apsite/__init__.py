"""An open textbook chapter on the action potential, computed by one Hodgkin-Huxley model.

What a notebook types; the rooms behind it are mapped in the README.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apsite.laboratory.axon import Axon, Myelin, Stretch
    from apsite.laboratory.clamps import simulate, simulate_many, voltage_clamp
    from apsite.laboratory.conduction import AxonRecording, Injection, Outside, simulate_axon
    from apsite.laboratory.measurements import Spike, find_spikes
    from apsite.laboratory.membrane import Membrane
    from apsite.laboratory.node import Node
    from apsite.laboratory.recordings import Recording
    from apsite.laboratory.states import State
    from apsite.laboratory.stimuli import Pulse, Ramp, Shock, Step

__all__ = [
    "Axon",
    "AxonRecording",
    "Injection",
    "Membrane",
    "Myelin",
    "Node",
    "Outside",
    "Pulse",
    "Ramp",
    "Recording",
    "Shock",
    "Spike",
    "State",
    "Step",
    "Stretch",
    "find_spikes",
    "simulate",
    "simulate_axon",
    "simulate_many",
    "voltage_clamp",
]

_HOME = {
    "axon": ("Axon", "Myelin", "Stretch"),
    "clamps": ("simulate", "simulate_many", "voltage_clamp"),
    "conduction": ("AxonRecording", "Injection", "Outside", "simulate_axon"),
    "measurements": ("Spike", "find_spikes"),
    "membrane": ("Membrane",),
    "node": ("Node",),
    "recordings": ("Recording",),
    "states": ("State",),
    "stimuli": ("Pulse", "Ramp", "Shock", "Step"),
}


def __getattr__(name: str) -> Any:
    # Loaded when asked for: the publishing room works in this package without SymPy and Numba.
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"apsite.laboratory.{module}"), name)
    raise AttributeError(f"module 'apsite' has no attribute {name!r}")
