import re
from xml.etree.ElementTree import tostring

import pytest

from apsite.book.text.formulas import equation, formula


def mathml(latex: str) -> str:
    return tostring(formula(latex), encoding="unicode")


def test_a_formula_keeps_its_latex_as_alternative_text():
    math = formula("\\frac{dV}{dt}\n = 0")
    assert math.get("alttext") == "\\frac{dV}{dt} = 0"
    assert math.get("display") == "inline"
    assert equation("x").get("class") == "ap-equation"
    assert equation("x")[0].get("display") == "block"


def test_upright_letters_make_one_word():
    assert '<mi mathvariant="normal">Na</mi>' in mathml("g_{\\mathrm{Na}}")
    assert "<mi>a</mi><mi>b</mi>" in mathml("ab")


def test_text_is_text():
    assert "<mtext>&lt;script&gt;</mtext>" in mathml("\\text{<script>}")
    assert "<mo>&lt;</mo>" in mathml("a < b")


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        ("\\foo x", "unknown command"),
        ("x^", "missing super script or subscript"),
        ("\\left( x", "extra left or missing right"),
        ("\\frac{1}", "numerator and a denominator"),
        ("{x", "braces that do not match"),
        ("a & b", "outside of an environment"),
    ],
)
def test_latex_that_cannot_be_read_is_refused(latex, message):
    with pytest.raises(ValueError, match=message):
        formula(latex)


def test_a_function_s_name_stands_apart_and_a_charge_together():
    """As TeX sets an operator's name and an ordinary atom."""
    assert re.search(r'<mi>F</mi><mspace width="[\d.]+em" /><mi>ln</mi>', mathml(r"F \ln c"))
    assert "mspace" not in mathml(r"x = \ln c")
    assert '<mn>2</mn><mo lspace="0" rspace="0">+</mo>' in mathml(r"\mathrm{Ca}^{2+}")
