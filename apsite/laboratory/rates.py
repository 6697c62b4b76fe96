"""Rates as they were measured, and the membrane that has them: tables in the place of formulas.

Owns the points of a table and how they are made of rates at any potentials. The kernel looks gates' rates up in them;
conductances, reversal potentials and the capacitance are what the squid's membrane has. Comes after `membrane`.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from scipy.interpolate import PchipInterpolator

from apsite.kernels.python import REACH
from apsite.laboratory.inputs import instance, named, numbers, unknown
from apsite.laboratory.membrane import Membrane
from apsite.membranes.mechanism import Current, Gate
from apsite.membranes.squid import SQUID
from apsite.parameters import COMMAND
from apsite.quantities import Parameter, Quantity

RATE = Quantity("rate", "1/ms", 0.0, 1e4)
#: The potentials (mV) at which a table has its points.
GRID = np.arange(-REACH, REACH + 1, dtype=float)
#: A rate that is none in a table of logarithms, 1/ms.
_NONE = 1e-12
_NAMES = tuple(gate.name for gate in SQUID.gates)


def _power(gate: str, value: float, of: str) -> Parameter:
    return Parameter(f"power_{gate}", "1", 0.0, 8.0, value, 0, description=f"Power of {gate} in the {of} conductance.")


#: The squid's membrane with rates that are looked up, and with powers of its gates that can be chosen.
MEASURED = dataclasses.replace(
    SQUID,
    name="measured",
    owner="an axon whose rates were measured",
    parameters=(
        *SQUID.parameters,
        _power("m", 3.0, "sodium"),
        _power("h", 1.0, "sodium"),
        _power("n", 4.0, "potassium"),
        dataclasses.replace(
            SQUID["temperature"], name="measured_at", description="Temperature at which the rates were measured."
        ),
    ),
    constants=tuple(SQUID[name] for name in ("Q_10", "dT_10")),
    shared=(),
    where={"phi": "Q_10 ** ((temperature - measured_at) / dT_10)"},
    tables=tuple(f"{kind}_{name}" for name in _NAMES for kind in ("alpha", "beta")),
    gates=tuple(Gate(name, alpha=f"alpha_{name}", beta=f"beta_{name}", factor="phi") for name in _NAMES),
    currents=(
        Current("Na", "g_Na * m**power_m * h**power_h", "E_Na", "sodium current"),
        Current("K", "g_K * n**power_n", "E_K", "potassium current", kept_by="L"),
        Current("L", "g_L", "E_L", "leak current"),
    ),
    pace=1.0,
)


@named
@dataclass(frozen=True, eq=False)
class Rates:
    """How fast gates open and close at each potential: `alpha` and `beta` (1/ms) by gate, measured at `temperature`.

        Rates(potentials, {"m": ..., "h": ..., "n": ...}, {"m": ..., "h": ..., "n": ...}).membrane(g_Na=110.0)

    `potentials` (mV) rise, and each rate has the shape of them; a gate that is left out is the squid's. Between two
    points a rate's logarithm is interpolated, without new maxima (Fritsch & Carlson 1980, SciPy's PCHIP); beyond the
    first and the last it stays. Raises ValueError for what is out of range or of another shape.
    """

    potentials: np.ndarray
    alpha: Mapping[str, np.ndarray]
    beta: Mapping[str, np.ndarray]
    temperature: float = SQUID["temperature"].value

    def __post_init__(self) -> None:
        potentials = numbers(self.potentials, dataclasses.replace(COMMAND, name="Rates' potentials"))
        if potentials.ndim != 1 or len(potentials) < 2 or not np.all(np.diff(potentials) > 0.0):
            raise ValueError(f"Rates' potentials = {self.potentials!r}; allowed: two or more of them that rise, mV")
        object.__setattr__(self, "potentials", potentials)
        object.__setattr__(self, "temperature", MEASURED["measured_at"].check(self.temperature))
        for kind in ("alpha", "beta"):
            object.__setattr__(self, kind, _checked(kind, getattr(self, kind), potentials))

    @classmethod
    def of(cls, membrane: Membrane) -> "Rates":
        """Return the rates of m, h and n in `membrane`, at every point of a table; raise ValueError for other gates."""
        instance("membrane", membrane, Membrane)
        if [gate.name for gate in membrane.mechanism.gates] != list(_NAMES):
            raise ValueError(f"membrane = {membrane!r}; allowed: one with the gates {', '.join(_NAMES)}")
        shares, rates = np.split(membrane._settled(GRID)[:-1], 2)
        alpha = dict(zip(_NAMES, shares * rates, strict=True))
        beta = dict(zip(_NAMES, (1.0 - shares) * rates, strict=True))
        return cls(GRID, alpha, beta, getattr(membrane, "temperature", SQUID["temperature"].value))

    @cached_property
    def tables(self) -> np.ndarray:
        """What the kernel looks up: alpha and beta of m, h and n at every mV, one after the other, 1/ms."""
        within = np.clip(GRID, self.potentials[0], self.potentials[-1])
        found = []
        for name in _NAMES:
            for kind in ("alpha", "beta"):
                given = getattr(self, kind)
                if name not in given:
                    found.append(getattr(_squids(self.temperature), kind)[name])
                elif np.array_equal(self.potentials, GRID):
                    found.append(given[name])
                else:
                    logarithm = PchipInterpolator(self.potentials, np.log(np.maximum(given[name], _NONE)))
                    found.append(np.exp(logarithm(within)))
        return np.concatenate(found)

    def membrane(self, **parameters: float) -> "MeasuredMembrane":
        """Return a patch with these rates: the squid's, but for `parameters`, among them the powers of its gates.

        Its temperature is that at which the rates were measured, unless it is given. Raises ValueError for a parameter
        that it does not have or that is out of range.
        """
        given = {"temperature": self.temperature} | parameters
        return MeasuredMembrane(**given, rates=self)


class MeasuredMembrane(Membrane):
    """A patch of membrane whose rates stand in tables: made by `Rates.membrane`."""

    mechanism = MEASURED
    rates: Rates

    def __init__(self, *values: float, rates: Rates | None = None, **by_name: float) -> None:
        # The squid's rates, where none are given: a usual one of its kind, which the kernel's step is chosen by.
        found = _squids(SQUID["temperature"].value) if rates is None else rates
        instance("rates", found, Rates)
        if "measured_at" in by_name:
            raise ValueError("measured_at is that of the rates: Rates(..., temperature=...)")
        super().__init__(*values, measured_at=found.temperature, **by_name)
        self.__dict__["rates"] = found

    @property
    def tables(self) -> tuple[np.ndarray, ...]:
        """The points of its tables."""
        return (self.rates.tables,)

    def replace(self, **changes: float) -> "MeasuredMembrane":
        """Return the same with some parameters changed. Raises ValueError as `Membrane.replace` does."""
        given = dict(zip(self._legal(), self.values, strict=True)) | changes
        if "measured_at" not in changes:
            given.pop("measured_at")
        return type(self)(**given, rates=self.rates)

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other) is True and np.array_equal(self.rates.tables, other.rates.tables)  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash((super().__hash__(), self.rates.tables.tobytes()))

    def __reduce__(self) -> Any:
        return _restored, (self.rates, self.values[:-1])


Membrane._classes[MEASURED] = MeasuredMembrane


def _restored(rates: Rates, values: tuple[float, ...]) -> MeasuredMembrane:
    return MeasuredMembrane(*values, rates=rates)


@cache
def _squids(temperature: float) -> Rates:
    return Rates.of(Membrane(temperature=temperature))


def _checked(kind: str, given: Any, potentials: np.ndarray) -> dict[str, np.ndarray]:
    if not isinstance(given, Mapping):
        raise ValueError(f"Rates' {kind} = {given!r}; allowed: arrays by gate, {', '.join(_NAMES)}")
    found = {}
    for name, values in given.items():
        if name not in _NAMES:
            raise ValueError(f"Rates' {kind}: {unknown(name, _NAMES)}")
        found[name] = numbers(values, dataclasses.replace(RATE, name=f"{kind} of {name}"))
        if found[name].shape != potentials.shape:
            raise ValueError(
                f"{kind} of {name} has the shape {found[name].shape}; allowed: that of the potentials, "
                f"{potentials.shape}"
            )
    return found
