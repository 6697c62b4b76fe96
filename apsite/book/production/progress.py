"""How far long work is: the how-manieth of how many it is at, what that is, and since when.

Owns the counting of what takes time; what is taken from the store is not counted.
"""

import time
from collections.abc import Callable
from threading import Lock


class Progress:
    """Tells `say` of each task that is begun."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._lock = Lock()
        self._asked = 0
        self._begun = 0
        self._since = 0.0

    def asked(self, words: str) -> None:
        """Count a task that will be begun. Those that nobody speaks of take no time."""
        with self._lock:
            self._since = self._since or time.monotonic()
            self._asked += bool(words)

    def begun(self, words: str) -> None:
        """Say that a task is begun, and how far all are."""
        if not words:
            return
        with self._lock:
            self._begun += 1
            seconds = time.monotonic() - self._since
            self._say(f"{words} ({self._begun} of {self._asked}, {seconds:.0f} s)")
