"""Electrodes: where a stimulus acts on an axon, and how much of it each compartment is given.

Owns their kinds and validation. Leaves the run to `conduction`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from apsite.equations import cable
from apsite.kernels.numpy_functions import function
from apsite.laboratory.axon import Axon
from apsite.laboratory.compartments import Compartments
from apsite.laboratory.inputs import listed, named
from apsite.laboratory.stimuli import Pulse, Ramp, Step, course
from apsite.parameters import BY_NAME, Quantity

_PLACE = Quantity("place", "cm", 0.0, BY_NAME["length"].maximum)
_outside = function(cable.V_e, "I_outside", "r", "rho_e")


@named
@dataclass(frozen=True)
class Injection:
    """A `stimulus` (Pulse, Step or Ramp) by an electrode inside the axon at `place`, in cm from its left end.

    Its strength is the whole current through the electrode, in uA (of a ramp uA/ms), positive when it depolarizes: a
    point source, the field's standard stimulus of a cable. A squid's giant axon takes some uA, a thin myelinated one
    a thousandth of that. Raises ValueError for what is none of these.
    """

    place: float
    stimulus: Pulse | Step | Ramp

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", replace(_PLACE, name="Injection's place").check(self.place))
        _check_stimulus(self)


@named
@dataclass(frozen=True)
class Outside:
    """A `stimulus` by an electrode outside the axon, `distance` cm beside `place`, in cm from the axon's left end.

    Its strength is the current that it gives off, in uA (of a ramp uA/ms), into a wide fluid of `resistivity` (ohm cm);
    a negative one makes the outside negative, which depolarizes the membrane next to the electrode: a cathode. Raises
    ValueError for what is none of these.
    """

    place: float
    distance: float
    stimulus: Pulse | Step | Ramp
    resistivity: float = BY_NAME["outside_resistivity"].value

    def __post_init__(self) -> None:
        for name, legal in (
            ("place", _PLACE),
            ("distance", Quantity("", "cm", 1e-3, 100.0)),
            ("resistivity", BY_NAME["outside_resistivity"]),
        ):
            named = replace(legal, name=f"Outside's {name}")
            object.__setattr__(self, name, named.check(getattr(self, name)))
        _check_stimulus(self)


Electrode = Injection | Outside


def placed(injections: Sequence[Electrode], axon: Axon) -> tuple[Electrode, ...]:
    """Return the electrodes of a run of `axon`. Raises ValueError for what is none, or lies beyond it."""
    given = listed("injections", injections, "electrode")
    for each in given:
        if not isinstance(each, Injection | Outside):
            raise ValueError(
                f"{each!r} is no electrode; allowed: Injection(place, stimulus), Outside(place, distance, stimulus)"
            )
        if each.place > axon.length:
            raise ValueError(f"{each!r} lies beyond the axon; allowed: a place from 0 to {axon.length:g} cm")
    return given


def driven(
    electrodes: tuple[Electrode, ...],
    compartments: Compartments,
    samples: int,
    substeps: int,
    dt: float,
    duration: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return which compartments are given which share of which stimulus, and the means of these over each step, uA.

    Shapes (sites,), (sites,), (sites,) and (stimuli, steps). A mean delivers the exact charge, also where a stimulus
    begins or ends within a step.
    """
    edges = np.arange(samples * substeps + 1) * (dt / substeps)
    places: dict[tuple[float, ...], list[Electrode]] = {}
    for each in electrodes:
        places.setdefault(_where(each), []).append(each)
    sites, shares, stimuli, means = [], [], [], []
    for number, at in enumerate(places.values()):
        means.append(np.diff(course([each.stimulus for each in at], duration).charge(edges)) / np.diff(edges))
        for site, share in _shares(at[0], compartments):
            sites.append(site)
            shares.append(share)
            stimuli.append(number)
    return (
        np.array(sites, dtype=np.int64),
        np.array(shares, dtype=float),
        np.array(stimuli, dtype=np.int64),
        np.array(means).reshape(len(means), len(edges) - 1),
    )


def _where(electrode: Electrode) -> tuple[float, ...]:
    if isinstance(electrode, Injection):
        return (electrode.place,)
    return electrode.place, electrode.distance, electrode.resistivity


def _shares(electrode: Electrode, compartments: Compartments) -> Sequence[tuple[int, float]]:
    """The compartments that an electrode's current charges, and what each is given of it.

    From outside: what flows along the axon's inside because the potential outside differs from place to place.
    """
    if isinstance(electrode, Injection):
        return compartments.spread(electrode.place)
    distances = np.hypot(compartments.position - electrode.place, electrode.distance)
    potential = _outside(1.0, distances, 1e-3 * electrode.resistivity)
    flow = compartments.axial[:-1] * np.diff(potential)
    return list(enumerate(np.diff(np.concatenate([[0.0], flow, [0.0]]))))


def _check_stimulus(electrode: Electrode) -> None:
    if not isinstance(electrode.stimulus, Pulse | Step | Ramp):
        name = type(electrode).__name__
        raise ValueError(f"{name}'s stimulus = {electrode.stimulus!r}; allowed: a Pulse, Step or Ramp (uA)")
