"""What ends the spike.

The same pulse to a membrane as it is, to one that cannot inactivate, to one whose potassium channels stay as at rest,
and to one with both taken away: either alone brings the potential part of the way down, and neither back to rest.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import CURRENT

ONSET = 2.0  # ms
WIDTH = 0.5  # ms
DURATION = 40.0  # ms
CASES = {"normal": "", "no_inactivation": "h", "no_delayed_opening": "n", "neither": "hn"}


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse of 0.5 ms to a resting membrane, some of whose gates are held as they are at rest."""

    amplitude: float = option(26.55, CURRENT, "Amplitude of the pulse.")


@dataclass(frozen=True)
class Result:
    """`recordings`: one for each of `CASES`, by name; `charges` (nC/cm2): what each current of the normal spike carries
    outward from the peak until the potential passes rest, and `fall` (mV), how far that is; `without_channels` (mV):
    where a membrane without any potassium conductance rests.
    """

    protocol: Protocol
    recordings: dict[str, Recording]
    charges: dict[str, float]
    fall: float
    without_channels: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Record the four cases; raise ValueError where the membrane does not fire."""
    membrane = Membrane()
    pulse = Pulse(ONSET, WIDTH, protocol.amplitude)
    recordings = {name: simulate(membrane, [pulse], DURATION, held=tuple(gates)) for name, gates in CASES.items()}
    if not recordings["normal"].spikes:
        raise ValueError(f"no spike at amplitude = {protocol.amplitude:g} uA/cm2")
    charges, fall = _balance(recordings["normal"])
    return Result(protocol, recordings, charges, fall, membrane.replace(g_K=0.0).resting_potential)


def _balance(recording: Recording) -> tuple[dict[str, float], float]:
    """Charge by current (nC/cm2, positive outward) and fall of the potential (mV), from the peak until rest."""
    top = int(np.argmax(recording.voltage))
    passed = int(np.argmax(recording.voltage[top:] < recording.membrane.resting_potential)) + top
    part = slice(top, passed + 1)
    charges = {ion: float(np.trapezoid(each[part], recording.time[part])) for ion, each in recording.currents.items()}
    return charges, float(recording.voltage[top] - recording.voltage[passed])


def values(result: Result) -> tuple[Value, ...]:
    """Return peak and last potential of each case, what stands against what there, and the balance of charges."""
    words = {
        "normal": "in the membrane as it is",
        "no_inactivation": "with h held as at rest",
        "no_delayed_opening": "with n held as at rest",
        "neither": "with h and n held as at rest",
    }
    found = []
    for name, recording in result.recordings.items():
        last = {ion: float(trace[-1]) for ion, trace in recording.currents.items()}
        found += [
            Value(f"{name}.peak", float(recording.voltage.max()), "mV", 1, f"Highest potential {words[name]}."),
            Value(
                f"{name}.end", float(recording.voltage[-1]), "mV", 1, f"Potential at the end of the run {words[name]}."
            ),
            Value(f"{name}.sodium_inflow", -last["Na"], "uA/cm2", 1, f"Inward sodium current then, {words[name]}."),
            Value(f"{name}.potassium_outflow", last["K"], "uA/cm2", 1, f"Potassium current then, {words[name]}."),
        ]
    stuck = result.recordings["no_delayed_opening"]
    charges, span = result.charges, "from the peak until the potential passes rest"
    capacitance = stuck.membrane.C_m
    return (
        *found,
        Value("ending.duration", DURATION - ONSET, "ms", 0, "From the start of the pulse to the end of the run."),
        Value("no_delayed_opening.h", float(stuck.gates["h"][-1]), "1", 4, "Share of open h gates at the end."),
        Value("no_delayed_opening.m", float(stuck.gates["m"][-1]), "1", 2, "Share of open m gates at the end."),
        Value(
            "no_channels.rest", result.without_channels, "mV", 1, "Where a membrane without potassium channels rests."
        ),
        Value("balance.potassium", charges["K"], "nC/cm2", 0, f"Charge carried out by potassium, {span}."),
        Value("balance.leak", charges["L"], "nC/cm2", 0, f"Charge carried out by the leak, {span}."),
        Value("balance.sodium", -charges["Na"], "nC/cm2", 0, f"Charge carried in by sodium, {span}."),
        Value("balance.net", sum(charges.values()), "nC/cm2", 0, f"Charge carried out by all three, {span}."),
        Value("balance.capacitor", capacitance * result.fall, "nC/cm2", 0, f"What the capacitance gives off, {span}."),
        Value("balance.fall", result.fall, "mV", 0, f"How far the potential falls, {span}."),
    )
