"""A train of a cell of the cortex, and of its gates the slow ones, which make the train slow down."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.other_neurons.other_neurons.experiment import DURATION, ONSET, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the potential, and the gates p beneath it."""
    figure = look.figure(look.choose(400, 480))
    potential, gates = figure.subplots(2, 1, sharex=True, height_ratios=(1.6, 1))
    train = result.shown.train
    time = train.time - ONSET
    potential.plot(time, train.voltage, color=look.palette.ink, linewidth=1.3)
    potential.set_ylim(-95, 60)
    potential.set_yticks([-80, -40, 0, 40])
    potential.set_title("Spikes under a steady current")
    potential.set_ylabel("potential (mV)" if look.narrow else "membrane potential (mV)")
    gates.plot(time, train.gates["p"], **look.potassium)
    _gates(gates)
    return figure


def _gates(axes: Axes) -> None:
    axes.set_xlim(-ONSET, DURATION)
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.5, 1])
    axes.set_title("Gates")
    axes.set_xlabel("time since the current began (ms)")
    axes.set_ylabel("open gates")
