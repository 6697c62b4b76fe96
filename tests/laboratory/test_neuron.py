"""Whole runs against NEURON, with mechanisms built from NEURON's own channel builder: no code of ours in them.

NEURON's stock `hh` reads its rates from an interpolated table and has el = -54.3 at rest -65; so the table is switched
off, the leak is set to the published one, and the potentials are shifted by the 5 mV between the two rests.
"""

import numpy as np
import pytest

from apsite import Membrane, Pulse, Rig, Step, simulate

neuron = pytest.importorskip("neuron", reason="NEURON has no package for this system")
SHIFT = 5.0  # mV, from NEURON's rest of -65 to the book's -70
AREA_SIDE = 17.841241161527712  # um; a cylinder this long and wide has 1000 um2


def run(pulse, duration, temperature, g_Na=120.0, g_K=36.0):
    """Voltage (mV, rest at -70) by CVODE with a tolerance of 1e-9, at the times that are returned (ms)."""
    h = neuron.h
    h.load_file("stdrun.hoc")
    section = h.Section(name="patch")
    section.L = section.diam = AREA_SIDE
    section.insert("hh")
    h.usetable_hh = 0
    segment = section(0.5)
    segment.hh.gnabar, segment.hh.gkbar, segment.hh.gl = g_Na / 1000, g_K / 1000, 0.3 / 1000
    section.ena, section.ek, segment.hh.el = 45.0 + SHIFT, -82.0 + SHIFT, -59.387 + SHIFT
    stimulus = h.IClamp(segment)
    stimulus.delay, stimulus.dur = pulse.onset, pulse.width
    stimulus.amp = pulse.amplitude * 1e-5 * 1e3  # uA/cm2 on 1000 um2 = 1e-5 cm2, in nA
    h.celsius = temperature
    solver = h.CVode()
    solver.active(1)
    solver.atol(1e-9)
    time, voltage = h.Vector().record(h._ref_t), h.Vector().record(segment._ref_v)
    h.finitialize(Membrane(g_Na=g_Na, g_K=g_K).resting_potential + SHIFT)
    h.continuerun(duration)
    solver.active(0)
    return np.array(time), np.array(voltage) - SHIFT


@pytest.mark.parametrize(
    ("temperature", "amplitude", "changes"),
    [(6.3, 26.55, {}), (6.3, 13.5, {}), (18.5, 40.0, {}), (12.0, 30.0, {"g_K": 20.0}), (0.0, 26.55, {"g_Na": 150.0})],
)
def test_a_run_is_that_of_neuron(temperature, amplitude, changes):
    pulse = Pulse(2.0, 0.5, amplitude)
    time, theirs = run(pulse, 20.0, temperature, **changes)
    ours = simulate(Membrane(temperature=temperature, **changes), [pulse], 20.0, dt=0.001)
    assert ours.spikes
    assert np.abs(np.interp(time, ours.time, ours.voltage) - theirs).max() < 0.02


def clamped(level, sodium):
    """Current (uA/cm2) of a patch that a single electrode clamps from 1 ms on, every 0.01 ms; CVODE as above."""
    h = neuron.h
    h.load_file("stdrun.hoc")
    section = h.Section(name="clamped")
    section.L = section.diam = AREA_SIDE
    section.insert("hh")
    h.usetable_hh = 0
    section(0.5).hh.el = -59.387 + SHIFT
    section.ena, section.ek = 45.0 + SHIFT + sodium, -82.0 + SHIFT
    clamp = h.SEClamp(section(0.5))
    clamp.rs = 1e-5  # Mohm: what it loses is less than a uV
    rest = Membrane().resting_potential + SHIFT
    clamp.dur1, clamp.amp1, clamp.dur2, clamp.amp2 = 1.0, rest, 20.0, level + SHIFT
    h.celsius = 6.3
    solver = h.CVode()
    solver.active(1)
    solver.atol(1e-9)
    current = h.Vector().record(clamp._ref_i, 0.01)
    h.finitialize(rest)
    h.continuerun(15.0)
    solver.active(0)
    return np.array(current) * 1e-3 / 1e-5  # nA on 1e-5 cm2


@pytest.mark.parametrize(("level", "share", "shift"), [(-110.0, 1.0, 0.0), (-20.0, 1.0, 0.0), (30.0, 0.1, -55.4491)])
def test_what_a_rig_records_is_what_neurons_clamp_supplies(level, share, shift):
    """In sea water and in choline, whose shift of E_Na is typed by hand, once the surge is over."""
    theirs = clamped(level, shift)
    sweep = Rig(noise=0.0).clamp([Step(1.0, level)], sodium=share)
    part = slice(int(1.4 / 0.01), 1200)
    ours = sweep.current[part]
    assert ours == pytest.approx(theirs[part], abs=1e-4 * np.abs(ours).max())
