"""What a membrane is declared as: parameters, gates and currents.

    Mechanism(
        "cell",
        parameters=[Parameter("C_m", "uF/cm2", 0.1, 10.0, 1.0), Parameter("g_M", "mS/cm2", 0.0, 10.0, 0.07), ...],
        gates=[Gate("p", inf="1 / (1 + exp(-(V + 35) / 10))", tau="100"), ...],
        currents=[Current("M", "g_M * p", "E_K"), ...],
    )

Formulas are texts, in the field's units: mV, ms, uA/cm2, mS/cm2, uF/cm2, °C. V is the membrane potential, inside minus
outside; a current is positive outward. Owns the form of a declaration and that every name in it is known.
"""

import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from apsite.membranes import formulas
from apsite.quantities import Parameter, Quantity

#: What a formula may name beside what a mechanism declares.
POTENTIAL = "V"
_TAKEN = {POTENTIAL, "I_stim", "step", *formulas.FUNCTIONS}
#: The unit by which a membrane's capacitance is told from its other parameters, and that of a conductance.
CAPACITANCE, CONDUCTANCE = "uF/cm2", "mS/cm2"
PACE = Quantity("pace", "1", 0.01, 1000.0)


@dataclass(frozen=True)
class Gate:
    """A gate: a share of channels, 0 to 1, that relaxes towards a steady state.

    It opens at `alpha` and closes at `beta` (1/ms); or it approaches `inf` with the time constant `tau` (ms), and is
    there at once where no `tau` is given. `factor`: what its rates are multiplied by, for temperature.
    """

    name: str
    alpha: str = ""
    beta: str = ""
    inf: str = ""
    tau: str = ""
    factor: str = "1"

    @property
    def formulas(self) -> dict[str, str]:
        """The formulas that are given, by what they are."""
        given = {each.name: getattr(self, each.name) for each in fields(self)[1:]}
        return {name: text for name, text in given.items() if text}


@dataclass(frozen=True)
class Current:
    """An ionic current: `conductance` (mS/cm2, of parameters and gates) times V - `reversal` (mV, of parameters).

    `words` name it in a sentence. What blocked channels conducted at rest is left to the current `kept_by`, a leak, so
    that a block does not move the rest; "": to none.
    """

    name: str
    conductance: str
    reversal: str
    words: str = ""
    kept_by: str = ""


@dataclass(frozen=True, eq=False)
class Mechanism:
    """A membrane, declared: what each later stage is made from.

    `parameters` are what one such membrane may differ in from another, in the order in which they are shown, with the
    capacitance (uF/cm2) among them, unless the potential is always given; `constants` are the same for all, `shared`
    those of them that are not its own. `where`: formulas of one's own by name; what depends on parameters alone is
    worked out once a run. `owner` is who has such a membrane ("a node"), `description` a sentence. Names hold within
    the mechanism; outside they begin with `scope`, by default the name and a low line. `pace`: how many times as short
    as those of the squid's axon the steps of a run are; left out, as many times as its gates are faster, which is too
    many rather than too few. `axon_step` (ms): the longest step of a run along an axon, where it is not the one that
    the speed of the gates suggests. `tables`: names of functions of V that are no formulas but measured, which those of
    gates may name; a run is given their points (`laboratory.rates`). Raises ValueError for all names that are not
    known, taken or no name, and for a pace that is none.
    """

    name: str
    parameters: tuple[Parameter, ...]
    gates: tuple[Gate, ...] = ()
    currents: tuple[Current, ...] = ()
    constants: tuple[Parameter, ...] = ()
    shared: tuple[Parameter, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""
    description: str = ""
    scope: str | None = None
    pace: float | None = None
    axon_step: float | None = None
    tables: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        kinds = {"gates": Gate, "currents": Current}
        for name in ("parameters", "gates", "currents", "constants", "shared"):
            kind = kinds.get(name, Parameter)
            object.__setattr__(self, name, self._tuple(name, getattr(self, name), kind))
        object.__setattr__(self, "tables", self._tuple("tables", self.tables, str))
        object.__setattr__(self, "where", dict(self.where))
        if self.scope is None:
            object.__setattr__(self, "scope", f"{self.name}_")
        if self.pace is not None:
            object.__setattr__(self, "pace", PACE.check(self.pace))
        if found := [*self._in_names(), *self._in_gates(), *self._in_currents()]:
            raise ValueError("\n".join(found))

    def __getitem__(self, name: str) -> Parameter:
        """Return the parameter or constant of this name, as the mechanism calls it."""
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Mechanism) and self._parts == other._parts)

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> Any:
        return Mechanism, tuple(getattr(self, each.name) for each in fields(self))

    def __repr__(self) -> str:
        gates, currents = (", ".join(each.name for each in group) or "none" for group in (self.gates, self.currents))
        return f"<Mechanism {self.name}: gates {gates}; currents {currents}>"

    @cached_property
    def capacitance(self) -> Parameter | None:
        """The parameter that is the membrane's capacitance, or None where the potential is always given."""
        return next((each for each in self.parameters if each.unit == CAPACITANCE), None)

    @cached_property
    def published(self) -> tuple[Parameter, ...]:
        """The parameters under the names that they have outside of the mechanism."""
        return tuple(self._outside(each) for each in self.parameters)

    @cached_property
    def published_constants(self) -> tuple[Parameter, ...]:
        """The constants of its own under the names that they have outside of the mechanism."""
        return tuple(self._outside(each) for each in self.constants)

    @cached_property
    def blockable(self) -> dict[str, str]:
        """The parameter that a blocker of each current lowers: of currents with gates and one largest conductance."""
        gates = {each.name for each in self.gates}
        found = {}
        for current in self.currents:
            names = formulas.names(current.conductance)
            own = [name for name in names if name in self and self[name].unit == CONDUCTANCE]
            if len(own) == 1 and gates.intersection(names):
                found[current.name] = own[0]
        return found

    def _outside(self, parameter: Parameter) -> Parameter:
        return replace(parameter, name=f"{self.scope}{parameter.name}")

    @cached_property
    def _by_name(self) -> dict[str, Parameter]:
        return {each.name: each for each in (*self.parameters, *self.constants, *self.shared)}

    @cached_property
    def _parts(self) -> tuple[Any, ...]:
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        where = tuple(given.pop("where").items())
        return (*given.values(), where)

    @cached_property
    def _hash(self) -> int:
        return hash((self.name, self.parameters, self.gates, self.currents, self.constants))

    def _tuple(self, name: str, given: Iterable[Any], kind: type) -> tuple[Any, ...]:
        several = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (given,)
        for each in several:
            if not isinstance(each, kind):
                raise ValueError(f"{name} of {self.name} = {each!r}; allowed: a list of {kind.__name__}")
        return several

    def _in_names(self) -> Iterator[str]:
        """Yield what is wrong with names, and with formulas of one's own."""
        if not self.name.isidentifier() or keyword.iskeyword(self.name):
            yield f"Mechanism's name = {self.name!r}; allowed: letters, digits and low lines"
        groups = (self.parameters, self.constants, self.shared, self.gates)
        declared = [each.name for group in groups for each in group] + [*self.where, *self.tables]
        for place, name in enumerate(declared):
            if not name.isidentifier() or keyword.iskeyword(name) or name in _TAKEN:
                yield f"{self.name}: {name!r} is no name for something declared; taken: {sorted(_TAKEN)}"
            if name in declared[:place]:
                yield f"{self.name}: {name!r} is declared twice; allowed: each name once"
        names = [each.name for each in self.currents]
        if len(set(names)) < len(names):
            yield f"{self.name}: two currents of one name among {', '.join(names)}"
        before = self._known
        for name, text in self.where.items():
            yield from formulas.mistakes(f"{self.name}'s {name}", text, before)
            before = (*before, name)

    @property
    def _known(self) -> tuple[str, ...]:
        """What the formulas of `where` may name, beside those before them."""
        return (POTENTIAL, *self._by_name)

    def _in_gates(self) -> Iterator[str]:
        known = (*self._known, *self.where, *self.tables)
        for gate in self.gates:
            if {"alpha", "beta"} <= gate.formulas.keys() == {"alpha", "beta", "factor"}:
                pass
            elif not {"inf"} <= gate.formulas.keys() <= {"inf", "tau", "factor"}:
                yield (
                    f"{self.name}'s gate {gate.name} has {', '.join(gate.formulas)}; allowed: alpha and beta, or inf "
                    "with a tau or, for a gate that is there at once, without one"
                )
            for name, text in gate.formulas.items():
                yield from formulas.mistakes(f"{self.name}'s {name} of {gate.name}", text, known)

    def _in_currents(self) -> Iterator[str]:
        gates = tuple(each.name for each in self.gates)
        known = {"conductance": (*self._known, *self.where, *gates), "reversal": (*self._known, *self.where)}
        found = [
            mistake
            for current in self.currents
            for name, names in known.items()
            for mistake in formulas.mistakes(f"{self.name}'s {name} of {current.name}", getattr(current, name), names)
        ]
        yield from found
        if not found:  # whose formulas can be read
            for current in self.currents:
                yield from self._in_keeper(current)

    def _in_keeper(self, current: Current) -> Iterator[str]:
        if not current.kept_by:
            return
        keeper = {each.name: each for each in self.currents}.get(current.kept_by)
        if keeper is None:
            yield f"{self.name}: {current.name} is kept by {current.kept_by!r}, which is no current of it"
            return
        varied = {each.name for each in self.parameters}
        if (
            keeper is current
            or current.name not in self.blockable
            or not {keeper.conductance, keeper.reversal} <= varied
        ):
            yield (
                f"{self.name}: {current.name} is kept by {keeper.name}, allowed: a leak whose conductance and reversal "
                "potential are parameters, and keeps channels that can be blocked"
            )
