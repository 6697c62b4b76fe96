"""The set-up on a system that is not this one, as far as it can be seen from here."""

import importlib
import sys

import pytest

from tools import bootstrap


@pytest.fixture
def on_windows(monkeypatch, tmp_path):
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        patch.setitem(sys.modules, "fcntl", None)  # Windows has none
        yield importlib.reload(bootstrap)
    importlib.reload(bootstrap)


def test_windows_has_its_programs_and_packages_where_venv_puts_them(on_windows, monkeypatch, tmp_path):
    """As the documentation of Python's venv says: Scripts instead of bin, Lib\\site-packages instead of lib/python3."""
    assert on_windows.PROGRAMS == on_windows.VENV / "Scripts"
    assert on_windows.PACKAGES == "Lib/site-packages"
    monkeypatch.setattr(on_windows, "ROOT", tmp_path)
    with on_windows.alone():
        assert (tmp_path / ".cache").is_dir()
