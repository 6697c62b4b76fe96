"""Membranes that no other file knows, run by all that runs the squid's, against SciPy and equations typed by hand."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from apsite import Axon, Injection, Membrane, Node, Pulse, Shock, Step, Stretch, simulate, simulate_axon, simulate_many
from apsite import voltage_clamp as clamped
from apsite.kernels.schemes import EXTRAPOLATED_STRANG
from tests.depth import some
from tests.membranes.examples import BARNACLE, PASSIVE, SPEEDY, barnacle, speedy

CELLS = {"barnacle": (BARNACLE, barnacle, ["w"]), "speedy": (SPEEDY, speedy, ["m", "h", "n", "b"])}
PULSES = {"barnacle": (Pulse(5.0, 20.0, 120.0), 100.0), "speedy": (Pulse(1.0, 1.0, 30.0), 20.0)}


def by_scipy(derivative, initial, pulse, time, **changes):
    edges = [0.0, pulse.onset, pulse.onset + pulse.width, float(time[-1])]
    state, found = initial, np.empty((len(initial), len(time)))
    for start, end, current in zip(edges, edges[1:], (0.0, pulse.amplitude, 0.0), strict=False):
        run = solve_ivp(
            lambda t, y, current=current: derivative(y, current, **changes),
            (start, end), state, "DOP853", rtol=1e-11, atol=1e-11, dense_output=True,
        )  # fmt: skip
        inside = (time >= start - 1e-9) & (time <= end + 1e-9)
        found[:, inside] = run.sol(time[inside])
        state = run.y[:, -1]
    return found


@pytest.mark.parametrize("name", CELLS)
def test_a_run_is_that_of_scipy(name):
    mechanism, derivative, gates = CELLS[name]
    pulse, duration = PULSES[name]
    cell = Membrane.of(mechanism)
    ours = simulate(cell, [pulse], duration, dt=0.05)
    theirs = by_scipy(derivative, [cell.rest.V, *(getattr(cell.rest, gate) for gate in gates)], pulse, ours.time)
    assert ours.spikes
    assert np.abs(ours.voltage - theirs[0]).max() < 0.01
    for row, gate in enumerate(gates, start=1):
        assert np.abs(ours.gates[gate] - theirs[row]).max() < 1e-4
    assert ours.slope == pytest.approx(
        np.array([
            derivative(state, current)[0] for state, current in zip(theirs.T, ours.stimulus, strict=True)
        ]), abs=0.5,
    )  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_the_order_is_the_declared_one(name):
    """With gates that settle at once as well, whose potential has no exact flow."""
    mechanism, derivative, gates = CELLS[name]
    cell = Membrane.of(mechanism)
    initial = [cell.rest.V + 30.0, *(getattr(cell.rest, gate) for gate in gates)]
    time = np.array([0.0, 10.0])
    exact = solve_ivp(lambda t, y: derivative(y, 0.0), time, initial, "DOP853", rtol=1e-12, atol=1e-12).y[0, -1]
    slow = 8 if name == "barnacle" else 1
    errors = []
    for step in (0.1 * slow, 0.05 * slow):
        steps = round(10.0 / step)
        start = cell.rest.replace(V=initial[0])
        course = (np.zeros(1), np.zeros(1), np.zeros(1), np.zeros(1))
        speeds = (1.0,) * len(mechanism.gates)
        found = cell.kernel.current_clamp(start.values, 2, 10.0, steps, *course, cell.values, speeds)
        errors.append(abs(found[0, -1] - exact))
    assert errors[1] > 1e-11
    assert np.log2(errors[0] / errors[1]) == pytest.approx(EXTRAPOLATED_STRANG.order, abs=0.5)


def test_a_temperature_scales_the_gates_that_say_so():
    cell = Membrane.of(SPEEDY, temperature=30.0)
    pulse = PULSES["speedy"][0]
    ours = simulate(cell, [pulse], 10.0, dt=0.05)
    theirs = by_scipy(speedy, list(cell.rest.values), pulse, ours.time, temperature=30.0)
    assert np.abs(ours.voltage - theirs[0]).max() < 0.01
    assert cell.haste == pytest.approx(2 * Membrane.of(SPEEDY).haste)


@pytest.mark.parametrize("mechanism", some([BARNACLE, SPEEDY], [BARNACLE]), ids=lambda each: each.name)
def test_nothing_changes_at_rest_and_many_side_by_side_do_what_each_does(mechanism):
    cell = Membrane.of(mechanism)
    pulse, duration = PULSES[mechanism.name]
    protocols = [[], [pulse], [Shock(1.0, 20.0)], [pulse, Shock(0.0, -10.0)]]
    found = simulate_many(cell, protocols, duration, lambda run: run.states, dt=0.05)
    assert np.ptp(found[0], axis=1).max() < 1e-6
    for states, stimuli in zip(found, protocols, strict=True):
        assert np.abs(states - simulate(cell, stimuli, duration, dt=0.05).states).max() < 1e-8
    several = [cell, cell.replace(g_K=4.0), cell.replace(g_L=0.5)]
    highest = simulate_many(several, [[pulse]] * 3, duration, ["highest"])["highest"]
    assert highest == pytest.approx([simulate(each, [pulse], duration).voltage.max() for each in several], abs=1e-6)


def test_a_sweep_has_membranes_of_one_mechanism():
    with pytest.raises(ValueError, match=r"membrane\[1\] is of node, others of squid; allowed: membranes of one"):
        simulate_many([Membrane(), Node()], [[], []], 1.0, ["peak"])
    with pytest.raises(
        ValueError, match=r"initial\[0\] = State.* is one of the membrane squid; allowed: a State of node"
    ):
        simulate_many(Node(), [[]], 1.0, ["peak"], initial=Membrane().rest)


def test_a_gate_that_is_held_stays_also_if_it_settles_at_once():
    cell = Membrane.of(BARNACLE)
    run = simulate(cell, [Step(0.0, 100.0)], 20.0, held="m")
    assert np.ptp(run.gates["m"]) == 0.0
    free = simulate(cell, [Step(0.0, 100.0), Shock(3.0, 10.0)], 20.0, dt=0.05)
    # Where the potential jumps, too, at the very sample.
    assert free.gates["m"] == pytest.approx((1 + np.tanh((free.voltage + 1.2) / 18)) / 2, abs=1e-12)


def test_a_clamp_and_a_block_do_what_they_say():
    cell = Membrane.of(BARNACLE)
    run = clamped(cell, [Step(2.0, 0.0, 400.0)], 400.0, dt=0.1)
    settled = {"m": (1 + np.tanh(1.2 / 18)) / 2, "w": (1 + np.tanh(-2 / 30)) / 2}
    assert run.currents["Ca"][run.time > 2.05] == pytest.approx(4.4 * settled["m"] * -120.0)
    assert run.currents["K"][-1] == pytest.approx(8.0 * settled["w"] * 84.0, rel=1e-6)
    assert cell.time_constants(0.0) == pytest.approx((0.0, 25 / np.cosh(2 / 60)))
    half = cell.blocked(K=0.5, Ca=0.25)
    assert (half.g_K, half.g_Ca) == (4.0, pytest.approx(3.3))
    # What blocked potassium channels conducted at rest is left to the leak: of them alone, the rest does not move.
    assert cell.blocked(K=0.5).resting_potential == pytest.approx(cell.resting_potential, abs=1e-9)
    assert cell.blocked(K=0.5).g_L > cell.g_L


def test_a_membrane_without_gates_charges_as_a_capacitor_does():
    cell = Membrane.of(PASSIVE, outside=5.0)
    rest = 25 * np.log(0.05)
    assert cell.resting_potential == pytest.approx(rest)
    run = simulate(cell, [Step(0.0, 2.0)], 20.0)
    assert run.voltage == pytest.approx(rest + 5.0 * -np.expm1(-run.time / 5.0), abs=1e-9)
    assert run.gates == {}
    many = simulate_many(cell, [[Step(0.0, 2.0)]], 20.0, ["highest"])
    assert many["highest"] == pytest.approx(run.voltage.max())


#: Nowhere, but enough for all axons here to be run by one kernel, which takes its time to be compiled.
EVERYTHING = tuple(Stretch(0.0, 0.0, each) for each in (Membrane.of(BARNACLE), Membrane.of(SPEEDY), Membrane()))


@pytest.mark.thorough
@pytest.mark.parametrize(("mechanism", "bound"), [(BARNACLE, 0.003), (SPEEDY, 0.4)], ids=["barnacle", "speedy"])
def test_an_axon_all_of_which_does_the_same_is_a_patch(mechanism, bound):
    """A short, thick one has hardly any length."""
    cell = Membrane.of(mechanism)
    pulse, duration = PULSES[mechanism.name]
    axon = Axon(0.01, 1000.0, 35.4, cell, stretches=EVERYTHING)
    electrode = [Injection(0.005, Pulse(pulse.onset, pulse.width, pulse.amplitude * np.pi * 0.1 * 0.01))]
    patch = simulate(cell, [pulse], duration, dt=0.05)
    runs = [simulate_axon(axon, electrode, duration, dt=0.05, step=step) for step in (0.05, 0.025)]
    errors = [np.abs(run.voltage[:, 0] - patch.voltage).max() for run in runs]
    assert errors[1] < bound
    assert errors[0] / errors[1] > 2.5  # 4, where nothing but the step counts
    for name in (gate.name for gate in mechanism.gates):
        assert np.abs(runs[1].gates[name][:, 0] - patch.gates[name]).max() < 0.02
    assert runs[1].ionic_current[0, 0] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.thorough  # compiles an axon's kernel of its own
def test_one_axon_may_have_several_membranes():
    cell = Membrane.of(SPEEDY)
    stretches = (*EVERYTHING, Stretch(1.5, 3.0, Membrane(temperature=18.5)))
    axon = Axon(3.0, 500.0, 35.4, cell, stretches=stretches)
    run = simulate_axon(axon, [Injection(0.0, Pulse(0.2, 0.5, 30.0))], 8.0)
    assert run.voltage[:, 0].max() > 0.0
    assert run.voltage[:, -1].max() > 0.0  # it passes from one to the other
    assert run.gates["b"][:, -1].max() == 0.0 < run.gates["b"][:, 0].max()
    assert run.gates["w"].max() == 0.0
    assert run.gates["n"][:, -1].max() > 0.3
    assert np.abs(run.voltage[0, [0, -1]] - [cell.rest.V, Membrane().rest.V]).max() < 1.0
