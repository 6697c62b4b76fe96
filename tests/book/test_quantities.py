from decimal import Decimal

import pytest

from apsite import parameters
from apsite.book.model.quantities import decimal, prettify, pretty, quantities, read, rounded, typeset
from apsite.units import convert


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("about -55 mV", "-55", "mV"),
        ("about −55 mV", "-55", "mV"),
        ("about –55 mV", "-55", "mV"),
        ("+35 mV", "35", "mV"),
        ("6.2 times", "6.2", ""),
        ("54 %", "54", "%"),
        ("54%", "54", "%"),
        ("54 per cent", "54", "%"),
        ("2.24 µA/cm²", "2.24", "µA/cm²"),
        ("2.24 uA/cm^2", "2.24", "uA/cm^2"),
        ("2.24\u202fµA/cm2", "2.24", "µA/cm2"),
        ("a 0.5-ms pulse", "0.5", "ms"),
        ("10,000 Hz", "10000", "Hz"),
        ("35.4 Ω cm", "35.4", "Ω cm"),
        ("18.5 °C", "18.5", "°C"),
        ("20 mV/ms", "20", "mV/ms"),
        ("12 millivolts", "12", "millivolts"),
        ("0.2 /ms", "0.2", "1/ms"),
        ("30 min", "30", "min"),
        ("2 h", "2", "h"),
        ("1.5 GΩ", "1.5", "GΩ"),
        ("10 fA", "10", "fA"),
        ("300 kDa", "300", "kDa"),
        ("1e3 mV", "1000", "mV"),
        ("20 m s⁻¹", "20", "m s⁻¹"),
        ("20 m s^-1", "20", "m s^-1"),
        ("20 m·s⁻¹", "20", "m·s⁻¹"),
        ("2 mV per ms", "2", "mV/ms"),
        ("4 ms⁻¹", "4", "1/ms"),
        ("the 1950s", "1950", ""),
        ("5 K+ ions", "5", ""),
    ],
)
def test_reads_one_number_and_its_unit(text, number, unit):
    written = read(text)
    assert written.number == Decimal(number)
    assert written.unit == unit


@pytest.mark.parametrize(("text", "count"), [("rest", "no number"), ("from -70 to -55 mV", "2 numbers")])
def test_refuses_what_is_not_one_number(text, count):
    with pytest.raises(ValueError, match=count):
        read(text)


@pytest.mark.parametrize(
    ("text", "value", "holds"),
    [
        ("-55 mV", -54.5949, True),
        ("-54.6 mV", -54.5949, True),
        ("-54.59 mV", -54.5949, True),
        ("-54.595 mV", -54.5949, True),
        ("-54 mV", -54.5949, False),
        ("-54.5 mV", -54.5949, False),
        ("55 mV", -54.5949, False),
        ("-56 mV", -54.5949, False),
        ("0.5", 0.45, True),  # half-way, either side
        ("0.4", 0.45, True),
        ("0.4", 0.4501, False),
        ("50.0", 50.06, False),
        ("10,000", 10000.4, True),
    ],
)
def test_holds_when_the_value_rounds_to_it_at_its_precision(text, value, holds):
    assert read(text).holds(value) is holds


def test_a_tolerance_takes_the_place_of_the_rounding():
    assert read("near -55 mV").holds(-56.9, tolerance=2)
    assert not read("near -55 mV").holds(-57.1, tolerance=2)
    assert not read("near -55 mV").holds(-55.4, tolerance=0.1)


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "text"),
    [
        (-54.5949, 2, "mV", "−54.59\u202fmV"),
        (307.37, 0, "mV/ms", "307\u202fmV/ms"),
        (2.24033, 2, "uA/cm2", "2.24\u202fµA/cm²"),
        (6.3, 1, "degC", "6.3\u202f°C"),
        (-0.001, 2, "mV", "0.00\u202fmV"),
        (6.206, 1, "1", "6.2"),
        (54.2, 0, "%", "54\u202f%"),
        (0.2, 1, "1/ms", "0.2\u202fms⁻¹"),
    ],
)
def test_typesets_a_value_as_it_is_printed(value, decimals, unit, text):
    assert typeset(value, decimals, unit) == text


def test_pretty_units():
    assert [pretty(unit) for unit in ("uF/cm2", "ohm*cm", "µA/cm²", "m/s", "cm")] == [
        "µF/cm²", "Ω·cm", "µA/cm²", "m/s", "cm",
    ]  # fmt: skip


def test_a_number_that_is_none_is_refused():
    assert decimal(" −12.5 ") == Decimal("-12.5")
    for text in ("twelve", "nan", "inf", ""):
        with pytest.raises(ValueError, match="not a number"):
            decimal(text)


@pytest.mark.parametrize("text", [
    "in 1952", "Na+ 12", "three gates", "Figure 3", "version 2.1", "the 1950s", "at 3pm", "from 10 am to 12 pm",
    "by/3.0/us", "the licence is 3.0/us", "a 2nd and a 3D one", "1 in 3", "12 as before", "in 1952 a squid",
    "5 K+ ions", "20 Ca2+", "2 Mg2+ ions", "5 years", "10 cells are", "https://example.org/30 min",
    "docs/07-percent.py", "chapter 2-min.js",
])  # fmt: skip
def test_no_quantity_without_a_unit(text):
    assert list(quantities(text)) == []


def test_every_unit_that_a_parameter_or_a_value_has_is_seen():
    """And means, for pint, what is written."""
    for unit in {each.unit for each in parameters.BY_NAME.values() if "(" not in each.unit} - {"1"}:
        [found] = quantities(f"It is 2 {pretty(unit)} here.")
        assert convert(2.0, unit, read(f"2 {pretty(unit)}").unit) == pytest.approx(2.0), found


def test_quantities_in_a_sentence_are_printed_with_signs_and_powers():
    written = "From -12 mV by 2 uA/cm2 per ms, at 6.3 °C; eq. 12 and m2 stay."
    printed = "From −12_mV by 2_µA/cm² per ms, at 6.3_°C; eq. 12 and m2 stay."
    assert prettify(written) == printed.replace("_", "\N{NARROW NO-BREAK SPACE}")


@pytest.mark.parametrize("text", ["9e999999 mV", "9e99999999999999999999 mV", "1e-9999 mV"])
def test_a_number_that_no_float_reaches_is_refused(text):
    with pytest.raises(ValueError, match="infinity"):
        read(text)


@pytest.mark.parametrize(("value", "decimals", "digits"), [(35.08, 1, "35.1"), (35.08, 0, "35"), (1234.5, -2, "1200")])
def test_rounds_to_digits_behind_the_point_and_before_it(value, decimals, digits):
    assert rounded(value, decimals) == digits
