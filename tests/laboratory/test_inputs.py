"""What a notebook may get wrong: every public name of the package says what, in which unit, and what is allowed."""

import numpy as np
import pytest

import apsite
from apsite import (
    Axon,
    Injection,
    Membrane,
    Myelin,
    Node,
    Outside,
    Pulse,
    Ramp,
    Shock,
    State,
    Step,
    Stretch,
    calcium_entry,
    content_from_failures,
    find_spikes,
    release_probability,
    released,
    response,
    simulate,
    simulate_axon,
    simulate_many,
    voltage_clamp,
)  # fmt: skip

PULSE = Pulse(5.0, 0.5, 20.0)

SLIPS = [
    (lambda: simulate(None, [PULSE], 10.0), r"membrane = None; allowed: a Membrane"),
    (lambda: simulate(Axon(), [PULSE], 10.0), r"membrane = Axon\(.*; allowed: a Membrane"),
    (
        lambda: simulate(Node(), [], 10.0, initial=Membrane().rest),
        r"is one of the membrane squid; allowed: a State of node",
    ),
    (lambda: simulate(Membrane(), PULSE, 10.0), r"stimuli = Pulse.*; allowed: a list, even of one stimulus or none"),
    (lambda: simulate(Membrane(), [PULSE], "10"), r"duration = '10' is not a number; allowed: 0.01 to 10000 ms"),
    (lambda: simulate(Membrane(), [PULSE], 10.0, detla=3), r"simulate: there is no 'detla'; allowed: membrane"),
    (lambda: simulate(Membrane(), [PULSE]), r"simulate: missing a required argument: 'duration'"),
    (lambda: simulate(Membrane(), [PULSE], 10.0, durations=3), r"did you mean duration\?"),
    (lambda: voltage_clamp(Axon(), [], 10.0), r"membrane = Axon.*allowed: a Membrane"),
    (lambda: voltage_clamp(Membrane(), [PULSE], 10.0), r"takes steps of the command only, not Pulse"),
    (lambda: simulate_many(Membrane(), None, 10.0, len), r"protocols = None; allowed: a list"),
    (lambda: simulate_many(None, [[PULSE]], 10.0, len), r"membrane = None; allowed: a list"),
    (lambda: simulate_many(Membrane(), [[PULSE]], 10.0, 3), r"measure = 3; allowed: a function"),
    (lambda: Membrane(gNa=60.0), r"Membrane: there is no 'gNa'; allowed: C_m, .*did you mean g_Na\?"),
    (lambda: Membrane(g_Na=True), r"g_Na = True is not a number; allowed: 0 to 1000 mS/cm2"),
    (lambda: Membrane(g_Na=[60.0]), r"g_Na = \[60.0\] is not a number"),
    (lambda: Membrane(g_Na=None), r"g_Na = None is not a number"),
    (lambda: Membrane().replace(temperatures=6.3), r"there is no 'temperatures'.*did you mean temperature\?"),
    (lambda: Membrane().blocked(Na=2.0), r"Na = 2 is out of range; allowed: 0 to 1$"),
    (lambda: Membrane().blocked(na=1.0), r"blocked: there is no 'na'; allowed: Na, K; did you mean Na\?"),
    (lambda: Membrane().replace(gna=60.0), r"did you mean g_Na\?"),
    (lambda: simulate(Membrane(), [PULSE], 10.0, Dt=0.1), r"did you mean dt\?"),
    (lambda: Pulse(5.0, 0.5, amp=20.0), r"did you mean amplitude\?"),
    (lambda: simulate(Membrane(), [PULSE], 10.0).currents["Ca"], r"there is no 'Ca'; allowed: Na, K, L"),
    (lambda: simulate(Membrane(), [PULSE], 10.0).gates["H"], r"there is no 'H'; allowed: m, h, n"),
    (lambda: Node().blocked(K=1.0), r"blocked: there is no 'K'; allowed: Na"),
    (lambda: Node(g_K=1.0), r"Node: there is no 'g_K'; allowed: C_m, g_Na, g_L, "),
    (lambda: Node().replace(g_na=1.0), r"did you mean g_Na\?"),
    (lambda: State(-70.0, 0.1, 0.5, 1.5), r"State's n = 1.5 is out of range; allowed: 0 to 1$"),
    (lambda: State(-70.0, 0.1, 0.5, 0.3).replace(v=-60.0), r"State: there is no 'v'; allowed: V, m, h, n"),
    (lambda: Pulse(5.0, 0.5), r"Pulse: missing a required argument: 'amplitude'"),
    (lambda: Pulse(5.0, 0.5, ampltude=3.0), r"Pulse: there is no 'ampltude'.*did you mean amplitude\?"),
    (
        lambda: Pulse(5.0, 0.5, 5000.0),
        r"amplitude = 5000 uA/cm2 \(through an electrode of an axon: uA\) is out of range",
    ),
    (lambda: Step(0.0, 2000.0), r"level = 2000 uA/cm2 \(of a command: mV; through an electrode of an axon: uA\)"),
    (lambda: Ramp(0.0, 5.0, 1e6), r"Ramp's slope = 1e\+06 uA/cm2/ms \(through an electrode of an axon: uA/ms\)"),
    (lambda: Shock(0.0, "ten"), r"Shock's displacement = 'ten' is not a number"),
    (lambda: Axon(lengths=3.0), r"Axon: there is no 'lengths'.*did you mean length\?"),
    (lambda: Axon(membrane=None), r"Axon's membrane = None; allowed: a Membrane"),
    (lambda: Myelin(g_ratio=2.0), r"Myelin's g_ratio = 2 is out of range; allowed: 0.1 to 1$"),
    (lambda: Stretch(1.0), r"Stretch: missing a required argument: 'end'"),
    (lambda: Injection(0.0, 15.0), r"Injection's stimulus = 15.0; allowed: a Pulse, Step or Ramp \(uA\)"),
    (lambda: Outside(0.0, 0.0, PULSE), r"Outside's distance = 0 cm is out of range"),
    (lambda: simulate_axon(Membrane(), [], 8.0), r"axon = Membrane.*; allowed: an Axon"),
    (lambda: simulate_axon(Axon(), PULSE, 8.0), r"injections = Pulse.*; allowed: a list, even of one electrode"),
    (
        lambda: simulate_axon(Axon(), [Injection(0.0, PULSE)], 10_000.0),
        r"duration = 10000 ms of this axon takes minutes or",
    ),
    (lambda: simulate_axon(Axon(200.0), [], 100.0, dt=0.001), r"takes minutes or gigabytes.*allowed: up to \d"),
    (lambda: content_from_failures(400, 401), r"failures = 401.* are more than trials = 400"),
    (lambda: content_from_failures([400, 400], [3, 500]), r"are more than trials"),
    (lambda: content_from_failures(0, 0), r"trials = 0 is out of range; allowed: 1 to 1e\+09$"),
    (lambda: content_from_failures(400, -1), r"failures = -1 is out of range"),
    (lambda: release_probability(-5), r"concentration = -5 uM is out of range; allowed: 0 to 1e\+06 uM"),
    (lambda: release_probability([1.0, None]), r"concentration = None is not a number"),
    (lambda: response(np.linspace(0, 5, 9), [-3]), r"quanta = -3 is out of range; allowed: 0 to 10000$"),
    (lambda: response([0.0, 1.0, 1.0], [1]), r"time = .* ms; allowed: two moments or more that rise from 0"),
    (lambda: response(5.0, 1), r"allowed: two moments or more"),
    (lambda: released(0, 10, 6, 0.3), r"seed = 0 is out of range; allowed: 1 to 1e\+06$"),
    (lambda: released(1, 10.5, 6, 0.3), r"spikes = 10.5 is no whole number; allowed: 0 to 1e\+06$"),
    (lambda: released(1, 10, 6, -0.3), r"probability = -0.3 is out of range; allowed: 0 to 1$"),
    (lambda: released(1, 1_000_000, 1000, 0.3), r"are too many; allowed: 50000000 draws in all"),
    (lambda: calcium_entry(None), r"arriving = None; allowed: a Recording, an Arrival"),
    (
        lambda: find_spikes([0, 1], [0], [0, 1], -70.0),
        r"shapes \(2,\), \(1,\), \(2,\), \(2,\); allowed: one shape",
    ),
    (lambda: find_spikes([0], [0], [0]), r"find_spikes: missing a required argument: 'rest'"),
    (lambda: apsite.Arrival(1.0, 2.0), r"Arrival: missing a required argument: 'slope'"),
]


@pytest.mark.parametrize(("slip", "message"), SLIPS)
def test_a_slip_is_told_by_name(slip, message):
    with pytest.raises(ValueError, match=message):
        slip()


def test_lists_do_for_arrays():
    assert content_from_failures([400, 400], [38, 0])[0] == pytest.approx(np.log(400 / 38))
    assert release_probability([0.0, 5.0]).shape == (2,)
    assert response([0.0, 0.5, 1.0], [0, 1, 2]).shape == (3, 3)
    run = simulate(Membrane(), [PULSE], 20.0)
    [spike] = find_spikes(list(run.time), list(run.voltage), list(run.slope), -70.0)
    assert spike.peak == pytest.approx(run.spikes[0].peak)


def test_a_duration_that_the_interval_does_not_divide_ends_before():
    assert simulate(Membrane(), [], 1.0, dt=0.03).time[-1] == pytest.approx(0.99)
    assert simulate_axon(Axon(1.0), [], 1.0, dt=0.03).time[-1] == pytest.approx(0.99)


def test_what_goes_wrong_within_stays_what_it_is():
    with pytest.raises(TypeError, match="unsupported operand"):
        simulate_many(Membrane(), [[PULSE]], 6.0, lambda recording: recording + None)
