"""The laboratory of the clamped axon in Node: sweeps, fits and what is measured, against Python's and SciPy's."""

import dataclasses
from functools import cache

import numpy as np
import pytest

from apsite import Axon, Injection, Membrane, Pulse, Rig, Step, simulate, simulate_axon
from apsite.chapters.action_potential.how_it_was_found_out import course
from apsite.chapters.action_potential.how_it_was_found_out.measured_rates.experiment import POTENTIALS, settled
from apsite.laboratory import seven_steps
from apsite.laboratory.fits import fit_gate
from apsite.laboratory.searches import threshold_amplitude
from tests.depth import some

BASE = {name: getattr(Membrane(), name) for name in ("C_m", "g_Na", "g_K", "g_L", "E_Na", "E_K", "E_L", "temperature")}
PROTOCOL = {
    "choline": seven_steps.CHOLINE,
    "leaky": seven_steps.LEAKY,
    "levels": seven_steps.LEVELS,
    "tails": seven_steps.TAILS,
    "briefTails": seven_steps.BRIEF_TAILS,
    "opened": seven_steps.OPENED,
    "conditioning": seven_steps.CONDITIONING,
    "test": seven_steps.TEST,
    "widths": seven_steps.WIDTHS,
    "recovering": seven_steps.RECOVERING,
    "allOpen": seven_steps.ALL_OPEN,
    "beyond": seven_steps.BEYOND,
    "aside": seven_steps.ASIDE,
}
#: The giant axon's, cut as finely as the laboratory cuts it.
CABLE = {
    **{"length": 10.0, "diameter": 0.0476, "resistivity": 35.4, "parts": 355},
    **{"current": 15.0, "onset": 0.1, "width": 0.2},
}
WARM = 18.5


@cache
def model_velocity():
    axon = Axon(10.0, membrane=Membrane(temperature=WARM))
    return simulate_axon(axon, [Injection(place=0.0, stimulus=Pulse(0.1, 0.2, 15.0))], 7.0).velocity


def measured(live, seed, noise=5.0, power=4, **more):
    settings = {"noise": noise, "seed": seed}
    return live.ask("measuredAxon", base=BASE, settings=settings, protocol=PROTOCOL, power=power, **more)


@pytest.mark.parametrize(
    ("steps", "bath"),
    [
        ([Step(1.0, 0.0)], {}),
        ([Step(1.0, -110.0)], {"sodium": 0.1}),
        ([Step(1.0, 20.0, 10.0), Step(11.0, -90.0)], {"TTX": 0.5}),
        ([Step(1.0, -40.0, 3.0), Step(6.0, 60.0, 2.0)], {"TEA": 0.7, "sodium": 0.3}),
    ],
)
def test_sweeps_are_the_laboratory_s_with_the_same_noise(live, steps, bath):
    rig = Rig(noise=5.0, seed=7)
    given = [{key: value for key, value in dataclasses.asdict(each).items() if value is not None} for each in steps]
    settings = {"noise": 5.0, "seed": 7}
    found = live.ask("sweep", base=BASE, settings=settings, steps=given, duration=14.0, bath=bath)
    for current in found:
        expected = rig.clamp(steps, 14.0, **bath).current
        assert np.max(np.abs(current - expected) / np.maximum(np.abs(expected), 1.0)) < 1e-6


@pytest.mark.parametrize("power", [1, 2, 3, 4, 5])
def test_fits_are_scipy_s(live, power):
    """On the same noisy conductances, to a millionth."""
    apart = course.take_apart(Rig(seed=3), levels=(-40.0, 0.0, 30.0, 60.0))
    for level in apart.currents:
        time, g = apart.potassium(level)
        found = live.ask("fittedGate", time=time.tolist(), found=g.tolist(), power=power, inactivates=False)
        expected = fit_gate(time, g, power)
        for name in ("settled", "tau", "residual"):
            assert found[name] == pytest.approx(getattr(expected, name), rel=1e-6)
        assert found["start"] == pytest.approx(expected.start, rel=1e-6, abs=1e-6)
    time, g = apart.sodium(0.0)
    early = time < 6.0
    asked = {"time": time[early].tolist(), "found": g[early].tolist(), "power": 3, "inactivates": True}
    found, expected = live.ask("fittedGate", **asked), fit_gate(time[early], g[early], 3, inactivates=True)
    assert (found["settled"], found["tau"], found["tauH"]) == pytest.approx(
        (expected.settled, expected.tau, expected.tau_h), rel=1e-6
    )


def test_all_seven_steps_give_what_python_s_give_of_the_same_noise(live):
    found = measured(live, 1, cable=CABLE, temperature=WARM)
    apart = course.take_apart(Rig(seed=1))
    expected = course.measure(apart)
    assert found["sweeps"] == len(apart.rig.sweeps)
    for name in ("conductance", "reversal", "capacitance", "settling"):
        assert found["leak"][name] == pytest.approx(getattr(apart.leak, name), rel=1e-6)
    assert (found["E_Na"], found["E_K"]) == pytest.approx((apart.E_Na, apart.E_K), rel=1e-6)
    assert (found["g_Na"], found["g_K"]) == pytest.approx((expected.g_Na, expected.g_K), rel=1e-6)
    for name, gate in expected.gates.items():
        for curve, own in zip(found["gates"][name]["curves"], (gate.alpha, gate.beta), strict=True):
            for constant in ("scale", "steepness", "shift"):
                assert curve[constant] == pytest.approx(getattr(own, constant), rel=1e-5, abs=1e-5)
    membrane = expected.membrane()
    spike = simulate(membrane, [Pulse(1.0, 0.5, 26.55)], 15.0, dt=0.025).voltage
    assert np.array(found["spike"]) == pytest.approx(spike, abs=1e-3)
    assert found["threshold"] == pytest.approx(threshold_amplitude(membrane, 0.5), abs=0.01)


@pytest.mark.parametrize("seed", some(range(1, 51), (2, 17, 33)))
def test_of_honest_noise_the_membrane_that_is_measured_fires_and_conducts_as_the_model_does(live, seed):
    """Fifty axons' noise: where gates settle within 0.04, the velocity within 5 %."""
    found = measured(live, seed, cable=CABLE, temperature=WARM)
    assert max(found["spike"]) > 30.0
    assert found["velocity"] == pytest.approx(model_velocity(), rel=0.05)
    order = [gate.name for gate in Membrane().mechanism.gates]
    for name, gate in found["gates"].items():
        curves = [course.RateCurve(**curve) for curve in gate["curves"]]
        measured_gate = course.Gate(np.array([]), np.array([]), np.array([]), *curves)
        own = np.array([Membrane().settled_gates(V)[order.index(name)] for V in POTENTIALS])
        assert np.max(np.abs(settled(measured_gate, POTENTIALS) - own)) < 0.04


def test_tables_are_the_equations_to_a_hundredth_of_a_millivolt(live):
    found = live.ask("tabled", base=BASE, cable=CABLE, temperature=WARM)
    exact = simulate(Membrane(), [Pulse(1.0, 0.5, 26.55)], 15.0, dt=0.025).voltage
    assert np.max(np.abs(np.array(found["run"]) - exact)) < 0.01
    assert found["threshold"] == pytest.approx(13.27512, abs=0.01)
    assert found["velocity"] == pytest.approx(model_velocity(), rel=3e-3)


def test_with_one_gate_n_or_without_inactivation_there_is_no_such_spike(live):
    one = measured(live, 1, power=1, cable=CABLE, temperature=WARM)
    assert one["rest"] > -50.0
    assert one["spike"][0] == pytest.approx(one["rest"])
    assert max(one["spike"][:240]) < 0.0  # 5 ms from the pulse on: a bump


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"leaky": [-90.0, -40.0]}, "−40 mV may open channels"),
        ({"leaky": [-100.0]}, "two potentials or more"),
        ({"peaks": [-3.0, -2.0]}, "no times"),
        ({"peaks": [-3.0, 2.0, -1.0]}, "2 times"),
        ({"pair": [([0.0], {}), ([10.0], {"sodium": 0.1})]}, "different commands, 0 mV and 10 mV"),
        ({"pair": [([0.0], {}), ([0.0], {})]}, "no less sodium"),
        ({"pair": [([0.0], {}), ([0.0], {"sodium": 0.1, "TEA": 0.5})]}, "a blocker"),
        ({"pair": [([0.0], {}), ([0.0], {"sodium": 0.0})]}, "Some sodium has to be left"),
        ({"pair": [([300.0], {}), ([0.0], {})]}, "reaches from"),
    ],
)
def test_what_is_done_wrongly_is_said(live, wrong, said):
    if pair := wrong.get("pair"):
        wrong = {"pair": [([{"onset": 1.0, "level": level} for level in levels], bath) for levels, bath in pair]}
    with pytest.raises(live.Problem, match=said):
        live.ask("wronglyClamped", base=BASE, **wrong)
