"""One pulse to membranes with fewer and fewer sodium channels."""

from apsite.chapters.action_potential.depolarization.tetrodotoxin.experiment import AMPLITUDES, DURATION, ONSET, Result
from apsite.live.presets.membrane import Panel, Point, Preset, Run, Sweep, Trace, family, of_membrane, of_stimuli


def preset(result: Result) -> Preset:
    """Start without the toxin; the other traces are those of the picture."""
    shares = [share for share in result.recordings if share < 1]
    others = family("TTX", [100 * (1 - share) for share in shares], "{:g} % of the channels blocked")
    plain = result.recordings[1.0]
    return Preset(
        title="Tetrodotoxin",
        bench="current clamp",
        values=of_membrane(plain.membrane) | of_stimuli(pulse=plain.stimuli[0]),
        shown=("TTX", "pulse.amplitude", "temperature"),
        runs=(
            Run("main", "your membrane"),
            *others,
        ),
        panels=(
            Panel(
                traces=(
                    *(
                        Trace(
                            run=other.name,
                            color="sodium",
                            width=1.6,
                            alpha=0.4 + 0.4 * share,
                            legend="more of them blocked",
                        )
                        for share, other in zip(shares, others, strict=True)
                    ),
                    Trace(color="sodium"),
                ),
                handles=("pulse",),
            ),
            Panel(
                points=(Point("pulse.amplitude", "late_peak"),),
                sweeps=(
                    Sweep("pulse.amplitude", [float(each) for each in AMPLITUDES[::2]], "late_peak", color="sodium"),
                ),
            ),
        ),
        ms=DURATION,
        dt=0.05,
        origin=ONSET,
        reach={"pulse.amplitude": (0.0, 80.0)},
    )
