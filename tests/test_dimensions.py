import pytest
import sympy as sp

from apsite import dimensions
from apsite.dimensions import DimensionError
from apsite.equations import membrane, node


def test_every_equation_has_the_unit_that_is_declared():
    dimensions.check()
    of_the_membrane = 1 + 5 * len(membrane.GATES) + 2 * len(membrane.CURRENTS) + 1 + len(membrane.BLOCKED)
    of_the_node = 1 + 3 * len(node.GATES) + len(node.CURRENTS)
    ions, terminal, cable_and_myelin = 5, 8, 7
    assert len(dimensions.declared()) == of_the_membrane + of_the_node + ions + terminal + cable_and_myelin


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


@pytest.mark.parametrize(
    ("symbol", "unit", "equation"),
    [
        ("F", "C/mol", "Nernst"),
        ("c_K_in", "uM", "c_K_in"),
        ("d", "um", "accumulation"),
        ("k_Ca", "uM", "tau_Ca"),
        ("R_a", "ohm*cm", "axial"),
    ],
)
def test_the_units_of_ions_and_terminal_count_too(monkeypatch, symbol, unit, equation):
    monkeypatch.setitem(dimensions._UNITS, symbol, unit)
    with pytest.raises(DimensionError, match=equation):
        dimensions.check()


def test_a_prefix_counts_as_much_as_a_dimension(monkeypatch):
    monkeypatch.setitem(dimensions._UNITS, "C_m", "nF/cm2")
    with pytest.raises(DimensionError, match="dV/dt"):
        dimensions.check()
