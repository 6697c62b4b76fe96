r"""LaTeX that a page defines for its own formulas, `\newcommand{\V}{V_\mathrm{m}}`, written out where it is used.

Owns which definitions are read: those of commands, with arguments or without. They are shown nowhere. Every line stays
where it is. A few that use each other ten times each would be written out to gigabytes: there is an end to that.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from apsite.book.text.lines import CODE, FENCE

_BEGINS = re.compile(
    rf"""(?P<opaque>{FENCE} | {CODE})
  | \\(?:re|provide)?(?:newcommand|command)\*?[ ]*(?:\{{[ ]*\\(?P<braced>[A-Za-z]+)[ ]*\}}|\\(?P<bare>[A-Za-z]+))[ ]*
    (?:\[(?P<count>\d)\])?[ ]*(?:\[(?P<default>[^\]\n]*)\])?[ ]*(?=\{{)
  | \\def[ ]*\\(?P<defined>[A-Za-z]+)[ ]*(?P<places>(?:\#\d)*)[ ]*(?=\{{)
  | \\DeclareMathOperator(?P<star>\*?)[ ]*\{{[ ]*\\(?P<operator>[A-Za-z]+)[ ]*\}}[ ]*(?=\{{)""",
    re.MULTILINE | re.VERBOSE,
)
_PLACE = re.compile(r"#(\d)")
_IN_LINE = re.compile(
    r"(?<![\\$])\$(?!\$)(?=\s*\\(?:(?:re|provide)?(?:newcommand|command)|def|DeclareMathOperator)\b)"
    r"((?:(?!\n[ ]*\n)[^$])*)\$(?!\$)"
)
_LEFT = re.compile(r"\$\$([\s;]*)\$\$")  # of a formula that only defined something
_OPTIONAL = re.compile(r"[ ]*\[([^\]\n]*)\]")
_SPACES = re.compile(r"[ ]*")
_SIGN = re.compile(r"\\[A-Za-z]+|\\?.")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_DEEPEST = 9  # definitions that use others
#: How much longer a page may become by what is written out, signs.
LONGER = 200_000


@dataclass(frozen=True)
class _Macro:
    body: str
    count: int = 0
    default: str | None = None


def expanded(text: str, report: Callable[[int, str], None] = lambda line, message: None) -> str:
    """Return the Markdown `text` with its own commands of LaTeX written out; `report` is told where that has no end."""
    if not re.search(r"\\(?:(?:re|provide)?(?:newcommand|command)|def|DeclareMathOperator)\b", text):
        return text
    macros: dict[str, _Macro] = {}
    text = _IN_LINE.sub(r"$$\1$$", text)
    text = _LEFT.sub(lambda found: found[1].replace(";", ""), "".join(_without(text, macros)))
    if not macros:
        return text
    used = re.compile(
        rf"(?P<opaque>{FENCE} | {CODE}) | \\(?P<name>{'|'.join(sorted(macros, key=len, reverse=True))})(?![A-Za-z])",
        re.MULTILINE | re.VERBOSE,
    )
    bare, most = text, len(text) + LONGER
    for _ in range(_DEEPEST):
        pieces, length = [], 0
        for piece in _written(text, used, macros):
            pieces.append(piece)
            if (length := length + len(piece)) > most:
                line = next(bare.count("\n", 0, each.start()) for each in used.finditer(bare) if not each["opaque"]) + 1
                report(
                    line, "the page's own commands of LaTeX become too long when they are written out. Shorten them."
                )
                return bare
        if (written := "".join(pieces)) == text:
            break
        text = written
    return text


def _without(text: str, macros: dict[str, _Macro]) -> Iterator[str]:
    """Yield the text around the definitions, which are put among the `macros`."""
    at, braces = 0, _braces(text)
    for found in _BEGINS.finditer(text):
        if found["opaque"] or found.start() < at or (group := _group(text, found.end(), braces)) is None:
            continue
        body, end = group
        if name := found["operator"]:
            macros[name] = _Macro(rf"\operatorname{found['star']}{{{body}}}")
        elif name := found["defined"]:
            macros[name] = _Macro(body, len(found["places"]) // 2)
        else:
            name = found["braced"] or found["bare"]
            macros[name] = _Macro(body, int(found["count"] or 0), found["default"])
        yield text[at : found.start()]
        yield "\n" * text.count("\n", found.start(), end)
        at = end
    yield text[at:]


def _written(text: str, used: re.Pattern[str], macros: dict[str, _Macro]) -> Iterator[str]:
    """Yield the text with each command once written out."""
    at, braces = 0, _braces(text)
    for found in used.finditer(text):
        if found["opaque"] or found.start() < at:
            continue
        macro, end = macros[found["name"]], found.end()
        given: list[str] = []
        if macro.default is not None:
            optional = _OPTIONAL.match(text, end)
            given.append(optional[1] if optional else macro.default)
            end = optional.end() if optional else end
        while len(given) < macro.count:
            behind = _SPACES.match(text, end)
            if behind is None or (group := _group(text, behind.end(), braces)) is None:
                break
            given.append(group[0])
            end = group[1]
        yield text[at : found.start()]
        yield f"{{{_PLACE.sub(partial(_put, given), macro.body)}}}"
        at = end
    yield text[at:]


def _put(given: list[str], place: re.Match[str]) -> str:
    number = int(place[1])
    words = given[number - 1] if 0 < number <= len(given) else ""
    joined = words[:1].isalpha() and re.search(r"\\[A-Za-z]+\Z", place.string[: place.start()])
    return f" {words}" if joined else words  # which would make a longer name of the command before it


def _group(text: str, at: int, braces: dict[int, int]) -> tuple[str, int] | None:
    """Return what the braces that begin at a place hold, or the one sign there, and the place behind it."""
    if at >= len(text) or text[at] in "\n$}":
        return None
    if text[at] != "{":
        sign = _SIGN.match(text, at)
        assert sign is not None
        return sign[0], sign.end()
    end = braces.get(at)
    return None if end is None else (text[at + 1 : end], end + 1)


def _braces(text: str) -> dict[int, int]:
    """Return where each brace that is closed ends, by where it begins: read once, however many are open."""
    opened: list[int] = []
    ends = {}
    for found in _BRACE.finditer(text):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            ends[opened.pop()] = found.start()
    return ends
