"""Formulas of the loops as vectors; that the loops do what Python does is tested in `live`."""

import pytest
import sympy as sp

from apsite.equations.symbols import linoid
from apsite.kernels.assembly_vectors import vector
from apsite.kernels.exponentials import base, growth, linoid_of

x, y = sp.symbols("x y")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (x, "x"),
        (sp.Float(2.5), "f64x2.splat(2.5)"),
        (x**3, "f64x2.mul(f64x2.mul(x, x), x)"),
        (x + y, "f64x2.add(x, y)"),
        (x - y, "f64x2.sub(x, y)"),
        (y - x, "f64x2.sub(y, x)"),
        (-x, "f64x2.neg(x)"),
        (-x - y, "f64x2.sub(f64x2.neg(x), y)"),
        (-2 * x, "f64x2.mul(f64x2.splat(-2.0), x)"),
        (x**4, "f64x2.mul(f64x2.mul(x, x), f64x2.mul(x, x))"),
        (1 / x, "f64x2.div(f64x2.splat(1.0), x)"),
        (x / y, "f64x2.div(x, y)"),
        (sp.Symbol("k") * x, "f64x2.mul(f64x2.splat(0.5), x)"),
        (sp.exp(x) + growth(y), "f64x2.add(exp(x), growth(y))"),
        (linoid(x), "linoid(x)"),
        (linoid_of(x, y), "linoidOf(x, y)"),
        (base(x, 8), "exp(f64x2.pmin(f64x2.pmax(x, f64x2.splat(-75.0)), f64x2.splat(37.5)))"),
        (sp.Max(x, y), "f64x2.pmax(x, y)"),
    ],
    ids=str,
)
def test_a_formula_is_written_as_vectors(expression: sp.Expr, text: str) -> None:
    assert vector(expression, {"k": 0.5}) == text


@pytest.mark.parametrize("expression", [sp.sin(x), sp.sqrt(x), x**y, x + sp.log(y)], ids=str)
def test_what_loops_do_not_have_is_refused(expression: sp.Expr) -> None:
    with pytest.raises(ValueError, match="is nothing that loops of vectors have"):
        vector(expression)
