"""From `docs/references.bib` to sources.

Owns the reading of BibTeX and how a source is named: by its authors and its year, as the field does.
"""

import re
from collections import Counter

from pybtex.database import Entry, Person, parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from apsite.book.pages.citations import Source
from apsite.book.text.addresses import split

_ORDINALS = {"1": "st", "2": "nd", "3": "rd"}


class BibliographyError(ValueError):
    """BibTeX that cannot be read; `line` is where."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def read_bibliography(bibtex: str) -> dict[str, Source]:
    """Return the sources of a BibTeX file by key. Sources of one label are told apart by a, b, c.

    Raises BibliographyError.
    """
    try:
        entries = parse_string(bibtex, "bibtex").entries
    except PybtexError as error:
        raise BibliographyError(str(error), getattr(error, "lineno", None) or _repeated(bibtex)) from error
    labels = {}
    for key, entry in entries.items():
        try:  # each of its fields is LaTeX, which is read now
            labels[key] = f"{_names(entry)} {_field(entry, 'year')}"
            _source(key, entry, "", "")
        except (PybtexError, ValueError, IndexError, RecursionError) as error:
            line = bibtex.count("\n", 0, max(bibtex.find(key), 0)) + 1
            raise BibliographyError(f"'{key}' cannot be read: {error}", line) from error
    count = Counter(labels.values())
    seen: Counter[str] = Counter()
    sources = {}
    for key, entry in entries.items():
        label = labels[key]
        letter = chr(ord("a") + seen[label] % 26) if count[label] > 1 else ""
        seen[label] += 1
        sources[key] = _source(key, entry, label + letter, letter)
    return sources


def _repeated(bibtex: str) -> int:
    """Return the line of the first entry whose key another has before it, or 1."""
    seen: set[str] = set()
    for entry in re.finditer(r"^[ \t]*@\w+[ \t]*\{\s*([^,\s]+)", bibtex, re.MULTILINE):
        if (key := entry[1].casefold()) in seen:
            return bibtex.count("\n", 0, entry.start()) + 1
        seen.add(key)
    return 1


def _source(key: str, entry: Entry, label: str, letter: str) -> Source:
    container = _field(entry, "journal") or _field(entry, "booktitle")
    volume, pages = _field(entry, "volume"), _field(entry, "pages")
    numbers = ": ".join(filter(None, [volume, pages]))
    publisher = ", ".join(filter(None, [_field(entry, "publisher"), _field(entry, "address")]))
    edition = _field(entry, "edition")
    edition = f"{edition}{_ORDINALS.get(edition, 'th')} edition" if edition.isdecimal() else edition
    doi = entry.fields.get("doi", "")
    return Source(
        key=key,
        label=label,
        authors=_join([_full_name(person) for person in _people(entry)]),
        year=_field(entry, "year") + letter,
        title=_field(entry, "title").rstrip("."),
        container=container,
        place=", ".join(filter(None, [numbers, edition, publisher])),
        url=_address(f"https://doi.org/{doi}" if doi else entry.fields.get("url", "")),
    )


def _address(text: str) -> str:
    """Return an address where a source is found. Raises ValueError if it is none."""
    address = text.strip()
    if address and split(address).scheme not in ("http", "https"):
        raise ValueError(f"its address is not one that a page may lead to: {address[:100]}")
    return address


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
