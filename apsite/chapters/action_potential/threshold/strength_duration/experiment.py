"""Strength against duration.

The briefer a pulse, the stronger it has to be; however long it lasts, a current below the rheobase never fires the
membrane.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.searches import chronaxie, rheobase, threshold_amplitudes
from apsite.parameters import BY_NAME

WIDTHS = np.geomspace(0.05, 20.0, 49)  # ms
CHOSEN = (0.5, 1.0, 5.0)  # ms
MEASURED_AT = 20.0  # °C, by Guttman (1966)


@dataclass(frozen=True)
class Protocol(Options):
    """Pulses of widths from 0.05 to 20 ms to a resting membrane."""

    temperature: float = option(6.3, BY_NAME["temperature"], "Temperature of the axon.")


@dataclass(frozen=True)
class Result:
    """`widths` (ms) and `thresholds` (uA/cm2), the weakest pulses that fire, of shape (widths,); `chosen` (uA/cm2),
    those of the widths `CHOSEN`; `rheobase` (uA/cm2) and `chronaxie` (ms); `measured_at`: rheobase (uA/cm2) and
    the charge of the briefest pulse (nC/cm2) at the temperature `MEASURED_AT`.
    """

    membrane: Membrane
    widths: np.ndarray
    thresholds: np.ndarray
    chosen: tuple[float, ...]
    rheobase: float
    chronaxie: float
    measured_at: tuple[float, float]


def run(protocol: Protocol = Protocol()) -> Result:
    """Search the threshold of every width."""
    membrane = Membrane(temperature=protocol.temperature)
    warm = membrane.replace(temperature=MEASURED_AT)
    found = threshold_amplitudes(membrane, [*WIDTHS, *CHOSEN])
    thresholds, chosen = found[: len(WIDTHS)], found[len(WIDTHS) :]
    longest, briefest = threshold_amplitudes(warm, [np.inf, WIDTHS[0]]).tolist()
    return Result(
        membrane=membrane,
        widths=WIDTHS,
        thresholds=thresholds,
        chosen=tuple(chosen.tolist()),
        rheobase=rheobase(membrane),
        chronaxie=chronaxie(membrane),
        measured_at=(longest, float(WIDTHS[0] * briefest)),
    )


def values(result: Result) -> tuple[Value, ...]:
    """Return rheobase, chronaxie, and the threshold and charge of some widths."""
    briefest = result.widths[0]
    return (
        Value(
            "rheobase.amplitude",
            result.rheobase,
            "uA/cm2",
            2,
            "Weakest current that fires the membrane, however long it lasts.",
        ),
        Value(
            "chronaxie.width",
            result.chronaxie,
            "ms",
            2,
            "Width of the briefest pulse of twice the rheobase that fires.",
        ),
        Value("chronaxie.amplitude", 2 * result.rheobase, "uA/cm2", 2, "Twice the rheobase."),
        *(
            Value(
                f"strength.at_{width:g}ms".replace(".5", "_5"),
                amplitude,
                "uA/cm2",
                2,
                f"Weakest pulse of {width:g} ms that fires.",
            )
            for width, amplitude in zip(CHOSEN, result.chosen, strict=True)
        ),
        Value(
            "strength.half_factor",
            result.chosen[0] / result.chosen[1],
            "1",
            2,
            "Threshold of 0.5 ms over that of 1 ms.",
        ),
        Value("strength.one_width", CHOSEN[1], "ms", 0, "Width of the second of the pulses compared."),
        Value("strength.five_width", CHOSEN[2], "ms", 0, "Width of the longest of the pulses compared."),
        Value("charge.briefest_width", float(briefest), "ms", 2, "Width of the briefest pulse tried."),
        Value(
            "charge.briefest",
            float(briefest * result.thresholds[0]),
            "nC/cm2",
            2,
            "Charge of the weakest pulse of that width that fires.",
        ),
        Value("measured_at.temperature", MEASURED_AT, "°C", 0, "A temperature at which living axons were measured."),
        Value("measured_at.rheobase", result.measured_at[0], "uA/cm2", 1, "Rheobase of the model at that temperature."),
        Value(
            "measured_at.charge",
            result.measured_at[1],
            "nC/cm2",
            1,
            "Charge of the weakest of the briefest pulses that fires the model at that temperature.",
        ),
        Value("charge.long", 5.0 * result.chosen[-1], "nC/cm2", 1, "Charge of the weakest pulse of 5 ms that fires."),
    )
