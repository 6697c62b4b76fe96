import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from apsite import Membrane, Pulse, Ramp, Shock, Step, simulate, voltage_clamp
from tests import reference

MEMBRANE = Membrane()


def test_a_recording_has_the_shape_that_a_notebook_expects():
    recording = simulate(MEMBRANE, [Pulse(onset=5.0, width=0.5, amplitude=26.55)], duration=30.0, dt=0.025)
    samples = (1201,)
    assert (
        recording.time.shape == recording.voltage.shape == recording.slope.shape == recording.stimulus.shape == samples
    )
    assert (recording.time[0], recording.time[-1]) == (0.0, 30.0)
    assert set(recording.gates) == {"m", "h", "n"}
    assert set(recording.currents) == set(recording.conductances) == {"Na", "K", "L"}
    assert all(trace.shape == samples for trace in (recording.gates | recording.currents).values())
    assert len(recording.spikes) == 1


def test_currents_and_slope_follow_from_the_state_as_in_the_paper():
    recording = simulate(MEMBRANE, [Pulse(1.0, 0.5, 26.55)], 10.0)
    for sample in (0, 120, 260, 700):
        state = recording.states[:, sample]
        expected = reference.derivative(state, recording.stimulus[sample], reference.DEFAULTS)[0]
        assert recording.slope[sample] == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert recording.currents["Na"][sample] == pytest.approx(120 * state[1] ** 3 * state[2] * (state[0] - 45))


def test_stimuli_of_different_kinds_add():
    time = np.array([0.0, 1.0, 2.0, 2.5, 4.0, 6.0])
    stimuli = [Step(1.0, 2.0), Pulse(2.0, 1.0, 10.0), Ramp(2.0, 3.0, 0.5)]
    recording = simulate(MEMBRANE, stimuli, 6.0, dt=0.1)
    found = np.interp(time + 1e-9, recording.time, recording.stimulus)
    assert found == pytest.approx([0.0, 2.0, 12.0, 12.25, 3.0, 2.0], abs=1e-6)


def test_a_step_lasts_until_the_next_one():
    recording = simulate(MEMBRANE, [Step(1.0, 1.0), Step(3.0, -2.0, width=1.0)], 6.0, dt=0.1)
    assert recording.stimulus[[5, 15, 29, 35, 45]] == pytest.approx([0.0, 1.0, 1.0, -2.0, 0.0])


def test_a_shock_moves_the_potential_at_once():
    recording = simulate(MEMBRANE, [Shock(2.0, 15.0)], 4.0, dt=0.1)
    assert recording.voltage[20] - recording.voltage[19] == pytest.approx(15.0, abs=0.01)


def test_the_sample_interval_only_chooses_samples():
    pulse = [Pulse(1.0, 0.5, 26.55)]
    fine, coarse = (simulate(MEMBRANE, pulse, 10.0, dt=dt) for dt in (0.005, 0.1))
    assert np.abs(coarse.voltage - fine.voltage[::20]).max() < 0.01


def test_a_voltage_clamp_follows_the_exact_course_of_the_gates():
    """At a held potential x(t) = x_inf + (x_0 - x_inf) exp(-t/tau): no integration error at all."""
    recording = voltage_clamp(MEMBRANE, [Step(2.0, 0.0)], 10.0, holding=-90.0)
    since = recording.time[recording.time >= 2.0] - 2.0
    for gate, (alpha, beta) in reference.rates(0.0).items():
        a0, b0 = reference.rates(-90.0)[gate]
        settled, start = alpha / (alpha + beta), a0 / (a0 + b0)
        expected = settled + (start - settled) * np.exp(-since * (alpha + beta))
        assert np.abs(recording.gates[gate][recording.time >= 2.0] - expected).max() < 1e-12


def test_a_voltage_clamp_returns_to_its_holding_potential_between_steps():
    recording = voltage_clamp(MEMBRANE, [Step(1.0, 0.0, 1.0), Step(3.0, 20.0, 1.0)], 5.0, holding=-80.0, dt=0.1)
    assert recording.voltage[[5, 15, 25, 35, 45]] == pytest.approx([-80.0, 0.0, -80.0, 20.0, -80.0])
    assert recording.stimulus == pytest.approx(sum(recording.currents.values()))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Pulse(5.0, -1.0, 10.0), r"Pulse's width = -1 ms .*allowed: 1e-06 to 10000 ms"),
        (lambda: Pulse(math.nan, 1.0, 10.0), r"Pulse's onset = nan ms"),
        (lambda: Pulse(-1.0, 1.0, 10.0), r"Pulse's onset = -1 ms .*allowed: 0 to 10000 ms"),
        (lambda: Pulse(1.0, 1.0, math.inf), r"Pulse's amplitude = inf uA/cm2 .*allowed: -1000 to 1000 uA/cm2"),
        (lambda: Ramp(1.0, 1.0, "steep"), r"Ramp's slope = 'steep' is not a number"),
        (lambda: Shock(1.0, 500.0), r"Shock's displacement = 500 mV .*allowed: -200 to 200 mV"),
        (lambda: simulate(MEMBRANE, [], 0.0), r"duration = 0 ms .*allowed: 0.01 to 10000 ms"),
        (lambda: simulate(MEMBRANE, [], math.nan), r"duration = nan ms"),
        (lambda: simulate(MEMBRANE, [], 10.0, dt=0.0), r"dt = 0 ms .*allowed: 0.0001 to 0.1 ms"),
        (lambda: simulate(MEMBRANE, [Pulse(40.0, 1.0, 1.0)], 30.0), r"begins after the end .*0 to 30 ms"),
        (lambda: simulate(MEMBRANE, [Pulse(1, 2, 3), Pulse(2, 2, 3)], 10.0), r"overlaps .*one of a kind at a time"),
        (lambda: simulate(MEMBRANE, [Shock(1, 2), Shock(1, 3)], 10.0), r"overlaps"),
        (lambda: simulate(MEMBRANE, [26.55], 10.0), r"26.55 is not a stimulus; allowed: Pulse, Step, Ramp, Shock"),
        (lambda: simulate(MEMBRANE, Pulse(1, 1, 1), 10.0), r"stimuli = Pulse.*allowed: a list"),
        (lambda: simulate(MEMBRANE, [], 10.0, held=["h", "j"]), r"held = 'j' is not a gate; allowed: any of m, h, n"),
        (lambda: simulate(MEMBRANE, [], 10.0, held=3), r"held = 3 is not a gate"),
        (lambda: voltage_clamp(MEMBRANE, [Pulse(1, 1, 1)], 10.0), r"takes steps of the command only"),
        (lambda: voltage_clamp(MEMBRANE, [Step(1, 250.0)], 10.0), r"level = 250 mV .*allowed: -200 to 200 mV"),
        (lambda: voltage_clamp(MEMBRANE, [], 10.0, holding=-500.0), r"holding = -500 mV"),
    ],
)
def test_bad_input_names_argument_value_unit_and_what_is_allowed(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_gate_that_is_held_stays_and_the_others_follow_scipy():
    """SciPy with dh/dt = 0: the same equations, typed by hand, less one."""
    pulse = Pulse(1.0, 0.5, 26.55)
    recording = simulate(MEMBRANE, [pulse], 20.0, held="h")

    def flow(t, y, current):
        slopes = reference.derivative(y, current, reference.DEFAULTS)
        return [slopes[0], slopes[1], 0.0, slopes[3]]

    state = recording.states[:, 0]
    for start, end, current in [(1.0, 1.5, 26.55), (1.5, 20.0, 0.0)]:
        state = solve_ivp(flow, (start, end), state, args=(current,), method="DOP853", rtol=1e-11, atol=1e-11).y[:, -1]
    assert np.ptp(recording.gates["h"]) < 1e-12
    assert recording.states[:, -1] == pytest.approx(state, abs=1e-3)


def test_a_gate_can_be_held_in_a_voltage_clamp_too():
    free, held = (voltage_clamp(MEMBRANE, [Step(1.0, 0.0)], 10.0, held=names) for names in ((), ["h", "n"]))
    assert np.ptp(held.gates["h"]) < 1e-12
    assert np.ptp(held.gates["n"]) < 1e-12
    assert held.gates["m"] == pytest.approx(free.gates["m"], abs=1e-12)
