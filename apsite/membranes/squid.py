"""The membrane of the squid's giant axon: Hodgkin & Huxley (1952).

Potentials are absolute, in mV, with the published resting potential put at `V_REST`: the paper gives all voltages
relative to rest and never fixes the rest itself; u = V - V_rest is the distance from it. Outward current is positive
(the paper's sign is the opposite, and so is its sign of the voltage).
"""

from functools import partial

from apsite.membranes.mechanism import Current, Gate, Mechanism
from apsite.quantities import Parameter, constant

_SOURCE = "hodgkin1952"
_parameter = partial(Parameter, source=_SOURCE)
_constant = partial(constant, source=_SOURCE)

V_REST = _parameter(
    "V_rest",
    "mV",
    -70.0,
    -70.0,
    -70.0,
    0,
    r"V_\mathrm{rest}",
    "Where this book puts the published resting potential, which the paper leaves open.",
    "p. 505",
)


def _reversal(name: str, ion: str, relative: float, decimals: int, symbol: str) -> Parameter:
    description = f"Reversal potential of the {ion} current, published as {relative:+g} mV from rest."
    value = V_REST.value + relative
    return _parameter(name, "mV", -200.0, 200.0, value, decimals, symbol, description, "p. 520")


def _rate(
    gate: str, kind: str, scale: float, unit: str, decimals: int, slope: float, shift: float, equation: int
) -> tuple[Parameter, ...]:
    """The constants of one rate: its scale, the voltage of an e-fold change and, where there is one, its shift."""
    symbol, rate, place = rf"\{kind}_{gate}", f"{kind} of {gate}", f"eq. {equation}"
    constants = (
        _constant(f"A_{kind}_{gate}", scale, unit, decimals, f"A_{{{symbol}}}", f"Scale of {rate}.", place),
        _constant(f"k_{kind}_{gate}", slope, "mV", 0, f"k_{{{symbol}}}", f"Steepness of {rate}.", place),
        _constant(f"u_{kind}_{gate}", shift, "mV", 0, f"u_{{{symbol}}}", f"Shift of {rate}, from rest.", place),
    )
    return constants if shift else constants[:2]


SQUID = Mechanism(
    "squid",
    scope="",  # its names are those that the book uses without saying of which membrane
    owner="the squid's giant axon",
    description="What is left of the stimulus after the ionic currents charges the membrane.",
    parameters=(
        _parameter("C_m", "uF/cm2", 0.1, 10.0, 1.0, 0, r"C_\mathrm{m}", "Capacitance of the membrane.", "p. 520"),
        _parameter(
            "g_Na",
            "mS/cm2",
            0.0,
            1000.0,
            120.0,
            0,
            r"\bar{g}_\mathrm{Na}",
            "Largest conductance of the sodium channels.",
            "p. 520",
        ),
        _parameter(
            "g_K",
            "mS/cm2",
            0.0,
            1000.0,
            36.0,
            0,
            r"\bar{g}_\mathrm{K}",
            "Largest conductance of the potassium channels.",
            "p. 520",
        ),
        _parameter("g_L", "mS/cm2", 0.0, 100.0, 0.3, 1, r"g_\mathrm{L}", "Conductance of the leak.", "p. 520"),
        _reversal("E_Na", "sodium", 115.0, 0, r"E_\mathrm{Na}"),
        _reversal("E_K", "potassium", -12.0, 0, r"E_\mathrm{K}"),
        _reversal("E_L", "leak", 10.613, 3, r"E_\mathrm{L}"),
        _parameter(
            "temperature", "°C", 0.0, 40.0, 6.3, 1, "T", "Temperature, which scales the rates of all gates.", "p. 520"
        ),
    ),
    constants=(
        *_rate("m", "alpha", 0.1, "1/(ms*mV)", 1, 10.0, 25.0, 20),
        *_rate("m", "beta", 4.0, "1/ms", 0, 18.0, 0.0, 21),
        *_rate("h", "alpha", 0.07, "1/ms", 2, 20.0, 0.0, 23),
        *_rate("h", "beta", 1.0, "1/ms", 0, 10.0, 30.0, 24),
        *_rate("n", "alpha", 0.01, "1/(ms*mV)", 2, 10.0, 10.0, 12),
        *_rate("n", "beta", 0.125, "1/ms", 3, 80.0, 0.0, 13),
        _constant("Q_10", 3.0, "1", 0, "Q_{10}", "Factor by which all rates grow over 10 °C.", "p. 523"),
        _constant("dT_10", 10.0, "°C", 0, r"\Delta T", "Temperature difference that Q10 is given for.", "p. 523"),
        _constant(
            "T_ref", 6.3, "°C", 1, r"T_\mathrm{ref}", "Temperature at which the rates hold as printed.", "p. 520"
        ),
    ),
    shared=(V_REST,),
    where={"u": "V - V_rest", "phi": "Q_10 ** ((temperature - T_ref) / dT_10)"},
    gates=(
        Gate(
            "m",
            alpha="A_alpha_m * k_alpha_m * linoid((u_alpha_m - u) / k_alpha_m)",
            beta="A_beta_m * exp(-u / k_beta_m)",
            factor="phi",
        ),
        Gate(
            "h",
            alpha="A_alpha_h * exp(-u / k_alpha_h)",
            beta="A_beta_h / (exp((u_beta_h - u) / k_beta_h) + 1)",
            factor="phi",
        ),
        Gate(
            "n",
            alpha="A_alpha_n * k_alpha_n * linoid((u_alpha_n - u) / k_alpha_n)",
            beta="A_beta_n * exp(-u / k_beta_n)",
            factor="phi",
        ),
    ),
    currents=(
        Current("Na", "g_Na * m**3 * h", "E_Na", "sodium current"),
        Current("K", "g_K * n**4", "E_K", "potassium current", kept_by="L"),
        Current("L", "g_L", "E_L", "leak current"),
    ),
)
