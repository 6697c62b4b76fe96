"""The store: what was computed once, kept under the digest of everything that it depends on.

Owns how an entry is written and read. What a request covers (`sources`), what an entry holds and who makes it are
left to the callers.

An entry is a folder of files with a manifest of their digests. It is written elsewhere and renamed
into place whole, so a reader sees all of it or nothing; a reader that finds a digest wrong throws
the entry away, and it is made again.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

MANIFEST = "manifest.json"

log = logging.getLogger(__name__)


class Store:
    """Entries under `root`, each the files that answer one request: anything that JSON can hold.

    `used` are the names of those that were read and written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.used: set[str] = set()
        root.mkdir(parents=True, exist_ok=True)

    def path(self, request: object) -> Path:
        """Return the folder where the entry of `request` is, or would be."""
        text = json.dumps(request, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return self.root / hashlib.sha256(text.encode()).hexdigest()

    def get(self, request: object, without: Collection[str] = ()) -> dict[str, bytes] | None:
        """Return the entry's files by name, but for those named by `without`, which are not read.

        None if there is no entry, or if it was damaged (it is then gone).
        """
        folder = self.path(request)
        if not folder.exists():
            return None
        try:
            files = _read(folder, without)
            os.utime(folder)
        except (OSError, ValueError, TypeError, AttributeError) as damage:
            log.warning("Threw away a damaged entry of the store, %s: %s", folder.name[:12], damage)
            self.discard(folder)
            return None
        self.used.add(folder.name)
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
        self.used.add(folder.name)

    def discard(self, folder: Path) -> None:
        """Remove `folder`; it leaves its place at once, so that nobody meets half of it."""
        away = Path(tempfile.mkdtemp(prefix=".discarded-", dir=self.root))
        try:
            folder.rename(away / folder.name)
        except FileNotFoundError:
            log.debug("%s was already gone", folder)
        shutil.rmtree(away, ignore_errors=True)


def _read(folder: Path, without: Collection[str]) -> dict[str, bytes]:
    digests: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    found = {path.name for path in folder.iterdir()} - {MANIFEST}
    if found != set(digests):
        raise ValueError(f"files {sorted(found)} where its manifest lists {sorted(digests)}")
    files = {name: (folder / name).read_bytes() for name in digests if name not in without}
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != digests[name]:
            raise ValueError(f"{name} has changed since it was written")
    return files


def last_use(folder: Path) -> float:
    """Return when an entry was last read or written, in seconds since 1970; 0 if it is gone."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0
