"""Links as wikis write them, `[[A page|words]]`, those whose address is nowhere, `[words][name]`, sizes of pictures.

Owns to which page a title leads. What leads nowhere is reported, and its words stay.
"""

import posixpath
import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import slugify_unicode
from markdown.inlinepatterns import InlineProcessor

from apsite.book.pages.book import Book
from apsite.book.safety.safety import PICTURES
from apsite.book.text.addresses import way
from apsite.book.text.lines import CODE, FENCE, mark, strip
from apsite.book.text.trees import element

_SIZED = re.compile(
    rf"""(?P<opaque>{FENCE} | {CODE})
  | (?P<broken>(?<=\))\{{(?=[ ]*(?:[.#]|[\w-]+=))(?P<first>[^{{}}\n]*)\n[ ]*(?P<second>[^{{}}\n]*)\}})
  | !\[(?=[^\]\n]*(?:\bbg\b|:))(?:[ ]*(?:bg|fit|cover|contain|auto|vertical|(?:left|right)(?::\S+?)?
      |(?:w|h|width|height|blur|brightness|contrast|grayscale|opacity|sepia):[^\s\]]+))+[ ]*\](?P<slide>\([^()\n]*\))
  | (?P<plain>!\[[^\]\n]*\]\([^()\s\#]+\.\w+)\#[\w-]+(?=[)\s])
  | (?P<picture>!\[[^\]\n]*\]\([^()\s]+)[ ]+=(?P<width>\d*%?)x(?P<height>\d*%?)(?P<title>[ ]+"[^"\n]*")?\)
  | !\[(?P<words>[^\]|\n]*)\|(?P<wide>\d+)(?:x\d+)?\](?P<address>\([^()\n]*\))""",
    re.MULTILINE | re.VERBOSE,
)


def sized(text: str) -> str:
    """Return the Markdown `text` with sizes, `![words](picture.png =300x200)`, as attributes of their pictures."""

    def written(found: re.Match[str]) -> str:
        if found["opaque"]:
            return found[0]
        if found["broken"]:
            return f"{{{found['first']} {found['second']}}}\n"
        if found["slide"]:  # what Marp calls a picture says how it lies on a slide, and nothing of it
            return f"![]{found['slide']}"
        if found["plain"]:
            return str(found["plain"])
        if found["wide"]:  # as Obsidian writes it, before the address
            return f'![{found["words"]}]{found["address"]}{{: width="{found["wide"]}" }}'
        sides = " ".join(f'{side}="{found[side]}"' for side in ("width", "height") if found[side])
        return f"{found['picture']}{found['title'] or ''}){{: {sides} }}"

    return _SIZED.sub(written, text) if "![" in text else text


class Wiki(InlineProcessor):
    """Makes links of `[[A page]]`, `[[page#A heading|words]]`, and images of `![[picture.png]]`."""

    def __init__(self, md: Markdown, book: Book) -> None:
        super().__init__(
            r"(?P<picture>!?)\[\[(?=[^\[\]]*[^\W\d_])(?P<page>[^\[\]|#\\\n]*)"  # not numbers alone: a matrix
            r"(?:\#(?P<heading>[^\[\]|\\\n]*))?(?:\\?\|(?P<words>[^\[\]\n]*))?\]\]",
            md,
        )
        self.book = book

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str, int, int]:
        """Return a link to the page, or the words alone if there is none."""
        page, heading = strip(m["page"]).strip(), strip(m["heading"] or "").strip()
        words = strip(m["words"] or "").strip() or page or heading
        if m["picture"] and posixpath.splitext(page)[1].lower() in PICTURES:
            alt = words if m["words"] and not words.isdigit() else ""
            size = {"width": words} if words.isdigit() and m["words"] else {}
            src = f"{page}{mark(self.book.place_of(m[0]))}"
            return element("img", {"src": src, "alt": alt, **size}), m.start(0), m.end(0)
        source = self.book.page.source
        target = self.book.addresses.titled(source, page) if page else source
        if not page and heading.startswith("^"):
            target, words = None, words.lstrip("^")
        if target is None:
            whole = strip(m[0])
            message = f"{whole} is a link of a wiki, and leads to no page. Write [{words}](page.md)."
            self.book.report_piece(whole, message, unfinished=True)
            return words, m.start(0), m.end(0)
        anchor = f"#{slugify_unicode(heading, '-')}" if heading and not heading.startswith("^") else ""
        path = way(source, target) if page else ""
        return element("a", {"href": f"{path}{anchor}"}, words), m.start(0), m.end(0)


class Unaddressed(InlineProcessor):
    """Reports links and images whose address stands nowhere on the page."""

    def __init__(self, md: Markdown, book: Book) -> None:
        super().__init__(r"(?<![\w\]\\])!?\[(?P<words>[^\[\]\n]+)\]\[(?P<name>[^\[\]\n]*)\]", md)
        self.book = book

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """Return the words."""
        whole, name = strip(m[0]), strip(m["name"] or m["words"])
        message = f"there is no address for {whole} on the page. Write [{name}]: and the address on a line of its own."
        self.book.report_piece(whole, message, unfinished=True)
        return m["words"], m.start(0), m.end(0)
