"""Thinner myelin.

In a few internodes of a fibre the myelin is made thinner, which raises its capacitance: the spike arrives later and
later, and then not at all.
"""

from dataclasses import dataclass

import numpy as np

from apsite.chapters.action_potential.propagation.saltatory.experiment import CAPACITANCE, FIBRE, PULSE, fibre
from apsite.laboratory.axon import Axon, Stretch
from apsite.laboratory.axon_sweeps import simulate_axons
from apsite.laboratory.conduction import AxonRecording, arrives, simulate_axon
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.node import Node
from apsite.laboratory.searches import least
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import Quantity

LENGTH = 4.0  # cm
FIRST = 15  # node before the first thin internode
AFTER = 5  # nodes behind the last one
FACTORS = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])  # times the capacitance
DURATION = 2.2  # ms
SHOWN = (1.0, 4.0)  # times the capacitance
#: With barely enough channels a spike is small, and fades over many nodes: whether it travels is asked far away.
FAR_LENGTH, FAR, FAR_DURATION, STRONG = 16.0, 14.5, 12.0, Pulse(0.01, 0.1, 0.004)  # cm, cm, ms, uA
_LEVEL = -40.0  # mV, which such a spike passes
_PRECISION = 1e-3


@dataclass(frozen=True)
class Protocol(Options):
    """Some neighbouring internodes of a fibre of 10 um are given a larger capacitance."""

    internodes: float = option(5.0, Quantity("internodes", "1", 1.0, 15.0), "How many internodes are thin.")


@dataclass(frozen=True)
class Result:
    """`count`, of thin internodes; `delays` (ms): how much later than in a healthy fibre a spike is that has passed
    them, for each of `FACTORS`, NaN where none passes; `limit`: the largest factor that one passes; `one_limit`: the
    same for a single internode. `healthy`, `slowed` and `blocked`: runs, the last one beyond the limit. `needed`:
    share of the sodium channels of all nodes without which no spike travels on.
    """

    count: int
    delays: np.ndarray
    limit: float
    one_limit: float
    healthy: AxonRecording
    slowed: AxonRecording
    blocked: AxonRecording
    needed: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Thin the myelin step by step, and search how thin it may be."""
    count = round(protocol.internodes)
    whole = fibre(FIBRE, LENGTH)
    healthy = _travel(whole)
    usual = _arrival(healthy, count)
    if usual is None:
        raise ValueError(f"no spike travels at internodes = {count}")
    thinned = [_thinned(whole, count, float(each)) for each in FACTORS]
    begun = [[Injection(0.0, PULSE)]] * len(thinned)
    arrivals = simulate_axons(thinned, begun, DURATION, lambda run: _arrival(run, count), dt=0.01)
    limit = _limit(whole, count)

    return Result(
        count=count,
        delays=np.array([np.nan if each is None else each - usual for each in arrivals]),
        limit=limit,
        one_limit=_limit(whole, 1),
        healthy=healthy,
        slowed=_travel(_thinned(whole, count, 0.95 * limit)),
        blocked=_travel(_thinned(whole, count, 1.05 * limit)),
        needed=least(_travels_on, 0.5, 0.65, "1", precision=_PRECISION),
    )


def _thinned(axon: Axon, count: int, factor: float) -> Axon:
    assert axon.myelin is not None
    thin = axon.myelin.replace(capacitance=factor * CAPACITANCE)
    start, end = axon.nodes[FIRST], axon.nodes[FIRST + count]
    return axon.replace(stretches=(Stretch(float(start), float(end), myelin=thin),))


def _travel(axon: Axon) -> AxonRecording:
    return simulate_axon(axon, [Injection(0.0, PULSE)], DURATION, dt=0.01)


def _travels_on(share: float) -> bool:
    far = fibre(FIBRE, FAR_LENGTH).replace(membrane=Node().blocked(Na=1.0 - share))
    return arrives(far, [Injection(0.0, STRONG)], FAR, FAR_DURATION, level=_LEVEL, dt=0.01)


def _arrival(recording: AxonRecording, count: int) -> float | None:
    return recording.arrival_at(_behind(recording.axon, count))


def _behind(axon: Axon, count: int) -> float:
    return float(axon.nodes[FIRST + count + AFTER])


def _limit(axon: Axon, count: int) -> float:
    def blocks(factor: float) -> bool:
        thinned = _thinned(axon, count, factor)
        return not arrives(thinned, [Injection(0.0, PULSE)], _behind(thinned, count), DURATION, dt=0.01)

    return least(blocks, 1.0, 100.0, "times the capacitance", precision=_PRECISION)


def values(result: Result) -> tuple[Value, ...]:
    """Return how thin the myelin may be, and how late a spike is before that."""
    usual, late = (_arrival(each, result.count) for each in (result.healthy, result.slowed))
    assert usual is not None
    assert late is not None
    return (
        Value("thin.count", result.count, "1", 0, "How many neighbouring internodes are thin."),
        Value("thin.limit", result.limit, "1", 1, "How many times as large their capacitance may be."),
        Value("thin.one_limit", result.one_limit, "1", 0, "The same, if only one internode is thin."),
        Value(
            "thin.double_delay",
            float(1000 * result.delays[1]),
            "us",
            0,
            "How late a spike is with twice the capacitance.",
        ),
        Value("thin.last_delay", 1000 * (late - usual), "us", 0, "How late it is at 0.95 of the limit."),
        Value("thin.needed", 100 * result.needed, "%", 0, "Share of the nodes' sodium channels that a spike needs."),
    )
