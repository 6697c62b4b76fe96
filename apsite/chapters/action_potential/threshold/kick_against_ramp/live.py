"""A kick and a ramp, side by side on one membrane."""

from apsite.chapters.action_potential.threshold.kick_against_ramp.experiment import (
    FAST_RAMP,
    KICK_SPAN,
    MARGIN,
    ONSET,
    Result,
)
from apsite.live.presets.membrane import DASHED, DOTTED, Change, Panel, Preset, Run, Trace, of_membrane, of_stimuli


def preset(result: Result) -> Preset:
    """Start from the kick that just fires, and from the slow ramp that does not."""
    weaker = (1 - MARGIN) / (1 + MARGIN)
    return Preset(
        title="Kick against ramp",
        bench="current clamp",
        values=of_membrane(result.slow.membrane)
        | of_stimuli(kick=result.above.stimuli[0], ramp=result.slow.stimuli[0]),
        shown=("kick.displacement", "ramp.slope", "ramp.width"),
        runs=(
            Run("main", "the kick", stimuli=("kick",), ms=ONSET + KICK_SPAN),
            Run(
                "weaker", "a weaker kick", (Change("kick.displacement", scale=weaker),), ("kick",), ms=ONSET + KICK_SPAN
            ),
            Run("ramp", "the ramp", stimuli=("ramp",)),
            Run("fast", "a fast ramp", (Change("ramp.slope", set=FAST_RAMP),), ("ramp",)),
        ),
        panels=(
            Panel(axes="kicks", traces=(Trace(run="weaker", color="muted", dash=DOTTED), Trace()), handles=("kick",)),
            Panel(
                axes="ramps",
                traces=(Trace(run="fast", color="muted", dash=DOTTED, until="peak", cut=True), Trace(run="ramp")),
                handles=("ramp",),
            ),
            Panel(
                axes="gates",
                traces=(
                    Trace("h", "ramp", color="sodium"),
                    Trace("n", "ramp", color="potassium", dash=DASHED),
                ),
            ),
        ),
        ms=float(result.slow.time[-1]),
        origin=ONSET,
        dt=0.05,
        reach={"kick.displacement": (-20.0, 40.0), "ramp.slope": (-0.5, 1.0), "ramp.width": (1.0, 80.0)},
    )
