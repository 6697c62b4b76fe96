"""The cable: how the inside of an axon joins patches of membrane.

Current flows along the axon where the potential falls, and what is lost on the way charges the membrane (eqs. 28 and
29 of Hodgkin & Huxley 1952). Outside
the axon there is no potential but that of an electrode there. A kernel cuts the axon into cylinders, of which
each is a patch of membrane, joined to the next by the conductance between their middles.
"""

import sympy as sp

from apsite.equations.ions import d
from apsite.equations.membrane import Equations
from apsite.equations.symbols import Expression

#: Axial resistivity (kohm cm), a cylinder's length (cm), and the second derivative of V along the axon (mV/cm2).
R_a, ell, V_xx = sp.symbols("R_a ell V_xx", real=True)

#: Membrane of a cylinder, cm2.
area = sp.pi * d * ell

#: Conductance of a cylinder's inside from end to end, mS.
axial_conductance = sp.pi * d**2 / (4 * R_a * ell)

#: The current along the axon that charges each area of its membrane, uA/cm2: the difference of what flows in and out of
#: a cylinder over its area, as its length goes to nothing.
I_axial = d / (4 * R_a) * V_xx

#: Potential (mV) at the distance r (cm) from a point that gives off a current I (uA) in a wide fluid of a resistivity.
I_outside, r, rho_e = sp.symbols("I_outside r rho_e", real=True)
V_e = rho_e * I_outside / (4 * sp.pi * r)

#: How far a steady potential spreads along a membrane of one conductance before it has fallen by a factor e, cm.
g_m = sp.Symbol("g_m", real=True)
length_constant = sp.sqrt(d / (4 * R_a * g_m))


def cable_dVdt(membrane: Equations) -> Expression:
    """Return the change of the membrane potential along an axon of a membrane, mV/ms (eq. 29 of the paper)."""
    return membrane.dVdt + I_axial / membrane.capacitance
