"""Names of emoji between colons, `:warning:`, as GitHub's pages write them: the sign itself stands in their place."""

import re
from functools import cache

from apsite.publishing.lines import CODE, FENCE, FORMULA

_SOURCE = re.compile(
    rf"""(?P<opaque>{FENCE} | {CODE} | {FORMULA} | <[^<>\n]*> | https?:\S+)
  | (?<![\w:/]):(?P<name>[a-z0-9_+-]+):(?![\w:/])""",
    re.MULTILINE | re.VERBOSE,
)


def drawn(text: str) -> str:
    """Return the Markdown `text` with the signs that are named in it."""
    return _SOURCE.sub(lambda found: found["opaque"] or _sign(found["name"]) or found[0], text) if ":" in text else text


@cache
def _sign(name: str) -> str:
    from pymdownx import gemoji_db  # large, and few pages have one

    known = gemoji_db.emoji.get(f":{name}:") or gemoji_db.emoji.get(gemoji_db.aliases.get(f":{name}:", ""))
    return "".join(chr(int(point, 16)) for point in known["unicode"].split("-")) if known and "unicode" in known else ""
