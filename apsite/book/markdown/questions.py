"""Questions that know their answers: boxes `??? question` that hold a `/// number`, `choice`, `order` or `set`.

And predictions: `/// draw`, `mark` and `predict`, each a box of its own, with the text that waits for it, `/// then`.

Owns what of a box is asked, what is a hint, what is the solution, and how all of it stands on the page: as words, with
the solution folded, where no script runs. What is right, `answers` reads. The browser's part is in
`apsite/live/questions`.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.toc import slugify_unicode
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from apsite.book.markdown.answers import AnswerError, Answers, Item, Reading, items
from apsite.book.markdown.predictions import PREDICTIONS, Predicting
from apsite.book.pages.book import Book
from apsite.book.pages.figures import script
from apsite.book.text.lines import strip
from apsite.book.text.trees import element

#: Kinds of questions, each with what its button says.
KINDS = {"number": "Check", "choice": "Check", "order": "Check", "set": "Check the figure"}
THEN = "then"
#: What the fold is called whose text waits for a prediction.
WAITING = "What the model does"
#: Those that show answers to choose from, under letters.
CHOSEN = {"choice", "predict"}
ASKED, GIVEN = "data-ask", "data-given"

_NUMBERED = re.compile(r"\s*\d+[.)]\s*")
_WORDS_OF_AN_ID = 7


class _Asking(Block):  # type: ignore[misc]
    """A block of a question: kept as it is, with its name and what stands behind that, until its box is looked at."""

    ARGUMENT = None

    def on_create(self, parent: Element) -> Element:
        """Return the element that holds what is in the block."""
        return SubElement(parent, "div", {ASKED: self.NAME, GIVEN: self.argument or ""})


BLOCKS = [type(name.capitalize(), (_Asking,), {"NAME": name}) for name in (*KINDS, *PREDICTIONS, THEN)]


class QuestionBlocks(BlocksExtension):  # type: ignore[misc]
    """Lets a page have these blocks."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: object) -> None:
        """Register them."""
        for block in BLOCKS:
            block_mgr.register(block, {})  # type: ignore[attr-defined]


class Questions(Treeprocessor):
    """Makes questions of boxes that have such blocks, before what is in them is read as words."""

    def __init__(self, md: Markdown, book: Book) -> None:
        super().__init__(md)
        self.book = book
        self.made: list[_Made] = []
        self.waiting: list[Element] = []

    def run(self, root: Element) -> None:
        """Change `root` in place; what is wrong is reported to the book."""
        self.made, self.waiting = [], []
        taken: set[str] = set()
        self._predictions(root, taken)
        for box in [each for each in root.iter() if _is_box(each)]:
            asked = [each for each in box if each.get(ASKED)]
            if asked:
                self._box(box, asked, taken)
        for stray in [each for each in root.iter() if each.get(ASKED)]:
            name = stray.attrib.pop(ASKED)
            del stray.attrib[GIVEN]
            self.book.report_piece(f"/// {name}", f'/// {name} stands in a box of its own: ??? question "What ...?"')

    def _predictions(self, root: Element, taken: set[str]) -> None:
        """Make boxes of what is to be predicted, and fold the texts that wait for that."""
        open_one = ""
        for node in [each for each in root.iter() if each.get(ASKED) in {*PREDICTIONS, THEN}]:
            kind, given = node.attrib.pop(ASKED), node.attrib.pop(GIVEN)
            piece = f"/// {kind} | {given}".strip(" |")
            if kind == THEN:
                if not open_one:
                    message = f"this text waits for no prediction: /// {', /// '.join(PREDICTIONS)} stands above it."
                    self.book.report_piece(piece, message)
                open_one = ""
                node.tag = "details"
                node.insert(0, element("summary", {}, WAITING))
                self.waiting.append(node)
                continue
            if open_one:
                self.book.report_piece(open_one, "no text waits for this prediction. Put it between /// then and ///.")
            open_one = piece
            self._prediction(node, kind, given, piece, taken)
        if open_one:
            self.book.report_piece(open_one, "no text waits for this prediction. Put it between /// then and ///.")

    def _prediction(self, node: Element, kind: str, given: str, piece: str, taken: set[str]) -> None:
        words = [each for each in node if each.tag not in ("ul", "ol")]
        key = _id(words[0].text or "" if words else "")
        if not words or key in taken:
            self.book.report_piece(piece, "a prediction begins with a question of its own, which no other begins with.")
        taken.add(key)
        try:
            answers = Predicting(self.book).of_prediction(kind, given, items(node, self.book.text), key)
        except AnswerError as error:
            self.book.report_piece(error.piece, str(error))
            node.clear()
            return
        title = element("p", {"class": "admonition-title"}, "Predict first")
        self._fill(node, kind, answers, key, [title, *words], [], None)

    def _box(self, box: Element, asked: list[Element], taken: set[str]) -> None:
        title = box[0].text or ""
        key = _id(title)
        if key in taken:
            self.book.report_piece(title, f"two questions of the page begin alike: '{key}' is the id of both.")
        taken.add(key)
        if len(asked) != 1:
            self.book.report_piece(title, "a question has one answer, and here are two. Give each a box of its own.")
            for each in asked:
                box.remove(each)
            return
        node = asked[0]
        kind, given = node.get(ASKED, ""), node.get(GIVEN, "")
        try:
            answers = Reading(self.book).of(kind, given, node, key)
        except AnswerError as error:
            self.book.report_piece(error.piece, str(error))
            box.remove(node)
            return
        self._lay_out(box, node, answers, key)

    def _lay_out(self, box: Element, node: Element, answers: Answers, key: str) -> None:
        """Put what is asked, the hints and the solution into a box that is open."""
        kind = node.get(ASKED, "")
        summary, *parts = list(box)
        at = parts.index(node)
        hints = [each for each in parts if "hint" in (each.get("class") or "").split()]
        before, behind = ([each for each in some if each not in hints] for some in (parts[:at], parts[at + 1 :]))
        if not behind:
            self.book.report_piece(summary.text or "", "the question has no solution. Write it beneath its answer.")
        title = element("p", {"class": "admonition-title"})
        title.text = summary.text
        title.extend(list(summary))
        self._fill(box, kind, answers, key, [title, *before], hints, behind)

    def _fill(
        self,
        box: Element,
        kind: str,
        answers: Answers,
        key: str,
        above: list[Element],
        hints: list[Element],
        solution: list[Element] | None,
    ) -> None:
        """Put all that a question has into its box; a prediction has no `solution` but the text that waits for it."""
        options = element("ol", {}, *(element("li", {}, element("span", {}, words)) for words in answers.shown))
        answers.data["edition"] = _edition(answers, above)
        answers.said = [each for each in answers.said if kind not in CHOSEN or each[2].said or each[2].more]
        said = element("ul", {}, *(_said(kind, item) for _, _, item in answers.said))
        box.clear()
        box.tag = "div"
        box.attrib |= element("div", {"class": "admonition question", "id": key}).attrib
        form = element("p")
        box.extend([*above, *([options] if answers.shown else []), form])
        for number, hint in enumerate(hints, 1):
            box.append(
                element("details", {}, element("summary", {}, f"Hint {number}" if hints[1:] else "Hint"), *hint[1:])
            )
        if solution is not None or len(said):
            words = "About the answers" if solution is None else "The solution"
            listed = [said] if len(said) else []
            box.append(element("details", {}, element("summary", {}, words), *(solution or []), *listed))
        self.made.append(_Made(kind, answers, box, options, form, said))


@dataclass(frozen=True)
class _Made:
    """A question on its page: what it is, its box, and what of that the browser works with."""

    kind: str
    answers: Answers
    box: Element
    options: Element
    form: Element
    said: Element

    def finish(self) -> None:
        """Put in what no author may write: what is typed and pressed, values of the model, names for the browser."""
        key, data = self.box.get("id") or "", self.answers.data
        own = " ap-predict" if self.kind in PREDICTIONS else ""
        self._called(f"admonition question ap-question{own}", self.box)
        self.box.set("data-question", json.dumps(data, ensure_ascii=False, separators=(",", ":")))
        shape = "choice" if self.kind in CHOSEN else self.kind
        self._called(f"ap-question__options ap-question__options--{shape}", self.options)
        for place, (item, value) in enumerate(zip(self.options, self.answers.values, strict=True)):
            if value:
                item[0].text = value
            if self.kind in CHOSEN:
                chosen = element("input", {"type": "radio", "name": key, "value": str(place), "disabled": "disabled"})
                label = element("label", {"class": "ap-question__option"}, chosen, item[0])
                item[:] = [label]
        for (place, written, _), item in zip(self.answers.said, self.said, strict=True):
            item.set("data-of", str(place))
            if before := f"{_letter(place)}) " if self.kind in CHOSEN else written:
                answer = element("span", {"class": "ap-question__of"}, before)
                answer.tail, item[0].text = item[0].text, None
                if self.kind not in CHOSEN and (answer.tail or len(item[0])):
                    answer.text = f"{before}: "
                item[0].insert(0, answer)
        self._called("ap-question__answers", self.said)
        self._called("ap-question__form", self.form)
        self.form.set("data-search-exclude", "")
        if self.kind == "number":
            box = element("input", {"type": "text", "class": "ap-question__number", "disabled": "disabled"})
            parts = [box, element("span", {}, data["unit"])] if data["unit"] else [box]
            self.form.append(element("label", {}, "Your answer ", *parts))
        if self.kind == "mark":
            low, high = data["low"], data["high"]
            between = {"min": f"{low:g}", "max": f"{high:g}", "step": f"{(high - low) / 200:g}"}
            middle = {"value": f"{(low + high) / 2:g}", "disabled": "disabled"}
            scale = element("input", {"type": "range", "class": "ap-mark", **between, **middle})
            self.form.append(element("label", {}, "Your mark ", scale, element("span", {"class": "ap-mark__value"})))
        if self.kind == "draw":
            self.box.insert(list(self.box).index(self.form), element("div", {"class": "ap-pad"}))
        button = {"type": "button", "class": "ap-live__button ap-question__check", "disabled": "disabled"}
        self.form.append(element("button", button, KINDS.get(self.kind, "Reveal")))
        for folded in [each for each in self.box if each.tag == "details" and each.get("class") is None]:
            name = "hint" if (folded[0].text or "").startswith("Hint") else "solution"
            self._called(f"ap-question__{name}", folded)

    @staticmethod
    def _called(name: str, node: Element) -> None:
        node.attrib |= element("div", {"class": name}).attrib


class Finishing(Treeprocessor):
    """Finishes the questions of a page, once its words have been looked at; and puts the place of the script there."""

    def __init__(self, md: Markdown, questions: Questions) -> None:
        super().__init__(md)
        self.questions = questions

    def run(self, root: Element) -> None:
        """Change `root` in place, once figures have put the place of their script."""
        made, self.questions.made = self.questions.made, []
        for each in made:
            each.finish()
        for text in self.questions.waiting:
            text.attrib |= element("details", {"class": "ap-then"}).attrib
        if made and (place := script(self.questions.book)):
            made[0].box.tail = self.md.htmlStash.store(place) + (made[0].box.tail or "")


def _is_box(node: Element) -> bool:
    """Say whether an element is a box for questions, with a title."""
    if "question" not in (node.get("class") or "").split() or not len(node):
        return False
    return node[0].tag == "summary" or node[0].get("class") == "admonition-title"


def _id(title: str) -> str:
    """Return the id of a question, which is that of its first words: an answer is kept under it."""
    words = re.sub(r"[*_`$\\]|\[|\]\([^)]*\)", "", _NUMBERED.sub("", strip(title))).split()
    return f"q-{slugify_unicode(' '.join(words[:_WORDS_OF_AN_ID]), '-')}"


def _edition(answers: Answers, above: list[Element]) -> str:
    """Return what tells a question from what it was before it was asked or answered otherwise."""
    asked = [strip("".join(each.itertext())) for each in above]
    whole = json.dumps([answers.data, [strip(each) for each in answers.shown], answers.values, asked])
    return hashlib.sha256(whole.encode()).hexdigest()[:8]


def _letter(place: int) -> str:
    return chr(ord("a") + place)


def _said(kind: str, item: Item) -> Element:
    """Return what is said of an answer, as a paragraph or more, without the answer's own value."""
    words = item.label if kind == "order" else item.said
    first = [] if not words and item.more and item.more[0].tag == "p" else [element("p", {}, words)]
    return element("li", {}, *first, *item.more)
