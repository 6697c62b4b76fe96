"""Formulas as expressions of AssemblyScript's two-lane vectors.

Owns how sums, products, powers and quotients are put; the functions of `exponentials` are called by name.
"""

from collections.abc import Mapping

import sympy as sp

from apsite.equations.symbols import Expression, linoid
from apsite.kernels.exponentials import LARGEST, LOWEST, base, growth, linoid_of

#: What has to be there where a formula has them, by name.
_CALLS = {sp.exp: "exp", linoid: "linoid", linoid_of: "linoidOf", growth: "growth"}
#: As a processor has them, which of two lanes that are no numbers takes the first.
_OF_TWO = {sp.Max: "pmax", sp.Min: "pmin"}


def vector(expression: Expression, constants: Mapping[str, float] = {}) -> str:
    """Return a formula as an expression of two-lane vectors, of which `constants` are none yet.

    Raises ValueError for what no vector can be made of.
    """

    def put(each: Expression) -> str:
        return vector(each, constants)

    if expression.is_Symbol:
        name = str(expression)
        return f"f64x2.splat({constants[name]!r})" if name in constants else name
    if expression.is_Number:
        return f"f64x2.splat({float(expression)!r})"
    if expression.is_Pow and expression.exp.is_Integer:
        if expression.exp < 0:
            return f"f64x2.div(f64x2.splat(1.0), {put(1 / expression)})"
        return _power(put(expression.base), int(expression.exp))
    if expression.is_Mul:
        return _product(expression, constants)
    if expression.is_Add:
        by_sign = sorted(expression.args, key=lambda term: (term.could_extract_minus_sign(), sp.default_sort_key(term)))
        found = put(by_sign[0])
        for term in by_sign[1:]:
            less = term.could_extract_minus_sign()
            found = f"f64x2.{'sub' if less else 'add'}({found}, {put(-term if less else term)})"
        return found
    if isinstance(expression, base):
        x, most = expression.args
        least, largest = (f"f64x2.splat({float(each / most)!r})" for each in (LOWEST, LARGEST))
        return f"exp(f64x2.pmin(f64x2.pmax({put(x)}, {least}), {largest}))"
    if expression.func in _CALLS:
        return f"{_CALLS[expression.func]}({', '.join(map(put, expression.args))})"
    if expression.func in _OF_TWO and len(expression.args) == 2:
        return f"f64x2.{_OF_TWO[expression.func]}({', '.join(map(put, expression.args))})"
    raise ValueError(f"{expression} is nothing that loops of vectors have")


def _product(expression: Expression, constants: Mapping[str, float]) -> str:
    sign, rest = expression.as_coeff_Mul()
    if sign == -1:
        return f"f64x2.neg({vector(rest, constants)})"
    below = [1 / each for each in expression.args if each.is_Pow and each.exp.is_Integer and each.exp < 0]
    above = [each for each in expression.args if 1 / each not in below]
    found = _fold("mul", [vector(each, constants) for each in above]) if above else "f64x2.splat(1.0)"
    return f"f64x2.div({found}, {_fold('mul', [vector(each, constants) for each in below])})" if below else found


def _power(base: str, exponent: int) -> str:
    """A power as a product of squares where it is that of a name, of which a compiler works each out once."""
    if exponent == 1:
        return base
    if not base.isidentifier():
        return _fold("mul", [base] * exponent)
    half = _power(base, exponent // 2)
    square = f"f64x2.mul({half}, {half})"
    return f"f64x2.mul({square}, {base})" if exponent % 2 else square


def _fold(operation: str, vectors: list[str]) -> str:
    found, *others = vectors
    for each in others:
        found = f"f64x2.{operation}({found}, {each})"
    return found
