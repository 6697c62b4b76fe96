"""Published neurons once more, typed by hand from their papers: what the declared ones are held against.

Nothing here is imported from `apsite`. Potentials in mV, absolute; time in ms; currents in uA/cm2.
"""

import numpy as np
from scipy.integrate import solve_ivp

from tests import reference


def cortical(state, stimulus, g_Na, g_K, g_M, g_L, E_L, V_T, tau):
    """d(V, m, h, n, p)/dt; Pospischil et al. 2008."""
    V, m, h, n, p = state
    v = V - V_T
    rates = [
        (0.32 * (v - 13) / (1 - np.exp(-(v - 13) / 4)), 0.28 * (v - 40) / (np.exp((v - 40) / 5) - 1)),
        (0.128 * np.exp(-(v - 17) / 18), 4 / (1 + np.exp(-(v - 40) / 5))),
        (0.032 * (v - 15) / (1 - np.exp(-(v - 15) / 5)), 0.5 * np.exp(-(v - 10) / 40)),
    ]
    gates = [a * (1 - x) - b * x for x, (a, b) in zip((m, h, n), rates, strict=True)]
    gates.append((1 / (1 + np.exp(-(V + 35) / 10)) - p) / tau * (3.3 * np.exp((V + 35) / 20) + np.exp(-(V + 35) / 20)))
    current = g_Na * m**3 * h * (V - 50) + (g_K * n**4 + g_M * p) * (V + 90) + g_L * (V - E_L)
    return [stimulus - current, *gates]


def regular_spiking(state, stimulus):
    return cortical(state, stimulus, 56.0, 6.0, 0.075, 0.0205, -70.3, -56.2, 608.0)


def fast_spiking(state, stimulus):
    return cortical(state, stimulus, 58.0, 3.9, 0.0787, 0.038, -70.4, -57.9, 502.0)


def crab(state, stimulus):
    """d(V, m, h, n, a, b)/dt; Connor, Walter & McKown 1977, as Dayan & Abbott (2001) print it."""
    V, m, h, n, a, b = state
    rates = [
        (0.38 * (V + 29.7) / (1 - np.exp(-0.1 * (V + 29.7))), 15.2 * np.exp(-0.0556 * (V + 54.7))),
        (0.266 * np.exp(-0.05 * (V + 48)), 3.8 / (1 + np.exp(-0.1 * (V + 18)))),
        (0.02 * (V + 45.7) / (1 - np.exp(-0.1 * (V + 45.7))), 0.25 * np.exp(-0.0125 * (V + 55.7))),
    ]
    gates = [up * (1 - x) - down * x for x, (up, down) in zip((m, h, n), rates, strict=True)]
    a_inf = np.cbrt(0.0761 * np.exp(0.0314 * (V + 94.22)) / (1 + np.exp(0.0346 * (V + 1.17))))
    b_inf = (1 / (1 + np.exp(0.0688 * (V + 53.3)))) ** 4
    gates.append((a_inf - a) / (0.3632 + 1.158 / (1 + np.exp(0.0497 * (V + 55.96)))))
    gates.append((b_inf - b) / (1.24 + 2.678 / (1 + np.exp(0.0624 * (V + 50)))))
    current = 120 * m**3 * h * (V - 55) + 20 * n**4 * (V + 72) + 47.7 * a**3 * b * (V + 75) + 0.3 * (V + 17)
    return [stimulus - current, *gates]


def squid(state, stimulus):
    """d(V, m, h, n)/dt; Hodgkin & Huxley 1952."""
    return reference.derivative(state, stimulus, reference.DEFAULTS)


def sodium(name, states):
    """Sodium current (uA/cm2) at states of shape (parts, samples)."""
    V, m, h = states[:3]
    conductance, reversal = {
        "squid": (120.0, 45.0), "regular_spiking": (56.0, 50.0), "fast_spiking": (58.0, 50.0), "crab": (120.0, 55.0)
    }[name]  # fmt: skip
    return conductance * m**3 * h * (V - reversal)


def solved(derivative, start, pieces, times):
    """States at `times`, from the state `start`, under `pieces`: (until, current) one after the other, by LSODA."""
    begun, state, found = 0.0, start, []
    for until, current in pieces:
        own = times[(times >= begun) & ((times < until) | (until == pieces[-1][0]))]
        run = solve_ivp(
            lambda t, y, current=current: derivative(y, current), (begun, until), state, "LSODA",
            t_eval=[*own, until] if own.size == 0 or own[-1] < until else own, rtol=1e-9, atol=1e-10,
        )  # fmt: skip
        found.append(run.y[:, : own.size])
        begun, state = until, run.y[:, -1]
    return np.concatenate(found, axis=1)
