"""A spike that runs both ways from where it began, as the live figure in its place shows it."""

from matplotlib.figure import Figure

from apsite.chapters.poke.experiment import ELECTRODES, MIDDLE, MOMENT, Result
from apsite.plotting.along import View, along
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the axon at a moment, the potential along it then, and the map of the run."""
    return along(View(result.poked, MOMENT, MIDDLE, ELECTRODES), look, look.choose(400, 420))
