"""The rates of the three gates, measured, and the curves through them."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.how_it_was_found_out.measured_rates.experiment import (
    NAMES,
    POTENTIALS,
    Result,
    settled,
)
from apsite.plotting.look import Look

#: The largest rate of each panel (1/ms), and where its two curves are named: potential and rate of alpha, of beta.
PANELS = {
    "n": (1.0, ((-6.0, 0.8), (-74.0, 0.24))),
    "m": (10.0, ((5.0, 8.2), (-66.0, 6.8))),
    "h": (1.1, ((-98.0, 0.42), (-22.0, 0.66))),
}


def draw(result: Result, look: Look) -> Figure:
    """Draw alpha and beta of n, m and h over the potential."""
    figure = look.figure(look.choose(320, 760))
    panels = figure.subplots(*look.choose((1, 3), (3, 1)))
    for name, axes in zip(NAMES, panels, strict=True):
        _draw(axes, name, result, look)
        axes.set_xlim(-115, 80)
        axes.set_xticks([-100, -50, 0, 50])
    for axes in look.choose(panels, panels[-1:]):
        axes.set_xlabel("potential (mV)")
    for axes in look.choose(panels[:1], panels):
        axes.set_ylabel("rate (1/ms)")
    return figure


def _draw(axes: Axes, name: str, result: Result, look: Look) -> None:
    gate, (top, places) = result.gates[name], PANELS[name]
    wide = np.append(POTENTIALS, np.arange(51.0, 76.0))
    # Of a tail the time constant alone is measured: where its gate settles then is the curves'.
    timed = np.isfinite(gate.taus)
    shares = np.where(np.isfinite(gate.shares), gate.shares, settled(gate, gate.potentials))[timed]
    taus = gate.taus[timed]
    opens, shuts = {"color": look.palette.accent}, {"color": look.palette.stimulus, "linestyle": (0, (5, 1.6))}
    for word, curve, rate, style, marker, (x, y) in (
        ("alpha", gate.alpha, shares / taus, opens, "o", places[0]),
        ("beta", gate.beta, (1 - shares) / taus, shuts, "s", places[1]),
    ):
        axes.plot(wide, curve.at(wide), **style)
        axes.plot(gate.potentials[timed], rate, marker, color=style["color"], markersize=4)
        look.label(axes, x, y, f"$\\{word}_{name}$", fontsize=12, color=style["color"])
    axes.set_ylim(-0.03 * top, top)
    axes.set_title(f"Gate ${name}$")
