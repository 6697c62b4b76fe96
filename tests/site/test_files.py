"""The built files themselves: every link leads somewhere, every page names itself, two builds are one."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from fontTools.ttLib import TTFont

from apsite.cache import cache_root
from tests.site import support

every_page = pytest.mark.parametrize("path", support.source_pages())


class Document(HTMLParser):
    """What a page links to, and what it can be linked by."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.meta: dict[str, str] = {}
        self.language = ""
        self.text = ""
        self.feed(file.read_text(encoding="utf-8"))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.tags[tag] += 1
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.links += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "meta":
            self.meta[given.get("name", "")] = given.get("content", "")
        if tag == "html":
            self.language = given.get("lang", "")


@cache
def read(file: Path) -> Document:
    return Document(file)


def target(site: Path, address: str) -> Path:
    file = site / unquote(address).lstrip("/")
    return file / "index.html" if file.is_dir() else file


def test_every_source_page_is_built(site: Path) -> None:
    built = {file.parent.relative_to(site).as_posix() for file in site.rglob("index.html")}
    assert {page for page in built if not page.startswith(("embed/", "teach/"))} == {
        page.strip("/") or "." for page in support.source_pages()
    }


@every_page
def test_every_link_leads_somewhere(path: str, site: Path) -> None:
    dead = []
    for link in read(target(site, path)).links:
        parts = urlsplit(urljoin(f"http://book{path}", link))
        if parts.netloc != "book":
            continue
        file = target(site, parts.path)
        anchored = (
            not parts.fragment
            or file.suffix != ".html"
            or (file.is_file() and (unquote(parts.fragment) in read(file).ids))
        )
        if not (file.is_file() and anchored):
            dead.append(link)
    assert not dead


@every_page
def test_a_page_names_itself(path: str, site: Path) -> None:
    page = read(target(site, path))
    assert page.language == "en"
    assert page.tags["title"] >= 1
    assert page.tags["h1"] == 1
    assert 25 <= len(page.meta.get("description", "")) <= 200, "the description that a search engine shows"
    assert [name for name, times in page.ids.items() if times > 1] == []


@cache
def characters(fonts: Path) -> set[int]:
    """Code points that the fonts of a folder can draw."""
    return {code for file in fonts.glob("*.woff2") for code in TTFont(file).getBestCmap()}


@every_page
def test_every_character_is_in_a_font_of_the_site(path: str, site: Path) -> None:
    drawn = characters(site / "assets" / "fonts")
    assert {character for character in read(target(site, path)).text if ord(character) not in drawn} <= {"\n"}


def test_descriptions_differ(site: Path) -> None:
    described = Counter(read(target(site, page)).meta.get("description") for page in support.source_pages())
    assert [text for text, times in described.items() if times > 1] == []


def digests(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_the_search_finds_experiments_but_loads_no_tables_of_their_values(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text())
    sections = {entry["location"]: entry["text"] for entry in index["docs"]}
    text = sections["model/experiments/#all-or-nothing"]
    assert "grows beyond it" in text
    assert "threshold.amplitude" not in text


@pytest.mark.thorough
def test_two_builds_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """The second has a store of its own, which is never filled from the first: each result was made twice.

    It is kept beside the first, so that what has not changed since is not made a third time.
    """
    second = support.cache_with_machine_code(cache_root() / "second")
    support.build(tmp_path / "site", APSITE_CACHE=second)
    first, again = digests(site), digests(tmp_path / "site")
    assert {name for name in first | again if first.get(name) != again.get(name)} == set()
