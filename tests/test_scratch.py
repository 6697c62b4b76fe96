"""Folders of processes: gone with them, however they end, and never those of others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from apsite import scratch

BEGIN = "from apsite import scratch; (scratch.place() / 'x').mkdir(); print(scratch.place(), flush=True); "


def begun(temporary: Path, then: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary)}
    command = [sys.executable, "-c", BEGIN + then]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def folder_of(process: subprocess.Popen[str]) -> Path:
    assert process.stdout is not None
    return Path(process.stdout.readline().strip())


def age(folder: Path) -> None:
    os.utime(folder, (0, 0))


def test_a_process_that_ends_by_itself_or_by_an_error_leaves_nothing(tmp_path: Path) -> None:
    for then in ("", "1 / 0", "import os; os.fork() or os._exit(0); os.wait()" if hasattr(os, "fork") else ""):
        process = begun(tmp_path, then)
        assert folder_of(process).parent == tmp_path
        process.communicate()
        assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there, age alone tells")
def test_what_a_killed_process_left_goes_and_that_of_a_living_one_stays(tmp_path: Path) -> None:
    living, killed, young = (begun(tmp_path, "input()") for _ in range(3))
    folders = [folder_of(process) for process in (living, killed, young)]
    for process in (killed, young):
        process.send_signal(signal.SIGKILL)
        process.wait()
    others = [tmp_path / "scratch-of-another", tmp_path / "apsite-of-another", tmp_path / f"{scratch.PREFIX}file"]
    others[0].mkdir()
    others[1].mkdir()
    others[2].write_text("")
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("")
    (tmp_path / f"{scratch.PREFIX}link").symlink_to(kept)
    for each in (*folders[:2], *others):
        age(each)
    begun(tmp_path, "").communicate()
    assert [each.exists() for each in folders] == [True, False, True]
    assert all(each.exists() for each in [*others, kept / "file"])
    living.communicate("\n")
    assert not folders[0].exists()
    age(folders[2])
    begun(tmp_path, "").communicate()
    assert not folders[2].exists()
