"""Pulses in the plane of width and strength: each fires or does not."""

from apsite.chapters.action_potential.threshold.strength_duration.experiment import Result
from apsite.chapters.action_potential.threshold.strength_duration.figure import SHOWN
from apsite.laboratory.stimuli import Pulse
from apsite.live.presets.membrane import Panel, Point, Preset, Sweep, of_membrane, of_stimuli

_ONSET = 1.0  # ms
_STEADY = 100.0  # ms: so long a pulse needs no more than the rheobase
_MARGIN = 1.01  # of twice the rheobase, so that the pulse of the chronaxie's width fires


def preset(result: Result) -> Preset:
    """Start at the chronaxie, with a pulse that just fires."""
    pulse = Pulse(_ONSET, result.chronaxie, 2 * _MARGIN * result.rheobase)
    widths = [*(float(width) for width in result.widths[::3] if width <= 2 * SHOWN), _STEADY]
    return Preset(
        title="Strength and duration",
        bench="current clamp",
        values=of_membrane(result.membrane) | of_stimuli(pulse=pulse),
        shown=("pulse.width", "pulse.amplitude", "temperature"),
        panels=(
            Panel(
                points=(Point("pulse.width", "pulse.amplitude", color="stimulus", drag=True),),
                sweeps=(Sweep("pulse.width", widths, "weakest pulse.amplitude"),),
            ),
        ),
        ms=60.0,
        dt=0.05,
        origin=_ONSET,
        reach={"pulse.width": (0.05, SHOWN), "pulse.amplitude": (0.0, 10 * result.rheobase)},
    )
