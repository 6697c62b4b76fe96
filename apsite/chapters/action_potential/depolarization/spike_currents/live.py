"""Driving force, gates and currents of a spike."""

from apsite.chapters.action_potential.action_potential.experiment import DURATION
from apsite.chapters.action_potential.depolarization.spike_currents.experiment import ONSET, Result
from apsite.live.presets.membrane import DASHED, Panel, Preset, Trace, of_membrane, of_stimuli

_MILLI = 1e-3  # uA to mA


def preset(result: Result) -> Preset:
    """Start from the standard pulse."""
    recording = result.recording
    return Preset(
        title="The currents of a spike",
        bench="current clamp",
        values=of_membrane(recording.membrane) | of_stimuli(pulse=recording.stimuli[0]),
        shown=("pulse.amplitude", "TTX", "TEA", "E_Na"),
        panels=(
            Panel(traces=(Trace("E_Na", color="sodium", width=1.3), Trace()), handles=("pulse",)),
            Panel(traces=(Trace("m", color="sodium"), Trace("h", color="sodium", width=1.3))),
            Panel(
                traces=(
                    Trace("I_Na", color="sodium", scale=_MILLI),
                    Trace("I_K", color="potassium", dash=DASHED, scale=_MILLI),
                    Trace("I_ion", width=1.4, scale=_MILLI),
                )
            ),
        ),
        ms=DURATION,
        dt=0.025,
        origin=ONSET,
        read=("peak", "threshold", "half_width", "trough"),
    )
