"""How far tests go: `make test` takes some pages, figures or settings, and `make thorough` all the others.

Of random examples, EXAMPLES=10 in the environment tries ten times as many, and 0.4, as `make quick` does, fewer.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable
from typing import Any

import pytest

TIMES = float(os.environ.get("EXAMPLES", "1"))


def examples(usual: int) -> int:
    """Return how many random examples to try where `usual` are tried by default."""
    return max(1, round(usual * TIMES))


def some(values: Iterable[Any], usual: Container[Any]) -> list[Any]:
    """Return the parameters of a test; those that are not in `usual` are left to `make thorough`."""
    return [value if value in usual else pytest.param(value, marks=pytest.mark.thorough) for value in values]
