"""An open textbook chapter on the action potential, computed by one Hodgkin-Huxley model.

What a notebook types; the rooms behind it are mapped in the README.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apsite.laboratory.axon import Axon, Myelin, Stretch
    from apsite.laboratory.axon_sweeps import simulate_axons
    from apsite.laboratory.chance import released
    from apsite.laboratory.clamps import simulate, voltage_clamp
    from apsite.laboratory.conduction import AxonRecording, arrives, simulate_axon
    from apsite.laboratory.electrodes import Injection, Outside
    from apsite.laboratory.fits import fit_gate, fit_rates
    from apsite.laboratory.measurements import Spike, find_spikes
    from apsite.laboratory.membrane import Membrane
    from apsite.laboratory.node import Node
    from apsite.laboratory.rates import Rates
    from apsite.laboratory.recordings import Recording
    from apsite.laboratory.rig import Rig, Sweep
    from apsite.laboratory.separation import fit_leak, reversal_potential, separate_currents, subtract_leak
    from apsite.laboratory.states import State
    from apsite.laboratory.stimuli import Pulse, Ramp, Shock, Step
    from apsite.laboratory.sweeps import simulate_many
    from apsite.laboratory.terminal import (
        Arrival,
        CalciumEntry,
        calcium_entry,
        content_from_failures,
        release_probability,
        response,
    )
    from apsite.membranes.mechanism import Current, Gate, Mechanism
    from apsite.plotting.plain import book_style
    from apsite.quantities import Parameter

__version__ = "0.1.0"

#: The public names, each with its module. The type checker, above, knows these and those of a terminal.
_HOME = {
    "plotting.plain": ("book_style",),
    "laboratory.axon": ("Axon", "Myelin", "Stretch"),
    "laboratory.axon_sweeps": ("simulate_axons",),
    "laboratory.clamps": ("simulate", "voltage_clamp"),
    "laboratory.sweeps": ("simulate_many",),
    "laboratory.conduction": ("AxonRecording", "arrives", "simulate_axon"),
    "laboratory.electrodes": ("Injection", "Outside"),
    "laboratory.fits": ("fit_gate", "fit_rates"),
    "laboratory.measurements": ("Spike", "find_spikes"),
    "laboratory.membrane": ("Membrane",),
    "laboratory.node": ("Node",),
    "laboratory.rates": ("Rates",),
    "laboratory.recordings": ("Recording",),
    "laboratory.rig": ("Rig", "Sweep"),
    "laboratory.separation": ("fit_leak", "reversal_potential", "separate_currents", "subtract_leak"),
    "laboratory.states": ("State",),
    "laboratory.stimuli": ("Pulse", "Ramp", "Shock", "Step"),
    "membranes.mechanism": ("Current", "Gate", "Mechanism"),
    "quantities": ("Parameter",),
}

#: Of a terminal, whose words say little without it: they are shown in their modules, and go on to be had here.
_OF_A_TERMINAL = {
    "laboratory.chance": ("released",),
    "laboratory.terminal": (
        "Arrival",
        "CalciumEntry",
        "calcium_entry",
        "content_from_failures",
        "release_probability",
        "response",
    ),
}

__all__ = sorted(name for names in _HOME.values() for name in names)


def __dir__() -> list[str]:
    return [*__all__, "__doc__", "__version__"]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: the rooms of the book work in this package without SymPy and Numba.
    for module, names in (_HOME | _OF_A_TERMINAL).items():
        if name in names:
            return getattr(import_module(f"apsite.{module}"), name)
    raise AttributeError(f"module 'apsite' has no attribute {name!r}")
