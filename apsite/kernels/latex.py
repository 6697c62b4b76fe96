"""Emission to LaTeX: the equations as the pages show them.

Owns which equations are shown, in what order and with what words; those of a membrane come from its declaration
(`latex_membrane`).
"""

import sympy as sp

from apsite import parameters
from apsite.equations import cable, ions, terminal
from apsite.equations.membrane import equations_of
from apsite.equations.symbols import Expression, symbol
from apsite.kernels import latex_membrane
from apsite.kernels.latex_printer import Entry, Shown
from apsite.membranes.calcium import CALCIUM
from apsite.membranes.myelin import MYELIN
from apsite.membranes.node import NODE
from apsite.membranes.squid import SQUID

_squid, _channels, _internode = (equations_of(each) for each in (SQUID, CALCIUM, MYELIN))
_names = {sp.Symbol(p.name, real=True): p.symbol for p in parameters.BY_NAME.values()}
_names |= dict(latex_membrane.shown_of(_internode).names)
_concentrations = {
    sp.Symbol(f"c_{ion}_{side}", real=True): rf"[\mathrm{{{ion}}}^{{{charge}}}]_\mathrm{{{side[0]}}}"
    for ion, charge in (("K", "+"), ("Na", "+"), ("Cl", "-"))
    for side in ("out", "in")
}
_names |= _concentrations | {ions.c_out: r"c_\mathrm{o}", ions.c_in: r"c_\mathrm{i}", ions.I_ion: "I"}
_names |= {terminal.Ca: "C", terminal.V_post: r"V_\mathrm{post}"}
_calcium, _settled, _opened, _synaptic = sp.symbols("z_I_Ca s_inf g_syn z_I_syn")
_all_open, _conducting, _balance = sp.symbols("A_g_Ca a_g_Ca z_E_Ca")  # printed in this order
_names |= {_all_open: parameters.BY_NAME["g_Ca"].symbol}
_names |= {_calcium: r"I_\mathrm{Ca}", _settled: r"s_\infty", _conducting: r"g_\mathrm{Ca}", _balance: r"E_\mathrm{Ca}"}
_names |= {terminal.trials: r"\mathrm{spikes}", terminal.failures: r"\mathrm{failures}"}
_names |= {_opened: r"g_\mathrm{syn}", _synaptic: r"I_\mathrm{syn}"}
_names |= {cable.R_a: r"R_\mathrm{a}", cable.g_m: r"g_\mathrm{m}", cable.V_xx: r"\frac{\partial^2 V}{\partial x^2}"}
_names |= {cable.rho_e: r"\rho_\mathrm{e}", cable.I_outside: "I"}
_axial = sp.Symbol("z_axial")
# Printed z F and n g kappa, as textbooks do.
_quanta, _quantum, _kappa, _absolute, _faraday = sp.symbols("factor0 factor1 factor2 T_abs z_F")
_names |= {_quanta: "n", _quantum: "g", _kappa: r"\kappa", _absolute: r"T_\mathrm{abs}", _faraday: "F"}
_shown = Shown(_names, tuple(_concentrations))


def equations() -> dict[str, Entry]:
    """Return, by name, each equation's `latex` and its `description` in words."""
    of_membranes = latex_membrane.equations(SQUID) | latex_membrane.equations(NODE)
    return of_membranes | _of_ions() | _of_the_axon() | _of_the_terminal()


def _of_ions() -> dict[str, Entry]:
    changing = r"\frac{dc_\mathrm{i}}{dt}"
    shown = {symbol("F"): _faraday, symbol("temperature") + symbol("T_0"): _absolute}
    nernst, ghk = (_scaled_logarithm(each.subs(shown)) for each in (ions.nernst, ions.ghk))
    return {
        "nernst": _entry("E", nernst, "The potential at which an ion is in balance (Nernst)."),
        "ghk": _entry("V", ghk, "The potential at which the currents of K+, Na+ and Cl- cancel (Goldman)."),
        "accumulation": _entry(changing, ions.accumulation, "How a current fills an axon with the ions it carries."),
    }


def _of_the_axon() -> dict[str, Entry]:
    # Printed as a factor in front of the derivative, not as one fraction.
    along = f"{_shown.printed(cable.I_axial / cable.V_xx)} {_names[cable.V_xx]}"
    currents = latex_membrane.shown_of(_squid)
    whole = Shown({**currents.names, _axial: along}, (_axial, *currents.first), currents.instead)
    charging = (_squid.dVdt * _squid.capacitance).subs(latex_membrane.currents_of(_squid)) + _axial
    return {
        "cable": whole.entry(
            r"C_\mathrm{m} \frac{\partial V}{\partial t}",
            charging,
            "What arrives along the axon, beside the stimulus and the ionic currents, charges each place of it.",
        ),
        "length_constant": _entry(
            r"\lambda",
            sp.sqrt(sp.UnevaluatedExpr(cable.length_constant**2)),
            "The distance over which a small steady depolarization falls by e.",
        ),
        "V_e": _entry(
            r"V_\mathrm{e}", cable.V_e, "The potential that an electrode outside an axon makes at a distance from it."
        ),
        "I_my": _entry(r"I_\mathrm{my}", _internode.ionic_current, "The current through an internode."),
    }


def _scaled_logarithm(product: Expression) -> Expression:
    """Return a multiple of a logarithm with the factor in front of it, not above the line."""
    (logarithm,) = product.atoms(sp.log)
    return sp.UnevaluatedExpr(product / logarithm) * sp.UnevaluatedExpr(logarithm)


def _of_the_terminal() -> dict[str, Entry]:
    next_cell = r"C_\mathrm{m} \frac{dV_\mathrm{post}}{dt}"
    charging = terminal.dVpostdt * symbol("C_m")
    opened = {terminal.normalization: _kappa, terminal.quanta: _quanta, symbol("g_q"): _quantum}
    absolute = {symbol("F"): _faraday, symbol("temperature") + symbol("T_0"): _absolute}
    called = {each: {"E_Ca": _balance, "g_Ca_out": _conducting}[str(each)] for each in _channels.derived}
    current = _channels.ionic_current.subs(called)
    return {
        "E_Ca": _entry(
            r"E_\mathrm{Ca}",
            _scaled_logarithm(terminal.E_Ca.subs(absolute)),
            "The potential at which calcium is in balance (Nernst).",
        ),
        "g_Ca": _entry(
            r"g_\mathrm{Ca}",
            terminal.g_Ca_out.subs(symbol("g_Ca"), _all_open),
            "Conductance of the calcium channels, in proportion to the calcium outside.",
        ),
        "I_Ca": _entry(r"I_\mathrm{Ca}", current, "The calcium current of the terminal, positive outward."),
        "s_inf": _entry(r"s_\infty", terminal.s_inf, "Share of calcium gates that open if the potential is held."),
        "dsdt": _entry(
            r"\frac{ds}{dt}",
            terminal.dsdt.subs(terminal.s_inf, _settled),
            "How the share of open calcium gates changes.",
        ),
        "dCadt": _entry(
            r"\frac{dC}{dt}",
            terminal.dCadt.subs(terminal.I_Ca, _calcium),
            "Calcium enters through the channels, and is removed.",
        ),
        "release": _entry("p", terminal.release, "Probability that a vesicle is released."),
        "content": _entry("m", terminal.content, "Mean quantal content: vesicles released by a spike on average."),
        "content_from_failures": _entry(
            "m", terminal.content_from_failures, "Mean quantal content from the spikes that release nothing."
        ),
        "g_syn": _entry(
            r"g_\mathrm{syn}", terminal.g_syn.subs(opened), "Conductance that the transmitter opens in the next cell."
        ),
        "I_syn": _entry(
            r"I_\mathrm{syn}",
            terminal.I_syn.subs(terminal.g_syn, _opened),
            "The current through that conductance, positive outward.",
        ),
        "dVpostdt": _entry(
            next_cell,
            charging.subs(terminal.I_syn, _synaptic),
            "What the transmitter does to the next cell's potential.",
        ),
    }


def _entry(left: str, right: Expression, description: str) -> Entry:
    return _shown.entry(left, right, description)
