"""A spike along a myelinated fibre."""

from apsite.chapters.action_potential.propagation.saltatory.experiment import LENGTH, MOMENT, Result
from apsite.laboratory.conduction import ELECTRODES
from apsite.laboratory.stimuli import Pulse
from apsite.live.presets.axon import NANO, Action, AxonPreset

_LONG_ENOUGH = 3.5  # ms, for the spike of a fibre of half the diameter to reach both electrodes
_THINNEST = 4.0  # um: the nodes of thinner ones lie so near to each other that a page does not run them
_THIN, _STRIPPED = 4.0, 100.0  # times the capacitance of healthy myelin


def preset(result: Result) -> AxonPreset:
    """Start with the spike and the moment of the picture, between the electrodes that its velocity is measured with."""
    pulse = result.recording.injections[0].stimulus
    assert isinstance(pulse, Pulse)
    near, far = (share * LENGTH for share in ELECTRODES)
    return AxonPreset(
        title="A spike along a myelinated fibre",
        recording=result.recording,
        electrodes=(near, far),
        shown=("fibre", "capacitance", "axial_resistivity", "TTX"),
        moment=MOMENT,
        values={"ms": _LONG_ENOUGH},
        actions=(
            Action("Thin myelin", {"stretch.length": 0.5, "stretch.thinning": _THIN}),
            Action("Strip a stretch", {"stretch.length": 0.5, "stretch.thinning": _STRIPPED}),
            Action("Second spike", {"second.amplitude": pulse.amplitude / NANO}),
        ),
        reach={"fibre": (_THINNEST, 20.0)},
    )
