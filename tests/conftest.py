"""The book, built once for all tests that read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from tests.site import support


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """The book, built once for all processes that the tests run in."""
    shared = tmp_path_factory.getbasetemp().parent
    folder = shared / f"book-{testrun_uid}" / "site"
    with FileLock(shared / "book.lock"):
        if not folder.is_dir():
            support.build(folder)
    return folder
