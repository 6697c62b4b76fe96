"""What stands in the site for each notebook: its page, and the files that a reader can take away or needs beside it.

Owns which files these are, by their paths in the site. What is in a notebook to take away, `takeaway` knows.
"""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig

from apsite.book.edition.edition import Edition
from apsite.book.markdown.takeaway import Published, notebook_file, script
from apsite.book.pages.book import Book
from apsite.book.production.workers import Files


def pages(edition: Edition) -> Files:
    """Return the page of each notebook, as Markdown."""
    made = (notebook.page for notebook in edition.notebooks.values())
    return {page: edition.texts[page].encode() for page in made if page in edition.lines}


def published(config: MkDocsConfig, edition: Edition, addresses: Mapping[str, str]) -> Published:
    """Return where the book and its sources are published; `addresses` are those of its pages."""
    known = {name: config.extra[name] for name in ("branch", "notebooks") if name in config.extra}
    return Published(
        config.site_url or "",
        config.repo_url or "",
        docs=edition.docs.name,
        addresses=addresses,
        sources=edition.settings.include_source,
        **known,
    )


def offered(edition: Edition, book: Book, where: Published) -> Files:
    """Return the files beside the pages of notebooks, and let pages know them.

    Raises FileNotFoundError for one that mkdocs.yml names and nobody has.
    """
    book.taken = where.links
    files = dict(edition.pictures)
    for source, notebook in book.notebooks.items():
        if notebook.page in edition.withheld:
            continue
        if not notebook.foreign:
            files[source] = script(notebook, book, where)
            files[str(PurePosixPath(source).with_suffix(".ipynb"))] = notebook_file(notebook, book, where)
        elif edition.settings.include_source:
            files[source] = (edition.docs / source).read_bytes()
        files |= _data(edition, source)
    return files


def _data(edition: Edition, source: str) -> Files:
    """Return the files that mkdocs.yml wants beside the page of a notebook."""
    found = {}
    for name in edition.settings.data_files.get(source, ()):
        path = next((each for each in (Path(name), edition.docs / name) if each.is_file()), None)
        if path is None:
            raise FileNotFoundError(f"mkdocs.yml: data_files names {name}, and there is no such file.")
        found[f"{PurePosixPath(source).with_suffix('')}/{name}"] = path.read_bytes()
    return found
