"""Every quantity of the model, once: value, unit, legal range, symbol and source.

Owns the numbers. Leaves to others what is done with them: `equations` combines them, everything later reads
them from here. First stage of the way through the house; imports the standard library only.
"""

from apsite.parameters.axon import AXON, FIBRE, MYELIN, NODE, NODE_RATES, OUTSIDE
from apsite.parameters.ions import CHEMISTRY, MAMMAL, PERMEABILITIES, SQUID
from apsite.parameters.membrane import CONSTANTS, MEMBRANE, V_REST
from apsite.parameters.protocols import (
    COMMAND,
    CONCENTRATION,
    CURRENT,
    DIAMETER,
    DISPLACEMENT,
    SAMPLE_INTERVAL,
    SHARE,
    SLOPE,
    TIME,
    WIDTH,
)
from apsite.parameters.quantities import Parameter, Quantity
from apsite.parameters.terminal import TERMINAL

__all__ = [
    "AXON",
    "BY_NAME",
    "CHEMISTRY",
    "COMMAND",
    "CONCENTRATION",
    "CONSTANTS",
    "CURRENT",
    "DIAMETER",
    "DISPLACEMENT",
    "FIBRE",
    "GROUPS",
    "MAMMAL",
    "MEMBRANE",
    "MYELIN",
    "NODE",
    "NODE_RATES",
    "OUTSIDE",
    "PERMEABILITIES",
    "SAMPLE_INTERVAL",
    "SHARE",
    "SLOPE",
    "SQUID",
    "TERMINAL",
    "TIME",
    "V_REST",
    "WIDTH",
    "Parameter",
    "Quantity",
]

#: The parameters by what they describe, in the order in which they are shown.
GROUPS = {
    "membrane": MEMBRANE,
    "rates": CONSTANTS,
    "ions": (*CHEMISTRY, *PERMEABILITIES, *SQUID, *MAMMAL),
    "axon": (*AXON, *OUTSIDE),
    "myelin": (*MYELIN, *FIBRE, *NODE),
    "node": NODE_RATES,
    "terminal": TERMINAL,
}

BY_NAME = {parameter.name: parameter for group in GROUPS.values() for parameter in group}
