"""What the page on the refractory period states, against science.md (marked R there: independent code)."""

import pytest

from apsite import experiments


def published(name):
    module = experiments.load(name)
    return {value.name: value.value for value in module.values(module.run(module.Protocol()))}


@pytest.fixture(scope="module")
def everything():
    return published("second-pulse") | published("resetting-gates")


# science.md, "Targets": name, value, digits behind the point.
TARGETS = {
    "second.ratio_at_8": (6.206, 3),
    "second.ratio_at_10": (3.497, 3),
    "second.ratio_at_12": (2.158, 3),
    "second.ratio_at_16": (1.019, 3),
    "second.ratio_at_20": (0.852, 3),
    "second.ratio_at_25": (1.013, 3),
    "refractory.absolute_2x": (12.34, 2),
    "refractory.absolute_5x": (8.70, 2),
    "refractory.absolute_10x": (6.73, 2),
    "reset.none": (6.21, 2),
    "reset.n": (2.70, 2),
    "reset.h": (5.56, 2),
}


@pytest.mark.parametrize("name", TARGETS)
def test_values_hit_their_targets(everything, name):
    target, places = TARGETS[name]
    assert everything[name] == pytest.approx(target, abs=0.5000001 * 10.0**-places)
