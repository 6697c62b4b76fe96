"""A second pulse after a spike."""

from apsite.chapters.action_potential.refractory_period.second_pulse.experiment import SHOWN, SPAN, STRONGEST, Result
from apsite.live.presets.membrane import Panel, Point, Preset, Run, Sweep, Trace, family, of_membrane, of_stimuli

_START = SHOWN[2]  # ms


def preset(result: Result) -> Preset:
    """Start with one of the intervals of the picture; the others stay beside it."""
    pair = result.pairs[SHOWN.index(_START)]
    first, second = pair.stimuli
    others = family("second.onset", [each for each in SHOWN if each != _START], "second pulse at {:g} ms")
    return Preset(
        title="A second pulse",
        bench="current clamp",
        values=of_membrane(pair.membrane) | of_stimuli(pulse=first, second=second),
        shown=("second.onset", "second.amplitude", "pulse.amplitude", "temperature"),
        runs=(
            Run("main", "your pulses"),
            *others,
        ),
        panels=(
            Panel(
                traces=(
                    *(
                        Trace(run=each.name, color="muted", width=1.1, alpha=0.7, legend="other intervals")
                        for each in others
                    ),
                    Trace(width=2.0),
                ),
                handles=("pulse", "second"),
            ),
            Panel(
                points=(Point("second.onset", "second.amplitude", y_unit=result.threshold, drag=True),),
                sweeps=(
                    Sweep(
                        "second.onset",
                        [float(each) for each in result.intervals[::2]],
                        "weakest second.amplitude",
                        over="pulse.amplitude",
                        y_unit=result.threshold,
                    ),
                ),
            ),
        ),
        ms=SPAN,
        dt=0.05,
        reach={
            "second.onset": (0.5, 35.0),
            "second.amplitude": (0.0, STRONGEST * result.threshold),
            "pulse.amplitude": (0.0, 60.0),
        },
    )
