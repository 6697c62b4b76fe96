"""What a page teaches, read off the page as it was rendered: its sections, figures, predictions, questions, Try its.

Owns how these are found. All of it is the page's own; nothing is written for lecturers alone but what stands at the
page's top: goals, minutes, and what has to be known before.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from selectolax.lexbor import LexborNode

from apsite.book.desk.markup import inner, parsed, words
from apsite.book.text.front_matter import FrontMatter

#: Of readers: words a minute, and minutes for each prediction, question and Try it.
_WORDS, _ASKED, _TRIED = 160, 3, 4
_NUMBERED = re.compile(r"\s*\d+[.)]\s*")
#: A link of a question to a part of its own page.
_ANCHOR = re.compile(r'href="#([^"]+)"')
_PREDICTED = ("draw", "mark", "predict")


@dataclass(frozen=True)
class Said:
    """What a question says of an answer: the place of that, its value as it is written ("" for a choice), the words."""

    of: int
    written: str
    markup: str


@dataclass(frozen=True)
class Asked:
    """A question or a prediction: all but `data`, which the browser judges by, `kind` and `key` is HTML.

    One that is `open` has a solution and no answer that could be judged. `then` is the text that waits for a
    prediction, `markup` the whole box as its page has it.
    """

    key: str
    kind: str
    title: str
    above: str
    data: dict[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    hints: tuple[str, ...] = ()
    solution: str = ""
    then: str = ""
    markup: str = ""

    @property
    def predicted(self) -> bool:
        """Say whether it is a prediction."""
        return self.kind in _PREDICTED


@dataclass(frozen=True)
class Figure:
    """A figure with its caption, both HTML; `name` is that of a live one, and `preset` all that it starts from."""

    markup: str
    caption: str
    name: str = ""
    preset: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return what a live figure is called, "" for another."""
        return str(self.preset["preset"]["title"]) if self.preset else ""


@dataclass(frozen=True)
class Box:
    """A box of a `kind`, "experiment" or "misconception", with its title and its text, as HTML."""

    kind: str
    title: str
    markup: str


Part = str | Figure | Box | Asked


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading, whose `anchor` is "" for what stands above the first; text is HTML."""

    title: str
    anchor: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Lesson:
    """A page as it is taught: `source` under the pages' folder, and `url`, its address within the site."""

    source: str
    url: str
    matter: FrontMatter
    sections: tuple[Section, ...]
    count: int

    @property
    def title(self) -> str:
        """Return the page's title."""
        return self.matter.title

    @property
    def asked(self) -> list[Asked]:
        """Return predictions and questions, in their order."""
        return [each for _, each in self.parts if isinstance(each, Asked)]

    @property
    def boxes(self) -> list[tuple[Section, Box]]:
        """Return the boxes with the sections that they are in."""
        return [(section, each) for section, each in self.parts if isinstance(each, Box)]

    @property
    def figures(self) -> list[tuple[Section, Figure]]:
        """Return the figures with the sections that they are in."""
        return [(section, each) for section, each in self.parts if isinstance(each, Figure)]

    def about(self, asked: Asked) -> Figure | None:
        """Return the figure that a question names, or the first of the part of the page that its words lead to.

        Where what is asked leads to none, its hints may, and then its solution.
        """
        if name := asked.data.get("figure"):
            return next((each for _, each in self.figures if each.name == name), None)
        for text in (asked.title + asked.above, *asked.hints, asked.solution):
            for anchor in _ANCHOR.findall(text):
                if found := self._figure_at(anchor):
                    return found
        return None

    def _figure_at(self, anchor: str) -> Figure | None:
        return next((each for section, each in self.figures if section.anchor == anchor), None)

    @property
    def parts(self) -> list[tuple[Section, Part]]:
        """Return all parts with the sections that they are in."""
        return [(section, each) for section in self.sections for each in section.parts]

    @property
    def minutes(self) -> int:
        """Return how long the page takes: as it says, or else as its words and what it asks add up to, by fives."""
        if self.matter.minutes:
            return self.matter.minutes
        tried = sum(each.kind == "experiment" for _, each in self.boxes)
        return max(5, 5 * math.ceil((self.count / _WORDS + _ASKED * len(self.asked) + _TRIED * tried) / 5))


def read(source: str, url: str, matter: FrontMatter, content: str) -> Lesson:
    """Return the lesson of a page, whose HTML is `content`."""
    body = parsed(content)
    title, anchor, parts = matter.title, "", list[Part]()
    sections = []
    waiting: dict[str, str] = {}  # by the key of a prediction, the text that waits for it
    last = ""
    for node, waits in _flowing(body):
        if waits and node.tag != "figure":
            waiting[last] = waiting.get(last, "") + (node.html or "")
        if node.tag == "h2":
            sections.append(Section(title, anchor, tuple(parts)))
            for mark in node.css(".headerlink"):
                mark.decompose()
            title, anchor, parts = inner(node), node.id or "", []
            continue
        told = _told(node)
        if (part := _part(node)) is not None:
            parts.append(part)
            last = part.key if isinstance(part, Asked) and part.predicted else last
        if told:
            parts.append(told)
    sections.append(Section(title, anchor, tuple(parts)))
    sections = [replace(each, parts=tuple(_answered(part, waiting) for part in each.parts)) for each in sections]
    count = len(re.findall(r"\w+", words("".join(each for part in sections for each in _texts(part)))))
    return Lesson(source, url, matter, tuple(section for section in sections if section.parts), count)


def _texts(section: Section) -> Iterator[str]:
    for each in section.parts:
        yield each if isinstance(each, str) else each.caption if isinstance(each, Figure) else ""
        yield each.markup if isinstance(each, Box) else ""


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _flowing(node: LexborNode, waits: bool = False) -> Iterator[tuple[LexborNode, bool]]:
    """Yield the blocks of a page, with whether they wait for a prediction; an element that holds others is none."""
    for each in node.iter():
        kinds = _classes(each)
        if "ap-then" in kinds:
            yield from ((inside, True) for inside, _ in _flowing(each) if inside.tag != "summary")
        elif each.tag == "div" and not kinds and each.css_first("h2, figure, .admonition, p"):
            yield from _flowing(each, waits)
        else:
            yield each, waits


def _answered(part: Part, waiting: Mapping[str, str]) -> Part:
    return replace(part, then=waiting.get(part.key, "")) if isinstance(part, Asked) and part.predicted else part


def _part(node: LexborNode) -> Part | None:
    kinds = _classes(node)
    if "ap-question" in kinds:
        return _question(node)
    if "question" in kinds and node.tag in ("details", "div"):
        return _open_question(node)
    if "admonition" in kinds or node.tag == "details":
        kind = next((each for each in ("experiment", "misconception") if each in kinds), "")
        title = node.css_first(".admonition-title, summary")
        heading = inner(title)
        if title is not None:
            title.decompose()
        return Box(kind, heading, inner(node)) if kind else inner(node)
    if node.tag == "figure":
        return _figure(node)
    if node.tag in ("p", "ul", "ol", "dl", "h3", "table") and not {"ap-authors", "ap-citation"} & set(kinds):
        return node.html or ""
    return None


def _told(node: LexborNode) -> str:
    """Take the passages out of a figure that is told, and return their words as HTML."""
    words = ""
    for figure in node.css("figure .ap-told"):
        words += "".join(each.html or "" for each in figure.css(".ap-passage > p:not(.ap-passage__still)"))
        figure.attrs["class"] = " ".join(each for each in _classes(figure) if each != "ap-told")
        for story in figure.css(".ap-story"):
            story.decompose()
    return words


def _figure(node: LexborNode) -> Figure | None:
    caption = inner(node.css_first("figcaption"))
    figure = node.css_first(".ap-figure")
    if figure is None:
        return None
    place = figure.css_first(".ap-live[data-preset]")
    if place is None:
        return Figure(figure.html or "", caption)
    preset = json.loads(place.attributes["data-preset"] or "{}")
    return Figure(figure.html or "", caption, figure.attributes.get("data-figure") or "", preset)


def _question(node: LexborNode) -> Asked:
    data, markup = json.loads(node.attributes.get("data-question") or "{}"), node.html or ""
    options, said, hints = [], [], []
    for each in node.css(".ap-question__options > li"):
        options.append(inner(each.css_first("span")))
    for each in node.css(".ap-question__answers > li"):
        answer = each.css_first(".ap-question__of")
        of = answer.text().strip().rstrip(":") if answer is not None else ""
        if answer is not None:
            answer.decompose()
        said.append(Said(int(each.attributes.get("data-of") or 0), of, inner(each)))
    for each in node.css(".ap-question__answers"):
        each.decompose()
    for each in node.css(".ap-question__hint"):
        _without_summary(each)
        hints.append(inner(each))
    solution = node.css_first(".ap-question__solution")
    _without_summary(solution)
    title = inner(node.css_first(".admonition-title"))
    known = (".admonition-title", ".ap-question__options", ".ap-question__form", ".ap-question__hint", ".ap-pad")
    result = inner(solution)
    for each in node.css(", ".join((*known, ".ap-question__solution"))):
        each.decompose()
    return Asked(
        node.id or "", data["kind"], _NUMBERED.sub("", title, count=1), inner(node), data,
        tuple(options), tuple(said), tuple(hints), result, markup=markup,
    )  # fmt: skip


def _open_question(node: LexborNode) -> Asked:
    title = node.css_first("summary, .admonition-title")
    heading = inner(title)
    if title is not None:
        title.decompose()
    return Asked("", "open", _NUMBERED.sub("", heading, count=1), "", solution=inner(node))


def _without_summary(node: LexborNode | None) -> None:
    if node is not None and (summary := node.css_first("summary")) is not None:
        summary.decompose()
