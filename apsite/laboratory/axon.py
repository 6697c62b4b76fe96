"""The axon that an experiment is done on: a cable of membrane, bare or wrapped in myelin, with stretches that differ.

Owns the validation of an axon. How it is cut into compartments stands in `compartments`.
"""

import dataclasses
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from apsite import parameters
from apsite.laboratory.inputs import instance, named
from apsite.laboratory.membrane import Membrane
from apsite.parameters import BY_NAME, Quantity

_CM = 1e-4  # a um


@named
@dataclass(frozen=True)
class Myelin:
    """A fibre's wrapping: bare nodes of `node_length` um, and between them internodes under myelin.

    `internode` is their length in diameters of the fibre, which is the axon with its myelin: `g_ratio` is the axon's
    share of that diameter. `capacitance` (uF/cm2) and `conductance` (mS/cm2) are those of an internode, for each area
    of the axon within it; without either it is a perfect insulator. Raises ValueError for a value out of range.
    """

    internode: float = BY_NAME["internode"].value
    g_ratio: float = BY_NAME["g_ratio"].value
    node_length: float = BY_NAME["node_length"].value
    capacitance: float = BY_NAME["myelin_capacitance"].value
    conductance: float = BY_NAME["myelin_conductance"].value

    def __post_init__(self) -> None:
        for parameter in parameters.MYELIN:
            name = parameter.name.removeprefix("myelin_")
            legal = dataclasses.replace(parameter, name=f"Myelin's {name}")
            object.__setattr__(self, name, legal.check(getattr(self, name)))

    @property
    def insulates(self) -> bool:
        """Whether it lets no current through at all."""
        return self.capacitance == 0.0 and self.conductance == 0.0

    def replace(self, **changes: float) -> "Myelin":
        """Return myelin with some parts changed."""
        return dataclasses.replace(self, **changes)


@named
@dataclass(frozen=True)
class Stretch:
    """Where an axon differs, from `start` to `end` (cm): what is None is as in the rest of it.

    `membrane`: a cooled one (`membrane.replace(temperature=5)`), or one with blocked channels
    (`membrane.blocked(Na=1)`). `diameter` (um) of a bare axon. `myelin` of the internodes whose middle lies there:
    thinned by disease, say. Raises ValueError for a value out of range.
    """

    start: float
    end: float
    membrane: Membrane | None = None
    diameter: float | None = None
    myelin: Myelin | None = None

    def __post_init__(self) -> None:
        place = Quantity("Stretch's start", "cm", 0.0, BY_NAME["length"].maximum)
        object.__setattr__(self, "start", place.check(self.start))
        place = dataclasses.replace(place, name="Stretch's end", minimum=self.start)
        object.__setattr__(self, "end", place.check(self.end))
        if self.diameter is not None:
            legal = dataclasses.replace(BY_NAME["diameter"], name="Stretch's diameter")
            object.__setattr__(self, "diameter", legal.check(self.diameter))
        instance("Stretch's membrane", self.membrane, Membrane, type(None))
        instance("Stretch's myelin", self.myelin, Myelin, type(None))


@named
@dataclass(frozen=True)
class Axon:
    """An unbranched axon between two sealed ends: by default the squid's of Hodgkin & Huxley (1952, p. 528) at 6.3 °C.

    `length` in cm; `diameter` in um, of the axon itself; `axial_resistivity` of its inside in ohm cm; `membrane`, of
    all of a bare axon or of the nodes of a myelinated one; `myelin`, or None for a bare axon; `stretches` where it
    differs, of which the later ones count where they overlap. The medium outside has no resistance. Raises ValueError
    for a value out of range, for a stretch beyond the end, and for a diameter that changes under myelin.
    """

    length: float = BY_NAME["length"].value
    diameter: float = BY_NAME["diameter"].value
    axial_resistivity: float = BY_NAME["axial_resistivity"].value
    membrane: Membrane = field(default_factory=Membrane)
    myelin: Myelin | None = None
    stretches: tuple[Stretch, ...] = ()

    def __post_init__(self) -> None:
        for parameter in parameters.AXON:
            legal = dataclasses.replace(parameter, name=f"Axon's {parameter.name}")
            object.__setattr__(self, parameter.name, legal.check(getattr(self, parameter.name)))
        instance("Axon's membrane", self.membrane, Membrane)
        instance("Axon's myelin", self.myelin, Myelin, type(None))
        object.__setattr__(self, "stretches", _stretches(self.stretches))
        for stretch in self.stretches:
            if stretch.end > self.length:
                raise ValueError(f"{stretch!r} ends beyond the axon; allowed: 0 to {self.length:g} cm")
            if self.myelin is not None and stretch.diameter is not None:
                raise ValueError(f"{stretch!r} has another diameter under myelin; allowed: in a bare axon only")
            if self.myelin is None and stretch.myelin is not None:
                raise ValueError(f"{stretch!r} has myelin on a bare axon; allowed: in an axon with myelin only")

    def replace(self, **changes: Any) -> "Axon":
        """Return an axon with some parts changed. Raises ValueError for a name that is not a part."""
        return dataclasses.replace(self, **changes)

    @property
    def fibre_diameter(self) -> float:
        """Diameter with the myelin, um; of a bare axon its own."""
        return self.diameter if self.myelin is None else self.diameter / self.myelin.g_ratio

    @property
    def internode_length(self) -> float:
        """Length of an internode, cm. Raises ValueError for a bare axon."""
        if self.myelin is None:
            raise ValueError("a bare axon has no internodes")
        return self.myelin.internode * self.fibre_diameter * _CM

    @cached_property
    def nodes(self) -> np.ndarray:
        """Middles of the nodes (cm), as many as the length has room for; of a bare axon none."""
        if self.myelin is None:
            return np.empty(0)
        node = self.myelin.node_length * _CM
        count = int((self.length - node) / (self.internode_length + node) + 1e-9) + 1
        return node / 2 + np.arange(max(count, 1)) * (self.internode_length + node)

    def membrane_at(self, place: float) -> Membrane:
        """The membrane at `place` (cm), or that of a node there."""
        found = [stretch.membrane for stretch in self._over(place) if stretch.membrane is not None]
        return found[-1] if found else self.membrane

    def diameter_at(self, place: float) -> float:
        """The diameter (um) of a bare axon at `place` (cm)."""
        found = [stretch.diameter for stretch in self._over(place) if stretch.diameter is not None]
        return found[-1] if found else self.diameter

    def myelin_at(self, place: float) -> Myelin | None:
        """The myelin of an internode whose middle lies at `place` (cm)."""
        found = [stretch.myelin for stretch in self._over(place) if stretch.myelin is not None]
        return found[-1] if found else self.myelin

    def _over(self, place: float) -> list[Stretch]:
        return [stretch for stretch in self.stretches if stretch.start <= place <= stretch.end]


def _stretches(given: object) -> tuple[Stretch, ...]:
    if isinstance(given, Stretch) or not isinstance(given, (tuple, list)):
        raise ValueError(f"Axon's stretches = {given!r}; allowed: a tuple of Stretch, even of one or none")
    for each in given:
        instance("one of Axon's stretches", each, Stretch)
    return tuple(given)
