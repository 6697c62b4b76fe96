"""The rig against what its recipe says, separation and fits against conductances that are known."""

import numpy as np
import pytest
from scipy.optimize import curve_fit

from apsite import (
    Membrane,
    Rig,
    Step,
    fit_gate,
    fit_leak,
    fit_rates,
    reversal_potential,
    separate_currents,
    subtract_leak,
    voltage_clamp,
)
from apsite.laboratory.separation import Leak, conductance
from tests import reference
from tests.membranes.examples import PASSIVE

AFTER = 0.1  # ms, when a surge is over
LEAK = Leak(0.3, -59.387, 1.0, 0.02)
QUIET = Rig(noise=0.0)
E_CHOLINE = 45.0 + 8.314462618 * (273.15 + 6.3) / 96.48533212 * np.log(0.1)  # mV, by Nernst


def pair(rig, level, **other):
    return [subtract_leak(rig.clamp([Step(1.0, level)], sodium=sodium, **other), LEAK) for sodium in (1.0, 0.1)]


def test_without_noise_a_sweep_is_the_current_of_the_membrane_and_what_charges_it():
    membrane = Membrane()
    steps = [Step(1.0, 0.0, 5.0)]
    sweep, ideal = Rig(membrane, noise=0.0).clamp(steps), voltage_clamp(membrane, steps, 12.0)
    surges = sweep.current - ideal.stimulus
    height = -membrane.resting_potential
    start, end = int(1.0 / 0.01), int(6.0 / 0.01)
    assert surges[:start] == pytest.approx(0.0)
    for at, sign in ((start, 1.0), (end, -1.0)):
        assert np.sum(surges[at : at + 200]) * 0.01 == pytest.approx(sign * height, rel=1e-6)  # C is 1 uF/cm2
        assert np.log(surges[at] / surges[at + 2]) == pytest.approx(1.0)  # settles with 0.02 ms
        assert surges[at + 10] / surges[at] < 0.01


def test_noise_is_that_of_its_seed_goes_on_from_sweep_to_sweep_and_is_as_large_as_it_says():
    one, two, other = Rig(seed=7), Rig(seed=7), Rig(seed=8)
    first, again = one.clamp([Step(1.0, 0.0)], 400.0), two.clamp([Step(1.0, 0.0)], 400.0)
    assert np.array_equal(first.current, again.current)
    ideal = QUIET.clamp([Step(1.0, 0.0)], 400.0).current
    noises = [
        each.current - ideal
        for each in (first, one.clamp([Step(1.0, 0.0)], 400.0), other.clamp([Step(1.0, 0.0)], 400.0))
    ]
    for noise in noises:
        assert np.std(noise) == pytest.approx(5.0, rel=0.02)
        assert abs(np.mean(noise)) < 0.1
        assert np.mean(np.abs(noise) < 5.0) == pytest.approx(0.6827, abs=0.01)
    for k, noise in enumerate(noises):
        assert abs(np.corrcoef(noise, noises[k - 1])[0, 1]) < 0.02
    assert one.sweeps == [first, one.sweeps[1]]


def test_the_bath_moves_sodium_alone_and_blockers_take_their_share():
    assert Rig().bathed(0.1).E_Na == pytest.approx(E_CHOLINE, abs=1e-4)
    assert Rig().bathed(0.1).replace(E_Na=45.0) == Membrane()
    assert Rig().bathed(1.0, TTX=0.25, TEA=0.5) == Membrane().blocked(Na=0.25, K=0.5)
    warm = Rig(Membrane(temperature=18.5), noise=0.0).clamp([Step(1.0, 0.0)])
    assert warm.temperature == 18.5
    assert np.argmin(warm.during().current) < np.argmin(QUIET.clamp([Step(1.0, 0.0)]).during().current)


def test_leak_and_capacitance_are_the_membranes():
    leak = fit_leak(Rig(noise=0.0).family([-100.0, -120.0, -140.0], duration=40.0))
    assert leak.conductance == pytest.approx(0.3, rel=1e-3)
    assert leak.reversal == pytest.approx(-59.387, abs=0.05)
    assert leak.capacitance == pytest.approx(1.0, rel=0.01)
    assert leak.settling == pytest.approx(0.02, rel=0.03)
    noisy = fit_leak(Rig(seed=3).family([-100.0, -120.0, -140.0], duration=40.0))
    assert noisy.conductance == pytest.approx(0.3, rel=0.03)


@pytest.mark.parametrize("level", [-40.0, 0.0, 30.0, 60.0])
def test_currents_that_are_taken_apart_are_those_of_the_membrane(level):
    """By the reversal potential nearly exactly; by the paper's way, which does not know it, to some hundredths."""
    ideal = voltage_clamp(Membrane(), [Step(1.0, level)], 12.0)
    known = separate_currents(*pair(Rig(noise=0.0), level), reversal=45.0)
    part = np.searchsorted(ideal.time, known.time + 1.0 - 1e-6)
    assert known.sodium == pytest.approx(ideal.currents["Na"][part], abs=0.1)
    assert known.potassium == pytest.approx(ideal.currents["K"][part], abs=1.0)
    found = separate_currents(*pair(Rig(noise=0.0), level))
    assert found.factor == pytest.approx((level - 45.0) / (E_CHOLINE - 45.0), abs=0.02)
    assert found.ratio == pytest.approx(1 - (E_CHOLINE - 45.0) / (level - 45.0), rel=0.05)
    noisy = separate_currents(*pair(Rig(noise=1.0, seed=2), level))
    assert noisy.factor == pytest.approx(found.factor, abs=0.08)


def test_where_a_current_turns_its_sign_is_between_its_neighbours():
    assert reversal_potential([60.0, 20.0, 40.0], [3.0, -5.0, -1.0]) == pytest.approx(45.0)
    sodium = [separate_currents(*pair(QUIET, level)).sodium for level in (30.0, 40.0, 50.0, 60.0)]
    assert reversal_potential([30.0, 40.0, 50.0, 60.0], [each[30] for each in sodium]) == pytest.approx(45.0, abs=0.5)


@pytest.mark.parametrize(
    ("power", "start", "settled", "tau"), [(4, 0.37, 22.0, 1.8), (1, 2.0, 0.1, 5.0), (3, 30.0, 1e-4, 0.3)]
)
def test_gates_that_are_fitted_are_those_that_moved(power, start, settled, tau):
    """Opening and shutting; of noise, by SciPy's curve_fit, which is another way to the same least squares."""
    time = np.arange(0.1, 11.0, 0.01)

    def course(t, x0, x1, slow):
        return (x1 - (x1 - x0) * np.exp(-t / slow)) ** power

    given = (start ** (1 / power), settled ** (1 / power), tau)
    clean = course(time, *given)
    found = fit_gate(time, clean, power)
    assert (found.settled, found.tau) == pytest.approx((settled, tau), rel=1e-3, abs=1e-4)
    assert found.at(time) == pytest.approx(clean, abs=1e-6)
    noisy = clean + 0.1 * np.random.default_rng(1).normal(size=time.size)
    theirs, _ = curve_fit(course, time, noisy, p0=given, bounds=(0.0, np.inf), xtol=1e-14, ftol=1e-14, gtol=1e-14)
    ours = fit_gate(time, noisy, power)
    assert ours.tau == pytest.approx(theirs[2], rel=1e-4)
    assert ours.settled == pytest.approx(theirs[1] ** power, rel=1e-4, abs=1e-4)
    assert ours.residual == pytest.approx(np.sqrt(np.mean((course(time, *theirs) - noisy) ** 2)), rel=1e-9)


def test_m_and_h_of_a_step_are_the_known_ones():
    level, membrane = -20.0, Membrane()
    run = voltage_clamp(membrane, [Step(0.0, level)], 6.0, holding=membrane.resting_potential)
    found = fit_gate(run.time, run.conductances["Na"], 3, inactivates=True)
    _, m, h, _ = membrane.rest.values
    settled, taus = membrane.settled_gates(level), membrane.time_constants(level)
    assert found.tau == pytest.approx(taus[0], rel=1e-4)
    assert found.tau_h == pytest.approx(taus[1], rel=1e-4)
    assert found.remaining == pytest.approx(settled[1] / h, rel=1e-3)
    assert found.settled == pytest.approx(120 * settled[0] ** 3 * h, rel=1e-4)
    assert found.start == pytest.approx(120 * m**3 * h, rel=1e-2)
    assert found.share(120 * h) == pytest.approx(settled[0], rel=1e-4)
    known = fit_gate(run.time, run.conductances["Na"], 3, inactivates=True, remaining=settled[1] / h)
    assert known.tau_h == pytest.approx(taus[1], rel=1e-4)


@pytest.mark.parametrize(
    ("gate", "forms", "constants"),
    [
        ("n", ("linoid", "exponential"), ((0.1, 10.0, -60.0), (0.125, 80.0, -70.0))),
        ("m", ("linoid", "exponential"), ((1.0, 10.0, -45.0), (4.0, 18.0, -70.0))),
        ("h", ("exponential", "sigmoid"), ((0.07, 20.0, -70.0), (1.0, 10.0, -40.0))),
    ],
)
def test_curves_through_the_known_rates_are_the_papers(gate, forms, constants):
    """From equations typed by hand; where one of the two was not measured, the other is enough."""
    potentials = np.array([-110.0, -90.0, -70.0, -60.0, -50.0, -40.0, -20.0, 0.0, 20.0, 40.0])
    rates = [reference.rates(V)[gate] for V in potentials]
    shares, taus = (np.array(each) for each in zip(*((a / (a + b), 1 / (a + b)) for a, b in rates), strict=True))
    shares[2], taus[[0, 7]] = np.nan, np.nan
    curves = fit_rates(potentials, shares, taus, alpha=forms[0], beta=forms[1])
    for curve, known in zip(curves, constants, strict=True):
        assert (curve.scale, curve.steepness, curve.shift) == pytest.approx(known, rel=1e-4)
        own = [rate[curves.index(curve)] for rate in rates]
        assert curve.at(potentials) == pytest.approx(own, rel=1e-4)


SWEEP, LATER = QUIET.clamp([Step(1.0, 0.0)]), QUIET.clamp([Step(2.0, 0.0)], sodium=0.1)
TIME = np.arange(20.0)


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        (lambda: Rig(noise=-1.0), r"noise = -1 uA/cm2 is out of range; allowed: 0 to 1000 uA/cm2"),
        (lambda: Rig(seed=0), r"seed = 0 is out of range"),
        (lambda: Rig(nois=1.0), r"Rig: there is no 'nois'.*did you mean noise\?"),
        (lambda: Rig(5.0), r"membrane = 5.0; allowed: a Membrane"),
        (lambda: Rig(settling=0.0), r"settling = 0 ms is out of range; allowed: 0.001 to 1 ms"),
        (lambda: QUIET.clamp([]), r"steps = \(\); allowed: a list of one Step or more"),
        (lambda: QUIET.clamp([5.0]), r"a voltage clamp takes steps of the command only, not 5.0"),
        (lambda: QUIET.clamp(Step(1.0, 0.0)), r"steps = Step.*; allowed: a list"),
        (lambda: QUIET.clamp([Step(1.0, 300.0)]), r"level = 300 mV is out of range; allowed: -200 to 200 mV"),
        (lambda: QUIET.clamp([Step(1.0, 0.0)], sodium=0.0), r"sodium = 0 is out of range; allowed: 0.01 to 1$"),
        (lambda: QUIET.clamp([Step(1.0, 0.0)], TTX=2.0), r"TTX = 2 is out of range; allowed: 0 to 1$"),
        (lambda: QUIET.family(0.0), r"levels = 0.0; allowed: a list, even of one potential"),
        (lambda: Rig(Membrane.of(PASSIVE)), r"has no E_Na; allowed: one with it, such as Membrane"),
        (lambda: SWEEP.during(3), r"step = 3; allowed: one of the sweep's 1, the last being -1"),
        (
            lambda: fit_leak([SWEEP]),
            r"\+0 mV: a leak is measured where no channel opens; allowed: one step, at least 10",
        ),
        (lambda: fit_leak(QUIET.family([-100.0])), r"allowed: steps to two potentials or more"),
        (lambda: fit_leak([None]), r"one of sweeps = None; allowed: a Sweep"),
        (lambda: subtract_leak(SWEEP, 0.3), r"leak = 0.3; allowed: a Leak"),
        (lambda: separate_currents(SWEEP, SWEEP), r"with 1 of the sodium, against 1; allowed: a solution with less"),
        (
            lambda: separate_currents(SWEEP, LATER),
            r"were not commanded alike: \+0 mV and \+0 mV; allowed: the same steps",
        ),
        (
            lambda: separate_currents(SWEEP, QUIET.clamp([Step(1.0, 0.0)], holding=-80.0, sodium=0.1)),
            r"differ in holding: -69.9964 and -80 mV; allowed: the same",
        ),
        (
            lambda: separate_currents(SWEEP, QUIET.clamp([Step(1.0, 0.0)], TEA=1.0, sodium=0.1)),
            r"differ in TEA: 0 and 1; allowed: the same",
        ),
        (
            lambda: reversal_potential([0.0, 10.0], [1.0, 2.0]),
            r"turns its sign 0 times between 0 and 10 mV; allowed: once",
        ),
        (lambda: reversal_potential([0.0], [1.0, 2.0]), r"of shapes \(1,\) and \(2,\); allowed: one shape"),
        (lambda: conductance(SWEEP.current, 44.0, 45.0), r"potential = 44 mV is within 2 mV of the reversal potential"),
        (lambda: fit_gate(TIME, TIME[1:]), r"of shapes \(20,\) and \(19,\); allowed: one, of 10 or more"),
        (lambda: fit_gate(TIME, TIME, 0), r"power = 0 is out of range; allowed: 1 to 6$"),
        (lambda: fit_gate(TIME, TIME, 1.5), r"power = 1.5 is no whole number"),
        (lambda: fit_gate(TIME, [None] * 20), r"conductance = None is not a number"),
        (lambda: fit_gate(TIME, TIME, remaining=-1.0), r"remaining = -1 is out of range"),
        (lambda: fit_rates([0.0], [0.5], [1.0], alpha="line", beta="sigmoid"), r"alpha = 'line'; allowed: linoid, exp"),
        (lambda: fit_rates([0.0], [0.5], [1.0], alpha="linoid", beta="sigmoid"), r"2 numbers for 6 constants"),
        (lambda: fit_rates([0.0], [0.5, 1.0], [1.0], alpha="linoid", beta="sigmoid"), r"shapes \(1,\), \(2,\), \(1,\)"),
        (lambda: fit_rates([0.0], [0.5], [-1.0], alpha="linoid", beta="sigmoid"), r"taus = .*allowed: more than 0 ms"),
    ],
)
def test_what_is_done_wrong_at_the_rig_is_said(slip, message):
    with pytest.raises(ValueError, match=message):
        slip()
