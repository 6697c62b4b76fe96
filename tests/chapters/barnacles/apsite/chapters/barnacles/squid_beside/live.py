"""A squid's axon under the current that the reader sets."""

from apsite.chapters.barnacles.squid_beside.experiment import DURATION, Result
from apsite.live.presets.membrane import Panel, Preset, Trace, of_membrane, of_stimuli


def preset(result: Result) -> Preset:
    """Start from the run that the picture shows."""
    recording = result.recording
    return Preset(
        title="A squid's axon beside it",
        bench="current clamp",
        values=of_membrane(recording.membrane) | of_stimuli(step=recording.stimuli[0]),
        shown=("step.level", "temperature", "g_K"),
        panels=(Panel(traces=(Trace(),), handles=("step",)),),
        ms=DURATION,
        dt=0.05,
    )
