"""Many runs side by side: each is what it would be alone, wherever it is run and whatever is asked of it."""

import math
import signal
import subprocess
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack

import numpy as np
import pytest
import sympy as sp
from distributed import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loky import get_reusable_executor

from apsite import Membrane, Pulse, Ramp, Shock, Step, parameters, simulate, simulate_many
from apsite.equations.symbols import linoid
from apsite.kernels.compiled import lanes_kernel
from apsite.kernels.exponentials import base, growth
from apsite.kernels.lowering import lower
from apsite.kernels.python_lanes import WIDTH
from apsite.laboratory.sweeps import MEASURES
from apsite.membranes.cortical import REGULAR_SPIKING
from apsite.membranes.myelin import MYELIN
from apsite.membranes.squid import SQUID
from tests.book.support import ROOT
from tests.cluster import Killing, scheduling, working
from tests.depth import examples

MEMBRANE = Membrane()
PULSE = [Pulse(1.0, 0.5, 26.55)]

RANGES = {each.name: st.floats(each.minimum, each.maximum) for each in parameters.MEMBRANE}
membranes = st.fixed_dictionaries(RANGES | {"temperature": st.floats(0.0, 35.0)}).map(lambda values: Membrane(**values))
onsets = st.floats(0.0, 7.9)
stimuli = st.tuples(
    st.lists(st.builds(Pulse, onsets, st.floats(0.001, 4.0), st.floats(-200.0, 200.0)), max_size=1),
    st.lists(st.builds(Step, onsets, st.floats(-50.0, 50.0)), max_size=1),
    st.lists(st.builds(Ramp, onsets, st.floats(0.001, 4.0), st.floats(-20.0, 20.0)), max_size=1),
    st.lists(st.builds(Shock, onsets, st.floats(-50.0, 50.0)), max_size=1),
).map(lambda kinds: [each for kind in kinds for each in kind])


def voltage(recording):
    return recording.voltage


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(membranes, stimuli), min_size=1, max_size=WIDTH + 3),
    st.sampled_from([0.01, 0.025, 0.1]),
    st.sampled_from([(), ("h",), ("m", "n")]),
)
def test_every_lane_is_the_run_alone(runs, dt, held):
    """Over all that is legal, steps of their own where temperatures differ: but for rounding, on steep spikes too."""
    together = simulate_many([each for each, _ in runs], [each for _, each in runs], 8.0, voltage, dt=dt, held=held)
    for (membrane, protocol), found in zip(runs, together, strict=True):
        alone = simulate(membrane, protocol, 8.0, dt=dt, held=held).voltage
        assert np.isfinite(found).all()
        assert np.abs(found - alone).max() < 1e-8 * max(1.0, np.abs(alone).max() / 100)  # mV


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.tuples(st.floats(0.0, 20.0), stimuli), min_size=1, max_size=WIDTH))
def test_what_is_asked_for_by_name_is_what_the_recording_has(runs):
    several = [MEMBRANE.replace(temperature=each) for each, _ in runs]
    found = simulate_many(several, [each for _, each in runs], 12.0, MEASURES, dt=0.025)
    for run, (membrane, (_, protocol)) in enumerate(zip(several, runs, strict=True)):
        recording = simulate(membrane, protocol, 12.0, dt=0.025)
        of_the_run = {
            "spikes": len(recording.spike_times),
            "highest": recording.voltage.max(),
            "lowest": recording.voltage.min(),
        }
        first = recording.spikes[0] if recording.spikes else None
        for name in MEASURES:
            if name == "spike_times":
                assert found[name][run] == pytest.approx(recording.spike_times, abs=1e-9)
            elif name != "mean_rate":
                expected = of_the_run[name] if name in of_the_run else getattr(first, name, None)
                expected = math.nan if expected is None else expected
                assert found[name][run] == pytest.approx(expected, abs=1e-6, nan_ok=True), name


def test_a_rate_is_counted_from_the_first_spike_to_the_last():
    found = simulate_many(MEMBRANE, [[Step(0.0, 10.0)], []], 200.0, ["mean_rate", "spike_times", "spikes"], dt=0.05)
    times = found["spike_times"][0]
    assert found["mean_rate"] == pytest.approx([1000 / np.diff(times).mean(), 0.0])
    assert list(found["spikes"]) == [len(times), 0]


def test_runs_begin_in_the_states_that_are_given():
    late = simulate(MEMBRANE, PULSE, 4.0).state_at(4.0)
    found = simulate_many(MEMBRANE, [[], []], 3.0, voltage, initial=[late, MEMBRANE.rest])
    assert np.abs(found[0] - simulate(MEMBRANE, [], 3.0, initial=late).voltage).max() < 1e-9
    assert np.ptp(found[1]) < 1e-6


def test_rests_of_many_membranes_are_those_of_each():
    """No conductance at all, a current that is none at an end, several rests: as `Membrane` finds them."""
    several = [
        MEMBRANE.replace(g_Na=0.0, g_K=0.0, g_L=0.0),
        MEMBRANE.replace(g_Na=0.0, g_L=0.0),
        *(MEMBRANE.replace(E_K=each) for each in np.linspace(-120.0, 0.0, 40)),
    ]
    found = simulate_many(several, [[]] * len(several), 0.01, lambda run: run.state_at(0.0).values)
    for each, start in zip(several, found, strict=True):
        assert start == pytest.approx(each.rest.values, abs=1e-9)


@pytest.mark.parametrize(("step", "bound"), [(0.025, 0.001), (0.05, 0.01), (0.09, 0.1), (0.1, 0.2)])
def test_an_error_is_what_the_documentation_says(step, bound):
    exact = simulate(MEMBRANE, PULSE, 12.0, dt=0.001).voltage[:: round(step / 0.001)]
    (found,) = simulate_many(MEMBRANE, [PULSE], 12.0, voltage, dt=step, longest_step=step)
    assert bound / 30 < np.abs(found - exact).max() < bound


class Later(Executor):
    """One that begins nothing before it is asked for the result."""

    def __init__(self):
        self.begun = []

    def submit(self, function, *arguments):
        self.begun.append(len(arguments[0].protocols))
        future = Future()
        future.result = lambda: function(*arguments)
        return future


def test_chunks_are_sent_as_they_are_needed_and_told_of():
    class Bar:
        def __init__(self, total):
            self.total, self.done = total, 0
            bars.append(self)

        def update(self, n):
            self.done += n

        def close(self):
            self.total = -self.total

    bars, pool = [], Later()
    found = simulate_many(MEMBRANE, [[]] * 1200, 0.1, ["highest"], executor=pool, progress=Bar)
    assert found["highest"] == pytest.approx(np.full(1200, MEMBRANE.rest.V))
    assert len(pool.begun) > 1
    assert sum(pool.begun) == 1200
    assert (bars[0].done, bars[0].total) == (1200, -1200)


@pytest.mark.thorough  # begins four processes
@pytest.mark.parametrize("pool", [lambda: ProcessPoolExecutor(2), lambda: get_reusable_executor(2)])
def test_processes_return_what_threads_do(pool):
    protocols = [[Pulse(1.0, 0.5, each)] for each in np.linspace(0.0, 60.0, 600)]
    here = simulate_many(MEMBRANE, protocols, 8.0, ["peak", "spike_times"], dt=0.05)
    with pool() as executor:
        there = simulate_many(MEMBRANE, protocols, 8.0, ["peak", "spike_times"], dt=0.05, executor=executor)
    assert np.array_equal(here["peak"], there["peak"], equal_nan=True)
    assert all(map(np.array_equal, here["spike_times"], there["spike_times"]))


@pytest.mark.thorough  # begins a cluster
def test_a_worker_of_a_cluster_that_dies_costs_no_run(tmp_path):
    protocols = [[Pulse(1.0, 0.5, each)] for each in np.linspace(0.0, 60.0, 2000)]
    here = simulate_many(MEMBRANE, protocols, 8.0, ["peak", "spike_times"], dt=0.05)
    with ExitStack() as stack:
        address = stack.enter_context(scheduling(tmp_path))
        workers = stack.enter_context(working(address, tmp_path, PYTHONPATH=str(ROOT)))
        client = stack.enter_context(Client(address))
        pool = Killing(client.get_executor(), workers[0])
        there = simulate_many(MEMBRANE, protocols, 8.0, ["peak", "spike_times"], dt=0.05, executor=pool)
        assert workers[0].wait(10) == -signal.SIGKILL
        assert workers[1].poll() is None
        with pytest.raises(ZeroDivisionError) as raised:
            simulate_many(MEMBRANE, protocols[:300], 1.0, lambda _: 1 / 0, executor=client.get_executor())
        assert raised.value.__notes__ == ["while run 0 of the sweep was measured"]
    assert np.array_equal(here["peak"], there["peak"], equal_nan=True)
    assert all(map(np.array_equal, here["spike_times"], there["spike_times"]))


@pytest.mark.thorough
def test_memory_does_not_grow_with_the_runs():
    """But for what is asked for, and the list of what is run: a number or two for each of these."""
    program = (
        "import resource; from apsite import Membrane, simulate_many\n"
        "several = [Membrane(temperature=each) for each in (6.3, 18.5)]\n"
        "for many in (1_000, 100_000):\n"
        "    simulate_many(several * (many // 2), [[]] * many, 1.0, ['highest'])\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    few, many = map(int, done.stdout.split())
    assert many - few < 8_000  # kB; all that can be measured would take 12 MB, all trajectories 320


def test_an_error_ends_the_sweep():
    """It names the run, and what has not begun is not begun."""
    pulses = [[Pulse(1.0, 0.5, 1.0)]] * 5000
    with pytest.raises(ValueError, match=r"protocols\[70\]: .*overlaps"):
        simulate_many(MEMBRANE, [*pulses[:70], [Pulse(1, 2, 3), Pulse(2, 2, 3)], *pulses], 8.0, ["peak"])
    seen = []

    def measure(recording):
        seen.append(recording)
        return 1 / 0

    with pytest.raises(ZeroDivisionError) as raised:
        simulate_many(MEMBRANE, pulses, 8.0, measure)
    assert raised.value.__notes__ == ["while run 0 of the sweep was measured"]
    assert 0 < len(seen) < 100  # one of each chunk that had begun, of 5000 runs


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: simulate_many(MEMBRANE, [[]], 1.0, ["peek"]), r"measure = 'peek'; .*did you mean peak\?"),
        (lambda: simulate_many(MEMBRANE, [[]], 1.0, "peak"), r"measure = 'peak'; allowed: a function .* or a list"),
        (lambda: simulate_many([MEMBRANE] * 2, [[]], 1.0, voltage), r"membrane: 2 for 1 protocols"),
        (lambda: simulate_many([MEMBRANE, 3], [[], []], 1.0, voltage), r"membrane\[1\] = 3; allowed: a Membrane"),
        (lambda: simulate_many(MEMBRANE, [[], 5], 1.0, voltage), r"protocols\[1\] = 5; allowed: a list"),
        (lambda: simulate_many(MEMBRANE, [[]], 1.0, voltage, longest_step=1.0), r"longest_step = 1 ms .*0.1 ms"),
        (lambda: simulate_many(MEMBRANE, [[]], 1.0, voltage, initial=[MEMBRANE]), r"initial\[0\] = Membrane.*a State"),
        (lambda: simulate_many(MEMBRANE, [[]], 0.0, voltage), r"duration = 0 ms"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_nothing_is_measured_of_no_runs():
    found = simulate_many(MEMBRANE, [], 1.0, ["peak", "spike_times"])
    assert (found["peak"].shape, found["spike_times"]) == ((0,), [])
    assert simulate_many(MEMBRANE, [], 1.0, voltage) == []


@settings(max_examples=examples(300), deadline=None)
@given(st.floats(-750.0, 300.0))
def test_the_exponential_of_lanes_is_right_to_the_last_bits(x):
    kernel = lanes_kernel(SQUID)
    assert kernel.exp(x) == pytest.approx(math.exp(max(x, -700.0)), rel=5e-16)
    for small in (x * 1e-6, x * 1e-3):
        exact = small / math.expm1(small) if small else 1.0
        assert kernel.linoid(small) == pytest.approx(exact, rel=5e-16)
        assert kernel.linoid_of(small, math.exp(small)) == pytest.approx(exact, rel=1e-14)
        assert kernel.growth(small) == pytest.approx(1 / exact, rel=1e-15)


@pytest.mark.parametrize(("mechanism", "many"), [(SQUID, 20), (REGULAR_SPIKING, 32), (MYELIN, 5)])
def test_exponentials_that_are_powers_of_one_another_are_worked_out_once(mechanism, many):
    """Of the squid's nine in each of three flows of its gates five are left; five relaxations of V have one each."""
    advance = lower(mechanism, terse=True).routine("advance")
    calls = {call for _, value in advance.body for call in value.atoms(sp.exp, linoid, base, growth)}
    assert len(calls) == many
