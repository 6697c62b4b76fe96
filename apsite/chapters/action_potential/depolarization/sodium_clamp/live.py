"""The sodium current in steps of the potential."""

from apsite.chapters.action_potential.depolarization.sodium_clamp.experiment import COMMANDS, DURATION, ONSET, Result
from apsite.chapters.action_potential.depolarization.sodium_clamp.figure import SHOWN
from apsite.live.presets.membrane import Panel, Point, Preset, Run, Sweep, Trace, family, of_membrane, of_stimuli

_MILLI = 1e-3  # uA to mA
_START = 0.0  # mV


def preset(result: Result) -> Preset:
    """Start with one step of the picture's family; the others stay beside it."""
    step = result.family[_START].stimuli[0]
    others = family("command.level", [command for command in SHOWN if command != _START], "a step to {:g} mV")
    return Preset(
        title="The sodium current in voltage clamp",
        bench="voltage clamp",
        values=of_membrane(result.membrane) | of_stimuli(command=step) | {"holding": result.membrane.resting_potential},
        shown=("command.level", "holding", "TTX", "temperature"),
        runs=(
            Run("main", "your step"),
            *others,
        ),
        panels=(
            Panel(
                traces=(
                    *(
                        Trace(
                            "I_Na",
                            each.name,
                            color="sodium",
                            width=1.3,
                            alpha=0.6,
                            legend="other steps",
                            scale=_MILLI,
                        )
                        for each in others
                    ),
                    Trace("I_Na", color="sodium", width=2.8, scale=_MILLI),
                ),
                handles=("command",),
            ),
            Panel(
                points=(Point("command.level", "peak_I_Na", y_unit=1 / _MILLI, color="sodium"),),
                sweeps=(
                    Sweep(
                        "command.level",
                        [float(each) for each in COMMANDS[::5]],
                        "peak_I_Na",
                        y_unit=1 / _MILLI,
                        color="sodium",
                    ),
                ),
            ),
        ),
        ms=DURATION,
        dt=0.01,
        origin=ONSET,
        read=("peak_I_Na", "peak_I_Na_time", "late_I_K"),
    )
