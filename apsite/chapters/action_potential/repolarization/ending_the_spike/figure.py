"""The same pulse with and without inactivation and the delayed opening of potassium channels."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.repolarization.ending_the_spike.experiment import ONSET, WIDTH, Result
from apsite.plotting.look import Look

SPAN = (-1.0, 12.0)  # ms


def draw(result: Result, look: Look) -> Figure:
    """Draw the four recordings over the time since the pulse began."""
    palette = look.palette
    figure = look.figure(look.choose(370, 390))
    axes = figure.subplots()
    styles = {
        "neither": {"color": palette.muted, "linestyle": (0, (1, 1))},
        "no_inactivation": look.potassium,
        "no_delayed_opening": look.sodium,
        "normal": {"color": palette.ink, "linewidth": 2.3},
    }
    for name, style in styles.items():
        recording = result.recordings[name]
        axes.plot(recording.time - ONSET, recording.voltage, **style)
    end = {name: float(recording.voltage[-1]) for name, recording in result.recordings.items()}
    x = SPAN[1] - 0.1
    look.label(axes, x, end["neither"] + 7, "neither of the two", ha="right", color=palette.muted)
    look.label(axes, x, end["no_inactivation"] + 8, "potassium channels only", ha="right", color=palette.potassium)
    look.label(axes, x, end["no_delayed_opening"] - 11, "inactivation only", ha="right", color=palette.sodium)
    look.label(axes, x, -62, "both: the spike as it is", ha="right")
    axes.plot([0, WIDTH], [-88, -88], color=palette.stimulus, linewidth=4, solid_capstyle="butt")
    look.label(axes, WIDTH + 0.25, -88, "pulse", color=palette.stimulus, names="pulse")
    axes.set_xlim(*SPAN)
    axes.set_xticks([0, 4, 8, 12])
    axes.set_ylim(-93, 60)
    axes.set_yticks([-80, -40, 0, 40])
    look.level(axes, 0.0)
    axes.set_xlabel("time since the pulse began (ms)")
    axes.set_ylabel("membrane potential (mV)")
    return figure
