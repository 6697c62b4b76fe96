import json
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from apsite.store import MANIFEST, Store

FILES = {"values.json": b"[1, 2]", "wide.svg": b"<svg/>"}
REQUEST = ["produce", "spike", {"amplitude": 26.55}]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_an_entry_comes_back_as_it_was_put(store):
    assert store.get(REQUEST) is None
    store.put(REQUEST, FILES)
    assert store.get(REQUEST) == FILES
    assert store.get(["produce", "spike", {"amplitude": 12.0}]) is None


def test_the_order_of_options_makes_no_difference(store):
    store.put({"a": 1, "b": 2}, FILES)
    assert store.get({"b": 2, "a": 1}) == FILES


def test_what_is_not_wanted_is_not_read(store):
    store.put(REQUEST, FILES)
    flip_a_byte(store.path(REQUEST))
    assert store.get(REQUEST, without={"wide.svg"}) == {"values.json": b"[1, 2]"}
    assert store.path(REQUEST).exists()
    assert store.get(REQUEST) is None


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
    store = Store(root)
    done = []
    for number in range(30):
        store.put([number], FILES)
        done.append(store.get([number]) == FILES)
    return all(done)


def test_processes_at_the_same_entries_do_not_harm_each_other(tmp_path):
    with ProcessPoolExecutor(4) as workers:
        assert all(workers.map(put_and_get, [tmp_path] * 4))
