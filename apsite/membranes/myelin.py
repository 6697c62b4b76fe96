"""An internode of a myelinated axon: myelin and the membrane beneath it, without channels.

A capacitance and a leak for each area of the axon within it, balanced at the rest of its axon; both chosen for this
book: a perfect insulator.
"""

from apsite.membranes.mechanism import Current, Mechanism
from apsite.membranes.squid import V_REST
from apsite.quantities import Parameter


def _insulator(name: str, unit: str, symbol: str) -> Parameter:
    what = f"{name.capitalize()} of an internode, for each area of the axon in it"
    description = f"{what}; chosen for this book: a perfect insulator."
    return Parameter(name, unit, 0.0, 10.0, 0.0, 0, symbol, description)


MYELIN = Mechanism(
    "myelin",
    owner="an internode",
    description="The membrane of an internode: a leak.",
    parameters=(
        _insulator("capacitance", "uF/cm2", r"C_\mathrm{my}"),
        _insulator("conductance", "mS/cm2", r"g_\mathrm{my}"),
        Parameter(
            "E_rest",
            "mV",
            -200.0,
            200.0,
            V_REST.value,
            0,
            r"E_\mathrm{rest}",
            "Where the leak of an internode is balanced: the rest of its axon.",
        ),
    ),
    currents=(Current("my", "conductance", "E_rest", "current through an internode"),),
)
