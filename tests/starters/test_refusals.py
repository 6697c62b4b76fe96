"""Each command that a refusal prints, run as it is printed: it does what it promises."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from apsite.book.text.faults import Fault
from apsite.book.text.texts import read_text
from tests.book.support import OUTSIDE, Project, copy_project

COMMAND = re.compile(r"python -m (apsite .*)")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return copy_project(tmp_path / "book")


def printed(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the arguments of the command that a refusal ends with."""
    assert done.returncode == 1
    assert done.stderr.startswith("Nothing was written: ")
    return shlex.split(COMMAND.findall(done.stderr)[-1])


def test_where_there_is_no_chapter_one_is_begun(project):
    shutil.rmtree(project.path / "docs/chapter-1")
    done = project.run(*printed(project.run("apsite", "new", "page", "Myelin")))
    assert done.returncode == 0, done.stderr
    assert (project.path / "docs/a-title/index.md").is_file()
    assert project.run("apsite", "new", "page", "Myelin").returncode == 0


def test_where_there_is_no_experiment_to_draw_one_is_begun(project):
    done = project.run(*printed(project.run("apsite", "new", "figure", "Two brief pulses")))
    assert done.returncode == 0, done.stderr
    assert (project.path / "apsite/chapters/two_brief_pulses/experiment.py").is_file()


def test_what_is_not_utf_8_is_converted(tmp_path):
    page = tmp_path / "page.md"
    shutil.copy(OUTSIDE / "pages/10-latin-1.md", page)
    faults: list[Fault] = []
    read_text(page, "page.md", faults)
    [fault] = faults
    assert fault.line == 10
    command = re.search(r"iconv .* > new", fault.message)[0]
    subprocess.run(command, shell=True, cwd=tmp_path, check=True)
    shutil.move(tmp_path / "new", page)
    assert "Zäpfchen und Stäbchen." in page.read_text(encoding="utf-8")


def test_a_name_that_is_taken_is_chosen_anew_as_the_refusal_says(project):
    assert project.run("apsite", "new", "page", "Spike!").returncode == 1
    refused = project.run("apsite", "new", "page", "Spike!").stderr
    assert "Choose another with --name" in refused
    done = project.run("apsite", "new", "page", "Spike!", "--name", "another-spike")
    assert done.returncode == 0, done.stderr
