"""Where everything lies that may be deleted and made again, and how a file of it is written."""

import contextlib
import os
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

PACKAGE = Path(__file__).resolve().parent


def cache_root() -> Path:
    """Return that folder.

    `APSITE_CACHE` if it is set, else `.cache` in the checkout that this package runs from, else the
    user's cache folder.
    """
    if chosen := os.environ.get("APSITE_CACHE"):
        return Path(chosen).resolve()
    project = PACKAGE.parent / "pyproject.toml"
    if project.is_file() and 'name = "apsite"' in project.read_text(encoding="utf-8"):
        return PACKAGE.parent / ".cache"
    return user_cache_path("apsite")


def write(file: Path, text: str) -> None:
    """Write `text` whole or not at all: another process may read at any time. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
        Path(temporary).replace(file)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def keep(file: Path, text: str) -> None:
    """Write what only saves time, so that nothing is lost where it cannot be written."""
    with contextlib.suppress(OSError):
        write(file, text)
