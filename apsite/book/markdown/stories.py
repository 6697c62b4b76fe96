"""A figure that is told: passages beside it, `/// passage`, each with the stretch of its time axis that it is about.

Owns how a stretch is named, by values of the model, and how figure and passages stand on the page: passages one by one
beneath the picture, each with the picture in which its stretch alone is lit, where no script runs; a script lights that
stretch in the figure itself, which stays in sight. The browser's part is in `apsite/live/story`.
"""

import html
import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from apsite.book.markdown.answers import AnswerError, Reading
from apsite.book.pages.book import Book
from apsite.book.pages.figures import LIVE, still
from apsite.book.text.faults import nearest
from apsite.book.text.trees import element

PASSAGE, GIVEN = "passage", "data-passage"
#: What stands behind the name of the block, by example.
EXAMPLE = "action-potential: from stimulus.start to threshold.latency"
#: Channels of the strip of membrane that a passage can be about.
CHANNELS = ("sodium", "potassium", "leak")
STORY, TOLD = "ap-story", "ap-told"

_GIVEN = re.compile(
    r"(?P<figure>[\w-]+)\s*:\s*(?:from\s+(?P<start>[^;]+?))?\s*(?:(?:\bto|\buntil)\s+(?P<end>[^;]+?))?\s*(?:;\s*(?P<channels>\w+))?"
)
_END_OF_PICTURES = "</picture>"


class Passage(Block):  # type: ignore[misc]
    """A passage: kept as it is, with what stands behind its name, until its page is looked at."""

    NAME = PASSAGE
    ARGUMENT = None

    def on_create(self, parent: Element) -> Element:
        """Return the element that holds what is in the block."""
        return SubElement(parent, "div", {GIVEN: self.argument or ""})


class PassageBlocks(BlocksExtension):  # type: ignore[misc]
    """Lets a page have passages."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: object) -> None:
        """Register the block."""
        block_mgr.register(Passage, {})  # type: ignore[attr-defined]


class Stretches(Reading):
    """Reads which stretch of a figure a passage is about. Raises AnswerError."""

    def of(self, given: str) -> tuple[str, float | None, float | None, str]:  # type: ignore[override]
        """Return the figure's name, the ends of the stretch (ms on its axis; None where it has none) and channels."""
        piece = f"/// {PASSAGE} | {given}".strip(" |")
        found = _GIVEN.fullmatch(given.strip())
        if found is None or not (found["start"] or found["end"]):
            raise AnswerError(piece, f"nothing tells which stretch this is about. Write /// {PASSAGE} | {EXAMPLE}.")
        channels = found["channels"] or ""
        if channels and channels not in CHANNELS:
            raise AnswerError(piece, f"there are no channels '{channels}'. {nearest(channels, CHANNELS)}")
        self.known(found["figure"], piece)
        start, end = (self._time(found[each], piece) for each in ("start", "end"))
        if start is not None and end is not None and start >= end:
            raise AnswerError(piece, f"the stretch ends before it begins: from {start:g} to {end:g} ms.")
        if self.book.drawn:
            self._within(found["figure"], start, end, piece)
        return found["figure"], start, end, channels

    def _time(self, text: str | None, piece: str) -> float | None:
        if text is None:
            return None
        if re.fullmatch(r"[-−+\d.\s]+(?:ms)?", text):
            raise AnswerError(piece, f"'{text}' is typed. A stretch ends at values of the model, such as peak.latency.")
        value = self._computed(text, piece)
        try:
            return self.book.convert(value.value, value.unit or "1", "ms")
        except ValueError as error:
            raise AnswerError(piece, f"'{text}' is no time: it is in {value.unit or '1'}.") from error

    def _within(self, figure: str, start: float | None, end: float | None, piece: str) -> None:
        timed = _timed(self.book.figure(figure, {}))
        if not timed:
            raise AnswerError(piece, f"the figure '{figure}' has no axis of time, of which a stretch could be lit.")
        low, high = (max(each["x"]["limits"][0] for each in timed), min(each["x"]["limits"][1] for each in timed))
        for each in (start, end):
            if each is not None and not low <= each <= high:
                message = f"{each:g} ms lies outside of what the figure '{figure}' shows, {low:g} to {high:g} ms."
                raise AnswerError(piece, message)


class Stories(Treeprocessor):
    """Reads the passages of a page, before what is in them is read as words."""

    def __init__(self, md: Markdown, book: Book) -> None:
        super().__init__(md)
        self.book = book
        self.told: dict[str, list[tuple[Element, float | None, float | None, str]]] = {}

    def run(self, root: Element) -> None:
        """Take the passages of figures out of `root`, to stand with these; what is wrong is reported to the book."""
        self.told = {}
        for node in [each for each in root.iter() if each.get(GIVEN) is not None]:
            given = node.attrib.pop(GIVEN)
            try:
                figure, start, end, channels = Stretches(self.book).of(given)
            except AnswerError as error:
                self.book.report_piece(error.piece, str(error))
                continue
            self.told.setdefault(figure, []).append((node, start, end, channels))


class Telling(Treeprocessor):
    """Puts the passages of each figure into it, once its pictures and its words have been made."""

    def __init__(self, md: Markdown, stories: Stories) -> None:
        super().__init__(md)
        self.stories = stories

    def run(self, root: Element) -> None:
        """Change `root` in place."""
        told, self.stories.told = self.stories.told, {}
        parents = {child: parent for parent in root.iter() for child in parent}
        for name, passages in told.items():
            place = self._figure(root, name)
            if place is None:
                continue  # its picture could not be made, which is told there
            stash = self.md.htmlStash.rawHtmlBlocks
            node, number = place
            pictures, beneath = _parted(str(stash[number]))
            story = element("div", {"class": STORY})
            files = self.stories.book.figure(name, {}) if self.stories.book.drawn else {}
            for passage, start, end, channels in passages:
                parents[passage].remove(passage)
                made = self._passage(passage, name, files, start, end)
                if channels:
                    made.set("data-channels", channels)
                story.append(made)
            node.tag = "div"
            stash[number] = pictures
            story.tail = self.md.htmlStash.store(beneath) + "\n"
            node.append(story)

    def _figure(self, root: Element, name: str) -> tuple[Element, int] | None:
        """Return the paragraph that is the figure `name` and nothing else, and where its markup is kept."""
        for number, kept in enumerate(self.md.htmlStash.rawHtmlBlocks):
            if isinstance(kept, str) and kept.startswith("<span") and f'data-figure="{name}"' in kept[:300]:
                placeholder = self.md.htmlStash.get_placeholder(number)
                node = next((each for each in root.iter("p") if (each.text or "").strip() == placeholder), None)
                if node is not None and not len(node):
                    return node, number
        return None

    def _passage(
        self, node: Element, name: str, files: Mapping[str, bytes], start: float | None, end: float | None
    ) -> Element:
        made = element("div", {"class": "ap-passage"}, *node)
        made.set("data-stretch", json.dumps([start, end]))
        if LIVE in files:
            kept = self.md.htmlStash.store(still(self.stories.book, name, files, veils(files, start, end)))
            made.append(element("p", {"class": "ap-passage__still"}, kept))
        return made


def _parted(markup: str) -> tuple[str, str]:
    """Return the markup of a figure up to the end of its pictures, and the rest; as a block, which may hold others."""
    cut = markup.rindex(_END_OF_PICTURES) + len(_END_OF_PICTURES)
    opened = re.sub(r'<span class="([^"]*)"', rf'<div class="\1 {TOLD}"', markup[:cut], count=1)
    own, closing, behind = markup[cut:].rpartition("</span>")
    return opened, f"{own}</div>{behind}" if closing else own


def _timed(files: Mapping[str, bytes], size: str = "narrow") -> list[dict[str, Any]]:
    """Return the axes of a live figure that curves stand in over time."""
    if LIVE not in files:
        return []
    live = json.loads(files[LIVE])
    if "choices" in live or "membrane" in live:  # its runs may be of another membrane, with another axis
        return []
    panels = live["preset"].get("panels", [])
    axes = live["layouts"][size]["axes"] if "layouts" in live else []
    return [each for each, panel in zip(axes, panels, strict=False) if panel.get("traces")]


def veils(files: Mapping[str, bytes], start: float | None, end: float | None) -> str:
    """Return what lies over the narrow picture where it is not lit, as SVG."""
    layout = json.loads(files[LIVE])["layouts"]["narrow"]
    rectangles = []
    for axes in _timed(files):
        left, top, width, height = (axes[each] for each in ("left", "top", "width", "height"))
        low, high = axes["x"]["limits"]
        a, b = (
            left + width * (time - low) / (high - low)
            for time in (low if start is None else start, high if end is None else end)
        )
        ends = [(left, a), (b, left + width)]
        rectangles += [
            f'<rect x="{a:.1f}" y="{top:.1f}" width="{b - a:.1f}" height="{height:.1f}"></rect>'
            for a, b in ends
            if b > a
        ]
    box = f"0 0 {layout['width']} {layout['height']}"
    return f'<svg class="ap-veils" viewBox="{html.escape(box)}" aria-hidden="true">{"".join(rectangles)}</svg>'
