"""What the starting points say that are Python: an experiment, its figure, a membrane, and the tests of both."""

from string import Template

EXPERIMENT = Template('''\
"""$title.

One pulse is given to a resting membrane, and the highest potential is read off. Say here what is done and found.
"""

from dataclasses import dataclass

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import CURRENT

ONSET = 2.0  # ms
WIDTH = 0.5  # ms
DURATION = 20.0  # ms


@dataclass(frozen=True)
class Protocol(Options):
    """One pulse to a resting membrane."""

    amplitude: float = option(26.55, CURRENT, "Strength of the pulse.")


@dataclass(frozen=True)
class Result:
    """`recording`: the run."""

    protocol: Protocol
    recording: Recording


def run(protocol: Protocol = Protocol()) -> Result:
    """Give the pulse, and record what follows."""
    pulse = Pulse(ONSET, WIDTH, protocol.amplitude)
    return Result(protocol, simulate(Membrane(), [pulse], DURATION))


def values(result: Result) -> tuple[Value, ...]:
    """Return the highest potential."""
    peak = float(result.recording.voltage.max())
    return (Value("$value.peak", peak, "mV", 2, "Highest potential after the pulse."),)
''')

EXPERIMENT_TEST = Template('''\
"""$title: held against eFEL, which this project did not write. Say here what else your numbers are held against."""

import efel
import pytest

from $package import experiment


def test_the_peak_is_that_of_efel():
    result = experiment.run()
    time, voltage = result.recording.time, result.recording.voltage
    efel.reset()
    efel.set_setting("interp_step", float(time[1] - time[0]))
    efel.set_setting("Threshold", 0.0)
    trace = {"T": time, "V": voltage, "stim_start": [experiment.ONSET], "stim_end": [time[-1]]}
    theirs = efel.get_feature_values([trace], ["peak_voltage"])[0]["peak_voltage"]
    [ours] = [value.value for value in experiment.values(result) if value.name == "$value.peak"]
    assert ours == pytest.approx(theirs[0], abs=0.01)
''')

FIGURE = Template('''\
"""$title: the membrane potential over time."""

from matplotlib.figure import Figure

from $package.experiment import Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the membrane potential."""
    recording = result.recording
    figure = look.figure(look.choose(300, 300))
    axes = figure.subplots()
    axes.plot(recording.time, recording.voltage, color=look.palette.ink)
    axes.set_xlabel("time (ms)")
    axes.set_ylabel("membrane potential (mV)")
    return figure
''')


MEMBRANE = Template('''\
"""The membrane of $title: say here whose it is, who measured it, and at which temperature.

Its numbers are round ones, with which it fires. Put published ones in their place, each with its source: a key of
`references.bib`.
"""

from apsite.membranes.mechanism import Current, Gate, Mechanism
from apsite.quantities import Parameter, constant

SOURCE = ""

$constant = Mechanism(
    "$name",
    owner="$owner",
    description="The membrane of $owner.",
    parameters=(
        Parameter("C_m", "uF/cm2", 0.1, 10.0, 1.0, 1, r"C_\\mathrm{m}", "Capacitance.", "", SOURCE),
        Parameter("g_Na", "mS/cm2", 0.0, 200.0, 20.0, 1, r"g_\\mathrm{Na}", "All sodium channels open.", "", SOURCE),
        Parameter("g_K", "mS/cm2", 0.0, 200.0, 10.0, 1, r"g_\\mathrm{K}", "All potassium channels open.", "", SOURCE),
        Parameter("g_L", "mS/cm2", 0.0, 50.0, 8.0, 1, r"g_\\mathrm{L}", "Conductance of the leak.", "", SOURCE),
        Parameter("E_Na", "mV", -200.0, 200.0, 60.0, 0, r"E_\\mathrm{Na}", "Sodium in balance.", "", SOURCE),
        Parameter("E_K", "mV", -200.0, 200.0, -90.0, 0, r"E_\\mathrm{K}", "Potassium in balance.", "", SOURCE),
        Parameter("E_L", "mV", -200.0, 200.0, -80.0, 0, r"E_\\mathrm{L}", "Leak in balance.", "", SOURCE),
    ),
    constants=(  # what has a unit is a parameter or a constant, and never stands in a formula as a bare number
        constant("V_p", -20.0, "mV", 0, "V_p", "Where half of the gates p are open.", "", SOURCE),
        constant("k_p", 15.0, "mV", 0, "k_p", "How gently the gates p open.", "", SOURCE),
        constant("tau_p", 0.1, "ms", 1, r"\\tau_p", "Time constant of the gates p.", "", SOURCE),
        constant("V_n", -25.0, "mV", 0, "V_n", "Where half of the gates n are open.", "", SOURCE),
        constant("k_n", 5.0, "mV", 0, "k_n", "How gently the gates n open.", "", SOURCE),
        constant("tau_n", 2.0, "ms", 1, r"\\tau_n", "Time constant of the gates n.", "", SOURCE),
    ),
    gates=(  # by alpha and beta, or by inf and tau
        Gate("p", inf="1 / (1 + exp((V_p - V) / k_p))", tau="tau_p"),
        Gate("n", inf="1 / (1 + exp((V_n - V) / k_n))", tau="tau_n"),
    ),
    currents=(
        Current("Na", "g_Na * p", "E_Na", "sodium current"),
        Current("K", "g_K * n", "E_K", "potassium current"),
        Current("L", "g_L", "E_L", "leak current"),
    ),
)
''')

MEMBRANE_TEST = Template('''\
"""The membrane of $title: its units, and the same equations typed by hand, solved by SciPy."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from apsite import Membrane, Step, dimensions, simulate
from apsite.membranes.$name import $constant


def derivative(time, state, stimulus):
    """d(V, p, n)/dt, from the publication; not from the declaration."""
    V, p, n = state
    current = 20 * p * (V - 60) + 10 * n * (V + 90) + 8 * (V + 80)
    p_inf, n_inf = 1 / (1 + np.exp((-20 - V) / 15)), 1 / (1 + np.exp((-25 - V) / 5))
    return [stimulus - current, (p_inf - p) / 0.1, (n_inf - n) / 2]


def test_the_units_of_its_equations_fit():
    dimensions.check_membrane($constant)


def test_it_fires_as_its_equations_do():
    cell = Membrane.of($constant)
    recording = simulate(cell, [Step(0.0, 20.0)], 30.0, dt=0.01)
    assert len(recording.spikes) >= 3
    start = [cell.resting_potential, *cell.rest.values[1:]]
    theirs = solve_ivp(derivative, (0.0, 30.0), start, "LSODA", recording.time, args=(20.0,), rtol=1e-10, atol=1e-10)
    assert recording.voltage == pytest.approx(theirs.y[0], abs=0.01)
''')
