"""The membrane of a mammal's node of Ranvier.

Owns its validation and its rest. Comes after `kernels`.
"""

import dataclasses
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from apsite import parameters
from apsite.equations import node
from apsite.kernels.numpy_functions import function
from apsite.laboratory.inputs import named
from apsite.laboratory.membrane import balance
from apsite.parameters import SHARE

_m_inf = function(node.GATES[0].steady_state, "V")
_h_inf = function(node.GATES[1].steady_state, "V")
_current = function(node.ionic_current, "V", "m", "h", *(parameter.name for parameter in parameters.NODE[1:]))


@named
@dataclass(frozen=True)
class Node:
    """Membrane of a node of Ranvier at 37 °C: the CRRSS model, with its rest put where the squid's is.

    `C_m` in uF/cm2, `g_Na` and `g_L` in mS/cm2, `E_Na` and `E_L` in mV. Raises ValueError for a value out of range.
    """

    C_m: float = parameters.BY_NAME["node_C_m"].value
    g_Na: float = parameters.BY_NAME["node_g_Na"].value
    g_L: float = parameters.BY_NAME["node_g_L"].value
    E_Na: float = parameters.BY_NAME["node_E_Na"].value
    E_L: float = parameters.BY_NAME["node_E_L"].value

    def __post_init__(self) -> None:
        for parameter in parameters.NODE:
            name = parameter.name.removeprefix("node_")
            legal = dataclasses.replace(parameter, name=f"Node's {name}")
            object.__setattr__(self, name, legal.check(getattr(self, name)))

    def replace(self, **changes: float) -> "Node":
        """Return a node with some parameters changed."""
        return dataclasses.replace(self, **changes)

    @named
    def blocked(self, *, Na: float = 0.0) -> "Node":
        """Return this node with a share (0 to 1) of its sodium channels blocked. Raises ValueError if out of range."""
        return self.replace(g_Na=(1.0 - dataclasses.replace(SHARE, name="Na").check(Na)) * self.g_Na)

    @property
    def values(self) -> tuple[float, ...]:
        """The parameters in the order of `parameters.NODE`, as the kernel takes them."""
        return dataclasses.astuple(self)

    @cached_property
    def resting_potential(self) -> float:
        """Potential in mV at which no net ionic current flows once the gates have settled."""
        if self.g_Na + self.g_L == 0.0:
            return parameters.V_REST.value
        return balance(self._settled_current, (self.E_Na, self.E_L))

    def settled_gates(self, potential: float) -> tuple[float, ...]:
        """Return the gates m and h (each 0 to 1) after a long time at `potential` (mV)."""
        return float(_m_inf(potential)), float(_h_inf(potential))

    def _settled_current(self, potentials: np.ndarray) -> np.ndarray:
        return np.asarray(_current(potentials, _m_inf(potentials), _h_inf(potentials), *self.values[1:]))
