"""Ions on the two sides of a membrane: where each is in balance, where the membrane rests, how fast they shift.

Concentrations and currents are variables, as the potential is; the constants are parameters. A current is positive
outward, and so is the charge that it has carried.
"""

import sympy as sp

from apsite.equations.symbols import Expression, symbol

#: Concentrations outside and inside: of any ion, with its valence z, and of those that the resting membrane passes.
c_out, c_in, z = sp.symbols("c_out c_in z", real=True)
c_K_out, c_K_in, c_Na_out, c_Na_in, c_Cl_out, c_Cl_in = sp.symbols(
    "c_K_out c_K_in c_Na_out c_Na_in c_Cl_out c_Cl_in", real=True
)
#: A potential that is given.
E = sp.Symbol("E", real=True)
#: An ion's current through the membrane, and the diameter of the axon.
I_ion, d = sp.symbols("I_ion d", real=True)

thermal_voltage = symbol("R") * (symbol("temperature") + symbol("T_0")) / symbol("F")

#: Potential at which an ion is in balance, mV (Nernst).
nernst = thermal_voltage / z * sp.log(c_out / c_in)

#: The other way round: concentration outside over that inside that puts an ion's balance at E.
balance_ratio = sp.exp(z * E / thermal_voltage)

#: Potential at which the currents of three ions of one charge each add up to nothing, mV, if the field across the
#: membrane is constant (Goldman; Hodgkin & Katz 1949).
ghk = thermal_voltage * sp.log(
    (symbol("P_K") * c_K_out + symbol("P_Na") * c_Na_out + symbol("P_Cl") * c_Cl_in)
    / (symbol("P_K") * c_K_in + symbol("P_Na") * c_Na_in + symbol("P_Cl") * c_Cl_out)
)

#: How fast the concentration inside a cylinder rises by a current of ions of one positive charge, uM/s.
accumulation = -4 * I_ion / (symbol("F") * d)


def flux(current: Expression) -> Expression:
    """Return how much of an ion of one positive charge an outward `current` carries outward."""
    return current / symbol("F")
