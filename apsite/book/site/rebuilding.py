"""One build for a server: a process that has loaded MkDocs before it is needed, builds once and ends.

    python -m apsite.book.site.rebuilding    # the request on standard input, reports on standard output

Owns what becomes of errors that no room expects. A fresh process knows no former sources, and can be ended at any
moment with all that it has begun.
"""

import json
import logging
import os
import sys
import traceback
from pathlib import Path

from apsite.book.production import quiet, reports, workers
from apsite.book.text.faults import Fault
from apsite.cache import PACKAGE

__all__ = ["main", "quiet"]


def main() -> int:
    """Wait for a request, build, and report."""
    import markdown  # noqa: F401 - all that takes its time to load, and is not the book's own
    import pymdownx.superfences  # noqa: F401
    import rcssmin  # noqa: F401
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    workers.prepare(PACKAGE)
    request = json.loads(sys.stdin.readline() or "null")
    if request is None:  # the server has ended
        return 0
    os.environ[reports.CHANNEL] = str(os.dup(1))
    if request["page"] is not None:
        os.environ[reports.AT_HAND] = request["page"]
    os.dup2(2, 1)  # what anything prints is for the terminal
    found: list[Fault] = []
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.INFO)
    to_terminal = logging.StreamHandler()
    to_terminal.setFormatter(logging.Formatter("%(levelname)-7s -  %(message)s"))
    log.addHandler(to_terminal)
    log.addHandler(_Listening(found))
    try:
        config = load_config(request["config"], site_dir=request["site"], site_url=request["url"], strict=False)
        config.plugins.on_startup(command="serve", dirty=False)
        build(config, serve_url=request["url"])
    except Abort as error:
        log.error(str(error))
    except MkDocsException as error:
        found.append(Fault("mkdocs.yml", 1, str(error)))
    except Exception as error:
        traceback.print_exc()
        found.append(_unexpected(error, Path(request["config"]).parent))
    if found:
        reports.tell_more(found)
    return 0


def _unexpected(error: Exception, project: Path) -> Fault:
    """Return the fault at the last line of the book's own that an error came through."""
    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, SyntaxError) and error.filename:
        frames.append(traceback.FrameSummary(error.filename, error.lineno, ""))
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(project / "apsite")]
    place = ours[-1] if ours else None
    file = Path(place.filename).relative_to(project).as_posix() if place else "mkdocs.yml"
    return Fault(file, (place and place.lineno) or 1, f"the book cannot be built: {type(error).__name__}: {error}")


class _Listening(logging.Handler):
    """Takes down what MkDocs and its plugins warn of; the book's own faults are told by themselves."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(logging.WARNING)
        self.found = found

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != "mkdocs.plugins.apsite" and not record.getMessage().startswith("Error "):
            self.found.append(Fault("mkdocs.yml", 1, record.getMessage()))


if __name__ == "__main__":
    sys.exit(main())
