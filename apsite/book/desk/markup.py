"""HTML that leaves its page: parts of one that was rendered, for a sheet of paper, a slide or a course system.

Owns how a part is cut out of a page, and how its links are made to lead on from another address. What is made of such
parts stands on pages without navigation.
"""

import html
import posixpath
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from apsite.book.pages.alone import alone

#: Where all that is made for lecturers lies in the site.
ROOM = "teach"

_ADDRESS = re.compile(r'\b(href|src|srcset)="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)
#: What on paper is only in the way: links, terms and values become their words.
_PLAIN = ["a", "data", "mark"]


def parsed(markup: str) -> LexborNode:
    """Return the body that holds `markup`."""
    body = LexborHTMLParser(f"<!doctype html><body>{markup}</body>").body
    assert body is not None  # a parser of HTML makes a document of anything
    return body


def inner(node: LexborNode | None) -> str:
    """Return the HTML within `node`, "" if there is none."""
    return (node.inner_html or "").strip() if node is not None else ""


def plain(markup: str) -> str:
    """Return `markup` without links and scripts, with all that is left as it was."""
    body = parsed(_SCRIPT.sub("", markup))
    for node in body.css(".headerlink, .ap-question__form"):
        node.decompose()
    body.unwrap_tags(_PLAIN)
    for node in body.css("[id], [title]"):
        for name in ("id", "title"):
            if name in node.attributes:
                del node.attrs[name]
    return inner(body)


def words(markup: str) -> str:
    """Return what a reader reads of `markup`, in one line."""
    return " ".join(parsed(markup).text().split())


def address_of(page: str, part: str = "") -> str:
    """Return the address within the site of what is made for the page at the address `page`."""
    return "/".join(each for each in (ROOM, page.strip("/"), part) if each) + "/"


def anchor(source: str) -> str:
    """Return the anchor of a page on its desk."""
    return posixpath.splitext(posixpath.basename(source))[0]


def back(source: str, address: str) -> str:
    """Return the link from the `address` of what was made for a page to the page's place on its desk, as HTML."""
    desk = f"{root_of(address.strip('/'))}/{ROOM}/{posixpath.dirname(source)}/#{anchor(source)}"
    return f'<a href="{html.escape(desk)}">For lecturers</a>'


def root_of(address: str) -> str:
    """Return the way from a folder of the site to its top."""
    return posixpath.relpath(".", address)


def moved(markup: str, page: str, to: str) -> str:
    """Return `markup`, whose links lead from the address `page`, with links that lead from `to` to the same places."""

    def lead(found: re.Match[str]) -> str:
        name, given = found.groups()
        if not given or (_ELSEWHERE.match(given) and not given.startswith("#")):
            return found[0]
        path, mark, anchor = html.unescape(given).partition("#")
        place = posixpath.normpath(posixpath.join(page or ".", path)) if path else (page.strip("/") or ".")
        folder = "/" if not path or path.endswith("/") else ""
        return f'{name}="{html.escape(posixpath.relpath(place, to) + folder + mark + anchor)}"'

    return _ADDRESS.sub(lead, _SCRIPT.sub("", markup))


def page(kind: str, address: str, site: str, title: str, about: str, body: str) -> bytes:
    """Return the page at `address`, of a `kind` that its styles know; `body` is HTML."""
    return alone(root_of(address), site, title, about, f"ap-desk ap-desk--{kind}", body, ["desk"])
