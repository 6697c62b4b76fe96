"""Spelling, by codespell: it knows common misspellings, and leaves the field's own words alone."""

import re
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from apsite.book.text.faults import Fault
from apsite.book.text.texts import files_under, leads_out

_FOUND = re.compile(r"^(?P<file>.+?):(?P<line>\d+): (?P<word>.+?) ==> (?P<meant>.+)$", re.MULTILINE)


def check_spelling(project: Path, docs: Path, abroad: Collection[str] = ()) -> Iterator[Fault]:
    """Yield the misspelled words of all texts under `docs` but those `abroad`, which are not in English.

    `pyproject.toml` lists words that are right.
    """
    readable = (path for path in files_under(docs, "*.md", "*.bib", "*.py") if path.is_file())
    paths = (path.relative_to(project) for path in readable if not leads_out(path, docs))
    files = [str(path) for path in paths if path.as_posix() not in abroad]
    if not files:
        return
    done = subprocess.run(
        [sys.executable, "-m", "codespell_lib", *files], cwd=project, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode not in (0, 65):  # 65: words were found
        raise RuntimeError(f"codespell ended with code {done.returncode}: {done.stderr.strip()}")
    for found in _FOUND.finditer(done.stdout):
        meant = found["meant"].replace(", ", "' or '")
        name = Path(found["file"]).as_posix().removeprefix("./")
        message = f"'{found['word']}' is misspelled: '{meant}'? A word that is right goes to pyproject.toml."
        yield Fault(name, int(found["line"]), message)
