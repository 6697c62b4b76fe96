"""The printer of LaTeX: equations in a textbook's order, with symbols as the field writes them.

Owns how an expression is printed. Which equations are shown, and by what words, stands in `latex` and `latex_membrane`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE

from apsite import parameters
from apsite.equations.symbols import Expression, I_stim, V, linoid

Entry = dict[str, str]

_distance = sp.Symbol("u", real=True)
_rest = sp.Symbol(parameters.V_REST.name, real=True)


@dataclass(frozen=True)
class Shown:
    """How symbols are shown: their `names` in LaTeX, those that stand first in a sum, and what stands for others.

    A product is printed in the order of its symbols' own names, so that some are replaced by others of the same look.
    """

    names: Mapping[Expression, str]
    first: Sequence[Expression] = ()
    instead: Mapping[Expression, Expression] = field(default_factory=dict)

    def entry(self, left: str, right: Expression, description: str) -> Entry:
        """Return the equation `left` = `right` as `latex`, with its `description` in words."""
        shown = right.subs(V, _distance + _rest) if right.has(_rest) else right
        shown = shown.subs(self.instead).replace(linoid, lambda x: x / (sp.exp(x) - 1))
        return {"latex": f"{left} = {self.printed(shown)}", "description": description}

    def printed(self, expression: Expression) -> str:
        """Return an expression as LaTeX."""
        names = {I_stim: r"I_\mathrm{stim}"} | dict(self.names)
        return str(_Printer({"symbol_names": names, "ln_notation": True}, [*self.first, V]).doprint(expression))


class _Printer(LatexPrinter):  # type: ignore[misc]
    """Sums in a textbook's order: what is added first, pure numbers and what is taken away last."""

    def __init__(self, settings: dict[str, Any], first: Sequence[Expression]) -> None:
        super().__init__(settings)
        self._ranks = {symbol: rank for rank, symbol in enumerate(first)}

    def _print_ExpBase(self, expr: Any, exp: str | None = None) -> str:
        return str(self._do_exponent(f"e^{{{self._exponent(expr.args[0])}}}", exp))

    def _print_Pow(self, expr: Any) -> str:
        if expr.exp.is_Number:
            return str(super()._print_Pow(expr))
        return f"{self.parenthesize(expr.base, PRECEDENCE['Pow'])}^{{{self._exponent(expr.exp)}}}"

    def _exponent(self, expr: Any) -> str:
        """Print fractions on one line: stacked in an exponent, they would be too small to read."""
        self._settings["fold_short_frac"] = True
        printed = str(self._print(expr))
        self._settings["fold_short_frac"] = None
        return printed

    def _as_ordered_terms(self, expr: Any, order: str | None = None) -> list[Any]:
        return sorted(expr.args, key=self._rank)

    def _rank(self, term: Any) -> tuple[Any, ...]:
        known = [self._ranks[symbol] for symbol in term.free_symbols if symbol in self._ranks]
        return (term.could_extract_minus_sign(), term.is_Number, min(known, default=len(self._ranks)), str(term))
