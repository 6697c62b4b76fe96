"""What the cache keeps: the last whole state of every checkout that uses it, and what anybody is at work with.

Owns who uses a cache, and the removal of what nobody uses: entries of the store and machine code. Each checkout has a
file with the names that its last whole state is made of, those that an attempt since, which failed or was a check, has
used, and those of one after it that ended before it had come half as far, as with an error in the model.
Who is at work holds a lock as long as its process lives; what was used since it began is spared.
"""

import contextlib
import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from apsite.cache import keep
from apsite.store import Store, last_use

MARGIN = 2.0  # s: how coarse a disk may keep time


class Upkeep:
    """The part of one `checkout` in a `cache`, from when this is made until it is forgotten or its process ends."""

    def __init__(self, cache: Path, checkout: Path) -> None:
        self.cache = cache
        self.checkout = checkout
        self.home = cache / "users"
        self.home.mkdir(parents=True, exist_ok=True)
        self._work = FileLock(self.home / f"{secrets.token_hex(8)}.lock", thread_local=False)
        self._work.acquire()

    def settle(self, store: Store, used: set[str], kernels: set[str] | None, whole: bool) -> None:
        """Keep the entries `used` and the machine code of `kernels`, and remove what no checkout uses.

        If they are not a `whole` state, the last one is kept as well, and if they are few, so is the last attempt.
        Machine code stays if it is not known (None).
        """
        with contextlib.suppress(Timeout), FileLock(self.home / "settling.lock", timeout=0):
            self._note(used | (kernels or set()), whole)
            others = list(self._others())
            kept = set().union(*self._states())
            since = min(others) - MARGIN if others else None
            for folder in list(store.root.iterdir()):
                if folder.name not in kept and (since is None or last_use(folder) < since):
                    store.discard(folder)
            if kernels is not None and since is None:  # machine code does not say when it was used
                for path in [*(self.cache / "kernels").glob("kernel_*"), *(self.cache / "kernels").glob("*/kernel_*")]:
                    if path.name.partition(".")[0] not in kept:
                        path.unlink(missing_ok=True)

    def _note(self, used: set[str], whole: bool) -> None:
        name = hashlib.sha256(str(self.checkout).encode()).hexdigest()[:16]
        file = self.home / f"{name}.json"
        former = _read(file)
        last, attempt = former.get("whole", []), former.get("attempt", [])
        if whole:
            state = {"whole": sorted(used), "attempt": [], "cut": []}
        elif 2 * len(used) < max(len(last), len(attempt)):
            state = {"whole": last, "attempt": attempt, "cut": sorted(used)}
        else:
            state = {"whole": last, "attempt": sorted(used), "cut": []}
        keep(file, json.dumps({"checkout": str(self.checkout), **state}))

    def _states(self) -> Iterator[set[str]]:
        """Yield what each checkout uses; the file of one that is gone goes as well."""
        for file in self.home.glob("*.json"):
            state = _read(file)
            if Path(str(state.get("checkout", ""))).is_dir():
                yield {*state["whole"], *state["attempt"], *state.get("cut", [])}
            else:
                file.unlink(missing_ok=True)

    def _others(self) -> Iterator[float]:
        """Yield when everybody else began who is still at work; the lock of one that has ended goes."""
        for lock in self.home.glob("*.lock"):
            if lock.name in ("settling.lock", Path(self._work.lock_file).name):
                continue
            try:
                with FileLock(lock, timeout=0):
                    lock.unlink(missing_ok=True)
            except Timeout:
                yield last_use(lock)
            except OSError:
                continue


def _read(file: Path) -> dict[str, list[str]]:
    try:
        state: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state


def size(folders: Iterable[Path]) -> int:
    """Return the bytes of all files in `folders`."""
    return sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())
