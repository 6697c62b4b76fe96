"""MkDocs' door to the book: each event is passed on to `apsite.book.site.site`.

Owns that `mkdocs serve` is the book's own server, which has each build made in a fresh process. MkDocs loads this file
by its path, with this folder first among those that modules are looked for in.
"""

import importlib
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

if TYPE_CHECKING:
    from apsite.book.site.site import Build

PROJECT = Path(__file__).resolve().parents[3]

log = logging.getLogger("mkdocs.plugins.apsite")

build: "Build | None" = None
sources: dict[Path, int] = {}
serving = False


def on_startup(command: str, dirty: bool) -> None:
    """Refuse a build of single pages, and date the site by its last commit: same sources, same bytes."""
    global serving
    if dirty:
        raise Abort("A dirty build leaves pages as they were. Leave out --dirty.")
    serving = command == "serve"
    if not os.environ.get("SOURCE_DATE_EPOCH"):
        git = ["git", "-C", str(PROJECT), "log", "-1", "--format=%ct"]
        commit = subprocess.run(git, capture_output=True, text=True) if shutil.which("git") else None
        if commit and commit.stdout.strip():
            os.environ["SOURCE_DATE_EPOCH"] = commit.stdout.strip()
        else:
            os.environ.pop("SOURCE_DATE_EPOCH", None)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Begin a build, with this checkout's sources as they are now."""
    global build, sources
    if sys.path[0] != str(PROJECT):
        sys.path.insert(0, str(PROJECT))
    found = {path: path.stat().st_mtime_ns for path in (PROJECT / "apsite").rglob("*.py")}
    if found != sources:
        for name in [name for name in sys.modules if name.partition(".")[0] == "apsite"]:
            del sys.modules[name]
    sources = found
    if serving and not importlib.import_module("apsite.book.production.reports").wanted():
        importlib.import_module("apsite.book.site.serving").serve(config)
        sys.exit(0)
    build = None
    build = importlib.import_module("apsite.book.site.site").Build(config, serving)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Place the pages."""
    return _running().place(files)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Turn to a page."""
    _running().turn_to(page, markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Mark a page that is under construction."""
    return _running().mark(html, page)


def on_template_context(context: TemplateContext, template_name: str, config: MkDocsConfig) -> TemplateContext:
    """Keep pages under construction out of the sitemap."""
    return _running().listed(context)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> None:
    """Add the figures, all Markdown being rendered, before the templates are."""
    _running().add_figures(files)
    _running().keep_compiled(env)


def on_page_context(context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    """Tell the template which pictures come first."""
    context["lead"] = _running().lead(page)  # type: ignore[typeddict-unknown-key]
    return context


@event_priority(-100)  # nothing is changed after it
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Say what the page may load and run."""
    spoken = _running().spoken(output, page.file.src_uri)
    return _running().guard(spoken, page.content or "", page.url.removeprefix("./"))


@event_priority(-100)
def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Say what the page of what is not found may load and run."""
    return _running().guard(output_content) if template_name.endswith(".html") else output_content


@event_priority(-100)  # the search index is written by then
def on_post_build(config: MkDocsConfig) -> None:
    """Replace the site, or report what is wrong."""
    _running().finish()


def on_build_error(error: Exception) -> None:
    """Leave the site as it was, and say what was wrong where that is known."""
    if build is not None:
        build.staging.abandon()
        if (told := build.explain(error)) is not None:
            raise told from error
    if (refused := importlib.import_module("apsite.book.site.mistakes").of_the_system(error)) is not None:
        raise Abort(refused) from error


def on_shutdown() -> None:
    """Leave nothing beside a site that is only served."""
    if build is not None:
        build.staging.leave()


def _running() -> "Build":
    assert build is not None, "MkDocs reads the configuration first"
    return build
