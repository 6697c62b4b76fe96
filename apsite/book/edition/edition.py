"""An edition of the book: the folder of pages, and all that they name, brought together.

Owns which files under the docs folder publishing reads itself, and that every run that the pages need is
made before the first of them is rendered, in parallel.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

from apsite.book.edition.bibliographies import Bibliographies
from apsite.book.edition.verdicts import Verdicts
from apsite.book.markdown.definitions import read_definitions
from apsite.book.model import vocabulary
from apsite.book.model.model import Model, read_model
from apsite.book.notebooks.executions import Executor
from apsite.book.notebooks.jupyter import Settings
from apsite.book.notebooks.notebooks import Notebook, found, page_of
from apsite.book.pages.book import GLOSSARY, PARAMETERS, Book, Page
from apsite.book.pages.figures import schematics, uses
from apsite.book.pages.glossary import Glossary
from apsite.book.production import tasks
from apsite.book.production.production import Converter, Producer
from apsite.book.production.tasks import Request
from apsite.book.production.workers import Answer, Files, ProductionError
from apsite.book.safety.safety import unsafe_files
from apsite.book.text.addresses import Addresses
from apsite.book.text.characters import strange
from apsite.book.text.faults import BookError, Fault
from apsite.book.text.front_matter import FrontMatter, read_front_matter, split_front_matter
from apsite.book.text.texts import files_under, leads_out, read_text

#: What stands for a figure where only its name counts.
NOT_DRAWN = {
    f"{width}-{palette}.svg": b'<svg width="1" height="1"/>'
    for width in ("wide", "narrow")
    for palette in ("light", "dark")
}
UNCHECKED = ("model", "write-for-this-book")
_TABLED = re.compile(r"^[ \t]*\[\]\(table:parameters(?:/(\w+))?\)", re.MULTILINE)


class Edition:
    """The pages under `docs`, and the book that they make with what `producer` answers.

    Where figures are not `drawn`, who only reads the text need not wait for them.
    """

    def __init__(self, docs: Path, producer: Producer, settings: Settings | None = None, drawn: bool = True) -> None:
        self.docs = docs
        self.settings = settings or Settings()
        self.drawn = drawn
        self.producer = producer
        vocabulary.learn(producer)
        self.runs: dict[Request, Answer] = {}
        self.texts: dict[str, str] = {}
        self.published: dict[str, str] = {}
        self.front: dict[str, FrontMatter] = {}
        self.withheld: set[str] = set()
        self.misread: list[Fault] = []
        for path in files_under(docs, "*.md"):
            self._take_in(path.relative_to(docs).as_posix(), self._read(path))
        self.bibliographies = Bibliographies(docs, producer, self._read)
        self.verdicts = Verdicts(producer, self.settings.highlight_extra_classes)
        self.executor = Executor(producer, docs, self.settings)
        self.notebooks: dict[str, Notebook] = {}
        self.lines: dict[str, tuple[int, ...]] = {}
        self.pictures: dict[str, bytes] = {}

    def _read(self, path: Path) -> str:
        shown = f"{self.docs.name}/{path.relative_to(self.docs).as_posix()}"
        if leads_out(path, self.docs):
            return ""  # that it is a link, `unsafe_files` says
        text = read_text(path, shown, self.misread)
        self.misread += strange(text, shown)
        return text

    def _take_in(self, source: str, text: str) -> None:
        """Add a page's text, and what its front matter says of it."""
        self.texts[source] = text
        if matter := read_front_matter(source, text, self.docs.name)[0]:
            self.front[source] = matter
            if not matter.released:
                self.withheld.add(source)
                return
        self.published[source] = text

    def page(self, source: str, offset: int = 0, root: str = ".") -> Page:
        """Return the page at `source` under `docs`; in a chapter, any folder of pages, no quantity stands unchecked."""
        folder, _, rest = source.partition("/")
        checked = bool(rest) and folder not in UNCHECKED
        notebook = next((each for each in self.notebooks.values() if each.page == source), None)
        # A notebook that is shown as it was stored was not written for this book: what is unfinished is only told.
        draft = (source in self.front and self.front[source].under_construction) or bool(notebook and notebook.stored)
        file = f"{self.docs.name}/{notebook.source if notebook else source}"
        depth = self.settings.toc_depth if notebook else 6
        return Page(file, source, offset, root, checked, draft, notebook, depth, self.lines.get(source, ()))

    def open(self) -> Book:
        """Return the book, with every experiment run that its pages need.

        What fails is a fault of the book. Raises BookError if there is no model at all.
        """
        sources = self.producer.sources
        book = self._opened()
        return book if self.producer.sources is sources else self.open()  # what was taken first may be of former ones

    def _opened(self) -> Book:
        faults: list[Fault] = []
        model = self._model(faults)
        self._take_in_notebooks(faults)
        bibliography = self.bibliographies.of(model, self.published.values(), faults)
        book = Book(model, self.figure, Converter(self.producer), bibliography, faults=faults)
        book.drawn = self.drawn
        book.notebooks = self.notebooks
        book.glossary = Glossary(self._definitions(book))
        book.glossary_of = self._glossaries(book)
        book.schematics = self._schematics()
        book.addresses = self._addresses()
        book.tabled = self._tabled()
        book.judged = self.verdicts.of_text
        book.shown = lambda source: self.page(source).file
        book.holds = cache(lambda path: path in self.pictures or (self.docs / path).is_file())
        book.faults += [*self.misread, *unsafe_files(self.docs)]
        return book

    def _schematics(self) -> dict[str, Answer]:
        named = [name for text in self.published.values() for name in schematics(text)]
        if self.drawn:
            return self.producer.schematics(named)
        return dict.fromkeys(self.producer.known_schematics(), NOT_DRAWN)

    def _tabled(self) -> dict[str, str]:
        """Return the page on which each group of parameters has its table, and by "" that which has all of them.

        Of several, it is the page of all, or else the first.
        """
        found: dict[str, str] = {}
        for source in sorted(self.published, key=lambda source: (source != PARAMETERS, source)):
            for match in _TABLED.finditer(self.published[source]):
                found.setdefault(match[1] or "", source)
        return found

    def _addresses(self) -> Addresses:
        """Return the addresses of the pages, once the notebooks have theirs."""
        notebooks = {*self.notebooks}
        known = {*self.published, *notebooks}
        permanent = {
            address.strip("/"): source
            for source in sorted(self.published)
            if source in self.front
            for address in self.front[source].addresses
        }
        titles = {source: self.front[source].title for source in self.published if source in self.front}
        return Addresses(known, self.withheld, permanent, titles)

    def figure(self, name: str, options: Mapping[str, float]) -> Files:
        """Return the files of an experiment. Raises ProductionError if it failed."""
        if not self.drawn:
            return NOT_DRAWN
        request = Request.experiment(name, options)
        if request not in self.runs:
            self.runs |= self.producer.answer([request])
        answer = self.runs[request]
        if isinstance(answer, ProductionError):
            raise answer
        return answer

    def _take_in_notebooks(self, faults: list[Fault]) -> None:
        """Execute the notebooks, once the experiments have compiled the model, and add their pages to the texts."""
        made: dict[str, str] = {}
        for each in self.executor.notebooks(found(self.docs, self.settings, self._read), faults):
            notebook = each.placed(self._above(each.source), self.settings.ignore_h1_titles)
            written = notebook.page in self.texts and notebook.page not in self.lines
            if written or notebook.page in made:
                other = made.get(notebook.page, notebook.page)
                message = f"both this notebook and {self.docs.name}/{other} would make one page."
                faults.append(Fault(f"{self.docs.name}/{notebook.source}", 1, message))
                continue
            made[notebook.page] = notebook.source
            self.notebooks[notebook.source] = notebook
            self.pictures |= notebook.pictures
            matter = read_front_matter(notebook.page, notebook.markdown("")[0], self.docs.name)[0]
            text, self.lines[notebook.page] = notebook.markdown(matter.title if matter else notebook.name)
            self._take_in(notebook.page, text)

    def _above(self, source: str) -> str:
        """Return the title of the page of the folder that a file lies in, or of the next one above, "" at the top."""
        for folder in PurePosixPath(source).parents:
            for name in ("index.md", "README.md"):
                page = str(folder / name)
                if page in self.front and page != page_of(source):
                    return "" if page == "index.md" else self.front[page].title
        return ""

    def _model(self, faults: list[Fault]) -> Model:
        try:
            description, failures = self.producer.describe()
        except ProductionError as error:
            raise BookError([*self.misread, self.failure("the model cannot be read", error)]) from error
        faults += [self.failure(f"the experiment {name} cannot be read", error) for name, error in failures.items()]
        experiments = read_model(description, {}).experiments
        plain = {name: Request.experiment(name, {}) for name in experiments if name not in failures}
        if self.drawn:
            started = (use for text in self.published.values() for use in uses(text, experiments))
            self.runs = self.producer.answer([*plain.values(), *(Request.experiment(*use) for use in started)])
        else:
            self.runs = self.producer.values(plain.values())
        entries: dict[str, Files] = {}
        for request, answer in self.runs.items():
            if isinstance(answer, ProductionError):
                part, what = (tasks.EXPERIMENT, "failed") if answer.run is None else (tasks.FIGURE, "cannot be drawn")
                file = tasks.file(self.producer.sources, request, part)
                faults.append(self.failure(f"{request} {what}", answer, file))
            run = answer.run if isinstance(answer, ProductionError) else answer
            if run is not None and plain[request.name] == request:
                entries[request.name] = run
        return read_model(description, entries)

    def failure(self, what: str, error: ProductionError, file: str = "catalogue/__init__.py") -> Fault:
        """Return the fault at the last line of the traceback that an author wrote, or that is in the package.

        Without one it is in `file` there.
        """
        package = self.producer.package
        frames = re.findall(r'File "(.+?)", line (\d+)(?:, in (.+))?', str(error))
        ours = [frame for frame in frames if Path(frame[0]).is_relative_to(package)]
        authored = [frame for frame in ours if _authored(package, *frame)]
        file, line, _ = (authored or ours or [(package / file, "1", "")])[-1]
        place = Path(file).relative_to(package.parent).as_posix()
        return Fault(place, int(line), f"{what}.\n{error}")

    def _glossaries(self, book: Book) -> Callable[[str, Glossary], Glossary]:
        """Return what tells the glossary of a page: its folder's own before the book's, or none where it says so."""
        nothing = Glossary()
        own = {
            posixpath.dirname(source): Glossary(self._definitions(book, source))
            for source in self.published
            if posixpath.basename(source) == GLOSSARY and source != GLOSSARY
        }

        def of(source: str, glossary: Glossary) -> Glossary:
            found, wanted = nothing, True
            if source in self.front and self.front[source].glossary is False:
                return nothing
            folder = posixpath.dirname(source)
            while folder:
                page = f"{folder}/{GLOSSARY}"
                if folder in own:
                    found = found.over(own[folder], page, page)
                index = self.front.get(f"{folder}/index.md")
                wanted = wanted and (index is None or index.glossary is not False)
                folder = posixpath.dirname(folder)
            return found.over(glossary, GLOSSARY, GLOSSARY) if wanted else found

        return of

    def _definitions(self, book: Book, source: str = GLOSSARY) -> dict[str, str]:
        """Return the definitions of a glossary page, by term; its faults are found when it is rendered."""
        return read_definitions(
            replace(book, page=self.page(source)), split_front_matter(self.texts.get(source, ""))[1]
        )


def _authored(package: Path, file: str, line: str, function: str) -> bool:
    """Say whether a line of a traceback is of a chapter, or declares a membrane, and not of what these call."""
    room = Path(file).relative_to(package).parts[0]
    return room == "chapters" or (room == "membranes" and function == "<module>")
