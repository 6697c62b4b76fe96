"""Pages of the source textbook's kind, dropped under docs/chapter-2/ of a copy of the book, with its theme."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from apsite.cache import cache_root
from tests.site.support import ROOT
from tests.site.test_files import Document

COPIED = ("apsite", "docs", "overrides", "mkdocs.yml", "pyproject.toml", "requirements.txt", "package-lock.json")
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

#: As that textbook writes: an image first, quantities that nothing vouches for, no description.
PLASTICITY = """\
---
title: Synaptic Plasticity
layout: page
under_construction: true
parent: Chapter 2
nav_order: 3
has_children: true
---

![Synaptic Plasticity](./assets/images/Plasticity.png)

# Synaptic Plasticity

Synapses change with use.  When two neurons fire together, within about 20ms, the synapse between them grows stronger.

![Before and after](./assets/images/ToCome.png)
"""
POTENTIATION = """\
---
title: Long-Term Potentiation
layout: page
parent: Synaptic Plasticity
grand_parent: Chapter 2
nav_order: 1
has_toc: false
author: A. Lecturer
---

# Long-Term Potentiation

It lasts. See [plasticity](synaptic_plasticity.md).
"""
HELD = """\
---
title: Not Yet
layout: page
released: false
parent: Chapter 2
nav_order: 3
---

At 12 mV [@nobody1900].
"""


def build(project: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "APSITE_CACHE": str(cache_root()), "SITE_URL": "https://book.example/"}
    command = [sys.executable, "-m", "mkdocs", "build"]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("other") / "book"
    folder.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    chapter = folder / "docs" / "chapter-2"
    (chapter / "assets" / "images").mkdir(parents=True)
    (chapter / "assets" / "images" / "Plasticity.png").write_bytes(PIXEL)
    (chapter / "synaptic_plasticity.md").write_text(PLASTICITY)
    (chapter / "ltp.md").write_text(POTENTIATION)
    (chapter / "not_yet.md").write_text(HELD)
    return folder


def test_they_build_as_they_are(project: Path) -> None:
    done = build(project)
    assert done.returncode == 0, done.stderr
    page = "docs/chapter-2/synaptic_plasticity.md"
    assert f"Under construction: {page}:14: '20ms' is neither checked" in done.stderr
    assert f"Under construction: {page}:16: there is no image ./assets/images/ToCome.png" in done.stderr
    site = project / "site"
    assert not (site / "chapter-2" / "not_yet").exists()
    draft = site / "chapter-2" / "synaptic_plasticity" / "index.html"
    html, document = draft.read_text(), Document(draft)
    assert '<p class="admonition-title">Under construction</p>' in html
    assert "Picture to come: Before and after" in document.text
    assert "../assets/images/Plasticity.png" in document.links
    assert document.tags["h1"] == 1
    ltp = Document(site / "chapter-2" / "ltp" / "index.html")
    assert {"../", "../synaptic_plasticity/", "../action-potential/"} <= set(ltp.links)
    assert "Under construction" not in ltp.text
    index = json.loads((site / "search" / "search_index.json").read_text())
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    assert "chapter-2/ltp/" in found
    assert "chapter-2/synaptic_plasticity/" not in found
    sitemap = (site / "sitemap.xml").read_text()
    assert "https://book.example/chapter-2/ltp/" in sitemap
    assert "synaptic_plasticity" not in sitemap


def test_the_page_itself_dropped_beside_the_chapter_of_the_same_name_names_both_files(project: Path) -> None:
    """Last, since it leaves the copy as it is: with the same title, the same place and the same address."""
    facts = "title: Action Potential\nlayout: page\nunder_construction: true\nparent: Chapter 2\nnav_order: 2"
    (project / "docs" / "chapter-2" / "action-potential.md").write_text(f"---\n{facts}\n---\n\n# Action Potential\n")
    done = build(project)
    assert done.returncode != 0
    ours, theirs = "docs/chapter-2/action-potential/index.md", "docs/chapter-2/action-potential.md"
    assert f"{ours} and {theirs}" in done.stderr or f"{theirs} and {ours}" in done.stderr
    assert "are both the page at /chapter-2/action-potential/" in done.stderr
