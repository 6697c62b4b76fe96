"""Processes that run the model: many requests to one, and what happens when one dies."""

import pytest

from apsite.publishing.workers import ProductionError, Worker, run_all

PLAIN = ("spike", "{}")
TALL = ("spike", '{"amplitude": 40.0}')


def test_one_process_answers_many_requests(project):
    with Worker(project.path / "apsite") as worker:
        first, second = worker.answer(*PLAIN), worker.answer(*TALL)
        assert not worker.dead
    assert "values.json" in first
    assert first["wide-light.svg"] != second["wide-light.svg"]


def test_a_failing_run_leaves_the_process_at_work(project):
    with Worker(project.path / "apsite") as worker:
        failed = worker.answer("spike", '{"height": 1.0}')
        assert isinstance(failed, ProductionError)
        assert "Traceback" in str(failed)
        assert "values.json" in worker.answer(*PLAIN)


@pytest.mark.parametrize("how", ["import os; os._exit(3)", "import os; os.kill(os.getpid(), 9)"])
def test_a_process_that_dies_fails_its_run_and_no_other(project, how):
    project.edit(
        "apsite/catalogue.py", "def produce(name, options):", f"def produce(name, options):\n    if options: {how}"
    )
    begun = []
    answers = run_all(project.path / "apsite", [TALL, PLAIN, TALL, PLAIN], begun.append)
    assert sorted(begun) == [0, 1, 2, 3]
    assert [isinstance(each, ProductionError) for each in answers] == [True, False, True, False]
    assert "ended with code" in str(answers[0])
