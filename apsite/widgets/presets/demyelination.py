"""A fibre whose myelin is thin in a few internodes."""

from apsite.experiments.demyelination import FIRST, Result
from apsite.experiments.saltatory import CAPACITANCE
from apsite.widgets.axon import Action, AxonPreset

_AWAY = 4  # nodes, of the electrodes from the stretch
_MOMENT = 0.9  # ms


def preset(result: Result) -> AxonPreset:
    """Start with myelin just too thin, where the spike ends."""
    axon = result.blocked.axon
    (stretch,) = axon.stretches
    assert stretch.myelin is not None
    thinning = stretch.myelin.capacitance / CAPACITANCE
    last = FIRST + result.count
    return AxonPreset(
        title="A fibre with thin myelin",
        recording=result.blocked,
        electrodes=(round(float(axon.nodes[FIRST - _AWAY]), 2), round(float(axon.nodes[last + _AWAY]), 2)),
        shown=("stretch.thinning", "stretch.length", "fibre", "TTX"),
        moment=_MOMENT,
        values={"stretch.thinning": round(thinning, 2)},
        actions=(
            Action("A little thicker", {"stretch.thinning": round(result.limit - 0.5, 1)}),
            Action("Healthy myelin", {"stretch.thinning": 1.0}),
        ),
        reach={"stretch.length": (0.0, 2.0)},
    )
