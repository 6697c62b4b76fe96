"""Where the gates settle at each potential, and how long they take."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.depolarization.gates.experiment import NAMES, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw steady states and time constants over the potential."""
    figure = look.figure(look.choose(320, 560))
    shares, times = figure.subplots(*look.choose((1, 2), (2, 1)))
    lines = dict(zip(NAMES, _styles(look), strict=True))
    for row, style in enumerate(lines.values()):
        shares.plot(result.potentials, result.shares[row], **style)
        times.plot(result.potentials, result.time_constants[row], **style)
    _name(shares, look, {"m": (look.choose(-40, -37), 0.42), "h": (-93, 0.84), "n": (-63, 0.66)}, lines)
    _name(times, look, {"m": (-90, 0.72), "h": (-62, 8.2), "n": (-47, 4.4)}, lines)
    for axes in (shares, times):
        axes.set_xlim(result.potentials[0], result.potentials[-1])
        axes.set_ylim(bottom=0)
        axes.set_xticks([-100, -50, 0, 50])
        axes.axvline(result.membrane.resting_potential, color=look.palette.faint, linewidth=0.9, zorder=0)
    look.label(shares, result.membrane.resting_potential + 2, 0.97, "rest", color=look.palette.muted)
    shares.set_yticks([0, 0.5, 1])
    shares.set_title("Depolarization opens $m$ and $n$, shuts $h$")
    shares.set_ylabel("share of open gates")
    times.set_title("The $m$ gates are the fastest")
    times.set_ylabel("time constant (ms)")
    for axes in look.choose((shares, times), (times,)):
        axes.set_xlabel("membrane potential (mV)")
    return figure


def _styles(look: Look) -> tuple[dict[str, object], ...]:
    """Both gates of the sodium channel are solid; the one that shuts it is thinner."""
    return (look.sodium, look.sodium | {"linewidth": 1.1}, look.potassium)


def _name(axes: Axes, look: Look, places: dict[str, tuple[float, float]], lines: dict[str, dict[str, object]]) -> None:
    for name, (x, y) in places.items():
        look.label(axes, x, y, f"${name}$", fontsize=12, color=lines[name]["color"])
