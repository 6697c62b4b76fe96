"""One pulse to membranes with fewer and fewer potassium channels."""

from apsite.chapters.action_potential.repolarization.tetraethylammonium.experiment import CURVE, ONSET, Result
from apsite.chapters.action_potential.repolarization.tetraethylammonium.figure import SPAN
from apsite.live.presets.membrane import (
    DASHED,
    Panel,
    Point,
    Preset,
    Run,
    Sweep,
    Trace,
    family,
    of_membrane,
    of_stimuli,
)


def preset(result: Result) -> Preset:
    """Start without the blocker; the other traces are those of the picture."""
    shares = [share for share in result.recordings if share < 1]
    others = family("TEA", [100 * (1 - share) for share in shares], "{:g} % of the channels blocked")
    plain = result.recordings[1.0]
    return Preset(
        title="Tetraethylammonium",
        bench="current clamp",
        values=of_membrane(plain.membrane) | of_stimuli(pulse=plain.stimuli[0]),
        shown=("TEA", "pulse.amplitude", "temperature"),
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
                            color="potassium",
                            dash=DASHED,
                            width=1.6,
                            alpha=0.55 + 0.3 * share,
                            legend="more of them blocked",
                        )
                        for share, other in zip(shares, others, strict=True)
                    ),
                    Trace(color="potassium", dash=DASHED),
                ),
                handles=("pulse",),
            ),
            Panel(
                points=(Point("TEA", "half_width", x_unit=-1, x_from=100),),
                sweeps=(
                    Sweep(
                        "TEA",
                        [100 * (1 - float(each)) for each in CURVE],
                        "half_width",
                        x_unit=-1,
                        x_from=100,
                        color="potassium",
                        dash=DASHED,
                    ),
                ),
            ),
        ),
        ms=ONSET + SPAN[1] + 1.0,
        origin=ONSET,
    )
