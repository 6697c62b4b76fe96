"""The membrane once more, typed by hand from the paper and solved by SciPy: what the kernel is held against.

Nothing here is imported from `apsite`. Sign and rest as in the book: V = -70 mV + u, with u the paper's -V.
"""

import numpy as np
from scipy.integrate import solve_ivp

DEFAULTS = {
    "C_m": 1.0,
    "g_Na": 120.0,
    "g_K": 36.0,
    "g_L": 0.3,
    "E_Na": 45.0,
    "E_K": -82.0,
    "E_L": -59.387,
    "temperature": 6.3,
}


def _linear_over_exponential(x):
    return 1.0 if abs(x) < 1e-12 else x / np.expm1(x)


def rates(V):
    """alpha and beta of m, h, n in 1/ms at V in mV (Hodgkin & Huxley 1952, eqs. 20, 21, 23, 24, 12, 13)."""
    u = V + 70.0
    return {
        "m": (_linear_over_exponential((25 - u) / 10), 4 * np.exp(-u / 18)),
        "h": (0.07 * np.exp(-u / 20), 1 / (np.exp((30 - u) / 10) + 1)),
        "n": (0.1 * _linear_over_exponential((10 - u) / 10), 0.125 * np.exp(-u / 80)),
    }


def derivative(state, stimulus, membrane):
    """d(V, m, h, n)/dt in mV/ms and 1/ms."""
    V, m, h, n = state
    p = membrane
    factor = 3 ** ((p["temperature"] - 6.3) / 10)
    ionic = p["g_Na"] * m**3 * h * (V - p["E_Na"]) + p["g_K"] * n**4 * (V - p["E_K"]) + p["g_L"] * (V - p["E_L"])
    gates = [factor * (a * (1 - x) - b * x) for x, (a, b) in zip((m, h, n), rates(V).values(), strict=True)]
    return [(stimulus - ionic) / p["C_m"], *gates]


def solve(initial, pieces, sample_times, **changes):
    """Voltage (mV) at `sample_times` (ms). `pieces`: (start, end, current in uA/cm2), one after the other."""
    membrane = DEFAULTS | changes
    # Sums of steps overshoot the end by a rounding error.
    sample_times = np.clip(sample_times, pieces[0][0], pieces[-1][1])
    state, voltage = np.asarray(initial, dtype=float), np.empty_like(sample_times)
    for start, end, current in pieces:
        run = solve_ivp(
            lambda t, y, current=current: derivative(y, current, membrane),
            (start, end),
            state,
            method="DOP853",
            rtol=1e-12,
            atol=1e-12,
            dense_output=True,
        )
        inside = (sample_times >= start) & (sample_times <= end)
        voltage[inside] = run.sol(sample_times[inside])[0]
        state = run.y[:, -1]
    return voltage
