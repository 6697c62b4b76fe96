"""The membrane that an experiment is done on, and its rest.

Owns the validation of a membrane's parameters and the search for its resting potential. Comes after `kernels`.
"""

import dataclasses
from collections.abc import Callable, Collection, Mapping
from functools import cache, cached_property
from types import ModuleType
from typing import Any, ClassVar

import numpy as np
from scipy.optimize import brentq

from apsite import parameters
from apsite.equations.membrane import Equations, equations_of
from apsite.kernels.compiled import kernel
from apsite.kernels.numpy_functions import of_parameters
from apsite.laboratory.inputs import instance, unknown
from apsite.laboratory.states import State
from apsite.laboratory.values import Values
from apsite.membranes.mechanism import CONDUCTANCE, Mechanism
from apsite.membranes.squid import SQUID
from apsite.parameters import SHARE
from apsite.quantities import Quantity

#: Potentials looked at for a change of sign: every 0.2 mV over the widest legal span.
RESTS_TRIED = 2001
#: The longest step of a membrane whose potential relaxes with 1/ms at the most, if some gates settle at once, ms.
RELAXING = 0.05
#: At so many potentials, between the reversal potentials of a membrane, the fastest rate of its gates is looked for.
_POTENTIALS = 201


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


class Membrane(Values):
    """A patch of space-clamped squid axon membrane: Hodgkin & Huxley (1952), rest put at -70 mV, 6.3 °C."""

    _classes: ClassVar[dict[Mechanism, type[Any]]] = {}

    @classmethod
    def of(cls, mechanism: Mechanism, *values: float, **by_name: float) -> "Membrane":
        """Return a patch of the membrane that `mechanism` declares, with some of its parameters changed.

            cell = Membrane.of(Mechanism("cell", parameters=[...], gates=[...], currents=[...]), g_K=10.0)

        It does all that the squid's does. Raises ValueError for a mechanism without a capacitance or with a current
        that is not linear in V, and for a parameter that it does not have or that is out of range.
        """
        instance("mechanism", mechanism, Mechanism)
        equations_of(mechanism).capacitance  # noqa: B018 - says where there is none
        return cls._of(mechanism)(*values, **by_name)

    @classmethod
    def _named(cls, mechanism: Mechanism) -> list[str]:
        return [each.name for each in mechanism.parameters]

    @classmethod
    def _called(cls, mechanism: Mechanism) -> str:
        return "".join(part[:1].upper() + part[1:] for part in mechanism.name.split("_"))

    @classmethod
    def _described(cls, mechanism: Mechanism) -> str:
        return f"A patch of the membrane {mechanism.name}. {mechanism.description}\n\n{described(mechanism)}"

    def _legal(self) -> Mapping[str, Quantity]:
        return _legal(self.mechanism)

    def _default(self) -> Mapping[str, float]:
        return _default(self.mechanism)

    def blocked(self, **shares: float) -> "Membrane":
        """Return this membrane with shares (0 to 1) of its channels blocked: of the squid's, `Na` and `K`.

        Its rest stays as it was where a leak keeps what blocked channels conduct at rest, as the squid's does of its
        potassium channels. Raises ValueError for channels that it does not have, and for a share out of range.
        """
        blocks = self.equations.blocks
        for name in shares:
            if name not in (allowed := [each.name for each in blocks]):
                raise ValueError(f"blocked: {unknown(name, allowed)}")
        left = {
            each.name: 1.0 - dataclasses.replace(SHARE, name=each.name).check(shares.get(each.name, 0.0))
            for each in blocks
        }
        largest = self.mechanism.blockable
        kept = [each for each in self.mechanism.currents if each.kept_by and left.get(each.name, 1.0) != 1.0]
        if not kept:  # nothing moves into a leak, which may be none
            return self.replace(**{largest[name]: share * getattr(self, largest[name]) for name, share in left.items()})
        shares_at_rest = [getattr(self.rest, str(gate)) for gate in self.equations.resting]
        changed = self.kernel.block(*left.values(), *shares_at_rest, *self.values)
        names = {str(symbol): name for symbol, name in zip(self.equations.parameters, self._legal(), strict=True)}
        found = {names[str(symbol)]: value for symbol, value in zip(self.equations.blocked, changed, strict=True)}
        for leak in (each for each in self.mechanism.currents if each.name in {current.kept_by for current in kept}):
            # A mean of reversal potentials, which rounding can put beside them and so out of range.
            means = [
                getattr(self, each.reversal)
                for each in self.mechanism.currents
                if each.kept_by == leak.name or each is leak
            ]
            mean = min(max(found[leak.reversal], min(means)), max(means))
            found[leak.reversal] = mean if found[leak.conductance] else getattr(self, leak.reversal)
        return self.replace(**found)

    @cached_property
    def equations(self) -> Equations:
        """The equations of its mechanism."""
        return equations_of(self.mechanism)

    @cached_property
    def kernel(self) -> ModuleType:
        """The machine code that runs it."""
        return kernel(self.mechanism)

    @property
    def arguments(self) -> tuple[Any, ...]:
        """What the kernel takes for it: its parameters, and behind them its tables, where it has any."""
        return (*self.values, *self.tables)

    @property
    def tables(self) -> tuple[np.ndarray, ...]:
        """The points of its tables, one array, or none where its rates are formulas."""
        return ()

    @property
    def capacitance(self) -> float:
        """Its capacitance, uF/cm2."""
        assert self.mechanism.capacitance is not None
        return float(getattr(self, self.mechanism.capacitance.name))

    @cached_property
    def resting_potential(self) -> float:
        """Potential in mV at which no net ionic current flows once the gates have settled.

        Of several, the most negative; without any conductance, the published rest of the squid's axon.
        """
        if sum(getattr(self, name) for name in conductances(self.mechanism)) == 0.0:
            return parameters.V_REST.value
        return balance(lambda potentials: self._settled(potentials)[-1], self.reversals)

    @property
    def reversals(self) -> tuple[float, ...]:
        """Reversal potentials of its currents, mV."""
        return tuple(float(each) for each in reversals(self.mechanism)(*self.values))

    @cached_property
    def rest(self) -> State:
        """The state at rest: the resting potential with all gates settled."""
        return State.of(self.mechanism, self.resting_potential, *self.settled_gates(self.resting_potential))

    def settled_gates(self, potential: float) -> tuple[float, ...]:
        """Return the gates (each 0 to 1), of the squid's m, h, n, after a long time at `potential` (mV)."""
        gates = len(self.mechanism.gates)
        # A fit that is published as it is may lie a little beyond 1, where no share of channels is.
        return tuple(min(1.0, max(0.0, float(share))) for share in self._settled(np.array([potential]))[:gates, 0])

    def time_constants(self, potential: float) -> tuple[float, ...]:
        """Return how long the gates take to settle at `potential` (mV): their time constants, ms."""
        gates = len(self.mechanism.gates)
        rates = self._settled(np.array([potential]))[gates:-1, 0]
        at_once = [gate.instantaneous for gate in self.equations.gates]
        return tuple(0.0 if now else float(1 / rate) for rate, now in zip(rates, at_once, strict=True))

    @property
    def haste(self) -> float:
        """How many times as short as those of the squid's axon at 6.3 °C the steps of a run of it are.

        As many as its mechanism declares, or else as many times as its fastest gates are faster; in the warm, more.
        """
        factors = _factors(self.mechanism)(*self.values, *self.kernel.derive(*self.values))
        each = zip(factors, paces(self.mechanism), strict=True)
        fastest = max((float(factor) * pace for factor, pace in each), default=0.0)
        if self.equations.instantaneous:  # whose potential is not solved exactly: no step longer than it relaxes
            whole = sum(getattr(self, name) for name in conductances(self.mechanism))
            return float(max(fastest, RELAXING * whole / self.capacitance))
        return float(fastest)

    def _settled(self, potentials: np.ndarray) -> np.ndarray:
        """Settled gates, their rates (1/ms) and ionic current (uA/cm2) at `potentials` (mV): shape (7, potentials)."""
        return np.asarray(self.kernel.steady_states(potentials, self.arguments))


@cache
def _legal(mechanism: Mechanism) -> dict[str, Quantity]:
    owner = "" if mechanism is SQUID else f"{Membrane._of(mechanism).__name__}'s "
    return {each.name: dataclasses.replace(each, name=f"{owner}{each.name}") for each in mechanism.parameters}


@cache
def _default(mechanism: Mechanism) -> dict[str, float]:
    return {each.name: each.value for each in mechanism.parameters}


@cache
def conductances(mechanism: Mechanism) -> tuple[str, ...]:
    """Return the names of the conductances among a mechanism's parameters."""
    return tuple(each.name for each in mechanism.parameters if each.unit == CONDUCTANCE)


@cache
def reversals(mechanism: Mechanism) -> Callable[..., list[float]]:
    """Return the function of a mechanism's parameters that gives the reversal potentials (mV) of its currents."""
    membrane = equations_of(mechanism)
    return of_parameters(membrane, [each.reversal.subs(membrane.derived) for each in membrane.currents])


@cache
def _factors(mechanism: Mechanism) -> Callable[..., list[float]]:
    membrane = equations_of(mechanism)
    return of_parameters(membrane, [gate.factor for gate in membrane.gates], *membrane.derived)


@cache
def paces(mechanism: Mechanism) -> tuple[float, ...]:
    """Return what `Membrane.haste` is by each gate, if its rates had a factor of 1; of one that settles at once, 0."""
    squid = max(_fastest(SQUID))
    if mechanism.pace is None:
        return tuple(each / squid for each in _fastest(mechanism))
    factors, at_once = _usual_factors(mechanism), _at_once(mechanism)
    return tuple(0.0 if now else mechanism.pace / factor for factor, now in zip(factors, at_once, strict=True))


@cache
def _fastest(mechanism: Mechanism) -> tuple[float, ...]:
    """The fastest rate (1/ms) of each gate where a spike can go, with a factor of 1; of one that settles at once, 0."""
    usual = Membrane._of(mechanism)()
    gates = len(mechanism.gates)
    within = np.linspace(min(usual.reversals), max(usual.reversals), _POTENTIALS)
    rates = usual._settled(within)[gates:-1].max(axis=1, initial=0.0)
    each = zip(rates, _usual_factors(mechanism), _at_once(mechanism), strict=True)
    return tuple(0.0 if now else float(rate) / factor for rate, factor, now in each)


def _at_once(mechanism: Mechanism) -> list[bool]:
    return [gate.instantaneous for gate in equations_of(mechanism).gates]


def _usual_factors(mechanism: Mechanism) -> tuple[float, ...]:
    usual = Membrane._of(mechanism)()
    return tuple(float(each) for each in _factors(mechanism)(*usual.values, *usual.kernel.derive(*usual.values)))


def described(mechanism: Mechanism) -> str:
    """Return what a docstring says of the parameters of a mechanism."""
    return "\n".join(
        f"    {each.name}: {each.description} "
        f"Default {each.value:g}, legal {each.minimum:g} to {each.maximum:g} {each.unit} "
        f"({', '.join(part for part in (each.source, each.locator) if part) or 'no source'})."
        for each in mechanism.parameters
    )


Membrane._classes[SQUID] = Membrane
Membrane.__doc__ = f"{Membrane.__doc__}\n\n{described(SQUID)}"
