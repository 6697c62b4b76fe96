"""What callers give: names that are meant, things of the right kind, arrays of legal numbers.

Owns how a slip is told: as a ValueError that names the argument, what was given and what is allowed, and of a misspelt
name the nearest one. Comes before all else in the laboratory.
"""

import inspect
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import wraps
from typing import Any, TypeVar

import numpy as np

from apsite.parameters import Quantity

Thing = TypeVar("Thing", bound=Callable[..., Any])


def named(thing: Thing) -> Thing:
    """Let a function or a class say in a ValueError which argument it does not have, or lacks.

    Of a class what is decorated is its making. A TypeError that comes from within stays what it is.
    """
    maker = thing.__init__ if isinstance(thing, type) else thing  # type: ignore[misc]
    signature = inspect.signature(maker)
    own = [name for name in signature.parameters if name != "self"]

    @wraps(maker)
    def call(*given: Any, **by_name: Any) -> Any:
        try:
            return maker(*given, **by_name)
        except TypeError as error:
            try:
                signature.bind(*given, **by_name)
            except TypeError as slip:
                raise ValueError(f"{thing.__name__}: {_slip(str(slip), by_name, own)}") from None
            raise error from None

    if isinstance(thing, type):
        thing.__init__ = call  # type: ignore[misc]
        return thing
    return call  # type: ignore[return-value]


def _slip(message: str, by_name: dict[str, Any], own: list[str]) -> str:
    for name in by_name:
        if name not in own:
            return unknown(name, own)
    return f"{message}; it takes {', '.join(own)}"


def unknown(name: str, own: Iterable[str]) -> str:
    """Say that there is no such name, what there is, and which of them was meant: case and low lines do not count."""
    plain = {each.replace("_", "").casefold(): each for each in own}
    asked = str(name).replace("_", "").casefold()
    near = [each for each in plain if len(asked) > 1 and each.startswith(asked)] or get_close_matches(asked, plain, n=1)
    meant = f"; did you mean {plain[near[0]]}?" if near else ""
    return f"there is no {name!r}; allowed: {', '.join(plain.values())}{meant}"


class Traces(dict[str, np.ndarray]):
    """Arrays by name. Asked for one that it does not have, it raises ValueError with those that it has."""

    def __missing__(self, name: str) -> np.ndarray:
        raise ValueError(unknown(name, self))


def instance(name: str, value: object, *allowed: type) -> None:
    """Raise ValueError if `value` is of none of the kinds `allowed`."""
    if not isinstance(value, allowed):
        names = [each.__name__ for each in allowed if each is not type(None)]
        kinds = ", ".join([f"{_article(each)} {each}" for each in names] + ["None"] * (type(None) in allowed))
        raise ValueError(f"{name} = {value!r}; allowed: {kinds}")


def _article(word: str) -> str:
    return "an" if word[0] in "AEIO" else "a"


def listed(name: str, values: Sequence[Any], what: str) -> tuple[Any, ...]:
    """Return `values` as a tuple; raise ValueError if they are none that can be gone through. `what` names one."""
    try:
        return tuple(values)
    except TypeError:
        raise ValueError(f"{name} = {values!r}; allowed: a list, even of one {what} or none") from None


def for_each(name: str, given: Any, kind: type, runs: Sequence[Any], of: str) -> tuple[Any, ...]:
    """Return one thing for each of `runs`, which are called `of`: what is given is one for all, or a list.

    Raises ValueError for a thing of another kind, and where there are more of one than of the other.
    """
    if isinstance(given, kind):
        return (given,) * len(runs)
    several = listed(name, given, kind.__name__)
    for place, each in enumerate(several):
        instance(f"{name}[{place}]", each, kind)
    if len(several) != len(runs):
        raise ValueError(f"{name}: {len(several)} for {len(runs)} {of}; allowed: one, or one for each")
    return several


def numbers(values: Any, legal: Quantity) -> np.ndarray:
    """Return `values`, one or many in lists or arrays, as an array of floats, each in the legal range.

    Raises ValueError that names the first one that is not.
    """
    for each in np.ravel(np.asarray(values, dtype=object)):
        legal.check(each)
    return np.asarray(values, dtype=float)


def whole(value: Any, legal: Quantity) -> int:
    """Return `value` as an int; raise ValueError if it is no whole number in the legal range."""
    number = legal.check(value)
    if number != int(number):
        raise ValueError(f"{legal.name} = {value!r} is no whole number; {legal.allowed}")
    return int(number)
