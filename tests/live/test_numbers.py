"""Numbers as a reader types, reads and hears them, against what is written here by hand.

A number that was understood wrongly would run the model with a value that nobody asked for, so that what can be read in
two ways is refused. Printed numbers are held against the rules of the pages: a proper minus sign, units with a space
that does not break.
"""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apsite.live.presets.controls import CONTROLS, SPOKEN
from tests.depth import examples


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5.0),
        ("-5", -5.0),
        ("\u22125", -5.0),  # minus
        ("\u20135", -5.0),  # en dash
        ("\u20125", -5.0),  # figure dash
        ("+5", 5.0),
        ("3.5", 3.5),
        ("3,5", 3.5),
        ("-70,25", -70.25),
        (".5", 0.5),
        (",5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1E-3", 0.001),
        ("2.5e+1", 25.0),
        ("1e\u22123", 0.001),
        ("  7  ", 7.0),
        ("\u2212 70", -70.0),
        ("1 000", 1000.0),
        ("1\u2009000", 1000.0),  # thin space
        ("1\u202f000", 1000.0),  # narrow space that does not break
        ("1\u00a0000.5", 1000.5),
        ("1'000", 1000.0),
        ("007", 7.0),
        ("0", 0.0),
        ("-0", 0.0),
        ("26.55", 26.55),
        ("1000,5", 1000.5),
        ("1,0000", 1.0),
        ("0,125", 0.125),
    ],
)
def test_a_number_is_read_as_it_is_meant(live, text, value):
    assert live.ask("parse", text=text) == value


@pytest.mark.parametrize("text", ["1,000", "-1,000", "\u221212,500", "1,000,000"])
def test_a_comma_that_may_mean_two_things_is_refused(live, text):
    with pytest.raises(live.Problem, match=r"can be read in two ways: write -?[0-9]+ or a decimal point"):
        live.ask("parse", text=text)


@pytest.mark.parametrize("text", ["", "   ", "\t", "\u2009"])
def test_nothing_is_not_nought(live, text):
    """JavaScript's own Number("") is 0."""
    with pytest.raises(live.Problem, match="a number is missing"):
        live.ask("parse", text=text)


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "-1e400",
        "0x10",
        "0b11",
        "0o7",
        "\u0661",  # Arabic-Indic one
        "\uff15",  # fullwidth five
        "\u00bd",  # one half
        "5\u00b2",
        "5 mV",
        "5%",
        "1e",
        "e5",
        "--5",
        "5-",
        "1.2.3",
        "1,2,3",
        "1.000,5",
        "1_000",
        "5n",
        "null",
        "true",
        "1/2",
        "<b>5</b>",
        "-",
        ".",
        ",",
        "\u2212",
    ],
)
def test_what_is_not_a_number_is_said_to_be_none(live, text):
    """JavaScript's own Number takes hexadecimals and Infinity, and parseFloat what begins with a number."""
    with pytest.raises(live.Problem, match="is not a number") as told:
        live.ask("parse", text=text)
    assert text.strip() in str(told.value)


@settings(max_examples=examples(200), deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_prints_is_read_back(live, value):
    """Any double in Python's shortest decimals, and with either minus sign."""
    assert live.ask("parse", text=repr(value)) == value
    assert live.ask("parse", text=repr(value).replace("-", "\u2212")) == value


@settings(max_examples=examples(200), deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_refused(live, text):
    try:
        found = live.ask("parse", text=text)
    except live.Problem:
        return
    assert math.isfinite(found)
    assert any(character in "0123456789" for character in text)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (-70.0, 2, "\u221270"),
        (35.0758, 2, "35.08"),
        (26.55, 2, "26.55"),
        (26.5, 2, "26.5"),
        (100.0, 0, "100"),
        (100.0, 2, "100"),
        (1000.0, 1, "1000"),
        (0.0, 2, "0"),
        (-0.0, 2, "0"),
        (-0.004, 2, "0"),
        (0.05, 1, "0.1"),
        (-1.5, 0, "\u22122"),
        (0.1 + 0.2, 2, "0.3"),
    ],
)
def test_a_number_is_printed_without_idle_noughts(live, value, digits, expected):
    assert live.ask("format", value=value, digits=digits) == expected


@settings(max_examples=examples(100), deadline=None)
@given(value=st.floats(-1e4, 1e4), digits=st.integers(0, 6))
def test_what_is_printed_is_read_back_to_its_digits(live, value, digits):
    printed = live.ask("format", value=value, digits=digits)
    assert live.ask("parse", text=printed) == pytest.approx(value, abs=0.5000001 * 10.0**-digits)
    assert "-" not in printed


@pytest.mark.parametrize(("step", "digits"), [(1.0, 0), (0.5, 1), (0.1, 1), (0.05, 2), (0.01, 2), (0.001, 3), (5.0, 0)])
def test_a_control_shows_the_digits_of_its_step(live, step, digits):
    assert live.ask("decimals", step=step) == digits


def test_every_control_shows_each_of_its_steps(live):
    for control in CONTROLS:
        digits = int(live.ask("decimals", step=control.step))
        assert round(control.step, digits) == control.step


@pytest.mark.parametrize(
    ("value", "unit", "digits", "expected"),
    [
        (-70.0, "mV", 2, "negative 70 millivolts"),
        (1.0, "ms", 2, "1 millisecond"),
        (0.5, "ms", 2, "0.5 milliseconds"),
        (0.0, "mV", 2, "0 millivolts"),
        (-0.001, "mV", 2, "0 millivolts"),
        (0.999, "ms", 2, "1 millisecond"),
        (-1.0, "mV", 0, "negative 1 millivolt"),
        (26.55, "uA/cm2", 2, "26.55 microamperes per square centimetre"),
        (50.0, "%", 0, "50 percent"),
        (6.3, "°C", 1, "6.3 degrees Celsius"),
        (0.04, "1", 2, "0.04"),
        (1.0, "1", 2, "1"),
    ],
)
def test_a_number_is_spoken_with_its_unit_in_words(live, value, unit, digits, expected):
    assert live.ask("spoken", value=value, unit=unit, digits=digits) == expected


def test_every_unit_of_a_control_can_be_spoken():
    assert {control.unit for control in CONTROLS} <= set(SPOKEN)
