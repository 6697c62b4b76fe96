"""Resting and reversal potentials against the potassium outside."""

from apsite.chapters.action_potential.resting_potential.outside_potassium.experiment import Result
from apsite.laboratory.ions import MAMMAL
from apsite.live.presets.membrane import DASHED, DOTTED, Panel, Point, Preset, Sweep


def preset(result: Result) -> Preset:
    """Start with the usual cell: to raise its potassium is the reader's part."""
    protocol = result.protocol
    levels = [float(each) for each in result.outside]
    return Preset(
        title="Resting potential and potassium",
        bench="solutions",
        values={
            "K_out": result.usual_outside,
            "K_in": protocol.potassium_inside,
            "Na_out": protocol.sodium_outside,
            "Na_in": protocol.sodium_inside,
            "Cl_out": float(MAMMAL.Cl_out),
            "Cl_in": float(MAMMAL.Cl_in),
            "temperature": protocol.temperature,
        },
        shown=("K_out", "K_in", "Na_out", "P_Na"),
        panels=(
            Panel(
                points=(Point("K_out", "rest"), Point("K_out", "E_K", color="potassium")),
                sweeps=(
                    Sweep("K_out", levels, "rest"),
                    Sweep("K_out", levels, "E_K", color="potassium", dash=DASHED),
                ),
            ),
            Panel(
                points=(Point("K_out", "force"), Point("K_out", "force_at_once", color="accent")),
                sweeps=(
                    Sweep("K_out", levels, "force"),
                    Sweep("K_out", levels, "force_at_once", color="accent", dash=DOTTED),
                ),
            ),
        ),
        usual={"K_out": result.usual_outside},
        read=("rest", "E_K", "E_Na", "E_Cl"),
        reach={"K_out": (2.0, 20.0), "K_in": (20.0, 400.0), "Na_out": (10.0, 500.0), "P_Na": (0.0, 1.0)},
    )
