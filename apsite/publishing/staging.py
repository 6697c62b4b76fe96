"""A site is replaced whole, or not at all.

Owns the folder beside the site where a build works, and the exchange at its end. A build that fails or
is killed leaves the former site as it was; what it leaves of its own, the next one clears away.
"""

import secrets
import shutil
from pathlib import Path

from filelock import FileLock, Timeout


class Staging:
    """Where one build of `site` works.

    Beside the site lies a folder `.<site>-staging` with one folder for each build at work, each with a lock
    that its process holds as long as it lives, and a lock for the exchange.
    """

    def __init__(self, site: Path) -> None:
        self.site = site
        self.home = site.parent / f".{site.name}-staging"
        self.home.mkdir(parents=True, exist_ok=True)
        self.exchange = FileLock(self.home / "exchange.lock")
        self.former = self.home / "former"
        name = secrets.token_hex(4)
        self.folder = self.home / name
        self.alive = FileLock(self.home / f"{name}.lock")
        with self.exchange:
            self._clear()
            self.alive.acquire()
            self.folder.mkdir()

    def publish(self) -> None:
        """Put what was built into the place of the site."""
        with self.exchange:
            if self.site.exists():
                self.site.rename(self.former)
            self.folder.rename(self.site)
            self._clear()
        self.abandon()

    def abandon(self) -> None:
        """Throw away what is left of this build; the site stays as it is."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.alive.release()
        Path(self.alive.lock_file).unlink(missing_ok=True)

    def leave(self) -> None:
        """Remove the folder beside the site, if no other build is at work in it."""
        with self.exchange:
            self._clear()
            busy = any(path.name != "exchange.lock" for path in self.home.iterdir())
        if not busy:
            shutil.rmtree(self.home, ignore_errors=True)

    def _clear(self) -> None:
        """Remove what dead builds left, and finish or undo an exchange that was cut off."""
        if self.former.exists() and not self.site.exists():
            self.former.rename(self.site)
        shutil.rmtree(self.former, ignore_errors=True)
        for lock in self.home.glob("*.lock"):
            folder = lock.with_suffix("")
            if folder in (self.folder, self.home / "exchange"):
                continue
            try:
                with FileLock(lock, timeout=0):
                    shutil.rmtree(folder, ignore_errors=True)
            except Timeout:
                continue  # its build is at work
            lock.unlink(missing_ok=True)
