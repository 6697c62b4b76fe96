"""Every command that a program of this project prints, or one of its pages, is done in a test that is named here."""

from __future__ import annotations

import re
import runpy
import subprocess
from pathlib import Path

import pytest

from tests.book.support import ROOT

#: Commands, each in its make or its plain form, and the test in which it is done.
DONE = {
    "make (serve|site|check|test|thorough|quick|lint|format)": "test_make_knows_each_of_its_targets",
    "make (lock|upgrade|clean|help)": "test_make_knows_each_of_its_targets",
    "python tools/bootstrap.py( (site|lint|test|{))?": "tests/test_bootstrap.py",
    "python -m mkdocs serve( --livereload)?": "tests/book/test_serve.py::test_edits_take_effect",
    "python -m mkdocs build": "tests/book/test_build.py::test_a_build_makes_the_site",
    "python -m apsite( check)?": "tests/checks/test_checks.py::test_the_command_says_what_was_found_and_fails",
    "python -m apsite check --write( --yes)?": "tests/checks/test_acceptance.py::test_new_numbers_are_shown",
    'python -m apsite new( page( ".*?"( --parent ".*?")?)?)?': "tests/guide/test_guide.py::test_a_first_page_is_made",
    'python -m apsite new experiment ".*?" --parent ".*?"': "tests/guide/test_guide.py::test_an_experiment_and",
    'python -m apsite new (chapter|experiment) ".*?"': "tests/starters/test_refusals.py::test_where_there_is_no_",
    'python -m apsite new (figure|notebook|membrane) ".*?"': "tests/guide/test_guide.py::test_an_experiment_and",
    "python -m apsite new page --from page.md": "tests/starters/test_importing.py::test_one_page_and_one_notebook",
    "python -m apsite import .*": "tests/starters/test_importing.py::test_a_book_is_taken_in_by_its_command",
    "python -m pytest( tests/(experiments|membranes)/test_.*)?": "tests/starters/test_starters.py",
    'python -m pytest -m ("not building and not thorough"|thorough)': "test_make_knows_each_of_its_targets",
    "python -m ruff (check|format --check)": "tests/starters/test_starters.py::test_an_experiment_and_its_figure_run",
    "python -m mypy --strict apsite": "Makefile::lint",
    "python -m tests.figures.support": "tests/figures/test_curves.py",
    "python -m apsite.live.bundling.bundle (sources|bundle) FOLDER": "Makefile::lint",
    "python -m apsite.workshop": "tests/book/test_workers.py",
    "python -m apsite.notebooks.kernel WORK -f CONNECTION": "tests/book/test_notebooks.py",
    "python -m apsite.book.site.rebuilding": "tests/book/test_serve.py",
    "jupytext --to py:percent": "test_a_notebook_is_made_text_as_the_guide_says",
    "iconv -f .* > new": "tests/starters/test_refusals.py::test_what_is_not_utf_8_is_converted",
    "dask worker .*": "tests/book/test_elsewhere.py::test_a_worker_that_dies",
    r"pip install( --quiet| 'apsite| \.| {where})": "tests/site/test_taken_notebooks.py",
    "npm ci": "tests/test_bootstrap.py",
    "git clone ADDRESS book": "tests/book/test_contributors.py",
}

_COMMAND = re.compile(
    r"""(?<![\w./-])(?:
      (?:\.venv[/\\](?:bin|Scripts)[/\\])?(?:python3?|py)[ ](?P<rest>(?:-m[ ][a-z]|tools[/\\])[^`\n]*)
    | (?P<make>make[ ](?:serve|site|check|test|thorough|quick|lint|format|lock|upgrade|clean|help))\b
    | (?P<other>(?:jupytext[ ]--|iconv[ ]-f|dask[ ]worker|pip[ ]install[ ]|npm[ ]ci|git[ ]clone[ ]A)[^`\n]*))""",
    re.VERBOSE,
)
WHERE = (
    r"(?:apsite|tools)/.*\.py|[A-Z]+\.md|docs/write-for-this-book/.*\.md|\.(?:github|devcontainer)/.*\.(?:yml|md|json)"
)


def printed() -> dict[str, str]:
    """What begins with a command that a program prints or a page shows, each with a file that has it."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = {}
    for name in filter(re.compile(WHERE).fullmatch, listed.splitlines()):
        for match in _COMMAND.finditer((ROOT / name).read_text(encoding="utf-8")):
            rest = (match["rest"] or "").replace("\\", "/")
            found[match["make"] or match["other"] or f"python {rest}"] = name
    return found


def does(known: str, text: str) -> bool:
    """Say whether a text begins with a command, whole, that is known."""
    return re.match(rf"(?:{known})(?![\w-]|[ ]--?\w)", text) is not None


def test_every_printed_command_is_done_in_a_test():
    commands = printed()
    assert len(commands) > 25
    assert {each: file for each, file in commands.items() if not any(does(known, each) for known in DONE)} == {}
    assert [known for known in DONE if not any(does(known, each) for each in commands)] == [], "what nobody prints"


@pytest.mark.parametrize("place", DONE.values())
def test_the_test_that_does_a_command_is_there(place):
    file, _, name = place.rpartition("::")
    file = file or (name if "/" in name else "tests/guide/test_commands.py")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:def )?{re.escape(name)}", text, re.MULTILINE) or name == file


def test_make_knows_each_of_its_targets():
    targets = [each.removeprefix("make ") for each in printed() if each.startswith("make ")]
    done = subprocess.run(["make", "--dry-run", "PORT=8001", *targets], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "-m mkdocs serve --livereload --dev-addr 127.0.0.1:8001" in done.stdout
    for plain in (
        "mkdocs build",
        "apsite check",
        "pytest",
        "pytest -m thorough",
        'pytest -m "not building',
        "ruff format --check",
    ):
        assert f"-m {plain}" in done.stdout
    assert "-m mypy --strict apsite" in done.stdout


def test_times_of_the_guide_are_those_that_are_measured():
    """By `benchmarks/build.py`, which fails where they are not so."""
    measured = runpy.run_path(str(ROOT / "benchmarks/build.py"))
    text = (ROOT / measured["GUIDE"]).read_text(encoding="utf-8")
    said = re.findall(r"(?:[a-z]+ )*(?:of a minute|minutes) of work", text)
    assert len(said) == len(measured["SAID"])
    assert all(any(each.endswith(words) for each in said) for words, _ in measured["SAID"].values())


def test_a_notebook_is_made_text_as_the_guide_says(tmp_path: Path):
    from jupytext.cli import jupytext

    from apsite.notebooks.percent import read

    file = tmp_path / "a.ipynb"
    file.write_bytes((ROOT / "tests/book/outside/notebooks/04-data-beside.ipynb").read_bytes())
    jupytext(["--to", "py:percent", "--quiet", str(file)])
    assert [cell.kind for cell in read(file.with_suffix(".py").read_text())[1]] == ["markdown", "code"]
