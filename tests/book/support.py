"""The small project that the tests of publishing build, and what they read off a build."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from tests.book import forks

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = Path(__file__).with_name("outside")
CHAPTER = "---\ntitle: Chapter 2\nnav_order: 3\n---\n\n# Chapter 2\n"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
#: Marks of other programs, which no reader is to see.
SHOWN_RAW = re.compile(
    r"\{:|\{%|\{::|\[\^|- \[[ x]\]|\[\[|\]\[|\]\(|:::|\$\$|\\[(\[]|\\begin|<!--|markdown=|^\|", re.MULTILINE
)
#: What runs, or asks another host.
RUNNING = re.compile(r"<script|<style|<iframe|<form|\son\w+=|javascript:|(?:src|srcset|data)=[\"'](?:https?:)?//")
REAL = (
    *(
        "cache.py",
        "chapters/__init__.py",
        "libraries.py",
        "sandbox.py",
        "scratch.py",
        "sources.py",
        "store.py",
        "units.py",
        "upkeep.py",
        "workshop.py",
        "__main__.py",
    ),
    *("plotting", "notebooks", "book", "checks", "starters"),
)


@dataclass(frozen=True)
class Project:
    """A checkout that a test may change."""

    path: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "APSITE_CACHE"}
        # Its copies take the byte code of the book with them: a third of a build's time.
        own = {"PYTHONPATH": "", "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": ""}
        return {**kept, **own, "SOURCE_DATE_EPOCH": "981158400"}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "mkdocs", *arguments]

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m` with a command."""
        return forks.run(list(command), self.path, self.environment | environment)

    def build(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `mkdocs build`; standard error holds its log."""
        return self.run("mkdocs", "build", *arguments)

    def copied(self, to: Path, site: bool = True) -> Project:
        """Return a copy of it, with all that is made for it; its `site` may be left where it is."""
        top = str(self.path)  # in which it lies; a room of the book has its name too
        shutil.copytree(self.path, to, ignore=None if site else lambda folder, _: ["site"] if folder == top else [])
        return Project(to)

    def edit(self, file: str, old: str, new: str) -> None:
        text = (self.path / file).read_text()
        assert old in text
        (self.path / file).write_text(text.replace(old, new))

    def site(self) -> dict[str, str]:
        """Return the digest of every file of the site."""
        files = (path for path in (self.path / "site").rglob("*") if path.is_file())
        return {str(path.relative_to(self.path)): digest(path) for path in files}

    def html(self, page: str) -> str:
        return (self.path / "site" / page / "index.html").read_text()

    def article(self, page: str) -> str:
        """Return the HTML of a page without what stands on every page."""
        found = re.search(r'role="main">(.*)<footer|<article[^>]*>(.*)</article>', self.html(page), re.DOTALL)
        assert found, page
        return found[1] or found[2]

    def dress(self) -> None:
        """Give the book the theme of the real one."""
        shutil.copy(ROOT / "mkdocs.yml", self.path)
        for part in ("overrides", "docs/assets"):
            shutil.copytree(ROOT / part, self.path / part, dirs_exist_ok=True)


def words(html: str, code: bool = True) -> str:
    """Return what a reader reads of HTML, with or without what is marked as code."""
    prose = html if code else re.sub(r"<(pre|code)\b.*?</\1>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", prose))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def made(build: subprocess.CompletedProcess[str]) -> dict[str, int]:
    """Return how many things of each kind a build made; the others it took from the store."""
    found = re.search(r"Made: (.*); taken from the store: \d+", build.stderr)
    assert found, build.stderr
    return {kind: int(count) for kind, count in re.findall(r"([a-z][a-z ]*) \((\d+)\)", found[1])}


def copy_project(to: Path) -> Project:
    shutil.copytree(Path(__file__).parent / "project", to)
    for part in REAL:
        source = ROOT / "apsite" / part
        copy: Callable[..., object] = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, to / "apsite" / part)
    return Project(to)
