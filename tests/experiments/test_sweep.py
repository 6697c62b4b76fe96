"""What a sweep costs: the stored result is whole, what a benchmark leaves is one, and the page shows all of it."""

import json
import re

import numpy as np
import pytest

from apsite.chapters.model.sweep import experiment
from benchmarks import sweep as benchmark
from benchmarks.simulators import Sweep
from tests.book.support import ROOT

STORED = json.loads(experiment.MEASURED.read_text(encoding="utf-8"))
PAGE = (ROOT / "docs/model/index.md").read_text(encoding="utf-8").partition("## What it costs")[2]


def test_the_page_shows_what_each_program_took_for_each_tolerance_that_it_reached():
    """That each number is the stored one, the build checks."""
    names = [each.name for each in experiment.values(experiment.run())]
    assert sorted(set(re.findall(r"\(model:(sweep\.\w+)\)", PAGE))) == sorted(names)
    for program in experiment.run().programs:
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| {program} "))
        for tolerance, cell in zip(experiment.TOLERANCES, row.split("|")[2:5], strict=True):
            best = experiment.run().quickest(program, tolerance)
            shown = f"(model:{experiment.value_name(program, tolerance)})" if best else "–"
            assert shown in cell


def test_the_page_names_the_machine_the_day_and_the_versions():
    for each in (STORED["processor"], STORED["date"], *(run["version"] for run in STORED["runs"])):
        assert each in PAGE
    assert not re.search(r"/|@|localhost", json.dumps(STORED).replace("\\/", "/"))  # neither a path nor a host


def test_this_book_is_within_the_limit_and_the_others():
    """Half as much again as the loop in C where that errs by 0.1 mV at most; at every tolerance below all others."""
    found = experiment.run()
    steps = {(run.program, run.step): run for run in found.runs}
    for (program, step), run in steps.items():
        if program == experiment.LIMIT and run.error <= 0.1:
            assert steps[experiment.OURS, step].seconds < 1.5 * run.seconds
    for tolerance in experiment.TOLERANCES:
        own = found.quickest(experiment.OURS, tolerance)
        others = set(found.programs) - {experiment.OURS, experiment.LIMIT}
        assert own
        assert all(best.seconds > own.seconds for each in others if (best := found.quickest(each, tolerance)))


def test_what_the_benchmark_leaves_is_read():
    sweep = Sweep(np.linspace(15.0, 25.0, 16), [3], 1.0, 0.5, 8.0, tuple(benchmark.MEMBRANE.rest.values))
    rows = benchmark.measure(sweep, [(experiment.OURS, "1", (0.1, 0.05), benchmark.ours)], rounds=1)
    rows.append(rows[0] | {"program": experiment.LIMIT})
    found = experiment.read(STORED | {"runs": rows})
    assert [run.step for run in found.runs] == [0.1, 0.05, 0.1]
    assert 0.01 < found.runs[0].error < 0.2 > 10 * found.runs[1].error


@pytest.mark.parametrize(
    "broken",
    [
        {"runs": []},
        {"runs": STORED["runs"][:1]},
        {"runs": [{"program": "C"}]},
        {"runs": [STORED["runs"][0] | {"error": float("nan")}, *STORED["runs"][1:]]},
        {"host": "mine"},
    ],
)
def test_a_result_that_is_not_whole_is_refused(broken):
    with pytest.raises(ValueError, match="a measured sweep"):
        experiment.read(STORED | broken)
