"""What the cells of a notebook print, sent on before it is much.

Owns that no message is longer than whoever reads it takes in: what comes out is counted there, message by message.
"""

from typing import Any

from ipykernel.iostream import OutStream

#: Characters after which what was printed is sent.
AT_ONCE = 1 << 18


class Stream(OutStream):  # type: ignore[misc]
    """Sends what is printed in pieces, and waits until each is on its way."""

    _held = 0

    def write(self, string: str) -> Any:
        """Write `string`, which may be of any length."""
        if not isinstance(string, str) or len(string) + self._held <= AT_ONCE:
            self._held += len(string)
            return super().write(string)
        for start in range(0, len(string), AT_ONCE):
            super().write(string[start : start + AT_ONCE])
            self.flush()
        self._held = 0
        return len(string)
