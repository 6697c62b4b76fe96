"""A spike after the end of a hyperpolarizing current, and the gates on the way there."""

from matplotlib.figure import Figure

from apsite.drawing.look import Look
from apsite.experiments.anode_break import ONSET, Result


def draw(result: Result, look: Look) -> Figure:
    """Draw the potential around the weakest current, and the gates h and n."""
    palette, width = look.palette, result.protocol.width
    time = result.above.time - ONSET - width
    figure = look.figure(look.choose(330, 560))
    potential, gates = figure.subplots(*look.choose((1, 2), (2, 1)))
    potential.plot(time, result.above.voltage, color=palette.ink)
    potential.plot(time, result.below.voltage, color=palette.accent, linestyle=(0, (4, 1.5)))
    potential.plot([-width, 0], [-90, -90], color=palette.stimulus, linewidth=4, solid_capstyle="butt")
    look.label(potential, -width, -83, "current", color=palette.stimulus)
    look.label(potential, 12, -57, "a little weaker", color=palette.accent)
    potential.set_ylim(-94, 45)
    potential.set_yticks([-80, -40, 0, 40])
    potential.set_title("The spike comes when it ends")
    potential.set_ylabel("membrane potential (mV)")
    held = time <= 0
    gates.plot(time[held], result.above.gates["h"][held], **look.sodium)
    gates.plot(time[held], result.above.gates["n"][held], **look.potassium)
    look.label(gates, 1.5, float(result.above.gates["h"][result.released]), "h", color=palette.sodium)
    look.label(gates, 1.5, float(result.above.gates["n"][result.released]), "n", color=palette.potassium)
    gates.set_ylim(0, 0.9)
    gates.set_yticks([0, 0.4, 0.8])
    gates.set_title("Meanwhile h opens and n closes")
    gates.set_ylabel("share of open gates")
    for axes in (potential, gates):
        axes.set_xlim(-width - 5, 25)
        axes.set_xticks([-30, -15, 0, 15])
        axes.set_xlabel("time since the current ended (ms)")
    return figure
