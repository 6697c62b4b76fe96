"""`mkdocs serve`: pages are there at all times, edits and what is wrong with them come to be seen on them."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.book.support import Project

SPIKE, ADDRESS = "docs/chapter-1/spike/index.md", "chapter-1/spike/"
EXPERIMENT = "apsite/chapters/spike/experiment.py"
PATIENCE = 60.0  # s: on a busy machine


class Server:
    """A running `mkdocs serve`, and a browser that looks at `page`."""

    def __init__(self, project: Project, page: str = ADDRESS, **variables: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        command = project.command("serve", "--livereload", "--dev-addr", self.address)
        environment = {**project.environment, **variables}
        self.log = (project.path.parent / "log").open("w+")
        interruptible = None
        if os.name == "posix":  # a shell lets what it runs in the background, these tests perhaps, ignore Ctrl-C
            interruptible = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        self.process = subprocess.Popen(
            command, cwd=project.path, env=environment, stderr=self.log, preexec_fn=interruptible
        )
        self.page = page
        self.state: dict[str, Any] = {"version": -1}

    def until(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Follow the state, as the page does, until it is as it has to be; return it."""
        deadline = time.monotonic() + PATIENCE
        while not (self.state["version"] >= 0 and holds(self.state)):
            assert time.monotonic() < deadline, self.state
            try:
                asked = f"_serving/state?page={self.page}&version={self.state['version']}"
                self.state = json.loads(self.get(asked)[1])
            except urllib.error.URLError:  # it does not listen yet
                assert self.process.poll() is None, self.said()
                time.sleep(0.05)
        return self.state

    def built(self) -> dict[str, Any]:
        return self.until(lambda state: state["progress"] is None and bool(state["digest"]))

    def after(self, edit: Callable[..., None], *arguments: Any) -> dict[str, Any]:
        """Return the state once what came of an edit is there."""
        edit(*arguments)
        self.until(lambda state: state["progress"] is not None)
        return self.until(lambda state: state["progress"] is None)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def shown(self) -> str:
        return self.get(self.page)[1]

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.log.close()


@pytest.fixture
def server(project: Project) -> Iterator[Server]:
    server = Server(project)
    yield server
    server.end()


def places(state: dict[str, Any]) -> list[str]:
    return [f"{fault['file']}:{fault['line']}" for fault in state["faults"]]


def save_as_many_editors_do(project: Project, file: str, old: str, new: str) -> None:
    """Write a file of another name, and give it that of the page."""
    page = project.path / file
    beside = page.with_name(f".{page.name}.swp")
    beside.write_text(page.read_text().replace(old, new))
    beside.replace(page)


def test_edits_take_effect_and_what_is_wrong_is_told_on_its_page(project, server):
    first = server.built()
    assert first["faults"] == []
    assert "It peaks at" in server.shown()
    published = (project.path / "site" / ADDRESS / "index.html").read_text()
    policy = published[published.index("<meta http-equiv") : published.index("'none'; form-action")]
    assert policy in server.shown()  # the pages run under the policy of the site
    assert server.get("nowhere/")[0] == 404
    for outside in ("../mkdocs.yml", "%2e%2e/%2e%2e/mkdocs.yml", "/etc/hostname"):
        assert server.get(outside)[0] == 404

    second = server.after(project.edit, EXPERIMENT, "35.0844", "35.1444")
    assert second["digest"] != first["digest"]
    assert 'value="35.1444"' in server.shown()

    project.edit("apsite/book/pages/tables.py", '"Quantity"', '"What it is"')
    third = server.after(project.edit, SPIKE, "about 35 mV", "about 36 mV")
    assert "What it is" in server.get("model/")[1]
    assert places(third) == [f"{SPIKE}:9"]
    assert third["faults"][0]["page"] == ADDRESS
    assert third["faults"][0]["message"].startswith("'about 36 mV' does not hold: peak.voltage is 35.14")
    assert "about 36 mV" in server.shown()

    # What no page can be made with leaves all as they were.
    fourth = server.after(project.edit, "apsite/book/pages/tables.py", "def references(", "def references((")
    assert [fault["file"] for fault in fourth["faults"]] == ["apsite/book/pages/tables.py"]
    assert "SyntaxError" in fourth["faults"][0]["message"]
    assert "about 36 mV" in server.shown()

    project.edit("apsite/book/pages/tables.py", "def references((", "def references(")
    last = server.after(save_as_many_editors_do, project, SPIKE, "about 36 mV", "near 35 mV")
    assert last["faults"] == []
    assert "near 35 mV" in server.shown()


def test_it_starts_with_pages_at_fault_and_a_page_that_nothing_changes_is_not_shown_anew(project):
    project.edit(SPIKE, "about 35 mV", "about 36 mV")
    project.edit("docs/index.md", "(chapter-1/index.md)", "(nowhere.md)")
    server = Server(project)
    try:
        state = server.built()
        assert places(state)[0] == f"{SPIKE}:9"
        assert any("nowhere.md" in fault["message"] for fault in state["faults"])
        assert "about 36 mV" in server.shown()
        digest = server.until(lambda state: True)["digest"]
        assert server.after(project.edit, "docs/index.md", "(nowhere.md)", "(chapter-1/index.md)")["digest"] == digest
        assert places(server.state) == [f"{SPIKE}:9"]
        mended = server.after(project.edit, SPIKE, "about 36 mV", "about 35 mV")
        assert (mended["faults"], mended["digest"] != digest) == ([], True)
    finally:
        server.end()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux lists processes there")
@pytest.mark.thorough
def test_pages_are_answered_while_work_is_long_and_an_interrupt_ends_all_at_once(project, server):
    server.built()
    project.edit(EXPERIMENT, "def values():", "def values():\n    import time; time.sleep(600)")
    state = server.until(lambda state: state["progress"] is not None and "experiment" in state["progress"]["words"])
    assert re.fullmatch(r"Running the experiment spike.* … \(\d+ of \d+\)", state["progress"]["words"])
    asked = time.monotonic()
    assert "It peaks at" in server.shown()
    assert server.get("model/")[0] == 200
    assert time.monotonic() - asked < 1.0

    begun = _processes(project)
    assert len(begun) > 2
    for file, old, new in (
        ("docs/index.md", "It has", "It now has"),
        ("apsite/book/pages/tables.py", '"Quantity"', '"What it is"'),
        ("apsite/chapters/spike/figure.py", "<title>", "<title>In red "),
    ):  # no reason to throw the run away
        project.edit(file, old, new)
        _wait_for(lambda file=file: f"{file} has changed" in server.said())
    assert set(begun) <= set(_processes(project))
    project.edit(EXPERIMENT, "time.sleep(600)", "time.sleep(601)")  # of which the run would be one in vain
    _wait_for(lambda: len(set(begun) & set(_processes(project))) <= 2)  # the server, and what was ready to build
    server.until(lambda state: state["progress"] is not None and "experiment" in state["progress"]["words"])

    asked = time.monotonic()
    os.kill(server.process.pid, signal.SIGINT)
    assert server.process.wait(PATIENCE) == 0
    assert time.monotonic() - asked < 5.0
    _wait_for(lambda: not _processes(project), 5.0)


def _wait_for(holds: Callable[[], bool], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _processes(project: Project) -> list[str]:
    """Return what runs in the folder of the project."""
    found = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdecimal() and (process / "cwd").readlink() == project.path:
                found.append(process.name)
    return found


def test_a_run_that_never_ends_is_stopped_and_named(project):
    project.edit(EXPERIMENT, "def values():", "def values():\n    import time; time.sleep(600)")
    server = Server(project, APSITE_LIMIT="3")
    try:
        state = server.until(lambda state: state["progress"] is None and bool(state["faults"]))
        [fault] = [fault for fault in state["faults"] if fault["file"] == EXPERIMENT]
        assert fault["message"].startswith("the experiment spike failed.\nIt did not end within 3 s and was stopped.")
        assert "APSITE_LIMIT" in fault["message"]
    finally:
        server.end()


def test_a_port_that_is_taken_is_told(project):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = subprocess.run(
            project.command("serve", "--dev-addr", address),
            cwd=project.path, env=project.environment, capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "cannot be served: Address already in use. Choose another port: PORT=8001 make serve" in done.stdout
