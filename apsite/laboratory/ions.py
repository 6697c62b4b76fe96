"""Solutions on the two sides of a membrane: Nernst and Goldman potentials, and how fast concentrations shift.

Owns the two standard sets of concentrations and their validation. Every function takes numbers and arrays alike.
Comes after `kernels`, which makes the functions from the equations.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from apsite import parameters
from apsite.equations import ions
from apsite.kernels.numpy_functions import function
from apsite.parameters import CONCENTRATION, Parameter

Numbers = Any  # a number, or an array of them

_CONCENTRATIONS = ("K_out", "K_in", "Na_out", "Na_in", "Cl_out", "Cl_in")
_PERMEABILITIES = tuple(permeability.name for permeability in parameters.PERMEABILITIES)

_nernst = function(ions.nernst, "c_out", "c_in", "temperature", "z")
_ghk = function(ions.ghk, *(f"c_{name}" for name in _CONCENTRATIONS), "temperature", *_PERMEABILITIES)
_balance_ratio = function(ions.balance_ratio, "E", "temperature", "z")
_accumulation = function(ions.accumulation, "I_ion", "d")
_flux = function(ions.flux(ions.I_ion), "I_ion")


def nernst(outside: Numbers, inside: Numbers, temperature: Numbers, valence: Numbers = 1) -> Numbers:
    """Return the potential (mV) at which an ion of this `valence` is in balance.

    `outside`, `inside`: concentrations in one unit; `temperature` in °C. Numbers or arrays that broadcast.
    """
    return _nernst(outside, inside, temperature, valence)


def balance_ratio(potential: Numbers, temperature: Numbers, valence: Numbers = 1) -> Numbers:
    """Return the concentration outside over that inside at which an ion is in balance at `potential` (mV)."""
    return _balance_ratio(potential, temperature, valence)


def outward_amount(charge: Numbers) -> Numbers:
    """Return how much of an ion of one positive charge has left (pmol/cm2) with an outward `charge` (nC/cm2)."""
    return _flux(charge)


def concentration_rise(charge: Numbers, diameter: Numbers) -> Numbers:
    """Return by how much (mM) an outward `charge` (nC/cm2) of positive ions raises their concentration in an axon.

    `diameter` in um. Of an outward charge the rise is negative.
    """
    return 1e-6 * _accumulation(charge, 1e-4 * np.asarray(diameter))  # nM to mM; um to cm


def concentration_rate(current: Numbers, diameter: Numbers) -> Numbers:
    """Return how fast (mM/s) an outward `current` (uA/cm2) of positive ions raises their concentration in an axon.

    `diameter` in um.
    """
    return 1e-3 * _accumulation(current, 1e-4 * np.asarray(diameter))  # uM/s to mM/s; um to cm


@dataclass(frozen=True)
class Solutions:
    """What is dissolved outside and inside, in mM, and the temperature in °C.

    Each concentration is a number or an array; arrays broadcast. Raises ValueError for a concentration or a
    temperature out of range, naming it.
    """

    temperature: Numbers
    K_out: Numbers
    K_in: Numbers
    Na_out: Numbers
    Na_in: Numbers
    Cl_out: Numbers
    Cl_in: Numbers

    def __post_init__(self) -> None:
        for name in _CONCENTRATIONS:
            legal = dataclasses.replace(CONCENTRATION, name=name)
            for value in np.ravel(getattr(self, name)):
                legal.check(value)
        parameters.BY_NAME["temperature"].check(self.temperature)

    def replace(self, **changes: Numbers) -> "Solutions":
        """Return solutions with some concentrations changed."""
        return dataclasses.replace(self, **changes)

    @property
    def E_K(self) -> Numbers:
        """Potential at which potassium is in balance, mV."""
        return nernst(self.K_out, self.K_in, self.temperature)

    @property
    def E_Na(self) -> Numbers:
        """Potential at which sodium is in balance, mV."""
        return nernst(self.Na_out, self.Na_in, self.temperature)

    @property
    def E_Cl(self) -> Numbers:
        """Potential at which chloride is in balance, mV."""
        return nernst(self.Cl_out, self.Cl_in, self.temperature, -1)

    def resting_potential(self, **permeabilities: Numbers) -> Numbers:
        """Return the potential (mV) at which the currents of the three ions cancel.

        `permeabilities`: P_K, P_Na, P_Cl, of which only the ratios count; those not given are the resting squid axon's.
        Raises ValueError for one that is negative or not known.
        """
        for name, given in permeabilities.items():
            if name not in _PERMEABILITIES:
                raise ValueError(f"there is no permeability {name!r}; allowed: {', '.join(_PERMEABILITIES)}")
            for value in np.ravel(given):
                parameters.BY_NAME[name].check(value)
        chosen = [permeabilities.get(name, parameters.BY_NAME[name].value) for name in _PERMEABILITIES]
        concentrations = [getattr(self, name) for name in _CONCENTRATIONS]
        return _ghk(*concentrations, self.temperature, *chosen)


def _solutions(named: tuple[Parameter, ...]) -> Solutions:
    """The temperature comes first, then the concentrations in the order of the fields."""
    return Solutions(*(parameter.value for parameter in named))


SQUID = _solutions(parameters.SQUID)
MAMMAL = _solutions(parameters.MAMMAL)
