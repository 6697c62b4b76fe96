"""Where a membrane is at one moment: its potential and its gates.

Owns the state that a run may start from, and its validation. A run that starts from the state in which another one has
left the membrane goes on where that one stopped; changed on the way, it shows what one gate or the potential did.
"""

import dataclasses
from dataclasses import dataclass

from apsite.laboratory.inputs import named
from apsite.parameters import COMMAND, SHARE


@named
@dataclass(frozen=True)
class State:
    """`V` (mV) and the shares of open gates `m`, `h`, `n` (0 to 1), in the kernel's order.

    Raises ValueError for a potential or a share out of range.
    """

    V: float
    m: float
    h: float
    n: float

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            legal = dataclasses.replace(COMMAND if field.name == "V" else SHARE, name=f"State's {field.name}")
            object.__setattr__(self, field.name, legal.check(getattr(self, field.name)))

    def replace(self, **changes: float) -> "State":
        """Return a state with some parts changed: `state.replace(n=rest.n)` resets one gate."""
        return dataclasses.replace(self, **changes)

    @property
    def values(self) -> tuple[float, ...]:
        """The parts as the kernel takes them."""
        return (self.V, self.m, self.h, self.n)
