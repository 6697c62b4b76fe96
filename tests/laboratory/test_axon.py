"""Axons: what they are made of, what is refused, and how fast a spike travels by published and independent numbers."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from apsite import Axon, Injection, Membrane, Myelin, Node, Outside, Pulse, Shock, Stretch, simulate_axon
from apsite.laboratory.compartments import cut

WARM = Membrane(temperature=18.5)
KICK = Injection(0.0, Pulse(0.1, 0.2, 15.0))


def test_velocity_is_that_of_the_paper_s_axon():
    """science.md: 18.73 m/s by an independent program; Hodgkin & Huxley computed 18.8 (p. 528)."""
    recording = simulate_axon(Axon(membrane=WARM), [KICK], 8.0)
    assert recording.velocity == pytest.approx(18.73, rel=0.002)
    assert recording.velocity_between(9.0, 4.0) == pytest.approx(18.73, rel=0.002)  # measured backwards


@pytest.mark.parametrize("diameter", [100.0, 25.0])
def test_velocity_grows_as_the_root_of_the_diameter(diameter):
    """science.md: 0.858 m/s per root of a um at 18.5 °C. Distances shrink by the same root, so the axon does."""
    share = np.sqrt(diameter / 476.0)
    weaker = Injection(0.0, Pulse(0.1, 0.2, 15.0 * share**3))
    recording = simulate_axon(Axon(12.0 * share, diameter, membrane=WARM), [weaker], 8.0)
    assert recording.velocity == pytest.approx(0.858 * np.sqrt(diameter), rel=0.003)


def chain_velocity(fibre, count=40):
    """Velocity (m/s) along nodes joined by resistors, typed by hand from science.md, solved by SciPy."""
    d, length = 0.7e-4 * fibre, 1e-2 * fibre  # cm
    area = np.pi * d * 2.5e-4
    between = np.pi * d**2 / (4 * 0.0547 * (length + 2.5e-4)) / area  # mS/cm2

    def flow(t, state, current):
        v, m, h = state.reshape(3, count)
        a_m = (97 + 0.363 * v) / (1 + np.exp((31 - v) / 5.3))
        b_h = 15.6 / (1 + np.exp((24 - v) / 10))
        charging = np.diff(np.concatenate([[0.0], between * np.diff(v), [0.0]]))
        charging -= 1445 * m**2 * h * (v - 115) + 128 * (v + 0.01)
        charging[0] += current / area
        opening = a_m * (1 - m) - a_m / np.exp((v - 23.8) / 4.17) * m
        return np.concatenate([charging / 2.5, opening, b_h / np.exp((v - 5.5) / 5) * (1 - h) - b_h * h])

    state = np.repeat([0.0, 1 / (1 + np.exp(23.8 / 4.17)), 1 / (1 + np.exp(-5.5 / 5))], count)
    kick = solve_ivp(flow, (0.0, 0.1), state, "LSODA", args=(0.0002 * fibre,), rtol=1e-7, atol=1e-7)
    time = np.linspace(0.1, 1.5, 7001)
    run = solve_ivp(flow, (0.1, 1.5), kick.y[:, -1], "LSODA", time, args=(0.0,), rtol=1e-7, atol=1e-7)
    first, second = (np.interp(70.0, trace[: trace.argmax()], time[: trace.argmax()]) for trace in run.y[[16, 31]])
    return 15 * (length + 2.5e-4) / (second - first) * 10.0


def test_a_fibre_conducts_in_proportion_to_its_diameter():
    """science.md has 4.54 m/s per um of fibre diameter by an independent program; SciPy, on the same nodes, 4.49."""
    velocities = []
    for fibre in (5.0, 10.0, 20.0):
        axon = Axon(40 * 0.01 * fibre, 0.7 * fibre, 54.7, Node(), Myelin())
        recording = simulate_axon(axon, [Injection(0.0, Pulse(0.01, 0.1, 0.0002 * fibre))], 1.5)
        velocities.append(recording.velocity / fibre)
    assert velocities[1] == pytest.approx(chain_velocity(10.0) / 10.0, rel=0.002)
    assert velocities == pytest.approx([4.54] * 3, rel=0.015)
    assert np.ptp(velocities) < 0.005 * velocities[0]


def test_capacitance_of_the_myelin_slows_a_fibre():
    """science.md: 30.4 m/s at 10 um with 0.005 uF/cm2, by an independent program."""
    axon = Axon(4.0, 7.0, 54.7, Node(), Myelin(capacitance=0.005))
    recording = simulate_axon(axon, [Injection(0.0, Pulse(0.01, 0.1, 0.002))], 2.0)
    assert recording.velocity == pytest.approx(30.4, rel=0.01)


def test_nodes_lie_an_internode_apart():
    axon = Axon(1.0, 7.0, 54.7, Node(), Myelin())
    assert axon.fibre_diameter == pytest.approx(10.0)
    assert np.diff(axon.nodes) == pytest.approx(0.1 + 2.5e-4)
    assert axon.nodes[-1] <= axon.length
    assert cut(axon, None).position == pytest.approx(axon.nodes)


def test_a_current_between_two_middles_is_divided():
    compartments = cut(Axon(length=1.0), 0.1)
    (left, share), (right, rest) = compartments.spread(0.48)
    assert compartments.position[[left, right]] == pytest.approx([0.45, 0.55])
    assert (share, rest) == pytest.approx((0.7, 0.3))
    assert compartments.spread(0.0) == ((0, 1.0),)
    assert compartments.spread(1.0) == ((9, 1.0),)


def test_a_current_near_a_step_is_divided_by_resistance():
    """By hand: the inside of a cylinder four times as thick resists a sixteenth as much; at the edge the lines meet."""
    axon = Axon(length=2.0, diameter=100.0, stretches=(Stretch(1.0, 2.0, diameter=400.0),))
    compartments = cut(axon, 0.1)
    for place, expected in ((0.975, 0.025 * 16), (1.0, 0.05 * 16), (1.025, 0.05 * 16 + 0.025)):
        (_, share), (_, rest) = compartments.spread(place)
        assert rest == pytest.approx(expected / (0.05 * 16 + 0.05))
        assert share + rest == pytest.approx(1.0)
    (_, share), (_, rest) = cut(
        axon.replace(diameter=400.0, stretches=(Stretch(1.0, 2.0, diameter=100.0),)), 0.1
    ).spread(1.0)
    assert rest == pytest.approx(0.05 / (0.05 + 0.05 * 16))


def test_what_enters_leaves_again():
    """Charge is conserved: what the electrode brings has charged membrane or passed it."""
    axon = Axon(length=3.0, membrane=WARM)
    recording = simulate_axon(axon, [Injection(1.234, Pulse(0.21, 0.333, 5.0))], 1.0, dt=0.005, step=0.005)
    area, capacitance = recording.compartments.area, recording.compartments.capacitance
    held = capacitance @ (recording.voltage[-1] - recording.voltage[0])
    passed = np.trapezoid(recording.ionic_current @ area, recording.time)
    assert held + passed == pytest.approx(5.0 * 0.333, abs=5e-3)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Axon(length=0.0), r"Axon's length = 0 cm is out of range; allowed: 0.01 to 200 cm"),
        (lambda: Axon(diameter=float("nan")), r"Axon's diameter = nan um is out of range"),
        (lambda: Axon(axial_resistivity="low"), r"Axon's axial_resistivity = 'low' is not a number; allowed"),
        (lambda: Axon(membrane=18.5), r"Axon's membrane = 18.5; allowed: a Membrane$"),
        (lambda: Axon(stretches=Stretch(0.0, 1.0)), r"stretches = .*allowed: a tuple of Stretch"),
        (lambda: Axon(length=5.0, stretches=(Stretch(4.0, 6.0),)), r"ends beyond the axon; allowed: 0 to 5 cm"),
        (lambda: Stretch(3.0, 2.0), r"Stretch's end = 2 cm is out of range; allowed: 3 to 200 cm"),
        (lambda: Axon(stretches=(Stretch(0.0, 1.0, myelin=Myelin()),)), r"has myelin on a bare axon"),
        (lambda: Axon(myelin=Myelin(), stretches=(Stretch(0.0, 1.0, diameter=5.0),)), r"another diameter under myelin"),
        (lambda: Myelin(g_ratio=1.5), r"Myelin's g_ratio = 1.5 is out of range; allowed: 0.1 to 1"),
        (lambda: Node(g_Na=-1.0), r"Node's g_Na = -1 mS/cm2 is out of range; allowed: 0 to 10000"),
        (lambda: Node().blocked(Na=2.0), r"Na = 2 is out of range; allowed: 0 to 1"),
        (lambda: Injection(-1.0, Pulse(0, 1, 1)), r"Injection's place = -1 cm is out of range"),
        (lambda: Injection(1.0, Shock(0, 1)), r"allowed: a Pulse, Step or Ramp"),
        (lambda: Outside(1.0, 0.0, Pulse(0, 1, 1)), r"Outside's distance = 0 cm is out of range"),
        (lambda: Outside(1.0, 1.0, Pulse(0, 1, 1), -5.0), r"Outside's resistivity = -5 ohm\*cm is out of range"),
        (lambda: Axon().replace(width=3.0), r"Axon: there is no 'width'; allowed: length"),
    ],
)
def test_what_has_no_meaning_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("injections", "options", "message"),
    [
        ([Injection(20.0, Pulse(0, 1, 1))], {}, r"lies beyond the axon; allowed: a place from 0 to 12 cm"),
        ([Pulse(0, 1, 1)], {}, r"is no electrode; allowed: Injection\(place, stimulus\), Outside"),
        (KICK, {}, r"allowed: a list, even of one electrode"),
        ([Injection(1.0, Pulse(5.0, 1, 1))], {}, r"begins after the end of the run"),
        ([Injection(1.0, Pulse(0.0, 1, 500.0))], {}, r"allowed: -300 to 300 mV"),
        ([], {"dt": 5.0}, r"dt = 5 ms is out of range"),
        ([], {"step": 0.0}, r"step = 0 ms is out of range"),
        ([], {"longest": -1.0}, r"longest = -1 cm is out of range"),
    ],
)
def test_a_run_without_meaning_is_refused(injections, options, message):
    with pytest.raises(ValueError, match=message):
        simulate_axon(Axon(), injections, 1.0, **options)


def test_an_axon_without_end_is_refused():
    with pytest.raises(ValueError, match=r"more compartments than allowed: up to 20000; shorten it"):
        simulate_axon(Axon(length=200.0, diameter=0.1), [], 1.0)


def test_a_place_beyond_the_axon_is_refused():
    recording = simulate_axon(Axon(length=1.0), [], 0.1)
    for measure in (recording.voltage_at, recording.arrival_at):
        with pytest.raises(ValueError, match=r"place = 2 cm is out of range; allowed: 0 to 1 cm"):
            measure(2.0)
    assert recording.velocity is None
