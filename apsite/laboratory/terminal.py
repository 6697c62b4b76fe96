"""The terminal: what a spike that arrives there makes of calcium, what is released, and what the next cell feels.

Owns the solution of the terminal's equations along any course of the potential. The parameters are those of
`parameters.TERMINAL`.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.integrate import solve_ivp
from scipy.interpolate import CubicHermiteSpline, CubicSpline

from apsite.equations import terminal
from apsite.kernels.numpy_functions import function
from apsite.laboratory.inputs import instance, named, numbers
from apsite.laboratory.recordings import Recording
from apsite.parameters import BY_NAME, TIME, Quantity

_TOLERANCE = {"method": "LSODA", "rtol": 1e-8, "atol": 1e-10, "max_step": 0.05}

#: What may be asked of a terminal: calcium (uM), spikes, vesicles.
CALCIUM = Quantity("concentration", "uM", 0.0, 1e6)
TRIALS = Quantity("trials", "1", 1.0, 1e9)
FAILURES = Quantity("failures", "1", 0.0, 1e9)
QUANTA = Quantity("quanta", "1", 0.0, 1e4)
_CHANNELS = ("g_Ca", "Ca_out", "temperature")
_s_inf = function(terminal.s_inf, "V")
_gate_rate = function(terminal.dsdt, "s", "V")
_calcium_balance = function(terminal.E_Ca, "Ca_out", "temperature")
_calcium_current = function(terminal.without_gap(terminal.I_Ca), "s", "V", *_CHANNELS)
_calcium_rate = function(terminal.without_gap(terminal.dCadt), "Ca", "s", "V", *_CHANNELS)
_release = function(terminal.release, "Ca")
_next_rate = function(terminal.dVpostdt, "V_post", "quanta", "t")
_content_from_failures = function(terminal.content_from_failures, "trials", "failures")


@named
@dataclass(frozen=True, eq=False)
class Arrival:
    """The potential of the terminal: any course of it, from a patch of membrane or from the end of an axon.

    `time` (ms), `voltage` (mV) and its `slope` (mV/ms) have the shape (samples,); `temperature` in °C.
    """

    time: np.ndarray
    voltage: np.ndarray
    slope: np.ndarray
    temperature: float

    @classmethod
    def of(cls, recording: Recording) -> "Arrival":
        """Return the potential of a recording. Raises ValueError where its membrane has no temperature."""
        mechanism = recording.membrane.mechanism
        if "temperature" not in mechanism:
            raise ValueError(f"the membrane {mechanism.name} has no temperature; allowed: Arrival(..., temperature)")
        return cls(recording.time, recording.voltage, recording.slope, recording.membrane.temperature)

    @classmethod
    def sampled(cls, time: np.ndarray, voltage: np.ndarray, temperature: float) -> "Arrival":
        """Return a potential that is known at samples only; its slope is that of a cubic spline."""
        return cls(time, voltage, CubicSpline(time, voltage)(time, 1), temperature)


@dataclass(frozen=True, eq=False)
class CalciumEntry:
    """What a spike does in the terminal; every array has the shape (samples,).

    `time` in ms, as in the recording; `voltage` in mV; `gate`, the share of open gates s; `current` in uA/cm2, positive
    outward; `concentration` of calcium beside its channels, uM.
    """

    time: np.ndarray
    voltage: np.ndarray
    gate: np.ndarray
    current: np.ndarray
    concentration: np.ndarray

    @property
    def peak(self) -> float:
        """Largest concentration, uM."""
        return float(self.concentration.max())

    @property
    def peak_time(self) -> float:
        """When it is reached, ms: the moment at which this model releases.

        At the top of the parabola through the largest sample and those beside it.
        """
        at = int(self.concentration.argmax())
        if not 0 < at < len(self.time) - 1:
            return float(self.time[at])
        before, here, after = self.concentration[at - 1 : at + 2]
        bend = before - 2 * here + after
        shift = (before - after) / (2 * bend) if bend < 0 else 0.0
        return float(self.time[at] + shift * (self.time[1] - self.time[0]))

    @property
    def release_probability(self) -> float:
        """Probability that a vesicle is released by this spike."""
        return float(_release(self.peak))


@named
def calcium_entry(
    arriving: Recording | Arrival,
    conductance: float = BY_NAME["g_Ca"].value,
    outside: float = BY_NAME["Ca_out"].value,
) -> CalciumEntry:
    """Return what the potential in `arriving` does in a terminal.

    `conductance` of the calcium channels (mS/cm2) is that with the usual calcium outside, `outside` is what there is
    (mM). Raises ValueError for one of them out of range.
    """
    instance("arriving", arriving, Recording, Arrival)
    arrival = arriving if isinstance(arriving, Arrival) else Arrival.of(arriving)
    channels = BY_NAME["g_Ca"].check(conductance), BY_NAME["Ca_out"].check(outside)
    gate, (concentration,) = _along(arrival, *(np.array([each]) for each in channels))
    current = _calcium_current(gate, arrival.voltage, *channels, arrival.temperature)
    return CalciumEntry(arrival.time, arrival.voltage, gate, current, concentration)


def calcium_peaks(
    arriving: Recording | Arrival,
    conductances: np.ndarray | float = BY_NAME["g_Ca"].value,
    outside: np.ndarray | float = BY_NAME["Ca_out"].value,
) -> np.ndarray:
    """Return the largest concentration of calcium (uM) with each of `conductances` (mS/cm2) and of `outside` (mM).

    The two are numbers or arrays of one shape, which is that of the result. Raises ValueError for one out of range.
    """
    arrival = arriving if isinstance(arriving, Arrival) else Arrival.of(arriving)
    for name, given in (("g_Ca", conductances), ("Ca_out", outside)):
        for each in np.ravel(given):
            BY_NAME[name].check(each)
    g_Ca, Ca_out = np.broadcast_arrays(np.asarray(conductances, float), np.asarray(outside, float))
    return np.asarray(_along(arrival, np.atleast_1d(g_Ca), np.atleast_1d(Ca_out))[1].max(axis=1))


def _along(arrival: Arrival, g_Ca: np.ndarray, Ca_out: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The gate, shape (samples,), and the calcium in each case, shape (cases, samples)."""
    potential = CubicHermiteSpline(arrival.time, arrival.voltage, arrival.slope)

    def rate(moment: float, state: np.ndarray) -> np.ndarray:
        V = potential(moment)
        entering = _calcium_rate(state[1:], state[0], V, g_Ca, Ca_out, arrival.temperature)
        return np.append(_gate_rate(state[0], V), entering)

    # Hardly any calcium channel is open at rest, and what enters by them settles within the first milliseconds.
    start = np.append(_s_inf(arrival.voltage[0]), np.full(g_Ca.shape, BY_NAME["Ca_0"].value))
    span = (arrival.time[0], arrival.time[-1])
    gate, *calcium = solve_ivp(rate, span, start, t_eval=arrival.time, **_TOLERANCE).y
    return gate, np.array(calcium)


def calcium_balance(outside: np.ndarray | float, temperature: float) -> np.ndarray:
    """Return the potential (mV) at which calcium is in balance with this much `outside` (mM), same shape.

    Where there is none outside, no potential is negative enough: minus infinity.
    """
    some = np.asarray(outside, dtype=float)
    return np.where(some > 0.0, _calcium_balance(np.where(some > 0.0, some, 1.0), temperature), -np.inf)


@named
def content_from_failures(trials: np.ndarray | float, failures: np.ndarray | float) -> np.ndarray:
    """Return the mean quantal content that so many `failures` in `trials` stand for, were release rare (Poisson's law).

    Where nothing failed there is no answer: NaN. Raises ValueError for numbers out of range, and for more failures than
    trials.
    """
    trials, failures = numbers(trials, TRIALS), numbers(failures, FAILURES)
    if np.any(failures > trials):
        raise ValueError(f"failures = {failures} are more than trials = {trials}; allowed: as many at most")
    return np.where(failures > 0, _content_from_failures(trials, np.maximum(failures, 1.0)), np.nan)


@named
def release_probability(concentration: np.ndarray) -> np.ndarray:
    """Return the probability that a vesicle is released at a `concentration` of calcium (uM), same shape.

    Raises ValueError for a concentration out of range.
    """
    return np.asarray(_release(numbers(concentration, CALCIUM)))


@named
def response(time: np.ndarray, quanta: np.ndarray) -> np.ndarray:
    """Return the next cell's potential (mV) after the release of each number of `quanta`: shape (quanta, time).

    `time` in ms since the release, rising from 0. Raises ValueError for a number or a time out of range, and for times
    that do not rise.
    """
    time, counts = numbers(time, replace(TIME, name="time")), np.atleast_1d(numbers(quanta, QUANTA))
    if time.ndim != 1 or time.size < 2 or time[0] != 0.0 or np.any(np.diff(time) <= 0.0):
        raise ValueError(f"time = {time} ms; allowed: two moments or more that rise from 0")
    start = np.full(counts.shape, BY_NAME["E_post"].value)
    run = solve_ivp(lambda t, V: _next_rate(V, counts, t), (0.0, time[-1]), start, t_eval=time, **_TOLERANCE)
    return np.asarray(run.y)
