"""The equations of a declared membrane in LaTeX, by name, whatever membrane it is.

Owns which of them are shown, and their words. The constants of the rates are printed as their values, what a membrane
differs in as its symbol. Names begin with the membrane's scope.
"""

from collections.abc import Iterator

import sympy as sp

from apsite.equations.membrane import Equations, Gate, equations_of
from apsite.equations.symbols import Expression, V
from apsite.kernels.latex_printer import Entry, Shown
from apsite.membranes.mechanism import CONDUCTANCE, Mechanism

#: Up to so many currents are written out where a membrane is shown in one equation.
_WRITTEN_OUT = 2
_GREEK = {"phi": r"\varphi"}


def equations(mechanism: Mechanism) -> dict[str, Entry]:
    """Return, by name, each equation's `latex` and its `description` in words."""
    membrane = equations_of(mechanism)
    named = [*_of_the_whole(membrane), *_of_currents(membrane)]
    for gate in membrane.gates:
        named += _of_gate(gate, membrane)
    shown = shown_of(membrane)
    for name, value in ((str(symbol), value) for symbol, value in membrane.derived.items()):
        named.append((name, shown.entry(_GREEK.get(name, sp.latex(sp.Symbol(name))), value, _derived(membrane, name))))
    return {f"{mechanism.scope}{name}": entry for name, entry in named}


def shown_of(membrane: Equations) -> Shown:
    """Return how the symbols of a membrane are shown."""
    mechanism = membrane.mechanism
    varied = zip(membrane.parameters, mechanism.parameters, strict=True)
    names = {symbol: parameter.symbol or sp.latex(sp.Symbol(parameter.name)) for symbol, parameter in varied}
    constants = zip(membrane.constants, (*mechanism.constants, *mechanism.shared), strict=True)
    fixed = [(symbol, each.value) for symbol, each in constants if each.minimum == each.maximum]
    names |= {symbol: f"{value:g}" for symbol, value in fixed}
    names |= {symbol: _GREEK.get(str(symbol), sp.latex(symbol)) for symbol in membrane.derived}
    currents = currents_of(membrane)
    names |= {symbol: rf"I_\mathrm{{{str(symbol)[2:]}}}" for symbol in currents.values()}
    # Named so that a product is printed as the field writes it: a conductance, then the gates in their order.
    instead: dict[Expression, Expression] = {
        gate.symbol: sp.Symbol(f"gate{row}") for row, gate in enumerate(membrane.gates)
    }
    names |= {symbol: gate.name for gate, symbol in zip(membrane.gates, instead.values(), strict=True)}
    for row, parameter in enumerate(mechanism.parameters):
        if parameter.unit == CONDUCTANCE:
            instead[membrane.named(parameter.name)] = sp.Symbol(f"factor{row}")
            names[sp.Symbol(f"factor{row}")] = names[membrane.named(parameter.name)]
    # V minus a constant below 0 is printed as V plus the opposite of that, but for the book's rest, which has a name.
    own = {membrane.named(each.name) for each in mechanism.constants}
    opposite = [(symbol, value) for symbol, value in fixed if value < 0.0 and symbol in own]
    for row, (symbol, value) in enumerate(opposite):
        instead[symbol] = -sp.Symbol(f"opposite{row}")
        names[sp.Symbol(f"opposite{row}")] = f"{-value:g}"
    return Shown(names, tuple(currents.values()), instead)


def currents_of(membrane: Equations) -> dict[Expression, Expression]:
    """Return the currents of a membrane, each with what it is called in the equation of the whole."""
    return {current.current: sp.Symbol(f"I_{current.name}") for current in membrane.currents}


def _of_the_whole(membrane: Equations) -> Iterator[tuple[str, Entry]]:
    mechanism, shown = membrane.mechanism, shown_of(membrane)
    if mechanism.capacitance is not None:
        charging = membrane.dVdt * membrane.capacitance
        if len(membrane.currents) > _WRITTEN_OUT:
            charging = charging.subs(currents_of(membrane))
        left = rf"{shown.names[membrane.capacitance]} \frac{{dV}}{{dt}}"
        yield "dVdt", shown.entry(left, charging, mechanism.description)


def _of_currents(membrane: Equations) -> Iterator[tuple[str, Entry]]:
    shown = shown_of(membrane)
    for current, declared in zip(membrane.currents, membrane.mechanism.currents, strict=True):
        words = f"The {declared.words or f'current {declared.name}'}{_owner(membrane)}, positive outward."
        yield f"I_{current.name}", shown.entry(rf"I_\mathrm{{{current.name}}}", current.current, words)


def _of_gate(gate: Gate, membrane: Equations) -> Iterator[tuple[str, Entry]]:
    shown, name, of = shown_of(membrane), gate.name, f"{gate.name} gates{_owner(membrane)}"
    changes = rf"\frac{{d{name}}}{{dt}}", f"How the share of open {of} changes."
    if gate.alpha is not None:
        alpha, beta = sp.Symbol(f"alpha_{name}"), sp.Symbol(f"beta_{name}")
        yield (
            f"d{name}dt",
            shown.entry(changes[0], gate.derivative.subs({gate.alpha: alpha, gate.beta: beta}), changes[1]),
        )
        closing = gate.beta.subs(gate.alpha, alpha)  # one may be said by the other
        opening = gate.alpha if closing != gate.beta else gate.alpha.subs(gate.beta, beta)
        yield f"alpha_{name}", shown.entry(rf"\alpha_{name}", opening, f"How fast {of} open, per ms.")
        yield f"beta_{name}", shown.entry(rf"\beta_{name}", closing, f"How fast {of} close, per ms.")
        return
    settled, constant = sp.Symbol(f"{name}_inf"), sp.Symbol(f"tau_{name}")
    looks = {settled: rf"{name}_\infty", constant: rf"\tau_{name}"}
    yield f"{name}_inf", shown.entry(looks[settled], gate.inf, f"Share of {of} that are open if the potential is held.")
    if gate.tau is not None:
        with_both = Shown({**shown.names, **looks}, shown.first, shown.instead)
        rate = gate.factor * (settled - gate.symbol) / constant
        yield f"d{name}dt", with_both.entry(changes[0], rate, changes[1])
        if gate.tau.has(V):
            yield f"tau_{name}", shown.entry(looks[constant], gate.tau, f"Time constant of {of}, ms.")


def _derived(membrane: Equations, name: str) -> str:
    if all(str(gate.factor) == name for gate in membrane.gates):
        return f"How temperature scales the rates of all gates{_owner(membrane)}."
    return f"What follows from the parameters{_owner(membrane)} alone."


def _owner(membrane: Equations) -> str:
    """Of whom, where it is not the membrane that the book speaks of without saying of which."""
    mechanism = membrane.mechanism
    return f" of {mechanism.owner or mechanism.name}" if mechanism.scope else ""
