"""HTML that an author wrote into a page, made into what the book has for it.

Owns pictures, links to pages, films of other hosts, and elements that HTML no longer has. What is refused, `safety`
says; comments are left out.
"""

import html
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from apsite.book.safety.safety import (
    CLASSED,
    COMMENT,
    FILMS,
    PRESENTATION,
    REPLACED,
    TAG,
    attributes_of,
    styled,
    unknown_element,
    unsafe_attributes,
)
from apsite.book.text.addresses import split
from apsite.book.text.lines import OPENING, strip

NO_FILM = "what a frame or a player shows cannot stand in a page. Write a link to where it is published."

_FILM = re.compile(
    rf"<({'|'.join(sorted(FILMS - {'source', 'track', 'param'}))})\b(?:[^<>]*/>|(?s:.)*?</\1\s*>)", re.IGNORECASE
)
_SILENT = re.compile(r"<(script|style)\b(?s:.)*?(?:</\1\s*>|\Z)", re.IGNORECASE)
_NO_TAG = re.compile(rf"<(?=[A-Za-z/!?])(?!{TAG.pattern.removeprefix('<')})(?!!--)", re.VERBOSE)
#: Tags of which one alone changes what stands around the page or behind it.
_PAIRED = re.compile(
    r"<(?P<end>/?)(?P<name>a|b|big|blockquote|center|code|details|div|dl|em|figure|font|i|ol|pre|s|small|span|strong|sub|sup"
    r"|summary|table|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
#: A tag, code with what is in it, or a formula.
_PIECE = re.compile(
    rf"""(?P<code><(?P<coded>pre|code|kbd|samp)\b(?s:.)*?</(?P=coded)\s*>) | {TAG.pattern}
  | (?P<price>\\\$) | \$\$(?P<display>(?:(?!\$\$)(?s:.))+)\$\$
  | {OPENING}(?P<inline>(?:\\.|[^\\$<>])+?)(?<!\s)\$(?!\d)
  | \\\((?P<round>(?:(?!\\\))(?s:.))+)\\\)""",
    re.VERBOSE | re.IGNORECASE,
)
_SOURCE = re.compile(r"""\b(?:src|data)\s*=\s*["']?([^\s"'<>]+)""", re.IGNORECASE)
_TITLE = re.compile(r"""\btitle\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
_YOUTUBE = re.compile(r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/(?P<video>[\w-]+)")
_VIMEO = re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(?P<video>\d+)")


@dataclass(frozen=True)
class Hands:
    """What makes pieces of HTML: a picture of an `img`'s tag and attributes, the address of a link of its tag and what
    was written, None if it leads nowhere, and a formula of its LaTeX, whether it is displayed, and what was written;
    `refuse` is told of a tag and why nothing can be made of it.
    """

    picture: Callable[[str, dict[str, str]], str]
    resolve: Callable[[str, str], str | None]
    formula: Callable[[str, bool, str], str]
    refuse: Callable[[str, str], None]


def shown(markup: str, hands: Hands) -> str:
    """Return the HTML `markup` as a page shows it."""

    def linked(found: re.Match[str]) -> str:
        if not (link := film(found[0])):
            tag = TAG.match(found[0])
            hands.refuse(tag[0] if tag else found[0], NO_FILM)
        return link

    text = _FILM.sub(linked, COMMENT.sub("", markup))
    return _PIECE.sub(lambda found: _piece(found, hands), text)


def _piece(found: re.Match[str], hands: Hands) -> str:
    if found["code"]:  # no formulas are read in it
        return TAG.sub(lambda tag: _tag(tag, hands), found[0])
    if found["price"]:
        return "$"
    if found["name"]:
        return _tag(found, hands)
    latex = next(found[group] for group in ("display", "inline", "round") if found[group] is not None)
    return hands.formula(html.unescape(strip(latex)), found["display"] is not None, found[0])


def harmless(markup: str) -> str:
    """Return the HTML `markup` of a stranger without the tags and attributes that may not stand in a page."""

    def tag(found: re.Match[str]) -> str:
        name, given = found["name"].lower(), attributes_of(found["attributes"])
        if unknown_element(name, given):
            return ""
        seen = {key: value for key, value in given.items() if key not in PRESENTATION}
        refused = {key for key, _ in unsafe_attributes(name, seen)} if name not in FILMS else set()
        return f"<{name}{written(given, refused)}>" if refused else found[0]

    return _NO_TAG.sub("&lt;", TAG.sub(tag, _SILENT.sub("", markup)))


def balanced(markup: str, refuse: Callable[[str, str], None]) -> str:
    """Return HTML whose elements end where they should, or with it: else they would end what is around it.

    `refuse` is told of each tag that is alone.
    """
    opened: list[re.Match[str]] = []
    stray: list[re.Match[str]] = []
    for tag in _PAIRED.finditer(markup):
        if not tag["end"]:
            opened.append(tag)
        elif tag["name"].lower() in (each["name"].lower() for each in opened):
            while opened.pop()["name"].lower() != tag["name"].lower():
                pass
        else:
            stray.append(tag)
    for tag in stray:
        refuse(tag[0], f"{tag[0]} ends nothing. Take it out.")
    for tag in opened:
        refuse(tag[0], f"{tag[0]} is not ended. Write </{tag['name']}> where it should.")
    for tag in reversed(stray):
        markup = markup[: tag.start()] + markup[tag.end() :]
    return markup + "".join(f"</{tag['name']}>" for tag in reversed(opened))


def film(markup: str) -> str:
    """Return a link to what a frame or a player would load from another host, "" if it names none."""
    source = _SOURCE.search(markup)
    if source is None:
        return ""
    address = html.unescape(source[1])
    if found := _YOUTUBE.match(address):
        address = f"https://www.youtube.com/watch?v={found['video']}"
    elif found := _VIMEO.match(address):
        address = f"https://vimeo.com/{found['video']}"
    elif address.startswith("//"):
        address = f"https:{address}"
    parts = split(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    given = _TITLE.search(markup)
    kind = "Video" if re.match(r"<(?:iframe|video)", markup, re.IGNORECASE) else "Media"
    words = html.unescape(given[1] or given[2] or "").strip() if given else ""
    title = f"{kind}: {words}" if words else f"{kind} on {parts.hostname}"
    where = f" on {parts.hostname}" if words else ""
    attributes = {"class": "ap-film", "href": html.escape(address), "title": html.escape(title)}
    return f"<a{written(attributes)}>{html.escape(title + where)}</a>"


def _tag(found: re.Match[str], hands: Hands) -> str:
    name = found["name"].lower()
    closing = found[0].startswith("</")
    given = attributes_of(found["attributes"])
    unstyled = "class" in given and styled(given["class"]) != given["class"]
    if unstyled:
        given["class"] = styled(given["class"])
    match name:
        case "source" if "srcset" in given and "src" not in given:  # of a picture, whose image stands behind it
            return ""
        case _ if name in FILMS:
            if not closing and not (link := film(found[0])):
                hands.refuse(found[0], NO_FILM)
            return "" if closing else link
        case "img":
            return hands.picture(found[0], given)
        case "input":
            state = 'checked aria-label="done"' if "checked" in given else 'aria-label="to do"'
            return f'<input type="checkbox" disabled {state}>'
        case "a" if not closing and given.get("name"):
            given["id"] = given.get("id") or given["name"]
            del given["name"]
        case "a" if not closing and given.get("href"):
            address = hands.resolve(found[0], html.unescape(given["href"]))
            if address == html.unescape(given["href"]) and not unstyled:
                return found[0]
            given["href"] = html.escape(address or "")
        case _ if name not in REPLACED and not PRESENTATION & given.keys() and not unstyled:
            return found[0]
    if closing:
        return f"</{REPLACED.get(name, name)}>"
    if name in CLASSED:
        given["class"] = f"{given.get('class', '')} {CLASSED[name]}".strip()
    return f"<{REPLACED.get(name, name)}{written(given)}>"


def written(attributes: Mapping[str, str], without: Collection[str] = ()) -> str:
    """Return attributes as they stand in a tag, without those that say how something looks or are empty addresses."""
    return "".join(
        f' {key}="{value.replace(chr(34), "&quot;")}"'
        for key, value in attributes.items()
        if key not in PRESENTATION and key not in without and not (key in ("href", "class") and not value)
    )
