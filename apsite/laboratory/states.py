"""Where a membrane is at one moment: its potential and its gates.

Owns the state that a run may start from, and its validation. A run that starts from the state in which another one has
left the membrane goes on where that one stopped; changed on the way, it shows what one gate or the potential did.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

from apsite.laboratory.values import Values
from apsite.membranes.mechanism import Mechanism
from apsite.membranes.squid import SQUID
from apsite.parameters import COMMAND, SHARE
from apsite.quantities import Quantity


class State(Values):
    """`V` (mV) and the shares of open gates (0 to 1), in the kernel's order: of the squid's axon `m`, `h`, `n`.

    Raises ValueError for a potential or a share out of range.
    """

    _classes: ClassVar[dict[Mechanism, type[Any]]] = {}

    @classmethod
    def of(cls, mechanism: Mechanism, *values: float, **by_name: float) -> "State":
        """Return a state of the membrane of a mechanism: `V` and its gates, in the order of their declaration.

        Raises ValueError for a potential or a share out of range, and for a name that is no gate.
        """
        return cls._of(mechanism)(*values, **by_name)

    @classmethod
    def _named(cls, mechanism: Mechanism) -> list[str]:
        return ["V", *(gate.name for gate in mechanism.gates)]

    def _legal(self) -> Mapping[str, Quantity]:
        return _legal(self.mechanism)


@cache
def _legal(mechanism: Mechanism) -> dict[str, Quantity]:
    shares = {gate.name: replace(SHARE, name=f"State's {gate.name}") for gate in mechanism.gates}
    return {"V": replace(COMMAND, name="State's V")} | shares


State._classes[SQUID] = State
