"""An end for what a test judges: where a guard is broken, the test is red within seconds, and fills no memory."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from pathlib import Path

_PAGE = 4096  # bytes


class TooLong(BaseException):
    """It takes too long. Readers that catch errors are not to catch this."""


@contextlib.contextmanager
def within(seconds: float, megabytes: int = 1000) -> Iterator[None]:
    """Fail if what is done within takes longer, of the processor, or more memory than there was, and end it."""

    def end(number: int, frame: object) -> None:
        raise TooLong

    before, start = signal.signal(signal.SIGVTALRM, end), time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        with _narrow(megabytes):
            yield
    except TooLong as error:
        raise AssertionError(f"not ended after {time.process_time() - start:.1f} s of the processor") from error
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextlib.contextmanager
def _narrow(megabytes: int) -> Iterator[None]:
    """Leave this process so much more memory than it has, where a system can."""
    told = Path("/proc/self/statm")
    if not told.exists():
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    has = int(told.read_text(encoding="ascii").split()[5]) * _PAGE
    resource.setrlimit(resource.RLIMIT_DATA, (has + megabytes * 1_000_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
