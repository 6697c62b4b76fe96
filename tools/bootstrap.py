"""Sets up what a command needs, once: `python tools/bootstrap.py site`, `lint` or `test`.

`site` is what reads, writes and builds the book; `lint` adds the checkers and simulators, `test` also a browser.
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
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
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
PURPOSES = ("site", "lint", "test")
STAND_INS = ("Liberation Sans", "Arial")
#: Chromium that has no windows: the same pages take it three fifths of the processor's time. Debian has it.
WINDOWLESS = "chromium-headless-shell"
BROWSERS = (WINDOWLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


# The processes that run the model keep no byte code, and would each compile all libraries anew. One process begins with
# the largest of them, so that another, which goes through the book's own modules, finds them compiled.
LARGEST = ("sympy", "numba.typed", "scipy.optimize", "fontTools.subset", "pint")
COMPILING = """
import contextlib, importlib, pkgutil, sys
import apsite

libraries = ["ipykernel.kernelapp", "matplotlib.pyplot", "mkdocs.commands.serve", "material.plugins.search.plugin"]
ours = [module.name for module in pkgutil.walk_packages(apsite.__path__, "apsite.", onerror=lambda name: None)]
for name in sys.argv[1:] or libraries + ours:
    if not name.endswith("__main__"):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
"""


Command: TypeAlias = "list[str | Path]"

COMPILERS: list[subprocess.Popen[bytes]] = []


class SetupError(Exception):
    """Something is missing that only the reader of the message can provide."""


def say(message: str) -> None:
    print(f"[setup] {message}", flush=True)


def run(what: str, command: Command, **variables: str) -> None:
    """Runs `command` quietly; its output is shown only when it fails, as a `SetupError`."""
    say(f"{what} ...")
    started = time.monotonic()
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | variables, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, text=True
    ) as process:
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


def stamped(stamp: Path, *inputs: str | Path) -> bool:
    """Whether the step behind `stamp` is complete."""
    return stamp.is_file() and stamp.read_text() == fingerprint(*inputs)


@contextlib.contextmanager
def once(stamp: Path, *inputs: str | Path) -> Iterator[bool]:
    """Yields whether the step behind `stamp` must be done, and stamps it when the block succeeds."""
    if stamped(stamp, *inputs):
        yield False
        return
    stamp.unlink(missing_ok=True)
    yield True
    stamp.write_text(fingerprint(*inputs))


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


def plain(name: str) -> str:
    """A package's name as an index knows it, without extras, versions and markers."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name.strip())[0]).lower()


def locked(lock: str, wanted: Iterable[str]) -> str:
    """Returns the part of the text of a lock that `wanted` and all that these need are locked in, with its hashes.

    The lock says behind each package which others it is there for ("via").
    """
    entries: dict[str, str] = {}
    for entry in re.findall(r"^\w.*\n(?:[ ].*\n)*", lock, re.MULTILINE):  # several, where versions differ by system
        entries[plain(entry)] = entries.get(plain(entry), "") + entry
    needs: dict[str, set[str]] = {}
    for name, entry in entries.items():
        for other in re.findall(r"^ +#(?: via)? +(\w[^\s(]*)", entry, re.MULTILINE):
            needs.setdefault(plain(other), set()).add(name)
    kept: set[str] = set()
    found = {plain(name) for name in wanted}
    if missing := found - entries.keys():
        raise SetupError(f"requirements.txt does not lock {', '.join(sorted(missing))}. Run: make lock")
    while found:
        kept |= found
        found = {name for each in found for name in needs.get(each, ())} - kept
    return "".join(entry for name, entry in entries.items() if name in kept)


def of_the_book() -> list[str]:
    """The packages that pyproject.toml asks for to run, write and build the book."""
    import tomllib  # not in a Python too old for the book, which is to be told so

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["site"]]


def indexes(pip: Command) -> dict[str, str]:
    """Where pip is told to find packages, said to uv, which does not read it."""
    told = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS"}
    listed = subprocess.run([*pip, "config", "list"], capture_output=True, text=True).stdout
    found = re.findall(r"^(?:global|install|:env:)\.([\w-]+)='(.*)'$", listed, re.MULTILINE)
    return {
        told[name]: value.replace("\\n", " ") for name, value in found if told.get(name, "") not in {"", *os.environ}
    }


def install(lock: str) -> None:
    """Installs what the text of a lock names, and nothing that has another hash: by uv, itself installed by pip."""
    pip: Command = [PROGRAMS / "python", "-m", "pip", "--disable-pip-version-check"]
    exactly: Command = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--requirement"]
    with tempfile.TemporaryDirectory() as folder:
        uv, everything = Path(folder, "uv.txt"), Path(folder, "lock.txt")
        uv.write_text(locked(lock, ["uv"]), encoding="utf-8")
        everything.write_text(lock, encoding="utf-8")
        what = "Installing the locked Python packages"
        try:
            run("Installing uv, which installs the rest", [*pip, "install", *exactly, uv])
            python = PROGRAMS / "python"
            quick: Command = [python, "-m", "uv", "pip", "install", "--python", python]
            # As pip does, from whichever index has the version: the hashes say what it must be.
            quick += ["--index-strategy", "unsafe-best-match"]
            run(what, [*quick, *exactly, everything], **indexes(pip))
        except SetupError as error:
            say(f"{error}\n[setup] pip takes its place.")
            run(f"{what} (a minute or two)", [*pip, "install", *exactly, everything])


def new_environment() -> None:
    """Makes an empty virtual environment, in which the book's own package is that of this checkout."""
    if not importlib.util.find_spec("ensurepip"):
        package = "python{}.{}-venv".format(*sys.version_info)
        if not apt_install(package):
            raise SetupError(f"No virtual environment can be made: install {package}, then try again.")
    run("Making a virtual environment in .venv", [sys.executable, "-m", "venv", "--clear", VENV])
    [site_packages] = VENV.glob(PACKAGES)
    (site_packages / "apsite.pth").write_text(f"{ROOT}\n")


def python_packages(purpose: str) -> None:
    """Makes `.venv` hold the locked packages that `purpose` needs, and the book's own package from this checkout."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    book = locked(lock, of_the_book())
    system = (platform.python_version(), platform.machine(), sys.base_prefix, str(VENV))
    whole, part = VENV / ".complete", VENV / ".complete-site"
    if purpose == "site" and stamped(whole, lock, *system):
        return
    needed, stamp = (book, part) if purpose == "site" else (lock, whole)
    with once(stamp, needed, *system) as stale:
        if stale:
            if not stamped(part, book, *system):
                new_environment()
            install(needed)
            compile_libraries()


def compile_libraries() -> None:
    """Begins to compile what the book imports, on two cores, which goes on meanwhile; what is left out is no matter."""
    say("Compiling what the book imports, meanwhile ...")
    for names in (LARGEST, ()):
        command: Command = [PROGRAMS / "python", "-c", COMPILING, *names]
        writing = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
        COMPILERS.append(
            subprocess.Popen(command, cwd=ROOT, env=writing, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
        )


def npm_packages(purpose: str) -> None:
    """Makes `node_modules` hold the locked packages that `purpose` needs, with the npm that `.venv` brings."""
    inputs = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]
    whole, part = ROOT / "node_modules" / ".complete", ROOT / "node_modules" / ".complete-site"
    if purpose == "site" and stamped(whole, *inputs):
        return
    stamp, command = (part, ["npm", "ci", "--omit=dev"]) if purpose == "site" else (whole, ["npm", "ci"])
    with once(stamp, *inputs) as stale:
        if stale:
            run("Installing the locked npm packages", [PROGRAMS / command[0], *command[1:]])


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


def known_to_debian(package: str) -> bool:
    """Whether Debian's list of packages, as it was read last, has `package`."""
    if not shutil.which("apt-cache"):
        return False
    return subprocess.run(["apt-cache", "show", package], capture_output=True).returncode == 0


def browser() -> None:
    """Makes sure of a browser, and where that is Debian's, of the one that takes least of the processor's time."""
    if not os.environ.get("CHROMIUM") and not shutil.which(WINDOWLESS) and known_to_debian(WINDOWLESS):
        with contextlib.suppress(SetupError):  # there may be another one
            apt_install(WINDOWLESS)
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
        python_packages(purpose)
        npm_packages(purpose)
        if purpose == "test":
            browser()
            stand_ins()
        started = time.monotonic()
        for process in COMPILERS:
            process.wait()
        if COMPILERS:
            say(f"Compiling what the book imports: done, {time.monotonic() - started:.0f} s after all else.")


if __name__ == "__main__":
    if sys.argv[1:] not in [[purpose] for purpose in PURPOSES]:
        sys.exit(f"Usage: python tools/bootstrap.py {' | '.join(PURPOSES)}")
    try:
        main(sys.argv[1])
    except SetupError as error:
        sys.exit(f"[setup] {error}")
    except KeyboardInterrupt:
        sys.exit("[setup] Interrupted. The next run takes up the unfinished step from its start.")
