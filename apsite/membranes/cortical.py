"""Two neurons of the cerebral cortex: a regular spiking cell and a fast spiking one.

Pospischil et al. (2008), at 36 °C: the sodium and the potassium current of a spike, whose rates are shifted by V_T,
which sets the threshold; a leak; and a slow potassium current M, by which a cell adapts under a steady current. Fitted
to recorded cells. Potentials are absolute.
"""

from functools import partial

from apsite.membranes.mechanism import Current, Gate, Mechanism
from apsite.quantities import Parameter, constant

_SOURCE = "pospischil2008"
_parameter = partial(Parameter, locator="", source=_SOURCE)
_constant = partial(constant, locator="", source=_SOURCE)


def _rate(
    gate: str, kind: str, scale: float, unit: str, decimals: int, steepness: float, shift: float
) -> tuple[Parameter, ...]:
    """The constants of one rate: its scale, its steepness and where it lies beside V_T."""
    rate = f"{kind} of {gate}"
    return (
        _constant(f"A_{kind}_{gate}", scale, unit, decimals, rf"A_{{\{kind}_{gate}}}", f"Scale of {rate}."),
        _constant(f"k_{kind}_{gate}", steepness, "mV", 0, rf"k_{{\{kind}_{gate}}}", f"Steepness of {rate}."),
        _constant(f"v_{kind}_{gate}", shift, "mV", 0, rf"v_{{\{kind}_{gate}}}", f"Shift of {rate}, from V_T."),
    )


_RATES = (
    *_rate("m", "alpha", 0.32, "1/(ms*mV)", 2, 4.0, 13.0),
    *_rate("m", "beta", 0.28, "1/(ms*mV)", 2, 5.0, 40.0),
    *_rate("h", "alpha", 0.128, "1/ms", 3, 18.0, 17.0),
    *_rate("h", "beta", 4.0, "1/ms", 0, 5.0, 40.0),
    *_rate("n", "alpha", 0.032, "1/(ms*mV)", 3, 5.0, 15.0),
    *_rate("n", "beta", 0.5, "1/ms", 1, 40.0, 10.0),
    _constant("V_p", -35.0, "mV", 0, "V_p", "Potential at which half of the gates p are open."),
    _constant("k_p", 10.0, "mV", 0, "k_p", "Steepness of the gates p."),
    _constant("k_tau", 20.0, "mV", 0, r"k_\tau", "Steepness of the time constant of the gates p."),
    _constant("r_tau", 3.3, "1", 1, r"r_\tau", "How much faster gates p settle where they open."),
    _constant("temperature", 36.0, "°C", 0, "T", "Temperature at which the cell is given."),
)


def _neuron(
    name: str, owner: str, g_Na: float, g_K: float, g_M: float, g_L: float, E_L: float, V_T: float, tau_p: float
) -> Mechanism:
    return Mechanism(
        name,
        owner=owner,
        pace=2.0,
        description=f"The membrane of {owner}.",
        parameters=(
            _parameter("C_m", "uF/cm2", 0.1, 10.0, 1.0, 0, r"C_\mathrm{m}", "Capacitance of the membrane."),
            _parameter("g_Na", "mS/cm2", 0.0, 500.0, g_Na, 0, r"\bar{g}_\mathrm{Na}", "Largest sodium conductance."),
            _parameter("g_K", "mS/cm2", 0.0, 500.0, g_K, 1, r"\bar{g}_\mathrm{K}", "Largest potassium conductance."),
            _parameter("g_M", "mS/cm2", 0.0, 10.0, g_M, 4, r"\bar{g}_\mathrm{M}", "Largest conductance of M channels."),
            _parameter("g_L", "mS/cm2", 0.0, 10.0, g_L, 4, r"g_\mathrm{L}", "Conductance of the leak."),
            _parameter("E_Na", "mV", -200.0, 200.0, 50.0, 0, r"E_\mathrm{Na}", "Reversal potential of sodium."),
            _parameter("E_K", "mV", -200.0, 200.0, -90.0, 0, r"E_\mathrm{K}", "Reversal potential of potassium."),
            _parameter("E_L", "mV", -200.0, 200.0, E_L, 1, r"E_\mathrm{L}", "Reversal potential of the leak."),
            _parameter("V_T", "mV", -100.0, 0.0, V_T, 1, r"V_\mathrm{T}", "Shift of the rates of m, h and n."),
            _parameter("tau_p", "ms", 10.0, 10_000.0, tau_p, 0, r"\tau_\mathrm{p}", "Sets how slow the gates p are."),
        ),
        constants=_RATES,
        where={"v": "V - V_T"},
        gates=(
            Gate(
                "m",
                alpha="A_alpha_m * (v - v_alpha_m) / (1 - exp(-(v - v_alpha_m) / k_alpha_m))",
                beta="A_beta_m * (v - v_beta_m) / (exp((v - v_beta_m) / k_beta_m) - 1)",
            ),
            Gate(
                "h",
                alpha="A_alpha_h * exp(-(v - v_alpha_h) / k_alpha_h)",
                beta="A_beta_h / (1 + exp(-(v - v_beta_h) / k_beta_h))",
            ),
            Gate(
                "n",
                alpha="A_alpha_n * (v - v_alpha_n) / (1 - exp(-(v - v_alpha_n) / k_alpha_n))",
                beta="A_beta_n * exp(-(v - v_beta_n) / k_beta_n)",
            ),
            Gate(
                "p",
                inf="1 / (1 + exp(-(V - V_p) / k_p))",
                tau="tau_p / (r_tau * exp((V - V_p) / k_tau) + exp(-(V - V_p) / k_tau))",
            ),
        ),
        currents=(
            Current("Na", "g_Na * m**3 * h", "E_Na", "sodium current"),
            Current("K", "g_K * n**4", "E_K", "potassium current"),
            Current("M", "g_M * p", "E_K", "M current"),
            Current("L", "g_L", "E_L", "leak current"),
        ),
    )


REGULAR_SPIKING = _neuron("regular_spiking", "a regular spiking cell", 56.0, 6.0, 0.075, 0.0205, -70.3, -56.2, 608.0)
FAST_SPIKING = _neuron("fast_spiking", "a fast spiking cell", 58.0, 3.9, 0.0787, 0.038, -70.4, -57.9, 502.0)
