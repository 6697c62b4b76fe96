"""The undershoot above its floor, and the two currents that nearly cancel in it."""

from matplotlib.figure import Figure

from apsite.drawing.look import Look
from apsite.experiments.action_potential import ONSET
from apsite.experiments.undershoot import Result


def draw(result: Result, look: Look) -> Figure:
    """Draw the potential with rest and E_K, and the leak against the potassium current."""
    palette, recording = look.palette, result.recording
    time = recording.time - ONSET
    shown = time >= 3.2
    figure = look.figure(look.choose(330, 560))
    potential, currents = figure.subplots(*look.choose((1, 2), (2, 1)))
    potential.plot(time[shown], recording.voltage[shown], color=palette.ink)
    potential.axhline(recording.membrane.E_K, **look.potassium | {"linewidth": 1.2})
    look.level(potential, recording.membrane.resting_potential)
    look.label(potential, 22, recording.membrane.E_K + 0.9, "$E_K$", color=palette.potassium)
    look.label(potential, 22, recording.membrane.resting_potential - 1.0, "rest", color=palette.muted)
    potential.set_ylim(-84, -64)
    potential.set_yticks([-80, -75, -70, -65])
    potential.set_title("Close to the floor, never through it")
    potential.set_ylabel("membrane potential (mV)")
    currents.plot(time[shown], recording.currents["K"][shown], **look.potassium)
    currents.plot(time[shown], -recording.currents["L"][shown], color=palette.leak, linestyle=(0, (1, 1.2)))
    look.label(currents, 6.2, 16, "K$^+$, outward", color=palette.potassium)
    look.label(currents, 11, 1.8, "leak, inward", color=palette.leak)
    currents.set_ylim(0, 30)
    currents.set_title("Two currents nearly cancel")
    currents.set_ylabel("current (µA/cm²)")
    for axes in (potential, currents):
        axes.set_xlim(3, 26)
        axes.set_xticks([5, 10, 15, 20, 25])
        axes.set_xlabel("time since the pulse began (ms)")
    return figure
