"""What a page says of itself at its top, between lines of three dashes.

Owns which keys there are, what each may hold, and which are obeyed. The keys are those of the open textbooks that are
made with Jekyll, so that their pages can be used as they are; where the pages stand is left to `navigation`.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from apsite.book.text import safe_yaml
from apsite.book.text.faults import Fault, nearest

OBEYED = (
    "title", "parent", "grand_parent", "nav_order", "nav_exclude", "has_children", "under_construction", "released",
    "search_exclude", "description", "hide", "permalink", "redirect_from", "glossary", "lang", "author", "authors",
    "child_nav_order", "numbers_in_a_sentence", "goals", "minutes", "needs",
)  # fmt: skip
ACCEPTED = (
    "layout", "has_toc", "ancestor", "date", "tags", "image", "published", "toc",
    "last_modified_date", "math", "mathjax", "categories",
)  # fmt: skip
SWITCHES = ("under_construction", "released", "has_children", "nav_exclude", "search_exclude")

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_OPENED = re.compile(r"\A---[ \t]*\n[\w-]+[ \t]*:")
_KEY = re.compile(r"([\w-]+)[ \t]*:")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class FrontMatter:
    """A page's account of itself.

    `parent` is the title of the page above it and `grand_parent` that of the page above its parent, "" if it names
    none; `order` its place among its siblings: a number, a word, or none, which come in this order; the pages below one
    that is `backwards` stand in the opposite order; `addresses` are those under which links of its own book find it;
    a page that is not `listed` stands outside the navigation; with
    `glossary` false, terms are not explained on it, nor on those below it in its folder; `lang` is its language; `hide`
    names parts of the theme that the page does without; `authors` are the names
    of those who wrote it; `numbers`, how many checked numbers a sentence of its text may have at most, None for as many
    as it likes. For lecturers: the `goals` of learning, the `minutes` that the page takes, 0 if it does not
    say so, and what it `needs`, pages as a link names them. `lines` is the line of each key.
    """

    file: str
    title: str
    order: float | str | None = None
    parent: str = ""
    grand_parent: str = ""
    description: str = ""
    under_construction: bool = False
    released: bool = True
    listed: bool = True
    searched: bool = True
    has_children: bool | None = None
    backwards: bool = False
    glossary: bool = True
    lang: str = ""
    hide: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    numbers: int | None = None
    goals: tuple[str, ...] = ()
    minutes: int = 0
    needs: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    def fault(self, key: str, message: str, docs: str) -> Fault:
        """Return a fault at the line of the front matter that holds `key`."""
        return Fault(f"{docs}/{self.file}", self.lines.get(key, 1), message)

    @property
    def number(self) -> float:
        """Return its place among its siblings, 0 if that is not a number."""
        return self.order if isinstance(self.order, int | float) else 0.0

    @property
    def place(self) -> tuple[int, float, str, str, str]:
        """Return what pages of one parent are sorted by: numbers first, then words, then titles."""
        word = self.order if isinstance(self.order, str) else ""
        kind = 2 if self.order is None else 1 if word else 0
        return kind, self.number, word.casefold(), self.title.casefold(), self.file

    @property
    def meta(self) -> dict[str, Any]:
        """Return what the theme's templates may know of the page. They write it into the page as it is."""
        meta: dict[str, Any] = {"title": html.escape(self.title), "under_construction": self.under_construction}
        if self.description:
            meta["description"] = html.escape(self.description)
        if self.under_construction or not self.searched:
            meta["search"] = {"exclude": True}
        if self.hide:
            meta["hide"] = list(self.hide)
        return meta


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the YAML at the top of a page ("" if there is none) and what follows it."""
    match = _FRONT_MATTER.match(text)
    return (match["yaml"] or "", text[match.end() :]) if match else ("", text)


@lru_cache(maxsize=8192)
def read_front_matter(file: str, text: str, docs: str = "docs") -> tuple[FrontMatter | None, tuple[Fault, ...]]:
    """Return what the page `file`, whose whole text is `text`, says of itself, and what is wrong with it.

    A page that cannot be placed has none.
    """
    source = split_front_matter(text)[0]
    lines = {match[1]: number for number, line in enumerate(source.split("\n"), 2) if (match := _KEY.match(line))}
    name = f"{docs}/{file}"
    try:
        facts = safe_yaml.load(source) or {}
    except safe_yaml.UnreadableError as error:
        return None, (Fault(name, error.line + 1, f"front matter: {error}."),)
    if not source and _OPENED.match(text):
        message = "the top of the page has no end. Write --- on a line of its own beneath it."
        return None, (Fault(name, 1, message),)
    if not isinstance(facts, dict) or facts.get("title") in (None, ""):
        return None, (Fault(name, 1, "the page has no title. Write title: at its top, between --- lines."),)
    reading = _Reading(name, facts, lines)
    page = FrontMatter(
        file=file,
        title=reading.text("title"),
        order=reading.order("nav_order"),
        parent=reading.text("parent"),
        grand_parent=reading.text("grand_parent"),
        description=" ".join(reading.text("description", plain=False).split()),
        under_construction=bool(reading.switch("under_construction", False)),
        # `published` is Jekyll's own word for the same.
        released=bool(reading.switch("released", True)) and facts.get("published") is not False,
        listed=not reading.switch("nav_exclude", False),
        searched=not reading.switch("search_exclude", False),
        has_children=reading.switch("has_children", None),
        backwards=reading.backwards("child_nav_order"),
        glossary=bool(reading.switch("glossary", True)),
        lang=reading.language("lang"),
        hide=reading.words("hide"),
        addresses=(*reading.addresses("permalink"), *reading.addresses("redirect_from")),
        authors=(*reading.names("author"), *reading.names("authors")),
        numbers=reading.count("numbers_in_a_sentence"),
        goals=reading.sentences("goals"),
        minutes=reading.minutes("minutes"),
        needs=reading.sentences("needs"),
        lines=lines,
    )
    reading.look_for_slips()
    return (None if reading.placeless else page), tuple(reading.faults)


@dataclass
class _Reading:
    """Takes values out of YAML, each with its fault if it is of the wrong kind."""

    name: str
    facts: dict[Any, Any]
    lines: Mapping[str, int]
    faults: list[Fault] = field(default_factory=list)
    placeless: bool = False

    def fault(self, key: str, message: str) -> None:
        found = Fault(self.name, self.lines.get(key, 1), message)
        if found not in self.faults:
            self.faults.append(found)

    def text(self, key: str, plain: bool = True) -> str:
        value = self.facts.get(key)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.placeless |= plain
            self.fault(key, f"{key} is text. Write {key}: and some words, in quotation marks if a colon is among them.")
            return ""
        text = str(value).strip()
        if plain and (_CONTROL.search(text) or "<" in text or ">" in text):
            self.placeless = True
            self.fault(key, f"{key} is plain text on one line, without < and >.")
            return ""
        return text

    def order(self, key: str) -> float | str | None:
        value = self.facts.get(key)
        if value is None or (isinstance(value, int | float | str) and not isinstance(value, bool)):
            if isinstance(value, str):
                return value.strip() or None
            if value is None or abs(value) < 1e9:
                return value
        self.fault(key, f"{key} is the page's place among its siblings: a number, or a word.")
        return None

    def count(self, key: str) -> int | None:
        value = self.facts.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
            return value
        self.fault(key, f"{key} is a whole number from 1, such as 1.")
        return None

    def backwards(self, key: str) -> bool:
        value = self.facts.get(key)
        if value not in (None, "asc", "desc", "reversed"):
            self.fault(key, f"{key} is the order of the pages below this one: asc, desc or reversed.")
        return value in ("desc", "reversed")

    def language(self, key: str) -> str:
        value = self.facts.get(key)
        if value is None or (isinstance(value, str) and _LANGUAGE.fullmatch(value)):
            return value or ""
        self.fault(key, f"{key} is the code of a language, such as de or pt-BR.")
        return ""

    def addresses(self, key: str) -> tuple[str, ...]:
        value = self.facts.get(key) or []
        return tuple(str(each) for each in (value if isinstance(value, list) else [value]))

    def names(self, key: str) -> tuple[str, ...]:
        """Return names of people, however they are written: one or several, each alone or with what belongs to it."""
        value = self.facts.get(key) or []
        each = [
            one.get("name") if isinstance(one, dict) else one for one in (value if isinstance(value, list) else [value])
        ]
        return tuple(" ".join(one.split()) for one in each if isinstance(one, str) and one.strip())

    def switch(self, key: str, default: bool | None) -> bool | None:
        value = self.facts.get(key)
        if isinstance(value, str) and value.strip().lower() in ("true", "false"):
            return value.strip().lower() == "true"
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(key, f"{key} is true or false, not '{value}'.")
        return default

    def words(self, key: str) -> tuple[str, ...]:
        value = self.facts.get(key) or []
        if isinstance(value, list) and all(isinstance(each, str) and each.isalpha() for each in value):
            return tuple(value)
        self.fault(key, f"{key} is a list of words, such as [navigation, toc].")
        return ()

    def sentences(self, key: str) -> tuple[str, ...]:
        """Return a list of plain texts, or the one that stands alone."""
        value = self.facts.get(key) or []
        listed = value if isinstance(value, list) else [value]
        texts = tuple(" ".join(str(each).split()) for each in listed)
        plain = all(isinstance(each, str | int | float) and not isinstance(each, bool) for each in listed)
        if plain and all(text and not re.search(r"[<>\x00-\x1f\x7f]", text) for text in texts):
            return texts
        self.fault(key, f"{key} is a list of plain texts, each behind a hyphen, without < and >.")
        return ()

    def minutes(self, key: str) -> int:
        value = self.facts.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 600):
            return value or 0
        self.fault(key, f"{key} is a whole number of minutes, from 1 to 600.")
        return 0

    def look_for_slips(self) -> None:
        """Report keys that are all but one that is obeyed. Others that nobody knows are left alone."""
        for key in self.facts:
            if str(key) in OBEYED or str(key) in ACCEPTED:
                continue
            close = nearest(str(key), OBEYED, cutoff=0.8)
            if close.startswith("Did you mean"):
                self.fault(str(key), f"front matter has no key '{key}'. {close}")
