"""The same pulse with and without what ends the spike."""

from apsite.chapters.action_potential.repolarization.ending_the_spike.experiment import CASES, DURATION, ONSET, Result
from apsite.chapters.action_potential.repolarization.ending_the_spike.figure import SPAN
from apsite.live.presets.membrane import DASHED, DOTTED, Panel, Preset, Run, Trace, of_membrane, of_stimuli

_LABELS = {
    "normal": "the spike as it is",
    "no_inactivation": "potassium channels only",
    "no_delayed_opening": "inactivation only",
    "neither": "neither of the two",
}


def preset(result: Result) -> Preset:
    """Start from the standard pulse, in all four membranes."""
    normal = result.recordings["normal"]
    names = {name: "main" if name == "normal" else name.replace("_", "-") for name in CASES}
    return Preset(
        title="What ends the spike",
        bench="current clamp",
        values=of_membrane(normal.membrane) | of_stimuli(pulse=normal.stimuli[0]),
        shown=("pulse.amplitude", "TTX", "TEA", "g_L"),
        runs=tuple(Run(names[name], _LABELS[name], held=held) for name, held in CASES.items()),
        panels=(
            Panel(
                traces=(
                    Trace(run=names["neither"], color="muted", dash=DOTTED),
                    Trace(run=names["no_inactivation"], color="potassium", dash=DASHED),
                    Trace(run=names["no_delayed_opening"], color="sodium"),
                    Trace(width=3.0),
                ),
                handles=("pulse",),
            ),
        ),
        ms=min(DURATION, ONSET + SPAN[1]),
        dt=0.05,
        origin=ONSET,
        read=("peak", "half_width", "trough", "trough_time"),
    )
