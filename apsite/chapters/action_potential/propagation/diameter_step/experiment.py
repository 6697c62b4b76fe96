"""A change of diameter.

Where an axon becomes wider, the spike has to charge more membrane than it comes from. Up to a certain step it passes
with a delay; beyond, it ends there. From the wide side it always passes.
"""

from dataclasses import dataclass

from apsite.laboratory.axon import Axon, Stretch
from apsite.laboratory.conduction import AxonRecording, arrives, simulate_axon
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.searches import least
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import Quantity

WARM = 18.5  # °C
THIN = 100.0  # um
HALF = 4.0  # cm: each part's length
END = 2 * HALF
PASSED, STOPPED = 5.0, 6.0  # times as wide
DURATION = 9.0  # ms
AWAY = 1.0  # cm from the step
_BEGIN = Injection(0.0, Pulse(0.1, 0.2, 3.0))  # uA
_RATIO = Quantity("ratio", "1", 1.0, 10.0)


@dataclass(frozen=True)
class Protocol(Options):
    """A spike that travels from a thin part of an axon into a wide one."""

    ratio: float = option(STOPPED, _RATIO, "Diameter of the wide part over that of the thin one, of the second run.")


@dataclass(frozen=True)
class Result:
    """Runs towards a wide part that the spike passes (`passed`) and the protocol's (`stopped`); `back`: from that wide
    part into the thin one; `limit`: the largest step that a spike passes.
    """

    passed: AxonRecording
    stopped: AxonRecording
    back: AxonRecording
    limit: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Let a spike run into both steps, and search the largest one that it passes."""
    wide = Injection(END, Pulse(0.1, 0.4, 6.0 * protocol.ratio**1.5))
    return Result(
        passed=_travel(PASSED),
        stopped=_travel(protocol.ratio),
        back=simulate_axon(_axon(protocol.ratio), [wide], DURATION),
        limit=least(lambda ratio: not _passes(ratio), 1.0, 10.0, "1", precision=1e-3),
    )


def _axon(ratio: float) -> Axon:
    membrane = Membrane(temperature=WARM)
    return Axon(END, THIN, membrane=membrane, stretches=(Stretch(HALF, END, diameter=ratio * THIN),))


def _travel(ratio: float) -> AxonRecording:
    return simulate_axon(_axon(ratio), [_BEGIN], DURATION)


def _passes(ratio: float) -> bool:
    return arrives(_axon(ratio), [_BEGIN], HALF + AWAY, DURATION)


def values(result: Result) -> tuple[Value, ...]:
    """Return the largest step, and what a spike does before it."""
    passed, back = result.passed, result.back
    # What it would have taken on both sides without a step, from what it takes far from it.
    thin, wide = passed.velocity_between(1.0, 2.5), passed.velocity_between(6.5, 7.5)
    taken = (passed.arrival_at(HALF + 2.5) or 0.0) - (passed.arrival_at(HALF - 1.5) or 0.0)
    if thin is None or wide is None:
        raise ValueError("no spike passes the smaller step")
    without = 10.0 * (1.5 / thin + 2.5 / wide)
    returning = back.velocity_between(2.5, 1.0)
    if returning is None:
        raise ValueError("no spike passes from the wide part into the thin one")
    return (
        Value("step.thin", THIN, "um", 0, "Diameter of the thin part."),
        Value("step.limit", result.limit, "1", 1, "Largest step in diameter that a spike passes."),
        Value("step.passed", PASSED, "1", 0, "A step in diameter that a spike passes."),
        Value("step.delay", taken - without, "ms", 2, "How much later it is than without any step."),
        Value("step.stopped", result.stopped.axon.diameter_at(END) / THIN, "1", 0, "A step that it does not pass."),
        Value(
            "step.stopped_peak",
            float(result.stopped.voltage_at(HALF).max()),
            "mV",
            0,
            "Highest potential at that step.",
        ),
        Value("step.thin_velocity", thin, "m/s", 1, "Velocity along the thin part."),
        Value("step.wide_velocity", wide, "m/s", 1, "Velocity along the wide part behind the smaller step."),
        Value(
            "step.back_velocity", abs(returning), "m/s", 1, "Velocity along the thin part of a spike that came back."
        ),
    )
