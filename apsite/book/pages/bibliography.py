"""From `references.bib`, the book's and those of chapters, to sources.

Owns the reading of BibTeX and how a source is named: by its authors and its year, as the field does.
"""

import re
from collections import Counter
from collections.abc import Iterator

from pybtex.database import Entry, Person, parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from apsite.book.pages.citations import Source
from apsite.book.text.addresses import split

_ORDINALS = {"1": "st", "2": "nd", "3": "rd"}


class BibliographyError(ValueError):
    """BibTeX that cannot be read; `file` (of those that were given, from 0) and `line` are where.

    `first`: where another entry of the same key stands, if that is what is wrong.
    """

    def __init__(self, message: str, line: int, file: int = 0, first: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.line, self.file, self.first = line, file, first


def read_bibliography(*bibtex: str, differing: list[BibliographyError] | None = None) -> dict[str, Source]:
    """Return the sources of BibTeX files by key. Sources of one label are told apart by a, b, c.

    A source may stand in several files, if it is the same in all of them; the first holds, and what differs from it is
    added to `differing`. Raises BibliographyError for what cannot be read.
    """
    entries: dict[str, Entry] = {}
    first: dict[str, tuple[str, tuple[int, int]]] = {}
    for file, text in enumerate(bibtex):
        lines = _lines(text)
        for key, entry in _entries(text, file).items():
            place = (file, lines.get(key.casefold(), 1))
            known, where = first.setdefault(key.casefold(), (key, place))
            entries.setdefault(known, entry)
            if differing is not None and (what := _difference(entries[known], entry)):
                differing.append(BibliographyError(f"'{key}' has another {what}", place[1], file, where))
    return _sources(entries)


def _entries(bibtex: str, file: int) -> dict[str, Entry]:
    """Return the entries of one file, each of which can be shown."""
    try:
        entries: dict[str, Entry] = dict(parse_string(bibtex, "bibtex").entries.items())
    except PybtexError as error:
        raise BibliographyError(str(error), getattr(error, "lineno", None) or _repeated(bibtex), file) from error
    for key, entry in entries.items():
        try:  # each of its fields is LaTeX, which is read now
            _names(entry)
            _source(key, entry, "", "")
        except (PybtexError, ValueError, IndexError, RecursionError) as error:
            line = bibtex.count("\n", 0, max(bibtex.find(key), 0)) + 1
            raise BibliographyError(f"'{key}' cannot be read: {error}", line, file) from error
    return entries


def _difference(one: Entry, other: Entry) -> str:
    """Return what two entries differ in, "" if they are the same but for line breaks and the order of their fields."""
    if one.type != other.type:
        return "type"
    mine, theirs = (
        {name.casefold(): " ".join(value.split()) for name, value in each.fields.items()}
        | {role.casefold(): list(map(str, people)) for role, people in each.persons.items()}
        for each in (one, other)
    )
    return next((name for name in sorted({*mine, *theirs}) if mine.get(name) != theirs.get(name)), "")


def _sources(entries: dict[str, Entry]) -> dict[str, Source]:
    labels = {key: f"{_names(entry)} {_field(entry, 'year')}" for key, entry in entries.items()}
    count = Counter(labels.values())
    seen: Counter[str] = Counter()
    sources = {}
    for key, entry in entries.items():
        label = labels[key]
        letter = chr(ord("a") + seen[label] % 26) if count[label] > 1 else ""
        seen[label] += 1
        sources[key] = _source(key, entry, label + letter, letter)
    return sources


def _begun(bibtex: str) -> Iterator[tuple[str, int]]:
    """Yield the key of each entry, in small letters, and its line."""
    for entry in re.finditer(r"^[ \t]*@\w+[ \t]*\{\s*([^,\s]+)", bibtex, re.MULTILINE):
        yield entry[1].casefold(), bibtex.count("\n", 0, entry.start()) + 1


def _lines(bibtex: str) -> dict[str, int]:
    """Return the line of each entry by its key, in small letters."""
    return dict(_begun(bibtex))


def _repeated(bibtex: str) -> int:
    """Return the line of the first entry whose key another has before it, or 1."""
    seen: set[str] = set()
    for key, line in _begun(bibtex):
        if key in seen:
            return line
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
