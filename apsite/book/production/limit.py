"""No run goes on for ever: what takes longer than a limit is ended, and the error names the limit.

Owns the limit, here and elsewhere. What is ended is named by those who asked for it.
"""

import os
from collections.abc import Callable
from threading import Timer

SECONDS = "APSITE_LIMIT"
USUAL = 600.0  # s, ten times what the longest run of the book takes on a slow machine


class Limit:
    """Calls `stop` if what is done within it takes longer than the environment's APSITE_LIMIT, in seconds."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self.passed = False
        self._stop = stop
        self._seconds = seconds()
        self._timer = Timer(self._seconds, self._pass)
        self._timer.daemon = True

    @property
    def words(self) -> str:
        """Return what to tell of it."""
        return words(self._seconds)

    def _pass(self) -> None:
        self.passed = True
        self._stop()

    def __enter__(self) -> "Limit":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def words(limit: float) -> str:
    """Return what to tell of something that was stopped after `limit` seconds."""
    return f"It did not end within {limit:g} s and was stopped. {SECONDS}=seconds sets another limit."


def seconds() -> float:
    """Return the limit."""
    try:
        return float(os.environ.get(SECONDS, USUAL))
    except ValueError:
        return USUAL
