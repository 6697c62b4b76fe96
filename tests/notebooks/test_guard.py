"""What surrounds a notebook's kernel: its time, what it gives, what it starts, and what it can reach by any way.

The cells go round the audit hook, as ctypes does: what holds here is what the system enforces.
"""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from apsite import sandbox
from apsite.book.notebooks import rendering
from apsite.book.production.workers import ProductionError, Worker
from apsite.notebooks import warden
from apsite.notebooks.execution import CellError, execute
from tests.book.support import ROOT
from tests.bounds import within

C = "import ctypes, os, time\nc = ctypes.CDLL(None, use_errno=True)\n"
ODD = [
    "import os\n_ = os.write(1, b'to descriptor 1\\n')",
    "display({'image/svg+xml': '<svg/>', 'image/x-narrow+svg': '<svg/>'}, raw=True)",
    "display({'image/svg+xml': b'<svg/>', 'text/plain': 'bytes'}, raw=True)",
    "display({'text/plain': 5}, raw=True)",
    "display({'text/html': ['a', 5]}, raw=True)",
    "display({'image/png': 'eA==', 'text/plain': 'p'}, raw=True, metadata={'image/png': {'width': '1 2 3'}})",
    "display({'application/vnd.jupyter.widget-view+json': {'model_id': 'x'}, 'text/plain': 'a widget'}, raw=True)",
]


def processes(words: str) -> list[int]:
    """The processes whose command line has `words` in it."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if words.encode() in each.read_bytes():
                found.append(int(each.parent.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="what the system tells of its processes is Linux's")
def test_what_a_cell_starts_ends_with_it_and_reaches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    fork = (
        f"{C}if c.fork() == 0:\n    c.setsid()\n    if c.fork() == 0:\n        time.sleep(600)\n    os._exit(0)\n"
        "print(os.getcwd())"
    )
    reach = (
        f"{C}s = c.socket(2, 1, 0)\n"
        "a = (2).to_bytes(2, 'little') + (9).to_bytes(2, 'big') + bytes([192, 0, 2, 1]) + bytes(8)\n"
        "print('connect', c.connect(s, a, 16), ctypes.get_errno())\n"
        f"print('write', c.open({str(ROOT / 'planted').encode()!r}, os.O_CREAT | os.O_WRONLY, 0o600), "
        "ctypes.get_errno())\n"
        f"print('kill', c.kill({os.getpid()}, 0))\n"
        "print('secret', os.environ.get('SOME_TOKEN'))\n"
        f"print('history', os.path.exists({str(ROOT / '.git' / 'HEAD')!r}))\n"
        "print('home', os.listdir(os.path.expanduser('~')) if os.path.exists(os.path.expanduser('~')) else [])"
    )
    monkeypatch.setenv("SOME_TOKEN", "x")
    first, second = execute([fork, reach])
    assert processes(first[0]["text"].strip()) == []
    said = dict(line.split(" ", 1) for line in second[0]["text"].splitlines())
    assert said["secret"] == "None"
    if sandbox.works():
        assert said["connect"] == "-1 101"  # the network is unreachable
        assert said["write"] == "-1 30"  # a file system that can only be read
        assert said["kill"] == "-1"
        assert said["history"] == "False"
    (ROOT / "planted").unlink(missing_ok=True)


def test_a_cell_that_prints_without_end_is_ended_before_it_fills_its_parent() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with within(20), pytest.raises(CellError) as raised:
        execute(["x = 'x' * 100_000\nwhile True:\n    print(x)"])
    assert raised.value.message.startswith("gave more than 32 MB")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000  # KiB


def test_the_time_is_the_whole_notebook_s() -> None:
    with pytest.raises(CellError) as raised:
        execute(["import time\ntime.sleep(0.1)", "time.sleep(60)"], whole=1)
    assert (raised.value.cell, raised.value.message) == (1, "was running when the notebook had taken 1 s")


def test_odd_outputs_are_outputs() -> None:
    with Worker(ROOT) as worker:
        question = {"code": ODD, "beside": {}, "allow_errors": False}
        made = worker.answer("apsite.notebooks.running", question, {})
    assert not isinstance(made, ProductionError)
    given = json.loads(made["outputs.json"])
    cells = [{"kind": "code", "tags": [], "given": each} for each in given]
    options = {"show_input": True, "no_input": False, "no_prompt": True, "remove_tag_config": {}}
    shown = json.loads(rendering.make({"cells": cells, "options": options}, {})["rendered.json"])
    kinds = [[item["kind"] for item in shown[str(number)]["items"]] for number in range(len(ODD))]
    assert kinds[0] in ([], ["text"])  # it comes when the system likes
    assert kinds[1:] == [["picture"], ["picture"], ["text"], ["html"], ["picture"], ["text"]]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a subreaper")
@pytest.mark.parametrize("end", ["time", "term", "parent"])
def test_the_warden_ends_all_that_was_begun(end: str) -> None:
    mark = f"{os.getpid()}.{end}"
    orphan = "import os,time\nif os.fork()==0:\n os.setsid()\n if os.fork()==0: time.sleep(600)\n os._exit(0)\n"
    orphan += f"time.sleep(600)#{mark}"
    seconds = 1.0 if end == "time" else 600.0
    command = [sys.executable, "-I", warden.__file__, str(seconds), sys.executable, "-c", orphan]
    middle = f"import subprocess,sys;subprocess.Popen(sys.argv[1:]);sys.stdin.read()#{mark}"
    begun = subprocess.Popen(
        [sys.executable, "-c", middle, *command] if end == "parent" else command, stdin=subprocess.PIPE
    )
    wait_for(lambda: len(processes(mark)) >= 3)
    if end == "term":
        begun.send_signal(signal.SIGTERM)
    elif end == "parent":
        begun.kill()
    wait_for(lambda: not processes(mark))
    begun.communicate()
    if end == "time":
        assert begun.returncode == warden.OVER


def wait_for(state: object) -> None:
    end = time.monotonic() + 60
    while not state():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_sandbox_that_is_required_is_not_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "works", lambda: False)
    assert sandbox.inside(["x"], Path("a"), Path("b")) == ["x"]
    assert re.search("install bubblewrap", sandbox.word())
    monkeypatch.setenv(sandbox.CHOICE, "require")
    with pytest.raises(sandbox.SandboxError):
        sandbox.inside(["x"], Path("a"), Path("b"))
