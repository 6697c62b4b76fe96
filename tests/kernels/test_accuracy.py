"""The kernel against exact solutions and against SciPy."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from apsite.kernels.compiled import kernel
from apsite.kernels.schemes import EXTRAPOLATED_STRANG, STRANG
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Pulse, Ramp, Shock, Stimulus, course
from apsite.membranes.squid import SQUID
from tests import reference

FREE = (1.0, 1.0, 1.0)  # no gate is held
REST = (-69.99637933119206, 0.052955086813008125, 0.5959941247398638, 0.31773239976086576)


def run(stimuli: list[Stimulus], duration, step, scheme=EXTRAPOLATED_STRANG, **changes):
    """The kernel itself, one step a sample, from the rest of the unchanged membrane."""
    membrane = Membrane(**changes)
    count = round(duration / step) + 1
    states = kernel(SQUID, scheme).current_clamp(
        REST, count, step, 1, *course(stimuli, duration), membrane.values, FREE
    )
    return np.arange(count) * step, states[0]


# science.md, references C and D, which name the stimulus; solved here by SciPy's DOP853 at 1e-12.
REFERENCES = {
    "C": ([Pulse(5.0, 0.5, 20.0)], REST, [(0.0, 5.0, 0.0), (5.0, 5.5, 20.0), (5.5, 20.0, 0.0)]),
    "D": ([Shock(0.0, 15.0)], (REST[0] + 15.0, *REST[1:]), [(0.0, 20.0, 0.0)]),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_error_stays_below_a_hundredth_of_a_millivolt_at_every_sample(name):
    stimuli, initial, pieces = REFERENCES[name]
    time, voltage = run(stimuli, 20.0, 0.025)
    assert np.abs(voltage - reference.solve(initial, pieces, time)).max() < 0.01


@pytest.mark.parametrize("scheme", [EXTRAPOLATED_STRANG, STRANG], ids=lambda each: each.name)
@pytest.mark.parametrize("name", REFERENCES)
def test_measured_order_is_the_declared_one(name, scheme):
    stimuli, initial, pieces = REFERENCES[name]
    errors = []
    for step in (0.0125, 0.00625):
        time, voltage = run(stimuli, 20.0, step, scheme)
        errors.append(np.abs(voltage - reference.solve(initial, pieces, time)).max())
    assert np.log2(errors[0] / errors[1]) == pytest.approx(scheme.order, abs=0.2)


def test_edges_between_samples_and_ramps_keep_the_order():
    """A pulse that begins and ends off the grid, over a ramp; SciPy is stopped at each edge."""
    stimuli = [Pulse(3.333, 0.777, 9.0), Ramp(1.111, 6.0, 0.4)]
    edges = np.array([0.0, 1.111, 3.333, 4.11, 7.111, 15.0])

    def current(t, middle):
        return 9.0 * (3.333 <= middle < 4.11) + 0.4 * (t - 1.111) * (1.111 <= middle < 7.111)

    state = REST
    for start, end in pairwise(edges):
        middle = (start + end) / 2

        def flow(t, y, middle=middle):
            return reference.derivative(y, current(t, middle), reference.DEFAULTS)

        state = solve_ivp(flow, (start, end), state, method="DOP853", rtol=1e-12, atol=1e-12).y[:, -1]
    errors = [abs(run(stimuli, 15.0, step)[1][-1] - state[0]) for step in (0.025, 0.0125)]
    assert errors[0] < 1e-3
    assert np.log2(errors[0] / errors[1]) == pytest.approx(EXTRAPOLATED_STRANG.order, abs=0.5)


def test_a_changed_membrane_in_the_warm_is_solved_as_well():
    changes = {"g_Na": 90.0, "g_K": 50.0, "C_m": 1.5, "E_Na": 55.0, "E_L": -55.0, "temperature": 18.5}
    time, voltage = run([Pulse(1.0, 0.5, 60.0)], 10.0, 0.005, **changes)
    expected = reference.solve(REST, [(0.0, 1.0, 0.0), (1.0, 1.5, 60.0), (1.5, 10.0, 0.0)], time, **changes)
    assert np.abs(voltage - expected).max() < 0.01
