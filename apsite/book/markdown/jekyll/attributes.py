"""Attributes in kramdown's way, `{: .note }`, on a line of their own or behind a word.

Owns what they do: boxes, the list of a page's headings, headings that are not in it; identifiers and sizes are kept,
and classes, which belong to another book's styles, are dropped.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from apsite.book.safety.allowed import ADDRESSES, ATTRIBUTES
from apsite.book.safety.safety import PRESENTATION

#: Is told of a piece of the text, and what is wrong with it.
Report: TypeAlias = Callable[[str, str], None]

#: Kinds of boxes, each with its title where the author gives none.
BOXES = {
    name: name.capitalize()
    for name in (
        "note", "warning", "important", "new", "tip", "caution", "info", "danger", "question", "example", "definition",
        "attention", "hint", "success", "exercise", "experiment", "misconception",
    )
} | {"highlight": ""}  # fmt: skip

_LINE = re.compile(r" {0,3}\{:(?P<given>[^{}\n]*)\}[ ]*")
_GIVEN = re.compile(r"\{:[^{}\n]*\}")
_FIGURE = re.compile(r"\]\((?:figure|notebook):[^()]*\)\Z")
_IDENTIFIER = re.compile(r"#([\w:.-]+)")
_PAIR = re.compile(r"""([A-Za-z][\w-]*)=(?:"([^"]*)"|'([^']*)'|(\S+))""")
_NOTES = "///Footnotes Go Here///"  # what Python-Markdown puts the notes in the place of


#: Other words for some of them.
ALSO = {"abstract": "note", "summary": "note", "tldr": "note", "todo": "note", "seealso": "note", "quote": "note",
         "cite": "note", "check": "success", "done": "success", "help": "question", "faq": "question",
         "failure": "danger", "fail": "danger", "error": "danger", "bug": "danger"}  # fmt: skip


#: Boxes of lessons as The Carpentries write them, each with the kind and the title that it has here.
LESSON = {
    "callout": ("note", "Note"), "challenge": ("exercise", "Challenge"), "solution": ("note", "Solution"),
    "prereq": ("note", "Prerequisites"), "discussion": ("question", "Discussion"),
    "questions": ("question", "Questions"), "objectives": ("note", "Objectives"),
    "keypoints": ("important", "Key points"), "checklist": ("note", "Checklist"),
    "testimonial": ("note", "Testimonial"), "instructor": ("note", "For instructors"),
}  # fmt: skip
#: Those that are folded.
FOLDED = {"solution", "instructor"}
#: What other styles of Jekyll put before the name of a kind, `{: .notice--info }`, and names that only these have.
_STYLED = re.compile(r"(?:notice--|prompt-|alert-|callout-)(?=[a-z])")
_STYLES = {"notice": "note", "primary": "note", "secondary": "note", "light": "note", "dark": "note"}


def kind_of(name: str) -> str:
    """Return the kind of a box that another program calls by `name`; what nobody knows is a note."""
    return name if name in BOXES else ALSO.get(name, "note")


def _styled(name: str) -> str:
    """Return the kind of a box for the class of another style, or the class as it is."""
    if name == "notice":
        return "note"
    kind = _STYLED.sub("", name)
    return name if kind == name else _STYLES.get(kind, kind_of(kind))


def classes(given: str) -> list[str]:
    """Return the classes, and the words that are no attribute of HTML, of an attribute list."""
    return [word.lstrip(".") for word in _PAIR.sub("", given).split() if not word.startswith("#")]


def kept(given: str, report: Report) -> dict[str, str]:
    """Return the attributes of an attribute list that a page may have, without its classes; others are reported."""
    pairs = {}
    for name, first, second, third in _PAIR.findall(given):
        if name in ATTRIBUTES - ADDRESSES - {"class"}:
            pairs[name] = first or second or third
        elif name not in PRESENTATION and name != "class":
            what = "runs script, which no page may" if name.startswith("on") else "is nothing that a page may say"
            report(f"{{:{given}}}", f"{name} in '{{:{given}}}' {what}: how it looks is the book's. Take it out.")
    found = _IDENTIFIER.search(_PAIR.sub("", given))
    return {**({"id": found[1]} if found else {}), **pairs}


class Blocks(BlockProcessor):
    """Gives a block the attributes that stand right above or below it; headings not to be listed are `unlisted`."""

    def __init__(self, md: Markdown, report: Report) -> None:
        super().__init__(md.parser)
        self.report = report
        self.unlisted: list[Element] = []

    def test(self, parent: Element, block: str) -> bool:
        """Say whether a block of text has a line of attributes."""
        return "{:" in block and any(_LINE.fullmatch(line) for line in block.split("\n"))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse the pieces between the lines of attributes, and give each its own."""
        waiting: list[str] = []
        piece: list[str] = []
        written: list[str] = []
        for line in [*blocks.pop(0).split("\n"), None]:
            attributes = _LINE.fullmatch(line) if line is not None else None
            if line is not None and attributes is None:
                if written:  # the lines above belong to the piece before them
                    self._put(parent, piece, [*waiting, *written])
                    waiting, piece, written = [], [], []
                piece.append(line)
            elif attributes is not None:
                (written if piece else waiting).append(attributes["given"])
        self._put(parent, piece, [*waiting, *written])

    def _put(self, parent: Element, piece: list[str], attributes: list[str]) -> None:
        if not piece:
            return
        before = len(parent)
        self.parser.parseBlocks(parent, ["\n".join(piece)])
        if len(parent):
            for given in attributes:
                self._give(parent[-1], given, fresh=len(parent) > before)

    def _give(self, node: Element, given: str, fresh: bool) -> None:
        names = classes(given)
        if node.tag in ("ul", "ol") and {"toc", "footnotes"} & set(names):
            node.clear()
            node.tag, node.text = "p", "[TOC]" if "toc" in names else _NOTES
            return
        for name in map(_styled, names):
            if node.tag == "blockquote" and fresh and name in LESSON:
                _box(node, name, titled=False)
                return
            kind = name.removesuffix("-title")
            if kind in BOXES and fresh and not (kind == "highlight" and node.tag == "blockquote"):
                _box(node, kind, titled=kind != name)
                return
        if {"no_toc", "unlisted"} & set(names):
            self.unlisted.append(node)
        node.attrib |= kept(given, self.report)


def _box(node: Element, kind: str, titled: bool) -> None:
    """Make a block into a box: a quotation's content, or the block itself, stands in it."""
    kind, title = LESSON.get(kind, (kind, BOXES.get(kind, "")))
    folded = title in {LESSON[each][1] for each in FOLDED}
    if node.tag == "blockquote":
        content = list(node)
        # As lessons of The Carpentries have it, or where the class says so.
        if content and (re.fullmatch(r"h[1-6]", str(content[0].tag)) or (titled and content[0].tag == "p")):
            title = content.pop(0).text or title
    else:
        inner = Element(node.tag, dict(node.attrib))
        inner.text = node.text
        inner.extend(list(node))
        content = [inner]
    node.clear()
    node.tag = "details" if folded else "div"
    if folded:
        node.set("class", kind)
    else:
        node.set("class", f"admonition {'emphasized' if kind == 'highlight' else kind}")  # that is a class of code
    if title:
        SubElement(node, *(("summary",) if folded else ("p", {"class": "admonition-title"}))).text = title
    node.extend(content)


class Alerts(Treeprocessor):
    """Lets the boxes that quotations beginning with `[!NOTE]` become be of kinds that the book has."""

    def run(self, root: Element) -> None:
        """Change `root` in place, before pymdownx makes the boxes."""
        for quotation in root.iter("blockquote"):
            if kind := quotation.get("data-alert"):
                quotation.set("data-alert", kind_of(kind.split()[0]))


class Inline(InlineProcessor):
    """Leaves of attributes behind a word, a link or an image what the book understands."""

    def __init__(self, md: Markdown, report: Report) -> None:
        self.report = report
        words = r"(?<![!\]\\])\[(?P<{}>[^\[\]]{})\]"
        kramdown = rf"(?:{words.format('words', '+')})?\{{:(?P<given>[^{{}}\n]*)\}}"
        super().__init__(rf"{kramdown}|{words.format('spanned', '*')}\{{(?=[.#]|[\w-]+=)[^{{}}\n]*\}}", md)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Return the attributes without their classes; words in brackets, which are no link, stay as words."""
        if (text := m["words"] or m["spanned"]) is not None:
            if text.lower() in self.md.references:
                return None, None, None
            words = Element("span", kept(m[0].rpartition("{")[2].rstrip("}"), self.report) if not text else {})
            words.text = text
            return words, m.start(0), m.end(0)
        if _FIGURE.search(data, 0, m.start(0)):  # whose options they are
            return None, None, None
        attributes = " ".join(_written(kept(m["given"], self.report)))
        return (f"{{: {attributes} }}" if attributes else ""), m.start(0), m.end(0)


def _written(attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        yield f"#{value}" if name == "id" else f'{name}="{value}"'


class Unused(Treeprocessor):
    """Takes out attributes that stand behind nothing that could have them, and headings of which nothing is left."""

    def run(self, root: Element) -> None:
        """Change `root` in place, when the others have their attributes."""
        for node in root.iter():
            if node.text and node.tag not in ("code", "pre"):
                node.text = _GIVEN.sub("", node.text)
            node.tail = node.tail and _GIVEN.sub("", node.tail)
        for parent in list(root.iter()):
            for heading in [each for each in parent if re.fullmatch(r"h[1-6]", str(each.tag))]:
                if not len(heading) and not (heading.text or "").strip():
                    parent.remove(heading)


class Contents(Treeprocessor):
    """Takes headings that are not to be listed, or are deeper than `depth`, out of the list of headings."""

    def __init__(self, md: Markdown, blocks: Blocks, depth: Callable[[], int]) -> None:
        super().__init__(md)
        self.blocks = blocks
        self.depth = depth

    def run(self, root: Element) -> None:
        """Change `root` and the list of headings, once both are made."""
        unlisted = {node.get("id") for node in self.blocks.unlisted}
        deep = [f"h{level}" for level in range(self.depth() + 1, 7)]
        unlisted |= {node.get("id") for name in deep for node in root.iter(name)}
        self.blocks.unlisted.clear()
        tokens = getattr(self.md, "toc_tokens", [])
        if unlisted:
            tokens[:] = _listed(tokens, unlisted)
        for parent in list(root.iter()):
            for made in [each for each in parent if each.get("class") == "toc"]:
                if not tokens:
                    parent.remove(made)
                elif unlisted:
                    _fill(made, tokens)


def _listed(tokens: list[dict[str, object]], unlisted: set[str | None]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for token in tokens:
        children = token["children"]
        assert isinstance(children, list)
        children[:] = _listed(children, unlisted)
        found += children if token["id"] in unlisted else [token]
    return found


def _fill(made: Element, tokens: list[dict[str, object]]) -> None:
    """Write the list of headings once more."""
    made.clear()
    made.set("class", "toc")
    _branch(made, tokens)


def _branch(parent: Element, tokens: list[dict[str, object]]) -> None:
    branch = SubElement(parent, "ul")
    for token in tokens:
        item = SubElement(branch, "li")
        SubElement(item, "a", {"href": f"#{token['id']}"}).text = html.unescape(str(token["name"]))
        if isinstance(token["children"], list) and token["children"]:
            _branch(item, token["children"])
