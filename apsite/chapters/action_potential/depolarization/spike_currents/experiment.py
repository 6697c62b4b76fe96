"""The currents of a spike.

During the standard spike: the gates m and h, the driving force on sodium, and the currents, which are largest not where
most channels are open but where channels and driving force together are.
"""

from dataclasses import dataclass

import numpy as np

from apsite.chapters.action_potential.action_potential import experiment as action_potential
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.measurements import Spike
from apsite.laboratory.recordings import Recording
from apsite.parameters import CURRENT

ONSET = action_potential.ONSET
#: The potential climbs by 300 mV/ms where the current has its first maximum, and is stated to a tenth of a millivolt.
SAMPLE_INTERVAL = 0.0002  # ms
LOOP = (-50.0, -30.0)  # mV, two potentials on the way up


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse of 0.5 ms to a resting membrane."""

    amplitude: float = option(26.55, CURRENT, "Amplitude of the pulse.")


@dataclass(frozen=True)
class Result:
    """`recording`: the run; `spike`: its first; samples at which the sodium current is largest before the peak
    (`rising`), the peak is reached (`top`), and the sodium current is largest of all (`falling`).
    """

    recording: Recording
    spike: Spike
    rising: int
    top: int
    falling: int


def run(protocol: Protocol = Protocol()) -> Result:
    """Record the spike and find the extrema of its sodium current; raise ValueError where there is no spike."""
    found = action_potential.run(action_potential.Protocol(amplitude=protocol.amplitude), SAMPLE_INTERVAL)
    if found.spike is None:
        raise ValueError(f"no spike at amplitude = {protocol.amplitude:g} uA/cm2")
    recording, current = found.recording, found.recording.currents["Na"]
    top = int(np.argmin(np.abs(recording.time - found.spike.peak_time)))
    # The spike's first inward peak lies between its onset and its peak, where the current shrinks with the force.
    turned = np.flatnonzero((current[:-2] > current[1:-1]) & (current[1:-1] <= current[2:])) + 1
    rising = int(turned[turned < top][-1])
    return Result(recording, found.spike, rising, top, int(np.argmin(current)))


def values(result: Result) -> tuple[Value, ...]:
    """Return currents, conductances, driving forces and gates at the three moments, and the charge of sodium."""
    recording, top = result.recording, result.top
    voltage, currents, conductances = recording.voltage, recording.currents, recording.conductances
    force = voltage - recording.membrane.E_Na
    since = recording.time - ONSET
    total = np.sum(list(currents.values()), axis=0)
    most_open, steepest = int(np.argmax(conductances["Na"])), int(np.argmin(total))
    names = {"rising": "its first maximum", "top": "the peak", "falling": "its largest"}
    found = []
    for name, where in names.items():
        at = getattr(result, name)
        during = f"when the inward sodium current is at {where}" if name != "top" else "at the peak of the spike"
        found += [
            Value(f"{name}.time", float(since[at]), "ms", 2, f"Time since the pulse began, {during}."),
            Value(f"{name}.voltage", float(voltage[at]), "mV", 1, f"Membrane potential {during}."),
            Value(f"{name}.force", -float(force[at]), "mV", 1, f"How far the potential is below E_Na, {during}."),
            Value(f"{name}.sodium_inflow", -float(currents["Na"][at]), "uA/cm2", 0, f"Inward sodium current {during}."),
            Value(f"{name}.potassium_outflow", float(currents["K"][at]), "uA/cm2", 0, f"Potassium current {during}."),
            Value(f"{name}.conductance", float(conductances["Na"][at]), "mS/cm2", 1, f"Sodium conductance {during}."),
            Value(f"{name}.h", float(recording.gates["h"][at]), "1", 2, f"Share of open h gates {during}."),
        ]
    begins = ONSET if result.spike.threshold_time is None else result.spike.threshold_time
    upstroke = slice(int(np.argmax(recording.time >= begins)), top)
    for V in LOOP:
        g = float(np.interp(V, voltage[upstroke], conductances["Na"][upstroke]))
        found += [
            Value(f"loop.at_{-V:.0f}", V, "mV", 0, "A potential on the way up."),
            Value(f"loop.conductance_at_{-V:.0f}", g, "mS/cm2", 2, f"Sodium conductance at {V:g} mV on the way up."),
        ]
    charge = -np.trapezoid(currents["Na"], recording.time)
    before = -np.trapezoid(currents["Na"][: top + 1], recording.time[: top + 1])
    resting = float(conductances["Na"][0])
    return (
        *found,
        Value("rest.force", -float(force[0]), "mV", 0, "How far the resting potential is below E_Na."),
        Value("rest.sodium_conductance", resting, "mS/cm2", 3, "Sodium conductance at rest."),
        Value("open.conductance", float(conductances["Na"][most_open]), "mS/cm2", 1, "Largest sodium conductance."),
        Value("open.time", float(since[most_open]), "ms", 2, "When it is reached, since the pulse began."),
        Value("open.gain", float(conductances["Na"][most_open]) / resting, "1", 0, "Over the conductance at rest."),
        Value("open.m", float(recording.gates["m"][top]), "1", 2, "Share of open m gates at the peak of the spike."),
        Value("net.inflow", -float(total[steepest]), "uA/cm2", 0, "Largest net inward current."),
        Value(
            "net.time",
            float(since[steepest]),
            "ms",
            2,
            "Time of the largest net inward current, since the pulse began.",
        ),
        Value(
            "sodium_charge.after",
            100 * (1 - before / charge),
            "%",
            0,
            "Share of the sodium that enters after the peak.",
        ),
        Value(
            "sodium_charge.total", charge, "nC/cm2", 0, "Charge that the sodium current brings in, over the whole run."
        ),
    )
