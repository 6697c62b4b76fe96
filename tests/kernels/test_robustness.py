"""No legal membrane and no legal stimulus makes the kernel overflow."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from apsite import Membrane, Pulse, Ramp, Shock, Step, parameters, simulate, voltage_clamp
from tests.depth import examples


def legal(quantity):
    edges = st.sampled_from([quantity.minimum, quantity.maximum])
    return st.one_of(edges, st.floats(quantity.minimum, quantity.maximum))


membranes = st.builds(Membrane, **{each.name: legal(each) for each in parameters.MEMBRANE})
pulses = st.builds(Pulse, onset=st.floats(0, 20), width=st.floats(1e-6, 20), amplitude=legal(parameters.CURRENT))
steps = st.builds(Step, onset=st.floats(0, 20), level=legal(parameters.CURRENT))
ramps = st.builds(Ramp, onset=st.floats(0, 20), width=st.floats(1e-6, 20), slope=legal(parameters.SLOPE))
shocks = st.builds(Shock, onset=st.floats(0, 20), displacement=legal(parameters.DISPLACEMENT))
intervals = st.floats(0.005, parameters.SAMPLE_INTERVAL.maximum)

EXTREME = {"C_m": 0.1, "g_Na": 1000.0, "g_K": 1000.0, "g_L": 100.0, "E_Na": 200.0, "E_K": -200.0, "E_L": -200.0}


@settings(max_examples=examples(400), deadline=None)
@given(membrane=membranes, stimuli=st.tuples(pulses, steps, ramps, shocks), dt=intervals)
@example(Membrane(**EXTREME, temperature=40.0), (Pulse(0, 1, 1000.0), Step(2, -1000.0), Ramp(3, 20, 1000.0)), 0.1)
@example(Membrane(**EXTREME, temperature=0.0), (Shock(0, 200.0), Pulse(1, 20, -1000.0)), 0.1)
@example(Membrane(g_Na=0, g_K=0, g_L=0, C_m=0.1), (Step(0, 1000.0), Ramp(0, 20, 1000.0)), 0.1)
def test_every_sample_is_finite_and_every_gate_a_share(membrane, stimuli, dt):
    recording = simulate(membrane, stimuli, 20.0, dt=dt)
    assert np.isfinite(recording.states).all()
    assert all(np.isfinite(trace).all() for trace in (*recording.currents.values(), recording.slope))
    assert all(((share >= 0) & (share <= 1)).all() for share in recording.gates.values())


@settings(max_examples=examples(200), deadline=None)
@given(membrane=membranes, temperature=legal(parameters.BY_NAME["temperature"]), dt=intervals)
def test_a_membrane_at_rest_stays_at_rest(membrane, temperature, dt):
    """Unless the rest is unstable, when a rounding error may grow, but never from sample to sample."""
    recording = simulate(membrane.replace(temperature=temperature), [], 1.0, dt=dt)
    assert abs(recording.voltage[1] - recording.voltage[0]) < 1e-6


@settings(max_examples=examples(200), deadline=None)
@given(membrane=membranes, levels=st.tuples(legal(parameters.COMMAND), legal(parameters.COMMAND)), dt=intervals)
def test_a_voltage_clamp_is_finite_too(membrane, levels, dt):
    recording = voltage_clamp(membrane, [Step(2.0, levels[0], 3.0), Step(6.0, levels[1])], 10.0, dt=dt)
    assert np.isfinite(recording.states).all()
    assert np.isfinite(recording.stimulus).all()
    assert all(((share >= 0) & (share <= 1)).all() for share in recording.gates.values())
