"""Another conductance in the parameters changes answers, wrong answers and the questions to take away, or is told.

On a copy of the book with one experiment and one page: what stands in the chapter's own pages is held by their build.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from apsite import Membrane, Pulse, simulate
from apsite.cache import cache_root
from tests.book.support import ROOT, Project
from tests.chapters.test_second_chapter import PAGES, linked

PAGE = "docs/spikes/index.md"
PARAMETERS = "apsite/membranes/squid.py"
PACKAGE = "site/teach/spikes/questions.zip"
#: The largest conductance of the sodium channels as the book has it, and another, mS/cm2.
USUAL, OTHER = 120.0, 90.0


def peak(g_Na: float) -> float:
    """How high the spike after the standard pulse goes, mV, by the laboratory in this process."""
    return float(simulate(Membrane(g_Na=g_Na), [Pulse(1.0, 0.5, 26.55)], 15.0).voltage.max())


def text(*more: str) -> str:
    wrong = "".join(f"    - `{value}` Words {number}.\n" for number, value in enumerate(more))
    return f"""\
---
title: Spikes
nav_order: 2
description: What a spike reaches in the model, asked of whoever reads this page.
---

# Spikes

??? question "1. How high does the spike go?"

    /// number | peak.voltage ~ 1%

    - `peak.voltage - rest.voltage` Counted from rest.
{wrong}
    ///

    As high as this.

??? question "2. Is that above 30?"

    /// choice

    - [x] It is above zero. `peak.voltage > 0`
    - [ ] It is below zero. `peak.voltage < 0`

    ///

    It is.
"""


@pytest.fixture
def book(tmp_path: Path) -> Project:
    """The book's code with one experiment, and one page that asks of it."""
    project = Project(tmp_path / "book")
    chapter = ROOT / "apsite/chapters/action_potential"

    def unwanted(folder: str, names: list[str]) -> set[str]:
        others = {name for name in names if Path(folder) == chapter and (chapter / name).is_dir()} - {
            "action_potential"
        }
        return others | {"__pycache__"}

    shutil.copytree(ROOT / "apsite", project.path / "apsite", ignore=unwanted)
    project.dress()
    for name in ("pyproject.toml", "package-lock.json", "docs/references.bib"):
        shutil.copy(ROOT / name, project.path / name)
    for name, written in PAGES.items():
        (project.path / "docs" / name).parent.mkdir(exist_ok=True)
        (project.path / "docs" / name).write_text(f"---\n{written}")
    (project.path / PAGE).parent.mkdir()
    (project.path / "node_modules").symlink_to(ROOT / "node_modules")
    for part in ("store", "kernels"):
        with contextlib.suppress(FileNotFoundError, shutil.Error):  # another build may sweep meanwhile
            shutil.copytree(cache_root() / part, project.path / ".cache" / part, copy_function=linked)
    return project


def write(book: Project, page: str, g_Na: float) -> None:
    (book.path / PAGE).write_text(page)
    source = (ROOT / PARAMETERS).read_text()
    changed = source.replace(
        f'            {USUAL},\n            0,\n            r"\\bar{{g}}_\\mathrm{{Na}}"',
        f'            {g_Na},\n            0,\n            r"\\bar{{g}}_\\mathrm{{Na}}"',
    )
    assert g_Na == USUAL or changed != source
    (book.path / PARAMETERS).write_text(changed)


def numbers(book: Project) -> tuple[bytes, list[float]]:
    """The package of the questions, and of its number what is right and what is wrong in a known way."""
    file = book.path / PACKAGE
    with zipfile.ZipFile(file) as archive:
        item = next(archive.read(name).decode() for name in archive.namelist() if name.startswith("items/q01"))
    return file.read_bytes(), [float(each) for each in re.findall(r'baseType="float">([-\d.]{4,})<', item)]


@pytest.mark.thorough
def test_another_conductance_changes_the_answers_or_fails(book: Project) -> None:
    write(book, text(), USUAL)
    built = book.build()
    assert built.returncode == 0, built.stderr
    before, (right, wrong) = numbers(book)
    assert right == pytest.approx(peak(USUAL), abs=0.02)

    write(book, text(), OTHER)
    built = book.build()
    assert built.returncode == 0, built.stderr
    after, (right_now, wrong_now) = numbers(book)
    assert after != before
    assert right_now == pytest.approx(peak(OTHER), abs=0.02)
    assert right_now < right - 2
    assert wrong_now < wrong - 2
    key = (book.path / "site/teach/spikes/key/index.html").read_text(encoding="utf-8")
    assert f"{right_now:.2f}"[:4] in key

    # What is wrong by the usual conductance is right by the other one; and two wrong answers become one.
    page = text(f"{peak(OTHER):.2f}")
    write(book, page, OTHER)
    built = book.build()
    assert built.returncode != 0
    line = page.split("\n").index(next(each for each in page.split("\n") if "Words 0" in each)) + 1
    assert re.search(rf"{PAGE}:{line}: the wrong answer `{peak(OTHER):.2f}` has become right", built.stderr)

    page = text("peak.voltage - 12", f"{peak(OTHER) - 12:.2f}")
    write(book, page, OTHER)
    built = book.build()
    assert built.returncode != 0
    assert re.search(rf"{PAGE}:{line + 1}: .* coincide", built.stderr)
    assert numbers(book)[0] == after, "the last good site stays"
