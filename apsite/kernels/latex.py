"""Emission to LaTeX: the equations as the pages show them.

Owns which equations are shown, in what order and with what words. The constants of the rates are printed as their
values, what a membrane differs in as its symbol.
"""

from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE

from apsite import parameters
from apsite.equations import cable, ions, node, terminal
from apsite.equations.membrane import CURRENTS, DEFINITIONS, GATES, Expression, I_stim, V, dVdt, linoid, phi, symbol

_ION = {"Na": "sodium current", "K": "potassium current", "L": "leak current"}
_distance = sp.Symbol("u", real=True)
_rest = sp.Symbol(parameters.V_REST.name, real=True)
_ionic = {current.current: sp.Symbol(f"I_{current.name}") for current in CURRENTS}
_names = {sp.Symbol(p.name, real=True): p.symbol for p in parameters.BY_NAME.values()}
_names |= {
    sp.Symbol(p.name, real=True): f"{p.value:g}"
    for p in (*parameters.CONSTANTS, *parameters.NODE_RATES)
    if p is not parameters.V_REST
}
# Named so that a product is printed in the order of the gates: m before h.
_gates = {gate.symbol: sp.Symbol(f"gate{row}") for row, gate in enumerate(GATES)}
_names |= {symbol: gate.name for gate, symbol in zip(GATES, _gates.values(), strict=True)}
_names |= {phi: r"\varphi", I_stim: r"I_\mathrm{stim}"}
_names |= {symbol: rf"I_\mathrm{{{current.name}}}" for current, symbol in zip(CURRENTS, _ionic.values(), strict=True)}
_concentrations = {
    sp.Symbol(f"c_{ion}_{side}", real=True): rf"[\mathrm{{{ion}}}^{{{charge}}}]_\mathrm{{{side[0]}}}"
    for ion, charge in (("K", "+"), ("Na", "+"), ("Cl", "-"))
    for side in ("out", "in")
}
_names |= _concentrations | {ions.c_out: r"c_\mathrm{o}", ions.c_in: r"c_\mathrm{i}", ions.I_ion: "I"}
_names |= {terminal.Ca: "C", terminal.V_post: r"V_\mathrm{post}"}
_calcium, _settled, _opened, _synaptic = sp.symbols("z_I_Ca s_inf g_syn z_I_syn")
_names |= {_calcium: r"I_\mathrm{Ca}", _settled: r"s_\infty"}
_names |= {_opened: r"g_\mathrm{syn}", _synaptic: r"I_\mathrm{syn}"}
_names |= {cable.R_a: r"R_\mathrm{a}", cable.g_m: r"g_\mathrm{m}", cable.V_xx: r"\frac{\partial^2 V}{\partial x^2}"}
_names |= {cable.rho_e: r"\rho_\mathrm{e}", cable.I_outside: "I"}
_axial, _opened_node = sp.symbols("z_axial factor_g_node")  # the latter printed before its gates
_names |= {node.E_rest: r"E_\mathrm{rest}", _opened_node: _names[symbol("node_g_Na")]}
# Printed z F and n g kappa, as textbooks do.
_quanta, _quantum, _kappa, _absolute, _faraday = sp.symbols("factor0 factor1 factor2 T_abs z_F")
_names |= {_quanta: "n", _quantum: "g", _kappa: r"\kappa", _absolute: r"T_\mathrm{abs}", _faraday: "F"}
_ranks = {symbol: rank for rank, symbol in enumerate([_axial, *_ionic.values(), V, *_concentrations])}


class _Printer(LatexPrinter):  # type: ignore[misc]
    """Sums in a textbook's order: what is added first, pure numbers and what is taken away last."""

    def _print_ExpBase(self, expr: Any, exp: str | None = None) -> str:
        return str(self._do_exponent(f"e^{{{self._exponent(expr.args[0])}}}", exp))

    def _print_Pow(self, expr: Any) -> str:
        if expr.exp.is_Number:
            return str(super()._print_Pow(expr))
        return f"{self.parenthesize(expr.base, PRECEDENCE['Pow'])}^{{{self._exponent(expr.exp)}}}"

    def _exponent(self, expr: Any) -> str:
        """Print fractions on one line: stacked in an exponent, they would be too small to read."""
        self._settings["fold_short_frac"] = True
        printed = str(self._print(expr))
        self._settings["fold_short_frac"] = None
        return printed

    def _as_ordered_terms(self, expr: Any, order: str | None = None) -> list[Any]:
        return sorted(expr.args, key=self._rank)

    def _rank(self, term: Any) -> tuple[Any, ...]:
        known = [_ranks[symbol] for symbol in term.free_symbols if symbol in _ranks]
        return (term.could_extract_minus_sign(), term.is_Number, min(known, default=len(_ranks)), str(term))


def equations() -> dict[str, dict[str, str]]:
    """Return, by name, each equation's `latex` and its `description` in words."""
    balance = dVdt * sp.Symbol("C_m", real=True)
    table = {
        "dVdt": _entry(
            r"C_\mathrm{m} \frac{dV}{dt}",
            balance.subs(_ionic),
            "What is left of the stimulus after the ionic currents charges the membrane.",
        )
    }
    for current in CURRENTS:
        left, words = rf"I_\mathrm{{{current.name}}}", f"The {_ION[current.name]}, positive outward."
        table[f"I_{current.name}"] = _entry(left, current.current, words)
    for gate in GATES:
        name, rates = (
            gate.name,
            {gate.alpha: sp.Symbol(f"alpha_{gate.name}"), gate.beta: sp.Symbol(f"beta_{gate.name}")},
        )
        left, words = rf"\frac{{d{name}}}{{dt}}", f"How the share of open {name} gates changes."
        table[f"d{name}dt"] = _entry(left, gate.derivative.subs(rates), words)
        table[f"alpha_{name}"] = _entry(rf"\alpha_{name}", gate.alpha, f"How fast {name} gates open, per ms.")
        table[f"beta_{name}"] = _entry(rf"\beta_{name}", gate.beta, f"How fast {name} gates close, per ms.")
    table["phi"] = _entry(r"\varphi", DEFINITIONS[phi], "How temperature scales the rates of all gates.")
    return table | _of_ions() | _of_the_axon() | _of_the_terminal()


def _of_ions() -> dict[str, dict[str, str]]:
    changing = r"\frac{dc_\mathrm{i}}{dt}"
    shown = {symbol("F"): _faraday, symbol("temperature") + symbol("T_0"): _absolute}
    nernst, ghk = (_scaled_logarithm(each.subs(shown)) for each in (ions.nernst, ions.ghk))
    return {
        "nernst": _entry("E", nernst, "The potential at which an ion is in balance (Nernst)."),
        "ghk": _entry("V", ghk, "The potential at which the currents of K+, Na+ and Cl- cancel (Goldman)."),
        "accumulation": _entry(changing, ions.accumulation, "How a current fills an axon with the ions it carries."),
    }


def _of_the_axon() -> dict[str, dict[str, str]]:
    # Printed as a factor in front of the derivative, not as one fraction.
    _names[_axial] = f"{_Printer({'symbol_names': _names}).doprint(cable.I_axial / cable.V_xx)} {_names[cable.V_xx]}"
    charging = (dVdt * symbol("C_m")).subs(_ionic) + _axial
    table = {
        "cable": _entry(
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
        "node_dVdt": _entry(
            r"C_\mathrm{n} \frac{dV}{dt}",
            (node.dVdt * symbol("node_C_m")).subs(symbol("node_g_Na"), _opened_node),
            "The membrane of a node of Ranvier: a sodium current and a leak.",
        ),
        "I_my": _entry(r"I_\mathrm{my}", node.I_my, "The current through an internode."),
    }
    for gate in node.GATES:
        name = gate.name
        known = sp.Symbol(f"alpha_{name}" if name == "m" else f"beta_{name}")
        alpha, beta = (
            (gate.alpha, gate.beta.subs(gate.alpha, known))
            if name == "m"
            else (
                gate.alpha.subs(gate.beta, known),
                gate.beta,
            )
        )
        table[f"node_alpha_{name}"] = _entry(rf"\alpha_{name}", alpha, f"How fast {name} gates of a node open, per ms.")
        table[f"node_beta_{name}"] = _entry(rf"\beta_{name}", beta, f"How fast {name} gates of a node close, per ms.")
    return table


def _scaled_logarithm(product: Expression) -> Expression:
    """Return a multiple of a logarithm with the factor in front of it, not above the line."""
    (logarithm,) = product.atoms(sp.log)
    return sp.UnevaluatedExpr(product / logarithm) * sp.UnevaluatedExpr(logarithm)


def _of_the_terminal() -> dict[str, dict[str, str]]:
    next_cell = r"C_\mathrm{m} \frac{dV_\mathrm{post}}{dt}"
    charging = terminal.dVpostdt * symbol("C_m")
    opened = {terminal.normalization: _kappa, terminal.quanta: _quanta, symbol("g_q"): _quantum}
    return {
        "I_Ca": _entry(r"I_\mathrm{Ca}", terminal.I_Ca, "The calcium current of the terminal, positive outward."),
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


def _entry(left: str, right: Expression, description: str) -> dict[str, str]:
    shown = (right.subs(V, _distance + _rest) if right.has(_rest) else right).subs(_gates)
    shown = shown.replace(linoid, lambda x: x / (sp.exp(x) - 1))
    return {
        "latex": f"{left} = {_Printer({'symbol_names': _names, 'ln_notation': True}).doprint(shown)}",
        "description": description,
    }
