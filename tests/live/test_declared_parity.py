"""The browser's kernel of every declared membrane, run by Node, against Python's: potentials within 1e-6 mV.

The squid's is held through all of the live figures' script as well (`test_parity`); of the others there is the kernel.
"""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apsite import Membrane, Pulse, Ramp, Shock, Step, simulate, voltage_clamp
from apsite.kernels import typescript
from apsite.kernels.lowering import lower
from apsite.laboratory.clamps import speeds_of, substeps_of
from apsite.laboratory.stimuli import commands, course
from apsite.live.bundling import nodejs
from apsite.live.presets.declared import haste
from apsite.membranes.cortical import FAST_SPIKING, REGULAR_SPIKING
from apsite.membranes.crab import CRAB
from apsite.membranes.node import NODE
from apsite.membranes.squid import SQUID
from tests.depth import some
from tests.live.conftest import _NODE as PROGRAM
from tests.live.conftest import LINES
from tests.live.test_parity import DT, GATES, NUDGE, TOLERANCE, around, checked, times
from tests.membranes.examples import BARNACLE, PASSIVE, SPEEDY

pytestmark = pytest.mark.building  # a kernel is compiled for each of them, of which the book uses few

#: The squid's is held by `test_parity` already.
USUAL = ("node", "barnacle")
DECLARED = {each.name: each for each in (SQUID, NODE, REGULAR_SPIKING, FAST_SPIKING, CRAB, BARNACLE, PASSIVE, SPEEDY)}


class Kernels:
    def __init__(self, folder: Path, wanted: set[str]) -> None:
        for name in wanted:
            mechanism = DECLARED[name]
            text = typescript.emit(lower(mechanism), ({}, (haste(mechanism),)))
            (folder / f"{name}.ts").write_text(text, encoding="utf-8")
        names = "".join(f'export * as {name} from "./{name}"\n' for name in sorted(wanted))
        (folder / "kernels.ts").write_text(names, encoding="utf-8")
        for file in (Path(__file__).with_name("declared.ts"), LINES):
            shutil.copy(file, folder)
        options = ["--platform=node", "--log-level=warning", "--tsconfig-raw={}", "--outfile=declared.cjs"]
        nodejs.run("esbuild/bin/esbuild", ["declared.ts", "--bundle", *options], folder)
        self.process = subprocess.Popen(
            [PROGRAM, folder / "declared.cjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def run(self, **request):
        print(json.dumps(request, allow_nan=False), file=self.process.stdin, flush=True)
        reply = json.loads(self.process.stdout.readline(), parse_int=float)
        self.haste = reply["haste"]
        return [np.array(reply[each]).reshape(len(reply[each]), -1) for each in ("states", "observed")]


@pytest.fixture(scope="module")
def kernels(request, tmp_path_factory):
    """The kernels of the membranes that are about to be tried: to derive the equations of all takes seven seconds."""
    tried = (item.callspec.params for item in request.session.items if item.path == request.path)
    found = Kernels(tmp_path_factory.mktemp("declared"), {each["name"] for each in tried})
    yield found
    found.process.stdin.close()
    found.process.wait(timeout=10)


def as_json(stimulus):
    return {name: [float(each) for each in values] for name, values in stimulus._asdict().items()}


def membranes(mechanism):
    return st.builds(Membrane.of, st.just(mechanism), **{each.name: around(each) for each in mechanism.parameters})


@st.composite
def protocols(draw):
    onset, width = times(8.0), st.floats(0.001, 8.0)
    kinds = draw(st.sets(st.sampled_from(["pulse", "step", "ramp", "shock"]), min_size=1))
    made = {
        "pulse": st.builds(Pulse, onset, width, st.floats(-60.0, 60.0) | st.floats(-400.0, 400.0)),
        "step": st.builds(Step, onset, st.floats(-20.0, 60.0)),
        "ramp": st.builds(Ramp, onset, width, st.floats(-4.0, 4.0)),
        "shock": st.builds(Shock, onset, st.floats(-30.0, 30.0)),
    }
    return [draw(made[kind]) for kind in sorted(kinds)]


def defined(cell, run, dt, stimulus, speeds):
    """For how many samples a run is settled by its protocol: a difference of 1e-12 moves it less than the tolerance."""
    bounds = np.array([[TOLERANCE], *[[GATES]] * len(cell.mechanism.gates)])
    count = len(run.time)
    for sign in (1, -1):
        start = (cell.rest.V + sign * NUDGE, *cell.rest.values[1:])
        nudged = stimulus._replace(levels=stimulus.levels + sign * NUDGE)
        other = cell.kernel.current_clamp(start, count, dt, substeps_of(cell, dt), *nudged, cell.values, speeds)
        moved = (np.abs(other - run.states[:, : len(other[0])]) > bounds).any(axis=0)
        count = min(count, int(np.argmax(moved))) if moved.any() else count
    return count


@pytest.mark.parametrize("name", some(DECLARED, USUAL))
def test_a_current_clamp_is_the_same_in_both_languages(kernels, name):
    mechanism = DECLARED[name]
    gates = st.sampled_from([(), (), *((gate.name,) for gate in mechanism.gates)])
    compared = [0, 0]

    @checked(60)
    @given(membranes(mechanism), protocols(), DT, gates)
    def check(cell, stimuli, dt, held):
        expected = simulate(cell, stimuli, 10.0, dt=dt, held=held)
        stimulus, speeds = course(stimuli, 10.0), speeds_of(held, cell)
        states, observed = kernels.run(
            name=name, initial=cell.rest.values, count=len(expected.time), dt=dt, substeps=substeps_of(cell, dt),
            course=as_json(stimulus), membrane=cell.values, speeds=speeds,
        )  # fmt: skip
        assert kernels.haste == pytest.approx(cell.haste, rel=1e-12)
        count = len(expected.time)
        bounds = np.array([[TOLERANCE], *[[GATES]] * len(mechanism.gates)])
        if (np.abs(states - expected.states) >= bounds).any():
            count = defined(cell, expected, dt, stimulus, speeds)
        assert (np.abs(states - expected.states) < bounds)[:, :count].all()
        if count == len(expected.time):
            theirs = np.array([*expected.conductances.values(), *expected.currents.values()])
            assert observed[:-1] == pytest.approx(theirs, rel=1e-6, abs=1e-5)
        compared[0] += count
        compared[1] += len(expected.time)

    check()
    assert compared[0] > 0.95 * compared[1]


@pytest.mark.parametrize("name", some(DECLARED, USUAL))
def test_a_voltage_clamp_is_the_same_in_both_languages(kernels, name):
    mechanism = DECLARED[name]

    @checked(15)
    @given(membranes(mechanism), st.floats(-120.0, 60.0), st.floats(-120.0, 60.0), times(4.0), DT)
    def check(cell, level, holding, onset, dt):
        steps = [Step(onset, level, 3.0)]
        expected = voltage_clamp(cell, steps, 8.0, holding=holding, dt=dt)
        command = commands(steps, holding, 8.0)
        states, _ = kernels.run(
            name=name, clamp=True, initial=[command.levels[0], *cell.settled_gates(holding)], count=len(expected.time),
            dt=dt, course=as_json(command), membrane=cell.values, speeds=speeds_of((), cell),
        )  # fmt: skip
        assert np.abs(states - expected.states).max() < 1e-9

    check()
