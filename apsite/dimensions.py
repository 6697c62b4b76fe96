"""The dimension check: every equation, worked out in units instead of numbers.

Owns the rules by which units pass through an expression. A sum of things that do not convert into each other one to
one (mV + V is as wrong as mV + ms), an exponential of something that has a unit, or a result in another unit than
the one that is declared for it raises DimensionError. Comes after `equations`; the catalogue runs it before
anything is published.
"""

from math import isclose

import pint
import sympy as sp

from apsite import parameters, units
from apsite.equations import cable, ions, membrane, node, terminal
from apsite.equations.membrane import CURRENTS, DEFINITIONS, GATES, Expression


class DimensionError(ValueError):
    """An equation whose units do not fit together."""


_UNITS = {name: parameter.unit for name, parameter in parameters.BY_NAME.items()}
_UNITS |= {"V": "mV", "I_stim": "uA/cm2"}
_UNITS |= {str(concentration): "mM" for concentration in ions.ghk.free_symbols if str(concentration).startswith("c_")}
_UNITS |= {"c_out": "mM", "c_in": "mM", "z": "1", "E": "mV", "I_ion": "uA/cm2", "d": "cm"}
_UNITS |= {
    "R_a": "kohm*cm",
    "ell": "cm",
    "V_xx": "mV/cm2",
    "g_m": "mS/cm2",
    "I_outside": "uA",
    "r": "cm",
    "rho_e": "kohm*cm",
    "E_rest": "mV",
}
_UNITS |= {"s": "1", "Ca": "uM", "V_post": "mV", "quanta": "1", "t": "ms"}
_UNITS |= {str(symbol): "1" for symbol in (*(gate.symbol for gate in GATES), *DEFINITIONS)}
_UNITS |= {str(symbol): "1" for symbol in (membrane.left_Na, membrane.left_K, membrane.n_rest)}


def declared() -> dict[str, tuple[Expression, str]]:
    """Return every equation by name, with the unit that its result must have."""
    table: dict[str, tuple[Expression, str]] = {"dV/dt": (membrane.dVdt, "mV/ms")}
    for gate in GATES:
        table |= {
            f"alpha_{gate.name}": (gate.alpha, "1/ms"),
            f"beta_{gate.name}": (gate.beta, "1/ms"),
            f"{gate.name}_inf": (gate.steady_state, "1"),
            f"rate of {gate.name}": (gate.rate, "1/ms"),
            f"d{gate.name}/dt": (gate.derivative, "1/ms"),
        }
    for current in CURRENTS:
        table |= {
            f"g_{current.name}": (current.conductance, "mS/cm2"),
            f"I_{current.name}": (current.current, "uA/cm2"),
        }
    table |= {
        "Nernst": (ions.nernst, "mV"),
        "balance ratio": (ions.balance_ratio, "1"),
        "GHK": (ions.ghk, "mV"),
        "accumulation": (ions.accumulation, "uM/s"),
        "flux": (ions.flux(ions.I_ion), "nmol/(s*cm2)"),
        "s_inf": (terminal.s_inf, "1"),
        "ds/dt": (terminal.dsdt, "1/ms"),
        "I_Ca": (terminal.I_Ca, "uA/cm2"),
        "dCa/dt": (terminal.dCadt, "uM/ms"),
        "release": (terminal.release, "1"),
        "g_syn": (terminal.g_syn, "mS/cm2"),
        "I_syn": (terminal.I_syn, "uA/cm2"),
        "dV_post/dt": (terminal.dVpostdt, "mV/ms"),
    }
    table |= {
        "area": (cable.area, "cm2"),
        "axial conductance": (cable.axial_conductance, "mS"),
        "I_axial": (cable.I_axial, "uA/cm2"),
        "cable dV/dt": (cable.cable_dVdt, "mV/ms"),
        "V_e": (cable.V_e, "mV"),
        "length constant": (cable.length_constant, "cm"),
        "node dV/dt": (node.dVdt, "mV/ms"),
        "I_my": (node.I_my, "uA/cm2"),
    }
    for gate in node.GATES:
        table |= {
            f"node alpha_{gate.name}": (gate.alpha, "1/ms"),
            f"node beta_{gate.name}": (gate.beta, "1/ms"),
            f"node d{gate.name}/dt": (gate.derivative, "1/ms"),
        }
    table |= {f"node I_{current.name}": (current.current, "uA/cm2") for current in node.CURRENTS}
    table |= {f"blocked {symbol}": (value, _UNITS[str(symbol)]) for symbol, value in membrane.BLOCKED.items()}
    return table | {str(symbol): (value, "1") for symbol, value in DEFINITIONS.items()}


def check() -> None:
    """Raise DimensionError if the units of any equation do not fit."""
    for name, (expression, unit) in declared().items():
        _same(name, _walk(expression), units.parse(unit))


def _walk(expression: Expression) -> pint.Unit:
    """Return the unit of `expression`."""
    if expression.is_Number:
        return units.parse("1")
    if expression.is_Symbol:
        # Only differences of temperatures stand in the equations.
        return units.parse(_UNITS[str(expression)].replace("°C", "delta_degC"))
    arguments = [_walk(argument) for argument in expression.args]
    if isinstance(expression, sp.Add):
        for argument in arguments[1:]:
            _same(str(expression), argument, arguments[0])
        return arguments[0]
    if isinstance(expression, sp.Mul):
        product = arguments[0]
        for argument in arguments[1:]:
            product = product * argument
        return product
    if isinstance(expression, sp.Pow) and expression.exp.is_Number:
        return units.parse(f"({arguments[0]})**{float(expression.exp)}")
    # What is left takes and gives pure numbers: exp, linoid, a power with a variable exponent.
    for argument in arguments:
        _same(str(expression), argument, units.parse("1"))
    return units.parse("1")


def _same(where: str, found: pint.Unit, expected: pint.Unit) -> None:
    try:
        factor = units.convert(1.0, str(found), str(expected))
    except units.UnitError:
        factor = 0.0
    if not isclose(factor, 1.0, rel_tol=1e-12):
        raise DimensionError(f"{where}: '{found}' where '{expected}' is needed")
