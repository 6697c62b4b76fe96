"""The symbols that equations are made of, and formulas as they are typed, made into them.

Owns V, the stimulus, `linoid` and `lookup`. A parameter's symbol has the name that it has outside of its membrane.
"""

import ast
import operator
from collections.abc import Callable
from typing import Any

import sympy as sp

from apsite import parameters
from apsite.membranes import formulas

Expression = Any  # SymPy ships no types


class linoid(sp.Function):  # type: ignore[misc]  # noqa: N801 - a function, named as SymPy names them
    """x / (exp(x) - 1), which is 1 at x = 0. Kernels lower it with that point guarded."""

    nargs = (1,)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        x = printer._print(self.args[0])
        form = rf"\frac{{{x}}}{{e^{{{x}}} - 1}}"
        return form if exp is None else rf"\left({form}\right)^{{{exp}}}"


class lookup(sp.Function):  # type: ignore[misc]  # noqa: N801 - a function, named as SymPy names them
    """lookup(tables, k, V) is the value of the k-th of a membrane's tables at V."""

    nargs = (3,)


#: The tables of a membrane, as a run is given them.
tables = sp.Symbol("rates_by_V", real=True)

V, I_stim = sp.symbols("V I_stim", real=True)

#: What kernels have no function of their own for is made of exponentials.
_FUNCTIONS = {
    "exp": sp.exp,
    "log": sp.log,
    "sqrt": sp.sqrt,
    "linoid": linoid,
    "sinh": lambda x: (sp.exp(x) - sp.exp(-x)) / 2,
    "cosh": lambda x: (sp.exp(x) + sp.exp(-x)) / 2,
    "tanh": lambda x: 1 - 2 / (sp.exp(2 * x) + 1),
}
_OPERATIONS: dict[type, Callable[[Expression, Expression], Expression]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def symbol(name: str) -> Expression:
    """The symbol of a parameter; only what `parameters` names can stand in an equation of the book's own."""
    return sp.Symbol(parameters.BY_NAME[name].name, real=True)


def read(text: str, names: dict[str, Expression]) -> Expression:
    """Return a formula as an expression, with `names` for what stands in it; x / (exp(x) - 1) as `linoid`."""
    return _without_gaps(_built(formulas.tree(text), names))


def _built(node: ast.AST, names: dict[str, Expression]) -> Expression:
    match node:
        case ast.Name(id=name):
            return names[name]
        case ast.Constant(value=value):
            return sp.sympify(value)
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATIONS[type(op)](_built(left, names), _built(right, names))
        case ast.UnaryOp(op=op, operand=operand):
            found = _built(operand, names)
            return -found if isinstance(op, ast.USub) else found
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return _FUNCTIONS[name](_built(argument, names))
    raise AssertionError(node)  # `formulas.tree` lets nothing else through


def _without_gaps(expression: Expression) -> Expression:
    """Return `expression` with c x / (exp(x) - 1), which is 0/0 where x is, written as c linoid(x)."""
    return expression.replace(sp.Mul, lambda *factors: _closed(sp.Mul(*factors)))


def _closed(product: Expression) -> Expression:
    for factor in product.args:
        if not (factor.is_Pow and factor.exp == -1 and factor.base.is_Add):
            continue
        for sign in (1, -1):
            power = sign * factor.base + 1  # exp(x), where the base is exp(x) - 1 or 1 - exp(x)
            if isinstance(power, sp.exp) and power.has(V):
                (x,) = power.args
                rest = sp.cancel(product / factor / x)
                if not rest.has(V):
                    return sign * rest * linoid(x)
    return product
