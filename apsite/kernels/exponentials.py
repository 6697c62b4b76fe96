"""Fewer exponentials: those of the potential that are whole powers of one another are worked out as such.

Of the six in the squid's rates, five are powers of exp(-V / 80 mV). A power of at most `HIGHEST` is off by a few of a
double's last bits; and where exp(x) - 1 would lose more, around x = 0, `linoid` has a series.

Owns what of a membrane's formulas is rewritten, and the functions that languages have to have for it.
"""

from dataclasses import replace
from typing import Any

import sympy as sp

from apsite.equations.membrane import Equations
from apsite.equations.symbols import Expression, V, linoid
from apsite.kernels.routines import Routine

#: The highest power, and parts into which a steepness is divided to find a common measure of several.
HIGHEST, PARTS = 16, 8
#: An exponential's argument is held between these, and what a base is multiplied by within these of 1, as a logarithm:
#: a product then is a normal double, and so is its square.
LOWEST, LARGEST, APART = -600.0, 300.0, 40.0
#: Digits that make a double.
_DIGITS = 20
_FORMULAS = ("alpha", "beta", "inf", "tau")


class base(sp.Function):  # type: ignore[misc]  # noqa: N801 - a function, named as SymPy names them
    """base(x, n) is exp(x), of which the n-th power is taken at the most; SymPy does not merge it with another."""

    nargs = (2,)


class linoid_of(sp.Function):  # type: ignore[misc]  # noqa: N801
    """linoid_of(x, y) is linoid(x), with y = exp(x) at hand."""

    nargs = (2,)


class growth(sp.Function):  # type: ignore[misc]  # noqa: N801
    """growth(x) is 1 / linoid(x): (exp(x) - 1) / x, which is 1 at x = 0."""

    nargs = (1,)


def shared(membrane: Equations) -> Equations:
    """Return equations of the same membrane whose gates need fewer exponentials."""
    own = [(gate, name) for gate in membrane.gates for name in _FORMULAS if getattr(gate, name) is not None]
    calls = {call for gate, name in own for call in getattr(gate, name).atoms(sp.exp, linoid) if call.has(V)}
    declared = (*membrane.mechanism.constants, *membrane.mechanism.shared)
    values = {
        symbol: sp.Rational(repr(found.value)) for symbol, found in zip(membrane.constants, declared, strict=True)
    }
    groups: dict[Expression, dict[Expression, tuple[Any, Expression]]] = {}
    for call in sorted(calls, key=str):
        x = sp.expand(call.args[0].subs(values))
        steepness = x.coeff(V, 1)
        if steepness.is_Rational and not (x - steepness * V).has(V):
            number, moving = (x - steepness * V).as_independent(*membrane.parameters, as_Add=True)
            if number.is_Rational and abs(number) < APART:
                groups.setdefault(moving / steepness, {})[call] = (steepness, number)
    written = {}
    for moved, left in groups.items():
        while (found := _common(left)) is not None:
            measure, powers = found
            for call, power in powers.items():
                common = base((measure * (V + moved)).evalf(_DIGITS), max(powers.values()))
                value = sp.exp(left[call][1]).evalf(_DIGITS) * common**power
                written[call] = value if isinstance(call, sp.exp) else linoid_of(call.args[0], value)
            left = {call: each for call, each in left.items() if call not in powers}
    gates = tuple(
        replace(gate, **{name: getattr(gate, name).xreplace(written) for each, name in own if each is gate})
        for gate in membrane.gates
    )
    return replace(membrane, gates=gates)


def _common(left: dict[Expression, tuple[Any, Expression]]) -> tuple[Any, dict[Expression, int]] | None:
    """The steepness of which most of those left are multiples, and what multiples; none where there are not two."""
    best: tuple[Any, dict[Expression, int]] = (None, {})
    for steepness, _ in left.values():
        for part in range(1, PARTS + 1):
            times = {call: each / steepness * part for call, (each, _) in left.items()}
            powers = {call: int(n) for call, n in times.items() if n.is_Integer and 0 < n <= HIGHEST}
            if len(powers) > max(1, len(best[1])):
                best = (steepness / part, powers)
    return best if best[1] else None


def with_growth(routine: Routine) -> Routine:
    """Return the routine with 1 / linoid(x) as a function of its own, which divides once."""

    def changed(value: Expression) -> Expression:
        inverse = {each: growth(*each.base.args) for each in value.atoms(sp.Pow) if _inverse(each)}
        return value.xreplace(inverse)

    body = tuple((symbol, changed(value)) for symbol, value in routine.body)
    return replace(routine, body=body, results=tuple(map(changed, routine.results)))


def _inverse(power: Expression) -> bool:
    return power.exp == -1 and isinstance(power.base, linoid)
