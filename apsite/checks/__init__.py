"""What a reviewer would otherwise have to say: `python -m apsite check`.

The one place that defines the checks of the book's text. They run here, in the tests, before a commit and in the
workflow, and need no MkDocs. What publishing itself refuses (names, numbers, unsafe HTML, places) is found by its
own rooms; the modules beside this one add what makes a page hard to read or to find.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from apsite.book.edition.edition import Edition
from apsite.book.model.corrections import Correction
from apsite.book.model.model import Model
from apsite.book.notebooks.jupyter import PLUGIN, Settings
from apsite.book.pages.book import Book
from apsite.book.pages.navigation import navigation
from apsite.book.production.production import Producer
from apsite.book.text.faults import BookError, Fault
from apsite.checks import names, people, spelling, wording
from apsite.checks.boxes import check_boxes
from apsite.checks.crowding import check_crowding
from apsite.checks.outline import check_outline
from apsite.checks.reading import plugin_options, read_pages
from apsite.checks.sources import check_sources


@dataclass(frozen=True)
class Report:
    """What was found, in order; `warnings` are what pages under construction may have. `pages` were looked at.

    `corrections` are the checked numbers among it.
    """

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    pages: int
    corrections: tuple[Correction, ...] = ()


def check(
    project: Path, producer: Producer | None = None, tell: Callable[[list[Fault]], None] = lambda faults: None
) -> Report:
    """Check the book in the checkout `project`.

    Nothing is drawn; what its numbers need is run, or taken from the store. Before that, `tell` is given what is wrong
    with names, descriptions and spelling; and, where runs are not in the store and take their time, what else is wrong
    whatever the model says.
    """
    docs = project / "docs"
    producer = producer or Producer()
    edition = Edition(docs, producer, Settings.read(plugin_options(project, PLUGIN)), drawn=False)
    drafts = {source for source, matter in edition.front.items() if matter.under_construction}
    lenient_in = {f"{docs.name}/{source}" for source in drafts | edition.withheld}
    # Pages in another language: what is known here of spelling and wording is English.
    abroad = {source for source, matter in edition.front.items() if matter.lang and matter.lang.split("-")[0] != "en"}
    misspelled = spelling.check_spelling(project, docs, {f"{docs.name}/{source}" for source in abroad})
    early = [*names.check_names(docs), *names.check_descriptions(edition), *misspelled]
    at_once = early if producer.has_all_runs() else [*early, *_without_numbers(project, edition, abroad)]
    tell(sorted({fault for fault in at_once if fault.file not in lenient_in}))
    try:
        book = edition.open()
    except BookError as error:
        return Report(tuple(sorted({*error.faults, *navigation(edition.texts, docs.name)[1]})), (), len(edition.texts))
    pages = read_pages(project, edition, book)
    each = {reading.page.source: reading for reading in pages.values()}
    book.check_anchors({source: reading.ids for source, reading in pages.items()})
    strict = [*navigation(edition.texts, docs.name)[1], *book.faults]
    own = [page for page in each.values() if page.page.source not in abroad]
    known = people.known(source.authors for source in book.bibliography.sources.values())
    lenient = [
        *early,
        *(fault for fault in names.check_descriptions(edition) if fault not in early),  # of notebooks
        *check_sources(edition.bibliographies.texts, book),
        *(
            fault
            for page in each.values()
            for fault in [*check_outline(page), *check_boxes(page), *check_crowding(page)]
        ),
        *(fault for page in own for fault in [*wording.check_wording(page), *people.check_people(page, known)]),
    ]
    # A notebook's page is made of a file of another name.
    files = {f"{docs.name}/{notebook.page}": f"{docs.name}/{source}" for source, notebook in edition.notebooks.items()}
    strict, warned, lenient = ([_in(files, fault) for fault in kind] for kind in (strict, book.warnings, lenient))
    shown = {source: files.get(f"{docs.name}/{source}", f"{docs.name}/{source}") for source in edition.front}
    drafts = {shown[source] for source in edition.front if edition.page(source).draft}
    withheld = {shown[source] for source in edition.withheld}
    warnings = [*warned, *(fault for fault in lenient if fault.file in drafts)]
    faults = [*strict, *(fault for fault in lenient if fault.file not in drafts | withheld)]
    return Report(
        tuple(sorted(set(faults))), tuple(sorted(set(warnings))), len(edition.published), tuple(book.corrections)
    )


def _without_numbers(project: Path, edition: Edition, abroad: Collection[str]) -> Iterator[Fault]:
    """Yield what is wrong with the headings and the words of pages, which need no model."""
    unmodelled = Book(Model({}, (), {}), edition.figure, lambda value, unit, to: value)
    for page in read_pages(project, edition, unmodelled).values():
        yield from check_outline(page)
        yield from check_boxes(page)
        yield from check_crowding(page)
        if page.page.source not in abroad:
            yield from wording.check_wording(page)


def _in(files: Mapping[str, str], fault: Fault) -> Fault:
    return replace(fault, file=files.get(fault.file, fault.file))
