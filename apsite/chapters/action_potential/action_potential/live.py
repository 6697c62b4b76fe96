"""The standard spike and its two conductances."""

from apsite.chapters.action_potential.action_potential.experiment import DURATION, ONSET, Result
from apsite.live.presets.membrane import DASHED, Panel, Preset, Trace, of_membrane, of_stimuli


def preset(result: Result) -> Preset:
    """Start from the pulse of the picture."""
    recording = result.recording
    return Preset(
        title="An action potential",
        bench="current clamp",
        values=of_membrane(recording.membrane) | of_stimuli(pulse=recording.stimuli[0]),
        shown=("pulse.amplitude", "pulse.width", "TTX", "TEA", "temperature"),
        panels=(
            Panel(traces=(Trace(),), handles=("pulse",)),
            Panel(traces=(Trace("g_Na", color="sodium"), Trace("g_K", color="potassium", dash=DASHED))),
        ),
        ms=DURATION,
        origin=ONSET,
    )
