"""The guide's steps, done word by word on a fresh copy of the sources, so that they cannot rot."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from apsite.cache import cache_root
from tests.book.support import ROOT

pytestmark = pytest.mark.usefixtures("site")  # whose build fills the store

GUIDE = "docs/write-for-this-book"

#: Commands that are not done again here: the copy is already made and set up, and a server or all tests run elsewhere.
ELSEWHERE = (
    "git clone ADDRESS book", "cd book", "python3 tools/bootstrap.py site", "source .venv/bin/activate",
    "python tools/bootstrap.py lint",
    "python -m mkdocs serve --livereload", "make test", "python -m pytest", "python -m mypy --strict apsite",
    "python -m pytest tests/experiments/test_two_brief_pulses.py",  # tests/starters does that for such a file
)  # fmt: skip
#: Where a step leaves something to be found, the check ends with an error.
MAY_FAIL = ("python -m apsite check",)

_BLOCK = re.compile(
    r'^(?P<fence>`{3,})(?P<kind>\w+)(?: title="(?P<title>[^"]*)")?\n(?P<text>.*?)\n(?P=fence)$', re.M | re.S
)


@dataclass(frozen=True)
class Block:
    kind: str
    title: str
    text: str


def blocks(page: str) -> list[Block]:
    text = (ROOT / GUIDE / page).read_text(encoding="utf-8")
    return [Block(each["kind"], each["title"] or "", each["text"]) for each in _BLOCK.finditer(text)]


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The files that git would clone, as they are now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / "book" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / "book" / name)
    (tmp_path / "book" / "node_modules").symlink_to(ROOT / "node_modules")
    for command in (["init", "--quiet"], ["add", "."]):
        subprocess.run(["git", *command], cwd=tmp_path / "book", check=True)
    return tmp_path / "book"


def do(book: Path, command: str) -> str:
    """Run a command as the guide's reader would, and return what is printed."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    who = {f"GIT_{role}_{what}": f"a@{what}.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "PATH": path, "PYTHONPATH": "", "APSITE_CACHE": str(cache_root())}
    done = subprocess.run(shlex.split(command), cwd=book, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 or command in MAY_FAIL, done.stdout + done.stderr
    return done.stdout + done.stderr


def follow(book: Path, page: str) -> list[str]:
    """Do every step of a page, and return the commands that were run."""
    run, printed = [], ""
    for block in blocks(page):
        if block.kind == "sh":
            for command in block.text.split("\n"):
                if command not in ELSEWHERE:
                    printed = do(book, command)
                    run.append(command)
        elif block.kind == "text":
            shown = " ".join(printed.split())
            for line in block.text.split("\n"):
                assert " ".join(line.split()) in shown, printed
        elif block.kind == "markdown" and block.title:
            assert (book / block.title).is_file(), "the guide changes a file that a step before has written"
            (book / block.title).write_text(block.text + "\n", encoding="utf-8")
    return run


def test_a_first_page_is_made_checked_mended_and_committed(fresh: Path):
    run = follow(fresh, "first-page.md")
    assert run.count("python -m apsite check") == 2
    assert do(fresh, "git log -1 --format=%s").strip() == "Say what myelin is"
    assert do(fresh, "git status --short -- docs") == ""


def test_an_experiment_and_a_figure_are_begun(fresh: Path):
    commands = [block for block in blocks("experiments.md") if "apsite new" in block.text]
    assert len(commands) == 5
    for command, shown in zip(commands, [b for b in blocks("experiments.md") if b.kind == "text"], strict=True):
        printed = do(fresh, command.text)
        for line in shown.text.split("\n"):
            assert line in printed
    folder = fresh / "apsite/chapters/action_potential/threshold/two_brief_pulses"
    assert "two_brief_pulses.peak" in (folder / "experiment.py").read_text()
    assert (folder / "figure.py").is_file()
    assert "muscle_spike.peak" in (fresh / "docs/muscle/index.md").read_text()
    assert "MUSCLE_FIBRE = Mechanism(" in (fresh / "apsite/membranes/muscle_fibre.py").read_text()


def test_what_the_syntax_page_shows_it_also_uses():
    """Each example in a fence stands on the page once more, as it is typed."""
    text = (ROOT / GUIDE / "syntax.md").read_text(encoding="utf-8")
    examples = [block.text for block in blocks("syntax.md") if block.kind == "markdown"]
    assert len(examples) >= 5
    for example in examples:
        assert text.count(example) == 2


def test_every_command_of_the_guide_exists():
    makefile = (ROOT / "Makefile").read_text()
    contributing = (ROOT / "CONTRIBUTING.md").read_text() + (ROOT / "README.md").read_text()
    for target in re.findall(r"make (\w+)", contributing):
        assert re.search(rf"^{target}:", makefile, re.M), target
    for folder in re.findall(r"`((?:apsite|docs|tests|tools|overrides|benchmarks)/[\w/.-]*)`", contributing):
        assert (ROOT / folder).exists(), folder
