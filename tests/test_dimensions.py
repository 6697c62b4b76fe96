import pytest
import sympy as sp

from apsite import dimensions
from apsite.dimensions import DimensionError
from apsite.equations.membrane import equations_of
from apsite.equations.symbols import I_stim, V
from apsite.membranes.mechanism import Current, Gate, Mechanism
from apsite.membranes.squid import SQUID
from apsite.quantities import Parameter

MEMBRANE = equations_of(SQUID)


def test_every_equation_has_the_unit_that_is_declared():
    dimensions.check()
    whole = 5 + 10 + 6  # of ions, the terminal, the cable
    for mechanism in dimensions.MEMBRANES:
        cell = equations_of(mechanism)
        whole += sum(4 if gate.alpha is None else 5 for gate in cell.gates) + 2 * len(cell.currents)
        whole += len(cell.blocked) + len(cell.derived) + (mechanism.capacitance is not None)
    assert len(dimensions.declared()) == whole


@pytest.mark.parametrize(
    "wrong",
    [
        V + MEMBRANE.gates[0].symbol,  # mV + 1
        MEMBRANE.dVdt + I_stim,  # mV/ms + uA/cm2
        sp.exp(V),  # an exponential of millivolts
        MEMBRANE.gates[0].alpha * V,  # mV/ms where 1/ms is declared
    ],
)
def test_an_equation_that_does_not_fit_is_refused(monkeypatch, wrong):
    monkeypatch.setattr(dimensions, "declared", lambda: {"wrong": (wrong, "1/ms")})
    with pytest.raises(DimensionError):
        dimensions.check()


@pytest.mark.parametrize(
    ("symbol", "unit", "equation"),
    [
        ("F", "C/mol", "E_Ca"),
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


def declared_with(tau, unit):
    """A small membrane; what settles its gate has this `tau`, whose constant has this unit."""
    return Mechanism(
        "small",
        parameters=[
            Parameter("C", "uF/cm2", 0.1, 10.0, 1.0),
            Parameter("g", "mS/cm2", 0.0, 1.0, 0.1),
            Parameter("E", "mV", -99.0, 99.0, 0.0),
        ],
        gates=[Gate("p", inf="1 / (1 + exp((middle - V) / steep))", tau=tau)],
        currents=[Current("K", "g * p", "E")],
        constants=[
            Parameter("middle", "mV", 0.0, 0.0, 0.0),
            Parameter("steep", "mV", 9.0, 9.0, 9.0),
            Parameter("t", unit, 1.0, 1.0, 1.0),
        ],
    )


def test_the_units_of_any_membrane_can_be_checked():
    dimensions.check_membrane(declared_with("t", "ms"))
    for tau, unit in (("t", "s"), ("t * exp(V)", "ms"), ("t + 1", "ms")):
        with pytest.raises(DimensionError):
            dimensions.check_membrane(declared_with(tau, unit))
