"""Emission to LaTeX: the equations as the pages show them.

Owns which equations are shown, in what order and with what words. The constants of the rates are printed as their
values, what a membrane differs in as its symbol.
"""

from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE

from apsite import parameters
from apsite.equations.membrane import CURRENTS, DEFINITIONS, GATES, Expression, I_stim, V, dVdt, linoid, phi

_ION = {"Na": "sodium current", "K": "potassium current", "L": "leak current"}
_distance = sp.Symbol("u", real=True)
_rest = sp.Symbol(parameters.V_REST.name, real=True)
_ionic = {current.current: sp.Symbol(f"I_{current.name}") for current in CURRENTS}
_names = {sp.Symbol(p.name, real=True): p.symbol for p in parameters.BY_NAME.values()}
_names |= {sp.Symbol(p.name, real=True): f"{p.value:g}" for p in parameters.CONSTANTS if p is not parameters.V_REST}
# Named so that a product is printed in the order of the gates: m before h.
_gates = {gate.symbol: sp.Symbol(f"gate{row}") for row, gate in enumerate(GATES)}
_names |= {symbol: gate.name for gate, symbol in zip(GATES, _gates.values(), strict=True)}
_names |= {phi: r"\varphi", I_stim: r"I_\mathrm{stim}"}
_names |= {symbol: rf"I_\mathrm{{{current.name}}}" for current, symbol in zip(CURRENTS, _ionic.values(), strict=True)}
_ranks = {symbol: rank for rank, symbol in enumerate([*_ionic.values(), V])}


class _Printer(LatexPrinter):  # type: ignore[misc]
    """Sums in a textbook's order: what is added first, pure numbers and what is taken away last."""

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
        known = [_ranks[symbol] for symbol in term.free_symbols if symbol in _ranks]
        return (term.could_extract_minus_sign(), term.is_Number, min(known, default=len(_ranks)), str(term))


def equations() -> dict[str, dict[str, str]]:
    """Return, by name, each equation's `latex` and its `description` in words."""
    balance = dVdt * sp.Symbol("C_m", real=True)
    table = {
        "dVdt": _entry(
            r"C_\mathrm{m} \frac{dV}{dt}",
            balance.subs(_ionic),
            "What is left of the stimulus after the ionic currents charges the membrane.",
        )
    }
    for current in CURRENTS:
        left, words = rf"I_\mathrm{{{current.name}}}", f"The {_ION[current.name]}, positive outward."
        table[f"I_{current.name}"] = _entry(left, current.current, words)
    for gate in GATES:
        name, rates = (
            gate.name,
            {gate.alpha: sp.Symbol(f"alpha_{gate.name}"), gate.beta: sp.Symbol(f"beta_{gate.name}")},
        )
        left, words = rf"\frac{{d{name}}}{{dt}}", f"How the share of open {name} gates changes."
        table[f"d{name}dt"] = _entry(left, gate.derivative.subs(rates), words)
        table[f"alpha_{name}"] = _entry(rf"\alpha_{name}", gate.alpha, f"How fast {name} gates open, per ms.")
        table[f"beta_{name}"] = _entry(rf"\beta_{name}", gate.beta, f"How fast {name} gates close, per ms.")
    table["phi"] = _entry(r"\varphi", DEFINITIONS[phi], "How temperature scales the rates of all gates.")
    return table


def _entry(left: str, right: Expression, description: str) -> dict[str, str]:
    shown = (right.subs(V, _distance + _rest) if right.has(_rest) else right).subs(_gates)
    shown = shown.replace(linoid, lambda x: x / (sp.exp(x) - 1))
    return {"latex": f"{left} = {_Printer({'symbol_names': _names}).doprint(shown)}", "description": description}
