"""A hyperpolarizing current that ends in a spike."""

from apsite.chapters.action_potential.hyperpolarization.anode_break.experiment import MARGIN, ONSET, STRONGEST, Result
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

AFTER_SHOWN = 25.0  # ms: up to where the axes reach


def preset(result: Result) -> Preset:
    """Start from the current that is just strong enough, with one that is not."""
    weaker = (1 - MARGIN) / (1 + MARGIN)
    return Preset(
        title="Anode-break excitation",
        bench="current clamp",
        values=of_membrane(result.above.membrane) | of_stimuli(step=result.above.stimuli[0]),
        shown=("step.level", "step.width", "temperature"),
        runs=(
            Run("main", "your current"),
            Run("weaker", "a current a little weaker", (Change("step.level", scale=weaker),)),
        ),
        panels=(
            Panel(axes="traces", traces=(Trace(run="weaker", color="accent", dash=DASHED), Trace()), handles=("step",)),
            Panel(
                axes="gates",
                traces=(
                    Trace("h", color="sodium", until="step"),
                    Trace("n", color="potassium", dash=DASHED, until="step"),
                ),
            ),
            Panel(
                axes="curve",
                points=(Point("step.width", "step.level", y_unit=-1, color="stimulus", drag=True),),
                sweeps=(Sweep("step.width", [float(each) for each in result.widths], "weakest step.level", y_unit=-1),),
            ),
        ),
        ms=ONSET + result.protocol.width + AFTER_SHOWN,
        dt=0.05,
        origin=ONSET,
        reach={"step.level": (-STRONGEST, STRONGEST), "step.width": (1.0, float(result.widths.max()))},
    )
