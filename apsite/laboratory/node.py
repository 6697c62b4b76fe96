"""The membrane of a mammal's node of Ranvier, by a name of its own."""

from apsite.laboratory.membrane import Membrane, described
from apsite.membranes.node import NODE


class Node(Membrane):
    """Membrane of a node of Ranvier at 37 °C: the CRRSS model, with its rest put where the squid's is."""

    mechanism = NODE


Membrane._classes[NODE] = Node
Node.__doc__ = f"{Node.__doc__}\n\n{described(NODE)}"
