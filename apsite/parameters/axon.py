"""The axon as a cable and its myelin. The squid's axon is that of Hodgkin & Huxley (1952, p. 528)."""

from apsite.membranes.myelin import MYELIN as MYELIN_MEMBRANE
from apsite.membranes.node import NODE as NODE_MEMBRANE
from apsite.parameters.protocols import DIAMETER
from apsite.quantities import Parameter, constant

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
        "hodgkin1952",
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
        "hodgkin1952",
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
    *MYELIN_MEMBRANE.published[:2],
)


#: The node's membrane, by the names that its parameters have outside of it; in a `Node` they have no prefix.
NODE = NODE_MEMBRANE.published

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
    next(each for each in NODE_MEMBRANE.published_constants if each.name == "node_temperature"),
)


#: Constants of the node's rates.
NODE_RATES = tuple(each for each in NODE_MEMBRANE.published_constants if each not in FIBRE)
