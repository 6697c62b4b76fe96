"""From a page of a textbook made with Jekyll to one of this book: links, pictures, boxes, HTML.

Owns what is written anew, and what is left to be done by hand, told by line. What publishing understands as it is,
stays as it is.
"""

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from apsite.book.markdown.jekyll.attributes import BOXES, classes
from apsite.book.markdown.jekyll.directives import understood
from apsite.book.markdown.jekyll.emoji import drawn
from apsite.book.markdown.jekyll.kinds import CODE as CODE_CELLS
from apsite.book.markdown.jekyll.mathematics import unticked
from apsite.book.markdown.jekyll.templating import EXPRESSION, without_tags
from apsite.book.safety.allowed import SCHEMES
from apsite.book.safety.safety import (
    FILMS,
    PRESENTATION,
    TAG,
    attributes_of,
    scheme,
    unknown_element,
    unsafe_attributes,
)
from apsite.book.text.addresses import Addresses, places
from apsite.book.text.lines import CODE, FENCE
from apsite.starters.tops import facts_of, front_matter, heading_of

#: Lines that are code by their indentation, or what goes on an item of a list.
_INDENTED = r"(?<=\n\n)[ ]{4}[^\n]*(?:\n[ ]{4}[^\n]*|\n(?=\n[ ]{4}))*"
_OPAQUE = rf"(?P<opaque>{FENCE} | {CODE} | {_INDENTED})"
#: What begins a line that indented ones below belong to.
_GOES_ON = re.compile(r"[ ]{0,3}(?:[-*+:~][ ]|\(?\w{1,4}[.)][ ]|[!?=]{3}|\[\^|/{3}|:{3}|[><|])")
#: Elements of Word's own.
_OFFICE = re.compile(
    rf"{_OPAQUE} | <(?P<ends>/?)(?P<name>(?:[ovwmxg]|st\d|wp|mso):[a-z]\w*)[^<>]*>", re.MULTILINE | re.VERBOSE
)
_EMBEDDED = re.compile(rf"{_OPAQUE} | !\[\[(?P<file>[^\[\]|\#\n]+\.\w+)", re.MULTILINE | re.VERBOSE)
#: A fence that publishing opens, and what is in it.
_READ = re.compile(r"[ >]*(?:`{3,}|~{3,})[ ]*(?P<inside>\{(?:=html|(?P<name>[a-z][\w:-]*))\}(?s:.)*)\n[^\n]*\Z")
_TARGET = re.compile(
    rf"""{_OPAQUE}
  | (?P<before>\]\(<?|\{{(?:figure|image)\}}[ ]+|\b(?:src|href)\s*=\s*["']|^[ ]{{0,3}}\[[^\]\n]+\]:[ \t]*<?)
    (?P<address>(?:\{{\{{[^}}\n]*\}}\}}\s*)*(?:\{{%-?\s*(?:link|post_url)\s+[^%\n]*%\}})?[^\s()<>"']*
      (?:(?<=\S)[ ][^\s()<>"'=][^\s()<>"']*)*)""",
    re.MULTILINE | re.VERBOSE,
)
_ADDRESSED = re.compile(
    rf"{_OPAQUE} | (?P<picture>!?)\[(?P<words>[^\]\n]*)\]\(<?"
    r"(?P<address>[A-Za-z][\w+.&#;-]*:(?:[^\s()>]|\([^\s()]*\))*)[^)\n]*\)",
    re.MULTILINE | re.VERBOSE,
)
#: What a link of this book may begin with, beside the schemes of addresses.
_OWN = {"model", "figure", "schematic", "equation", "table", "notebook"}
_LINK_TAG = re.compile(r"\{%-?\s*(?P<kind>link|post_url)\s+(?P<file>[^%]+?)\s*-?%\}(?P<rest>.*)", re.DOTALL)
_BASE = re.compile(r"\{\{-?\s*(?:site\.(?:baseurl|url)|page\.root)\s*(?:\|[^}]*)?-?\}\}")
_QUOTED = re.compile(r"""\{\{-?\s*["'](?P<path>[^"']+)["']\s*\|\s*(?:relative|absolute)_url\s*-?\}\}""")
_SCRIPT = re.compile(
    rf"{_OPAQUE} | (?P<unsafe><(?P<kind>script|style)\b(?s:.)*?(?:</(?P=kind)\s*>|\Z))",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
_ELEMENT = re.compile(rf"{_OPAQUE} | (?<!\]\()(?P<tag>{TAG.pattern})", re.MULTILINE | re.VERBOSE)
_MDX = re.compile(rf"{_OPAQUE} | <[A-Za-z][^<>]*=\{{[^<>]*>", re.MULTILINE | re.VERBOSE)
_SIGN = re.compile(
    rf"{_OPAQUE} | (?P<address>\]\(<[^<>\n]*> | <(?:https?:|mailto:)[^<>\s]*> | <[^<>\s@]+@[^<>\s@]+>)"
    rf" | <(?=[A-Za-z/!?])(?!{TAG.pattern.removeprefix('<')})(?!!--)",
    re.MULTILINE | re.VERBOSE,
)
_REMOTE = re.compile(
    rf"{_OPAQUE} | !\[(?P<alt>[^\]\n]*)\]\((?P<address>https?://[^\s)]+)[^)\n]*\)", re.MULTILINE | re.VERBOSE
)
_REMOTE_TAG = re.compile(
    rf"""{_OPAQUE} | (?P<link><a\b[^<>]*\shref[^<>]*>\s*)?
    <img\b(?=[^<>]*\bsrc\s*=\s*["']?(?P<address>(?:https?:)?//[^\s"'>]+))
    (?:(?=[^<>]*\balt\s*=\s*["'](?P<alt>[^"'<>]+)["']))?[^<>]*>""",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTES = re.compile(r" {0,3}\{:(?P<given>[^{}\n]*)\}[ ]*")


@dataclass
class Converted:
    """A page as it is to be written, and what is `left` to do by hand: lines, counted from 1, with what to do."""

    text: str
    left: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Move:
    """Where the files of a book go: `pages` and `files` by their old paths, each with its new one.

    `addresses` are those of the old book; `base` is the path under which it was published; `boxes` are the kinds of
    boxes that it has beyond the usual, with their titles.
    """

    pages: Mapping[str, str]
    files: Mapping[str, str]
    addresses: Addresses = field(default_factory=Addresses)
    base: str = ""
    boxes: Mapping[str, str] = field(default_factory=dict)

    def target(self, source: str, path: str) -> str | None:
        """Return the new path to which `path` led from the page `source`, or None."""
        plain = unquote(path.removeprefix(self.base) if self.base and path.startswith("/") else path)
        if (page := self.addresses.page(source, plain)) is not None:
            return self.pages[page]
        return next((self.files[place] for place in places(source, plain) if place in self.files), None)


def converted(source: str, text: str, facts: Mapping[str, Any], move: Move) -> Converted:
    """Return the page at `source` with `facts` at its top; the rest of its `text` is made to stand in this book."""
    body = facts_of(text)[1].lstrip("\n")
    if not heading_of(body):
        body = f"# {facts['title']}\n\n{body}"
    top = front_matter(facts)
    made = Converted("")
    offset = top.count("\n") + 1

    def left(body: str) -> Callable[[int, str], None]:
        return lambda place, message: made.left.append((body.count("\n", 0, place) + 1 + offset, message))

    body = _boxes(body, move.boxes)
    body = _without_scripts(unticked(body), left(body))
    body = _without_expressions(body, left(body))
    body = _without_office(body, left(body))
    body = _without_signs(body, left(body))
    body = _without_styles(body, left(body))
    body = _without_requests(body, left(body))
    body = _without_schemes(body, left(body))
    body = _with_links(source, body, move)

    def tell(line: int, message: str) -> None:
        made.left.append((line + offset, message))

    drawn(understood(without_tags(body, tell), tell), tell)  # what publishing would find too
    made.text = f"{top}\n{body.rstrip()}\n"
    made.left.sort()
    return made


def moved_notebook(source: str, text: str, move: Move, placed: Callable[[dict[str, Any]], dict[str, Any]]) -> str:
    """Return the notebook at `source` with links that lead where they led, and what `placed` makes of its facts.

    These stand in its first cell, or in one of their own.
    """
    notebook = json.loads(text)
    cells = [cell for sheet in notebook.get("worksheets", [notebook]) for cell in sheet["cells"]]
    words = "".join(cells[0]["source"]) if cells and cells[0]["cell_type"] in ("markdown", "raw") else ""
    if not facts_of(words)[0] and (said := placed({})) and "cells" in notebook:
        lines = front_matter(said).rstrip("\n").splitlines(keepends=True)
        notebook["cells"].insert(0, {"cell_type": "raw", "metadata": {}, "source": lines})
        version = (notebook.get("nbformat", 4), notebook.get("nbformat_minor", 0))
        notebook["cells"][0] |= {"id": "front-matter"} if version >= (4, 5) else {}
        text = ""
    for at, cell in enumerate(cells):
        if cell["cell_type"] in ("markdown", "raw"):
            was = "".join(cell["source"])
            facts, body = facts_of(was) if at == 0 else ({}, was)
            new = _with_links(source, body, move) if cell["cell_type"] == "markdown" else body
            new = f"{front_matter(placed(facts))}{new}".rstrip("\n") if facts else new
            if new != was.rstrip("\n"):
                cell["source"] = new.splitlines(keepends=True)
                text = ""
    return text or json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _changed(
    pattern: re.Pattern[str], body: str, change: Callable[[re.Match[str]], str], start: int = 0, end: int | None = None
) -> str:
    """Return a part of `body` with what `change` makes of each match, outside of code.

    In a fence that is none of code, a box, a picture or HTML, there is text as anywhere else.
    """
    end = len(body) if end is None else end
    made, at = [], start
    for found in pattern.finditer(body, start, end):
        made.append(body[at : found.start()])
        at = found.end()
        inner = _READ.match(found[0]) if found["opaque"] else None
        indented = found["opaque"] and not (found["fence"] or found["ticks"])
        if indented and not _is_code(body, found.start()):
            made += [found[0][0], _changed(pattern, body, change, found.start() + 1, at)]
        elif inner and (inner["name"] or "") not in CODE_CELLS:
            inside, behind = found.start() + inner.start("inside"), found.start() + inner.end("inside")
            made += [body[found.start() : inside], _changed(pattern, body, change, inside, behind), body[behind:at]]
        else:
            made.append(found[0] if found["opaque"] else change(found))
    return "".join([*made, body[at:end]])


def _is_code(body: str, at: int) -> bool:
    """Say whether indented lines at a place are code: they go on nothing that stands above."""
    for line in reversed(body[max(at - 5000, 0) : at].split("\n")):
        if line.strip() and not line.startswith("    "):
            return not _GOES_ON.match(line)
    return True


def _without_scripts(body: str, left: Callable[[int, str], None]) -> str:
    def gone(found: re.Match[str]) -> str:
        left(found.start(), f"a <{found['kind'].lower()}> was taken out: pages bring none.")
        return "\n" * found[0].count("\n")

    return _changed(_SCRIPT, body, gone)


def _without_expressions(body: str, left: Callable[[int, str], None]) -> str:
    """Return `body` without attributes of its HTML that are expressions of MDX."""

    def plain(found: re.Match[str]) -> str:
        for each in EXPRESSION.findall(found[0]):
            left(found.start(), f"'{each.strip()}' is an expression of MDX, and was taken out.")
        return EXPRESSION.sub("", found[0])

    return _changed(_MDX, body, plain)


def _without_office(body: str, left: Callable[[int, str], None]) -> str:
    """Return `body` without elements of Word's own, which nothing shows."""

    def gone(found: re.Match[str]) -> str:
        if not found["ends"]:
            left(found.start(), f"<{found['name']}> was taken out, and what was in it stands in the text.")
        return ""

    return _changed(_OFFICE, body, gone)


def _without_signs(body: str, left: Callable[[int, str], None]) -> str:
    """Return `body` with each sign < that begins no plain tag as a sign, which another program may have seen in it."""

    def written(found: re.Match[str]) -> str:
        if found["address"]:
            return found[0]
        left(found.start(), f"'{body[found.start() :][:20].splitlines()[0]}' is no plain tag, and was made a sign <.")
        return "&lt;"

    return _changed(_SIGN, body, written)


def _without_styles(body: str, left: Callable[[int, str], None]) -> str:
    """Return `body` without what its HTML may not have here: styles, handlers, forms."""

    def plain(found: re.Match[str]) -> str:
        name, given = found["name"].lower(), attributes_of(found["attributes"])
        if unknown_element(name, given):
            if not found[0].startswith("</"):
                left(found.start(), f"<{name}> was taken out, and what was in it stands in the text.")
            return ""
        gone = [key for key, _ in unsafe_attributes(name, {k: v for k, v in given.items() if k not in PRESENTATION})]
        gone = [key for key in gone if key != "markdown"]
        if not gone or name in FILMS:
            return found[0]
        why = "its words stand in the text" if {"href", "src"} & {*gone} else "how a page looks is the book's"
        left(found.start(), f"{', '.join(gone)} of <{name}> was taken out: {why}.")
        kept = "".join(f' {key}="{value}"' if value else f" {key}" for key, value in given.items() if key not in gone)
        return f"<{found['name']}{kept}>"

    return _changed(_ELEMENT, body, plain)


def _without_requests(body: str, left: Callable[[int, str], None]) -> str:
    def linked(found: re.Match[str]) -> str:
        words = found.groupdict().get("alt") or "A picture"
        left(found.start(), f"the picture {found['address']} lies elsewhere and became a link. Put it beside the page.")
        if link := found.groupdict().get("link"):
            return f"{link}{words}"
        address = found["address"] if found["address"].startswith("http") else f"https:{found['address']}"
        return f"[{words}]({address})"

    return _changed(_REMOTE_TAG, _changed(_REMOTE, body, linked), linked)


def _without_schemes(body: str, left: Callable[[int, str], None]) -> str:
    """Return `body` without links that a page may not have: to a script, say, or to a picture that is in the link."""

    def words(found: re.Match[str]) -> str:
        if scheme(found["address"]) in SCHEMES | _OWN:
            return found[0]
        what = f"{'the picture' if found['picture'] else 'the link'} {found['address'][:40]}"
        left(found.start(), f"{what} was taken out, and its words stand in the text.")
        return found["words"]

    return _changed(_ADDRESSED, body, words)


def fixed(text: str) -> str:
    """Return `text` with addresses that Liquid would begin with that of the site as ways from the top of its book."""
    return _QUOTED.sub(lambda quoted: "/" + quoted["path"].lstrip("/"), _BASE.sub("", text))


def _with_links(source: str, body: str, move: Move) -> str:
    here = posixpath.dirname(move.pages.get(source) or move.files[source])

    def moved(found: re.Match[str]) -> str:
        address = fixed(found["address"])
        if tag := _LINK_TAG.fullmatch(address.strip()):
            file = f"_posts/{tag['file']}.md" if tag["kind"] == "post_url" else tag["file"]
            address = f"/{file.strip()}{tag['rest']}"
        path, mark, anchor = address.partition("#")
        if scheme(address) or "{" in address or not path:
            return found[0]
        target = move.target(source, path)
        if target is None:
            return found["before"] + address
        return f"{found['before']}{posixpath.relpath(target, here or '.')}{mark}{anchor}"

    def embedded(found: re.Match[str]) -> str:
        name = found["file"].strip()
        same = [file for place, file in move.files.items() if posixpath.basename(place) == name]
        target = move.target(source, name) or (same[0] if len(same) == 1 else None)
        return found[0] if target is None else f"![[{posixpath.relpath(target, here or '.')}"

    return _changed(_EMBEDDED, _changed(_TARGET, body, moved), embedded)


def _boxes(body: str, boxes: Mapping[str, str]) -> str:
    """Return `body` with the boxes that stand above a paragraph or a quotation as this book writes them."""
    lines = body.split("\n")
    made: list[str] = []
    fenced = False
    at = 0
    while at < len(lines):
        line = lines[at]
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        found = None if fenced else _ATTRIBUTES.fullmatch(line)
        known = {**BOXES, **boxes}
        kinds = [each for each in classes(found["given"]) if each.removesuffix("-title") in known] if found else []
        end = at + 1
        while end < len(lines) and lines[end].strip():
            end += 1
        block = lines[at + 1 : end]
        if not kinds or not block or kinds[0].startswith("highlight") or (made and made[-1].strip()):
            made.append(line)
            at += 1
            continue
        kind = kinds[0].removesuffix("-title")
        title = known[kind] if kind not in BOXES else ""
        if all(each.lstrip().startswith(">") for each in block):
            block = [re.sub(r"^ {0,3}> ?", "", each) for each in block]
            if kinds[0].endswith("-title") and "" in block:
                title = " ".join(block[: block.index("")])
                block = block[block.index("") + 1 :]
        name = kind if kind in BOXES else "note"
        made += [f"!!! {name}" + (f" {json.dumps(title, ensure_ascii=False)}" if title else ""), ""]
        made += [f"    {each}".rstrip() for each in block]
        at = end
    return "\n".join(made)
