"""Spikes after stimuli of several strengths, where they begin and far away."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.propagation.stronger_stimulus.experiment import FAR, MULTIPLES, Result
from apsite.plotting.look import Look

_DASHES = ((0, (1, 1.3)), (0, (5, 1.6)), "-")


def draw(result: Result, look: Look) -> Figure:
    """Draw the potential at the stimulated end and at the far electrode."""
    palette = look.palette
    figure = look.figure(look.choose(310, 560))
    begins, far = figure.subplots(*look.choose((1, 2), (2, 1)))
    for multiple, dash, recording in zip(MULTIPLES, _DASHES, result.recordings, strict=True):
        words = f"{multiple:g} × threshold"
        begins.plot(recording.time, recording.voltage_at(0.0), color=palette.ink, linestyle=dash, label=words)
        far.plot(recording.time, recording.voltage_at(FAR), color=palette.ink, linestyle=dash)
    for axes, left, right in ((begins, 0.0, 3.0), (far, 4.5, 7.5)):
        axes.set_xlim(left, right)
        axes.set_ylim(-90, 60)
        axes.set_yticks([-80, -40, 0, 40])
        axes.set_xlabel("time (ms)")
        axes.set_ylabel("membrane potential (mV)")
    begins.legend(loc="upper right", fontsize=9)
    begins.set_title("Where the current enters")
    far.set_title(f"{FAR:g} cm away")
    return figure
