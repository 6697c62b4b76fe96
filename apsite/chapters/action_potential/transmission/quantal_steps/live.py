"""One spike after the other reaches the terminal, and the answers scatter."""

from apsite.chapters.action_potential.transmission.quantal_steps.experiment import Result
from apsite.live.presets.terminal import Panel, TerminalPreset


def preset(result: Result) -> TerminalPreset:
    """Start with the spikes of the picture, drawn from the same seed."""
    protocol = result.protocol
    return TerminalPreset(
        title="Release in whole quanta",
        recording=result.recording,
        values={"Ca_out": protocol.outside_calcium, "spikes": protocol.trials, "seed": protocol.seed},
        shown=("Ca_out", "N_ves", "TEA"),
        panels=(Panel("answers", "answers"), Panel("shares", "shares"), Panel("content", "content")),
        read=("spikes", "failures", "counted", "from_failures", "content", "probability", "calcium", "balance"),
        counting=True,
    )
