"""Peak against stimulus, drawn as the pulse is dragged."""

from apsite.chapters.action_potential.threshold.all_or_nothing.experiment import DURATION, MARGIN, ONSET, Result
from apsite.live.presets.membrane import (
    DASHED,
    Change,
    Panel,
    Point,
    Preset,
    Run,
    Sweep,
    Trace,
    of_membrane,
    of_stimuli,
)


def preset(result: Result) -> Preset:
    """Start just above threshold, with a pulse beside it that is as much too weak."""
    weaker = (1 - MARGIN) / (1 + MARGIN)
    return Preset(
        title="All or nothing",
        bench="current clamp",
        values=of_membrane(result.above.membrane) | of_stimuli(pulse=result.above.stimuli[0]),
        shown=("pulse.amplitude", "pulse.width", "temperature"),
        runs=(
            Run("main", "your pulse"),
            Run("weaker", "a pulse a little weaker", (Change("pulse.amplitude", scale=weaker),)),
        ),
        panels=(
            Panel(
                traces=(Trace(run="weaker", color="accent", dash=DASHED), Trace()),
                handles=("pulse",),
            ),
            Panel(
                points=(Point("pulse.amplitude", "peak"),),
                sweeps=(Sweep("pulse.amplitude", [float(each) for each in result.amplitudes], "peak"),),
            ),
        ),
        ms=DURATION,
        origin=ONSET,
        reach={"pulse.amplitude": (0.0, float(result.amplitudes.max()))},
    )
