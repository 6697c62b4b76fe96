"""The files that MkDocs makes the site of: what lies under the pages' folder, and what the book puts among it.

Owns which of the files are published and in which order, what stands in the place of a notebook, and that pages, styles
and templates are read before MkDocs, which would stop at what it cannot read. `site` says when.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import rcssmin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel

from apsite.book.edition.edition import Edition
from apsite.book.edition.offers import offered, pages, published
from apsite.book.notebooks.jupyter import KINDS
from apsite.book.pages.book import Book
from apsite.book.pages.navigation import named_as_file
from apsite.book.production.production import Producer
from apsite.book.production.workers import ProductionError
from apsite.book.text.texts import leads_out, read_text, sayable

STYLES = "assets/stylesheets/"


@dataclass(frozen=True)
class Placing:
    """Puts an edition's files among those that MkDocs has found."""

    config: MkDocsConfig
    edition: Edition
    book: Book

    def add(self, files: Files, contents: Mapping[str, bytes]) -> None:
        """Add files with these contents, by their places in the site."""
        for path, content in contents.items():
            files.append(File.generated(self.config, path, content=content))

    def leave_out(self, files: Files) -> None:
        """Take out the pages that are not released, and those that are not listed out of the navigation."""
        for file in [file for file in files if file.src_uri in self.edition.withheld]:
            files.remove(file)
        for file in files.documentation_pages():
            if file.src_uri in self.edition.front and not self.edition.front[file.src_uri].listed:
                file.inclusion = InclusionLevel.NOT_IN_NAV

    def read_pages(self, files: Files) -> None:
        """Give each page its text as it was checked; MkDocs would stop at what it cannot read, or not write."""
        for file in [file for file in files.documentation_pages() if named_as_file(file.src_uri)]:
            files.remove(file)  # which is a finding already
        for page in files.documentation_pages(inclusion=lambda level: True):
            if page.src_uri in self.edition.texts:
                page.content_string = self.edition.texts[page.src_uri]

    def read_styles(self, files: Files) -> None:
        """Make the book's styles short."""
        for file in (file for file in files.css_files() if file.src_uri.startswith(STYLES)):
            path, shown = file.abs_src_path, f"{self.edition.docs.name}/{file.src_uri}"
            text = read_text(Path(path), shown, self.book.faults) if path else file.content_string
            file.content_string = rcssmin.cssmin(text)

    def replace_notebooks(self, files: Files) -> None:
        """Put, for each notebook, its page and what a reader can take away into the place of its source."""
        for file in [file for file in files if not sayable(file.src_uri)]:
            files.remove(file)  # a finding already
        for file in [file for file in files if PurePosixPath(file.src_uri).suffix in KINDS]:
            files.remove(file)
            known = file.src_uri in self.edition.executor.known or file.src_uri in self.book.notebooks
            read = file.abs_src_path and not leads_out(Path(file.abs_src_path), self.edition.docs)
            if not known and file.abs_src_path and read:  # a module, which the plugin would render
                self.add(files, {file.src_uri: Path(file.abs_src_path).read_bytes()})
        self.add(files, pages(self.edition))
        for source, notebook in self.book.notebooks.items():
            if (made := files.get_file_from_path(notebook.page)) is not None:
                made.edit_uri = source
        addresses = {file.src_uri: file.url for file in files.documentation_pages()}
        try:
            self.add(files, offered(self.edition, self.book, published(self.config, self.edition, addresses)))
        except FileNotFoundError as error:
            raise Abort(str(error)) from error


def put_first(files: Files, at_hand: str) -> None:
    """Let the page at the address that an author looks at be built before all others."""
    pages = files.documentation_pages()
    first = [file for file in pages if file.url.removeprefix("./") == at_hand]
    for file in [*first, *(file for file in pages if file not in first)]:
        files.remove(file)
        files.append(file)


def look_at_templates(templates: Path, project: Path, book: Book) -> None:
    """Report what of the book's own templates cannot be read, which the theme would not name."""
    for path in sorted(templates.rglob("*.html")):
        read_text(path, path.relative_to(project).as_posix(), book.faults)


def fonts(producer: Producer) -> dict[str, bytes]:
    """Return the fonts by their places in the site. Raises Abort where they cannot be made."""
    try:
        made = producer.fonts()
    except ProductionError as error:
        raise Abort(f"The fonts could not be cut: {error}\nRun 'npm ci' where one is missing.") from error
    return {f"assets/fonts/{name}": content for name, content in made.items()}
