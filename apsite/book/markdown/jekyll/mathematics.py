r"""Ways to write a formula, made one: `$$...$$` within a line, `\(...\)`, `\[...\]`, `\begin{equation}`.

Owns which of them stands in a line and which on lines of its own, that a lone dollar is a price, and that backslashes
at the end of a line break it. Works on text with the marks of its lines, which stay behind the sign that opens a
formula.
"""

import re

from apsite.book.text.lines import CODE, COMMENT, FENCE, MARK, OPENING

_MARK = MARK.pattern
_SOURCE = re.compile(
    rf"""
    (?P<opaque>{FENCE} | {COMMENT} | {CODE} | </?[A-Za-z][^<>]*>)
  | (?P<dollars>\$\$) (?P<a>(?:(?!\$\$)(?s:.))+) \$\$
  | (?P<dollar>{OPENING} (?:\\.|(?!\n[ ]*\n)[^\\$])+? (?<!\s)\$(?![\d\ue000]))
  | (?P<begin>\\begin\{{(?P<name>[a-z]+\*?)\}}) (?P<b>(?:(?!\\end\{{(?P=name)\}})(?s:.))*) \\end\{{(?P=name)\}}
  | (?P<square>\\{{1,2}}\[) (?P<c>(?:(?!\n[ >]*\n|\\\])(?s:\\.|[^\\]))+?) \\{{1,2}}\]
  | (?P<round>\\{{1,2}}\() (?P<d>(?:(?!\n[ >]*\n|\\\))(?s:\\.|[^\\]))+?) \\{{1,2}}\)
  | (?P<break>(?<=[^\s|])\\{{1,2}}(?=\n[ >]*[^\s>]))
  | (?P<escape>\\(?s:.))
  | (?P<lost>\$\$)
  | (?P<price>\$)
    """,
    re.VERBOSE | re.MULTILINE,
)
_TICKED = re.compile(r"(?<![\\$`])\$`((?:(?!\n[ ]*\n)[^`$])+)`\$(?!\$)")  # as GitHub and GitLab allow it
_SCRIPTED = re.compile(
    r"""<script\s+type=["']math/tex(?P<display>;[ ]*mode=display)?["']\s*>(?P<latex>[^<$]*)</script\s*>""",
    re.IGNORECASE,
)
_BAR = re.compile(r"(?P<sized>\\(?:left|right|middle|[bB]ig+[lrm]?))?(?P<bar>\\?\|)(?P<last>(?=\$))?")
_PREFIX = re.compile(r"[ >]*\Z")
_LIKE_TEX = re.compile(r"[\\=^_]")
_BLANK = re.compile(r"\n(?:[ >]*\n)+")


def canonical(text: str) -> str:
    """Return the Markdown `text` with its formulas between dollar signs, or between round brackets with backslashes."""
    return _SOURCE.sub(_written, text) if "$" in text or "\\" in text else text


def unticked(text: str) -> str:
    r"""Return `text`, which has no marks yet, with formulas as GitHub has them too, $`x`$, and as MathJax does."""
    if "math/tex" in text:
        text = _SCRIPTED.sub(lambda found: "{0}{1}{0}".format("$$" if found["display"] else "$", found["latex"]), text)
    return _TICKED.sub(r"$\1$", text) if "$`" in text else text


def _written(match: re.Match[str]) -> str:
    if match["break"]:
        return "  "
    if match["dollar"] and "|" in match[0] and _in_row(match):
        return _BAR.sub(_named_bar, match[0])
    if match["opaque"] or match["dollar"] or match["escape"] or match["lost"]:
        return match[0]
    if match["price"]:
        return r"\$"
    body = next(match[group] for group in "abcd" if match[group] is not None)
    if match["round"]:
        return rf"\({body}\)"
    if match["square"] and len(match["square"]) == 2 and not (_alone(match) or _LIKE_TEX.search(body)):
        return match[0]  # brackets that are meant as such
    mark = re.match(_MARK, body)
    if match["begin"]:
        opening = f"{mark[0] if mark else ''}{match['begin']}"
        body = f"{opening}{body[mark.end() if mark else 0 :]}\\end{{{match['name']}}}"
    if not _alone(match):
        return rf"\({' '.join(body.split())}\)"
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    above = "" if _blank_above(match) else f"\n{line}"
    below = "" if _blank_below(match) else f"\n{line.rstrip()}"
    whole = _BLANK.sub("\n", body)
    return f"{above}$${whole}$${below}"


def _named_bar(bar: re.Match[str]) -> str:
    name = r"\Vert" if bar["bar"].startswith("\\") else r"\vert"
    return f"{bar['sized']}{name}{' ' if bar['last'] is None else ''}" if bar["sized"] else f"{{{name}}}"


def _alone(match: re.Match[str]) -> bool:
    """Say whether a formula has its lines for itself."""
    text = match.string
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    return (
        bool(_PREFIX.fullmatch(text[start : match.start()]))
        and not text[match.end() : end if end >= 0 else None].strip()
    )


def _in_row(match: re.Match[str]) -> bool:
    """Say whether a formula stands in a row of a table, whose cells would end at its bars."""
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    return line.lstrip(" >").startswith("|")


def _blank_above(match: re.Match[str]) -> bool:
    above = match.string[: match.start()].rpartition("\n")[0].rpartition("\n")[2]
    return not above.strip(" >")


def _blank_below(match: re.Match[str]) -> bool:
    return not match.string[match.end() :].partition("\n")[2].partition("\n")[0].strip(" >")
