"""The undershoot, its two currents and its floor."""

from apsite.chapters.action_potential.action_potential.experiment import DURATION, ONSET
from apsite.chapters.action_potential.hyperpolarization.undershoot.experiment import STRONG, Result
from apsite.live.presets.membrane import DASHED, DOTTED, Change, Panel, Preset, Run, Trace, of_membrane, of_stimuli


def preset(result: Result) -> Preset:
    """Start from the standard pulse, with twice of it to membranes with other E_K."""
    own = result.recording.membrane.E_K
    stronger = Change("pulse.amplitude", scale=STRONG)
    others = {f"floor-{-floor:g}": floor for floor in result.floors if floor != own}
    return Preset(
        title="The undershoot",
        bench="current clamp",
        values=of_membrane(result.recording.membrane) | of_stimuli(pulse=result.recording.stimuli[0]),
        shown=("E_K", "TEA", "g_L", "pulse.amplitude"),
        runs=(
            Run("main", "your membrane"),
            Run("strong", "yours, twice the pulse", (stronger,), ms=DURATION),
            *(
                Run(name, f"E_K at {floor:g} mV".replace("-", "−"), (stronger, Change("E_K", set=floor)), ms=DURATION)
                for name, floor in others.items()
            ),
        ),
        panels=(
            Panel(axes="dip", traces=(Trace("E_K", color="potassium", dash=DASHED, width=1.3), Trace(cut=True))),
            Panel(
                axes="currents",
                traces=(
                    Trace("I_K", color="potassium", dash=DASHED, cut=True),
                    Trace("I_L", color="leak", dash=DOTTED, cut=True),
                ),
            ),
            Panel(
                axes="floors",
                traces=(
                    *(Trace("E_K", name, color="potassium", dash=DASHED, width=1.1) for name in (*others, "strong")),
                    *(Trace(run=name, color="muted", width=2.0, legend="other E_K", cut=True) for name in others),
                    Trace(run="strong", width=2.0, cut=True),
                ),
            ),
        ),
        ms=30.0,
        dt=0.05,
        origin=ONSET,
        read=("peak", "trough", "trough_time", "half_width"),
    )
