"""Blocks of HTML that hold Markdown, as GitHub and Jupyter read them: what blank lines set off in them is read.

Owns which elements these are, and where one ends that nothing ends. Python-Markdown reads those that say `markdown=`,
as long as all that are around them say it, and each begins on a line of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from apsite.book.text.lines import CODE, COMMENT, FENCE

_BLOCK = (
    "article|aside|blockquote|caption|center|colgroup|dd|details|div|dl|dt|figcaption|figure|h[1-6]|header|li|main|nav|ol|p"
    "|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
#: Elements that would read `markdown="1"` as words in a line.
_OF_WORDS = ("dd", "dt", "li", "td", "th", "caption", "figcaption")
#: What ends an element that need not be ended, when it begins or ends; `up to` what it looks.
_ENDED = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "tr": ("tr", "td", "th"), "td": ("td", "th"),
    "th": ("td", "th"), "tbody": ("thead", "tr", "td", "th"), "tfoot": ("tbody", "tr", "td", "th"), "p": ("p",),
}  # fmt: skip
_OPTIONAL = {each for ended in _ENDED.values() for each in ended}
#: How often a text is looked at again for elements that cannot be told apart: each time to its end, at worst.
_BROKEN = 20
_PIECE = re.compile(
    rf"""(?P<opaque>{FENCE} | {COMMENT} | {CODE} | <(?P<raw>pre|code|script|style)\b(?s:.)*?</(?P=raw)\s*>)
  | (?P<set_off>\n[ ]*\n(?=\s*?[ ]{{0,3}}[^\s<]))
  | (?P<paragraph>\n[ ]*\n)
  | <(?P<end>/?)(?P<name>{_BLOCK})\b(?P<given>[^<>]*)>""",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
_SAYS = re.compile(r"""\s+markdown(?![\w-])(?:\s*=\s*["']?(?P<value>\w*)["']?)?""", re.IGNORECASE)
_INDENTED = re.compile(rf"(?<=\n)[ ]+(?=</(?:{_BLOCK})\b)", re.IGNORECASE)
_BEGINS = re.compile(
    rf"(?P<opaque>{FENCE} | {COMMENT} | {CODE}) | ^[ ]{{0,3}}(?=<(?:{_BLOCK})\b)",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
#: With which kramdown is told to read them all.
_OPTION = re.compile(r"^\{::options\b[^{}\n]*\bparse_block_html\s*=\s*[\"']?true\b", re.MULTILINE)
_UNSAID = re.compile(
    rf"(?P<opaque>{FENCE} | {CODE}) | ^(?P<tag>[ ]{{0,3}}<(?:div|section|article|aside|center|details)\b"
    r"(?![^<>]*\smarkdown\b)[^<>]*)>",
    re.MULTILINE | re.VERBOSE,
)


@dataclass
class _Element:
    """An open element: where its tag stands, and whether Markdown is read in it, or in something in it."""

    name: str
    tag: re.Match[str]
    reads: bool = False
    around: bool = False
    says: str = ""


@dataclass
class _Region:
    """HTML from an element that stands in no other to where it ends."""

    end: int
    marked: list[_Element] = field(default_factory=list)
    tags: list[re.Match[str]] = field(default_factory=list)
    endings: list[tuple[int, str]] = field(default_factory=list)  # places before which an element ends, and its name


def told(text: str) -> str:
    """Return `text` in which those say so that kramdown's own option has read."""
    if _OPTION.search(text) is None:
        return text
    return _UNSAID.sub(lambda found: found["opaque"] or f'{found["tag"]} markdown="1">', text)


def opened(text: str) -> str:
    """Return the Markdown `text` in which such blocks say so, and are ended."""
    return "".join(_pieces(text)) if "<" in text else text


def _pieces(text: str) -> Iterator[str]:
    at = broken = 0
    for found in _BEGINS.finditer(text):
        if found["opaque"] or found.start() < at or broken > _BROKEN:
            continue
        region = _read(text, found.end())
        broken += region is None
        if region is not None and (region.marked or region.endings):
            yield text[at : found.end()]
            yield _written(text, found.end(), region)
            at = region.end
        elif region is not None and region.end > found.end():
            yield text[at : region.end]
            at = region.end
    yield text[at:]


def _read(text: str, start: int) -> _Region | None:
    """Return the region that begins at a place, None if its elements cannot be told apart."""
    open_: list[_Element] = []
    region = _Region(start)
    for found in _PIECE.finditer(text, start):
        if found["set_off"] or found["paragraph"]:
            if not open_:
                return None  # what looked like a tag has no end
            if [each.name for each in open_] == ["p"]:  # as GitHub reads it, the paragraph ends with its lines
                region.endings.append((found.start(), "p"))
                region.end = found.start()
                return region
            if found["set_off"]:
                _reads(open_)
        elif name := (found["name"] or "").lower():
            says = _SAYS.search(found["given"])
            if says and not open_:
                return None  # Python-Markdown's own
            for ended in _ended(open_, name, bool(found["end"])):
                region.endings.append((found.start(), ended.name))
                region.marked += [ended] * (ended.reads or ended.around)
            if not found["end"]:
                region.tags.append(found)
                open_.append(_Element(name, found, says=says["value"] or "1" if says else ""))
                if says and says["value"] != "0":
                    _reads(open_)
            elif open_ and open_[-1].name == name:
                last = open_.pop()
                region.marked += [last] * (last.reads or last.around)
            else:
                return None
            if not open_:
                region.end = found.end()
                return region
    if [each.name for each in open_] == ["p"]:
        region.end = len(text.rstrip("\n"))
        region.endings.append((region.end, "p"))
        return region
    return None


def _reads(open_: list[_Element]) -> None:
    """Have Markdown read in the last of the elements that are `open_`."""
    open_[-1].reads = True
    for each in open_[:-1]:
        each.around = True


def _ended(open_: list[_Element], name: str, end: bool) -> Iterator[_Element]:
    """Take from the elements that are `open_` those that a tag ends beside its own, and yield them."""
    while open_:
        last = open_[-1].name
        by_end = end and last != name and last in _OPTIONAL and name in (each.name for each in open_)
        if not (by_end or (not end and last in _ENDED.get(name, ()))):
            return
        yield open_.pop()


def _written(text: str, start: int, region: _Region) -> str:
    """Return a region in which elements say whether Markdown is read in them."""
    column = " " * (start - text.rfind("\n", 0, start) - 1)
    if not region.marked:
        changes = [(place, place, f"</{name}>") for place, name in region.endings]
    else:
        said = {each.tag.start(): each.says or ("block" if each.name in _OF_WORDS else "1") for each in region.marked}
        changes = [(place, place, f"</{name}>\n{column}") for place, name in region.endings]
        for tag in region.tags:
            says = f' markdown="{said[tag.start()]}"' if tag.start() in said else ""
            before = "" if tag.start() == start else f"\n{column}"
            changes.append((tag.start(), tag.end(), f"{before}<{tag['name']}{says}{_SAYS.sub('', tag['given'])}>"))
    made, at = [], start
    for begin, end, instead in sorted(changes, key=lambda change: change[0]):
        made += [text[at:begin].rstrip(" ") if instead.startswith("\n") else text[at:begin], instead]
        at = end
    return _INDENTED.sub(column, "".join([*made, text[at : region.end]]))
