"""One build of the site with MkDocs.

Owns what happens at which of MkDocs' events; all that is done there, other rooms do without MkDocs too.
Every page is read before a fault ends the build, and only a build without fault replaces the site.
"""

import logging
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import TypeVar

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, get_build_date, get_relative_url
from mkdocs.utils.templates import TemplateContext

from apsite.book.desk import desks, lessons, path
from apsite.book.edition import searching
from apsite.book.edition.edition import Edition
from apsite.book.markdown.markdown import BookExtension
from apsite.book.notebooks.jupyter import Settings
from apsite.book.pages.contributors import contributors
from apsite.book.pages.navigation import navigation
from apsite.book.production import reports
from apsite.book.production.elsewhere import ClusterError
from apsite.book.production.production import Producer
from apsite.book.production.workers import ProductionError
from apsite.book.safety import policy
from apsite.book.site.citing import FILE as CITATION
from apsite.book.site.citing import CitationError, citation
from apsite.book.site.embeds import embeds
from apsite.book.site.framing import framed, spoken
from apsite.book.site.mistakes import in_template
from apsite.book.site.placing import Placing, fonts, look_at_templates, put_first
from apsite.book.site.renditions import Renditions
from apsite.book.site.scripts import Scripts, mistakes
from apsite.book.site.staging import RefusedError, Staging, destination
from apsite.book.text.addresses import led
from apsite.book.text.faults import BookError, Fault
from apsite.cache import cache_root

log = logging.getLogger("mkdocs.plugins.apsite")
Done = TypeVar("Done")


class Build:
    """A build from the reading of the configuration to the exchange of the site."""

    def __init__(self, config: MkDocsConfig, serving: bool = False) -> None:
        self.config = config
        self.project = Path(config.config_file_path).parent
        own = config.theme.custom_dir
        self.templates = Path(own) if own and Path(own).is_relative_to(self.project) else None
        self.serving = serving
        self.at_hand = reports.at_hand()
        _refusing(destination, Path(config.site_dir))  # before anything takes time
        try:
            self.producer = Producer(say=self._say)
        except ClusterError as error:
            raise Abort(str(error)) from error
        self.packages = (self.project / "package-lock.json").is_file()  # what fonts and scripts cannot be made without
        self.ahead = Thread(target=self.producer.make_ahead if self.packages else lambda: None)
        self.ahead.start()
        self.edition = Edition(Path(config.docs_dir), self.producer, Settings.of(config.plugins))
        try:
            self.book = self.edition.open()
        except BookError as error:
            self.producer.settle(whole=False)
            raise _abort(error) from error
        self.allowed: set[str] = set()
        self.scripts = Scripts({})
        self.sources: dict[str, str] = {}
        if config.edit_uri == f"edit/master/{self.edition.docs.name}/":  # MkDocs' guess of the branch
            config.edit_uri = f"edit/{config.extra.get('branch', 'main')}/{self.edition.docs.name}/"
        self.contributors = contributors(self.edition.docs)
        self.staging = _refusing(Staging, Path(config.site_dir))
        config.site_dir = str(self.staging.folder)
        config.markdown_extensions.append(BookExtension(book=self.book, collect=True))  # type: ignore[arg-type]

    def _say(self, words: str) -> None:
        log.info(words)
        reports.tell(progress={"words": re.sub(r", \d+ s\)$", ")", words)})  # the page counts seconds itself

    def place(self, files: Files) -> Files:
        """Build the navigation from the pages that are released, and add the notebooks and the fonts."""
        placing = Placing(self.config, self.edition, self.book)
        placing.replace_notebooks(files)
        placing.leave_out(files)
        included = {file.src_uri for file in files.documentation_pages()}
        docs = self.edition.docs.name
        texts = {source: text for source, text in self.edition.texts.items() if source in included}
        # Pages that are not released take part: something may name one as its parent.
        nav, faults = navigation(texts | {source: self.edition.texts[source] for source in self.edition.withheld}, docs)
        self.config.nav = nav
        self.book.faults += [self._in_notebook(fault) for fault in faults]
        self.ahead.join()
        self.producer.rest()
        placing.add(files, fonts(self.producer) if self.packages else {})
        placing.read_styles(files)
        if self.templates:
            look_at_templates(self.templates, self.project, self.book)
        if self.at_hand is not None:
            put_first(files, self.at_hand)
        placing.read_pages(files)
        self.renditions = Renditions(self.edition, self.book, self.config, files)
        return files

    def _in_notebook(self, fault: Fault) -> Fault:
        """Return a fault in a notebook's page as one in the notebook."""
        page = self.edition.page(PurePosixPath(fault.file).relative_to(self.edition.docs.name).as_posix())
        return Fault(page.file, page.line(fault.line), fault.message)

    def turn_to(self, page: Page, markdown: str) -> None:
        """Let faults and links be those of `page`, whose text without front matter is `markdown`."""
        offset = page.file.content_string.count("\n") - markdown.count("\n")
        self.book.page = self.edition.page(page.file.src_uri, offset, get_relative_url(".", page.url))
        matter = self.edition.front.get(page.file.src_uri)
        page.meta = matter.meta if matter else {}
        if (weight := searching.weight(self.book.page)) is not None:
            page.meta.setdefault("search", {"boost": weight})
        rendered = page.render
        page.render = lambda *given: self.renditions.render(page, lambda: rendered(*given))  # type: ignore[method-assign]

    def mark(self, content: str, page: Page) -> str:
        """Return the HTML of a page, which says so if it is under construction, and by whom it was written."""
        source = self.edition.page(page.file.src_uri).file.removeprefix(f"{self.edition.docs.name}/")
        cited = self._citation() if page.is_homepage else ""
        if self._taught(page, content):
            cited += desks.line(page.file.src_uri, page.url)
        return framed(content, self.edition.front.get(page.file.src_uri), self.contributors.get(source, ()), cited)

    def _taught(self, page: Page, content: str) -> bool:
        source = page.file.src_uri
        return desks.taught(self.edition.page(source), self.edition.front.get(source), content)

    def _citation(self) -> str:
        """Return the HTML that says how to cite the book."""
        day = date.fromisoformat(get_build_date())
        try:
            return citation(self.project, day, self.config.copyright, self.config.site_url)
        except CitationError as error:
            self.book.faults.append(Fault(CITATION, 1, str(error)))
            return ""

    def listed(self, context: TemplateContext) -> TemplateContext:
        """Leave pages under construction out of what a template lists, such as the sitemap."""
        draft = {source for source, matter in self.edition.front.items() if matter.under_construction}
        context["pages"] = [file for file in context["pages"] if file.src_uri not in draft]
        return context

    def guard(self, html: str, text: str = "", address: str | None = None) -> str:
        """Return the HTML of a page, whose author's part is `text`, with the place of its policy.

        That at the `address` that an author looks at is told at once.
        """
        scripts = policy.hashes(html, text)
        self.allowed |= scripts
        reserved = self.scripts.loaded(policy.reserve(html))
        if address is not None and address == self.at_hand:
            ready = reserved.replace(policy.PLACE, policy.policy(scripts), 1)
            reports.tell(early={"page": address, "html": ready, "folder": str(self.staging.folder)})
        return reserved

    def spoken(self, html: str, source: str) -> str:
        """Return the HTML of the page `source`, in its language."""
        return spoken(html, self.edition.front.get(source))

    def lead(self, page: Page) -> dict[str, str]:
        """Return the pictures of the first figure of `page`, which a browser should fetch before it finds them."""
        return self.book.leads.get(page.file.src_uri, {})

    def add_figures(self, files: Files) -> None:
        """Add the pictures and scripts that the pages use, and the pages of the live figures."""
        addresses = {file.src_uri: file.url for file in files.documentation_pages()}
        self.sources = {url: source for source, url in addresses.items()}
        searching.keep_entries(self.config.plugins, self.producer.store)
        self._check_anchors([file.page for file in files.documentation_pages() if file.page])
        self.scripts = self._live_scripts()
        framed_alone = embeds(self.book, self.config.site_name, addresses, self.scripts.loaded)
        pages = [file.page for file in files.documentation_pages() if file.page]
        for_lecturers = self._for_lecturers(pages)
        Placing(self.config, self.edition, self.book).add(
            files, self.book.assets | self.scripts.files | framed_alone | for_lecturers
        )

    def _for_lecturers(self, pages: Iterable[Page]) -> dict[str, bytes]:
        """Return what is made of the pages for those who teach them or go through them; say which name no goals."""
        taught = [
            lessons.read(page.file.src_uri, page.url, self.edition.front[page.file.src_uri], page.content or "")
            for page in pages
            if self._taught(page, page.content or "")
        ]
        for source in desks.missing(taught):
            log.info(
                "%s:1: the page has questions and names no goals for lecturers (goals: at its top)",
                self.book.shown(source),
            )
        titles = {source: each.title for source, each in self.edition.front.items()}
        scripts = (self.scripts.loaded, self.scripts.place("desk.js"))
        kit = desks.Kit(self.config.site_name, self.book.assets, *scripts, self.config.site_url or "")
        return desks.made(taught, titles, kit) | path.made(taught)

    def _live_scripts(self) -> Scripts:
        """Return the scripts of the live figures, if there are any; none, where they cannot be made."""
        if self.book.scripted:
            try:
                return Scripts(self.producer.live_scripts())
            except ProductionError as error:
                other = self.edition.failure("the live figures cannot be bundled", error, "live/bundling/bundle.py")
                self.book.faults += mistakes(str(error)) or [other]
        return Scripts({})

    def _check_anchors(self, pages: list[Page]) -> None:
        """Look for the anchors that links want; MkDocs looks for those of the book's own links."""
        missing, meant = self.book.check_anchors(
            {page.file.src_uri: page.present_anchor_ids or set() for page in pages}
        )
        known = [*missing, *(each for each, _ in meant)]
        told = {(each.page.source, each.target, each.anchor) for each in known}
        urls = {page.file.src_uri: page.url for page in pages}
        leads: dict[str, dict[tuple[str, str], str]] = {}
        for each, anchor in meant:
            leads.setdefault(each.page.source, {})[urls[each.target], each.anchor] = anchor
        for page in pages:
            if lead := leads.get(page.file.src_uri):
                page.content = led(page.content or "", page.url, lead)
            for file, links in (page.links_to_anchors or {}).items():
                for anchor in [each for each in links if (page.file.src_uri, file.src_uri, each) in told]:
                    del links[anchor]

    def keep_compiled(self, env: Environment) -> None:
        """Have Jinja keep the theme's templates compiled, which is a tenth of a build that has nothing else to do."""
        folder = cache_root() / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(folder))

    def finish(self) -> None:
        """Replace the site, if nothing is wrong with the new one. Raises Abort if a page is at fault."""
        searching.write_plainly(self.staging.folder)
        self._judge()
        for warning in sorted(set(self.book.warnings)):
            log.info("Under construction: %s", warning)
        try:
            self.book.raise_faults()
            reports.tell_faults(())
        except BookError as error:
            if not self.serving:
                self.producer.settle(whole=False)
                raise _abort(error) from error
            _log(error.faults)  # an author sees each on its page
        for key in sorted(self.book.bibliography.unused()):
            log.info("%s: no page cites '%s'", self.edition.bibliographies.where, key)
        made = ", ".join(f"{kind} ({count})" for kind, count in sorted(self.producer.made.items())) or "nothing"
        log.info("Made: %s; taken from the store: %d", made, self.producer.reused.total())
        policy.fill(self.staging.folder, self.allowed)
        whole = not (_warnings() or self.book.faults)  # MkDocs itself ends a strict build that has some, but after this
        if whole or self.serving:
            _refusing(self.staging.publish)
            reports.tell(published=True)
        self.producer.settle(whole)

    def _judge(self) -> None:
        """Hold what was written out against what is allowed; of a page that is at fault already, that is known."""
        known = {fault.file for fault in self.book.faults}
        files = {address.removeprefix("./"): self.edition.page(source).file for address, source in self.sources.items()}
        found = self.edition.verdicts.of_site(self.staging.folder, files, self.config.theme.name == "material")
        self.book.faults += [fault for fault in found if fault.file not in known]

    def explain(self, error: Exception) -> Abort | None:
        """Return what to tell of an error that ended the build, beside the faults so far; None if that is not known.

        MkDocs' own errors tell it themselves.
        """
        if isinstance(error, MkDocsException):
            return None
        if fault := in_template(error, [Path(each) for each in self.config.theme.dirs], self.project):
            return _abort(BookError([*self.book.faults, fault]))
        if isinstance(error, UnicodeDecodeError) and self.book.faults:
            return _abort(BookError(self.book.faults))
        return None


def _refusing(act: Callable[..., Done], *arguments: Path) -> Done:
    """Return what `act` returns. Raises Abort, with its words, if it refuses."""
    try:
        return act(*arguments)
    except RefusedError as error:
        raise Abort(str(error)) from error


def _warnings() -> bool:
    """Say whether MkDocs counts warnings, as it does in strict mode, and has counted one."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(handler.get_counts() for handler in handlers if isinstance(handler, CountHandler))


def _log(faults: Iterable[Fault]) -> None:
    for fault in faults:
        log.error(str(fault))
    reports.tell_faults(faults)


def _abort(error: BookError) -> Abort:
    _log(error.faults)
    count = len(error.faults)
    return Abort(f"{count} fault{'s' if count > 1 else ''} found; the former site stays as it was.")
