import pytest

from apsite import units


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (1.6545, "ms", "µs", 1654.5),
        (-55.0, "mV", "V", -0.055),
        (26.55, "uA/cm2", "µA/cm²", 26.55),
        (26.55, "uA/cm2", "mA/cm2", 0.02655),
        (120.0, "mS/cm2", "S/m2", 1200.0),
        (307.0, "mV/ms", "V/s", 307.0),
        (0.54, "1", "%", 54.0),
        (52.4, "Hz", "1/s", 52.4),
        (6.3, "°C", "°C", 6.3),
    ],
)
def test_units_convert(value, unit, to, expected):
    assert units.convert(value, unit, to) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("unit", "to"), [("mV", "ms"), ("uA/cm2", "uA"), ("mV", "banana"), ("%", "mV")])
def test_what_does_not_fit_is_refused_by_name(unit, to):
    with pytest.raises(units.UnitError, match=to):
        units.convert(1.0, unit, to)
