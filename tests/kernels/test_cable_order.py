"""The order of the cable's scheme: in the step against SciPy, in the length of a compartment against finer ones."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from apsite import Axon, Injection, Membrane, Myelin, Node, Pulse, Stretch, simulate_axon
from apsite.kernels.cable import MEMBRANES, SPACE_ORDER, TABLE_DENSITY, TABLE_LOW, TIME_ORDER
from apsite.kernels.compiled import cable_kernel
from tests import reference

WARM = {"temperature": 18.5}
PULSE = Pulse(0.1, 0.2, 10.0)
LENGTH, COUNT, SAMPLES = 0.8, 16, np.arange(0.0, 2.01, 0.2)


def by_scipy():
    """V (mV) of a short axon at `SAMPLES`, shape (samples, compartments): the same compartments, typed by hand."""
    ell, d, R_a = LENGTH / COUNT, 0.0476, 0.0354  # cm, cm, kohm cm
    between = d / (4 * R_a * ell**2)  # mS/cm2
    at_the_end = 1 / (np.pi * d * ell)  # uA to uA/cm2
    derivative = np.vectorize(lambda *state: tuple(reference.derivative(state, 0.0, reference.DEFAULTS | WARM)))

    def flow(t, state, current):
        V, *gates = state.reshape(COUNT, 4).T
        changes = np.array(derivative(V, *gates))
        fluxes = np.concatenate([[0.0], between * np.diff(V), [0.0]])
        changes[0] += np.diff(fluxes)
        changes[0, 0] += current * at_the_end
        return changes.T.ravel()

    state = np.tile(Membrane(**WARM).rest.values, COUNT)
    found = np.empty((len(SAMPLES), COUNT))
    for start, end, current in ((0.0, 0.1, 0.0), (0.1, 0.3, PULSE.amplitude), (0.3, 2.0, 0.0)):
        inside = (start <= SAMPLES) & (end + 1e-9 >= SAMPLES)
        run = solve_ivp(
            flow,
            (start, end),
            state,
            "LSODA",
            args=(current,),
            dense_output=True,
            rtol=1e-8,
            atol=1e-8,
            lband=4,
            uband=4,
        )
        found[inside] = run.sol(SAMPLES[inside].clip(start, end)).reshape(COUNT, 4, -1)[:, 0].T
        state = run.y[:, -1]
    return found


def test_measured_order_in_the_step_is_the_declared_one():
    axon, expected = Axon(length=LENGTH, membrane=Membrane(**WARM)), by_scipy()
    errors = []
    for step in (0.02, 0.01):
        found = simulate_axon(axon, [Injection(0.0, PULSE)], 2.0, dt=0.1, step=step, longest=LENGTH / COUNT)
        assert len(found.position) == COUNT
        errors.append(np.abs(found.voltage[::2] - expected).max())
    assert expected.max() > 20.0  # a spike was there
    assert errors[1] < 1.0
    assert np.log2(errors[0] / errors[1]) == pytest.approx(TIME_ORDER, abs=0.2)


@pytest.mark.parametrize(
    ("stretches", "place"),
    [((), 0.0), ((Stretch(1.0, 2.0, diameter=300.0), Stretch(1.5, 2.0, Membrane(temperature=10.0))), 0.225)],
    ids=["uniform", "an electrode, a diameter and a temperature within"],
)
def test_measured_order_in_space_is_the_declared_one(stretches, place):
    """Thirds of compartments, so that every middle stays one, that with the electrode too."""
    axon = Axon(length=2.0, membrane=Membrane(**WARM), stretches=stretches)
    runs = [
        simulate_axon(axon, [Injection(place, PULSE)], 1.5, dt=0.05, step=0.005, longest=longest).voltage[20:]
        for longest in (0.05, 0.05 / 3, 0.05 / 9)
    ]
    coarse = np.abs(runs[0] - runs[1][:, 1::3]).max()
    fine = np.abs(runs[1] - runs[2][:, 1::3]).max()
    assert runs[2].max() > 20.0
    assert np.log(coarse / fine) / np.log(3) == pytest.approx(SPACE_ORDER, abs=0.2)


@pytest.mark.parametrize("kind", [0, 1], ids=lambda kind: MEMBRANES[kind].name)
def test_the_table_of_gates_is_what_the_equations_say(kind):
    """Half way between two tabulated potentials, where it is off most, for steps that are in use."""
    membrane, step = ((Membrane(**WARM), 0.006), (Node(), 0.001))[kind]
    row = np.array([[*membrane.values, *[0.0] * (8 - len(membrane.values))]])
    (table,) = cable_kernel().tabulate(np.array([kind]), row, step)
    found = np.empty(6)
    worst = 0.0
    for point in range(400, 1200):
        V = TABLE_LOW + (point + 0.5) / TABLE_DENSITY
        cable_kernel().relax(kind, V, step / 2, row[0], found)
        decay, gain = found[::2], found[1::2]
        steady = np.divide(gain, 1 - decay, out=np.zeros(3), where=decay < 1)
        between = (table[point] + table[point + 1]) / 2
        theirs = np.divide(between[1::2], 1 - between[::2], out=np.zeros(3), where=between[::2] < 1)
        worst = max(worst, np.abs(steady - theirs).max())
    assert worst < 1e-5


def test_a_fibre_at_rest_stays_there():
    """A blocked node and a thin stretch of myelin, which have a rest of their own."""
    myelin = Myelin(capacitance=0.005, conductance=0.001)
    strange = (Stretch(0.0, 0.4, Node(g_Na=200.0, E_L=-65.0)), Stretch(0.5, 0.8, myelin=Myelin(conductance=0.5)))
    recording = simulate_axon(Axon(1.0, 7.0, 54.7, Node(), myelin, strange), [], 2.0)
    assert np.ptp(recording.voltage[0]) > 1.0
    assert np.abs(recording.voltage - recording.voltage[0]).max() < 1e-3


def test_a_steady_current_spreads_as_a_cable_says():
    """A passive axon has a solution in one line: V falls by e every length constant, to a sealed end."""
    passive = Membrane(g_Na=0.0, g_K=0.0, g_L=0.5, E_L=-70.0)
    axon = Axon(length=8.0, diameter=500.0, axial_resistivity=50.0, membrane=passive)
    recording = simulate_axon(axon, [Injection(0.0, Pulse(0.0, 60.0, 2.0))], 60.0, dt=0.1, longest=0.02)
    constant = np.sqrt(0.05 / (4 * 0.05 * 0.5))  # cm
    resistance = 4 * 0.05 / (np.pi * 0.05**2)  # kohm/cm
    expected = -70.0 + 2.0 * resistance * constant * np.cosh((8.0 - recording.position) / constant) / np.sinh(
        8.0 / constant
    )
    assert np.abs(recording.voltage[-1] - expected).max() < 0.1
