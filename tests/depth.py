"""How far tests go: `make test` takes some pages, figures or settings, and `make thorough` all the others."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

import pytest


def some(values: Iterable[Any], usual: Container[Any]) -> list[Any]:
    """Return the parameters of a test; those that are not in `usual` are left to `make thorough`."""
    return [value if value in usual else pytest.param(value, marks=pytest.mark.thorough) for value in values]
