"""Velocity and peak of a travelling spike against temperature."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.propagation.velocity_temperature.experiment import TEMPERATURES, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw both, up to where no spike travels."""
    palette = look.palette
    figure = look.figure(look.choose(300, 540))
    velocity, peak = figure.subplots(*look.choose((1, 2), (2, 1)))
    for axes, curve in ((velocity, result.velocities), (peak, result.peaks)):
        axes.plot(TEMPERATURES, curve, color=palette.ink, marker="o", markersize=3.5)
        axes.axvspan(result.limit, 40.0, color=palette.faint, linewidth=0, alpha=0.6, zorder=0)
        axes.set_xlim(-1, 40)
        axes.set_xlabel("temperature (°C)")
    velocity.set_ylim(0, 27)
    velocity.set_ylabel("velocity (m/s)")
    velocity.set_title("Faster")
    look.label(velocity, 36.9, 13.5, "no spike travels", ha="center", rotation=90, color=palette.muted)
    peak.set_ylim(-70, 45)
    peak.set_yticks([-60, -30, 0, 30])
    peak.set_ylabel("peak (mV)")
    peak.set_title("and smaller")
    return figure
