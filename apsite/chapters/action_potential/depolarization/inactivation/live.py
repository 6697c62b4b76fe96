"""One test step from several holding potentials."""

from apsite.chapters.action_potential.depolarization.inactivation.experiment import DURATION, ONSET, Result
from apsite.live.presets.membrane import Change, Panel, Point, Preset, Run, Trace, family, of_membrane, of_stimuli

_MILLI = 1e-3  # uA to mA
_START = -70.0  # mV
_DEEPEST = "deepest"  # the run from the lowest of the picture's holding potentials: all channels are available


def preset(result: Result) -> Preset:
    """Start from one of the picture's holding potentials; the others stay beside it."""
    recording = result.family[_START]
    others = family("holding", [holding for holding in result.family if holding != _START], "held at {:g} mV")
    return Preset(
        title="Inactivation before the step",
        bench="voltage clamp",
        values=of_membrane(recording.membrane) | of_stimuli(command=recording.stimuli[0]) | {"holding": _START},
        shown=("holding", "command.level", "temperature"),
        runs=(
            Run("main", "your start"),
            *others,
            Run(_DEEPEST, "all available", (Change("holding", set=float(result.holdings.min())),)),
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
                            legend="other starts",
                            scale=_MILLI,
                        )
                        for each in others
                    ),
                    Trace("I_Na", color="sodium", width=2.8, scale=_MILLI),
                ),
                handles=("command",),
            ),
            Panel(points=(Point("holding", f"peak_I_Na over {_DEEPEST}", color="stimulus"),)),
        ),
        ms=DURATION,
        dt=0.01,
        origin=ONSET,
        read=("peak_I_Na", "peak_I_Na_time", "late_I_K"),
        reach={"holding": (-120.0, -30.0)},
    )
