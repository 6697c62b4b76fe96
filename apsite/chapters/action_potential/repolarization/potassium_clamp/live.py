"""The potassium conductance in steps of the potential."""

from apsite.chapters.action_potential.repolarization.potassium_clamp.experiment import DURATION, ONSET, Result
from apsite.live.presets.membrane import DASHED, Panel, Preset, Run, Trace, family, of_membrane, of_stimuli


def preset(result: Result) -> Preset:
    """Start with the step that the picture looks at closely; its family stays beside it."""
    level = result.protocol.level
    others = family("command.level", [command for command in result.family if command != level], "a step to {:g} mV")
    return Preset(
        title="The potassium conductance in voltage clamp",
        bench="voltage clamp",
        values=of_membrane(result.step.membrane)
        | of_stimuli(command=result.step.stimuli[0])
        | {"holding": result.step.membrane.resting_potential},
        shown=("command.level", "holding", "TEA", "temperature"),
        runs=(
            Run("main", "your step"),
            *others,
        ),
        panels=(
            Panel(
                traces=(
                    *(
                        Trace(
                            "g_K",
                            each.name,
                            color="potassium",
                            dash=DASHED,
                            width=1.3,
                            alpha=0.6,
                            legend="other steps",
                        )
                        for each in others
                    ),
                    Trace("g_K", color="potassium", dash=DASHED, width=2.8),
                ),
                handles=("command",),
            ),
            Panel(
                traces=(
                    Trace("n_progress", color="muted", width=1.9),
                    Trace("g_K_progress", color="potassium", dash=DASHED),
                )
            ),
        ),
        ms=DURATION,
        dt=0.02,
        origin=ONSET,
        read=("late_g_K", "late_I_K", "peak_I_Na", "peak_I_Na_time"),
    )
