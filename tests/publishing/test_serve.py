"""`mkdocs serve`: edits take effect without a restart, and faults do not end it."""

import queue
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator

import pytest

from tests.publishing.support import Project

SPIKE = "docs/chapter-1/spike/index.md"


class Server:
    """A running `mkdocs serve`."""

    def __init__(self, project: Project) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        command = project.command("serve", "--livereload", "--dev-addr", self.address)
        self.process = subprocess.Popen(
            command, cwd=project.path, env=project.environment, stderr=subprocess.PIPE, text=True
        )
        self.log: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.put(line)

    def wait_for(self, text: str) -> str:
        """Return the log up to the line that holds `text`."""
        lines = ""
        while text not in lines:
            lines += self.log.get(timeout=20)
        return lines

    def shows(self, path: str, text: str) -> None:
        """Wait until the page at `path` holds `text`."""
        deadline = time.monotonic() + 20
        while text not in self.page(path):
            assert time.monotonic() < deadline, f"{path} does not come to show {text}"
            time.sleep(0.1)

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=20) as answer:
            return str(answer.read().decode())


@pytest.fixture
def server(project: Project) -> Iterator[Server]:
    server = Server(project)
    yield server
    server.process.terminate()
    server.process.wait()


def test_edits_take_effect_and_faults_keep_the_last_good_pages(project, server):
    server.wait_for("Serving on")
    server.shows("chapter-1/spike/", "It peaks at")

    project.edit("apsite/experiments/spike.py", "35.0844", "35.1444")
    assert "run (2)" in server.wait_for("Reloading browsers")
    server.shows("chapter-1/spike/", 'value="35.1444"')

    project.edit("apsite/publishing/tables.py", '"Quantity"', '"What it is"')
    server.shows("model/", "What it is")

    project.edit(SPIKE, "about 35 mV", "about 36 mV")
    server.wait_for(f"{SPIKE}:9: 'about 36 mV' does not hold")
    server.wait_for("Serving the last good pages")
    server.shows("chapter-1/spike/", "about 35 mV")

    project.edit("apsite/publishing/tables.py", "def references(", "def references((")
    server.wait_for("SyntaxError")
    server.wait_for("Serving the last good pages")
    server.shows("chapter-1/spike/", "about 35 mV")

    project.edit("apsite/publishing/tables.py", "def references((", "def references(")
    project.edit(SPIKE, "about 36 mV", "near 35 mV")
    server.shows("chapter-1/spike/", "near 35 mV")


def test_a_first_build_that_fails_ends_it_with_the_faults(project):
    project.edit(SPIKE, "about 35 mV", "about 36 mV")
    done = subprocess.run(
        project.command("serve", "--dev-addr", "127.0.0.1:0"),
        cwd=project.path, env=project.environment, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode != 0
    assert f"{SPIKE}:9: 'about 36 mV' does not hold" in done.stderr
