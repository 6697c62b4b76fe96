"""A spike that travels along the squid's axon."""

from apsite.chapters.action_potential.propagation.conduction_velocity.experiment import MEASURED, Result
from apsite.laboratory.stimuli import Pulse
from apsite.live.presets.axon import Action, AxonPreset

_MOMENT = 4.0  # ms
_LONG_ENOUGH = 12.0  # ms, for the spike of an axon of a quarter of the diameter to reach both electrodes
_THINNEST = 100.0  # um: what the stimulus of the picture does not yet drive beyond what the model is made for
_STRETCH = 2.0  # cm; the one stretch that differs can be cold and blocked


def preset(result: Result) -> AxonPreset:
    """Start with the spike of the picture, between the electrodes that its velocity is measured with."""
    pulse = result.recording.injections[0].stimulus
    assert isinstance(pulse, Pulse)
    return AxonPreset(
        title="A spike along an axon",
        recording=result.recording,
        electrodes=MEASURED,
        shown=("temperature", "diameter", "axial_resistivity", "first.amplitude"),
        moment=_MOMENT,
        values={"ms": _LONG_ENOUGH},
        actions=(
            Action("Second spike", {"second.amplitude": pulse.amplitude}),
            Action("Cool a stretch", {"stretch.length": _STRETCH, "stretch.cooling": 15.0}),
            Action("Block a stretch", {"stretch.length": _STRETCH, "stretch.blocked": 100.0}),
        ),
        reach={"diameter": (_THINNEST, 1000.0)},
    )
