"""A blocked stretch, and a cooled one.

Sodium channels are blocked in a short stretch of the axon: a spike passes it if it is short enough, and ends before
it if not. Cold alone slows a spike down, and lets it pass.
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

WARM, COLD = 18.5, 0.0  # °C
LENGTH = 8.0  # cm
START = 3.0  # cm
PULSE = Pulse(0.1, 0.2, 15.0)  # uA
DURATION = 8.0  # ms
SHORT, LONG, COOLED = 0.5, 1.0, 2.0  # cm
BEFORE, AFTER = 2.5, 6.0  # cm
#: A spike with barely enough channels shrinks for centimetres before it ends: whether it travels is asked far away.
FAR_LENGTH, FAR, FAR_DURATION = 30.0, 27.0, 35.0  # cm, cm, ms
_PRECISION = 1e-3


@dataclass(frozen=True)
class Protocol(Options):
    """A spike that runs into a stretch without working sodium channels."""

    length: float = option(LONG, Quantity("length", "cm", 0.1, 2.0), "Length of the blocked stretch.")


@dataclass(frozen=True)
class Result:
    """Runs of the axon as it is (`plain`), with a `short` and a `long` blocked stretch, and with a `cooled` one;
    `passable` (cm): the longest blocked stretch that a spike passes; `needed`: the share of all sodium channels that
    it needs.
    """

    plain: AxonRecording
    short: AxonRecording
    long: AxonRecording
    cooled: AxonRecording
    passable: float
    needed: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Let a spike run into each stretch, and search the longest one that it passes."""
    membrane = Membrane(temperature=WARM)
    blocked, cold = membrane.blocked(Na=1.0), membrane.replace(temperature=COLD)
    axon = Axon(LENGTH, membrane=membrane)
    return Result(
        plain=_travel(axon),
        short=_travel(_with(axon, blocked, SHORT)),
        long=_travel(_with(axon, blocked, protocol.length)),
        cooled=_travel(_with(axon, cold, COOLED)),
        passable=least(lambda each: not _passes(_with(axon, blocked, each)), 0.1, 3.0, "cm", precision=_PRECISION),
        needed=least(
            lambda share: _travels_on(membrane.blocked(Na=1.0 - share)),
            0.0,
            1.0,
            "1",
            precision=_PRECISION,
        ),
    )


def _with(axon: Axon, membrane: Membrane, length: float) -> Axon:
    return axon.replace(stretches=(Stretch(START, START + length, membrane),))


def _travel(axon: Axon) -> AxonRecording:
    return simulate_axon(axon, [Injection(0.0, PULSE)], DURATION)


def _passes(axon: Axon) -> bool:
    return arrives(axon, [Injection(0.0, PULSE)], AFTER, DURATION)


def _travels_on(membrane: Membrane) -> bool:
    # A spike with few sodium channels is small: it need not reach zero to travel.
    return arrives(Axon(FAR_LENGTH, membrane=membrane), [Injection(0.0, PULSE)], FAR, FAR_DURATION, level=-40.0)


def values(result: Result) -> tuple[Value, ...]:
    """Return how long a stretch may be, and what each does to the spike."""
    arrivals = {
        name: each.arrival_at(AFTER)
        for name, each in (("plain", result.plain), ("short", result.short), ("cooled", result.cooled))
    }
    plain = arrivals["plain"]
    if plain is None or None in arrivals.values():
        raise ValueError("no spike passes the shorter stretch or the cooled one")
    delays = {name: (each or 0.0) - plain for name, each in arrivals.items()}
    end = result.long.axon.stretches[0].end
    return (
        Value("block.start", START, "cm", 0, "Where the stretches begin."),
        Value("block.short", SHORT, "cm", 1, "Length of the shorter blocked stretch."),
        Value("block.long", end - START, "cm", 0, "Length of the longer blocked stretch."),
        Value(
            "block.short_delay", delays["short"], "ms", 2, "How much later a spike is that has passed the shorter one."
        ),
        Value(
            "block.left",
            float(result.long.voltage_at(end).max()),
            "mV",
            0,
            "Highest potential at the longer one's end.",
        ),
        Value("block.passable", result.passable, "cm", 2, "Longest blocked stretch that a spike passes."),
        Value("block.needed", 100 * result.needed, "%", 0, "Share of the sodium channels that a spike needs."),
        Value(
            "block.safety", 1.0 / result.needed, "1", 1, "How many times as many sodium channels there are as needed."
        ),
        Value("cooled.length", COOLED, "cm", 0, "Length of the cooled stretch."),
        Value("cooled.temperature", COLD, "°C", 0, "Its temperature."),
        Value("cooled.around", WARM, "°C", 1, "Temperature of the rest of the axon."),
        Value("cooled.delay", delays["cooled"], "ms", 2, "How much later a spike is that has passed it."),
    )
