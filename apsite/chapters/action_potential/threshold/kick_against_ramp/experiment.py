"""A kick against a ramp.

An instantaneous kick fires the membrane from a potential that a slow ramp passes without a spike: on the way, the
ramp lets sodium channels inactivate and potassium channels open.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import bisect

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.measurements import ONSET_CRITERION
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Ramp, Shock
from apsite.parameters import SLOPE, Quantity

ONSET = 5.0  # ms
KICK_SPAN = 20.0  # ms
AFTER_RAMP = 20.0  # ms
FAST_RAMP = 1.0  # uA/cm2 per ms
MARGIN = 0.02  # how far from the threshold kick, as a share of it, the two kicks are


@dataclass(frozen=True)
class Protocol(Options):
    """A ramp that is slow enough for the gates to follow."""

    slope: float = option(0.2, SLOPE, "Slope of the slow ramp.")
    width: float = option(69.0, Quantity("width", "ms", 1.0, 500.0), "How long the slow ramp grows.")


@dataclass(frozen=True)
class Result:
    """`kick` (mV), the smallest that fires; the recordings of a kick below and above it, of a fast ramp and of the slow
    one.
    """

    protocol: Protocol
    kick: float
    below: Recording
    above: Recording
    fast: Recording
    slow: Recording


def run(protocol: Protocol = Protocol()) -> Result:
    """Find the smallest kick that fires, then record kicks and ramps."""
    membrane = Membrane()
    span = ONSET + protocol.width + AFTER_RAMP

    def kicked(displacement: float) -> Recording:
        return simulate(membrane, [Shock(ONSET, displacement)], ONSET + KICK_SPAN)

    kick = bisect(lambda each: 1.0 if kicked(each).spikes else -1.0, 0.0, 50.0, xtol=1e-6)
    return Result(
        protocol=protocol,
        kick=float(kick),
        below=kicked((1 - MARGIN) * kick),
        above=kicked((1 + MARGIN) * kick),
        fast=simulate(membrane, [Ramp(ONSET, protocol.width, FAST_RAMP)], span),
        slow=simulate(membrane, [Ramp(ONSET, protocol.width, protocol.slope)], span),
    )


def values(result: Result) -> tuple[Value, ...]:
    """Return where the kick fires, where the slow ramp gets without a spike, and what its gates have done by then."""
    slow, protocol = result.slow, result.protocol
    if slow.spikes or not result.fast.spikes:
        raise ValueError(f"at slope = {protocol.slope:g} the slow ramp fires, or the fast one does not")
    end = int(np.argmax(slow.voltage))
    ramp = f"a ramp of {protocol.slope:g} uA/cm2 per ms for {protocol.width:g} ms"
    rest = slow.membrane.resting_potential
    return (
        Value(
            "kick.displacement",
            result.kick,
            "mV",
            1,
            "Smallest instantaneous change of V from rest after which V passes 0 mV.",
        ),
        Value("kick.voltage", rest + result.kick, "mV", 1, "Potential that the smallest sufficient kick reaches."),
        Value("ramp.slope", protocol.slope, "uA/cm2/ms", 1, "Slope of the slow ramp."),
        Value("ramp.width", protocol.width, "ms", 0, "How long the slow ramp grows."),
        Value(
            "ramp.final_current", protocol.slope * protocol.width, "uA/cm2", 1, "Current at the end of the slow ramp."
        ),
        Value("ramp.voltage", float(slow.voltage[end]), "mV", 1, f"Largest potential in {ramp}; no spike."),
        Value(
            "ramp.h_at_rest", float(slow.gates["h"][0]), "1", 2, "Share of sodium channels not inactivated, at rest."
        ),
        Value(
            "ramp.h_at_end",
            float(slow.gates["h"][end]),
            "1",
            2,
            f"Share of sodium channels not inactivated, at the end of {ramp}.",
        ),
        Value(
            "ramp.potassium_gain",
            float((slow.conductances["K"][end]) / slow.conductances["K"][0]),
            "1",
            1,
            f"Potassium conductance at the end of {ramp}, over that at rest.",
        ),
        Value("fast_ramp.slope", FAST_RAMP, "uA/cm2/ms", 0, "Slope of the fast ramp."),
        Value(
            "fast_ramp.threshold",
            result.fast.spikes[0].threshold or np.nan,
            "mV",
            1,
            f"Where dV/dt passes {ONSET_CRITERION:g} mV/ms in a ramp of {FAST_RAMP:g} uA/cm2 per ms.",
        ),
    )
