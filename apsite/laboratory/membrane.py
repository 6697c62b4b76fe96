"""The membrane that an experiment is done on, and its rest.

Owns the validation of a membrane's parameters and the search for its resting potential. Comes after `kernels`.
"""

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import brentq

from apsite import parameters
from apsite.equations.membrane import GATES
from apsite.kernels.compiled import kernel
from apsite.laboratory.inputs import named
from apsite.laboratory.states import State
from apsite.parameters import SHARE

#: Potentials looked at for a change of sign: every 0.2 mV over the widest legal span.
RESTS_TRIED = 2001


def balance(current: Callable[[np.ndarray], np.ndarray], reversals: Collection[float]) -> float:
    """Return the potential (mV) at which `current` (uA/cm2), of settled gates at potentials of one shape, is none.

    Of several, the most negative, between the `reversals` (mV).
    """
    potentials = np.linspace(min(reversals), max(reversals), RESTS_TRIED)
    currents = current(potentials)
    # Below every reversal potential each current is inward, above all of them outward: a root lies between.
    first_outward = int(np.argmax(currents >= 0.0))
    if first_outward == 0 or currents[first_outward] == 0.0:
        return float(potentials[first_outward])
    low, high = potentials[first_outward - 1 : first_outward + 1]
    return float(brentq(lambda V: float(current(np.array([V]))[0]), low, high, xtol=1e-12))


@named
@dataclass(frozen=True)
class Membrane:
    """A patch of space-clamped squid axon membrane: Hodgkin & Huxley (1952), rest put at -70 mV, 6.3 °C."""

    C_m: float = parameters.BY_NAME["C_m"].value
    g_Na: float = parameters.BY_NAME["g_Na"].value
    g_K: float = parameters.BY_NAME["g_K"].value
    g_L: float = parameters.BY_NAME["g_L"].value
    E_Na: float = parameters.BY_NAME["E_Na"].value
    E_K: float = parameters.BY_NAME["E_K"].value
    E_L: float = parameters.BY_NAME["E_L"].value
    temperature: float = parameters.BY_NAME["temperature"].value

    def __post_init__(self) -> None:
        for parameter in parameters.MEMBRANE:
            object.__setattr__(self, parameter.name, parameter.check(getattr(self, parameter.name)))

    def replace(self, **changes: float) -> "Membrane":
        """Return a membrane with some parameters changed.

        Raises ValueError for a name that is not a parameter or a value out of range.
        """
        return dataclasses.replace(self, **changes)

    @named
    def blocked(self, *, Na: float = 0.0, K: float = 0.0) -> "Membrane":
        """Return this membrane with shares (0 to 1) of its sodium and potassium channels blocked.

        Its rest stays as it was: what blocked potassium channels conduct at rest is left to them, as part of the leak.
        Raises ValueError for a share out of range.
        """
        left = [1.0 - dataclasses.replace(SHARE, name=name).check(share) for name, share in (("Na", Na), ("K", K))]
        if left[1] == 1.0:  # nothing moves into the leak, which may be none
            return self.replace(g_Na=left[0] * self.g_Na)
        n = self.rest.n
        g_Na, g_K, g_L, E_L = kernel().block(*left, n, *self.values)
        # A mean of the two, which rounding can put beside them and so out of range.
        low, high = sorted((self.E_L, self.E_K))
        return self.replace(g_Na=g_Na, g_K=g_K, g_L=g_L, E_L=min(max(E_L, low), high) if g_L else self.E_L)

    @property
    def values(self) -> tuple[float, ...]:
        """The parameters in the order of `parameters.MEMBRANE`, as the kernel takes them."""
        return dataclasses.astuple(self)

    @cached_property
    def resting_potential(self) -> float:
        """Potential in mV at which no net ionic current flows once the gates have settled.

        Of several, the most negative; without any conductance, the published rest.
        """
        if self.g_Na + self.g_K + self.g_L == 0.0:
            return parameters.V_REST.value
        return balance(lambda potentials: self._settled(potentials)[-1], (self.E_Na, self.E_K, self.E_L))

    @cached_property
    def rest(self) -> State:
        """The state at rest: the resting potential with all gates settled."""
        return State(self.resting_potential, *self.settled_gates(self.resting_potential))

    def settled_gates(self, potential: float) -> tuple[float, ...]:
        """Return the gates m, h, n (each 0 to 1) after a long time at `potential` (mV)."""
        return tuple(float(share) for share in self._settled(np.array([potential]))[: len(GATES), 0])

    def time_constants(self, potential: float) -> tuple[float, ...]:
        """Return how long the gates m, h, n take to settle at `potential` (mV): their time constants, ms."""
        return tuple(float(1 / rate) for rate in self._settled(np.array([potential]))[len(GATES) : -1, 0])

    def _settled(self, potentials: np.ndarray) -> np.ndarray:
        """Settled gates, their rates (1/ms) and ionic current (uA/cm2) at `potentials` (mV): shape (7, potentials)."""
        return np.asarray(kernel().steady_states(potentials, self.values))


Membrane.__doc__ = f"{Membrane.__doc__}\n\n" + "\n".join(
    f"    {p.name}: {p.description} Default {p.value:g}, legal {p.minimum:g} to {p.maximum:g} {p.unit} "
    f"(Hodgkin & Huxley 1952, {p.locator})."
    for p in parameters.MEMBRANE
)
