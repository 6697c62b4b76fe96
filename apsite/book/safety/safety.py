"""What a page may not bring into a reader's browser: script, frames, addresses that run code or lead elsewhere.

Owns how it is found in what an author typed, with its line, and which kinds of files are published; what may stand in
a page, `allowed` says. Raw HTML is read by a grammar so narrow that no browser can read it otherwise: a tag that it
does not fit is a fault.
"""

import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from markdown.util import AMP_SUBSTITUTE

from apsite.book.safety.allowed import (
    ADDRESSES,
    ATTRIBUTES,
    RESERVED_CLASSES,
    SCHEMES,
    TAGS,
    allows_class,
    allows_value,
)
from apsite.book.safety.drawings import LARGEST, unsafe_drawing
from apsite.book.text.faults import Fault
from apsite.book.text.lines import strip
from apsite.book.text.texts import leads_out, sayable, spelled

#: Elements that HTML no longer has, or that stand around a page's text, and what stands in their place; the alignment
#: of one is kept as a class.
REPLACED = {
    "center": "div", "font": "span", "big": "span", "nobr": "span", "tt": "code", "strike": "s", "acronym": "abbr",
    "section": "div", "article": "div", "aside": "div", "main": "div", "nav": "div", "header": "div", "footer": "div",
    "address": "div", "label": "span", "picture": "span",
}  # fmt: skip
CLASSED = {"center": "ap-centred"}
_ALERTS = {f"alert-{name}": name for name in ("info", "success", "warning", "danger")} | {
    f"alert-{name}": "note" for name in ("primary", "secondary", "light", "dark")
}
#: Elements that load from elsewhere, in whose place a link stands.
FILMS = frozenset({"iframe", "video", "audio", "embed", "object", "source", "track", "param"})
#: Attributes that say how something looks, which the book's own styles do.
_PRESENTATION = """
    allow allowfullscreen background bgcolor border cellpadding cellspacing clear color compact decoding face
    frame frameborder hspace loading nowrap noshade referrerpolicy rules sizes size srcset summary vspace
"""
PRESENTATION = frozenset(_PRESENTATION.split())
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
FILES = PICTURES | {".md", ".bib", ".csv", ".tsv", ".txt", ".pdf", ".py", ".ipynb"}
CODE = frozenset({".css", ".js"})
CODE_FOLDER = "assets/"

TAG = re.compile(
    r"""</?(?P<name>[A-Za-z][A-Za-z0-9-]*)
    (?P<attributes>(?:\s+[A-Za-z][\w:.-]*(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'=<>`]+?(?=[\s>]|/>)))?)*)\s*/?>""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([A-Za-z][\w:.-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!?>)(?s:.))*-->")  # as the standard ends it, dashes in it or not
_OPENING = re.compile(r"<(?=[A-Za-z/!?])")
_BY_MARKDOWN = frozenset({"style", "name"})  # of a table's column, of a line of code
_ESCAPED = re.compile("\x02([0-9]+)\x03")  # by a backslash, as Python-Markdown keeps it
_IGNORED = re.compile(r"[\x00-\x20\x7f]")


def scheme(address: str) -> str:
    """Return the scheme of an address as a browser sees it, "" if it has none: "javascript" for "java&#9;script:x"."""
    plain = _ESCAPED.sub(lambda escaped: chr(int(escaped[1])), address.replace(AMP_SUBSTITUTE, "&"))
    seen = html.unescape(plain)
    match = re.match(r"([^/?#:]*):", _IGNORED.sub("", seen))
    return match[1].lower() if match else ""


def leaves(source: str, address: str) -> bool:
    """Say whether a relative address on the page `source` leads out of the folder of the pages."""
    if scheme(address) or address.startswith("#"):
        return False
    path = unquote(html.unescape(address)).replace("\\", "/").partition("#")[0].partition("?")[0]
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/")).startswith("..")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), path)).startswith("..")


def hazards(markup: str) -> Iterator[tuple[str, str]]:
    """Yield each piece of the raw HTML `markup` that is refused, and why."""
    position = 0
    while (opening := _OPENING.search(markup, position)) is not None:
        start = opening.start()
        if comment := COMMENT.match(markup, start):
            position = comment.end()
            continue
        tag = TAG.match(markup, start)
        if tag is None:
            piece = markup[start : start + 60].split("\n")[0]
            yield piece, f"the HTML '{strip(piece)}' is not a plain tag. Write &lt; for the sign <, or use Markdown."
            return
        position = tag.end()
        name = tag["name"].lower()
        given = attributes_of(tag["attributes"])
        if message := unknown_element(name, given):
            yield tag[0], message
        elif name not in FILMS:
            shown = {key: value for key, value in given.items() if key not in PRESENTATION}
            for _, message in unsafe_attributes(name, shown):
                yield tag[0], message


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes of a tag that is written as `TAG` allows it, still with their entities."""
    return {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(text)}


def unknown_element(name: str, given: Mapping[str, str | None]) -> str:
    """Return why the element `name` may not stand in a page, "" if it may."""
    if name == "input" and given.get("type") == "checkbox" and "disabled" in given:  # a task of a list
        return ""
    if name in TAGS or name in REPLACED or name in FILMS or name == "img":
        return ""
    return f"<{name}> may not stand in a page. {_instead(name)}"


def unsafe_attributes(tag: str, given: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield the name of each attribute of the element `tag` that is refused, and why."""
    for name, value in given.items():
        text = strip(value or "")
        if name.startswith("on"):
            yield name, f"{name} runs script in the reader's page, which no page may."
        elif name in ADDRESSES and scheme(text) not in SCHEMES:
            yield name, f"the address '{text}' is not one that a page may lead to: {_allowed()}."
        elif (tag, name) == ("a", "name"):
            pass  # an anchor, as it was written once
        elif name == "class":
            for each in reserved_classes(html.unescape(text)):
                yield name, f"the class '{each}' belongs to the theme or to the book's own parts. Take it out."
        elif name not in ATTRIBUTES | _BY_MARKDOWN and not name.startswith(("__figure", "__table")):
            yield name, f"the attribute {name} may not stand on <{tag}> in a page. Use a class of the book instead."
        elif not allows_value(tag, name, html.unescape(text)):
            if name == "id" and text.startswith("__"):
                yield name, f"the id '{text}' belongs to the theme. Choose one without underscores in front."
            elif name in _BY_MARKDOWN:
                message = f"the attribute {name} may not stand on <{tag}> in a page. Use a class of the book instead."
                yield name, message
            else:
                yield name, f"'{text}' is no {name} that <{tag}> may have in a page."


def reserved_classes(value: str) -> list[str]:
    """Return those of the classes in `value` that no page may use, although they mean something."""
    return [each for each in value.split() if each.startswith(RESERVED_CLASSES) and not allows_class(each)]


def styled(value: str) -> str:
    """Return those of the classes in `value` that may stand in a page; others mean nothing there.

    An alert of Bootstrap, as notebooks have it, is a box.
    """
    if alert := next(filter(None, map(_ALERTS.get, value.split())), ""):
        return f"admonition {alert}"
    return " ".join(each for each in value.split() if allows_class(each))


def unsafe_files(docs: Path) -> Iterator[Fault]:
    """Yield the files under `docs` that a reader's browser might run, or that are not really there."""
    if docs.is_symlink() and leads_out(docs, docs.parent):
        yield Fault(docs.name, 1, f"{docs.name}/ is a link that leads out of the project. Put the folder itself here.")
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs).as_posix()
        shown = f"{docs.name}/{spelled(name)}"
        if not sayable(name):
            yield Fault(shown, 1, "the file's name is not text that can be shown. Give it another.")
        elif leads_out(path, docs):
            yield Fault(shown, 1, f"the link leads out of {docs.name}/, or in a circle. Put the file itself here.")
        elif path.is_file() and not name.startswith(".") and "/." not in name:
            suffix = PurePosixPath(name).suffix.lower()
            if suffix in CODE:
                if not name.startswith(CODE_FOLDER):
                    yield Fault(shown, 1, f"scripts and styles of the site stand under {docs.name}/{CODE_FOLDER} only.")
            elif suffix not in FILES:
                allowed = ", ".join(sorted(FILES))
                yield Fault(shown, 1, f"files of this kind are not published. Known are: {allowed}.")
            elif suffix == ".svg":
                with path.open("rb") as file:
                    yield from unsafe_drawing(shown, file.read(LARGEST + 1))


def _allowed() -> str:
    return ", ".join(sorted(filter(None, SCHEMES))) + ", or a page of the book"


def _instead(tag: str) -> str:
    match tag:
        case "script" | "style" | "link" | "base" | "meta":
            return "Scripts and styles belong to the site: docs/assets and mkdocs.yml."
        case "math" | "svg":
            return "Write a formula between dollar signs, and a drawing as a file."
    return "Use Markdown."
