"""Emission to NumPy: an equation as a function of arrays.

For equations that are worked out at many points at once, not integrated step by step; the membrane's kernel is
emitted by `python`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import sympy as sp

from apsite import parameters
from apsite.equations.membrane import Equations
from apsite.equations.symbols import Expression


def function(expression: Expression, *arguments: str) -> Callable[..., Any]:
    """Return `expression` as a function of the symbols that `arguments` names, in that order.

    The function takes numbers and arrays that broadcast, in the units of the symbols. Every other symbol takes its
    parameter's value. Raises ValueError for a symbol that is neither an argument nor a parameter, or for an argument
    that the equation does not depend on.
    """
    symbols = {str(each): each for each in expression.free_symbols}
    for name in arguments:
        if name not in symbols:
            raise ValueError(f"{name!r} does not stand in the equation; allowed: {', '.join(sorted(symbols))}")
    fixed = symbols.keys() - set(arguments)
    for name in sorted(fixed - parameters.BY_NAME.keys()):
        raise ValueError(f"{name!r} is no parameter, so it has to be an argument")
    values = {symbols[name]: parameters.BY_NAME[name].value for name in fixed}
    return sp.lambdify(  # type: ignore[no-any-return]
        [symbols[name] for name in arguments], expression.subs(values), modules=[{"linoid": _linoid}, "numpy"], cse=True
    )


def of_parameters(membrane: Equations, expressions: Sequence[Expression], *more: Expression) -> Callable[..., Any]:
    """Return `expressions` as a function of a membrane's parameters, and of `more` symbols, that returns a list."""
    declared = (*membrane.mechanism.constants, *membrane.mechanism.shared)
    values = {symbol: each.value for symbol, each in zip(membrane.constants, declared, strict=True)}
    made = [sp.sympify(each).subs(values) for each in expressions]
    return sp.lambdify([*membrane.parameters, *more], made, modules=[{"linoid": _linoid}, "numpy"])  # type: ignore[no-any-return]


def _linoid(x: Any) -> np.ndarray:
    """x / (exp(x) - 1), 1 at x = 0."""
    x = np.asarray(x, dtype=float)
    safe = np.where(x == 0.0, 1.0, x)
    return np.where(x == 0.0, 1.0, safe / np.expm1(safe))
