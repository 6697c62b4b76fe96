"""Sources: `[@hodgkin1952, p. 520]` and `[see @kandel2021; also @hodgkin1952]` in the text, and the list of references.

Owns how a source is cited and described, and the mark `[@model]`, which stands where a source would and says that there
is none: what the sentence tells was found in the model alone. That a page cites a source that does not exist is
reported by the extension.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

#: What an author writes behind a finding of the model's, and what a reader reads there.
MODEL = "@model"
OF_THE_MODEL = "in the model"
CITATION = re.compile(r"\[((?:[^\[\]@]*[\s;])?-?@[A-Za-z][^\[\]]*)\](?![(\[])")
_ITEM = re.compile(r"(?P<before>[^@]*?)-?@(?P<key>\w(?:[\w:.-]*\w)?)(?:(?:\s*,\s*|\s+)(?P<locator>[^;]+))?")
#: How other programs' Markdown names sources besides, as it lies in a page: `@key` in the text, `{cite:p}` with keys.
_NAMED = re.compile(r"@(\w(?:[\w:.-]*\w)?)|\{(?:foot)?cite[\w:]*\}`([^`\n]+)`")


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
    """The sources by key; `used` are those that a page or a parameter names. What could not be `read` lacks none."""

    sources: dict[str, Source] = field(default_factory=dict)
    used: frozenset[str] = frozenset()
    read: bool = True

    def listed(self) -> list[Source]:
        """Return the sources in use, by author and year."""
        used = [source for key, source in self.sources.items() if key in self.used]
        return sorted(used, key=lambda source: (source.authors.casefold(), source.year, source.label))

    def unused(self) -> set[str]:
        """Return the keys that nothing names."""
        return self.sources.keys() - self.used


class Cited(NamedTuple):
    """A source in a citation: the words `before` it, its key, and where in it ("" if that is not said)."""

    before: str
    key: str
    locator: str


def cited(text: str) -> list[Cited]:
    """Return each source that a citation names: "@a; see @b, p. 3" names two.

    Raises ValueError if it is none.
    """
    found = []
    for item in text.split(";"):
        match = _ITEM.fullmatch(item.strip())
        if match is None:
            raise ValueError(item.strip())
        before, locator = (re.sub(r"[*_]", "", words or "").strip() for words in match.group("before", "locator"))
        found.append(Cited(before, match["key"], locator))
    return found


def keys(text: str) -> set[str]:
    """Return what may be the key of a source that the Markdown `text` names."""
    found = _NAMED.findall(text)
    return {key for one, several in found for key in [one, *re.split(r"\s*,\s*", several.strip())] if key}
