"""Numbers by name, each legal: what membranes and states are, whatever mechanism they belong to.

Owns how they are given, refused, compared, shown and sent to another process. Comes before both.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from apsite.laboratory.inputs import unknown
from apsite.membranes.mechanism import Mechanism
from apsite.membranes.squid import SQUID
from apsite.quantities import Quantity


class Values:
    """Numbers of a `mechanism`, frozen. Those that are not given have a default, where a subclass says one."""

    mechanism: Mechanism = SQUID
    #: The numbers in the order in which kernels take them.
    values: tuple[float, ...]
    #: A class for each mechanism that has one of its own.
    _classes: ClassVar[dict[Mechanism, type[Any]]]

    def __init__(self, *values: float, **by_name: float) -> None:
        legal, kind = self._legal(), type(self).__name__
        given = dict(zip(legal, values, strict=False))
        if len(values) > len(legal):
            raise ValueError(f"{kind}: {len(values)} numbers; it takes {', '.join(legal)}")
        for name in by_name:
            if name not in legal:
                raise ValueError(f"{kind}: {unknown(name, legal)}")
            if name in given:
                raise ValueError(f"{kind}: {name} is given twice; it takes {', '.join(legal)}")
        given |= by_name
        default = self._default()
        for name in legal:
            if name not in given and name not in default:
                raise ValueError(f"{kind}: missing a required argument: {name!r}; it takes {', '.join(legal)}")
        found = {name: each.check(given.get(name, default.get(name))) for name, each in legal.items()}  # type: ignore[arg-type]
        self.__dict__.update(found, values=tuple(found.values()))

    @classmethod
    def _of(cls, mechanism: Mechanism) -> type[Self]:
        """The class of a mechanism: its own, or one that is made for it."""
        if mechanism not in cls._classes:
            taken = [each for each in cls._named(mechanism) if hasattr(cls, each) or each == "values"]
            if taken:
                raise ValueError(f"{mechanism.name}: {taken[0]!r} is the name of something that a {cls.__name__} has")
            cls._classes[mechanism] = type(
                cls._called(mechanism), (cls,), {"mechanism": mechanism, "__doc__": cls._described(mechanism)}
            )
        return cls._classes[mechanism]

    @classmethod
    def _named(cls, mechanism: Mechanism) -> list[str]:
        raise NotImplementedError

    @classmethod
    def _called(cls, mechanism: Mechanism) -> str:
        return cls.__name__

    @classmethod
    def _described(cls, mechanism: Mechanism) -> str | None:
        return cls.__doc__

    def _legal(self) -> Mapping[str, Quantity]:
        raise NotImplementedError

    def _default(self) -> Mapping[str, float]:
        return {}

    def __getattr__(self, name: str) -> float:
        # Only for what it does not have itself: constants of its mechanism.
        if not name.startswith("_") and name in self.mechanism:
            return self.mechanism[name].value
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def replace(self, **changes: float) -> Self:
        """Return the same with some of the numbers changed.

        Raises ValueError for a name that is none of them or a value out of range.
        """
        return type(self)(**{**dict(zip(self._legal(), self.values, strict=True)), **changes})

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(
            f"cannot assign to field {name!r}; replace({name}=...) returns another one"
        )

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Values) or self._classes is not other._classes:
            return NotImplemented
        return self.values == other.values and self.mechanism == other.mechanism

    def __hash__(self) -> int:
        return hash((self.mechanism, self.values))

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={value!r}" for name, value in zip(self._legal(), self.values, strict=True))
        return f"{type(self).__name__}({parts})"

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._legal()]

    def __reduce__(self) -> Any:
        root = next(each for each in reversed(type(self).__mro__) if "_classes" in vars(each))
        return _restored, (root, self.mechanism, self.values)


def _restored(root: type[Values], mechanism: Mechanism, values: tuple[float, ...]) -> Values:
    return root._of(mechanism)(*values)
