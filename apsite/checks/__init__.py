"""What a reviewer would otherwise have to say: `python -m apsite check`.

The one place that defines the checks of the book's text. They run here, in the tests, before a commit and in the
workflow, and need no MkDocs. What publishing itself refuses (names, numbers, unsafe HTML, places) is found by its
own rooms; the modules beside this one add what makes a page hard to read or to find.
"""

from dataclasses import dataclass
from pathlib import Path

from apsite.checks import names, spelling, wording
from apsite.checks.links import check_links
from apsite.checks.outline import check_outline
from apsite.checks.reading import read_pages
from apsite.checks.sources import check_sources
from apsite.publishing.edition import Edition
from apsite.publishing.faults import BookError, Fault
from apsite.publishing.navigation import navigation
from apsite.publishing.production import Producer


@dataclass(frozen=True)
class Report:
    """What was found, in order; `warnings` are what pages under construction may have. `pages` were looked at."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    pages: int


def check(project: Path, producer: Producer | None = None) -> Report:
    """Check the book in the checkout `project`. Experiments that its pages name are run, or taken from the store."""
    docs = project / "docs"
    edition = Edition(docs, producer or Producer())
    strict = navigation(edition.texts, docs.name)[1]
    try:
        book = edition.open()
    except BookError as error:
        return Report(tuple(sorted({*error.faults, *strict})), (), len(edition.texts))
    pages = read_pages(project, edition, book)
    strict += book.faults + check_links(docs, pages, edition.withheld)
    lenient = [
        *names.check_names(docs),
        *names.check_descriptions(edition),
        *spelling.check_spelling(project, docs),
        *check_sources(docs, book),
        *(fault for page in pages.values() for fault in [*check_outline(page), *wording.check_wording(page)]),
    ]
    drafts = {f"{docs.name}/{source}" for source, matter in edition.front.items() if matter.under_construction}
    withheld = {f"{docs.name}/{source}" for source in edition.withheld}
    warnings = [*book.warnings, *(fault for fault in lenient if fault.file in drafts)]
    faults = [*strict, *(fault for fault in lenient if fault.file not in drafts | withheld)]
    return Report(tuple(sorted(set(faults))), tuple(sorted(set(warnings))), len(edition.published))
