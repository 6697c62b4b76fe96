import json
import os
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from apsite.store import DAY, MANIFEST, Store, cache_root, fingerprint

FILES = {"values.json": b"[1, 2]", "wide.svg": b"<svg/>"}
REQUEST = ["produce", "spike", {"amplitude": 26.55}]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", "state")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    package = tmp_path / "checkout" / "apsite"
    (package / "kernels" / "__pycache__").mkdir(parents=True)
    (package / "kernels" / "python.py").write_text("dt = 0.025\n")
    (package / "style.mplstyle").write_text("lines.linewidth: 2\n")
    (package.parent / "requirements.txt").write_text("numpy==2.4.6\n")
    return package


def test_an_entry_comes_back_as_it_was_put(store):
    assert store.get(REQUEST) is None
    store.put(REQUEST, FILES)
    assert store.get(REQUEST) == FILES
    assert store.get(["produce", "spike", {"amplitude": 12.0}]) is None


def test_the_order_of_options_makes_no_difference(store):
    store.put({"a": 1, "b": 2}, FILES)
    assert store.get({"b": 2, "a": 1}) == FILES


def test_another_state_of_the_sources_has_entries_of_its_own(store):
    store.put(REQUEST, FILES)
    assert Store(store.root, "another state").get(REQUEST) is None


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("kernels/python.py", "dt = 0.01\n"),
        ("style.mplstyle", "lines.linewidth: 1\n"),
        ("experiments.py", "new = True\n"),
        ("../requirements.txt", "numpy==2.4.7\n"),
        ("../package-lock.json", "{}\n"),
    ],
)
def test_a_fingerprint_covers_every_source_and_the_lock_files(package, file, content):
    before = fingerprint(package)
    assert fingerprint(package) == before
    (package / file).write_text(content)
    assert fingerprint(package) != before


def test_a_fingerprint_covers_the_names_of_files_and_the_python_version(package, monkeypatch):
    before = fingerprint(package)
    monkeypatch.setattr("platform.python_version", lambda: "3.99.0")
    assert fingerprint(package) != before
    monkeypatch.undo()
    (package / "style.mplstyle").rename(package / "other.mplstyle")
    assert fingerprint(package) != before


def test_a_fingerprint_leaves_byte_code_out(package):
    before = fingerprint(package)
    (package / "kernels" / "__pycache__" / "python.pyc").write_bytes(b"\0")
    assert fingerprint(package) == before


def flip_a_byte(entry: Path) -> None:
    content = bytearray((entry / "wide.svg").read_bytes())
    content[2] ^= 1
    (entry / "wide.svg").write_bytes(content)


def lose_a_file(entry: Path) -> None:
    (entry / "values.json").unlink()


def gain_a_file(entry: Path) -> None:
    (entry / "dark.svg").write_bytes(b"<svg/>")


def cut_the_manifest(entry: Path) -> None:
    text = (entry / MANIFEST).read_text()
    (entry / MANIFEST).write_text(text[: len(text) // 2])


def spoil_the_manifest(entry: Path) -> None:
    (entry / MANIFEST).write_text(json.dumps(["values.json", "wide.svg"]))


def lose_everything(entry: Path) -> None:
    shutil.rmtree(entry)
    entry.mkdir()


@pytest.mark.parametrize(
    "damage",
    [flip_a_byte, lose_a_file, gain_a_file, cut_the_manifest, spoil_the_manifest, lose_everything],
)
def test_a_damaged_entry_is_thrown_away_and_can_be_made_again(store, damage, caplog):
    store.put(REQUEST, FILES)
    damage(store.path(REQUEST))
    assert store.get(REQUEST) is None
    assert "damaged entry" in caplog.text
    assert not store.path(REQUEST).exists()
    store.put(REQUEST, FILES)
    assert store.get(REQUEST) == FILES


def test_who_comes_second_leaves_the_entry_of_the_first(store):
    store.put(REQUEST, FILES)
    store.put(REQUEST, {"values.json": b"[3]"})
    assert store.get(REQUEST) == FILES
    assert list(store.root.iterdir()) == [store.path(REQUEST)]


def test_a_write_that_fails_leaves_nothing(store, monkeypatch):
    monkeypatch.setattr(Path, "rename", lambda *paths: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        store.put(REQUEST, FILES)
    assert list(store.root.iterdir()) == []


def put_and_get(root: Path) -> bool:
    store = Store(root, "state")
    done = []
    for number in range(30):
        store.put([number], FILES)
        done.append(store.get([number]) == FILES)
    return all(done)


def test_processes_at_the_same_entries_do_not_harm_each_other(tmp_path):
    with ProcessPoolExecutor(4) as workers:
        assert all(workers.map(put_and_get, [tmp_path] * 4))


def test_pruning_keeps_what_was_used_last_and_what_today_has_touched(store):
    for age in range(6):
        store.put([age], FILES)
        then = time.time() - age * DAY
        os.utime(store.path([age]), (then, then))
    dead = store.root / ".making-dead"
    dead.mkdir()
    os.utime(dead, (0, 0))
    store.get([5])  # a use makes it young
    store.prune(keep=3)
    assert [age for age in range(6) if store.path([age]).exists()] == [0, 1, 5]
    assert not dead.exists()
    store.prune(keep=0)
    assert [age for age in range(6) if store.path([age]).exists()] == [0, 5]


def test_the_cache_lies_where_the_environment_says_else_in_the_checkout(monkeypatch, tmp_path):
    monkeypatch.setenv("APSITE_CACHE", str(tmp_path))
    assert cache_root() == tmp_path
    monkeypatch.delenv("APSITE_CACHE")
    assert cache_root() == Path(__file__).resolve().parents[1] / ".cache"
    monkeypatch.setattr("apsite.store.PACKAGE", tmp_path / "site-packages" / "apsite")
    assert "apsite" in cache_root().name
    assert not cache_root().is_relative_to(tmp_path)
