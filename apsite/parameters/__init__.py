"""Every quantity of the model, once: value, unit, legal range, symbol and source.

Owns the numbers of axon, ions, terminal and protocols; those of a membrane are its declaration's (`membranes`). Leaves
to others what is done with them: `equations` combines them. Imports the standard library only.

`BY_NAME` has those of the book's own membranes beside them, each under the name that it has outside of its membrane:
the squid's as they are, the node's with `node_` before them.
"""

from apsite.membranes.squid import SQUID as SQUID_MEMBRANE
from apsite.membranes.squid import V_REST
from apsite.parameters.axon import AXON, FIBRE, MYELIN, NODE, NODE_RATES, OUTSIDE
from apsite.parameters.ions import CHEMISTRY, MAMMAL, PERMEABILITIES, SQUID
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
from apsite.parameters.terminal import TERMINAL
from apsite.quantities import Parameter, Quantity

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

#: What a membrane of the squid is made of, in the order in which it is shown: the fields of `Membrane`.
MEMBRANE = SQUID_MEMBRANE.published
#: The constants of its rates, and where its rest is put.
CONSTANTS = (*SQUID_MEMBRANE.published_constants, V_REST)

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
