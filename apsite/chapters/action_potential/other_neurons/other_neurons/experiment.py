"""Four membranes under a steady current.

A squid's axon, two cells of the cortex and a crab's axon are each given twice the weakest steady current that fires
them, and then one under which they go on. Each makes its spikes from other potentials, and at another pace.
"""

from dataclasses import dataclass

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value
from apsite.laboratory.measurements import ONSET_CRITERION, Spike
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.searches import fires, least
from apsite.laboratory.stimuli import Step
from apsite.membranes.cortical import FAST_SPIKING, REGULAR_SPIKING
from apsite.membranes.crab import CRAB
from apsite.membranes.mechanism import Mechanism
from apsite.membranes.squid import SQUID

#: Those that are compared, by the name that values and links give them, and what they are called.
MECHANISMS: dict[str, Mechanism] = {
    "squid_axon": SQUID,
    "regular_cell": REGULAR_SPIKING,
    "fast_cell": FAST_SPIKING,
    "crab_axon": CRAB,
}
WORDS = {
    "squid_axon": "squid’s axon",
    "regular_cell": "regular-spiking cell",
    "fast_cell": "fast-spiking cell",
    "crab_axon": "crab’s axon",
}
SHOWN = "regular_cell"
TRAINS = {
    "squid_axon": 10.0,
    "regular_cell": 2.0,
    "fast_cell": 2.0,
    "crab_axon": 10.0,
}  # uA/cm2, under which each fires on
PATIENCE = 500.0  # ms; an A current can hold a spike back for long
STRONGEST = 20.0  # uA/cm2, which fires each of them
ONSET, DURATION = 10.0, 190.0  # ms
FIRST = 60.0  # ms, by which each has made its first spike under twice the weakest
TIMES = 2.0  # the weakest current
_STEP = 0.05  # ms, between samples of a train
_FINE = 0.005


@dataclass(frozen=True)
class Protocol(Options):
    """Steady currents from rest."""


@dataclass(frozen=True)
class Cell:
    """One membrane: `rheobase` (uA/cm2), the weakest steady current that fires it; its `first` spike under `level`,
    twice that; and a `train` under the current of `TRAINS`.
    """

    rheobase: float
    level: float
    first: Spike
    train: Recording


@dataclass(frozen=True)
class Result:
    """The `cells` by name; `free`, the crab's axon under the current of its train with its A channels blocked."""

    cells: dict[str, Cell]
    free: Recording

    @property
    def shown(self) -> Cell:
        """The one that the figure starts with."""
        return self.cells[SHOWN]


def run(protocol: Protocol = Protocol()) -> Result:
    """Search each membrane's rheobase, and record what twice that makes of it."""
    cells = {name: _cell(Membrane.of(mechanism), TRAINS[name]) for name, mechanism in MECHANISMS.items()}
    crab = cells["crab_axon"].train
    return Result(cells, simulate(crab.membrane.blocked(A=1.0), crab.stimuli, ONSET + DURATION, dt=_STEP))


def _cell(membrane: Membrane, sustained: float) -> Cell:
    weakest = least(lambda level: fires(membrane, level, patience=PATIENCE), 0.0, STRONGEST, "uA/cm2", precision=1e-3)
    level = round(TIMES * weakest, 1)
    return Cell(
        rheobase=weakest,
        level=level,
        first=simulate(membrane, [Step(0.0, level)], FIRST, dt=_FINE).spikes[0],
        train=simulate(membrane, [Step(ONSET, sustained)], ONSET + DURATION, dt=_STEP),
    )


def _interval(recording: Recording) -> float:
    """Time between the last two spikes, ms."""
    first, second = recording.spike_times[-2:]
    return float(second - first)


def values(result: Result) -> tuple[Value, ...]:
    """Return what the usual three numbers become in each."""
    made = [Value("others.times", TIMES, "1", 0, "The steady current over the weakest that fires a membrane.")]
    for name, cell in result.cells.items():
        of, under = f"of the {WORDS[name]}", f"under {cell.level:g} uA/cm2"
        first, train = cell.first, cell.train
        assert first.threshold is not None
        assert first.half_width is not None
        temperature = train.membrane.mechanism["temperature"].value
        made += [
            Value(f"{name}.temperature", temperature, "°C", 1, f"Temperature {of}."),
            Value(f"{name}.rheobase", cell.rheobase, "uA/cm2", 2, f"Weakest steady current that fires it, {of}."),
            Value(f"{name}.level", cell.level, "uA/cm2", 1, f"Twice that, {of}."),
            Value(f"{name}.rest", train.membrane.resting_potential, "mV", 2, f"Resting potential {of}."),
            Value(
                f"{name}.onset", first.threshold, "mV", 2,
                f"Where the first spike climbs at {ONSET_CRITERION:g} mV/ms, {of} {under}.",
            ),
            Value(f"{name}.peak", first.peak, "mV", 2, f"Peak of the first spike {of} {under}."),
            Value(f"{name}.width", first.half_width, "ms", 2, f"Width of it at half between rest and peak, {of}."),
            Value(f"{name}.steady", TRAINS[name], "uA/cm2", 0, f"A steady current under which it fires on, {of}."),
            Value(f"{name}.count", len(train.spikes), "1", 0, f"Spikes {of} in {DURATION:g} ms of it."),
            Value(f"{name}.wait", train.spikes[0].time - ONSET, "ms", 1, f"Time to the first of them, {of}."),
            Value(f"{name}.interval", _interval(train), "ms", 1, f"Time between the last two of them, {of}."),
        ]  # fmt: skip
    free, usual = result.free, result.cells["crab_axon"].train
    return (
        *made,
        Value("others.time", DURATION, "ms", 0, "How long the steady currents last."),
        Value("freed.count", len(free.spikes), "1", 0, "Spikes of the crab's axon in that time, A channels blocked."),
        Value("freed.wait", free.spikes[0].time - ONSET, "ms", 1, "Time to the first of them."),
        Value("freed.rest", free.membrane.resting_potential, "mV", 1, "Resting potential of that axon."),
        Value(
            "crab_axon.slow_rate",
            1000 / _interval(usual),
            "Hz",
            0,
            "Its rate as it is, by that interval.",
        ),
    )
