"""The store: what was computed once, kept under the digest of everything that it depends on.

Owns where the cache lies, what a key covers and how an entry is written and read. What an entry
holds, and who makes it, is left to the callers; no room stands before this one, and any may use it.

An entry is a folder of files with a manifest of their digests. It is written elsewhere and renamed
into place whole, so a reader sees all of it or nothing; a reader that finds a digest wrong throws
the entry away, and it is made again.
"""

import hashlib
import json
import logging
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from platformdirs import user_cache_path

PACKAGE = Path(__file__).resolve().parent
LOCKS = ("requirements.txt", "package-lock.json")  # the second, for the typeface of the figures
MANIFEST = "manifest.json"
DAY = 86_400.0  # s

log = logging.getLogger(__name__)


def cache_root() -> Path:
    """Return the folder of everything that may be deleted and made again.

    `APSITE_CACHE` if it is set, else `.cache` in the checkout that this package runs from, else the
    user's cache folder.
    """
    if chosen := os.environ.get("APSITE_CACHE"):
        return Path(chosen).resolve()
    project = PACKAGE.parent / "pyproject.toml"
    if project.is_file() and 'name = "apsite"' in project.read_text(encoding="utf-8"):
        return PACKAGE.parent / ".cache"
    return user_cache_path("apsite")


def fingerprint(package: Path = PACKAGE) -> str:
    """Return the digest of all that stands behind a result: sources, lock files, Python version."""
    digest = hashlib.sha256(platform.python_version().encode())
    locks = (package.parent / name for name in LOCKS)
    for path in [*_sources(package), *(lock for lock in locks if lock.is_file())]:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"\n{path.relative_to(package.parent).as_posix()} {content}".encode())
    return digest.hexdigest()


def _sources(package: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


class Store:
    """Entries under `root`, each the files that answer one request.

    `state` is the `fingerprint` that the entries belong to: with another one, the same request has
    another key. A request is anything that JSON can hold.
    """

    def __init__(self, root: Path, state: str) -> None:
        self.root = root
        self.state = state
        root.mkdir(parents=True, exist_ok=True)

    def path(self, request: object) -> Path:
        """Return the folder where the entry of `request` is, or would be."""
        text = json.dumps([self.state, request], sort_keys=True, separators=(",", ":"), allow_nan=False)
        return self.root / hashlib.sha256(text.encode()).hexdigest()

    def get(self, request: object) -> dict[str, bytes] | None:
        """Return the entry's files by name, or None if there is none or it was damaged (it is then gone)."""
        folder = self.path(request)
        if not folder.exists():
            return None
        try:
            files = _read(folder)
            os.utime(folder)
        except (OSError, ValueError, TypeError, AttributeError) as damage:
            log.warning("Threw away a damaged entry of the store, %s: %s", folder.name[:12], damage)
            self._discard(folder)
            return None
        return files

    def put(self, request: object, files: Mapping[str, bytes]) -> None:
        """Write the entry of `request`. If another process was first, its entry stays."""
        folder = self.path(request)
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=self.root))
        try:
            for name, content in files.items():
                (making / name).write_bytes(content)
            digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
            (making / MANIFEST).write_text(json.dumps(digests, indent=1, sort_keys=True), encoding="utf-8")
            if not folder.exists():
                making.rename(folder)
        except OSError:
            if not folder.exists():
                raise
        finally:
            shutil.rmtree(making, ignore_errors=True)

    def prune(self, keep: int = 400) -> None:
        """Remove all but the `keep` entries used last, and what dead writers left; spare today's."""
        entries = sorted(self.root.iterdir(), key=_last_use, reverse=True)
        yesterday = time.time() - DAY
        for position, folder in enumerate(entries):
            if _last_use(folder) < yesterday and (position >= keep or folder.name.startswith(".")):
                self._discard(folder)

    def _discard(self, folder: Path) -> None:
        """Remove `folder`; it leaves its place at once, so that nobody meets half of it."""
        away = Path(tempfile.mkdtemp(prefix=".discarded-", dir=self.root))
        try:
            folder.rename(away / folder.name)
        except FileNotFoundError:
            log.debug("%s was already gone", folder)
        shutil.rmtree(away, ignore_errors=True)


def _read(folder: Path) -> dict[str, bytes]:
    digests: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    found = {path.name for path in folder.iterdir()} - {MANIFEST}
    if found != set(digests):
        raise ValueError(f"files {sorted(found)} where its manifest lists {sorted(digests)}")
    files = {name: (folder / name).read_bytes() for name in digests}
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != digests[name]:
            raise ValueError(f"{name} has changed since it was written")
    return files


def _last_use(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0
