"""Rates from conductances: least squares, as SciPy does it, of the forms that Hodgkin & Huxley (1952) used.

Owns the course of a conductance whose gates follow one step (their eqs. 11, 17 and 19), and the curves of rates
against potential (their eqs. 12, 13, 20, 21, 23 and 24). Comes after `separation`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import least_squares

from apsite.laboratory.inputs import named, numbers, whole
from apsite.quantities import Quantity

POWER = Quantity("power", "1", 1.0, 6.0)
REMAINING = Quantity("remaining", "1", 0.0, 20.0)
_TIME = Quantity("time", "ms", 0.0, 10_000.0)
_CONDUCTANCE = Quantity("conductance", "mS/cm2", -10_000.0, 10_000.0)
_POTENTIAL = Quantity("potentials", "mV", -200.0, 200.0)
#: To which share of itself a sum of squares is followed.
_PRECISION = 1e-14


@dataclass(frozen=True)
class GateFit:
    """A conductance as `power` gates: g = x^p y, with x = x1 - (x1 - x0) exp(-t/tau), y = r + (1 - r) exp(-t/tau_h).

    `start` and `settled`: x0^p and x1^p, mS/cm2; `tau`, `tau_h`: ms; `remaining`: r, what of the conductance
    inactivation leaves in the end, 1 without it. `residual`: the root of the mean square of what is left over, mS/cm2.
    """

    power: int
    start: float
    settled: float
    tau: float
    remaining: float
    tau_h: float
    residual: float

    def at(self, time: np.ndarray) -> np.ndarray:
        """Return the conductance (mS/cm2) at `time` (ms) after the step, same shape."""
        ends = (self.start ** (1 / self.power), self.settled ** (1 / self.power))
        return _course(np.asarray(time, dtype=float), self.power, *ends, self.tau, self.remaining, self.tau_h)

    def share(self, largest: float) -> float:
        """Return the share of gates that are open in the end, if all of them open `largest` (mS/cm2)."""
        return float(min(1.0, self.settled / largest) ** (1 / self.power))


@named
def fit_gate(
    time: np.ndarray,
    conductance: np.ndarray,
    power: int = 4,
    *,
    inactivates: bool = False,
    remaining: float | None = None,
) -> GateFit:
    """Return the `power` gates that follow `conductance` (mS/cm2) best in `time` (ms) since a step; shape (samples,).

    The least squares of start, end and time constant; of channels that `inactivates` says to inactivate, those of a
    second gate as well, whose end over its start is `remaining`, where that is known (by two pulses). Raises ValueError
    for shapes that differ, fewer than ten samples, and what is out of range.
    """
    power = whole(power, POWER)
    since, found = numbers(time, _TIME), numbers(conductance, _CONDUCTANCE)
    if since.shape != found.shape or since.ndim != 1 or len(since) < 10:
        raise ValueError(f"time and conductance of shapes {since.shape} and {found.shape}; allowed: one, of 10 or more")
    if remaining is not None:
        remaining = REMAINING.check(remaining)
    span = float(since[-1] - since[0])
    smooth = np.convolve(found, np.ones(5) / 5, mode="valid")
    peak = max(float(smooth.max()), 1e-6)
    begun, ended = (max(float(each), 1e-9 * peak) ** (1 / power) for each in (smooth[0], smooth[-1]))
    top = peak ** (1 / power)

    def unpacked(x: np.ndarray) -> tuple[float, ...]:
        if not inactivates:
            return (*x, 1.0, 1.0)
        return (*x[:3], x[4] if remaining is None else remaining, x[3])

    def residuals(x: np.ndarray) -> np.ndarray:
        return np.asarray(_course(since, power, *unpacked(x)) - found)

    starts = [[begun, ended, span / part] for part in (3.0, 8.0, 30.0)]
    if inactivates:
        late = min(1.0, max(float(smooth[-1]), 0.0) / peak)
        starts = [
            [0.1 * top, height * top, span / part, span / other] + ([late] if remaining is None else [])
            for part, other, height in ((20.0, 4.0, 1.1), (40.0, 8.0, 1.3), (10.0, 2.0, 1.1))
        ]
    size = len(starts[0])
    low = [0.0, 0.0, 1e-3, 1e-3, 0.0][:size]
    high = [20.0 * top, 20.0 * top, 1e3, 1e3, REMAINING.maximum][:size]
    tried = [
        least_squares(residuals, np.clip(x, low, high), bounds=(low, high), x_scale="jac",
                      xtol=_PRECISION, ftol=_PRECISION, gtol=_PRECISION)
        for x in starts
    ]  # fmt: skip
    best = min(tried, key=lambda each: float(each.cost))
    x0, x1, tau, rest, tau_h = (float(each) for each in unpacked(best.x))
    return GateFit(
        power, x0**power, x1**power, tau, rest, tau_h, float(np.sqrt(2 * best.cost / len(since)))
    )  # fmt: skip


def _course(
    time: np.ndarray, power: int, begun: float, ended: float, tau: float, rest: float, tau_h: float
) -> np.ndarray:
    gates = ended - (ended - begun) * np.exp(-time / tau)
    return np.asarray(gates**power * (rest + (1.0 - rest) * np.exp(-time / tau_h)))


def _linoid(x: np.ndarray) -> np.ndarray:
    near = np.abs(x) < 1e-6
    safe = np.where(near, 1.0, np.minimum(x, 300.0))
    return np.where(near, 1.0 - x / 2, safe / np.expm1(safe))


#: The forms that the paper gave its rates, of V - shift (mV) over a steepness k (mV), times a scale (1/ms).
FORMS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "linoid": lambda x: _linoid(-x),
    "exponential": lambda x: np.exp(np.minimum(-x, 300.0)),
    "sigmoid": lambda x: 1.0 / (1.0 + np.exp(np.minimum(-x, 300.0))),
}


@dataclass(frozen=True)
class RateCurve:
    """A rate against potential: `scale` (1/ms) times a `form` of (V - `shift`) / `steepness` (mV both).

    "linoid": x / (1 - exp(-x)); "exponential": exp(-x), whose shift is that of the potentials' zero; "sigmoid":
    1 / (1 + exp(-x)).
    """

    form: str
    scale: float
    steepness: float
    shift: float

    def at(self, potentials: np.ndarray | float) -> np.ndarray:
        """Return the rate (1/ms) at `potentials` (mV), same shape."""
        x = (np.asarray(potentials, dtype=float) - self.shift) / self.steepness
        return np.asarray(self.scale * FORMS[self.form](x))


@named
def fit_rates(
    potentials: np.ndarray, shares: np.ndarray, taus: np.ndarray, *, alpha: str, beta: str, rest: float = -70.0
) -> tuple[RateCurve, RateCurve]:
    """Return the curves of alpha and beta whose gate settles and hurries as was measured; arrays of shape (steps,).

    `shares` (0 to 1) of gates that are open in the end at `potentials` (mV), and `taus`, how long they take (ms); NaN
    where one of the two was not measured. `alpha` and `beta` are forms: "linoid", "exponential", "sigmoid". What is
    least is the squares of the shares' errors and of those of the logarithm of tau together. An exponential has no
    shift of its own: it is put at `rest` (mV). Raises ValueError for a form that there is not, for shapes that differ,
    and for fewer numbers than the curves have constants.
    """
    for what, form in (("alpha", alpha), ("beta", beta)):
        if form not in FORMS:
            raise ValueError(f"{what} = {form!r}; allowed: {', '.join(FORMS)}")
    V = numbers(potentials, _POTENTIAL)
    settled, tau = (np.asarray(each, dtype=float) for each in (shares, taus))
    if not V.shape == settled.shape == tau.shape or V.ndim != 1:
        raise ValueError(f"potentials, shares and taus of shapes {V.shape}, {settled.shape}, {tau.shape}; allowed: one")
    if np.nanmin(tau, initial=np.inf) <= 0.0:
        raise ValueError(f"taus = {taus!r}; allowed: more than 0 ms, or NaN")
    free = sum(2 if form == "exponential" else 3 for form in (alpha, beta))
    given = np.isfinite(settled).sum() + np.isfinite(tau).sum()
    if given < free:
        raise ValueError(f"{given} numbers for {free} constants; allowed: as many or more")

    def curves(x: Any) -> tuple[RateCurve, RateCurve]:
        left, found = list(x), []
        for form in (alpha, beta):
            scale, steepness = float(np.exp(left.pop(0))), float(np.exp(left.pop(0)))
            found.append(RateCurve(form, scale, steepness, rest if form == "exponential" else float(left.pop(0))))
        return found[0], found[1]

    def residuals(x: Any) -> np.ndarray:
        opening, closing = (curve.at(V) + 1e-12 for curve in curves(x))
        errors = (opening / (opening + closing) - settled, -np.log((opening + closing) * tau))
        return np.concatenate([each[np.isfinite(each)] for each in errors])

    tried = []
    middle = float(np.interp(0.5, *_rising(settled, V))) if np.isfinite(settled).sum() > 1 else float(np.mean(V))
    for aside in (0.0, -20.0, 20.0):
        start: list[float] = []
        for form, scale in ((alpha, 0.3), (beta, 0.3)):
            start += [np.log(scale), np.log(15.0)] + ([] if form == "exponential" else [middle + aside])
        tried.append(least_squares(residuals, start, xtol=_PRECISION, ftol=_PRECISION, gtol=_PRECISION, x_scale="jac"))
    return curves(min(tried, key=lambda each: float(each.cost)).x)


def _rising(shares: np.ndarray, potentials: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    known = np.isfinite(shares)
    order = np.argsort(shares[known])
    return shares[known][order], potentials[known][order]
