"""An axon that becomes wider."""

from apsite.chapters.action_potential.propagation.diameter_step.experiment import AWAY, END, HALF, PASSED, THIN, Result
from apsite.laboratory.stimuli import Pulse
from apsite.live.presets.axon import Action, AxonPreset

_MOMENT = 5.0  # ms


def preset(result: Result) -> AxonPreset:
    """Start with the step that the spike does not pass."""
    (stretch,) = result.stopped.axon.stretches
    assert stretch.diameter is not None
    back = result.back.injections[0].stimulus
    assert isinstance(back, Pulse)
    return AxonPreset(
        title="An axon that becomes wider",
        recording=result.stopped,
        electrodes=(HALF - AWAY, HALF + AWAY),
        shown=("stretch.diameter", "diameter", "stretch.start", "first.amplitude"),
        moment=_MOMENT,
        values={"stretch.diameter": stretch.diameter / THIN, "stretch.start": HALF},
        actions=(
            Action(f"{PASSED:g} times as wide", {"stretch.diameter": PASSED}),
            Action(
                "From the wide side",
                {"first.place": END, "first.amplitude": round(back.amplitude, 1), "first.width": back.width},
            ),
            Action("No step", {"stretch.diameter": 1.0}),
        ),
        reach={"first.amplitude": (0.0, 100.0), "stretch.diameter": (0.5, 10.0), "diameter": (50.0, 300.0)},
    )
