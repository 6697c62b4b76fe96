"""Nernst, Goldman and the emission to NumPy, against the formulas typed by hand with CODATA's constants."""

import numpy as np
import pytest

from apsite.equations import ions
from apsite.equations.membrane import equations_of
from apsite.kernels.numpy_functions import function
from apsite.laboratory.ions import (
    MAMMAL,
    SQUID,
    balance_ratio,
    concentration_rate,
    concentration_rise,
    nernst,
    outward_amount,
)
from apsite.membranes.squid import SQUID as AXON
from tests import reference

R, FARADAY, ZERO = 8.314462618, 96485.33212, 273.15  # J/(mol K), C/mol, K


def by_hand(outside, inside, celsius, valence=1):
    return 1000 * R * (celsius + ZERO) / (valence * FARADAY) * np.log(outside / inside)


@pytest.mark.parametrize(
    ("outside", "inside", "celsius", "valence"),
    [(20.0, 400.0, 6.3, 1), (145.0, 12.0, 37.0, 1), (110.0, 10.0, 37.0, -1), (2.0, 1e-4, 25.0, 2), (7.0, 7.0, 0.0, 1)],
)
def test_nernst_is_that_of_the_textbook(outside, inside, celsius, valence):
    found = nernst(outside, inside, celsius, valence)
    assert found == pytest.approx(by_hand(outside, inside, celsius, valence), abs=1e-9)
    assert balance_ratio(found, celsius, valence) == pytest.approx(outside / inside, rel=1e-12)


def test_58_mV_per_decade_at_20_degrees():
    """The rule of thumb of every textbook."""
    assert nernst(10.0, 1.0, 20.0) == pytest.approx(58.2, abs=0.05)


def test_goldman_is_nernst_where_one_ion_passes():
    for name, potential in (("P_K", MAMMAL.E_K), ("P_Na", MAMMAL.E_Na), ("P_Cl", MAMMAL.E_Cl)):
        alone = {"P_K": 0.0, "P_Na": 0.0, "P_Cl": 0.0} | {name: 0.3}
        assert MAMMAL.resting_potential(**alone) == pytest.approx(potential, abs=1e-9)


def test_goldman_cancels_the_constant_field_currents():
    """What it is derived from: P z2 u (c_in - c_out exp(-z u)) / (1 - exp(-z u)) of three ions adds up to 0."""
    u = SQUID.resting_potential() / by_hand(np.e, 1.0, SQUID.temperature)
    ions_ = (
        (1.0, 1, SQUID.K_out, SQUID.K_in),
        (0.04, 1, SQUID.Na_out, SQUID.Na_in),
        (0.45, -1, SQUID.Cl_out, SQUID.Cl_in),
    )
    currents = [P * u * (c_in - c_out * np.exp(-z * u)) / (1 - np.exp(-z * u)) for P, z, c_out, c_in in ions_]
    assert sum(currents) == pytest.approx(0.0, abs=1e-9 * max(np.abs(currents)))


def test_concentrations_may_be_arrays():
    outside = np.array([[2.0, 5.0], [10.0, 20.0]])
    bath = MAMMAL.replace(K_out=outside)
    assert pytest.approx(by_hand(outside, 140.0, 37.0), abs=1e-9) == bath.E_K
    single = [MAMMAL.replace(K_out=each).resting_potential() for each in outside.ravel()]
    assert bath.resting_potential().ravel() == pytest.approx(single, abs=1e-12)


def test_a_charge_spreads_over_a_cylinder():
    """1 uC/cm2 of Na+ is 10.364 pmol/cm2; a cylinder of 10 um has 4000 cm2 of wall per cm3."""
    assert outward_amount(1000.0) == pytest.approx(1e6 / FARADAY, rel=1e-9)
    assert concentration_rise(-1000.0, 10.0) == pytest.approx(1e-6 / FARADAY * 4000 * 1e6, rel=1e-9)
    # 1 uA/cm2 for 1000 s is 1000 uC/cm2, which is 1e6 nC/cm2.
    assert 1000 * concentration_rate(-1.0, 10.0) == pytest.approx(concentration_rise(-1e6, 10.0), rel=1e-12)


@pytest.mark.parametrize("changes", [{"K_out": 0.0}, {"Na_in": float("nan")}, {"Cl_in": -3.0}, {"temperature": 41.0}])
def test_a_solution_that_cannot_be_is_refused_by_name(changes):
    (name,) = changes
    with pytest.raises(ValueError, match=f"{name} = .*allowed"):
        SQUID.replace(**changes)


@pytest.mark.parametrize(
    ("permeabilities", "message"), [({"P_Ca": 1.0}, "no permeability 'P_Ca'"), ({"P_Na": -0.1}, "P_Na = -0.1")]
)
def test_a_permeability_that_cannot_be_is_refused(permeabilities, message):
    with pytest.raises(ValueError, match=message):
        SQUID.resting_potential(**permeabilities)


def test_an_equation_of_the_membrane_becomes_a_numpy_function_too():
    """The rates have removable singularities at -45 and -60 mV."""
    potentials = np.array([-120.0, -70.0, -60.0, -45.0, 30.0])
    for gate in equations_of(AXON).gates:
        expected = [reference.rates(V)[gate.name][0] for V in potentials]
        assert function(gate.alpha, "V")(potentials) == pytest.approx(expected, rel=1e-12)


def test_a_function_wants_all_that_is_no_parameter_and_nothing_else():
    with pytest.raises(ValueError, match="'c_in' is no parameter"):
        function(ions.nernst, "c_out", "temperature", "z")
    with pytest.raises(ValueError, match="'c_K_out' does not stand in the equation; allowed: F, R, T_0, c_in"):
        function(ions.nernst, "c_out", "c_in", "z", "c_K_out")
