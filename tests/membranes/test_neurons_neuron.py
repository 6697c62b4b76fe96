"""Declared neurons against NEURON, with the same published equations in its own language, in `nmodl/`.

Nothing of ours is in those files. They are compiled once, in a folder of its own, by the compiler of the machine.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from apsite import Membrane, Pulse, Step, simulate
from apsite.membranes.cortical import FAST_SPIKING, REGULAR_SPIKING
from apsite.membranes.crab import CRAB

neuron = pytest.importorskip("neuron", reason="NEURON has no package for this system")
pytestmark = pytest.mark.thorough
SOURCES = Path(__file__).parent / "nmodl"
AREA_SIDE = 17.841241161527712  # um; a cylinder this long and wide has 1000 um2

#: The parameters of table 1 of Pospischil et al. (2008), in NEURON's units: S/cm2, mV, ms. Connor's are the file's own.
CELLS = {
    REGULAR_SPIKING: (
        "cortical",
        {"gna": 0.056, "gk": 0.006, "gm": 7.5e-5, "gl": 2.05e-5, "el": -70.3, "vt": -56.2, "taumax": 608.0},
    ),
    FAST_SPIKING: (
        "cortical",
        {"gna": 0.058, "gk": 0.0039, "gm": 7.87e-5, "gl": 3.8e-5, "el": -70.4, "vt": -57.9, "taumax": 502.0},
    ),
    CRAB: ("crab", {}),
}


@pytest.fixture(scope="session")
def mechanisms(once):
    """NEURON, with the mechanisms of `nmodl/` loaded."""
    if not all(map(shutil.which, ("c++", "make"))):
        pytest.skip("NEURON's language is compiled by c++ and make, and this machine has not both")

    def compiled(folder):
        for source in SOURCES.glob("*.mod"):
            shutil.copy(source, folder)
        command = Path(sys.executable).parent / "nrnivmodl"
        done = subprocess.run([command, "."], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return folder

    neuron.load_mechanisms(str(once("nmodl", compiled)))
    return neuron.h


def run(h, cell, stimulus, width, duration, changes=()):
    """Voltage (mV) by CVODE with a tolerance of 1e-9, at the times that are returned (ms); 1 uA/cm2 is 0.01 nA."""
    name, values = CELLS[cell.mechanism]
    h.load_file("stdrun.hoc")
    section = h.Section(name="patch")
    section.L = section.diam = AREA_SIDE
    section.cm = 1.0
    section.insert(name)
    segment = section(0.5)
    for parameter, value in (values | dict(changes)).items():
        setattr(getattr(segment, name), parameter, value)
    electrode = h.IClamp(segment)
    electrode.delay, electrode.dur = stimulus.onset, width
    electrode.amp = 0.01 * (stimulus.amplitude if isinstance(stimulus, Pulse) else stimulus.level)
    solver = h.CVode()
    solver.active(1)
    solver.atol(1e-9)
    time, voltage = h.Vector().record(h._ref_t), h.Vector().record(segment._ref_v)
    h.finitialize(cell.resting_potential)
    h.continuerun(duration)
    solver.active(0)
    return np.array(time), np.array(voltage)


def crossings(time, voltage):
    """When the voltage passes 0 mV upwards, ms, on the line between two samples."""
    up = np.flatnonzero((voltage[1:] > 0) & (voltage[:-1] <= 0))
    return time[up] - voltage[up] * (time[up + 1] - time[up]) / (voltage[up + 1] - voltage[up])


@pytest.mark.parametrize(
    ("mechanism", "blocked", "changes", "stimulus", "duration"),
    [
        (REGULAR_SPIKING, {}, {}, Step(5.0, 2.0), 250.0),
        (REGULAR_SPIKING, {"M": 1.0}, {"gm": 0.0}, Step(5.0, 2.0), 100.0),
        (REGULAR_SPIKING, {}, {}, Pulse(5.0, 0.5, 60.0), 40.0),
        (FAST_SPIKING, {}, {}, Step(5.0, 5.0), 100.0),
        (FAST_SPIKING, {}, {}, Pulse(5.0, 0.5, 60.0), 40.0),
        (CRAB, {}, {}, Step(5.0, 9.0), 150.0),
        (CRAB, {"A": 1.0}, {"ga": 0.0}, Step(5.0, 9.0), 60.0),
        (CRAB, {}, {}, Pulse(5.0, 0.5, 120.0), 40.0),
    ],
    ids=lambda each: getattr(each, "name", ""),
)
def test_a_neuron_does_what_neuron_makes_of_its_equations(mechanisms, mechanism, blocked, changes, stimulus, duration):
    cell = Membrane.of(mechanism)
    if blocked:
        cell = cell.blocked(**blocked)
    width = stimulus.width if isinstance(stimulus, Pulse) else duration
    time, theirs = run(mechanisms, cell, stimulus, width, duration, changes)
    ours = simulate(cell, [stimulus], duration, dt=0.005)
    assert len(ours.spikes) >= 1
    assert crossings(ours.time, ours.voltage) == pytest.approx(crossings(time, theirs), abs=0.01)
    # On the steep front of a late spike, a microsecond is a third of a millivolt.
    assert np.abs(np.interp(time, ours.time, ours.voltage) - theirs).max() < 0.5
