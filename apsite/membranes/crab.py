"""The membrane of a crab's walking leg axon, with an A current: Connor, Walter & McKown (1977).

Its potassium current A, which inactivates where the axon is depolarized, delays a spike, so that the axon can fire as
slowly as one likes, where the squid's cannot. Equations and values as Dayan & Abbott (2001) print them, at 18 °C. It is
no mammal's; neurons of mammals have A currents too. Potentials are absolute.
"""

from functools import partial

from apsite.membranes.mechanism import Current, Gate, Mechanism
from apsite.quantities import Parameter, constant

_SOURCE = "dayan2001"
_parameter = partial(Parameter, locator="", source=_SOURCE)
_constant = partial(constant, locator="", source=_SOURCE)


def _rate(gate: str, kind: str, scale: float, unit: str, steepness: float, middle: float) -> tuple[Parameter, ...]:
    """The constants of one rate: its scale, how steep it is (as it is printed, per mV) and where it lies."""
    rate = f"{kind} of {gate}"
    return (
        _constant(f"A_{kind}_{gate}", scale, unit, 4, rf"A_{{\{kind}_{gate}}}", f"Scale of {rate}."),
        _constant(f"s_{kind}_{gate}", steepness, "1/mV", 4, rf"s_{{\{kind}_{gate}}}", f"Steepness of {rate}."),
        _constant(f"V_{kind}_{gate}", middle, "mV", 2, rf"V_{{\{kind}_{gate}}}", f"Where {rate} lies."),
    )


def _sigmoid(name: str, steepness: float, middle: float, what: str) -> tuple[Parameter, ...]:
    return (
        _constant(f"s_{name}", steepness, "1/mV", 4, f"s_{{{name}}}", f"Steepness of {what}."),
        _constant(f"V_{name}", middle, "mV", 2, f"V_{{{name}}}", f"Where {what} lies."),
    )


CRAB = Mechanism(
    "crab",
    owner="a crab's axon",
    pace=2.5,
    description="The membrane of a crab's axon, with an A current.",
    parameters=(
        _parameter("C_m", "uF/cm2", 0.1, 10.0, 1.0, 0, r"C_\mathrm{m}", "Capacitance of the membrane."),
        _parameter("g_Na", "mS/cm2", 0.0, 1000.0, 120.0, 0, r"\bar{g}_\mathrm{Na}", "Largest sodium conductance."),
        _parameter("g_K", "mS/cm2", 0.0, 1000.0, 20.0, 0, r"\bar{g}_\mathrm{K}", "Largest potassium conductance."),
        _parameter("g_A", "mS/cm2", 0.0, 1000.0, 47.7, 1, r"\bar{g}_\mathrm{A}", "Largest conductance of A channels."),
        _parameter("g_L", "mS/cm2", 0.0, 100.0, 0.3, 1, r"g_\mathrm{L}", "Conductance of the leak."),
        _parameter("E_Na", "mV", -200.0, 200.0, 55.0, 0, r"E_\mathrm{Na}", "Reversal potential of sodium."),
        _parameter("E_K", "mV", -200.0, 200.0, -72.0, 0, r"E_\mathrm{K}", "Reversal potential of potassium."),
        _parameter("E_A", "mV", -200.0, 200.0, -75.0, 0, r"E_\mathrm{A}", "Reversal potential of the A current."),
        _parameter("E_L", "mV", -200.0, 200.0, -17.0, 0, r"E_\mathrm{L}", "Reversal potential of the leak."),
    ),
    constants=(
        *_rate("m", "alpha", 0.38, "1/(ms*mV)", 0.1, -29.7),
        *_rate("m", "beta", 15.2, "1/ms", 0.0556, -54.7),
        *_rate("h", "alpha", 0.266, "1/ms", 0.05, -48.0),
        *_rate("h", "beta", 3.8, "1/ms", 0.1, -18.0),
        *_rate("n", "alpha", 0.02, "1/(ms*mV)", 0.1, -45.7),
        *_rate("n", "beta", 0.25, "1/ms", 0.0125, -55.7),
        _constant("A_a", 0.0761, "1", 4, "A_a", "Scale of the share of open gates a."),
        *_sigmoid("a_up", 0.0314, -94.22, "the rise of the share of open gates a"),
        *_sigmoid("a_down", 0.0346, -1.17, "the end of that rise"),
        *_sigmoid("b", 0.0688, -53.3, "the share of open gates b"),
        _constant("tau_a_least", 0.3632, "ms", 4, r"\tau_a^0", "Shortest time constant of the gates a."),
        _constant("tau_a_more", 1.158, "ms", 3, r"\tau_a^1", "How much longer it is at the most."),
        *_sigmoid("tau_a", 0.0497, -55.96, "the time constant of the gates a"),
        _constant("tau_b_least", 1.24, "ms", 2, r"\tau_b^0", "Shortest time constant of the gates b."),
        _constant("tau_b_more", 2.678, "ms", 3, r"\tau_b^1", "How much longer it is at the most."),
        *_sigmoid("tau_b", 0.0624, -50.0, "the time constant of the gates b"),
        _constant("temperature", 18.0, "°C", 0, "T", "Temperature at which the axon is given."),
    ),
    gates=(
        Gate(
            "m",
            alpha="A_alpha_m * (V - V_alpha_m) / (1 - exp(-s_alpha_m * (V - V_alpha_m)))",
            beta="A_beta_m * exp(-s_beta_m * (V - V_beta_m))",
        ),
        Gate(
            "h",
            alpha="A_alpha_h * exp(-s_alpha_h * (V - V_alpha_h))",
            beta="A_beta_h / (1 + exp(-s_beta_h * (V - V_beta_h)))",
        ),
        Gate(
            "n",
            alpha="A_alpha_n * (V - V_alpha_n) / (1 - exp(-s_alpha_n * (V - V_alpha_n)))",
            beta="A_beta_n * exp(-s_beta_n * (V - V_beta_n))",
        ),
        Gate(
            "a",
            inf="(A_a * exp(s_a_up * (V - V_a_up)) / (1 + exp(s_a_down * (V - V_a_down)))) ** (1 / 3)",
            tau="tau_a_least + tau_a_more / (1 + exp(s_tau_a * (V - V_tau_a)))",
        ),
        Gate(
            "b",
            inf="1 / (1 + exp(s_b * (V - V_b))) ** 4",
            tau="tau_b_least + tau_b_more / (1 + exp(s_tau_b * (V - V_tau_b)))",
        ),
    ),
    currents=(
        Current("Na", "g_Na * m**3 * h", "E_Na", "sodium current"),
        Current("K", "g_K * n**4", "E_K", "potassium current"),
        Current("A", "g_A * a**3 * b", "E_A", "A current"),
        Current("L", "g_L", "E_L", "leak current"),
    ),
)
