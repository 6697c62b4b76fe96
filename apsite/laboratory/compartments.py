"""An axon cut into compartments: what the cable's kernel is given.

Owns the cutting. The equations of a cylinder, its membrane and the conductance of its inside, come from
`equations.cable` by the kernel. The same is done for browsers in `live/laboratory/axon.ts`; a test holds the two
against each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice, pairwise
from math import ceil
from types import ModuleType

import numpy as np

from apsite.equations import cable as equations
from apsite.kernels import cable
from apsite.kernels.compiled import cable_kernel
from apsite.kernels.numpy_functions import function
from apsite.laboratory.axon import Axon, Myelin
from apsite.laboratory.membrane import Membrane
from apsite.membranes.mechanism import Mechanism
from apsite.membranes.myelin import MYELIN
from apsite.membranes.squid import SQUID

_CM = 1e-4  # a um
_KOHM = 1e-3  # an ohm
_length_constant = function(equations.length_constant, "d", "R_a", "g_m")
#: Longest compartment of a bare axon, in length constants of the resting squid membrane at its diameter.
LONGEST = 0.04
#: More compartments than any axon of this book needs, and than a machine should be asked to take.
MOST = 20_000
#: What is shorter (cm) is no piece of an axon but the rounding of an edge.
SLIVER = 1e-6
#: Compartments of an internode whose myelin is no perfect insulator.
INTERNODE_PARTS = 9


@dataclass(frozen=True)
class Cylinder:
    """A piece of an axon, `length` and `diameter` in cm; without a membrane it is perfectly insulated."""

    length: float
    diameter: float
    membrane: Membrane | Myelin | None


@dataclass(frozen=True, eq=False)
class Compartments:
    """Arrays as the kernel of `mechanisms` takes them, in the order of its arguments; `position` (cm) has the middles.

    `first` (sections + 1), `which` (sections), `kinds` (membranes), `rows` (membranes, parameters); of shape
    (compartments,): `area` (cm2), `capacitance` (uF), `axial` (mS, to the next one), `resistance` (kohm/cm, of the
    inside along each).
    """

    position: np.ndarray
    first: np.ndarray
    which: np.ndarray
    kinds: np.ndarray
    rows: np.ndarray
    area: np.ndarray
    capacitance: np.ndarray
    axial: np.ndarray
    resistance: np.ndarray
    mechanisms: tuple[Mechanism, ...] = cable.MEMBRANES

    @property
    def kernel(self) -> ModuleType:
        """The machine code that runs them."""
        return cable_kernel(self.mechanisms)

    @property
    def slots(self) -> int:
        """How many slots a compartment has for its gates."""
        return cable.lower_cable(self.mechanisms).slots

    @property
    def sections(self) -> tuple[np.ndarray, ...]:
        """Which membrane each compartment has."""
        return self.first, self.which, self.kinds, self.rows

    def spread(self, place: float) -> tuple[tuple[int, float], ...]:
        """The compartments that a current at `place` (cm) enters, each with its share.

        Between two middles it splits as it would along a resistor, which is exact to the second order in their
        distance: by what resists it on either side. Where the diameter changes between them that is no matter of the
        distance alone, and the potential along it has a bend there.
        """
        last = len(self.position) - 1
        right = int(np.searchsorted(self.position, place))
        if right == 0 or right > last:
            return ((min(right, last), 1.0),)
        left = right - 1
        whole = 1.0 / self.axial[left]
        # Straight from either side, until the two lines meet.
        ways = (
            (place - self.position[left]) * self.resistance[left],
            whole - (self.position[right] - place) * self.resistance[right],
        )
        share = (min if self.resistance[right] < self.resistance[left] else max)(ways) / whole
        return (left, 1.0 - share), (right, share)


def cut(axon: Axon, longest: float | None) -> Compartments:
    """Return the compartments of `axon`, none of a bare one longer than `longest` (cm; None: by `LONGEST`).

    Raises ValueError for more than `MOST`.
    """
    pieces = list(islice(_bare(axon, longest) if axon.myelin is None else _myelinated(axon), MOST + 1))
    if len(pieces) > MOST:
        raise ValueError(
            f"{axon!r} takes more compartments than allowed: up to {MOST}; shorten it, or let longest grow"
        )
    resistivity = axon.axial_resistivity * _KOHM
    rest = axon.membrane.resting_potential
    cylinder = cable_kernel().cylinder
    position: list[float] = []
    area, capacitance, axial, resistances, membranes = [], [], [], [], []
    start = between = 0.0
    for piece in pieces:
        _, half = cylinder(piece.diameter, piece.length / 2, resistivity)
        between += 1 / half
        if piece.membrane is not None:
            if position:
                axial.append(1 / between)
            between = 0.0
            resistances.append(2 / (half * piece.length))
            position.append(start + piece.length / 2)
            area.append(cylinder(piece.diameter, piece.length, resistivity)[0])
            membranes.append(_row(piece.membrane, rest))
            capacitance.append(area[-1] * piece.membrane.capacitance)
        between += 1 / half
        start += piece.length
    axial.append(0.0)
    distinct = list(dict.fromkeys(membranes))
    mechanisms = mechanisms_of(axon)
    width = cable.lower_cable(mechanisms).width
    runs = [(membrane, len(list(same))) for membrane, same in groupby(membranes)]
    return Compartments(
        position=np.array(position),
        first=np.cumsum([0, *(count for _, count in runs)]),
        which=np.array([distinct.index(membrane) for membrane, _ in runs]),
        kinds=np.array([mechanisms.index(kind) for kind, _ in distinct]),
        rows=np.array([[*values, *[0.0] * (width - len(values))] for _, values in distinct]),
        area=np.array(area),
        capacitance=np.array(capacitance),
        axial=np.array(axial),
        resistance=np.array(resistances),
        mechanisms=mechanisms,
    )


def mechanisms_of(axon: Axon) -> tuple[Mechanism, ...]:
    """Return the mechanisms that the kernel of an axon has: the book's, unless there is another one in it."""
    given = [each for each in (axon.membrane, *(stretch.membrane for stretch in axon.stretches)) if each is not None]
    return cable.together(each.mechanism for each in given)


def _bare(axon: Axon, longest: float | None) -> Iterator[Cylinder]:
    """Equal cylinders between one change of the axon and the next."""
    edges = sorted({0.0, axon.length, *(edge for each in axon.stretches for edge in (each.start, each.end))})
    for start, end in pairwise(edges):
        if end - start < SLIVER:
            continue
        middle = (start + end) / 2
        diameter = axon.diameter_at(middle) * _CM
        membrane = axon.membrane_at(middle)
        limit = default_length(diameter, axon.axial_resistivity, membrane) if longest is None else longest
        count = max(1, ceil((end - start) / limit - 1e-9))
        for _ in range(count):
            yield Cylinder((end - start) / count, diameter, membrane)


def default_length(diameter: float, resistivity: float, membrane: Membrane | None = None) -> float:
    """Return how long a compartment of a bare axon is by default, cm; `diameter` in cm, `resistivity` in ohm cm.

    That of the squid's axon, and of any axon of the book's membranes; with another `membrane` less, where more is open
    at its rest.
    """
    conductance = _resting_conductance(SQUID)
    if membrane is not None and membrane.mechanism not in cable.MEMBRANES:
        conductance = max(conductance, _resting_conductance(membrane.mechanism))
    return LONGEST * float(_length_constant(diameter, resistivity * _KOHM, conductance))


def resting_length_constant(diameter: float, resistivity: float) -> float:
    """Return the length constant (cm) of a bare squid axon whose gates stand still as at rest, in cm.

    That holds for brief changes. A lasting one moves the gates, and reaches less far. `diameter` in cm, `resistivity`
    in ohm cm.
    """
    return float(_length_constant(diameter, resistivity * _KOHM, _resting_conductance(SQUID)))


@cache
def _resting_conductance(mechanism: Mechanism) -> float:
    """What is open at the rest of a mechanism's membrane, mS/cm2."""
    membrane = Membrane.of(mechanism)
    observed = membrane.kernel.observe(
        *membrane.rest.values, *membrane.values, *membrane.kernel.derive(*membrane.values), *membrane.tables
    )
    return float(sum(observed[: len(mechanism.currents)]))


def _myelinated(axon: Axon) -> Iterator[Cylinder]:
    """A node, and as often as the axon has room an internode and a node."""
    assert axon.myelin is not None
    diameter = axon.diameter * _CM
    node = axon.myelin.node_length * _CM
    for number, place in enumerate(axon.nodes):
        if number:
            myelin = axon.myelin_at((axon.nodes[number - 1] + place) / 2)
            assert myelin is not None
            parts = 1 if myelin.insulates else INTERNODE_PARTS
            for _ in range(parts):
                yield Cylinder(axon.internode_length / parts, diameter, None if myelin.insulates else myelin)
        yield Cylinder(node, diameter, axon.membrane_at(place))


def _row(membrane: Membrane | Myelin, rest: float) -> tuple[Mechanism, tuple[float, ...]]:
    """The mechanism of a membrane, and its parameters as the kernel takes them."""
    if isinstance(membrane, Membrane):
        return membrane.mechanism, (*membrane.values, *(float(point) for table in membrane.tables for point in table))
    return MYELIN, (membrane.capacitance, membrane.conductance, rest)
