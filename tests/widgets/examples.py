"""How many examples hypothesis tries: few of them by default, `EXAMPLES=10 make test` ten times as many."""

import os

TIMES = float(os.environ.get("EXAMPLES", "1"))


def examples(usual: int) -> int:
    """Return how many to try where `usual` are tried by default."""
    return max(1, round(usual * TIMES))
