"""Processes that run the model: many requests to one, and what happens when one dies."""

import pytest

from apsite.book.production.workers import ProductionError, Worker, Workers, prepare
from apsite.sources import Sources

RUN = "apsite.catalogue.run"
PLAIN = (RUN, {"name": "spike", "options": {}}, {})
TALL = (RUN, {"name": "spike", "options": {"amplitude": 40.0}}, {})


def test_one_process_answers_many_requests(project):
    with Worker(project.path / "apsite") as worker:
        first, second = worker.answer(*PLAIN), worker.answer(*TALL)
        assert not worker.dead
    assert "values.json" in first
    assert first["result"] != second["result"]


def test_a_failing_run_leaves_the_process_at_work(project):
    with Worker(project.path / "apsite") as worker:
        failed = worker.answer(RUN, {"name": "spike", "options": {"height": 1.0}}, {})
        assert isinstance(failed, ProductionError)
        assert "Traceback" in str(failed)
        assert "values.json" in worker.answer(*PLAIN)


@pytest.mark.parametrize("how", ["import os; os._exit(3)", "import os; os.kill(os.getpid(), 9)"])
def test_a_process_that_dies_fails_its_run_and_no_other(project, how):
    project.edit(
        "apsite/catalogue/run.py", "(question, given):", f"(question, given):\n    if question['options']: {how}"
    )
    begun = []
    workers = Workers(Sources(project.path / "apsite"))
    work = [workers.submit(*task, lambda: begun.append(1)) for task in (TALL, PLAIN, TALL, PLAIN)]
    answers = [each.result() for each in work]
    workers.end()
    assert len(begun) == 4
    assert [isinstance(each, ProductionError) for each in answers] == [True, False, True, False]
    assert "ended with code" in str(answers[0])


#: Says which process made it, and whether that had loaded what nothing here needs.
TELLING = """import os, sys
def make(question, given):
    return {"process": str(os.getpid()).encode(), "loaded": str("sympy.combinatorics" in sys.modules).encode()}
"""


@pytest.mark.parametrize("edited", [False, True])
def test_a_process_that_was_prepared_is_the_first_at_work_unless_its_own_sources_changed(project, edited):
    package = project.path / "apsite"
    (package / "catalogue/telling.py").write_text(TELLING)
    prepare(package)
    if edited:
        project.edit("apsite/workshop.py", '"""The process', '"""This is the process')
    workers = Workers(Sources(package))
    first, second = (workers.submit("apsite.catalogue.telling", None, {}, lambda: None).result() for _ in range(2))
    other = Workers(Sources(package))
    assert other.submit("apsite.catalogue.telling", None, {}, lambda: None).result()["loaded"] == b"False"
    for each in (workers, other):
        each.end()
    assert first == second
    assert first["loaded"] == str(not edited).encode()
