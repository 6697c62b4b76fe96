"""Sodium current under voltage clamp.

Steps from rest to one potential after another: the sodium current rises, inactivates while the step lasts, and is
largest in the middle of the range, where neither open channels nor driving force are few.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import voltage_clamp
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Step
from apsite.parameters import BY_NAME

ONSET = 1.0  # ms
DURATION = 11.0  # ms
SAMPLE_INTERVAL = 0.005  # ms
FAMILY = (-50.0, -40.0, -20.0, 0.0, 20.0, 40.0, 60.0)  # mV, drawn as traces
COMMANDS = np.linspace(-70.0, 80.0, 151)  # mV
SMALL, LARGE = -40.0, 0.0  # mV, the two steps that are compared
LATE = 5.0  # ms after the step


@dataclass(frozen=True)
class Protocol(Options):
    """Steps of the command from rest."""

    temperature: float = option(6.3, BY_NAME["temperature"], "Temperature of the axon.")


@dataclass(frozen=True)
class Result:
    """`family`: recordings of the steps `FAMILY`; `commands` (mV), `peaks` (uA/cm2, the sodium current of largest size)
    and `peak_times` (ms after the step), each of shape (commands,).
    """

    membrane: Membrane
    family: dict[float, Recording]
    commands: np.ndarray
    peaks: np.ndarray
    peak_times: np.ndarray

    def at(self, command: float) -> tuple[float, float]:
        """Return peak (uA/cm2) and its time (ms) for the command (mV) nearest to `command`."""
        place = int(np.argmin(np.abs(self.commands - command)))
        return float(self.peaks[place]), float(self.peak_times[place])


def run(protocol: Protocol = Protocol()) -> Result:
    """Record all steps."""
    membrane = Membrane(temperature=protocol.temperature)
    found = np.array([_peak(_clamped(membrane, command)) for command in COMMANDS]).T
    return Result(membrane, {each: _clamped(membrane, each) for each in FAMILY}, COMMANDS, found[0], found[1])


def _clamped(membrane: Membrane, command: float) -> Recording:
    return voltage_clamp(membrane, [Step(ONSET, command)], DURATION, dt=SAMPLE_INTERVAL)


def _peak(recording: Recording) -> tuple[float, float]:
    """The sodium current of largest size once the step has begun (uA/cm2), and when (ms after it)."""
    after = recording.time >= ONSET
    current = recording.currents["Na"][after]
    top = int(np.argmax(np.abs(current)))
    return float(current[top]), float(recording.time[after][top] - ONSET)


def values(result: Result) -> tuple[Value, ...]:
    """Return the largest inward current and where it flows, and how fast and how lasting two of the steps' are."""
    largest = int(np.argmin(result.peaks))
    late = float(np.interp(ONSET + LATE, result.family[LARGE].time, result.family[LARGE].currents["Na"]))
    peak = result.at(LARGE)[0]
    small, large = f"a step from rest to {SMALL:g} mV", f"a step from rest to {LARGE:g} mV"
    conductances = [float(result.family[each].conductances["Na"].max()) for each in (LARGE, 40.0)]
    after = f"{LATE:g} ms after {large}"
    return (
        Value("clamp.small", SMALL, "mV", 0, "The smaller of the two steps that are compared."),
        Value("clamp.large", LARGE, "mV", 0, "The larger of the two steps that are compared."),
        Value("clamp.largest_at", float(result.commands[largest]), "mV", 0, "Step with the largest sodium current."),
        Value(
            "clamp.largest", -float(result.peaks[largest]), "uA/cm2", 0, "Largest inward sodium current of all steps."
        ),
        Value("clamp.small_peak", -result.at(SMALL)[0], "uA/cm2", 0, f"Largest inward sodium current in {small}."),
        Value("clamp.large_peak", -peak, "uA/cm2", 0, f"Largest inward sodium current in {large}."),
        Value("clamp.small_time", result.at(SMALL)[1], "ms", 2, f"Time of the largest sodium current in {small}."),
        Value("clamp.large_time", result.at(LARGE)[1], "ms", 2, f"Time of the largest sodium current in {large}."),
        Value("clamp.outward_at", 60.0, "mV", 0, "A step beyond the sodium reversal potential."),
        Value("clamp.outward", result.at(60.0)[0], "uA/cm2", 0, "Largest outward sodium current in a step to 60 mV."),
        Value("clamp.late", LATE, "ms", 0, "When inactivation is looked at, after the step began."),
        Value("clamp.late_share", 100 * late / peak, "%", 1, f"Sodium current {after}, over its peak."),
        Value("clamp.large_conductance", conductances[0], "mS/cm2", 1, f"Largest sodium conductance in {large}."),
        Value("clamp.beyond", 40.0, "mV", 0, "A step that ends near the sodium reversal potential."),
        Value("clamp.beyond_peak", -result.at(40.0)[0], "uA/cm2", 0, "Largest sodium current in a step to 40 mV."),
        Value(
            "clamp.beyond_conductance", conductances[1], "mS/cm2", 1, "Largest sodium conductance in a step to 40 mV."
        ),
    )
