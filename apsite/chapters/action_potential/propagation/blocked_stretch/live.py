"""A stretch without working sodium channels, and a cold one."""

from apsite.chapters.action_potential.propagation.blocked_stretch.experiment import (
    AFTER,
    BEFORE,
    COLD,
    COOLED,
    SHORT,
    START,
    WARM,
    Result,
)
from apsite.live.presets.axon import Action, AxonPreset

_MOMENT = 2.2  # ms


def preset(result: Result) -> AxonPreset:
    """Start with the longer blocked stretch, in which the spike ends."""
    cooled = {"stretch.length": COOLED, "stretch.blocked": 0.0, "stretch.cooling": WARM - COLD}
    return AxonPreset(
        title="A stretch without sodium channels",
        recording=result.long,
        electrodes=(BEFORE, AFTER),
        shown=("stretch.length", "stretch.blocked", "stretch.cooling", "temperature"),
        moment=_MOMENT,
        values={"stretch.start": START, "stretch.blocked": 100.0},
        actions=(
            Action("A shorter block", {"stretch.length": SHORT, "stretch.blocked": 100.0, "stretch.cooling": 0.0}),
            Action("Cooled, not blocked", cooled),
            Action("No block", {"stretch.length": 0.0}),
        ),
        reach={"stretch.length": (0.0, 4.0)},
    )
