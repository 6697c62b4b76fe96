"""How long the steps of a declared membrane are: as long as its error allows, which is the squid's, and no longer.

Against its equations, typed by hand and solved by SciPy to 1e-10.
"""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from apsite import Membrane, Pulse
from apsite.laboratory.clamps import LONGEST_STEP, substeps_of
from apsite.laboratory.stimuli import course
from apsite.membranes.cortical import FAST_SPIKING, REGULAR_SPIKING
from apsite.membranes.crab import CRAB
from apsite.membranes.mechanism import Gate, Mechanism
from apsite.membranes.squid import SQUID
from apsite.quantities import Parameter
from tests.membranes.examples import SPEEDY
from tests.neurons_by_hand import crab, fast_spiking, regular_spiking, squid

#: The standard pulse of each: twice the weakest of 0.5 ms that fires it, uA/cm2.
STANDARD = {
    SQUID: (squid, 26.55),
    REGULAR_SPIKING: (regular_spiking, 86.35),
    FAST_SPIKING: (fast_spiking, 81.24),
    CRAB: (crab, 173.5),
}
WIDTH, DURATION = 0.5, 15.0  # ms
ALLOWED = 0.01  # mV


def exact(derivative, start, amplitude, time):
    """Potential at `time`; the pulse begins at once."""
    found, state = [], start
    for begun, until, current in ((0.0, WIDTH, amplitude), (WIDTH, float(time[-1]), 0.0)):
        run = solve_ivp(
            lambda t, y, current=current: derivative(y, current), (begun, until), state, "DOP853",
            rtol=1e-10, atol=1e-10, dense_output=True,
        )  # fmt: skip
        own = time[(time >= begun) & ((time < until) | (until == time[-1]))]
        found.append(run.sol(own)[0])
        state = run.y[:, -1]
    return np.concatenate(found)


@pytest.mark.parametrize("mechanism", STANDARD, ids=lambda each: each.name)
def test_steps_are_as_long_as_the_error_allows(mechanism):
    """Of twice the length they would not do."""
    cell = Membrane.of(mechanism)
    derivative, amplitude = STANDARD[mechanism]
    stimulus = course([Pulse(0.0, WIDTH, amplitude)], DURATION)
    errors = []
    for step in (LONGEST_STEP / cell.haste, 2 * LONGEST_STEP / cell.haste):
        count = round(DURATION / step) + 1
        # A sample to a step: where an edge lies between two samples, both sides of it are steps of their own.
        states = cell.kernel.current_clamp(
            cell.rest.values, count, step, 1, *stimulus, cell.values, (1.0,) * len(mechanism.gates)
        )
        time = np.arange(count) * step
        errors.append(np.abs(states[0] - exact(derivative, cell.rest.values, amplitude, time)).max())
    assert errors[0] < ALLOWED < errors[1]


def test_a_pace_is_that_of_the_usual_temperature():
    """In the warm, it grows as the rates do; with no pace, steps follow the rates where a spike can go."""
    declared = Mechanism(
        "paced",
        parameters=SPEEDY.parameters,
        where=SPEEDY.where,
        gates=SPEEDY.gates,
        currents=SPEEDY.currents,
        pace=3.0,
    )
    assert Membrane.of(declared).haste == pytest.approx(3.0)
    assert Membrane.of(declared, temperature=30.0).haste == pytest.approx(6.0)
    assert substeps_of(Membrane.of(declared), LONGEST_STEP) == 3
    # Rates of m are fastest at -90 mV, where potassium is in balance; the squid's at +45 mV, where sodium is.
    fastest = 4 * np.exp(25 / 18) + 0.1 * -50 / (1 - np.exp(5.0))
    squids = 0.1 * 90 / (1 - np.exp(-9.0)) + 4 * np.exp(-115 / 18)
    assert Membrane.of(SPEEDY).haste == pytest.approx(fastest / squids, rel=1e-3)
    assert Membrane(temperature=16.3).haste == pytest.approx(3.0)


@pytest.mark.parametrize("pace", [0.0, -1.0, float("nan"), "fast", True])
def test_a_pace_that_is_none_is_refused(pace):
    with pytest.raises(ValueError, match=r"pace = .* allowed: 0\.01 to 1000"):
        Mechanism("cell", [Parameter("C_m", "uF/cm2", 0.1, 10.0, 1.0)], [Gate("p", inf="1", tau="2")], pace=pace)
