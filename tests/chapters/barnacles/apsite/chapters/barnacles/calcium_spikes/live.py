"""A barnacle's fibre under the current that the reader sets."""

from apsite.chapters.barnacles.calcium_spikes.experiment import DURATION, Result
from apsite.live.presets.membrane import Panel, Preset, Trace, of_membrane, of_stimuli


def preset(result: Result) -> Preset:
    """Start from the run that the picture shows."""
    recording = result.recording
    return Preset(
        title="A barnacle's fibre under a steady current",
        bench="current clamp",
        mechanism=recording.membrane.mechanism,
        values=of_membrane(recording.membrane) | of_stimuli(step=recording.stimuli[0]),
        shown=("step.level", "block_Ca", "g_K"),
        panels=(Panel(traces=(Trace(),), handles=("step",)),),
        ms=DURATION,
        dt=0.1,
        reach={"step.level": (0.0, 200.0)},
    )
