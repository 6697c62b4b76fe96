"""Pages as Markdown made them, kept in the store: an edit of one has one rendered, and not the book.

Owns what a page's rendering stands on, and what it leaves in the book beside its HTML. It stands on its own text, on
the pictures that this names, and on what it shares with all others: every number of the model, what the others say of
themselves, the files that there are, the configuration, and publishing's own sources. A page is kept if nothing was
found in it, of which somebody would have to be told again, and if it took no other picture.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from apsite.book.edition.edition import Edition
from apsite.book.pages.book import GLOSSARY, Anchored, Book, Embed
from apsite.book.pages.figures import schematics, uses
from apsite.book.production.tasks import Request
from apsite.book.production.workers import Answer, ProductionError
from apsite.book.text.front_matter import split_front_matter
from apsite.book.text.texts import files_under
from apsite.libraries import versions

#: What is loaded by its name in mkdocs.yml, with all that renders a page.
LIBRARIES = ("material", "pymdownx", "pygments", "mkdocs_jupyter")
#: What this build works in, which is another folder each time.
PLACES = {"site_dir", "docs_dir", "config_file_path", "watch", "hooks"}
_MKDOCS = logging.getLogger("mkdocs")


class Renditions:
    """The pages of an `edition`, rendered into `book`, or taken from the store; `files` are those of the build."""

    def __init__(self, edition: Edition, book: Book, config: MkDocsConfig, files: Files) -> None:
        self.edition = edition
        self.book = book
        self.config = config
        self.files = files
        self.store = edition.producer.store

    def render(self, page: Page, rendered: Callable[[], None]) -> None:
        """Give `page` its HTML, its headings and its anchors, which `rendered` does otherwise."""
        own = repr(replace(self.book.page, notebook=None))
        pictures = self._pictures_in(page.markdown or "")
        request = ["rendition", self._common, own, page.markdown, str(page.meta), pictures]
        if (kept := self.store.get(request)) is not None and self._restored(page, json.loads(kept["page.json"])):
            return
        used, found = {*self.store.used}, self._found()
        with _own(self.book), _Heard() as heard, _Seen(self.book) as seen:
            rendered()
            told = self._told(page, self.store.used - used)
        silent = _MKDOCS.getEffectiveLevel() > logging.INFO  # what it would say is not heard
        if (
            not (silent or heard.something)
            and self._found() == found
            and seen.names <= {name for name, known in pictures.items() if known}
        ):
            self.store.put(request, {"page.json": json.dumps(told).encode()})

    def _found(self) -> int:
        return len(self.book.faults) + len(self.book.warnings) + len(self.book.corrections)

    @cached_property
    def _common(self) -> str:
        """Return the digest of all that stands behind every page, before the first of them is rendered."""
        edition, config, book = self.edition, self.config, self.book
        shared = {
            "model": repr(book.model),
            "results": sorted(self.store.used - edition.producer.apart),
            "sources": edition.producer.sources.digest("apsite.book.site.hook", "apsite.book.site.site"),
            "libraries": [versions(name) for name in LIBRARIES],
            "settings": {name: value for name, value in config.items() if name not in PLACES},
            "plugins": {name: getattr(plugin, "config", "") for name, plugin in config.plugins.items()},
            "files": sorted((file.src_uri, file.url, file.inclusion.name) for file in self.files),
            "beside": sorted(path.relative_to(edition.docs).as_posix() for path in files_under(edition.docs, "*")),
            "tops": {source: split_front_matter(text)[0] for source, text in edition.texts.items()},
            "glossaries": {source: text for source, text in edition.texts.items() if Path(source).name == GLOSSARY},
            "bibliographies": edition.bibliographies.texts,
            "tabled": book.tabled,
            "cited": sorted(book.bibliography.used),
            "faults": [str(fault) for fault in book.faults],
        }
        return hashlib.sha256(json.dumps(shared, sort_keys=True, default=_named).encode()).hexdigest()

    def _pictures_in(self, text: str) -> dict[str, str]:
        """Return the digests of the pictures, as far as there are any, that the Markdown `text` names.

        Those of a figure that a page starts otherwise are on its page alone as well, as they are without options.
        """
        experiments = self.book.model.experiments
        named = [(name, options) for name, own in uses(text, experiments) for options in (own, {})]
        requests = [Request.experiment(name, options) for name, options in named]
        answers: dict[str, Answer | None] = {str(each): self.edition.runs.get(each) for each in requests}
        answers |= {_schematic(name): self.book.schematics.get(name) for name in schematics(text)}
        return {name: _digest_of(each) for name, each in answers.items() if isinstance(each, Mapping)}

    @cached_property
    def _pictures(self) -> dict[str, bytes]:
        """Return the files that pages can show, by their digests."""
        made = (*self.edition.runs.values(), *self.book.schematics.values())
        answers = [each for each in made if not isinstance(each, ProductionError)]
        return _by_digest(*answers, *(notebook.files for notebook in self.book.notebooks.values()))

    def _told(self, page: Page, used: set[str]) -> dict[str, Any]:
        """Return all that came of the rendering of a page, as JSON."""
        links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
        return {
            "content": page.content,
            "title": page._title_from_render,
            "toc": [_token(each) for each in page.toc],
            "anchors": sorted(page.present_anchor_ids or ()),
            "links": links,
            "assets": {path: _digest(content) for path, content in self.book.assets.items()},
            "leads": self.book.leads,
            "embeds": {name: asdict(embed) for name, embed in self.book.embeds.items()},
            "scripted": sorted(self.book.scripted),
            "anchored": [[each.line, each.target, each.anchor, each.address] for each in self.book.anchored],
            "used": sorted(used),
        }

    def _restored(self, page: Page, told: dict[str, Any]) -> bool:
        """Have all as if `page` had been rendered; False, and nothing is changed, if something is not at hand."""
        links = {self.files.get_file_from_path(source): anchors for source, anchors in told["links"].items()}
        contents = self._pictures
        if None in links or not {*told["assets"].values()} <= contents.keys():
            return False
        if not all((self.store.root / name).is_dir() for name in told["used"]):
            return False
        page.content = told["content"]
        page._title_from_render = told["title"]
        page.toc = get_toc(told["toc"])
        page.present_anchor_ids = set(told["anchors"])
        page.links_to_anchors = links  # type: ignore[assignment]
        book = self.book
        book.assets |= {path: contents[digest] for path, digest in told["assets"].items()}
        book.leads |= told["leads"]
        book.embeds = {name: Embed(**embed) for name, embed in told["embeds"].items()} | book.embeds
        book.scripted |= {*told["scripted"]}
        book.anchored += [Anchored(book.page, *rest) for rest in told["anchored"]]
        self.store.used |= {*told["used"]}
        return True


@contextmanager
def _own(book: Book) -> Iterator[None]:
    """Let a page leave what it leaves in an empty book, whichever pages came before, and add that to the whole.

    Of what two pages leave, that of the first stays.
    """
    whole = {name: getattr(book, name) for name in _LEFT}
    for name, kind in _LEFT.items():
        setattr(book, name, kind())
    try:
        yield
    finally:
        for name, kind in _LEFT.items():
            before, own = whole[name], getattr(book, name)
            setattr(book, name, before + own if kind is list else own | before)


#: What pages leave in the book, beside what was found in them.
_LEFT: dict[str, type] = {"assets": dict, "leads": dict, "embeds": dict, "scripted": set, "anchored": list}


class _Seen:
    """Takes down the names of the pictures that are asked for meanwhile."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.names: set[str] = set()

    def __enter__(self) -> "_Seen":
        self.figure, self.schematics = self.book.figure, self.book.schematics
        self.book.figure, self.book.schematics = self._figure, _Watched(self.schematics, self.names)
        return self

    def __exit__(self, *error: object) -> None:
        self.book.figure, self.book.schematics = self.figure, self.schematics

    def _figure(self, name: str, options: Mapping[str, float]) -> Mapping[str, bytes]:
        self.names.add(str(Request.experiment(name, options)))
        return self.figure(name, options)


class _Watched(dict[str, Answer]):
    """Schematics by name, which takes down those that are `seen`."""

    def __init__(self, schematics: Mapping[str, Answer], seen: set[str]) -> None:
        super().__init__(schematics)
        self.seen = seen

    def get(self, name: str, default: Any = None) -> Any:
        """Return the one of this name."""
        self.seen.add(_schematic(name))
        return super().get(name, default)


class _Heard(logging.Handler):
    """Hears whether MkDocs says something meanwhile."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.something = False

    def emit(self, record: logging.LogRecord) -> None:
        """Take it down."""
        self.something = True

    def __enter__(self) -> "_Heard":
        _MKDOCS.addHandler(self)
        return self

    def __exit__(self, *error: object) -> None:
        _MKDOCS.removeHandler(self)


def _token(each: AnchorLink) -> dict[str, Any]:
    """Return a heading as Markdown tells of it."""
    return {"name": each.title, "id": each.id, "level": each.level, "children": [*map(_token, each.children)]}


def _named(thing: object) -> object:
    """Return what stands for a part of the configuration: what it holds, or its name."""
    return {**thing} if isinstance(thing, Mapping) else str(getattr(thing, "__qualname__", type(thing).__qualname__))


def _by_digest(*files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {_digest(content): content for each in files for content in each.values()}


def _schematic(name: str) -> str:
    return f"the schematic {name}"


def _digest_of(files: Mapping[str, bytes]) -> str:
    return _digest(json.dumps({name: _digest(content) for name, content in sorted(files.items())}).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
