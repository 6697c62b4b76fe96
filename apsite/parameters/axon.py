"""The axon as a cable, its myelin, and the membrane of a mammal's node of Ranvier.

The squid's axon is that of Hodgkin & Huxley (1952, p. 528). The node is known as the CRRSS model: Chiu, Ritchie,
Rogart & Stagg (1979) measured it in the rabbit, Sweeney, Mortimer & Durand (1987) brought it to 37 °C. Its potentials
are reckoned from its rest (-80 mV there) and rounded, and that rest is put at `V_REST` here; it has no potassium
channels, as the rabbit's node has none.
"""

from apsite.parameters.membrane import V_REST
from apsite.parameters.protocols import DIAMETER
from apsite.parameters.quantities import Parameter, constant

#: What an axon is made of beside its membrane: fields of `Axon`.
AXON = (
    Parameter("length", "cm", 0.01, 200.0, 12.0, 0, "L", "Length of an axon, chosen for this book.", "", ""),
    Parameter(
        "diameter",
        DIAMETER.unit,
        DIAMETER.minimum,
        DIAMETER.maximum,
        476.0,
        0,
        "d",
        "Diameter of the axon itself, without myelin.",
        "p. 528",
    ),
    Parameter(
        "axial_resistivity",
        "ohm*cm",
        1.0,
        1000.0,
        35.4,
        1,
        r"R_\mathrm{a}",
        "Resistance of the axon's inside to a current along it.",
        "p. 528",
    ),
)

#: The fluid around an axon, for an electrode outside: a field of `Outside`.
OUTSIDE = (
    Parameter(
        "outside_resistivity",
        "ohm*cm",
        1.0,
        10_000.0,
        300.0,
        0,
        r"\rho_\mathrm{e}",
        "Resistivity of the fluid around an axon.",
        "",
        "mcneal1976",
    ),
)

#: Myelin: fields of `Myelin`, in the order in which they are shown.
MYELIN = (
    Parameter(
        "internode",
        "1",
        1.0,
        1000.0,
        100.0,
        0,
        r"L_\mathrm{i}",
        "Length of an internode, in diameters of the fibre.",
        "",
        "mcneal1976",
    ),
    Parameter("g_ratio", "1", 0.1, 1.0, 0.7, 1, "g", "Diameter of the axon over that of the fibre.", "", "mcneal1976"),
    Parameter("node_length", "um", 0.1, 100.0, 2.5, 1, r"L_\mathrm{n}", "Length of a node.", "", "mcneal1976"),
    Parameter(
        "myelin_capacitance",
        "uF/cm2",
        0.0,
        10.0,
        0.0,
        0,
        r"C_\mathrm{my}",
        "Capacitance of an internode, for each area of the axon in it; chosen for this book: a perfect insulator.",
        "",
        "",
    ),
    Parameter(
        "myelin_conductance",
        "mS/cm2",
        0.0,
        10.0,
        0.0,
        0,
        r"g_\mathrm{my}",
        "Conductance of an internode, for each area of the axon in it; chosen for this book: a perfect insulator.",
        "",
        "",
    ),
)


def _node(
    name: str, unit: str, minimum: float, maximum: float, value: float, decimals: int, symbol: str, description: str
) -> Parameter:
    return Parameter(
        f"node_{name}",
        unit,
        minimum,
        maximum,
        value,
        decimals,
        symbol,
        f"Of the node: {description}",
        "",
        "sweeney1987",
    )


#: The node's membrane: fields of `Node`, without the prefix.
NODE = (
    _node("C_m", "uF/cm2", 0.1, 10.0, 2.5, 1, r"C_\mathrm{n}", "capacitance."),
    _node(
        "g_Na", "mS/cm2", 0.0, 10_000.0, 1445.0, 0, r"\bar{g}_\mathrm{Na,n}", "largest conductance of sodium channels."
    ),
    _node("g_L", "mS/cm2", 0.0, 1000.0, 128.0, 0, r"g_\mathrm{L,n}", "conductance of the leak."),
    _node("E_Na", "mV", -200.0, 200.0, V_REST.value + 115.0, 0, r"E_\mathrm{Na,n}", "reversal potential of sodium."),
    _node("E_L", "mV", -200.0, 200.0, V_REST.value - 0.01, 2, r"E_\mathrm{L,n}", "reversal potential of the leak."),
)

#: Resistivity of the inside of a myelinated axon, and the temperature at which the node's rates hold.
FIBRE = (
    constant(
        "fibre_resistivity",
        54.7,
        "ohm*cm",
        1,
        r"R_\mathrm{a,f}",
        "Axial resistivity of a mammal's fibre.",
        "",
        "sweeney1987",
    ),
    constant(
        "node_temperature", 37.0, "°C", 0, r"T_\mathrm{n}", "Temperature at which the node is given.", "", "sweeney1987"
    ),
)


def _rate(name: str, value: float, unit: str, decimals: int, symbol: str, description: str) -> Parameter:
    return constant(f"node_{name}", value, unit, decimals, symbol, f"Of the node: {description}", "", "sweeney1987")


#: Constants of the node's rates.
NODE_RATES = (
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
)
