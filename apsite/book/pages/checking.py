"""Whether what is written, or what a notebook's cell gave, is what the model says.

Owns the faults of numbers and of cells. They are reported at the line that is marked in `marked`.
"""

from dataclasses import replace
from math import inf

from apsite.book.model.corrections import Correction
from apsite.book.model.model import Value
from apsite.book.model.quantities import NUMBER, pretty, read, rounded, typeset
from apsite.book.notebooks.notebooks import Cell
from apsite.book.pages.book import Book
from apsite.book.text.faults import nearest
from apsite.book.text.lines import line_of


def named(book: Book, name: str, marked: str) -> Value | None:
    """Return the value `name` of the model; report if there is none."""
    if (value := book.model.values.get(name)) is not None:
        return value
    message = f"the model publishes no value '{name}'. {nearest(name, book.model.values)}"
    if book.model.failed:
        message += f" The values of {', '.join(sorted(book.model.failed))} are missing, because it failed."
    book.report(marked, message)
    return None


def check(book: Book, value: Value, text: str, distance: str | None, marked: str) -> None:
    """Report if the number in `text` is not `value`, or further away from it than `distance`."""
    shown = typeset(value.value, value.decimals, value.unit)
    unread = Correction(book.page.file, line_of(marked) or 0, value.name, text)

    def report(message: str, correction: Correction = unread) -> None:
        book.corrections.append(correction)
        book.report(marked, message)

    try:
        tolerance = None if distance is None else _distance(distance)
    except ValueError:
        return report(f"'~{distance}' is not a distance. Write model:{value.name}~2.")
    try:
        written = read(text)
    except ValueError as error:
        return report(f"'{text}' {error}. A checked number is exactly one, such as [{shown}](model:{value.name}).")
    if value.unit != "1" and not written.unit:
        return report(f"'{text}' has no unit, and {value.name} is {shown}. Write its unit.")
    try:
        measured = book.convert(value.value, value.unit, written.unit or "1")
    except ValueError:
        return report(f"the unit '{written.unit}' in '{text}' does not fit {value.name}, which is {shown}.")
    if not written.holds(measured, tolerance):
        nearest_to = f"{rounded(measured, written.decimals)} {pretty(written.unit or '1')}".strip()
        allowed = "" if tolerance is None else f", further away than {distance}"
        report(
            f"'{text}' does not hold: {value.name} is {shown}, which rounds to {nearest_to}{allowed}.",
            replace(unread, written=written, value=measured),
        )
    return None


def _distance(text: str) -> float:
    """Return how far a number may be off. Raises ValueError if `text` is no such distance."""
    if not 0 <= (distance := float(text)) < inf:
        raise ValueError("less than nothing, or without end")
    return distance


def look_at(book: Book, cell: Cell, marked: str) -> None:
    """Report if `cell` printed anything else than its `checks` name, or has a figure and no alt text."""
    if book.page.notebook and book.page.notebook.foreign:
        if not cell.alt and (cell.pictures or any('alt=""' in item.get("html", "") for item in cell.items)):
            where = "Say what it shows: `alt` in the cell's metadata, or a tag `alt:...`."
            book.report(marked, f"the cell gives a picture and has no alternative text. {where}", unfinished=True)
        return
    if len(cell.pictures) > 1:
        book.report(marked, "the cell draws several figures, and a cell has one alt text. Give each a cell.")
    if bool(cell.pictures) != bool(cell.alt):
        what = "a figure and no alt text" if cell.pictures else "an alt text and no figure"
        book.report(marked, f'the cell has {what}. Say in its header what its figure shows: # %% alt="...".')
    lines = [line.strip() for line in cell.printed.split("\n") if NUMBER.search(line)]
    if cell.checks and len(lines) != len(cell.checks):
        counts = f"'checks' names {len(cell.checks)}, and {len(lines)} of the printed lines have a number"
        book.report(marked, f"{counts}: name each.")
    for name, line in zip(cell.checks, lines, strict=False):
        if (value := named(book, name, marked)) is not None:
            check(book, value, line, None, marked)
