"""The undershoot and its currents.

After a spike the membrane goes below rest, towards the potential at which K+ is in balance and never past it, and
returns as fast as the K+ channels close.
"""

from dataclasses import dataclass

import numpy as np

from apsite.chapters.action_potential.action_potential.experiment import DURATION, ONSET, WIDTH
from apsite.chapters.action_potential.action_potential.experiment import Protocol as StandardPulse
from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Pulse
from apsite.laboratory.sweeps import simulate_many
from apsite.parameters import CURRENT

SPAN = 40.0  # ms
FLOORS = (-75.0, -82.0, -90.0, -100.0)  # mV, of E_K
GAINS = (1.0, 2.0, 4.0)  # of g_K
STRONG = 2.0  # times the standard pulse, which fires all of these membranes


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse of 0.5 ms to a resting membrane."""

    amplitude: float = option(StandardPulse().amplitude, CURRENT, "Amplitude of the pulse.")


@dataclass(frozen=True)
class Result:
    """`recording`: the run. `trough`: its sample (index) of lowest potential. `balance` (mV), shape (samples,):
    where the potential would come to rest if all gates stood still. `floors` and `floor_runs`: E_K (mV) and the
    runs with them; `gain_troughs` (mV), shape (gains,): the lowest potential with more K+ channels.
    `without_leak`, `more_leak` and `closed`: what follows from the trough on if then the leak is removed,
    doubled, or all n gates are put at rest.
    """

    recording: Recording
    trough: int
    balance: np.ndarray
    floors: tuple[float, ...]
    floor_runs: tuple[Recording, ...]
    gain_troughs: np.ndarray
    without_leak: Recording
    more_leak: Recording
    closed: Recording


def run(protocol: Protocol = Protocol()) -> Result:
    """Record the spike, then the same with other E_K, with more g_K, and with changes made at the trough."""
    membrane = Membrane()
    recording = simulate(membrane, [Pulse(ONSET, WIDTH, protocol.amplitude)], SPAN, dt=0.005)
    trough = int(np.argmin(recording.voltage))
    lowest = recording.state_at(float(recording.time[trough]))
    conductances, reversals = recording.conductances, {"Na": membrane.E_Na, "K": membrane.E_K, "L": membrane.E_L}
    total = np.sum(list(conductances.values()), axis=0)
    strong = [Pulse(ONSET, WIDTH, STRONG * protocol.amplitude)]
    floors = [membrane.replace(E_K=floor) for floor in FLOORS]
    gains = [membrane.replace(g_K=gain * membrane.g_K) for gain in GAINS]
    return Result(
        recording=recording,
        trough=trough,
        balance=np.asarray(sum(conductances[ion] * reversals[ion] for ion in reversals) / total),
        floors=FLOORS,
        floor_runs=tuple(simulate_many(floors, [strong] * len(floors), DURATION, lambda run: run)),
        gain_troughs=np.array(simulate_many(gains, [strong] * len(gains), DURATION, _lowest)),
        without_leak=simulate(membrane.replace(g_L=0.0), [], SPAN, initial=lowest),
        more_leak=simulate(membrane.replace(g_L=2 * membrane.g_L), [], SPAN, initial=lowest),
        closed=simulate(membrane, [], SPAN, initial=lowest.replace(n=membrane.rest.n)),
    )


def _lowest(recording: Recording) -> float:
    """The lowest potential (mV) after the spike; it must be one."""
    if not recording.spike_times.size:
        raise ValueError("no spike, so no undershoot")
    return float(recording.voltage.min())


def values(result: Result) -> tuple[Value, ...]:
    """Return when and how far the membrane goes below rest, with which currents, and what brings it back."""
    recording, trough = result.recording, result.trough
    rest, lowest = recording.membrane.resting_potential, _lowest(recording)
    time, voltage = recording.time, recording.voltage
    peak = int(np.argmax(voltage))
    below = np.flatnonzero(voltage[peak:] < rest) + peak
    start = int(below[0])
    end = int(np.flatnonzero(voltage[trough:] > rest)[0]) + trough
    rebound = trough + int(np.argmax(voltage[trough:]))
    half = (rest + lowest) / 2
    potassium, currents = recording.conductances["K"], recording.currents
    shallow, _, deep, deepest = (_lowest(each) for each in result.floor_runs)
    high_rest = result.floor_runs[0].membrane.resting_potential
    gains = result.gain_troughs
    lag = result.balance[trough:end] - voltage[trough:end]
    at = "at the undershoot's minimum"
    back = "Time from the undershoot's minimum until half of the way back to rest is made"
    floor = "Lowest potential after a spike with E_K at"
    return (
        Value(
            "undershoot.start", float(time[start]) - ONSET, "ms", 1, "When V passes rest downwards, from the pulse on."
        ),
        Value("undershoot.end", float(time[end]) - ONSET, "ms", 1, "When V passes rest upwards, from the pulse on."),
        Value("undershoot.duration", float(time[end] - time[start]), "ms", 1, "Time for which V is below rest."),
        Value("undershoot.distance", lowest - recording.membrane.E_K, "mV", 1, f"Distance of V from E_K {at}."),
        Value(
            "undershoot.potassium_gain",
            float(potassium[trough] / potassium[0]),
            "1",
            0,
            f"Potassium conductance {at}, over that at rest.",
        ),
        Value(
            "undershoot.potassium_gain_at_rest",
            float(potassium[start] / potassium[0]),
            "1",
            0,
            "Potassium conductance when V passes rest downwards, over that at rest.",
        ),
        Value(
            "undershoot.balance_at_rest",
            float(result.balance[start]),
            "mV",
            1,
            "Where V would settle if all gates stood still, when V passes rest downwards.",
        ),
        Value(
            "undershoot.potassium_conductance",
            float(potassium[trough]),
            "mS/cm2",
            2,
            f"Potassium conductance {at}.",
        ),
        Value("undershoot.sodium_current", -float(currents["Na"][trough]), "uA/cm2", 3, f"Inward sodium current {at}."),
        Value("undershoot.n", float(recording.gates["n"][trough]), "1", 2, f"Share of open n gates {at}."),
        Value("undershoot.n_at_rest", float(recording.gates["n"][0]), "1", 2, "Share of open n gates at rest."),
        Value("undershoot.h", float(recording.gates["h"][trough]), "1", 2, f"Share of open h gates {at}."),
        Value(
            "undershoot.lag",
            float(lag.max()),
            "mV",
            1,
            "Largest distance, from the minimum until rest, of V from where it would settle if all gates stood still.",
        ),
        Value("undershoot.rebound", float(voltage[rebound]) - rest, "mV", 1, "How far V then goes above rest."),
        Value("undershoot.rebound_time", float(time[rebound]) - ONSET, "ms", 0, "When it does, from the pulse on."),
        Value("return.half_time", _half_time(recording, half, trough), "ms", 1, f"{back}."),
        Value("return.more_leak", _half_time(result.more_leak, half), "ms", 1, f"{back}, with twice the leak."),
        Value("return.closed", _half_time(result.closed, half), "ms", 1, f"{back}, with all n gates put at rest."),
        Value(
            "return.without_leak",
            float(result.without_leak.voltage[-1]),
            "mV",
            1,
            f"Potential {SPAN:g} ms after the undershoot's minimum, if there the leak is removed.",
        ),
        Value(
            "return.without_leak_rest",
            result.without_leak.membrane.resting_potential,
            "mV",
            1,
            "Resting potential of the membrane without a leak.",
        ),
        Value("return.span", SPAN, "ms", 0, "How long the membrane without a leak is watched."),
        Value("floor.high", FLOORS[0], "mV", 0, "The least negative E_K tried."),
        Value("floor.high_trough", shallow, "mV", 1, f"{floor} {FLOORS[0]:g} mV."),
        Value("floor.high_rest", high_rest, "mV", 1, f"Resting potential with E_K at {FLOORS[0]:g} mV."),
        Value(
            "floor.high_depth",
            high_rest - shallow,
            "mV",
            1,
            f"From the undershoot's minimum to rest, E_K at {FLOORS[0]:g} mV.",
        ),
        Value("floor.low", FLOORS[2], "mV", 0, "A more negative E_K."),
        Value("floor.low_trough", deep, "mV", 1, f"{floor} {FLOORS[2]:g} mV."),
        Value("floor.lowest", FLOORS[3], "mV", 0, "The most negative E_K tried."),
        Value("floor.lowest_trough", deepest, "mV", 1, f"{floor} {FLOORS[3]:g} mV."),
        Value("floor.gain", GAINS[2], "1", 0, "How many times as many K+ channels were tried."),
        Value("floor.gain_trough", float(gains[2]), "mV", 2, f"Lowest potential with {GAINS[2]:g} times g_K."),
        Value(
            "floor.plain_trough", float(gains[0]), "mV", 2, "Lowest potential with the usual g_K, same strong pulse."
        ),
    )


def _half_time(recording: Recording, level: float, start: int = 0) -> float:
    """Time (ms) from the sample `start` until the potential passes `level` (mV) on its way up."""
    passed = np.flatnonzero(recording.voltage[start:] > level)
    return float(recording.time[start + passed[0]] - recording.time[start])
