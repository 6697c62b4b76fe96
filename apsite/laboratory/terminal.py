"""The terminal: what a spike that arrives there makes of calcium, what is released, and what the next cell feels.

Owns the solution of the terminal's equations along a recorded spike. The parameters are those of
`parameters.TERMINAL`, chosen for this book.
"""

from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp
from scipy.interpolate import CubicHermiteSpline

from apsite.equations import terminal
from apsite.kernels.numpy_functions import function
from apsite.laboratory.recordings import Recording
from apsite.parameters import BY_NAME

_TOLERANCE = {"method": "LSODA", "rtol": 1e-8, "atol": 1e-10, "max_step": 0.05}

_s_inf = function(terminal.s_inf, "V")
_gate_rate = function(terminal.dsdt, "s", "V")
_calcium_current = function(terminal.I_Ca, "s", "V", "g_Ca")
_calcium_rate = function(terminal.dCadt, "Ca", "s", "V", "g_Ca")
_release = function(terminal.release, "Ca")
_next_rate = function(terminal.dVpostdt, "V_post", "quanta", "t")


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
        """When it is reached, ms: the moment at which this model releases."""
        return float(self.time[int(self.concentration.argmax())])

    @property
    def release_probability(self) -> float:
        """Probability that a vesicle is released by this spike."""
        return float(_release(self.peak))


def calcium_entry(recording: Recording, conductance: float = BY_NAME["g_Ca"].value) -> CalciumEntry:
    """Return what the potential in `recording` does in a terminal with this calcium `conductance` (mS/cm2).

    Raises ValueError for a conductance out of range.
    """
    g_Ca = BY_NAME["g_Ca"].check(conductance)
    gate, (concentration,) = _along(recording, np.array([g_Ca]))
    current = _calcium_current(gate, recording.voltage, g_Ca)
    return CalciumEntry(recording.time, recording.voltage, gate, current, concentration)


def calcium_peaks(recording: Recording, conductances: np.ndarray) -> np.ndarray:
    """Return the largest concentration of calcium (uM) with each of the `conductances` (mS/cm2), same shape.

    Raises ValueError for a conductance out of range.
    """
    legal = [BY_NAME["g_Ca"].check(each) for each in conductances]
    return np.asarray(_along(recording, np.array(legal))[1].max(axis=1))


def _along(recording: Recording, conductances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The gate, shape (samples,), and the calcium with each conductance (mS/cm2), shape (conductances, samples)."""
    potential = CubicHermiteSpline(recording.time, recording.voltage, recording.slope)

    def rate(moment: float, state: np.ndarray) -> np.ndarray:
        V = potential(moment)
        return np.append(_gate_rate(state[0], V), _calcium_rate(state[1:], state[0], V, conductances))

    # Hardly any calcium channel is open at rest, and what enters by them settles within the first milliseconds.
    start = np.append(_s_inf(recording.voltage[0]), np.full(conductances.shape, BY_NAME["Ca_0"].value))
    span = (recording.time[0], recording.time[-1])
    gate, *calcium = solve_ivp(rate, span, start, t_eval=recording.time, **_TOLERANCE).y
    return gate, np.array(calcium)


def release_probability(concentration: np.ndarray) -> np.ndarray:
    """Return the probability that a vesicle is released at a `concentration` of calcium (uM), same shape."""
    return np.asarray(_release(concentration))


def response(time: np.ndarray, quanta: np.ndarray) -> np.ndarray:
    """Return the next cell's potential (mV) after the release of each number of `quanta`: shape (quanta, time).

    `time` in ms since the release, rising from 0.
    """
    counts = np.asarray(quanta, dtype=float)
    start = np.full(counts.shape, BY_NAME["E_post"].value)
    run = solve_ivp(lambda t, V: _next_rate(V, counts, t), (0.0, time[-1]), start, t_eval=time, **_TOLERANCE)
    return np.asarray(run.y)
