"""A few channels: patches that all get the same pulse, each with so many channels that open and close by chance.

Before the pulse nothing is done to them. Beside them runs the book's own membrane, which has as many channels as it
takes for chance to average out.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.chance import SEED
from apsite.laboratory.channels import (
    CHANNELS,
    ONE_CHANNEL,
    PATCHES_SHOWN,
    USUAL_STEP,
    PatchRecording,
    area,
    simulate_patches,
)
from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import BY_NAME, CURRENT, WIDTH

ONSET, DURATION = 25.0, 45.0  # ms


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse a fifth stronger than the threshold, to a few patches."""

    channels: float = option(1000.0, CHANNELS, "Channels of each patch, sodium's and potassium's.")
    patches: float = option(5.0, PATCHES_SHOWN, "Patches.")
    amplitude: float = option(16.0, CURRENT, "Current of the pulse.")
    width: float = option(0.5, WIDTH, "Duration of the pulse.")
    seed: float = option(7.0, SEED, "Where the random numbers begin.")


@dataclass(frozen=True)
class Result:
    """`recording` of the patches, and of the book's own membrane, `smooth`, at the same samples.

    `sodium` and `potassium`: the share of the first patch's channels that are open, %, shape (samples,).
    """

    protocol: Protocol
    recording: PatchRecording
    smooth: Recording
    sodium: np.ndarray
    potassium: np.ndarray

    @property
    def alone(self) -> int:
        """Spikes that came before the pulse, of all patches."""
        return sum(int((times < ONSET).sum()) for times in self.recording.spike_times)


def run(protocol: Protocol = Protocol()) -> Result:
    """Give all patches the pulse."""
    membrane = Membrane()
    pulse = [Pulse(ONSET, protocol.width, protocol.amplitude)]
    recording = simulate_patches(
        membrane, [pulse] * int(protocol.patches), DURATION, channels=int(protocol.channels), seed=int(protocol.seed)
    )
    sodium, potassium = (
        100.0 * recording.open[name][0] / max(int(recording.channels[name][0]), 1) for name in ("Na", "K")
    )
    smooth = simulate(membrane, pulse, DURATION, dt=USUAL_STEP)
    return Result(protocol, recording, smooth, sodium, potassium)


def values(result: Result) -> tuple[Value, ...]:
    """Return how many channels there are, on how much membrane, and what they did."""
    recording, channels = result.recording, result.protocol.channels
    patches = len(recording.voltage)
    after = [times[times >= ONSET] for times in recording.spike_times]
    each = f"so many channels lie on, at {ONE_CHANNEL:g} pS each"
    membrane = recording.membrane
    return (
        Value("few_channels.channels", channels, "1", 0, "Channels of each patch."),
        Value("few_channels.sodium", int(recording.channels["Na"][0]), "1", 0, "Sodium channels among them."),
        Value("few_channels.potassium", int(recording.channels["K"][0]), "1", 0, "Potassium channels among them."),
        Value("few_channels.one", ONE_CHANNEL, "pS", 0, "What one open channel conducts."),
        Value("few_channels.area", area(membrane, channels), "um2", 1, f"Area of the squid's membrane that {each}."),
        Value(
            "few_channels.density", 1 / area(membrane, 1.0), "1", 0, "Channels on a square micrometre of the membrane."
        ),
        Value("few_channels.million", area(membrane, 1e6), "um2", 0, "Area that a million of them lie on."),
        Value(
            "few_channels.ring",
            area(membrane, 1e6) / (np.pi * BY_NAME["diameter"].value),
            "um",
            1,
            "Width of a ring of the squid's axon of that area.",
        ),
        Value("few_channels.patches", patches, "1", 0, "Patches that got the pulse."),
        Value("few_channels.amplitude", result.protocol.amplitude, "uA/cm2", 0, "Current of the pulse."),
        Value("few_channels.step", USUAL_STEP, "ms", 3, "Step in which the channels move."),
        Value("few_channels.wait", ONSET, "ms", 0, "Time before the pulse, in which nothing is done."),
        Value("few_channels.alone", result.alone, "1", 0, "Spikes before the pulse, of all patches."),
        Value("few_channels.after", sum(map(bool, map(len, after))), "1", 0, "Patches with a spike after the pulse."),
    )
