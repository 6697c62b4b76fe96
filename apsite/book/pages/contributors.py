"""Who changed a page: the authors of the commits that changed its file, by the names that git and `.mailmap` give them.

Owns how git is asked, once for all pages, and that people are named: neither programs nor an address that stands for
the project itself. Without git, and of a copy that lacks some of its history, nothing is told.
"""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

#: Addresses behind which is no one person, and names of programs.
_NOBODY = re.compile(
    r"(?:maintainers?|team|contributors|noreply|no-reply|bot|actions|admin|info|root)@|\[bot\]", re.IGNORECASE
)


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
        "--format=%x00%aN\t%aE",
        "--name-status",
        "-M",
        "--relative",
        "--",
        ".",
    )
    names: dict[str, dict[str, None]] = {}
    for commit in told.split("\0")[1:]:
        who, *changes = commit.strip().split("\n")
        author, _, email = who.partition("\t")
        named = {} if _NOBODY.match(email) or _NOBODY.search(author) else {author: None}
        for change in changes:
            kind, *paths = change.split("\t")
            if paths:
                before = names.get(paths[0], {}) if kind.startswith("R") else {}
                names[paths[-1]] = {**before, **names.get(paths[-1], {}), **named}
    return {path: tuple(each) for path, each in names.items()}


def _git(folder: Path, *arguments: str) -> str:
    git = ["git", *arguments]
    done = subprocess.run(git, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace")
    return done.stdout.strip() if done.returncode == 0 else ""
