"""The axon of the live figures, run by Node, against the laboratory's, run by Numba.

Both kernels are generated from one program; what is held here is what is written twice: the loops around the routines,
the cutting into compartments, electrodes, rest and arrival. What both share is held against other people's programs in
`tests/laboratory/test_axon_neuron.py` and `tests/kernels/test_cable_order.py`.
"""

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from apsite import Membrane, Pulse, Ramp, Step
from apsite.kernels.assembly_cable import MOST
from apsite.laboratory.axon import Axon, Myelin, Stretch
from apsite.laboratory.conduction import ELECTRODES, simulate_axon
from apsite.laboratory.electrodes import Injection, Outside
from apsite.laboratory.journeys import INTERVAL
from apsite.laboratory.node import Node
from apsite.laboratory.stimuli import course
from tests.depth import examples

TOLERANCE = 1e-4  # mV, at every sample of every compartment

PLACES = st.floats(0.0, 1.0)  # shares of the length
SQUIDS = st.builds(
    Membrane,
    g_Na=st.floats(60.0, 200.0),
    g_K=st.floats(10.0, 60.0),
    g_L=st.floats(0.1, 1.0),
    temperature=st.floats(0.0, 25.0),
)
NODES = st.builds(Node, g_Na=st.floats(500.0, 2500.0), g_L=st.floats(50.0, 200.0))


@st.composite
def stretches(draw, length, membranes, **parts):
    start, end = sorted(draw(st.tuples(PLACES, PLACES)))
    given = {name: draw(st.none() | strategy) for name, strategy in parts.items()}
    return Stretch(start * length, end * length, draw(st.none() | membranes), **given)


@st.composite
def bare(draw):
    length, diameter = draw(st.floats(1.0, 5.0)), draw(st.floats(100.0, 800.0))
    wide = st.floats(0.3 * diameter, min(1.5 * diameter, 1000.0))
    return Axon(
        length=length,
        diameter=diameter,
        axial_resistivity=draw(st.floats(20.0, 80.0)),
        membrane=draw(SQUIDS),
        stretches=tuple(draw(st.lists(stretches(length, SQUIDS, diameter=wide), max_size=2))),
    )


@st.composite
def wrapped(draw):
    capacitance = st.sampled_from([0.0, 0.005]) | st.floats(0.001, 0.5)
    myelin = draw(st.builds(Myelin, capacitance=capacitance, conductance=st.just(0.0) | st.floats(0.0, 0.1)))
    axon = Axon(diameter=draw(st.floats(2.0, 12.0)), membrane=draw(NODES | SQUIDS), myelin=myelin)
    length = draw(st.floats(2.0, 8.0)) * axon.internode_length
    thin = st.builds(Myelin, capacitance=st.floats(0.0, 1.0))
    own = NODES if isinstance(axon.membrane, Node) else SQUIDS
    return axon.replace(
        length=length,
        axial_resistivity=54.7,
        stretches=tuple(draw(st.lists(stretches(length, own, myelin=thin), max_size=2))),
    )


def stimuli(strength):
    onset, width, amplitude = st.floats(0.0, 0.5), st.floats(0.01, 1.0), st.floats(-strength, strength)
    return st.one_of(
        st.builds(Pulse, onset, width, amplitude),
        st.builds(Step, onset, amplitude),
        st.builds(Ramp, onset, width, amplitude),
    )


def asked(axon):
    """The axon as the script takes it."""

    def membrane(each):
        return {"kind": "node" if isinstance(each, Node) else "squid", "values": each.values}

    def myelin(each):
        return {
            "internode": each.internode,
            "gRatio": each.g_ratio,
            "nodeLength": each.node_length,
            "capacitance": each.capacitance,
            "conductance": each.conductance,
        }

    def stretch(each):
        parts = {"start": each.start, "end": each.end}
        parts |= {} if each.membrane is None else {"membrane": membrane(each.membrane)}
        parts |= {} if each.diameter is None else {"diameter": each.diameter}
        return parts | ({} if each.myelin is None else {"myelin": myelin(each.myelin)})

    return {
        "length": axon.length,
        "diameter": axon.diameter,
        "axialResistivity": axon.axial_resistivity,
        "membrane": membrane(axon.membrane),
        "myelin": None if axon.myelin is None else myelin(axon.myelin),
        "stretches": [stretch(each) for each in axon.stretches],
    }


def outside(electrode):
    """What the script is told of an electrode that is not inside the axon."""
    if isinstance(electrode, Injection):
        return {}
    return {"outside": {"distance": electrode.distance, "resistivity": electrode.resistivity}}


def run_live(live, axon, injections, ms, dt, pieces, coarser=1.0):
    courses = [course([each.stimulus], ms)._asdict().items() for each in injections]
    return live.ask(
        "axon",
        axon=asked(axon),
        injections=[
            {"place": each.place, "course": {name: list(part) for name, part in parts}} | outside(each)
            for each, parts in zip(injections, courses, strict=True)
        ],
        ms=ms,
        dt=dt,
        pieces=pieces,
        places=[share * axon.length for share in ELECTRODES],
        coarser=coarser,
    )


def compare(live, axon, injections, ms, dt, pieces=7):
    found = run_live(live, axon, injections, ms, dt, pieces)
    expected = simulate_axon(axon, injections, ms, dt=dt)
    assert np.array(found["position"]) == pytest.approx(expected.position, rel=1e-12)
    voltage = np.array(found["voltage"])
    assert voltage.shape == expected.voltage.shape
    assert np.abs(voltage - expected.voltage).max() < TOLERANCE
    assert np.abs(np.array(found["gates"]) - expected.states[:, -1]).max() < 1e-6
    for share, trace in zip(ELECTRODES, found["at"], strict=True):
        assert np.abs(np.array(trace) - expected.voltage_at(share * axon.length)).max() < TOLERANCE
    # A crossing that both find, or neither; where hardly anything crosses, one of them alone may.
    for share, arrival in zip(ELECTRODES, found["arrivals"], strict=True):
        theirs = expected.arrival_at(share * axon.length)
        if arrival is not None and theirs is not None:
            assert arrival == pytest.approx(theirs, abs=1e-4)
    return found, expected


def too_strong(axon, injections, ms, dt):
    try:
        simulate_axon(axon, injections, ms, dt=dt)
    except ValueError as error:
        if "too strong" not in str(error):
            raise
        return True
    return False


@settings(
    max_examples=examples(25),
    deadline=None,
    print_blob=True,
    phases=[each for each in Phase if each is not Phase.explain],
)
@given(data=st.data())
def test_a_random_axon_does_the_same_in_both(live, data):
    axon = data.draw(bare() | wrapped())
    strength = 20.0 if axon.myelin is None else 0.003
    places = PLACES.map(lambda share: share * axon.length)
    inside = st.builds(Injection, places, stimuli(strength))
    beside = st.builds(Outside, places, st.floats(0.05, 1.0), stimuli(200.0), st.floats(50.0, 1000.0))
    injections = data.draw(st.lists(inside | beside, max_size=2, unique_by=lambda each: each.place))
    ms, dt = (3.0, 0.05) if isinstance(axon.membrane, Membrane) else (0.6, 0.01)
    if too_strong(axon, injections, ms, dt):
        with pytest.raises(live.Problem, match="too strong"):
            run_live(live, axon, injections, ms, dt, 1000)
        return
    compare(live, axon, injections, ms, dt, data.draw(st.integers(1, 80)))


@pytest.mark.parametrize(
    ("axon", "injection", "ms", "dt"),
    [
        (Axon(membrane=Membrane(temperature=18.5)), Injection(0.0, Pulse(0.2, 0.2, 15.0)), 8.0, 0.05),
        # So far apart that a cubic through four samples leaves the two around the moment at one of the electrodes.
        (Axon(membrane=Membrane(temperature=18.5)), Injection(0.0, Pulse(0.28, 0.2, 15.0)), 8.0, 0.1),
        (
            Axon(2.0, 7.0, 54.7, Node(), Myelin(capacitance=0.005)),
            Injection(0.0, Pulse(0.02, 0.1, 0.002)),
            1.2,
            0.01,
        ),
    ],
    ids=["squid", "squid, hardly sampled", "mammal"],
)
def test_a_spike_travels_as_fast_in_both(live, axon, injection, ms, dt):
    found, expected = compare(live, axon, [injection], ms, dt)
    assert expected.velocity > 10.0
    assert found["velocity"] == pytest.approx(expected.velocity, rel=1e-9)


@pytest.mark.parametrize("g_K", [15.78, 15.774, 15.7737])
def test_a_membrane_rests_where_two_of_its_equilibria_nearly_meet(live, g_K):
    """Rounds that let gates and potential settle in turn come no nearer there, and the third equilibrium is far off."""
    membrane = Membrane(g_Na=163.25, g_K=g_K, g_L=0.1, temperature=0.0)
    assert -63.0 < membrane.resting_potential < -62.0
    compare(live, Axon(1.0, 300.0, membrane=membrane), [Injection(0.0, Pulse(0.2, 0.2, 5.0))], 3.0, 0.05)


def test_an_electrode_at_a_step_of_the_diameter_reads_the_same_in_both(live):
    axon = Axon(4.0, 100.0, membrane=Membrane(temperature=18.5), stretches=(Stretch(1.6, 4.0, diameter=600.0),))
    _, expected = compare(live, axon, [Injection(0.0, Pulse(0.1, 0.2, 3.0))], 5.0, 0.05)
    nearest = expected.voltage[:, expected.position_at(1.6)]
    assert np.abs(expected.voltage_at(1.6) - nearest).max() > 1.0  # the place counts here


@pytest.mark.parametrize(("temperature", "velocity"), [(18.5, 18.73), (6.3, 12.31)])
def test_coarser_steps_keep_what_they_promise(live, temperature, velocity):
    """science.md: 18.73 m/s; the cold velocity is that of steps of a sixteenth. Sampled as a live figure's runs are."""
    axon = Axon(membrane=Membrane(temperature=temperature))
    for coarser, error in ((1 / 16, 0.001), (1.0, 0.002), (4.0, 0.02)):
        found = run_live(live, axon, [Injection(0.0, Pulse(0.2, 0.2, 15.0))], 12.0, INTERVAL, 1000, coarser)
        assert found["velocity"] == pytest.approx(velocity, rel=error)


def test_a_page_runs_as_many_compartments_as_its_memory_has_room_for(live):
    injection = Injection(0.0, Pulse(0.05, 0.2, 0.005))
    thin = Axon(length=4.2, diameter=5.0, membrane=Membrane(temperature=18.5))
    found, _ = compare(live, thin, [injection], 0.5, 0.05)
    assert MOST - 60 < len(found["position"]) <= MOST
    with pytest.raises(live.Problem, match=rf"a page runs {MOST}: make it shorter or thicker"):
        run_live(live, thin.replace(length=4.5), [injection], 0.5, 0.05, 7)
