"""Patches whose channels open by chance: against the book's own membrane, where chance is taken away, and against an
independent simulation of single gates, written here from Hodgkin and Huxley's rates.
"""

import numpy as np
import pytest

from apsite import Current, Gate, Mechanism, Membrane, Parameter, Pulse, Shock, simulate
from apsite.equations.channels import populations
from apsite.laboratory import channels
from apsite.laboratory.channels import simulate_patches

PULSE = Pulse(5.0, 0.5, 26.55)


def without_chance(dt, duration=20.0, stimuli=(PULSE,)):
    """A patch in which of every crowd as many go as are expected."""
    time = np.arange(int(duration / dt + 1e-9) + 1) * dt
    current, jumps = channels.given(stimuli, time, duration)
    many = np.array([1000])
    return channels.run(Membrane(), many, current[None], jumps[None], time, lambda n, p: n * p)


@pytest.mark.parametrize("stimulus", [PULSE, Pulse(4.99, 0.51, 20.0), Shock(5.0, 12.0)])
def test_without_chance_a_patch_is_the_book_s_membrane(stimulus):
    """Half the step, a quarter of the error; the highest potential to a fortieth of a millivolt."""
    errors = []
    for dt in (0.05, 0.025):
        found = without_chance(dt, stimuli=(stimulus,))
        exact = simulate(Membrane(), [stimulus], 20.0, dt=dt / 5).voltage[::5]
        errors.append(np.abs(found.voltage[0] - exact).max())
    assert found.voltage.max() == pytest.approx(exact.max(), abs=0.025)
    assert errors[0] / errors[1] == pytest.approx(4.0, rel=0.15)
    assert errors[1] < 1.0


def test_without_chance_the_open_channels_are_those_of_the_gates():
    found = without_chance(0.025)
    run = simulate(Membrane(), [PULSE], 20.0, dt=0.0125)
    m, h, n = (run.gates[name][1::2] for name in "mhn")  # half a step after the sample
    assert found.open["Na"][0, :-1] / found.channels["Na"][0] == pytest.approx(m**3 * h, abs=2e-3)
    assert found.open["K"][0, :-1] / found.channels["K"][0] == pytest.approx(n**4, abs=1e-3)


#: Gates of a small patch, by kind, and the fastest that any of them goes where the potential can be, 1/ms.
SODIUM, POTASSIUM, FASTEST = 10, 3, 9.1


def by_hand(V):
    """Rates at which closed gates m, h, n open, and open ones close, 1/ms: eqs. 20, 21, 23, 24, 12, 13 of the paper."""
    u = V + 70.0
    opens = {"m": (25 - u) / 10 / np.expm1((25 - u) / 10), "h": 0.07 * np.exp(-u / 20)}
    closes = {"m": 4 * np.exp(-u / 18), "h": 1 / (np.exp((30 - u) / 10) + 1), "n": 0.125 * np.exp(-u / 80)}
    opens["n"] = 0.1 * (10 - u) / 10 / np.expm1((10 - u) / 10)
    return {name: (opens[name], closes[name]) for name in "mhn"}


def single_gates(patches, times, kick, seed):
    """Potential (mV) and open sodium channels at `times` (ms) of patches of so few, shape (times, patches).

    Exact, by uniformization: at every tick of a clock that is faster than any gate one gate of each patch, chosen at
    random, goes with the chance that its own rate has of the clock's; between ticks the potential relaxes by the
    exponential. Knows nothing of binomial laws and of steps.
    """
    chance = np.random.default_rng(seed)
    rest = -69.996379
    settled = {name: a / (a + b) for name, (a, b) in by_hand(rest).items()}
    kinds = np.repeat([0, 1, 2], [3 * SODIUM, SODIUM, 4 * POTASSIUM])
    gates = chance.random((patches, len(kinds))) < np.array([settled[name] for name in "mhn"])[kinds]
    V = np.full(patches, rest + kick)
    t, found, every = 0.0, [], np.arange(patches)
    for until in times:
        while True:
            tick = t + chance.exponential(1.0 / (FASTEST * len(kinds)))
            m, h = gates[:, : 3 * SODIUM].reshape(patches, SODIUM, 3), gates[:, 3 * SODIUM : 4 * SODIUM]
            sodium = (m.all(axis=2) & h).sum(axis=1)
            potassium = gates[:, 4 * SODIUM :].reshape(patches, POTASSIUM, 4).all(axis=2).sum(axis=1)
            g = np.array([120.0 * sodium / SODIUM, 36.0 * potassium / POTASSIUM, np.full(patches, 0.3)])
            goal = (g * np.array([[45.0], [-82.0], [-59.387]])).sum(axis=0) / g.sum(axis=0)
            V = goal + (V - goal) * np.exp(-g.sum(axis=0) * (min(tick, until) - t))
            t = min(tick, until)
            if tick > until:
                break
            chosen = chance.integers(len(kinds), size=patches)
            rates = np.array(list(by_hand(V).values()))  # (3, 2, patches)
            was_open = gates[every, chosen]
            rate = rates[kinds[chosen], was_open.astype(int), every]
            assert rate.max() < FASTEST
            gates[every, chosen] = was_open ^ (chance.random(patches) < rate / FASTEST)
        found.append((V, sodium))
    return np.array([each for each, _ in found]), np.array([each for _, each in found])


def test_a_few_channels_do_what_single_gates_do():
    """Means and variances of 600 patches each, within 4.5 standard errors, through a kick and what follows."""
    times, kick, many = np.array([0.5, 1.5, 3.0, 6.0]), 12.0, 600
    V, sodium = single_gates(many, times, kick, 4)
    found = simulate_patches(Membrane(), [[Shock(0.0, kick)]] * many, 6.0, channels=SODIUM + POTASSIUM, seed=8)
    assert (found.channels["Na"] == SODIUM).all()
    assert (found.channels["K"] == POTASSIUM).all()
    at = np.rint(times / 0.025).astype(int)
    for own, single in ((found.voltage[:, at].T, V), (found.open["Na"][:, at].T, sodium)):
        error = np.sqrt((own.var(axis=1) + single.var(axis=1)) / many)
        assert (np.abs(own.mean(axis=1) - single.mean(axis=1)) < 4.5 * error).all()
        fourth = ((single - single.mean(axis=1, keepdims=True)) ** 4).mean(axis=1)
        of_variance = np.sqrt(2 * (fourth - single.var(axis=1) ** 2) / many)
        assert (np.abs(own.var(axis=1) - single.var(axis=1)) < 4.5 * of_variance).all()
    assert V.std(axis=1).max() > 10, "chance has a say in it"


def test_chance_vanishes_with_the_root_of_the_number():
    """The potential at rest, of 120 patches each: 16 times as many channels, a quarter of the scatter."""
    numbers = np.repeat([60_000, 960_000], 120)
    found = simulate_patches(Membrane(), [[]] * len(numbers), 3.0, channels=numbers.tolist(), seed=3, dt=0.05)
    few, many = (found.voltage[numbers == each][:, 20:].std(axis=0).mean() for each in (60_000, 960_000))
    assert few / many == pytest.approx(4.0, rel=0.15)


def test_a_seed_brings_the_same_patches_and_another_others():
    runs = [simulate_patches(Membrane(), [[]] * 2, 2.0, channels=100, seed=seed).voltage for seed in (1, 1, 2)]
    assert (runs[0] == runs[1]).all()
    assert (runs[0] != runs[2]).any()


def test_no_channel_is_lost():
    found = simulate_patches(Membrane(), [[PULSE]] * 3, 8.0, channels=[7, 156, 1560], seed=2)
    assert [found.channels[name].tolist() for name in ("Na", "K")] == [[5, 120, 1200], [2, 36, 360]]
    for name in ("Na", "K"):
        assert (found.open[name] >= 0).all()
        assert (found.open[name] <= found.channels[name][:, None]).all()


def test_a_spike_is_told_once_however_it_trembles():
    time = np.arange(9.0)
    voltage = np.array([-70.0, 10.0, -10.0, 20.0, -60.0, 10.0, 30.0, -50.0, -40.0])
    assert channels._spike_times(time, voltage) == pytest.approx([0.875, 4 + 6 / 7])


def declared(**changes):
    given = {
        "parameters": [Parameter("C_m", "uF/cm2", 0.1, 10.0, 1.0), Parameter("g_A", "mS/cm2", 0.0, 9.0, 1.0)],
        "gates": [Gate("p", inf="1 / (1 + exp(-V / 10))", tau="5"), Gate("q", inf="1 / (1 + exp(V / 9))", tau="2")],
        "currents": [Current("A", "g_A * p * q**2", "-80")],
    }
    return Mechanism("cell", **given | changes)


def test_any_declared_membrane_has_channels():
    (only,) = populations(declared())
    assert (only.name, only.gates) == ("A", ((0, 1), (1, 2)))
    found = simulate_patches(Membrane.of(declared()), [[Pulse(1.0, 5.0, 60.0)]], 10.0, channels=500)
    assert found.open["A"].max() > 0
    sums = declared(currents=[Current("A", "g_A * (p + q)", "-80")])
    with pytest.raises(ValueError, match=r"the conductance of A is .* no product of gates"):
        populations(sums)
    at_once = declared(gates=[Gate("p", inf="1 / (1 + exp(-V / 10))"), Gate("q", inf="1 / (1 + exp(V / 9))", tau="2")])
    with pytest.raises(ValueError, match="a gate of A has no time constant"):
        populations(at_once)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"channels": 0}, "channels = 0 is out of range; allowed: 1 to 1e\\+06"),
        ({"channels": 2.5}, "channels = 2.5 is no whole number"),
        ({"channels": [10, 20]}, "of 2 patches; allowed: of 1, or one number"),
        ({"seed": 0}, "seed = 0"),
        ({"dt": 0.5}, "dt = 0.5 ms is out of range"),
        ({"protocols": []}, "patches = 0"),
        ({"protocols": 3}, "protocols = 3; allowed: a list"),
        ({"protocols": [[]] * 10_000, "duration": 100.0}, "steps; allowed: 20,000,000"),
        ({"membrane": "squid"}, "membrane = 'squid'"),
    ],
)
def test_what_has_no_meaning_is_refused(given, message):
    usual = {"membrane": Membrane(), "protocols": [[]], "duration": 1.0, "channels": 10}
    with pytest.raises(ValueError, match=message):
        simulate_patches(**usual | given)
