"""Tetraethylammonium.

Fewer and fewer potassium channels that open on depolarization: the spike grows higher and much wider, the undershoot
shrinks, and with very few the membrane does not come back.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.measurements import Spike
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import CURRENT

ONSET = 2.0  # ms
WIDTH = 0.5  # ms
DURATION = 40.0  # ms
PLAIN_DURATION = 202.0  # ms
SHARES = (1.0, 0.5, 0.25, 0.1, 0.02)  # of the potassium channels that are left, drawn as traces
CURVE = np.linspace(0.1, 1.0, 37)


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse of 0.5 ms to membranes with fewer and fewer potassium channels."""

    amplitude: float = option(26.55, CURRENT, "Amplitude of the pulse.")


@dataclass(frozen=True)
class Result:
    """`recordings`: one for each of `SHARES`; `shares` (0 to 1), `half_widths` (ms) and `troughs` (mV), each of shape
    (shares,); `plain`: the pulse to a membrane that has lost half of its potassium channels with what they conduct at
    rest.
    """

    protocol: Protocol
    recordings: dict[float, Recording]
    shares: np.ndarray
    half_widths: np.ndarray
    troughs: np.ndarray
    plain: Recording


def run(protocol: Protocol = Protocol()) -> Result:
    """Record the pulse in each membrane; raise ValueError where one of the curve does not fire a whole spike."""
    membrane = Membrane()
    pulse = [Pulse(ONSET, WIDTH, protocol.amplitude)]

    def recorded(share: float) -> Recording:
        return simulate(membrane.blocked(K=1 - share), pulse, DURATION)

    spikes = [_spike(recorded(float(share))) for share in CURVE]
    return Result(
        protocol=protocol,
        recordings={share: recorded(share) for share in SHARES},
        shares=CURVE,
        half_widths=np.array([spike.half_width for spike in spikes]),
        troughs=np.array([spike.trough for spike in spikes]),
        plain=simulate(membrane.replace(g_K=0.5 * membrane.g_K), pulse, PLAIN_DURATION),
    )


def _spike(recording: Recording) -> Spike:
    """The first spike, if it comes down again."""
    if not recording.spikes or recording.spikes[0].half_width is None:
        raise ValueError("no whole spike to measure; allowed: a stronger pulse")
    return recording.spikes[0]


def values(result: Result) -> tuple[Value, ...]:
    """Return peak, width and undershoot for each share of the channels, and where the last trace ends."""
    found = []
    for share, recording in result.recordings.items():
        name, left = f"{100 * share:.0f}", f"with {100 * share:g} % of the potassium channels"
        spike = _spike(recording)
        found += [
            Value(f"tea.left_{name}", 100 * share, "%", 0, "Share of the potassium channels that are left."),
            Value(f"tea.peak_{name}", spike.peak, "mV", 1, f"Peak {left}."),
            Value(f"tea.width_{name}", spike.half_width or np.nan, "ms", 2, f"Half width {left}."),
            Value(f"tea.trough_{name}", spike.trough, "mV", 1, f"Lowest potential after the peak, {left}."),
            Value(f"tea.fall_{name}", -spike.max_fall, "mV/ms", 1, f"How fast the potential falls at most, {left}."),
        ]
    fewest = min(SHARES)
    simply = "half of the potassium conductance simply gone"
    end = float(result.recordings[fewest].voltage[-1])
    return (
        *found,
        Value("tea.end", end, "mV", 1, f"Potential at the end with {100 * fewest:g} % of the potassium channels."),
        Value("tea.duration", DURATION - ONSET, "ms", 0, "From the start of the pulse to the end of the run."),
        Value("tea.widening", result.half_widths[0] / result.half_widths[-1], "1", 1, "Half width, 10 % over 100 %."),
        Value("tea.plain_rest", result.plain.membrane.resting_potential, "mV", 1, f"Rest with {simply}."),
        Value("tea.plain_count", len(result.plain.spikes), "1", 0, f"Spikes after one pulse, with {simply}."),
        Value("tea.plain_duration", PLAIN_DURATION - ONSET, "ms", 0, "How long after the pulse they are counted."),
    )
