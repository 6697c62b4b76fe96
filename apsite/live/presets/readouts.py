"""What is read out beside a live figure: the words, unit and digits of every measure.

Owns the words, which stand beneath a figure before it wakes as well. How each is measured is the script's
(`laboratory/readings.ts`, and `words.ts` of `kinds/axon`, `kinds/terminal` and `kinds/channels`).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from apsite.laboratory.measurements import ONSET_CRITERION


@dataclass(frozen=True)
class Readout:
    """`digits`: how many stand behind the point."""

    label: str
    unit: str
    digits: int


#: Of a membrane, and of solutions.
MEMBRANE = {
    "peak": Readout("Highest potential", "mV", 2),
    "late_peak": Readout("Highest potential after the pulse", "mV", 2),
    "threshold": Readout(f"Threshold (at {ONSET_CRITERION:g}\u00a0mV/ms)", "mV", 2),
    "half_width": Readout("Half width", "ms", 3),
    "trough": Readout("Undershoot", "mV", 2),
    "trough_time": Readout("Undershoot at", "ms", 2),
    "interval": Readout("Last interval", "ms", 2),
    "rate": Readout("Settled rate", "Hz", 1),
    "peak_I_Na": Readout("Largest Na⁺ current", "uA/cm2", 0),
    "peak_I_Na_time": Readout("reached after", "ms", 2),
    "late_I_K": Readout("K⁺ current at the end", "uA/cm2", 0),
    "late_g_K": Readout("K⁺ conductance at the end", "mS/cm2", 2),
    "rest": Readout("Resting potential", "mV", 1),
    "E_K": Readout("Potassium in balance at", "mV", 1),
    "E_Na": Readout("Sodium in balance at", "mV", 1),
    "E_Cl": Readout("Chloride in balance at", "mV", 1),
    "force": Readout("Force on potassium", "mV", 1),
    "force_at_once": Readout("Force just after the change", "mV", 1),
}
AXON = {
    "velocity": Readout("Velocity from A to B", "m/s", 1),
    "near": Readout("Arrives at A", "ms", 2),
    "far": Readout("Arrives at B", "ms", 2),
    "peak": Readout("Highest at B", "mV", 1),
}
TERMINAL = {
    "spikes": Readout("Spikes so far", "1", 0),
    "failures": Readout("Failures among them", "1", 0),
    "counted": Readout("Vesicles counted, mean", "1", 2),
    "from_failures": Readout("Mean, from failures", "1", 2),
    "content": Readout("True quantal content", "1", 2),
    "probability": Readout("Probability of release", "1", 3),
    "calcium": Readout("Largest calcium inside", "uM", 1),
    "balance": Readout("Calcium in balance at", "mV", 1),
    "delay": Readout("From peak to release", "ms", 2),
    "answer": Readout("Answer of the next cell", "mV", 2),
}
CHANNELS = {
    "sodium": Readout("Sodium channels", "1", 0),
    "potassium": Readout("Potassium channels", "1", 0),
    "area": Readout("Area that they lie on", "um2", 1),
    "alone": Readout("Spikes before the pulse", "1", 0),
    "fired": Readout("Patches that fire after it", "1", 0),
    "spread": Readout("Scatter of their spikes", "ms", 2),
}

#: How TypeScript declares them.
DECLARED = "READOUTS: Readonly<Record<string, Readout>>"


def described(readouts: dict[str, Readout]) -> dict[str, dict[str, Any]]:
    """Return them as data, by name."""
    return {name: asdict(each) for name, each in readouts.items()}


def labels(readouts: dict[str, Readout], names: Iterable[str]) -> list[str]:
    """Return what the read-outs `names` are called. Raises ValueError for one that there is not."""
    names = list(names)
    for name in names:
        if name not in readouts:
            raise ValueError(f"there is no measure {name!r} to be read out; allowed: {', '.join(readouts)}")
    return [readouts[name].label for name in names]
