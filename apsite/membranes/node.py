"""The membrane of a mammal's node of Ranvier: the CRRSS node.

Chiu, Ritchie, Rogart & Stagg (1979) measured it in the rabbit, Sweeney, Mortimer & Durand (1987) brought it to 37 °C.
Its potentials are reckoned from its rest (-80 mV there) and rounded, and that rest is put at `V_REST` here. It has
sodium channels with two gates m and one gate h, a leak, and no potassium channels, as the rabbit's node has none; its
rates hold at its one temperature.
"""

from functools import partial

from apsite.membranes.mechanism import Current, Gate, Mechanism
from apsite.membranes.squid import V_REST
from apsite.quantities import Parameter, constant

_SOURCE = "sweeney1987"


def _parameter(
    name: str, unit: str, minimum: float, maximum: float, value: float, decimals: int, symbol: str, description: str
) -> Parameter:
    words = f"Of the node: {description}"
    return Parameter(name, unit, minimum, maximum, value, decimals, symbol, words, "", _SOURCE)


_constant = partial(constant, locator="", source=_SOURCE)


def _rate(name: str, value: float, unit: str, decimals: int, symbol: str, description: str) -> Parameter:
    return _constant(name, value, unit, decimals, symbol, f"Of the node: {description}")


TEMPERATURE = _constant("temperature", 37.0, "°C", 0, r"T_\mathrm{n}", "Temperature at which the node is given.")

NODE = Mechanism(
    "node",
    owner="a node",
    axon_step=0.001,
    description="The membrane of a node of Ranvier: a sodium current and a leak.",
    parameters=(
        _parameter("C_m", "uF/cm2", 0.1, 10.0, 2.5, 1, r"C_\mathrm{n}", "capacitance."),
        _parameter(
            "g_Na",
            "mS/cm2",
            0.0,
            10_000.0,
            1445.0,
            0,
            r"\bar{g}_\mathrm{Na,n}",
            "largest conductance of sodium channels.",
        ),
        _parameter("g_L", "mS/cm2", 0.0, 1000.0, 128.0, 0, r"g_\mathrm{L,n}", "conductance of the leak."),
        _parameter(
            "E_Na", "mV", -200.0, 200.0, V_REST.value + 115.0, 0, r"E_\mathrm{Na,n}", "reversal potential of sodium."
        ),
        _parameter(
            "E_L", "mV", -200.0, 200.0, V_REST.value - 0.01, 2, r"E_\mathrm{L,n}", "reversal potential of the leak."
        ),
    ),
    constants=(
        _rate("A_alpha_m", 97.0, "1/ms", 0, r"A_{\alpha_m}", "scale of alpha of m."),
        _rate("B_alpha_m", 0.363, "1/(ms*mV)", 3, r"B_{\alpha_m}", "growth of the scale of alpha of m."),
        _rate("u_alpha_m", 31.0, "mV", 0, r"u_{\alpha_m}", "shift of alpha of m, from rest."),
        _rate("k_alpha_m", 5.3, "mV", 1, r"k_{\alpha_m}", "steepness of alpha of m."),
        _rate("u_m", 23.8, "mV", 1, "u_m", "potential from rest at which half of the gates m are open."),
        _rate("k_m", 4.17, "mV", 2, "k_m", "steepness of that share."),
        _rate("A_beta_h", 15.6, "1/ms", 1, r"A_{\beta_h}", "scale of beta of h."),
        _rate("u_beta_h", 24.0, "mV", 0, r"u_{\beta_h}", "shift of beta of h, from rest."),
        _rate("k_beta_h", 10.0, "mV", 0, r"k_{\beta_h}", "steepness of beta of h."),
        _rate("u_h", 5.5, "mV", 1, "u_h", "potential from rest at which half of the gates h are open."),
        _rate("k_h", 5.0, "mV", 0, "k_h", "steepness of that share."),
        TEMPERATURE,
    ),
    shared=(V_REST,),
    where={
        "u": "V - V_rest",
        "alpha_m": "(A_alpha_m + B_alpha_m * u) / (1 + exp((u_alpha_m - u) / k_alpha_m))",
        "beta_h": "A_beta_h / (1 + exp((u_beta_h - u) / k_beta_h))",
        # What a settled gate's open share is over its closed one: grows by e every k mV from the middle on.
        "odds_m": "exp((u - u_m) / k_m)",
        "odds_h": "exp((u - u_h) / k_h)",
    },
    gates=(
        Gate("m", alpha="alpha_m", beta="alpha_m / odds_m"),
        Gate("h", alpha="beta_h / odds_h", beta="beta_h"),
    ),
    currents=(
        Current("Na", "g_Na * m**2 * h", "E_Na", "sodium current"),
        Current("L", "g_L", "E_L", "leak current"),
    ),
)
