"""The dimension check: every equation, worked out in units instead of numbers.

Owns the rules by which units pass through an expression. A sum of things that do not convert into each other one to
one (mV + V is as wrong as mV + ms), an exponential of something that has a unit, or a result in another unit than
the one that is declared for it raises DimensionError. Comes after `equations`; the catalogue runs it before
anything is published.
"""

from collections.abc import Mapping
from math import isclose

import pint
import sympy as sp

from apsite import parameters, units
from apsite.equations import cable, ions, terminal
from apsite.equations.membrane import equations_of
from apsite.equations.symbols import Expression
from apsite.membranes.calcium import CALCIUM
from apsite.membranes.mechanism import Mechanism
from apsite.membranes.myelin import MYELIN
from apsite.membranes.node import NODE
from apsite.membranes.squid import SQUID


class DimensionError(ValueError):
    """An equation whose units do not fit together; `part` is its name in a table of them."""

    part = ""


Table = dict[str, tuple[Expression, str]]

#: The membranes of the book's own equations.
MEMBRANES = (SQUID, NODE, MYELIN, CALCIUM)


def _walk(expression: Expression, known: Mapping[str, str]) -> pint.Unit:
    """Return the unit of `expression`, whose symbols have units that are `known`."""
    if expression.is_Number:
        return units.parse("1")
    if expression.is_Symbol:
        # Only differences of temperatures stand in the equations.
        return units.parse(known[str(expression)].replace("°C", "delta_degC"))
    arguments = [_walk(argument, known) for argument in expression.args]
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


def units_of(mechanism: Mechanism) -> dict[str, str]:
    """Return the unit of every symbol that can stand in the equations of a membrane."""
    membrane = equations_of(mechanism)
    own = (*mechanism.parameters, *mechanism.constants, *mechanism.shared)
    found = {str(membrane.named(each.name)): each.unit for each in own} | {"V": "mV", "I_stim": "uA/cm2"}
    shares = (*(gate.symbol for gate in membrane.gates), *membrane.resting.values(), *(b.left for b in membrane.blocks))
    found |= {str(share): "1" for share in shares}
    for symbol, value in membrane.derived.items():
        found[str(symbol)] = str(_walk(value, found))
    return found


_UNITS = {name: parameter.unit for name, parameter in parameters.BY_NAME.items()}
for _mechanism in MEMBRANES:
    _UNITS |= units_of(_mechanism)
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
}
_UNITS |= {"Ca": "uM", "V_post": "mV", "quanta": "1", "t": "ms", "p": "1", "trials": "1", "failures": "1"}


def declared_by(mechanism: Mechanism) -> Table:
    """Return every equation of a membrane by name, with the unit that its result must have."""
    membrane, known = equations_of(mechanism), units_of(mechanism)
    table: Table = {} if mechanism.capacitance is None else {"dV/dt": (membrane.dVdt, "mV/ms")}
    for gate in membrane.gates:
        name = gate.name
        table[f"{name}_inf"] = gate.steady_state, "1"
        if gate.alpha is not None:
            table |= {f"alpha_{name}": (gate.alpha, "1/ms"), f"beta_{name}": (gate.beta, "1/ms")}
        elif gate.tau is not None:
            table[f"tau_{name}"] = gate.tau, "ms"
        if not gate.instantaneous:
            table |= {f"rate of {name}": (gate.rate, "1/ms"), f"d{name}/dt": (gate.derivative, "1/ms")}
    for current in membrane.currents:
        table |= {
            f"g_{current.name}": (current.conductance, "mS/cm2"),
            f"I_{current.name}": (current.current, "uA/cm2"),
        }
    table |= {f"blocked {symbol}": (value, known[str(symbol)]) for symbol, value in membrane.blocked.items()}
    table |= {str(symbol): (value, known[str(symbol)]) for symbol, value in membrane.derived.items()}
    return {f"{mechanism.scope}{name}": each for name, each in table.items()}


def declared() -> Table:
    """Return every equation of the book's own by name, with the unit that its result must have."""
    table: Table = {}
    for mechanism in MEMBRANES:
        table |= declared_by(mechanism)
    table |= {
        "Nernst": (ions.nernst, "mV"),
        "balance ratio": (ions.balance_ratio, "1"),
        "GHK": (ions.ghk, "mV"),
        "accumulation": (ions.accumulation, "uM/s"),
        "flux": (ions.flux(ions.I_ion), "nmol/(s*cm2)"),
        "calcium current": (terminal.I_Ca, "uA/cm2"),
        "dCa/dt": (terminal.dCadt, "uM/ms"),
        "release": (terminal.release, "1"),
        "none released": (terminal.none_released, "1"),
        "one more": (terminal.one_more, "1"),
        "content": (terminal.content, "1"),
        "content from failures": (terminal.content_from_failures, "1"),
        "g_syn": (terminal.g_syn, "mS/cm2"),
        "I_syn": (terminal.I_syn, "uA/cm2"),
        "dV_post/dt": (terminal.dVpostdt, "mV/ms"),
        "area": (cable.area, "cm2"),
        "axial conductance": (cable.axial_conductance, "mS"),
        "I_axial": (cable.I_axial, "uA/cm2"),
        "cable dV/dt": (cable.cable_dVdt(equations_of(SQUID)), "mV/ms"),
        "V_e": (cable.V_e, "mV"),
        "length constant": (cable.length_constant, "cm"),
    }
    return table


def check() -> None:
    """Raise DimensionError if the units of any equation of the book's own do not fit."""
    _check(declared(), _UNITS)


def check_membrane(mechanism: Mechanism) -> None:
    """Raise DimensionError if the units of any equation of a membrane do not fit.

    A number that stands in an equation has none: what has a unit is a parameter or a constant of the membrane.
    """
    _check(declared_by(mechanism), units_of(mechanism))


def _check(table: Table, known: Mapping[str, str]) -> None:
    for name, (expression, unit) in table.items():
        try:
            _same(name, _walk(expression, known), units.parse(unit))
        except DimensionError as error:
            error.part = name
            raise
