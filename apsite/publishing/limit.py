"""No run goes on for ever: what takes longer than a limit is ended, and the error names the limit.

Owns the limit. What is ended is named by those who asked for it.
"""

import os
from collections.abc import Callable
from threading import Timer

SECONDS = "APSITE_LIMIT"
USUAL = 600.0  # s, ten times what the longest run of the book takes on a slow machine


class Limit:
    """Calls `stop` if what is done within it takes longer than the environment's APSITE_LIMIT, in seconds."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self.seconds = _seconds()
        self.passed = False
        self._stop = stop
        self._timer = Timer(self.seconds, self._pass)
        self._timer.daemon = True

    @property
    def words(self) -> str:
        """Return what to tell of it."""
        return f"It did not end within {self.seconds:g} s and was stopped. {SECONDS}=seconds sets another limit."

    def _pass(self) -> None:
        self.passed = True
        self._stop()

    def __enter__(self) -> "Limit":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _seconds() -> float:
    try:
        return float(os.environ.get(SECONDS, USUAL))
    except ValueError:
        return USUAL
