"""Sentences with more checked numbers than their page allows itself, by `numbers_in_a_sentence` at its top."""

from collections.abc import Iterator

from apsite.book.text.faults import Fault
from apsite.checks.reading import Reading


def check_crowding(page: Reading) -> Iterator[Fault]:
    """Yield the sentences of a page that have too many numbers."""
    for line, count, words in page.counted:
        if page.allowed is not None and count > page.allowed:
            message = (
                f"the sentence '{words} …' has {count} numbers, and numbers_in_a_sentence allows {page.allowed}. "
                "Put the others into a table, a fold or a sentence of their own."
            )
            yield page.fault_at(line, message)
