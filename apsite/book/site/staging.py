"""A site is replaced whole, or not at all, and what is not the site's stays.

Owns the folder beside the site where a build works, the exchange at its end, and what in the site's folder is the
site's. A build that fails or is killed leaves the former site as it was; what it leaves of its own, the next one
clears away.
"""

import contextlib
import filecmp
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from apsite.book.site.exchange import swap

#: Lists, in the site's folder, the files that are the site's.
LIST = ".site-files"
#: What a site had before it had the list.
EARLIER = ("index.html", "404.html", "sitemap.xml", "search/search_index.json")
#: What may stand in a folder before there is a site in it. So may what is hidden: a repository, .nojekyll.
ADDRESS = "CNAME"


class RefusedError(Exception):
    """The site cannot be put where it was to be put; the message says why, and what to do."""


def destination(site: Path) -> Path:
    """Return the folder that `site` is, or is a link to.

    Raises RefusedError if what is there is neither a site nor a place for one.
    """
    try:
        folder = site.resolve()
        names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    except (OSError, RuntimeError) as error:  # a file, or links in a circle
        raise RefusedError(f"The site cannot be put into {site}: {error}.") from error
    if os.path.ismount(folder):
        raise RefusedError(
            f"{site} is a disk of its own, and a site is replaced as a whole folder. Build into a folder in it:"
            f" mkdocs build -d {site / 'book'}"
        )
    others = [name for name in names if name != ADDRESS and not name.startswith(".")]
    if others and not (folder / LIST).is_file() and not all((folder / name).is_file() for name in EARLIER):
        raise RefusedError(
            f"{site} holds something else than this book's site: {', '.join(others[:3])}"
            f"{', …' if len(others) > 3 else ''}. Nothing was touched. Name an empty folder, or empty this one."
        )
    return folder


class Staging:
    """Where one build of `site` works.

    Beside the site lies a folder `.<site>-staging` with one folder for each build at work, each with a lock
    that its process holds as long as it lives, and a lock for the exchange. Raises RefusedError as `destination` does.
    """

    def __init__(self, site: Path) -> None:
        self.site = destination(site)
        self.home = self.site.parent / f".{self.site.name}-staging"
        self.exchange = FileLock(self.home / "exchange.lock")
        self.former = self.home / "former"
        name = secrets.token_hex(4)
        self.folder = self.home / name
        self.alive = FileLock(self.home / f"{name}.lock")
        self._enter()
        try:
            self._clear()
            self.alive.acquire()
            self.folder.mkdir()
        finally:
            self.exchange.release()

    def _enter(self) -> None:
        """Make the folder beside the site and take its lock; again, if a build that ends removes both meanwhile."""
        while True:
            self.home.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                self.exchange.acquire()
                if Path(self.exchange.lock_file).exists():
                    return
                self.exchange.release()

    def publish(self) -> None:
        """Put what was built into the place of the site, and what else stood there beside it.

        Raises RefusedError, with all as it was, if something of the same name is there that is not the site's.
        """
        names = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())
        (self.folder / LIST).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        with self.exchange:
            if self.site.exists():
                destination(self.site)
                for name in _others(self.site, set(names)):
                    _keep(name, self.site, self.folder)
                shutil.copymode(self.site, self.folder)
                former = self.folder
                if not swap(self.folder, self.site):
                    former = self.former
                    self.site.rename(self.former)
                    self.folder.rename(self.site)
                for name in _others(former, set(names)):  # what came while the rest was being kept
                    if not os.path.lexists(self.site / name):
                        _keep(name, former, self.site)
            else:
                self.folder.rename(self.site)
            self._clear()
        self.abandon()

    def abandon(self) -> None:
        """Throw away what is left of this build, or of the former site; the site stays as it is."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.alive.release()
        Path(self.alive.lock_file).unlink(missing_ok=True)

    def leave(self) -> None:
        """Remove the folder beside the site, if no other build is at work in it."""
        try:
            hold = self.exchange.acquire()
        except FileNotFoundError:
            return  # another build that ended has removed it
        with hold:
            self._clear()
            if all(path.name == "exchange.lock" for path in self.home.iterdir()):
                shutil.rmtree(self.home, ignore_errors=True)  # with the lock held: nobody else is within

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


def _keep(name: str, former: Path, new: Path) -> None:
    """Let `name`, which is not the site's, be in the `new` site as well as in the `former`: it is never in neither.

    Raises RefusedError if something else is there.
    """
    there, here = former / name, new / name
    folder = there.is_dir() and not there.is_symlink()
    if folder and here.is_dir():
        return
    if not folder and here.is_file() and filecmp.cmp(there, here, shallow=False):
        return
    try:
        here.parent.mkdir(parents=True, exist_ok=True)
        if there.is_symlink():
            here.symlink_to(there.readlink())
        elif folder:
            here.mkdir()
            shutil.copystat(there, here)
        else:
            _link(there, here)
    except (FileExistsError, NotADirectoryError) as error:
        message = f"{there} is not the site's, which now has something of that name. Move it, or take it out."
        raise RefusedError(message) from error


def _link(there: Path, here: Path) -> None:
    try:
        here.hardlink_to(there)
    except FileExistsError:
        raise
    except OSError:  # a disk that has no such links
        shutil.copy2(there, here)


def _others(site: Path, new: set[str]) -> Iterator[str]:
    """Yield what stands in the folder `site` and is not the site's, folders before what is in them.

    A site without a list is one of an earlier build: of what stands at its top, the site's is what the `new` site has
    too.
    """
    listed = site / LIST
    if listed.is_file():
        files = {LIST, *listed.read_text(encoding="utf-8").splitlines()}
    else:
        tops = {LIST, *(name.partition("/")[0] for name in new)}
        found = (path.relative_to(site) for path in site.rglob("*") if not path.is_dir() or path.is_symlink())
        files = {path.as_posix() for path in found if path.parts[0] in tops}
    folders = {parent.as_posix() for name in files for parent in Path(name).parents}
    for at, names, plain in os.walk(site):
        here = Path(at).relative_to(site)
        for name in sorted(names):
            if (here / name).as_posix() not in folders or (site / here / name).is_symlink():
                yield (here / name).as_posix()
        yield from ((here / name).as_posix() for name in sorted(plain) if (here / name).as_posix() not in files)
