"""An axon to be poked."""

from apsite.chapters.poke.experiment import AMPLITUDE, HARDER, MEASURED, MIDDLE, Result
from apsite.live.presets.axon import Action, AxonPreset

_MOMENT = 1.2  # ms: both spikes are on their way


def preset(result: Result) -> AxonPreset:
    """Start with the spike of the picture, seen by an electrode on either side."""
    far = MEASURED[1] - 1.0
    return AxonPreset(
        title="An axon to be poked",
        recording=result.poked,
        electrodes=(MIDDLE - far, MIDDLE + far),
        shown=("first.place", "first.amplitude"),
        moment=_MOMENT,
        reach={"first.amplitude": (0.0, HARDER * AMPLITUDE)},
        poked=HARDER,
        actions=(
            Action("Harder", {"first.amplitude": HARDER * AMPLITUDE}),
            Action("At both ends", {"first.place": 0.0, "second.place": 2 * MIDDLE, "second.amplitude": AMPLITUDE}),
        ),
    )
