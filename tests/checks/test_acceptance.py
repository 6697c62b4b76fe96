"""`python -m apsite check --write`: the model changes, its numbers are shown, accepted, and hold."""

import subprocess
import sys

import pytest

from tests.book.support import Project

SPIKE = "docs/chapter-1/spike/index.md"


def command(book: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "apsite", "check", *arguments],
        cwd=book.path, env=book.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def changed(book: Project) -> Project:
    book.edit("apsite/parameters.py", "120.0", "130.0")  # the spike peaks at 38.01 mV
    book.edit(SPIKE, "Without a", "It is not [30 to 31 mV](model:peak.voltage). Without a")
    also = "it peaks at [nearly -0.04 V](model:peak.voltage), or [35 mV](model:peak.voltage~2); it has"
    book.edit("docs/index.md", "it has", also)
    return book


def test_new_numbers_are_shown_and_written_when_told_to_and_hold(changed):
    before = (changed.path / SPIKE).read_text()
    shown = command(changed, "--write")
    assert shown.returncode == 1
    assert "Nothing was written. To write without being asked: python -m apsite check --write --yes" in shown.stderr
    assert (changed.path / SPIKE).read_text() == before
    assert f"{SPIKE}:10: '30 to 31 mV' is left alone: it cannot be read as one number" in shown.stdout
    lines = [line for line in shown.stdout.splitlines() if line.startswith(("+", "-"))]
    assert (
        lines
        == [
            f"--- a/{SPIKE}",
            f"+++ b/{SPIKE}",
            "-It peaks at [about 35 mV](model:peak.voltage), from a threshold of [](model:threshold.voltage). It is not [30 to 31 mV](model:peak.voltage). Without a",  # noqa: E501
            "+It peaks at [about 38 mV](model:peak.voltage), from a threshold of [](model:threshold.voltage). It is not [30 to 31 mV](model:peak.voltage). Without a",  # noqa: E501
            "-The spike peaks at [**35.1** mV](model:peak.voltage).",
            "+The spike peaks at [**38.0** mV](model:peak.voltage).",
            "--- a/docs/index.md",
            "+++ b/docs/index.md",
            *lines[-2:],
        ]
    )
    assert "[nearly 0.04 V](model:peak.voltage), or [38 mV](model:peak.voltage~2)" in lines[-1]

    written = command(changed, "--write", "--yes")
    assert written.returncode == 1  # what was left alone is still wrong
    assert "4 numbers written." in written.stderr
    assert written.stderr.strip().endswith("1 found.")
    changed.edit(SPIKE, "It is not [30 to 31 mV](model:peak.voltage). ", "")
    done = command(changed)
    assert (done.returncode, done.stdout) == (0, "")
    again = command(changed, "--write", "--yes")
    assert (again.returncode, again.stdout) == (0, "")
    assert "There is no number to write anew." in again.stderr
