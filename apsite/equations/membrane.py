"""The membrane's equations, once, in SymPy: rates, gates, currents and dV/dt.

Convention. V is the membrane potential, inside minus outside, in mV; depolarization is positive. u = V - V_rest is
its distance from the published rest. A current is positive outward; the stimulus is positive when it depolarizes.
Hodgkin & Huxley (1952) write both voltage and current with the opposite sign; their constants are the same.

Owns the form of the equations, no number: each symbol is the name of a `parameters.Parameter`. Kernels, LaTeX and
dimension check are derived from here.
"""

from dataclasses import dataclass
from typing import Any

import sympy as sp

from apsite import parameters

Expression = Any  # SymPy ships no types


class linoid(sp.Function):  # type: ignore[misc]  # noqa: N801 - a function, named as SymPy names them
    """x / (exp(x) - 1), which is 1 at x = 0. Kernels lower it with that point guarded."""

    nargs = (1,)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        x = printer._print(self.args[0])
        form = rf"\frac{{{x}}}{{e^{{{x}}} - 1}}"
        return form if exp is None else rf"\left({form}\right)^{{{exp}}}"


V, I_stim, m, h, n, phi = sp.symbols("V I_stim m h n phi", real=True)


@dataclass(frozen=True)
class Gate:
    """A gate that opens at `alpha` and closes at `beta` (both 1/ms, where the `factor` on both is 1)."""

    symbol: Expression
    alpha: Expression
    beta: Expression
    factor: Expression = phi

    @property
    def name(self) -> str:
        """The gate's letter."""
        return str(self.symbol)

    @property
    def steady_state(self) -> Expression:
        """Share of open gates after a long time at a fixed potential (eq. 9 of the paper for n)."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def rate(self) -> Expression:
        """How fast the steady state is approached, 1/ms: the inverse of the time constant."""
        return self.factor * (self.alpha + self.beta)

    @property
    def derivative(self) -> Expression:
        """Change of the share of open gates, 1/ms (eqs. 7, 15, 16)."""
        return self.factor * (self.alpha * (1 - self.symbol) - self.beta * self.symbol)


@dataclass(frozen=True)
class Current:
    """An ionic current: `conductance` (mS/cm2) times the driving force V - `reversal` (mV)."""

    name: str
    conductance: Expression
    reversal: Expression

    @property
    def current(self) -> Expression:
        """The current, uA/cm2, positive outward."""
        return self.conductance * (V - self.reversal)


def symbol(name: str) -> Expression:
    """The symbol of a parameter; only what `parameters` names can stand in an equation."""
    return sp.Symbol(parameters.BY_NAME[name].name, real=True)


def _exponent(rate: str) -> Expression:
    """The argument of a rate's exponential: (u_rate - u) / k_rate, or -u / k_rate where there is no shift."""
    shift = symbol(f"u_{rate}") if f"u_{rate}" in parameters.BY_NAME else 0
    return (shift - u) / symbol(f"k_{rate}")


u = V - symbol("V_rest")

#: What follows from the parameters alone and is worked out once a run: the factor on all rates (p. 523).
DEFINITIONS = {phi: symbol("Q_10") ** ((symbol("temperature") - symbol("T_ref")) / symbol("dT_10"))}

GATES = (
    Gate(
        m,
        alpha=symbol("A_alpha_m") * symbol("k_alpha_m") * linoid(_exponent("alpha_m")),
        beta=symbol("A_beta_m") * sp.exp(_exponent("beta_m")),
    ),
    Gate(
        h,
        alpha=symbol("A_alpha_h") * sp.exp(_exponent("alpha_h")),
        beta=symbol("A_beta_h") / (sp.exp(_exponent("beta_h")) + 1),
    ),
    Gate(
        n,
        alpha=symbol("A_alpha_n") * symbol("k_alpha_n") * linoid(_exponent("alpha_n")),
        beta=symbol("A_beta_n") * sp.exp(_exponent("beta_n")),
    ),
)

CURRENTS = (
    Current("Na", symbol("g_Na") * m**3 * h, symbol("E_Na")),
    Current("K", symbol("g_K") * n**4, symbol("E_K")),
    Current("L", symbol("g_L"), symbol("E_L")),
)

ionic_current = sum((current.current for current in CURRENTS), sp.Integer(0))

#: Change of the membrane potential, mV/ms (eq. 26 of the paper, with the stimulus on the left moved to the right).
dVdt = (I_stim - ionic_current) / symbol("C_m")

#: Shares of the sodium and potassium channels that blockers leave, and the share of n gates that are open at rest.
left_Na, left_K, n_rest = sp.symbols("left_Na left_K n_rest", real=True)

_kept = (1 - left_K) * symbol("g_K") * n_rest**4
_leak = symbol("g_L") + _kept

#: A partly blocked membrane: its g_Na, g_K, g_L and E_L. What the blocked potassium channels conduct at rest is left to
#: them, as part of the leak: a block of the channels that open on depolarization hardly moves an axon's rest.
BLOCKED = {
    symbol("g_Na"): left_Na * symbol("g_Na"),
    symbol("g_K"): left_K * symbol("g_K"),
    symbol("g_L"): _leak,
    symbol("E_L"): (symbol("g_L") * symbol("E_L") + _kept * symbol("E_K")) / _leak,
}
