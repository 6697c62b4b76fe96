"""The chain from the spike to the next cell, with more and with less calcium outside."""

from apsite.chapters.action_potential.transmission.transmitter_release.experiment import Result
from apsite.live.presets.terminal import Panel, TerminalPreset


def preset(result: Result) -> TerminalPreset:
    """Start with the spike of the picture."""
    protocol = result.protocol
    return TerminalPreset(
        title="From the spike to the next cell",
        recording=result.recording,
        values={"Ca_out": protocol.outside_calcium, "g_Ca": protocol.calcium_conductance},
        shown=("Ca_out", "TEA", "TTX"),
        panels=(
            Panel("spike", "V"),
            Panel("current", "I_Ca"),
            Panel("calcium", "Ca"),
            Panel("next", "next"),
            Panel("power", "power"),
        ),
        read=("calcium", "delay", "probability", "content", "answer", "balance"),
    )
