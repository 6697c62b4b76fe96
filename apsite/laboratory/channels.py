"""Patches of membrane with so many channels, each of which opens and closes by chance.

Each gate of each channel opens and closes with the rates of the declared membrane (`Mechanism`), on its own; a channel
conducts while all its gates are open. So a population of channels is a chain of Markov over the numbers of open gates,
and how many go from one state to another in a step is drawn from the binomial law. At a given potential that is exact,
however long the step, and for any number of channels. All that a step approximates is that the potential stands still
while the gates move, and the gates while the potential does; the two take turns half a step apart, which leaves an
error of second order. Where nothing is left to chance, this is the book's own membrane.

Owns the chain and the order of the draws: `laboratory/channels.ts` is its twin. Random numbers are
those of NumPy's RandomState (the Mersenne Twister and its binomial draws), whose streams never change.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import pairwise
from math import ceil, comb

import numpy as np

from apsite.equations.channels import Population, opened, populations
from apsite.equations.membrane import equations_of
from apsite.kernels.numpy_functions import of_parameters
from apsite.laboratory.chance import SEED
from apsite.laboratory.clamps import time_axis
from apsite.laboratory.inputs import Traces, instance, listed, named, whole
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Stimulus, course
from apsite.parameters import Quantity

CHANNELS = Quantity("channels", "1", 1.0, 1_000_000.0)
#: What one open channel conducts, sodium's and potassium's alike, pS, as in Chow and White (1996).
ONE_CHANNEL = 20.0
#: So many pS lie on a square micrometre where a square centimetre has 1 mS.
_TO_PS = 10.0
PATCHES = Quantity("patches", "1", 1.0, 10_000.0)
#: As many as can be told apart in one figure.
PATCHES_SHOWN = Quantity("patches", "1", 1.0, 20.0)
STEP = Quantity("dt", "ms", 0.001, 0.1)
USUAL_STEP = 0.025
#: Steps of patches in one run: more would take minutes.
MOST_STEPS = 20_000_000
#: A spike passes `FIRED` upward, and is over once the potential has come below `OVER`, mV. Where channels are few, the
#: potential can go back and forth about the first during one spike.
FIRED, OVER = 0.0, -40.0

#: What no chance falls short of that anything hangs on.
_LEAST = 1e-300

Draw = Callable[[np.ndarray, np.ndarray], np.ndarray]


def area(membrane: Membrane, channels: float) -> float:
    """Return on how much of `membrane` so many channels lie, um2."""
    return (
        channels
        * ONE_CHANNEL
        / (_TO_PS * sum(_carried(membrane)[0][each.name] for each in populations(membrane.mechanism)))
    )


def shared_out(channels: int, conductances: Sequence[float]) -> list[int]:
    """Return how many of `channels` each population has, by its largest conductance: open ones all conduct alike."""
    total = sum(conductances)
    ends = [0, *(int(channels * so_far / total + 0.5) if total else 0 for so_far in np.cumsum(conductances))]
    return [after - before for before, after in pairwise(ends)]


class Gating:
    """How channels with so many `copies` of a gate go between the numbers of open ones.

    From j open gates, channels leave for the next ones first: `ways[j]` are the others in the order in which they are
    drawn, and `shift` says what a channel that takes a way adds to each number.
    """

    def __init__(self, copies: int) -> None:
        self.copies = copies
        numbers = range(copies + 1)
        self.ways = [
            [to for _, _, to in sorted((abs(to - j), to < j, to) for to in numbers if to != j)] for j in numbers
        ]
        # What a way needs: `kept` of j open gates stay open, `opened` of the others open, and so on; how many choices.
        terms: list[tuple[int, ...]] = []
        starts = []
        for j in numbers:
            for to in self.ways[j]:
                starts.append(len(terms))
                for kept in range(max(0, to + j - copies), min(j, to) + 1):
                    choices = comb(j, kept) * comb(copies - j, to - kept)
                    terms.append((choices, kept, j - kept, to - kept, copies - j - to + kept))
        self._choices, *powers = np.array(terms).T
        self._powers = np.array(powers)
        self._starts = np.array(starts)
        self._shift = np.zeros(((copies + 1) * copies, copies + 1), dtype=np.int64)
        for j in numbers:
            for at, to in enumerate(self.ways[j]):
                self._shift[j * copies + at, [j, to]] = -1, 1

    def chances(self, opens: np.ndarray, closes: np.ndarray) -> np.ndarray:
        """Return the chance of each way, shape (patches, copies + 1, copies).

        `opens`, `closes`: that a closed gate is open, an open one closed at the end of the step, shape (patches,).
        """
        of_one = np.array([1.0 - closes, closes, opens, 1.0 - opens])
        powers = np.concatenate([[np.ones_like(of_one)], np.cumprod([of_one] * self.copies, axis=0)])
        terms = self._choices[:, None] * powers[self._powers, _OF_ONE].prod(axis=0)
        ways = np.add.reduceat(terms, self._starts, axis=0)
        return ways.T.reshape(len(opens), self.copies + 1, self.copies)

    def moved(self, counts: np.ndarray, opens: np.ndarray, closes: np.ndarray, draw: Draw) -> np.ndarray:
        """Return `counts` after a step, shape (patches, others, copies + 1), last the numbers of open gates."""
        chances = self.chances(opens, closes)
        # The chance of a way and all that come after it.
        left = np.add.accumulate(chances[..., ::-1], axis=-1)[..., ::-1]
        shares = np.minimum(chances / np.maximum(left, _LEAST), 1.0)[:, None]
        going = draw(counts, np.minimum(left[:, None, :, 0], 1.0))
        ways = np.empty((*counts.shape, self.copies), dtype=going.dtype)
        for way in range(self.copies - 1):
            ways[..., way] = gone = draw(going, shares[..., way])
            going = going - gone
        ways[..., -1] = going
        return counts + ways.reshape(*counts.shape[:2], -1) @ self._shift


_OF_ONE = np.arange(4)[:, None]
_gating = cache(Gating)


@dataclass(frozen=True)
class PatchRecording:
    """What patches of `membrane` did: shape (samples,) the `time` (ms), shape (patches, samples) the `voltage` (mV).

    `open`: how many channels of each current conduct until the next sample, shape (patches, samples) each;
    `channels`: how many there are, shape (patches,) each.
    """

    membrane: Membrane
    time: np.ndarray
    voltage: np.ndarray
    open: Mapping[str, np.ndarray]
    channels: Mapping[str, np.ndarray]

    @cached_property
    def spike_times(self) -> list[np.ndarray]:
        """When each patch passed 0 mV upward, ms; another spike can be told once it has been below -40 mV."""
        return [_spike_times(self.time, each) for each in self.voltage]


def _spike_times(time: np.ndarray, voltage: np.ndarray) -> np.ndarray:
    ups = np.flatnonzero((voltage[:-1] < FIRED) & (voltage[1:] >= FIRED))
    found: list[float] = []
    last = None
    for at in ups:
        if last is None or (voltage[last : at + 1] < OVER).any():
            share = (FIRED - voltage[at]) / (voltage[at + 1] - voltage[at])
            found.append(float(time[at] + share * (time[at + 1] - time[at])))
            last = at + 1
    return np.array(found)


@named
def simulate_patches(
    membrane: Membrane,
    protocols: Sequence[Sequence[Stimulus]],
    duration: float,
    *,
    channels: int | Sequence[int],
    seed: int = 1,
    dt: float | None = None,
) -> PatchRecording:
    """Return what patches of `membrane` do in `duration` ms, one for each of `protocols`, a list of its stimuli.

    `channels`: how many each patch has, in all, or of one after the other; its currents share them out by their largest
    conductances, as if open channels all conducted alike. A patch begins at the membrane's rest, its channels as they
    happen to be there. `seed`: where random numbers begin; `dt` (ms): the step,
    by default 0.025 ms, and as many times as short as the membrane is fast. Raises ValueError for what has no
    meaning, for a membrane whose channels cannot be counted, and for a run that would take minutes.
    """
    instance("membrane", membrane, Membrane)
    protocols = [listed("protocols", each, "stimulus") for each in listed("protocols", protocols, "list of stimuli")]
    whole(len(protocols), PATCHES)
    time = time_axis(duration, USUAL_STEP / max(1.0, membrane.haste) if dt is None else STEP.check(dt))
    many = [channels] * len(protocols) if isinstance(channels, int | float) else listed("channels", channels, "number")
    if len(many) != len(protocols):
        raise ValueError(
            f"channels = {channels!r} are of {len(many)} patches; allowed: of {len(protocols)}, or one number"
        )
    many = [whole(each, CHANNELS) for each in many]
    if len(time) * len(protocols) > MOST_STEPS:
        raise ValueError(
            f"duration = {duration} ms of {len(protocols)} patches is {len(time) * len(protocols):,} steps; "
            f"allowed: {MOST_STEPS:,}, by fewer patches or a longer dt"
        )
    stimuli = [given(each, time, duration) for each in protocols]
    current, jumps = (np.array(rows) for rows in zip(*stimuli, strict=True))
    chance = np.random.RandomState(whole(seed, SEED))
    return run(membrane, np.array(many), current, jumps, time, partial(_drawn, chance))


def _drawn(chance: np.random.RandomState, numbers: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """How many of `numbers` do what each does with its chance; where there are none, no random number is used up."""
    found = np.zeros_like(numbers)
    some = numbers > 0
    found[some] = chance.binomial(numbers[some], np.broadcast_to(chances, numbers.shape)[some])
    return found


def run(
    membrane: Membrane, many: np.ndarray, current: np.ndarray, jumps: np.ndarray, time: np.ndarray, draw: Draw
) -> PatchRecording:
    """Return what `simulate_patches` does, with what leaves a state drawn by `draw(numbers, chances)`.

    `many`: channels of each patch; `current` (uA/cm2) of each step, shape (patches, samples - 1); `jumps` (mV) at each
    sample, shape (patches, samples).
    """
    dt, C = float(time[1] - time[0]), membrane.capacitance
    cells = populations(membrane.mechanism)
    largest, reversals = _carried(membrane)
    own = [each.name for each in cells]
    shares = np.array([shared_out(int(each), [largest[name] for name in own]) for each in many])
    shape = (len(many), len(time))
    voltage = np.empty(shape)
    V = np.full(len(many), membrane.resting_potential)
    counts: list[np.ndarray] = []

    def move(V: np.ndarray, span: float) -> None:
        settled, rates = _gates(membrane, V)
        moving = -np.expm1(-rates * span)
        for at, each in enumerate(cells):
            counts[at] = _moved(each, counts[at], settled * moving, (1.0 - settled) * moving, draw)

    for at, each in enumerate(cells):
        states = np.zeros((len(many), *(copies + 1 for _, copies in each.gates)), dtype=np.int64)
        states.reshape(len(many), -1)[:, 0] = shares[:, at]
        counts.append(states)
    move(V, np.inf)
    conducting = {name: np.empty(shape, dtype=of.dtype) for name, of in zip(own, counts, strict=True)}
    leaks = [name for name in largest if name not in own]
    for sample in range(len(time)):
        if sample:
            conductance = np.full(len(many), sum(largest[name] for name in leaks))
            inward = current[:, sample - 1] - sum(largest[name] * (V - reversals[name]) for name in leaks)
            for at, name in enumerate(own):
                g = largest[name] * conducting[name][:, sample - 1] / np.maximum(shares[:, at], 1)
                conductance = conductance + g
                inward = inward - g * (V - reversals[name])
            V = V + inward * dt / C * _relaxing(conductance * dt / C)
        if jumps[:, sample].any():  # in the middle of the gates' step
            if sample:
                move(V, dt / 2)
            V = V + jumps[:, sample]
            move(V, dt / 2)
        elif sample:
            move(V, dt)
        voltage[:, sample] = V
        for each, of in zip(cells, counts, strict=True):
            conducting[each.name][:, sample] = of.reshape(len(many), -1)[:, -1]
    return PatchRecording(
        membrane, time, voltage, Traces(conducting), Traces({name: shares[:, at] for at, name in enumerate(own)})
    )


def _moved(cell: Population, counts: np.ndarray, opens: np.ndarray, closes: np.ndarray, draw: Draw) -> np.ndarray:
    """The states of channels after each of their gates has moved; `opens` and `closes`: shape (gates, patches)."""
    for axis, (row, copies) in enumerate(cell.gates, start=1):
        last = counts.swapaxes(axis, -1)
        flat = last.reshape(len(last), -1, copies + 1)
        moved = _gating(copies).moved(flat, opens[row], closes[row], draw)
        counts = moved.reshape(last.shape).swapaxes(axis, -1)
    return counts


def _relaxing(x: np.ndarray) -> np.ndarray:
    """(1 - exp(-x)) / x, 1 at x = 0."""
    safe = np.where(x == 0.0, 1.0, x)
    return np.where(x == 0.0, 1.0, -np.expm1(-safe) / safe)


def _gates(membrane: Membrane, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where gates settle, and their rates (1/ms), at potentials: shape (gates, patches) each."""
    gates = len(membrane.mechanism.gates)
    found = membrane._settled(V)
    return np.minimum(np.maximum(found[:gates], 0.0), 1.0), found[gates:-1]


def _carried(membrane: Membrane) -> tuple[dict[str, float], dict[str, float]]:
    """The largest conductance (mS/cm2) of each current, and its reversal potential (mV)."""
    largest = opened(membrane.mechanism)
    values = of_parameters(equations_of(membrane.mechanism), list(largest.values()))(*membrane.values)
    return dict(zip(largest, map(float, values), strict=True)), dict(zip(largest, membrane.reversals, strict=True))


def given(stimuli: Sequence[Stimulus], time: np.ndarray, duration: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean current (uA/cm2) of each step between samples, and the jumps (mV) at samples: none is lost."""
    starts, levels, slopes, jumps = course(stimuli, duration)
    spans = np.diff(starts)
    before = np.concatenate([[0.0], np.cumsum(levels[:-1] * spans + slopes[:-1] * spans**2 / 2)])
    segment = np.searchsorted(starts, time, side="right") - 1
    since = time - starts[segment]
    charge = before[segment] + levels[segment] * since + slopes[segment] * since**2 / 2
    dt = time[1] - time[0]
    jumped = np.zeros(len(time))
    for start, jump in zip(starts, jumps, strict=True):
        at = ceil(start / dt - 1e-9)
        if jump and at < len(jumped):
            jumped[at] += jump
    return np.diff(charge) / dt, jumped
