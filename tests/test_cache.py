from pathlib import Path

import pytest

from apsite.cache import cache_root, keep, write


def test_the_cache_lies_where_the_environment_says_else_in_the_checkout(monkeypatch, tmp_path):
    monkeypatch.setenv("APSITE_CACHE", str(tmp_path))
    assert cache_root() == tmp_path
    monkeypatch.delenv("APSITE_CACHE")
    assert cache_root() == Path(__file__).resolve().parents[1] / ".cache"
    monkeypatch.setattr("apsite.cache.PACKAGE", tmp_path / "site-packages" / "apsite")
    assert "apsite" in cache_root().name
    assert not cache_root().is_relative_to(tmp_path)


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    write(tmp_path / "new" / "a.json", "[1]")
    assert (tmp_path / "new" / "a.json").read_text() == "[1]"
    monkeypatch.setattr(Path, "replace", lambda *paths: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write(tmp_path / "new" / "a.json", "[2]")
    keep(tmp_path / "new" / "a.json", "[2]")  # which only saves time
    assert [path.read_text() for path in (tmp_path / "new").iterdir()] == ["[1]"]
