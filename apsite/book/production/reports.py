"""What a rebuild tells the server that began it: how far it is, what is wrong, which page is ready.

Owns the channel, a line of JSON for each report; where nobody listens, nothing is told. Its number stands in the
environment, which outlives that a build forgets its modules and imports them again.
"""

import json
import os
from collections.abc import Iterable
from threading import Lock
from typing import Any

from apsite.book.text.faults import Fault

_one_at_a_time = Lock()

CHANNEL = "APSITE_REPORTS"
AT_HAND = "APSITE_AT_HAND"


def wanted() -> bool:
    """Say whether somebody listens."""
    return CHANNEL in os.environ


def at_hand() -> str | None:
    """Return the address of the page that the author looks at, None if that is not known."""
    return os.environ.get(AT_HAND)


def tell(**report: Any) -> None:
    """Send a report."""
    if wanted():
        line = f"{json.dumps(report)}\n".encode()
        with _one_at_a_time:
            while line:
                line = line[os.write(int(os.environ[CHANNEL]), line) :]


def tell_faults(faults: Iterable[Fault]) -> None:
    """Send what is wrong, all of it."""
    tell(faults=[{"file": fault.file, "line": fault.line, "message": fault.message} for fault in sorted(set(faults))])


def tell_more(faults: Iterable[Fault]) -> None:
    """Send what else is wrong, beside what was told."""
    tell(more=[{"file": fault.file, "line": fault.line, "message": fault.message} for fault in faults])
