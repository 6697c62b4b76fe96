"""Channels one by one at the potential of a run, by Node: together they are its own conductance, and ions are kept."""

from itertools import pairwise

import numpy as np
import pytest

from apsite import Membrane, Pulse, simulate
from apsite.live.presets.membrane import Run
from tests.live.conftest import MAIN

NUMBERS = (40, 20)  # sodium, potassium
PULSE = {"pulse.onset": 2.0, "pulse.width": 0.5, "pulse.amplitude": 26.55}
TIMES = [0.0, 1.0, 2.5, 3.25, 3.5, 3.75, 4.0, 4.5, 5.0, 6.0, 8.0, 12.0, 19.0]
MS, DT = 20.0, 0.025

#: A spike; one of a warm membrane; a step in voltage clamp, at whose edges the potential jumps; one with h held still.
RUNS = {
    "spike": ("current clamp", PULSE, DT, MAIN),
    "warm": ("current clamp", PULSE | {"temperature": 18.5}, 0.05, MAIN),
    "kick": ("current clamp", {"pulse.amplitude": 0.0, "kick.onset": 2.4, "kick.displacement": 12.0}, DT, MAIN),
    "clamp": ("voltage clamp", {"command.onset": 1.0, "command.width": 9.0, "command.level": 0.0}, DT, MAIN),
    "held": ("current clamp", PULSE, 0.05, Run("main", "", held="h")),
}


def singles(live, name="spike", seeds=range(1, 2), times=TIMES, **changes):
    bench, values, dt, run = RUNS[name]
    frame = {"bench": bench, "origin": 0.0, "dt": dt, "ms": MS}
    given = live.controls(bench, values | changes, MS)
    return live.ask(
        "singles",
        values=given,
        run=vars(run) | {"changes": []},
        frame=frame,
        seeds=list(seeds),
        numbers=list(NUMBERS),
        times=list(times),
        closely=len(seeds) == 1,
    )


def counts(found, name):
    return np.array([each[name] for each in found["open"]])


def chances(found):
    m, h, n = (np.array(found[gate]) for gate in "mhn")
    return {"Na": m**3 * h, "K": n**4}


@pytest.mark.parametrize("name", RUNS)
def test_many_channels_are_the_run_s_own_conductance(live, name):
    """Of 16,000 and 8,000 at every time: within four standard errors of m³h and n⁴, and a thousandth for the steps."""
    seeds = range(1, 401)
    found = singles(live, name, seeds)
    for (population, share), number in zip(chances(found).items(), NUMBERS, strict=True):
        mean = counts(found, population).mean(axis=0) / number
        error = np.sqrt(share * (1 - share) / (number * len(seeds)))
        assert (np.abs(mean - share) < 4 * error + 1e-3).all(), (population, mean, share)
    assert max(share.max() for share in chances(found).values()) > 0.2


def test_they_come_nearer_as_the_root_of_their_number(live):
    """From 1 to 10 to 100 membranes: the deviation, over many groups and times, is that of independent channels."""
    found = singles(live, seeds=range(1000, 3000))
    for (population, share), number in zip(chances(found).items(), NUMBERS, strict=True):
        drawn = counts(found, population) / number
        for size in (1, 10, 100):
            groups = drawn.reshape(-1, size, len(TIMES)).mean(axis=1)
            off = np.sqrt(((groups - share) ** 2).mean())
            expected = np.sqrt((share * (1 - share)).mean() / (number * size))
            assert off == pytest.approx(expected, rel=0.3 if size == 100 else 0.1), (population, size)


def test_a_seed_brings_the_same_channels_back_and_another_one_others(live):
    one, again, other = (singles(live, seeds=[seed])["open"][0] for seed in (7, 7, 8))
    assert one == again
    assert one["each"] != other["each"]


def test_a_channel_conducts_while_all_its_gates_are_open(live):
    times = np.arange(0.0, 20.0, 0.01)
    (found,) = singles(live, seeds=[3], times=times)["open"]
    some = 0
    for channel in found["each"]:
        open_ = np.array([[state for state, _ in gate] for gate in channel["gates"]]).all(axis=0)
        edges = channel["conducting"]
        assert len(edges) % 2 == 0
        assert all(before < after for before, after in pairwise(edges))
        assert (inside(edges, times) == open_).all()
        some += open_.any()
    assert some > 30


def inside(edges, times):
    return np.searchsorted(edges, times, side="right") % 2 == 1


def test_gates_move_one_by_one_with_numbers_of_their_own(live):
    """A pulse that is a little stronger moves flips a little; those before it stay where they are."""
    (one,), (other,) = (singles(live, times=[1.9, 3.5], **{"pulse.amplitude": each})["open"] for each in (26.55, 26.6))
    gates, its = ([gate for channel in each["each"] for gate in channel["gates"]] for each in (one, other))
    pairs = list(zip(gates, its, strict=True))
    assert all(gate[0] == its[0] for gate, its in pairs)
    moved = [
        abs(gate[1][1] - its[1][1])
        for gate, its in pairs
        if gate[1][0] == its[1][0] and gate[1][1] is not None and its[1][1] is not None
    ]
    assert len(moved) > 100
    assert max(moved) > 0
    assert np.percentile(moved, 90) < 0.05
    assert sum(gate[1][0] != its[1][0] for gate, its in pairs) < 12


def crossings(live, passages, V, charge=100.0, seed=1, dt=0.1):
    return live.ask("crossings", passages=passages, V=[float(each) for each in V], dt=dt, charge=charge, seed=seed)


def passage(conductance, reversal, *conducting):
    return {"conductance": conductance, "reversal": reversal, "conducting": list(conducting)}


@pytest.mark.parametrize(
    ("held", "reversal", "inward"),
    [(-70.0, 45.0, True), (60.0, 45.0, False), (-70.0, -82.0, False), (-95.0, -82.0, True)],
)
def test_the_driving_force_says_which_way(live, held, reversal, inward):
    """At a potential that stands: so many a millisecond, evenly, while the channel is open, and all one way."""
    V = np.full(201, held)
    found = crossings(live, [passage(20.0, reversal, 2.0, 12.0), passage(0.0, reversal, 0.0, 20.0)], V)
    expected = 20.0 * abs(held - reversal) * 10.0 / 100.0
    assert {each["inward"] for each in found} == {inward}
    assert {each["channel"] for each in found} == {0}
    assert abs(len(found) - expected) <= 1
    times = [each["time"] for each in found]
    assert times[0] >= 2.0
    assert times[-1] <= 12.0
    assert np.diff(times) == pytest.approx(100.0 / (20.0 * abs(held - reversal)), rel=1e-9)


def test_nothing_passes_in_balance(live):
    assert crossings(live, [passage(20.0, -60.0, 0.0, 20.0)] * 20, np.full(201, -60.0)) == []


def test_as_many_pass_as_the_current_carries(live):
    """Through many channels, there and back as the potential swings: the sum is the integral of the current."""
    time = np.arange(0.0, 20.0001, 0.1)
    V = -20.0 + 60.0 * np.sin(time)
    rng = np.random.default_rng(1)
    passages = [passage(12.0, -10.0, *np.sort(rng.uniform(0, 20, 6))) for _ in range(60)]
    found = crossings(live, passages, V, charge=50.0)
    assert {each["inward"] for each in found} == {True, False}
    assert [each["time"] for each in found] == sorted(each["time"] for each in found)
    for channel, each in enumerate(passages):
        net = sum(-1 if one["inward"] else 1 for one in found if one["channel"] == channel)
        fine = np.arange(0.0, 20.0, 1e-3)
        carried = ((np.interp(fine, time, V) + 10.0) * 12.0 * inside(each["conducting"], fine)).sum() * 1e-3 / 50.0
        assert abs(net - carried) < 1.05
        for one in (one for one in found if one["channel"] == channel):
            assert inside(each["conducting"], one["time"])
            force = np.interp(one["time"], time, V) + 10.0
            assert one["inward"] == (force < 0) or abs(force) < 7.0  # which turns within a step


def strip(live, times, name="spike", seed=1, **changes):
    bench, values, dt, run = RUNS[name]
    given = live.controls(bench, values | changes, MS)
    frame = {"bench": bench, "origin": 0.0, "dt": dt, "ms": MS}
    return live.ask("strip", values=given, run=vars(run) | {"changes": []}, frame=frame, times=list(times), seed=seed)


def test_ions_that_are_drawn_leave_one_side_and_arrive_on_the_other(live):
    """Every one of a spike, in steps of 5 us: it is seen without a gap, through its own channel's pore, once."""
    times = np.arange(2.0, 9.0, 0.005)
    found = strip(live, times)
    seen = {}
    for time, passing in zip(times, found["passing"], strict=True):
        for ion in passing:
            seen.setdefault(ion["number"], []).append((time, ion))
    whole = [number for number, one in enumerate(found["all"]) if 2.4 < one["time"] < 8.5]
    assert len(whole) > 150
    for number in whole:
        one, path = found["all"][int(number)], seen[number]
        moments = [time for time, _ in path]
        assert np.diff(moments) == pytest.approx(0.005)
        assert moments[0] == pytest.approx(one["time"] - 0.3, abs=0.006)
        sides = [ion["outside"] for _, ion in path]
        assert (sides[0], sides[-1]) == ((True, False) if one["inward"] else (False, True))
        assert sum(a != b for a, b in pairwise(sides)) == 1
        _, middle = min(path, key=lambda each: abs(each[0] - one["time"]))
        assert middle["x"] == pytest.approx(found["each"][int(one["channel"])]["x"])
    for time, passing in zip(times[::100], found["passing"][::100], strict=True):
        left = sum(one["time"] - 0.3 < time for one in found["all"])
        arrived = sum(one["time"] + 0.3 <= time for one in found["all"])
        assert left == arrived + len(passing)


def test_ions_of_a_strip_carry_what_charges_the_membrane(live):
    """Of forty strips, as many of each kind as the currents of Python's run take through so much membrane."""
    run = simulate(Membrane(), [Pulse(2.0, 0.5, 26.55)], MS, dt=DT)
    strips = [strip(live, [0.0], seed=seed)["all"] for seed in range(1, 41)]
    # 40 sodium channels of 20 pS: on so many cm2 of 120 mS/cm2; an ion that is drawn stands for 400.
    ions = 40 * 20e-9 / 120.0 * 1e-9 / 1.602176634e-19 / 400
    for kind, current in (("sodium", "Na"), ("potassium", "K")):
        own = [[-1 if one["inward"] else 1 for one in each if one["kind"] == kind] for each in strips]
        expected = np.trapezoid(run.currents[current], run.time) * ions
        assert np.mean([sum(each) for each in own]) == pytest.approx(expected, rel=0.08), kind
        assert {way for each in own for way in each} == {int(np.sign(expected))}


@pytest.mark.parametrize(("blocker", "kind", "number"), [("TTX", "sodium", 40), ("TEA", "potassium", 20)])
def test_nothing_passes_a_blocked_channel(live, blocker, kind, number):
    for share in (25, 100):
        found = strip(live, [0.0], **{blocker: share})
        blocked = {at for at, each in enumerate(found["each"]) if each["blocked"]}
        assert len(blocked) == number * share / 100
        assert not blocked & {int(one["channel"]) for one in found["all"]}
        assert any(one["kind"] == kind for one in found["all"]) == (share < 100)
