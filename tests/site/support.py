"""What browser tests, screenshots and Lighthouse share: a browser, and a server for a built site."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import io
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page

from apsite.cache import cache_root
from tools.bootstrap import ROOT, find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}


def launch_options() -> dict[str, Any]:
    """Arguments for Playwright's `launch`: the machine's own browser, kept from talking to anyone else."""
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": find_browser(), "args": arguments}


@lru_cache(maxsize=200)
def compressed(body: bytes) -> bytes:
    """A file as it is sent: a browser that begins anew asks for the same ones on every page."""
    return gzip.compress(body)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files as a good host would: text compressed, and the site's own page where nothing is found."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> io.BytesIO:
        file = Path(self.translate_path(self.path))
        if file.is_dir():
            file /= "index.html"
        status = 200 if file.is_file() else 404
        if status == 404:
            file = Path(self.directory) / "404.html"
        body = file.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(file))
        if file.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = compressed(body)
            self.send_header("Content-Encoding", "gzip")
        if file.suffix == ".woff2":
            self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextlib.contextmanager
def serving(folder: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serves a folder on a free port of this machine and yields its address, without a slash at the end."""
    Handler.extensions_map = {**Handler.extensions_map, ".woff2": "font/woff2"}
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *arguments: handler(*arguments, directory=str(folder))
    ) as server:
        server.daemon_threads = True
        server.handle_error = lambda request, client: None  # a browser that hangs up is no news
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def build(folder: Path, **environment: str) -> None:
    """Builds the book into `folder`, as `make site` does; raises with MkDocs' own words where that fails."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def cache_with_machine_code(folder: Path) -> str:
    """Puts what machine code there is into a store that has none: the same text would become the same."""
    kernels = cache_root() / "kernels"
    if kernels.is_dir() and not (folder / "kernels").is_dir():
        shutil.copytree(kernels, folder / "kernels", ignore=shutil.ignore_patterns("*.tmp*"))
    return str(folder)


def source_pages() -> list[str]:
    """Address within the site of the page that each Markdown file and each notebook becomes: "/", "/chapter-2/"."""
    docs = ROOT / "docs"
    files = [file.relative_to(docs).with_suffix("") for kind in ("*.md", "notebooks/*.py") for file in docs.rglob(kind)]
    folders = [file.parent if file.name == "index" else file for file in files]
    return sorted("/" if folder == Path() else f"/{folder.as_posix()}/" for folder in folders)


def size(width: int) -> ViewportSize:
    """A window of `width` pixels: a phone's, or else a desktop's."""
    return {"width": width, "height": 844 if width < 600 else 900}


SETTLED = """() => {
    const fading = document.getAnimations().filter(each => each instanceof CSSTransition).map(each => each.finished);
    const enough = new Promise(done => setTimeout(done, 500));  // what is hidden meanwhile never ends
    return Promise.race([enough, Promise.allSettled(fading)]).then(() => null);
}"""


#: The rules of axe-core that ask for colours.
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
#: Parts of a page that axe-core is to look at: all of it, what stands around the text, or its figures.
WHOLE, AROUND, FIGURES = {"include": ["html"]}, {"exclude": ["article"]}, {"include": [".ap-figure"]}


def violations(page: Page, recoloured: bool = False, part: dict[str, list[str]] = WHOLE) -> list[tuple[str, str]]:
    """What axe-core finds wrong with a `part` of a page, once no colour is on its way to another: rule and element.

    Of a page that was looked at already and is `recoloured` since, only its colours are judged.
    """
    page.evaluate(SETTLED)
    if not page.evaluate("'axe' in window"):
        # As a browser's own tools would bring it: the page's policy allows no script but its own.
        page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    options = {"resultTypes": ["violations"]} | (OF_COLOUR if recoloured else {})
    found = page.evaluate("([part, options]) => axe.run(part, options)", [part, options])["violations"]
    return [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]]
