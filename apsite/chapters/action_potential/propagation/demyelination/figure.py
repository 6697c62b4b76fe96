"""How late a spike is that has passed thin myelin, and where it ends when the myelin is thinner still."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.propagation.demyelination.experiment import FACTORS, FIRST, Result
from apsite.laboratory.conduction import AxonRecording
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the delay against the capacitance, and the nodes' traces before and beyond the limit."""
    palette = look.palette
    figure = look.figure(look.choose(350, 860))
    delay, slowed, blocked = figure.subplots(*look.choose((1, 3), (3, 1)))
    delay.plot(FACTORS, 1000 * result.delays, color=palette.ink, marker="o", markersize=3.5)
    delay.axvspan(result.limit, 12.0, color=palette.faint, linewidth=0, alpha=0.6, zorder=0)
    look.label(delay, (result.limit + 12.0) / 2, 160, "no spike passes", ha="center", rotation=90, color=palette.muted)
    delay.set_xlim(0, 12)
    delay.set_xticks([1, 4, 8, 12])
    delay.set_ylim(-15, 420)
    delay.set_title("Later and later")
    delay.set_xlabel("capacitance of the myelin (× healthy)")
    delay.set_ylabel("delay (µs)")
    _draw(slowed, result.slowed, result, look, "Thin: it passes, late")
    _draw(blocked, result.blocked, result, look, "Thinner: it ends")
    return figure


def _draw(axes: Axes, recording: AxonRecording, result: Result, look: Look, title: str) -> None:
    nodes = recording.axon.nodes
    axes.axhspan(FIRST, FIRST + result.count, color=look.palette.sodium, alpha=0.22, linewidth=0, zorder=0)
    for number in range(FIRST - 5, FIRST + result.count + 8):
        trace = recording.voltage_at(float(nodes[number]))
        axes.plot(1000 * recording.time, number + (trace - trace[0]) / 45.0, color=look.palette.ink, linewidth=1.0)
    axes.set_xlim(300, 1900)
    axes.set_ylim(FIRST - 6, FIRST + result.count + 10)
    axes.set_yticks([10, 15, 20, 25])
    axes.set_title(title)
    axes.set_xlabel("time (µs)")
    axes.set_ylabel("node, counted along the fibre")
