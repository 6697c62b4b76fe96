"""What experiments publish is taken from the store, which one build of the book fills for all processes."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _filled(site: Path) -> None:
    """Wait for that build."""
