"""As many channels as the reader likes, and other chances at a press."""

from apsite.chapters.action_potential.threshold.few_channels.experiment import DURATION, ONSET, Result
from apsite.laboratory.channels import USUAL_STEP
from apsite.laboratory.stimuli import Pulse
from apsite.live.presets.channels import ChannelsPreset, Panel


def preset(result: Result) -> ChannelsPreset:
    """Start with the patches of the picture, drawn from the same seed."""
    protocol = result.protocol
    return ChannelsPreset(
        title="A few channels, many channels",
        membrane=result.recording.membrane,
        pulse=Pulse(ONSET, protocol.width, protocol.amplitude),
        values={"channels": protocol.channels, "patches": protocol.patches, "seed": protocol.seed},
        shown=("channels", "pulse.amplitude"),
        panels=(Panel("potential", "V"), Panel("sodium", "Na"), Panel("potassium", "K")),
        read=("sodium", "potassium", "area", "alone", "fired", "spread"),
        ms=DURATION,
        dt=USUAL_STEP,
    )
