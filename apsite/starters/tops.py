"""What a page or a notebook from elsewhere says at its top: facts of its front matter, and the title that it has.

Owns how a top is read that is only nearly right, and how one is written.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from apsite.book.text import safe_yaml
from apsite.book.text.front_matter import split_front_matter
from apsite.book.text.lines import CODE, FENCE

_HEADING = re.compile(
    rf"""(?P<opaque>{FENCE} | {CODE}) | ^\#[ \t]+(?P<words>.+?)[ \t#]*(?:\{{[^}}\n]*\}})?[ \t]*$
    | ^(?P<underlined>[^\s|>`~=-][^\n]*)\n=+[ ]*$""",
    re.MULTILINE | re.VERBOSE,
)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(?P<facts>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
#: MultiMarkdown's top, `Title: ...`, and reStructuredText's fields, `:Title: ...`: lines up to the first empty one.
_FIELDS = re.compile(
    r"\A(?=:?(?:title|author|date|subtitle|keywords|tags|summary|slug|category)[ ]*:)(?::?[A-Za-z][\w -]*:.*\n)+", re.I
)
_FIELD = re.compile(r"^:?([A-Za-z][\w -]*?)[ ]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_FACT = re.compile(r"^([A-Za-z_]\w*)[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)


def facts_of(text: str) -> tuple[dict[str, Any], str]:
    """Return what a page says at its top, as far as it can be read, and what follows it."""
    if toml := _TOML.match(text):
        with suppress(ValueError):
            return tomllib.loads(toml["facts"]), text[toml.end() :]
    if fields := _FIELDS.match(text):
        return {key.lower(): value for key, value in _FIELD.findall(fields[0])}, text[fields.end() :]
    source, body = split_front_matter(text)
    try:
        facts = safe_yaml.load(source)
    except safe_yaml.UnreadableError:
        facts = {key: _unquoted(value) for key, value in _FACT.findall(source)}
    return (facts if isinstance(facts, dict) else {}), body


def _unquoted(value: str) -> str:
    """Return a value without the quotation marks that are around all of it."""
    return value[1:].removesuffix(value[0]).strip() if value[0] in "\"'" else value


def unreadable(text: str) -> str:
    """Return what is wrong with the top of a page, "" if nothing is: then each line was read for itself."""
    try:
        safe_yaml.load(split_front_matter(text)[0])
    except safe_yaml.UnreadableError as error:
        return f"front matter: {error}. Its lines were read one by one."
    return ""


def heading_of(body: str) -> str:
    """Return the words of the first heading of the first level, "" if there is none."""
    found = (match["words"] or match["underlined"] for match in _HEADING.finditer(body))
    words = next(filter(None, found), "")
    return re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[*_`$<>\\]", r"\1", words).strip()


def front_matter(facts: Mapping[str, Any]) -> str:
    """Return `facts` as the top of a page, with the lines of dashes."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False, default=str)}" for key, value in facts.items()]
    return "\n".join(["---", *lines, "---", ""])


def title_in(text: str) -> str:
    """Return the title that a notebook has in its text, "" if there is none."""
    try:
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] != "code"]
        words = ["".join(cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError):
        return ""
    facts = facts_of(words[0])[0] if words else {}
    return str(facts.get("title") or heading_of("\n\n".join(words)))
