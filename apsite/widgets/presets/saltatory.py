"""A spike along a myelinated fibre."""

from apsite.experiments.saltatory import LENGTH, MOMENT, Result
from apsite.laboratory.conduction import ELECTRODES
from apsite.widgets.axon import Action, AxonPreset

_BARE = 100.0  # times the capacitance of healthy myelin: hardly any is left


def preset(result: Result) -> AxonPreset:
    """Start with the spike and the moment of the picture, between the electrodes that its velocity is measured with."""
    near, far = (share * LENGTH for share in ELECTRODES)
    return AxonPreset(
        title="A spike along a myelinated fibre",
        recording=result.recording,
        electrodes=(near, far),
        shown=("fibre", "capacitance", "axial_resistivity", "TTX"),
        moment=MOMENT,
        actions=(
            Action("Strip the myelin of a stretch", {"stretch.length": 1.0, "stretch.thinning": _BARE}),
            Action("A second spike", {"second.amplitude": 2.0}),
        ),
    )
