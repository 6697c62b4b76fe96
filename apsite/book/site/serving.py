"""The book served while it is written: each save begins a build in a process of its own, and no page waits for it.

Owns which build is at work. While nothing is to be done, one more process is made ready, with all loaded that is not
the book's. A save ends a build that is still at work, unless something is being made that does not stand on what was
saved: then all is built anew once it is there. The end of the server ends everything.
"""

import contextlib
import json
import logging
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Iterable
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.polling import PollingObserver

from apsite import scratch
from apsite.book.pages.navigation import address
from apsite.book.site.server import Server, State
from apsite.sources import Sources

log = logging.getLogger("mkdocs.plugins.apsite")

LOOK = 0.25  # s between two looks at the files
SETTLED = 0.06  # s without a change, after which a save is complete
LONG = 6.0  # s after which no build's end is awaited to make the next one ready


class _Build:
    """A process that is ready to build, and builds once it is let go; its reports come to `events`."""

    def __init__(self, project: Path, events: "queue.SimpleQueue[tuple[Any, Any]]") -> None:
        apart: dict[str, Any] = {}
        if sys.platform != "win32":
            apart["start_new_session"] = True  # Ctrl-C comes to the server, which ends the whole group
        command = [sys.executable, "-m", "apsite.book.site.rebuilding"]
        path = os.pathsep.join(filter(None, [str(project), os.environ.get("PYTHONPATH")]))
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            command, cwd=project, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **apart
        )
        Thread(target=self._listen, args=(events,), daemon=True).start()

    def _listen(self, events: "queue.SimpleQueue[tuple[Any, Any]]") -> None:
        assert self.process.stdout is not None
        with contextlib.suppress(ValueError, OSError):
            for line in self.process.stdout:
                events.put((self, json.loads(line)))
        events.put((self, None))

    def go(self, **request: Any) -> None:
        """Build."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):  # it ended by itself, as its reports will say
            print(json.dumps(request), file=self.process.stdin, flush=True)

    def end(self) -> None:
        """End it with all that it began."""
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                subprocess.run(["taskkill", "/T", "/F", "/PID", str(self.process.pid)], capture_output=True)
            else:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class _Watch(FileSystemEventHandler):
    def __init__(self, events: "queue.SimpleQueue[tuple[Any, Any]]") -> None:
        self.events = events

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take note of a change, unless it is one of an editor's or of Python's own files."""
        for path in (Path(os.fsdecode(place)) for place in (event.src_path, event.dest_path) if place):
            if not event.is_directory and not path.name.startswith(".") and "__pycache__" not in path.parts:
                self.events.put((None, path))  # many editors write another file and give it the page's name


def serve(config: MkDocsConfig) -> None:
    """Serve the book of `config` until it is interrupted. Raises Abort if the address is taken."""
    host, port = config.dev_addr
    mount = f"/{urlsplit(config.site_url or '/').path.strip('/')}/".replace("//", "/")
    folder = Path(tempfile.mkdtemp(prefix="serve-", dir=scratch.place()))
    state = State(folder / "site")
    try:
        server = Server((host, port), mount, state)
    except OSError as error:
        shutil.rmtree(folder)
        words = f"http://{host}:{port}/ cannot be served: {error.strerror}. Choose another port: PORT=8001 make serve"
        raise Abort(words) from error
    url = f"http://{host}:{server.server_port}{mount}"
    Thread(target=server.serve_forever, daemon=True).start()
    log.info("Serving on %s", url)
    if {"-o", "--open"} & set(sys.argv):
        webbrowser.open(url)
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    serving = _Serving(config, state, url)
    try:
        serving.run([config.docs_dir, config.config_file_path, *config.watch])
    except KeyboardInterrupt:
        log.info("Shutting down …")
    finally:
        serving.end()
        server.shutdown()
        server.server_close()
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(signal.SIGTERM, former)


class _Serving:
    """Builds for `state`, one after the other."""

    def __init__(self, config: MkDocsConfig, state: State, url: str) -> None:
        self.project = Path(config.config_file_path).parent
        self.docs = Path(config.docs_dir)
        self.request = {"config": config.config_file_path, "site": str(state.site), "url": url}
        self.state = state
        self.events: queue.SimpleQueue[tuple[Any, Any]] = queue.SimpleQueue()
        self.ready: _Build | None = None
        self.building: _Build | None = None
        self.begun = 0.0
        self.told: list[dict[str, Any]] = []
        self.at_work: list[list[str]] = []  # of each thing that is being made, the modules that it begins with
        self.again = False

    def run(self, watched: Iterable[str]) -> None:
        """Build now, and after each change of what is watched."""
        observer = PollingObserver(timeout=LOOK)
        for path in map(os.path.abspath, watched):
            observer.schedule(_Watch(self.events), path, recursive=True)
        self._begin()
        observer.start()
        while True:
            with contextlib.suppress(queue.Empty):
                source, what = self.events.get(timeout=0.25)  # with pauses: Windows interrupts nothing else
                if source is None:
                    self._changed(what)
                elif source is self.building:
                    self._ended() if what is None else self._report(**what)
            if self.ready is None and (self.building is None or time.monotonic() - self.begun > LONG):
                self.ready = _Build(self.project, self.events)

    def end(self) -> None:
        """End all processes at once."""
        for build in filter(None, [self.building, self.ready]):
            build.end()

    def _changed(self, path: Path) -> None:
        """Wait until a save is complete, and build anew; what is at work is of former files."""
        others = []
        with contextlib.suppress(queue.Empty):
            while True:
                source, what = self.events.get(timeout=SETTLED)
                others += [(source, what)] if source is not None else []
        for event in others:
            self.events.put(event)
        log.info("%s has changed", path.relative_to(self.project) if path.is_relative_to(self.project) else path)
        if self.building is not None and self.at_work and not self._stands_on(path):
            self.again = True  # runs that a page waits for anyway are not thrown away for a change of something else
            return
        if self.building is not None:
            self.building.end()
        self._begin()

    def _stands_on(self, path: Path) -> bool:
        """Say whether what is being made stands on a file, so that it would be made in vain."""
        if not path.is_relative_to(self.project / "apsite"):
            return False
        sources = Sources(self.project / "apsite")
        behind = sources.closure(root for roots in self.at_work for root in roots)
        files = {sources.paths[module] for module in behind} | {self.project / name for name in sources.read(behind)}
        return path in files or not path.exists()

    def _begin(self) -> None:
        self.begun = time.monotonic()
        ready, self.ready = self.ready, None
        if ready is None or ready.process.poll() is not None:
            ready = _Build(self.project, self.events)
        self.building = ready
        self.state.change(progress={"words": "Building the book …", "seconds": 0})
        ready.go(**self.request, page=self.state.page)
        self.told, self.at_work = [], []
        self.again = False

    def _report(self, **report: Any) -> None:
        """Pass on what a build tells."""
        if "begun" in report:
            self.at_work.append(report["begun"])
        if report.get("done") in self.at_work:
            self.at_work.remove(report["done"])
        if "progress" in report:
            self.state.change(progress={**report["progress"], "seconds": time.monotonic() - self.begun})
        if "early" in report:
            early = report["early"]
            html = (early["html"].encode(), Path(early["folder"]))
            self.state.change(early={**self.state.early, early["page"]: html})
        if "faults" in report or "more" in report:
            self.told = report.get("faults", self.told) + report.get("more", [])
            self.state.change(faults=[{**fault, "page": self._page(fault["file"])} for fault in self.told])
        if report.get("published"):
            self.state.published()

    def _ended(self) -> None:
        """Say what came of a build."""
        assert self.building is not None
        code = self.building.process.wait()
        if code and not self.told:
            self._report(faults=[{"file": "mkdocs.yml", "line": 1, "message": f"the build ended with code {code}."}])
        self.building = None
        took = time.monotonic() - self.begun
        if self.told:
            count = f"{len(self.told)} fault{'s' if len(self.told) > 1 else ''}"
            log.error("%s, shown on the pages; built in %.1f s.", count, took)
        else:
            log.info("Built in %.1f s: %s", took, self.request["url"])
        self.state.change(progress=None, early={})
        if self.again:
            self._begin()

    def _page(self, file: str) -> str | None:
        """Return the address of the page that is made of a file, None if none is."""
        docs = self.docs.relative_to(self.project).as_posix() if self.docs.is_relative_to(self.project) else "docs"
        inside = file.removeprefix(f"{docs}/")
        made = inside != file and (inside.endswith(".md") or (inside.endswith(".py") and "notebooks/" in inside))
        return address(inside) if made else None
