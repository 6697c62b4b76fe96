"""Straight-line routines: named expressions in an order in which they can be worked out.

The form that every target language prints. Owns the order and the sharing of common parts; schemes fill it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count

import sympy as sp

from apsite.equations.symbols import Expression

#: Steps that a function such as the exponential takes, beside those of arithmetic.
STEPS = 12


@dataclass(frozen=True)
class Routine:
    """A function without branches: `arguments` in, `body` worked out in order, `results` out, which `labels` names."""

    name: str
    arguments: tuple[Expression, ...]
    body: tuple[tuple[Expression, Expression], ...]
    results: tuple[Expression, ...]
    labels: tuple[str, ...] = ()

    def by_depth(self) -> "Routine":
        """Return the routine with what can be worked out at the same time side by side, for a processor that does so.

        Each value comes after those that it needs, and after all that need fewer steps before them.
        """
        depths: dict[Expression, int] = {}
        for symbol, value in self.body:
            before = max((depths.get(each, 0) for each in value.free_symbols), default=0)
            depths[symbol] = before + 1 + STEPS * bool(value.atoms(sp.Function))
        return replace(self, body=tuple(sorted(self.body, key=lambda each: depths[each[0]])))


def used(routines: Iterable[Routine]) -> set[Expression]:
    """Return the symbols that stand in routines, without their arguments and what they work out themselves."""
    found: set[Expression] = set()
    for routine in routines:
        values = [*routine.results, *(value for _, value in routine.body)]
        own = {*routine.arguments, *(symbol for symbol, _ in routine.body)}
        found |= {symbol for value in values for symbol in value.free_symbols} - own
    return found


class Tape:
    """Records one named value after the other; `routine` shares what they have in common."""

    def __init__(self) -> None:
        self._values: list[tuple[Expression, Expression]] = []
        self._numbers = count(1)

    def let(self, name: str, value: Expression) -> Expression:
        """Record `value` under a fresh symbol that starts with `name`, and return the symbol."""
        symbol = sp.Symbol(f"{name}_{next(self._numbers)}", real=True)
        self._values.append((symbol, value))
        return symbol

    def routine(
        self,
        name: str,
        arguments: tuple[Expression, ...],
        results: tuple[Expression, ...],
        labels: tuple[str, ...] = (),
    ) -> Routine:
        """Return what was recorded as a routine in which no part is worked out twice."""
        shared, reduced = sp.cse(
            [value for _, value in self._values] + list(results),
            symbols=(sp.Symbol(f"x{i}", real=True) for i in count()),
            order="canonical",  # the same text in every process
        )
        named = dict(zip([symbol for symbol, _ in self._values], reduced, strict=False))
        definitions = dict(shared) | named
        ordered = _in_order(definitions, reduced[len(named) :])
        return Routine(name, arguments, ordered, tuple(reduced[len(named) :]), labels)


def _in_order(
    definitions: dict[Expression, Expression], results: list[Expression]
) -> tuple[tuple[Expression, Expression], ...]:
    """Return the definitions that `results` need, each one after those that it needs itself."""
    done: dict[Expression, Expression] = {}

    def visit(expression: Expression) -> None:
        for symbol in sorted(expression.free_symbols & definitions.keys(), key=str):
            if symbol not in done:
                visit(definitions[symbol])
                done[symbol] = definitions[symbol]

    for result in results:
        visit(result)
    return tuple(done.items())
