"""A squid's axon, two cells of the cortex or a crab's axon under a steady current."""

from apsite.chapters.action_potential.other_neurons.other_neurons.experiment import DURATION, ONSET, SHOWN, Result
from apsite.live.presets.choices import Choices
from apsite.live.presets.membrane import DASHED, DOTTED, Panel, Preset, Trace, of_membrane, of_stimuli

LABELS = {
    "regular_cell": "regular-spiking cell",
    "fast_cell": "fast-spiking cell",
    "crab_axon": "crab’s axon",
    "squid_axon": "squid’s axon",
}
#: Of each, the controls that are in sight, how far the current reaches, and the gates that are drawn.
SHOWN_CONTROLS = {
    "regular_cell": ("step.level", "block_M", "tau_p"),
    "fast_cell": ("step.level", "block_M", "tau_p"),
    "crab_axon": ("step.level", "block_A", "g_L"),
    "squid_axon": ("step.level", "temperature", "g_K"),
}
REACH = {"regular_cell": (0.0, 10.0), "fast_cell": (0.0, 10.0), "crab_axon": (0.0, 30.0), "squid_axon": (0.0, 30.0)}
SLOW = Trace("p", color="potassium", dash=DASHED)
GATES = {
    "regular_cell": (SLOW,),
    "fast_cell": (SLOW,),
    "crab_axon": (Trace("a", color="accent"), Trace("b", color="accent", dash=DOTTED)),
    "squid_axon": (Trace("h", color="sodium"), Trace("n", color="potassium", dash=DASHED)),
}


def preset(result: Result) -> Choices:
    """Start with the cell that the picture shows."""
    assert next(iter(LABELS)) == SHOWN
    made = {}
    for name, label in LABELS.items():
        train = result.cells[name].train
        made[label] = Preset(
            title=f"A {label} under a steady current",
            bench="current clamp",
            mechanism=train.membrane.mechanism,
            values=of_membrane(train.membrane) | of_stimuli(step=train.stimuli[0]),
            shown=SHOWN_CONTROLS[name],
            panels=(Panel(traces=(Trace(width=1.8),), handles=("step",)), Panel(traces=GATES[name])),
            ms=ONSET + DURATION,
            dt=0.05,
            origin=ONSET,
            read=("peak", "threshold", "half_width", "interval"),
            reach={"step.level": REACH[name]},
        )
    return Choices(made)
