r"""LaTeX that a page defines for its own formulas, `\newcommand{\V}{V_\mathrm{m}}`, written out where it is used.

Owns which definitions are read: those of commands, with arguments or without. They are shown nowhere. Every line stays
where it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from apsite.publishing.lines import CODE, FENCE

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
_DEEPEST = 9  # definitions that use others


@dataclass(frozen=True)
class _Macro:
    body: str
    count: int = 0
    default: str | None = None


def expanded(text: str) -> str:
    """Return the Markdown `text` with its own commands of LaTeX written out."""
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
    for _ in range(_DEEPEST):
        text = (was := text) and "".join(_written(text, used, macros))
        if text == was:
            break
    return text


def _without(text: str, macros: dict[str, _Macro]) -> Iterator[str]:
    """Yield the text around the definitions, which are put among the `macros`."""
    at = 0
    for found in _BEGINS.finditer(text):
        if found["opaque"] or found.start() < at or (group := _group(text, found.end())) is None:
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
    at = 0
    for found in used.finditer(text):
        if found["opaque"] or found.start() < at:
            continue
        macro, end = macros[found["name"]], found.end()
        given: list[str] = []
        if macro.default is not None:
            optional = re.match(r"[ ]*\[([^\]\n]*)\]", text[end:])
            given.append(optional[1] if optional else macro.default)
            end += optional.end() if optional else 0
        while len(given) < macro.count:
            group = _group(text, end + len(text[end:]) - len(text[end:].lstrip(" ")))
            if group is None:
                break
            given.append(group[0])
            end = group[1]
        yield text[at : found.start()]
        yield f"{{{_PLACE.sub(partial(_put, given), macro.body)}}}"
        at = end
    yield text[at:]


def _put(given: list[str], place: re.Match[str]) -> str:
    number = int(place[1])
    return given[number - 1] if 0 < number <= len(given) else ""


def _group(text: str, at: int) -> tuple[str, int] | None:
    """Return what the braces that begin at a place hold, or the one sign there, and the place behind it."""
    if at >= len(text) or text[at] in "\n$}":
        return None
    if text[at] != "{":
        sign = re.compile(r"\\[A-Za-z]+|\\?.").match(text, at)
        assert sign is not None
        return sign[0], sign.end()
    depth = 0
    for found in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, at):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return text[at + 1 : found.start()], found.end()
    return None
