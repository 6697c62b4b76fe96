import pytest
import sympy as sp

from apsite import dimensions
from apsite.dimensions import DimensionError
from apsite.equations import membrane


def test_every_equation_has_the_unit_that_is_declared():
    dimensions.check()
    assert len(dimensions.declared()) == 1 + 5 * len(membrane.GATES) + 2 * len(membrane.CURRENTS) + 1


@pytest.mark.parametrize(
    "wrong",
    [
        membrane.V + membrane.m,  # mV + 1
        membrane.dVdt + membrane.I_stim,  # mV/ms + uA/cm2
        sp.exp(membrane.V),  # an exponential of millivolts
        membrane.GATES[0].alpha * membrane.V,  # mV/ms where 1/ms is declared
    ],
)
def test_an_equation_that_does_not_fit_is_refused(monkeypatch, wrong):
    monkeypatch.setattr(dimensions, "declared", lambda: {"wrong": (wrong, "1/ms")})
    with pytest.raises(DimensionError):
        dimensions.check()


def test_a_prefix_counts_as_much_as_a_dimension(monkeypatch):
    monkeypatch.setitem(dimensions._UNITS, "C_m", "nF/cm2")
    with pytest.raises(DimensionError, match="dV/dt"):
        dimensions.check()
