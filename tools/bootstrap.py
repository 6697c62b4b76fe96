"""Sets up all that the book needs, once: `python tools/bootstrap.py site` or `test`.

Owns the virtual environment `.venv`, the npm packages in `node_modules` and the search for a browser. Runs
before anything is installed, so it imports the standard library alone. Leaves what to build and to check to
the Makefile.

Each step leaves a stamp when it is complete: a hash of all that it depends on. A step whose stamp is missing,
because it was interrupted, or differs, because a lock file or the Python changed, is done again.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PROGRAMS = VENV / ("Scripts" if WINDOWS else "bin")
PACKAGES = "Lib/site-packages" if WINDOWS else "lib/python*/site-packages"
OLDEST_PYTHON = (3, 11)
STAND_INS = ("Liberation Sans", "Arial")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


Command: TypeAlias = "list[str | Path]"


class SetupError(Exception):
    """Something is missing that only the reader of the message can provide."""


def say(message: str) -> None:
    print(f"[setup] {message}", flush=True)


def run(what: str, command: Command) -> None:
    """Runs `command` quietly; its output is shown only when it fails, as a `SetupError`."""
    say(f"{what} ...")
    started = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, text=True) as process:
        output, _ = process.communicate()
    if process.returncode:
        raise SetupError(f"{what} failed: {shlex.join(map(str, command))}\n{output.strip()}")
    say(f"{what}: done in {time.monotonic() - started:.0f} s.")


def fingerprint(*parts: str | Path) -> str:
    """Hash of texts and of the contents of files."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part.encode()
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()


@contextlib.contextmanager
def once(stamp: Path, *inputs: str | Path) -> Iterator[bool]:
    """Yields whether the step behind `stamp` must be done, and stamps it when the block succeeds."""
    expected = fingerprint(*inputs)
    if stamp.is_file() and stamp.read_text() == expected:
        yield False
        return
    stamp.unlink(missing_ok=True)
    yield True
    stamp.write_text(expected)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Lets one set-up work at a time, such as when `make serve` and `make test` are started together.

    Windows has no lock of this kind, and no make that would start two.
    """
    if WINDOWS:
        (ROOT / ".cache").mkdir(exist_ok=True)
        yield
        return
    import fcntl

    lock = ROOT / ".cache" / "setup.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up of this checkout to finish ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def apt_install(package: str) -> bool:
    """Installs a Debian package where that needs no password; returns whether it could be tried."""
    if not shutil.which("apt-get"):
        return False
    prefix: Command = []
    if os.geteuid() != 0:
        prefix = ["sudo", "-n"]
        if not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
            return False
    apt_get: Command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    run("Reading Debian's list of packages", [*apt_get, "update"])
    run(f"Installing Debian's package {package}", [*apt_get, "install", "--no-install-recommends", package])
    return True


def python_packages() -> None:
    """Makes `.venv` hold exactly the locked packages, and the book's own package from this checkout."""
    lock = ROOT / "requirements.txt"
    with once(
        VENV / ".complete", lock, platform.python_version(), platform.machine(), sys.base_prefix, str(VENV)
    ) as stale:
        if not stale:
            return
        if not importlib.util.find_spec("ensurepip"):
            package = "python{}.{}-venv".format(*sys.version_info)
            if not apt_install(package):
                raise SetupError(f"No virtual environment can be made: install {package}, then try again.")
        run("Making a virtual environment in .venv", [sys.executable, "-m", "venv", "--clear", VENV])
        pip: Command = [PROGRAMS / "python", "-m", "pip", "install", "--disable-pip-version-check"]
        locked: Command = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--requirement", lock]
        run("Installing the locked Python packages (a minute or two)", [*pip, *locked])
        [site_packages] = VENV.glob(PACKAGES)
        (site_packages / "apsite.pth").write_text(f"{ROOT}\n")


def npm_packages() -> None:
    """Makes `node_modules` hold exactly the locked packages, with the npm that `.venv` brings."""
    inputs = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]
    with once(ROOT / "node_modules" / ".complete", *inputs) as stale:
        if stale:
            run("Installing the locked npm packages", [PROGRAMS / "npm", "ci"])


def find_browser() -> str | None:
    """The browser that the tests drive: $CHROMIUM, or the first of `BROWSERS` on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def stand_ins() -> None:
    """Makes sure of the faces that stand in for the site's own until these arrive; what moves by then is measured."""
    if not shutil.which("fc-list"):
        return
    families = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True).stdout
    if not any(family in families for family in STAND_INS) and not apt_install("fonts-liberation"):
        raise SetupError(
            "The tests measure how far a page moves when its fonts arrive, and need Liberation or Arial and Times New"
            " Roman for it. Install the Liberation fonts (Debian: apt-get install fonts-liberation), then try again."
        )


def browser() -> None:
    if not find_browser() and not (apt_install("chromium") and find_browser()):
        raise SetupError(
            "The tests look at the pages in a browser, and there is none. Install Chromium (Debian: apt-get"
            " install chromium) or Google Chrome, or set CHROMIUM to the path of one, then try again."
        )


def main(purpose: str) -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise SetupError(
            "The book needs Python {}.{} or newer; {} is {}. Try: make PYTHON=python3.12 ...".format(
                *OLDEST_PYTHON, sys.executable, platform.python_version()
            )
        )
    with alone():
        python_packages()
        npm_packages()
        if purpose == "test":
            browser()
            stand_ins()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except SetupError as error:
        sys.exit(f"[setup] {error}")
    except KeyboardInterrupt:
        sys.exit("[setup] Interrupted. The next run takes up the unfinished step from its start.")
