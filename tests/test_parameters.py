import math

import pytest

from apsite import parameters
from apsite.units import parse

# Hodgkin & Huxley 1952, table 3 (p. 520), with rest at -70 mV and the signs turned.
PUBLISHED = {
    "C_m": 1.0,
    "g_Na": 120.0,
    "g_K": 36.0,
    "g_L": 0.3,
    "E_Na": -70 + 115,
    "E_K": -70 - 12,
    "E_L": -70 + 10.613,
}


@pytest.mark.parametrize(("name", "value"), PUBLISHED.items())
def test_values_are_those_of_the_paper(name, value):
    assert parameters.BY_NAME[name].value == value


@pytest.mark.parametrize("parameter", parameters.BY_NAME.values(), ids=lambda each: each.name)
def test_every_parameter_is_whole(parameter):
    assert parameter.minimum <= parameter.value <= parameter.maximum
    assert parameter.description.endswith(".")
    # A whole work, or a choice of this book, needs no place.
    assert not parameter.locator or parameter.locator.startswith(("p. ", "eq. ", "table ", "section "))
    assert parameter.source or not parameter.locator
    assert parameter.source or "this book" in parameter.description
    parse(parameter.unit)


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0, 40.1, "warm", None])
def test_a_bad_value_is_refused_with_name_unit_and_range(value):
    with pytest.raises(ValueError, match=r"temperature = .*allowed: 0 to 40 °C"):
        parameters.BY_NAME["temperature"].check(value)
