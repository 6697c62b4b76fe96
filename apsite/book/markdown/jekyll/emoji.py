"""Names between colons, `:warning:`: of an emoji, its sign stands in their place; icons of a theme are reported."""

import re
from collections.abc import Callable
from functools import cache, partial

from apsite.book.markdown.jekyll.templating import Report
from apsite.book.text.lines import CODE, FENCE, FORMULA, numbered

_FIELD = r"[ ]{0,3}:[A-Za-z][\w -]*:[ ]+\S[^\n]*"
_SOURCE = re.compile(
    rf"""(?P<opaque>{FENCE} | {CODE} | {FORMULA} | <[^<>\n]*> | https?:\S+)
  | (?P<fields>(?:^{_FIELD}\n)+{_FIELD}$)
  | (?<![\w:/]):(?P<name>[+-]1|(?=[^:\n]*[a-z])[a-z0-9_+-]+):(?:\{{[^}}\n]*\}})?(?![\w:/])""",
    re.MULTILINE | re.VERBOSE,
)
_NAME = re.compile(r"^[ ]*:([^:\n]+):", re.MULTILINE)


def drawn(text: str, report: Report) -> str:
    """Return the Markdown `text` with the signs that are named in it; names that nobody knows are told, by line."""
    return _SOURCE.sub(partial(_shown, report, numbered(text)), text) if ":" in text else text


def _shown(report: Report, line_at: Callable[[int], int], found: re.Match[str]) -> str:
    line = line_at(found.start())
    if fields := found["fields"]:
        if all(map(_sign, _NAME.findall(fields))):
            return _NAME.sub(lambda name: _sign(name[1]), fields)
        report(line, f"'{fields.splitlines()[0].strip()}' is a field of reStructuredText. Write it at the page's top.")
        return "\n" * fields.count("\n")
    if found["opaque"] or (sign := _sign(found["name"])):
        return found["opaque"] or sign
    report(line, f"'{found[0]}' is an icon of another program, or of nothing. Write the sign, or what it says.")
    return ""


@cache
def _sign(name: str) -> str:
    from pymdownx import gemoji_db  # large, and few pages have one

    known = gemoji_db.emoji.get(f":{name}:") or gemoji_db.emoji.get(gemoji_db.aliases.get(f":{name}:", ""))
    return "".join(chr(int(point, 16)) for point in known["unicode"].split("-")) if known and "unicode" in known else ""
