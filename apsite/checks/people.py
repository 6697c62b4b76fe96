"""The names of the field's people: those whom the book cites, and those after whom its laws and things are called."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher, get_close_matches

from apsite.book.text.faults import Fault
from apsite.checks.reading import Reading
from apsite.checks.wording import blank

#: Of those who are not cited, or not under this name.
EPONYMS = frozenset(
    {
        "Bernstein", "Boltzmann", "Curtis", "Faraday", "Galvani", "Goldman", "Helmholtz", "Hopf", "Kirchhoff", "Nernst",
        "Poisson", "Ranvier", "Schwann", "Young",
    }
)  # fmt: skip
_CAPITALIZED = re.compile(r"\b[A-ZÀ-Þ][\w-]{4,}\b")
#: Two words so much alike are one, misspelt.
_ALIKE = 0.82


def known(authors: Iterable[str]) -> frozenset[str]:
    """Return the family names in the sources' `authors` ("Hodgkin A. L. & Huxley A. F."), and the eponyms."""
    return EPONYMS | {name for each in authors for name in _CAPITALIZED.findall(each)}


def check_people(page: Reading, names: frozenset[str]) -> Iterator[Fault]:
    """Yield the names on a page that are nearly one of `names`, at their lines."""
    prose = blank(page.text)
    for found in _CAPITALIZED.finditer(prose):
        word = found[0]
        if word in names or word.removesuffix("s") in names or word.casefold() in prose.replace(word, "").split():
            continue
        near = get_close_matches(word, names, n=1, cutoff=_ALIKE)
        if near and near[0][0] == word[0] and SequenceMatcher(None, word, near[0]).quick_ratio() >= _ALIKE:
            line = prose.count("\n", 0, found.start()) + 1
            yield page.fault(line, f"'{word}' is nearly a name of the field. Did you mean {near[0]}?")
