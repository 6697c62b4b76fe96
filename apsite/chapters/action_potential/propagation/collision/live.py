"""Two spikes that meet."""

from apsite.chapters.action_potential.propagation.collision.experiment import Result
from apsite.live.presets.axon import Action, AxonPreset

_ELECTRODES = (3.0, 9.0)  # cm
_MOMENT = 2.0  # ms


def preset(result: Result) -> AxonPreset:
    """Start with both spikes; without the second, the first goes on to the end."""
    return AxonPreset(
        title="Two spikes that meet",
        recording=result.both,
        electrodes=_ELECTRODES,
        shown=("second.amplitude", "second.onset", "first.place", "second.place"),
        moment=_MOMENT,
        actions=(
            Action("One spike only", {"second.amplitude": 0.0}),
            Action("From the middle", {"second.amplitude": 0.0, "first.place": 6.0}),
            Action("The second one later", {"second.onset": 2.0}),
        ),
        reach={"second.onset": (0.0, 8.0)},
    )
