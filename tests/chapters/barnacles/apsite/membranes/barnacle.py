"""The membrane of a barnacle's muscle fibre: Morris & Lecar (1981). Its calcium channels settle at once."""

from functools import partial

from apsite.membranes.mechanism import Current, Gate, Mechanism
from apsite.quantities import Parameter, constant

_parameter = partial(Parameter, source="lecar1981")
_constant = partial(constant, locator="", source="lecar1981")

BARNACLE = Mechanism(
    "barnacle",
    owner="a barnacle's fibre",
    description="The membrane of a barnacle's muscle fibre.",
    parameters=(
        _parameter("C_m", "uF/cm2", 1.0, 100.0, 20.0, 0, r"C_\mathrm{m}", "Capacitance."),
        _parameter("g_Ca", "mS/cm2", 0.0, 50.0, 4.4, 1, r"\bar{g}_\mathrm{Ca}", "Largest conductance of calcium."),
        _parameter("g_K", "mS/cm2", 0.0, 50.0, 8.0, 0, r"\bar{g}_\mathrm{K}", "Largest conductance of potassium."),
        _parameter("g_L", "mS/cm2", 0.0, 50.0, 2.0, 0),
        _parameter("E_Ca", "mV", -200.0, 200.0, 120.0, 0, r"E_\mathrm{Ca}", "Reversal potential of calcium."),
        _parameter("E_K", "mV", -200.0, 200.0, -84.0, 0, r"E_\mathrm{K}", "Reversal potential of potassium."),
        _parameter("E_L", "mV", -200.0, 200.0, -60.0, 0, r"E_\mathrm{L}", "Reversal potential of the leak."),
    ),
    constants=(
        _constant("V_m", -1.2, "mV", 1, "V_1", "Where half of the calcium channels are open."),
        _constant("k_m", 18.0, "mV", 0, "V_2", "How gently they open."),
        _constant("V_w", 2.0, "mV", 0, "V_3", "Where half of the potassium channels are open."),
        _constant("k_w", 30.0, "mV", 0, "V_4", "How gently they open."),
        _constant("tau_0", 25.0, "ms", 0, r"\tau_0", "How slowly potassium channels settle, at most."),
    ),
    gates=(
        Gate("m", inf="(1 + tanh((V - V_m) / k_m)) / 2"),
        Gate("w", inf="(1 + tanh((V - V_w) / k_w)) / 2", tau="tau_0 / cosh((V - V_w) / (2 * k_w))"),
    ),
    currents=(
        Current("Ca", "g_Ca * m", "E_Ca", "calcium current"),
        Current("K", "g_K * w", "E_K", "potassium current"),
        Current("L", "g_L", "E_L", "leak current"),
    ),
)
