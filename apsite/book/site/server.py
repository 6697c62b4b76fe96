"""The site as an author sees it while it is written: served at all times, with what is wrong and how far work is.

Owns the answers to a browser and the state behind them. The served pages are those of the site, with one script more;
their policy is the same.
"""

import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

OURS = "_serving/"
SCRIPT = Path(__file__).with_name("serving.js")
PATIENCE = 20.0  # s, for which a question waits for news
#: They change with every page's words, and no page shows them by itself.
APART = {"search_index.json", "sitemap.xml", "sitemap.xml.gz"}
#: What a page may run is known once all are there.
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
WAITING = b"""\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The book is being made</title></head>
<body><main style="font: 1.1rem/1.5 system-ui; max-width: 40rem; margin: 20vh auto; padding: 0 1rem">
<h1>The book is being made</h1><p>This page shows it as soon as it is there.</p></main></body></html>"""


@dataclass
class State:
    """What a browser may ask for. `site` holds the pages; hold `news` to read or change the rest, and notify it.

    `page` is the address that was asked for last, if any was; `early`, pages that are ready before the rest, by
    address, with the folder that has what they load; `faults` what is wrong, each with file, line, message and the
    address of its page.
    """

    site: Path
    news: Condition = field(default_factory=Condition)
    version: int = 0
    page: str | None = None
    early: dict[str, tuple[bytes, Path]] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    progress: dict[str, Any] | None = None
    assets: str = ""

    def change(self, **facts: Any) -> None:
        """Let all who wait know."""
        with self.news:
            for name, value in facts.items():
                setattr(self, name, value)
            self.version += 1
            self.news.notify_all()

    def published(self) -> None:
        """Take note of a new site."""
        digest = hashlib.sha256()
        for path in sorted(self.site.rglob("*")):
            if path.is_file() and path.suffix != ".html" and path.name not in APART and not path.name.startswith("."):
                digest.update(f"{path.relative_to(self.site)}\n".encode() + path.read_bytes())
        self.change(early={}, assets=digest.hexdigest())

    def html(self, page: str) -> bytes | None:
        """Return the page at an address ("chapter-2/threshold/"), if there is one."""
        if page in self.early:
            return self.early[page][0]
        path = _inside(self.site, f"{page}index.html" if page.endswith("/") or not page else page)
        return path.read_bytes() if path and path.suffix == ".html" and path.is_file() else None

    def digest(self, page: str) -> str:
        """Return what changes when the page at an address, or what it loads, does; "" if there is none."""
        content = self.html(page)
        if content is None:
            return ""
        return hashlib.sha256(_POLICY.sub(b"", content) + self.assets.encode()).hexdigest()[:16]


def _inside(folder: Path, name: str) -> Path | None:
    path = Path(os.path.normpath(folder / name.lstrip("/")))
    return path if path.is_relative_to(folder) else None


class Server(ThreadingHTTPServer):
    """Serves `state` under the path `mount`, which begins and ends with a slash."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], mount: str, state: State) -> None:
        self.mount = mount
        self.state = state
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a browser that hangs up, which is no news."""


class _Handler(SimpleHTTPRequestHandler):
    server: Server

    def guess_type(self, path: Any) -> str:
        """Return what a file is: on some systems the tables know scripts and fonts as something else."""
        known = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
        return known.get(Path(path).suffix) or super().guess_type(path)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing of requests: the terminal is for what is wrong."""

    def do_GET(self) -> None:
        """Answer a browser."""
        address = urlsplit(self.path)
        mount, state = self.server.mount, self.server.state
        if not address.path.startswith(mount):
            return self._move(mount)
        path = unquote(address.path.removeprefix(mount))
        if path == f"{OURS}state":
            return self._send(json.dumps(self._news(parse_qs(address.query))).encode(), "application/json")
        if path == f"{OURS}client.js":
            return self._send(SCRIPT.read_bytes(), "text/javascript")
        if path.endswith(".html") or path.endswith("/") or not path:
            return self._page(path.removesuffix("index.html"))
        file = self._file(path)
        if file is None:
            return self._page(path) if not (state.site / path).is_dir() else self._move(f"{address.path}/")
        return self._send(file.read_bytes(), self.guess_type(str(file)))

    def do_HEAD(self) -> None:
        """Answer who asks for less."""
        self.do_GET()

    def _file(self, path: str) -> Path | None:
        state = self.server.state
        for folder in [state.site, *(folder for _, folder in state.early.values())]:
            file = _inside(folder, path)
            if file and file.is_file():
                return file
        return None

    def _page(self, page: str) -> None:
        """Send a page with the script, or what stands for one that is not there."""
        state, status = self.server.state, HTTPStatus.OK
        content, digest = state.html(page), state.digest(page)
        if content is None and state.assets:
            content, status = state.html("404.html") or b"<title>Not found</title>", HTTPStatus.NOT_FOUND
        elif content is None:
            content, status = WAITING, HTTPStatus.SERVICE_UNAVAILABLE
        mount = self.server.mount
        script = f'<script src="{mount}{OURS}client.js" data-mount="{mount}" data-digest="{digest}" defer></script>'
        before, body, behind = content.rpartition(b"</body>")
        self._send(before + script.encode() + body + behind, "text/html; charset=utf-8", status)

    def _news(self, asked: dict[str, list[str]]) -> dict[str, Any]:
        """Return the state for the page that is asked for, once it is another than the asker's."""
        state, page = self.server.state, asked.get("page", [""])[0]
        known = int(asked.get("version", ["-1"])[0])
        with state.news:
            state.page = page
            state.news.wait_for(lambda: state.version != known, PATIENCE)
            facts = {"version": state.version, "faults": state.faults, "progress": state.progress}
        return {**facts, "digest": state.digest(page)}

    def _move(self, to: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
