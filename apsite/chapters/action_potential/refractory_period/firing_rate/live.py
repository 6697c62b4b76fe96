"""Firing rate against a steady current."""

from apsite.chapters.action_potential.refractory_period.firing_rate.experiment import LEVELS, TRACE, Result
from apsite.live.presets.membrane import DASHED, Panel, Point, Preset, Run, Sweep, Trace, of_membrane, of_stimuli


def preset(result: Result) -> Preset:
    """Start at the current under which the membrane can fire or be silent."""
    return Preset(
        title="Firing rate and current",
        bench="current clamp",
        values=of_membrane(result.firing.membrane) | of_stimuli(step=result.firing.stimuli[0]),
        shown=("step.level", "temperature", "g_Na"),
        runs=(Run("main", "switched on at rest"), Run("settled", "reached slowly", settled=True)),
        panels=(
            Panel(
                points=(Point("step.level", "rate"),),
                sweeps=(Sweep("step.level", LEVELS, "rate"),),
            ),
            Panel(traces=(Trace(width=1.8), Trace(run="settled", color="accent", dash=DASHED)), handles=("step",)),
        ),
        ms=TRACE,
        dt=0.05,
        read=("peak", "trough", "interval", "rate"),
        reach={"step.level": (0.0, LEVELS[-1])},
    )
