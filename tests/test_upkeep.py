"""What the cache keeps, with entries of a kilobyte in place of a book's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from apsite.store import Store
from apsite.upkeep import Upkeep, size

KILOBYTE = {"values.json": bytes(1024)}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    (tmp_path / "cache" / "kernels" / "__pycache__").mkdir(parents=True)
    return tmp_path / "cache"


def checkout(cache: Path, name: str) -> Path:
    folder = cache.parent / name
    folder.mkdir(exist_ok=True)
    return folder


def build(cache: Path, entries: list, kernels: set, whole: bool = True, of: str = "book") -> Upkeep:
    """A build that makes entries, of the store and of machine code, and ends."""
    store, upkeep = Store(cache / "store"), Upkeep(cache, checkout(cache, of))
    make(cache, store, entries, kernels)
    upkeep.settle(store, store.used, kernels, whole)
    return upkeep


def make(cache: Path, store: Store, entries: list, kernels: set) -> None:
    for entry in entries:
        if store.get(entry) is None:
            store.put(entry, KILOBYTE)
    for name in kernels:
        (cache / "kernels" / f"{name}.py").write_bytes(bytes(1024))
        for compiled in ("current_clamp-9.py311.nbi", "current_clamp-9.py311.1.nbc"):
            (cache / "kernels" / "__pycache__" / f"{name}.{compiled}").write_bytes(bytes(1024))


def kept(cache: Path, *entries: object) -> list:
    store = Store(cache / "store")
    return [entry for entry in entries if store.path(entry).exists()]


STATE = [f"figure {number}" for number in range(20)]


@pytest.mark.parametrize("fails", [False, True], ids=["whole", "failing"])
@pytest.mark.thorough
def test_a_hundred_saves_leave_less_than_two_states(cache, fails):
    """Each an edit of an equation, the worst there is: all of its results are new, and so is the machine code."""
    build(cache, STATE, {"kernel_0"})
    one = size([cache])
    for save in range(1, 101):
        build(cache, [[entry, save] for entry in STATE], {f"kernel_{save}"}, whole=not fails or save % 50 == 0)
        assert size([cache]) < (2.2 if fails else 1.1) * one
    assert kept(cache, *STATE) == []
    assert size([cache]) < (2 if fails else 1.1) * one


def test_what_a_failed_build_has_made_is_there_for_the_next_and_the_last_good_one_too(cache):
    build(cache, ["a", "b"], {"kernel_1"})
    build(cache, ["a", "c"], {"kernel_2"}, whole=False)
    assert kept(cache, "a", "b", "c") == ["a", "b", "c"]
    build(cache, ["a", "d"], {"kernel_2"}, whole=False)
    assert kept(cache, "a", "b", "c", "d") == ["a", "b", "d"]
    build(cache, ["a", "d"], {"kernel_2"})
    assert kept(cache, "a", "b", "c", "d") == ["a", "d"]
    assert {path.name.partition(".")[0] for path in (cache / "kernels").rglob("kernel_*")} == {"kernel_2"}


def test_an_attempt_that_ends_early_costs_nothing_of_what_was_made(cache):
    """A checkout in which only checks were run, as an author of a membrane does, and a slip in the model."""
    build(cache, STATE, {"kernel_1"}, whole=False)
    for slip in range(3):
        build(cache, [f"model {slip}"], {"kernel_1"}, whole=False)
        assert kept(cache, *STATE) == STATE
    assert kept(cache, "model 0", "model 1", "model 2") == ["model 2"]
    build(cache, ["model", *STATE[1:]], {"kernel_1"}, whole=False)
    assert kept(cache, *STATE, "model 2") == STATE[1:]


def test_every_checkout_keeps_its_own_state_as_long_as_it_is_there(cache):
    build(cache, ["a", "b"], {"kernel_1"}, of="one")
    build(cache, ["a", "c"], {"kernel_2"}, of="other")
    assert kept(cache, "a", "b", "c") == ["a", "b", "c"]
    (cache.parent / "one").rmdir()
    build(cache, ["a", "c"], {"kernel_2"}, of="other")
    assert kept(cache, "a", "b", "c") == ["a", "c"]
    assert [path.name for path in (cache / "kernels").glob("*.py")] == ["kernel_2.py"]


def test_what_somebody_is_at_work_with_stays(cache):
    build(cache, ["old"], {"kernel_0"}, of="third")
    os.utime(Store(cache / "store").path("old"), (0, 0))
    (cache.parent / "third").rmdir()
    store, other = Store(cache / "store"), Upkeep(cache, checkout(cache, "other"))
    make(cache, store, ["new"], {"kernel_1"})
    build(cache, ["a"], {"kernel_2"})
    assert kept(cache, "old", "new", "a") == ["new", "a"]
    assert (cache / "kernels" / "kernel_1.py").exists()
    del other
    build(cache, ["a"], {"kernel_2"})
    assert kept(cache, "new", "a") == ["a"]
    assert not (cache / "kernels" / "kernel_1.py").exists()


AT_WORK = """
import sys
from pathlib import Path
from apsite.store import Store
from apsite.upkeep import Upkeep

cache = Path(sys.argv[1])
upkeep = Upkeep(cache, cache)
Store(cache / "store").put("new", {"a": b""})
print("at work", flush=True)
sys.stdin.read()
"""


def test_another_process_is_at_work_until_it_ends_and_not_longer(cache):
    with subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(cache)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        [lock] = (cache / "users").glob("*.lock")
        build(cache, ["a"], set())
        assert kept(cache, "new") == ["new"]
        process.kill()
        process.wait()
    build(cache, ["a"], set())
    assert kept(cache, "new") == []
    assert not lock.exists()


def test_what_dead_writers_left_goes(cache):
    dead = cache / "store" / ".making-dead"
    dead.mkdir(parents=True)
    build(cache, ["a"], set())
    assert not dead.exists()


def test_machine_code_stays_where_its_names_are_not_known(cache):
    build(cache, ["a"], {"kernel_1"})
    store = Store(cache / "store")
    store.get("a")
    Upkeep(cache, checkout(cache, "book")).settle(store, store.used, None, whole=False)
    assert (cache / "kernels" / "kernel_1.py").exists()


def test_a_state_that_cannot_be_read_counts_for_nothing(cache):
    build(cache, ["a"], set())
    [file] = (cache / "users").glob("*.json")
    file.write_text("{")
    build(cache, ["b"], set())
    assert kept(cache, "a", "b") == ["b"]
