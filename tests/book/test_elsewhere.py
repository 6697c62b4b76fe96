"""What is made elsewhere: the same as here, on a real scheduler with workers that come, die, and may not fit."""

import platform
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from apsite.book.production import elsewhere, errand, tasks
from apsite.book.production.elsewhere import ClusterError, Elsewhere, cluster
from apsite.book.production.production import Producer
from apsite.book.production.tasks import Request
from apsite.book.production.workers import ProductionError
from apsite.sources import Sources
from tests.book.support import Project, copy_project
from tests.cluster import Killing, scheduling, working

HEIGHTS = [Request.experiment("spike", {"amplitude": float(height)}) for height in range(1, 9)]
SLOWLY = "import json\nimport time\n\ntime.sleep(0.2)\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small book, whose first run in every process takes a while."""
    project = copy_project(tmp_path_factory.mktemp("elsewhere") / "book")
    project.edit("apsite/catalogue/run.py", "import json\n", SLOWLY)
    project.edit("apsite/catalogue/run.py", "    values = []", "    time.sleep(0.3)\n    values = []")
    return project


@pytest.fixture
def produce(small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Producer]:
    """Return a producer of the small book with a store of its own."""

    def make(name: str, executor: Executor | None = None) -> Producer:
        monkeypatch.setenv("APSITE_CACHE", str(tmp_path / name))
        return Producer(package=small.path / "apsite", executor=executor)

    return make


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with scheduling(tmp_path_factory.mktemp("scheduler")) as address:
        yield address


@pytest.fixture
def workers(scheduler: str, tmp_path: Path) -> Iterator[list[subprocess.Popen]]:
    """Two workers that have nothing of the book."""
    with working(scheduler, tmp_path, PYTHONPATH="", APSITE_CACHE=str(tmp_path / "there")) as processes:
        yield processes


@pytest.mark.thorough
def test_a_worker_that_dies_costs_its_run_and_the_bytes_are_those_of_here(produce, scheduler, workers):
    here = produce("here").answer(HEIGHTS)
    executor = cluster(scheduler)
    producer = produce("elsewhere", Killing(executor, workers[0]))
    assert producer.answer(HEIGHTS) == here
    assert workers[0].wait(10) == -signal.SIGKILL
    assert workers[1].poll() is None
    assert producer.made["run"] == producer.made["figure"] == len(HEIGHTS)
    executor.shutdown()
    kept = produce("elsewhere")  # what came back is in the store
    assert kept.answer(HEIGHTS) == here
    assert not kept.made


def test_any_executor_will_do(produce):
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        assert produce("pool", executor).answer(HEIGHTS[:2]) == produce("here").answer(HEIGHTS[:2])


@pytest.fixture
def thread(tmp_path, monkeypatch) -> Iterator[Executor]:
    """An executor whose processes unpack what they get in a folder of the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with ThreadPoolExecutor(1) as executor:
        yield executor
    for name in [name for name in vars(sys.modules["apsite_errands"]) if len(name) == 64]:
        for process in vars(sys.modules["apsite_errands"]).pop(name):
            process.stdin.close()
            process.wait()


def test_sources_lie_there_once_for_each_state_of_them(produce, thread, small, tmp_path):
    producer = produce("one", thread)
    producer.answer(HEIGHTS[:2])
    [first] = tmp_path.glob("apsite-*")
    assert (first / "apsite/catalogue/run.py").read_text().startswith(SLOWLY)
    assert not list(first.rglob("docs"))
    small.edit("apsite/chapters/spike/figure.py", "<title>", "<title>In red ")
    answers = produce("one", thread).answer(HEIGHTS[:2])
    small.edit("apsite/chapters/spike/figure.py", "<title>In red ", "<title>")
    assert all(b"In red" in files["wide-light.svg"] for files in answers.values())
    assert len(list(tmp_path.glob("apsite-*"))) == 2


def test_a_run_that_fails_or_dies_there_is_told_as_if_it_had_been_here(produce, thread):
    producer = produce("one", thread)
    height = Request.experiment("spike", {"height": 1.0})
    [error] = producer.answer([height]).values()
    assert isinstance(error, ProductionError)
    assert "Traceback" in str(error)
    assert "unexpected keyword argument 'height'" in str(error)
    what, reason = errand.perform(
        {"module": "os", "question": None, "digest": producer._elsewhere._digest, "needs": {}, "limit": 60.0}, {}
    )
    assert (what, "has no attribute 'make'" in reason) == ("error", True)


def test_a_run_that_never_ends_there_is_stopped_and_the_next_one_is_made(produce, thread, small, monkeypatch):
    monkeypatch.setenv("APSITE_LIMIT", "2")
    small.edit("apsite/catalogue/run.py", SLOWLY, f"{SLOWLY}time.sleep(600)\n")
    try:
        [error] = produce("one", thread).answer(HEIGHTS[:1]).values()
    finally:
        small.edit("apsite/catalogue/run.py", f"{SLOWLY}time.sleep(600)\n", SLOWLY)
    assert str(error) == "It did not end within 2 s and was stopped. APSITE_LIMIT=seconds sets another limit."
    monkeypatch.setenv("APSITE_LIMIT", "60")
    assert not isinstance(produce("one", thread).answer(HEIGHTS[:1])[HEIGHTS[0]], ProductionError)


def test_other_versions_are_refused_with_a_sentence(produce, thread, monkeypatch):
    monkeypatch.setattr(Elsewhere, "_needs", lambda self, task: {"python": "3.9.1"})
    producer = produce("one", thread)
    [error] = producer.answer(HEIGHTS[:1]).values()
    assert f"python is {platform.python_version()} on " in str(error)
    assert "and 3.9.1 where the book is built. Install the same there." in str(error)
    assert not producer.made
    assert errand.differing({"numpy": "0.1"}).startswith("numpy is 2")
    assert errand.differing({"no-such-library": "1.0"}).startswith("no-such-library is missing on ")


def test_what_stands_behind_a_run_of_the_book_is_what_must_be_the_same_there():
    sources = Sources()
    needs = Elsewhere(ThreadPoolExecutor(1), sources)._needs(tasks.run(sources, Request("gates")))
    assert needs["python"] == platform.python_version()
    assert {"numpy", "numba", "scipy", "sympy"} <= needs.keys()
    assert "matplotlib" not in needs


def test_no_scheduler_and_no_worker_are_told_with_a_sentence(monkeypatch, scheduler):
    with pytest.raises(ClusterError, match=r"its scheduler has no worker\. Begin one: dask worker"):
        cluster(scheduler)
    monkeypatch.setattr(elsewhere, "PATIENCE", 0.5)
    monkeypatch.setenv("SCHEDULER", "tcp://127.0.0.1:9")
    with pytest.raises(ClusterError, match=r"SCHEDULER=tcp://127\.0\.0\.1:9: no scheduler answers there"):
        Producer()
    with pytest.raises(ClusterError, match="no scheduler answers there"):
        cluster("nonsense://")
