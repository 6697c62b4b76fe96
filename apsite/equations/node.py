"""The membrane of a mammal's node of Ranvier, and what lies between nodes.

The CRRSS node (Chiu, Ritchie, Rogart & Stagg 1979; Sweeney, Mortimer & Durand 1987): sodium channels with two gates m
and one gate h, a leak, and no potassium channels. Convention and symbols as in `membrane`; the rates hold at the node's
one temperature. An internode under myelin has no channels: a capacitance and a leak, balanced at the rest of its axon.
"""

import sympy as sp

from apsite.equations.membrane import Current, Gate, I_stim, V, h, m, symbol, u


def _rate(name: str) -> sp.Expr:
    return symbol(f"node_{name}")


def _odds(gate: str) -> sp.Expr:
    """What a settled gate's open share is over its closed one: grows by e every k mV from the middle on."""
    return sp.exp((u - _rate(f"u_{gate}")) / _rate(f"k_{gate}"))


_alpha_m = (_rate("A_alpha_m") + _rate("B_alpha_m") * u) / (1 + sp.exp((_rate("u_alpha_m") - u) / _rate("k_alpha_m")))
_beta_h = _rate("A_beta_h") / (1 + sp.exp((_rate("u_beta_h") - u) / _rate("k_beta_h")))

GATES = (
    Gate(m, alpha=_alpha_m, beta=_alpha_m / _odds("m"), factor=sp.Integer(1)),
    Gate(h, alpha=_beta_h / _odds("h"), beta=_beta_h, factor=sp.Integer(1)),
)

CURRENTS = (
    Current("Na", symbol("node_g_Na") * m**2 * h, symbol("node_E_Na")),
    Current("L", symbol("node_g_L"), symbol("node_E_L")),
)

ionic_current = sum((current.current for current in CURRENTS), sp.Integer(0))

#: Change of a node's potential, mV/ms.
dVdt = (I_stim - ionic_current) / symbol("node_C_m")

#: Where the leak of an internode is balanced, mV: the rest of its axon.
E_rest = sp.Symbol("E_rest", real=True)

#: The current through myelin and the membrane beneath it, uA/cm2.
I_my = symbol("myelin_conductance") * (V - E_rest)
