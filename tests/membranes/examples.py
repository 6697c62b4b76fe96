"""Small membranes, declared here and known to no other file, each with its equations typed by hand."""

import numpy as np

from apsite import Current, Gate, Mechanism, Parameter

#: Morris & Lecar (1981): a gate that settles at once, one by inf and tau.
BARNACLE = Mechanism(
    "barnacle",
    parameters=[
        Parameter("C", "uF/cm2", 1.0, 100.0, 20.0),
        Parameter("g_Ca", "mS/cm2", 0.0, 50.0, 4.4),
        Parameter("g_K", "mS/cm2", 0.0, 50.0, 8.0),
        Parameter("g_L", "mS/cm2", 0.0, 50.0, 2.0),
        Parameter("E_Ca", "mV", -200.0, 200.0, 120.0),
        Parameter("E_K", "mV", -200.0, 200.0, -84.0),
        Parameter("E_L", "mV", -200.0, 200.0, -60.0),
    ],
    gates=[
        Gate("m", inf="(1 + tanh((V + 1.2) / 18)) / 2"),
        Gate("w", inf="(1 + tanh((V - 2) / 30)) / 2", tau="25 / cosh((V - 2) / 60)"),
    ],
    currents=[
        Current("Ca", "g_Ca * m", "E_Ca"),
        Current("K", "g_K * w", "E_K", kept_by="L"),
        Current("L", "g_L", "E_L"),
    ],
)  # fmt: skip


def barnacle(state, stimulus):
    """d(V, w)/dt of `BARNACLE`."""
    V, w = state
    m = (1 + np.tanh((V + 1.2) / 18)) / 2
    current = 4.4 * m * (V - 120) + 8.0 * w * (V + 84) + 2.0 * (V + 60)
    return [(stimulus - current) / 20.0, ((1 + np.tanh((V - 2) / 30)) / 2 - w) * np.cosh((V - 2) / 60) / 25]


#: A leak alone, balanced by what is dissolved on both sides: no gate, and a reversal potential that is worked out.
PASSIVE = Mechanism(
    "passive",
    parameters=[
        Parameter("C_m", "uF/cm2", 0.1, 10.0, 2.0),
        Parameter("g", "mS/cm2", 0.0, 10.0, 0.4),
        Parameter("outside", "mM", 1.0, 100.0, 10.0),
    ],
    where={"balance": "25 * log(outside / 100)"},
    currents=[Current("K", "g", "balance")],
)

#: Rates as they are printed, with 0/0 at -40 and at -35 mV; four gates, a factor of its own on one of them, a root.
SPEEDY = Mechanism(
    "speedy",
    parameters=[
        Parameter("C_m", "uF/cm2", 0.1, 10.0, 1.0),
        Parameter("g_Na", "mS/cm2", 0.0, 500.0, 80.0),
        Parameter("g_K", "mS/cm2", 0.0, 500.0, 20.0),
        Parameter("g_A", "mS/cm2", 0.0, 500.0, 5.0),
        Parameter("g_L", "mS/cm2", 0.0, 10.0, 0.2),
        Parameter("temperature", "°C", 0.0, 40.0, 20.0),
    ],
    where={"warm": "2 ** ((temperature - 20) / 10)"},
    gates=[
        Gate("m", alpha="0.1 * (V + 40) / (1 - exp(-(V + 40) / 10))", beta="4 * exp(-(V + 65) / 18)", factor="warm"),
        Gate("h", alpha="0.07 * exp(-(V + 65) / 20)", beta="1 / (1 + exp(-(V + 35) / 10))", factor="warm"),
        Gate("n", alpha="-0.02 * (V + 35) / (exp(-(V + 35) / 9) - 1)", beta="0.25 * exp(-(V + 45) / 80)"),
        Gate("b", inf="1 / sqrt(1 + exp((V + 70) / 6))", tau="12 + 3 * tanh(V / 40)", factor="3"),
    ],
    currents=[
        Current("Na", "g_Na * m**3 * h", "50"),
        Current("K", "g_K * n**4", "-90"),
        Current("A", "g_A * n * b", "-90"),
        Current("L", "g_L", "-65"),
    ],
)  # fmt: skip


def speedy(state, stimulus, temperature=20.0):
    """d(V, m, h, n, b)/dt of `SPEEDY`."""
    V, m, h, n, b = state
    warm = 2 ** ((temperature - 20) / 10)

    def ratio(x):
        return 1.0 if abs(x) < 1e-9 else x / np.expm1(x)

    rates = [
        (ratio(-(V + 40) / 10), 4 * np.exp(-(V + 65) / 18), warm),
        (0.07 * np.exp(-(V + 65) / 20), 1 / (1 + np.exp(-(V + 35) / 10)), warm),
        (0.02 * 9 * ratio(-(V + 35) / 9), 0.25 * np.exp(-(V + 45) / 80), 1.0),
    ]
    gates = [factor * (a * (1 - x) - c * x) for x, (a, c, factor) in zip((m, h, n), rates, strict=True)]
    gates.append(3 * ((1 + np.exp((V + 70) / 6)) ** -0.5 - b) / (12 + 3 * np.tanh(V / 40)))
    current = 80 * m**3 * h * (V - 50) + 20 * n**4 * (V + 90) + 5 * n * b * (V + 90) + 0.2 * (V + 65)
    return [stimulus - current, *gates]
