"""Who wrote a page: the authors of the commits that changed its file, as git tells them.

Owns how git is asked, once for all pages. Without git, and of a copy that lacks some of its history, nothing is told.
"""

import html
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path


def contributors(docs: Path) -> Mapping[str, tuple[str, ...]]:
    """Return the names of those who changed each file under `docs`, by its path there, the first one first.

    A file that was moved keeps those who changed it before, as far as git sees that it is the same.
    """
    if not shutil.which("git") or _git(docs, "rev-parse", "--is-shallow-repository") != "false":
        return {}
    told = _git(
        docs,
        "-c",
        "core.quotePath=false",
        "log",
        "--reverse",
        "--format=%x00%aN",
        "--name-status",
        "-M",
        "--relative",
        "--",
        ".",
    )
    names: dict[str, dict[str, None]] = {}
    for commit in told.split("\0")[1:]:
        author, *changes = commit.strip().split("\n")
        for change in changes:
            kind, *paths = change.split("\t")
            if paths:
                before = names.get(paths[0], {}) if kind.startswith("R") else {}
                names[paths[-1]] = {**before, **names.get(paths[-1], {}), author: None}
    return {path: tuple(each) for path, each in names.items()}


def line(names: tuple[str, ...]) -> str:
    """Return the paragraph that names the authors of a page, "" if nobody is known."""
    if not names:
        return ""
    *others, last = map(html.escape, names)
    said = f"{', '.join(others)} and {last}" if others else last
    return f'\n<p class="ap-authors" data-search-exclude>Written by {said}</p>'


def _git(folder: Path, *arguments: str) -> str:
    git = ["git", *arguments]
    done = subprocess.run(git, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace")
    return done.stdout.strip() if done.returncode == 0 else ""
