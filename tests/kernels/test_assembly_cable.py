"""The polynomials of the cable's loops as vectors; that the loops do what Python does is tested in `live`."""

import pytest
import sympy as sp

from apsite.kernels.assembly_cable import vector

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
    ],
    ids=str,
)
def test_a_polynomial_is_written_as_vectors(expression: sp.Expr, text: str) -> None:
    assert vector(expression) == text


@pytest.mark.parametrize("expression", [sp.exp(x), 1 / x, sp.sqrt(x), x + sp.exp(y)], ids=str)
def test_what_is_no_polynomial_is_refused(expression: sp.Expr) -> None:
    with pytest.raises(ValueError, match="no polynomial"):
        vector(expression)
