"""Sources: `[@hodgkin1952, p. 520]` in the text, and the list of references.

Owns the reading of `docs/references.bib` and how a source is named and described. That a page cites a
source that does not exist is reported by the extension.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from pybtex.database import Entry, Person, parse_string
from pybtex.richtext import Text

CITATION = re.compile(r"\[(@[^\]]+)\]")
_ITEM = re.compile(r"@(?P<key>[\w:.-]+)(?:\s*,\s*(?P<locator>[^;]+))?")


@dataclass(frozen=True)
class Source:
    """A source: how the text names it ("Hodgkin & Huxley 1952"), and what is said of it in full.

    `container` is the journal or book that it is in ("" if it stands alone), `place` volume and pages, or
    the publisher, `url` where it is found ("" if that is not known).
    """

    key: str
    label: str
    authors: str
    year: str
    title: str
    container: str
    place: str
    url: str

    @property
    def description(self) -> str:
        """Return the full reference as plain text."""
        whole = f"{self.authors} ({self.year}). {self.title}."
        where = " ".join(filter(None, [self.container, self.place]))
        return f"{whole} {where}." if where else whole


@dataclass(frozen=True)
class Bibliography:
    """The sources by key; `used` are those that a page or a parameter names."""

    sources: dict[str, Source] = field(default_factory=dict)
    used: frozenset[str] = frozenset()

    def listed(self) -> list[Source]:
        """Return the sources in use, by author and year."""
        used = [source for key, source in self.sources.items() if key in self.used]
        return sorted(used, key=lambda source: (source.authors.casefold(), source.year, source.label))

    def unused(self) -> set[str]:
        """Return the keys that nothing names."""
        return self.sources.keys() - self.used


def cited(text: str) -> list[tuple[str, str]]:
    """Return key and locator of each source that a citation names: "@a; @b, p. 3" names two.

    Raises ValueError if it is none.
    """
    found = []
    for item in text.split(";"):
        match = _ITEM.fullmatch(item.strip())
        if match is None:
            raise ValueError(item.strip())
        found.append((match["key"], (match["locator"] or "").strip()))
    return found


def keys(text: str) -> set[str]:
    """Return the keys of all citations in the Markdown `text`."""
    return {item["key"] for citation in CITATION.finditer(text) for item in _ITEM.finditer(citation[1])}


def read_bibliography(bibtex: str) -> dict[str, Source]:
    """Return the sources of a BibTeX file. Sources of one label and year are told apart by a, b, c."""
    entries = parse_string(bibtex, "bibtex").entries
    labels = {key: f"{_names(entry)} {_field(entry, 'year')}" for key, entry in entries.items()}
    count = Counter(labels.values())
    seen: Counter[str] = Counter()
    sources = {}
    for key, entry in entries.items():
        label = labels[key]
        letter = chr(ord("a") + seen[label]) if count[label] > 1 else ""
        seen[label] += 1
        sources[key] = _source(key, entry, label + letter, letter)
    return sources


def _source(key: str, entry: Entry, label: str, letter: str) -> Source:
    container = _field(entry, "journal") or _field(entry, "booktitle")
    volume, pages = _field(entry, "volume"), _field(entry, "pages")
    numbers = ": ".join(filter(None, [volume, pages]))
    publisher = ", ".join(filter(None, [_field(entry, "publisher"), _field(entry, "address")]))
    doi = entry.fields.get("doi", "")
    return Source(
        key=key,
        label=label,
        authors=_join([_full_name(person) for person in _people(entry)]),
        year=_field(entry, "year") + letter,
        title=_field(entry, "title").rstrip("."),
        container=container,
        place=", ".join(filter(None, [numbers, publisher])),
        url=f"https://doi.org/{doi}" if doi else entry.fields.get("url", ""),
    )


def _names(entry: Entry) -> str:
    people = [_plain(" ".join([*person.prelast_names, *person.last_names])) for person in _people(entry)]
    return f"{people[0]} et al." if len(people) > 2 else _join(people)


def _people(entry: Entry) -> list[Person]:
    return list(entry.persons.get("author") or entry.persons.get("editor") or [Person("Anonymous")])


def _full_name(person: Person) -> str:
    last = " ".join([*person.prelast_names, *person.last_names])
    initials = " ".join(f"{name[0]}." for name in [*person.first_names, *person.middle_names])
    return _plain(f"{last} {initials}".strip())


def _join(names: list[str]) -> str:
    return " & ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _field(entry: Entry, name: str) -> str:
    return _plain(entry.fields.get(name, ""))


def _plain(latex: str) -> str:
    """Return BibTeX's LaTeX as text: without braces, with accents and en dashes."""
    return str(Text.from_latex(latex)).replace("--", "–")
