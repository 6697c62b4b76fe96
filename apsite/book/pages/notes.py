"""What is said of a number, a term and a source where they stand: the title of their link, one thing a line.

Owns these lines. A browser shows them as they are where no script runs; `assets/javascripts/notes.js` makes a small
window of them, in which the last line of a number leads to its row.
"""

from apsite.book.model.model import Value
from apsite.book.model.quantities import typeset
from apsite.book.pages.book import Book
from apsite.book.pages.citations import Source


def of_value(book: Book, value: Value) -> str:
    """Return three lines: the value as it came out, what it is and how it was measured, and where it is from."""
    return "\n".join([typeset(value.value, value.decimals, value.unit), value.definition, _origin(book, value)])


def _origin(book: Book, value: Value) -> str:
    """Return the title of the experiment that published `value`, or, of a parameter, its source."""
    if value.measured:
        return f"Experiment: {value.experiment}"
    parameter = next(each for each in book.model.parameters if value.name == f"parameters.{each.name}")
    source = book.bibliography.sources.get(parameter.source)
    where = ", ".join(filter(None, [source.label, parameter.locator])) if source else ""
    return f"Parameter of the model ({where})" if where else "Parameter of the model"


def of_source(source: Source) -> str:
    """Return the reference and, in a second line, the address at which it is found, if that is known."""
    return "\n".join(filter(None, [source.description, source.url]))
