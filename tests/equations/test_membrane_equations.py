"""The symbolic equations of the membrane against the paper's, typed by hand in `reference`."""

import numpy as np
import pytest
import sympy as sp

from apsite import parameters
from apsite.equations.membrane import equations_of
from apsite.equations.symbols import linoid
from apsite.membranes.squid import SQUID
from tests import reference

MEMBRANE = equations_of(SQUID)
GATES = MEMBRANE.gates
VALUES = {sp.Symbol(each.name, real=True): each.value for each in parameters.BY_NAME.values()}
FUNCTIONS = [{"linoid": lambda x: 1.0 if x == 0 else x / np.expm1(x)}, "numpy"]


def evaluate(expression, **state):
    symbols = {sp.Symbol(name, real=True): value for name, value in state.items()} | VALUES
    symbols |= {name: float(value.subs(VALUES)) for name, value in MEMBRANE.derived.items()}
    return float(sp.lambdify(list(symbols), expression, FUNCTIONS)(*symbols.values()))


@pytest.mark.parametrize("V", [-120.0, -70.0, -60.0, -45.0, 0.0, 60.0])  # -60 and -45 are the removable singularities
def test_rates_are_those_of_the_paper(V):
    for gate in GATES:
        alpha, beta = reference.rates(V)[gate.name]
        assert evaluate(gate.alpha, V=V) == pytest.approx(alpha, rel=1e-12)
        assert evaluate(gate.beta, V=V) == pytest.approx(beta, rel=1e-12)


def test_derivatives_are_those_of_the_paper():
    state = {"V": -31.0, "m": 0.4, "h": 0.3, "n": 0.6}
    expected = reference.derivative(list(state.values()), 7.0, reference.DEFAULTS)
    found = [evaluate(MEMBRANE.dVdt, I_stim=7.0, **state), *(evaluate(gate.derivative, **state) for gate in GATES)]
    assert found == pytest.approx(expected, rel=1e-12)


def test_a_current_is_positive_outward():
    sodium, potassium, leak = (evaluate(each.current, V=0.0, m=1.0, h=1.0, n=1.0) for each in MEMBRANE.currents)
    assert sodium < 0 < leak < potassium


def test_no_number_but_a_parameter_stands_in_an_equation():
    """Exponents, signs and the 1 of (1 - m) are form; any other number would be a parameter typed a second time."""
    form = {sp.Integer(each) for each in (-1, 1, 3, 4)}
    everything = [MEMBRANE.dVdt, *MEMBRANE.derived.values()]
    everything += [part for gate in GATES for part in (gate.alpha, gate.beta, gate.derivative)]
    assert set().union(*(each.atoms(sp.Number) for each in everything)) <= form


def test_linoid_prints_as_a_fraction():
    assert sp.latex(linoid(sp.Symbol("x"))) == r"\frac{x}{e^{x} - 1}"
