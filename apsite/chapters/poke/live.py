"""An axon to be poked."""

from apsite.chapters.poke.experiment import AMPLITUDE, ELECTRODES, HARDER, MIDDLE, MOMENT, Result
from apsite.live.presets.axon import Action, AxonPreset


def preset(result: Result) -> AxonPreset:
    """Start with the spike of the picture, seen by an electrode on either side."""
    return AxonPreset(
        title="An axon to be poked",
        recording=result.poked,
        electrodes=ELECTRODES,
        shown=("first.place", "first.amplitude"),
        moment=MOMENT,
        reach={"first.amplitude": (0.0, HARDER * AMPLITUDE)},
        poked=HARDER,
        actions=(
            Action("Harder", {"first.amplitude": HARDER * AMPLITUDE}),
            Action("At both ends", {"first.place": 0.0, "second.place": 2 * MIDDLE, "second.amplitude": AMPLITUDE}),
        ),
    )
