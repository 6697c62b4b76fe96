"""What a question takes for right, and what is said of other answers: a number, a choice, an order, a figure's state.

Owns how the items of an answer are read, and held against the model: what is right has to be, what is wrong must not
have become right, and no two answers may be the same. Raises AnswerError at the item that is at fault. Whose box they
stand in, and what a reader sees of them, is left to `questions`.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from apsite.book.model.expressions import Computed, ExpressionError, compute, for_browser, holds
from apsite.book.model.quantities import pretty, typeset
from apsite.book.pages.book import Book
from apsite.book.pages.figures import LIVE
from apsite.book.production.workers import ProductionError
from apsite.book.text.faults import nearest

#: How far off a number may be, as a share of it, where the author does not say so.
USUAL = 0.05

_ITEM = re.compile(r"(?:\[(?P<mark>[ xX])\][ \n]+)?(?P<words>(?s:.*))")
_CODE = re.compile(r"`([^`\n]+)`")
_ALLOWED = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<percent>%?)")
_FIGURE = re.compile(r"\s*(?P<name>[\w-]+)\s*(?::(?P<state>(?s:.*)))?")
_SET = re.compile(r"\s*(?P<name>[\w.]+)\s*=\s*(?P<value>[^=<>]+?)\s*")


class AnswerError(ValueError):
    """What is wrong with an answer; `piece` is where in the page's text it is."""

    def __init__(self, piece: str, message: str) -> None:
        super().__init__(message)
        self.piece = piece


@dataclass
class Item:
    """One item of an answer: whether it is marked as right, its code, its words before and behind that, and the rest.

    `piece` is what of it can be found in the page's text.
    """

    marked: bool | None
    code: str
    label: str
    said: str
    more: list[Element]
    piece: str

    @property
    def name(self) -> str:
        """Return what a finding calls it."""
        return f"`{self.code}`" if self.code else f"'{self.label}'"


@dataclass
class Answers:
    """What a question is for the browser, the words of its answers as they are shown, and what is said of each.

    `data` names answers by their places in `shown`; one that is a value of the model has that in `values`, no words.
    What is said of an answer is its place, how its value is written, and the words.
    """

    data: dict[str, Any]
    shown: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    said: list[tuple[int, str, Item]] = field(default_factory=list)


def items(node: Element, text: str) -> list[Item]:
    """Return the items of the lists in `node`, whose words, which stand in the page's `text`, are not read yet."""
    return [_item(each, text) for part in node if part.tag in ("ul", "ol") for each in part]


def _item(node: Element, page: str) -> Item:
    more = list(node)
    text = node.text or ""
    if not text.strip() and more and more[0].tag == "p":
        text = more.pop(0).text or ""
    found = _ITEM.fullmatch(text.strip())
    assert found  # anything is words
    words = found["words"]
    codes = list(_CODE.finditer(words))
    marked = None if found["mark"] is None else found["mark"] != " "
    line = words.split("\n")[0]
    if not codes:
        return Item(marked, "", words.strip(), "", more, line)
    code = codes[0] if not codes[0].start() else codes[-1]
    piece = line if line in page and code[0] in line else code[0]
    return Item(marked, code[1].strip(), words[: code.start()].strip(), words[code.end() :].strip(), more, piece)


class Reading:
    """Reads answers against the model of `book`. Each method raises AnswerError."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def of(self, kind: str, given: str, node: Element, key: str) -> Answers:
        """Return the answers of a question of a `kind`; `given` stands behind its name, `key` tells it from others."""
        read: Mapping[str, Callable[[str, list[Item], str], Answers]] = {
            "number": self._number, "choice": self._choice, "order": self._order, "set": self._set,
        }  # fmt: skip
        return read[kind](given, items(node, self.book.text), key)

    def _computed(self, text: str, piece: str) -> Computed:
        try:
            return compute(text, self.book.model, self.book.convert)
        except ExpressionError as error:
            raise AnswerError(piece, f"{error}{self._failed(str(error))}") from error

    def _failed(self, words: str) -> str:
        failed = self.book.model.failed
        if not failed or "publishes no value" not in words:
            return ""
        return f" The values of {', '.join(sorted(failed))} are missing, because it failed."

    def _in(self, found: Computed, unit: str, piece: str) -> float:
        """Return a value in the unit of the right answer, which a number as it is written has."""
        try:
            return self.book.convert(found.value, found.unit, unit) if found.unit else found.value
        except ValueError as error:
            raise AnswerError(piece, f"the answer is in {unit}, which {found.unit} does not fit.") from error

    def _tolerance(self, text: str, right: Computed, piece: str) -> float:
        text = text.strip()
        if not text:
            allowed = USUAL * abs(right.value)
        elif found := _ALLOWED.fullmatch(text):
            allowed = float(found["number"]) * (abs(right.value) / 100 if found["percent"] else 1.0)
        else:
            allowed = abs(self._in(self._computed(text, piece), right.unit or "1", piece))
        if not allowed > 0:
            raise AnswerError(piece, "nothing would be near enough. Say how far off an answer may be: ~ 0.1.")
        return allowed

    def _number(self, given: str, listed: list[Item], key: str) -> Answers:
        written, _, distance = given.partition("~")
        name, _, wanted = (part.strip() for part in written.partition(" in "))
        if not name:
            raise AnswerError("/// number", "the number has no name. Write /// number | peak.voltage ~ 2%.")
        right = self._computed(name, name)
        if wanted:
            right = Computed(self._in(right, wanted, name), wanted, None if right.unit != wanted else right.decimals)
        unit = right.unit or "1"
        tolerance = self._tolerance(distance, right, name)
        answers = Answers({
            "kind": "number", "value": right.value, "tolerance": tolerance, "unit": pretty(unit), "wrong": [],
            "shown": typeset(right.value, right.digits, unit),
        })  # fmt: skip
        found: list[tuple[float, Item]] = []
        for item in listed:
            if item.label or not item.code:
                message = "what is said of a wrong number begins with that number: - `2 * peak.voltage` Words."
                raise AnswerError(item.piece, message)
            computed = self._computed(item.code, item.piece)
            value = self._in(computed, unit, item.piece)
            written = typeset(value, Computed(value, unit, computed.decimals).digits, unit)
            if abs(value - right.value) <= tolerance:
                message = f"the wrong answer {item.name} has become right: it is {written}, and {name} is "
                raise AnswerError(item.piece, f"{message}{typeset(right.value, right.digits, unit)}.")
            for other, before in found:
                if abs(value - other) <= self._near(value, right.value, tolerance):
                    raise AnswerError(item.piece, f"{item.name} and {before.name} coincide: both are {written}.")
            found.append((value, item))
            allowed = self._near(value, right.value, tolerance)
            answers.data["wrong"].append({"value": value, "tolerance": allowed})
            answers.said.append((len(answers.said), written, item))
        return answers

    @staticmethod
    def _near(value: float, right: float, tolerance: float) -> float:
        """Return how far off a wrong number may be and still be known as what it comes from."""
        return max(tolerance * abs(value / right) if right else 0.0, tolerance)

    def _choice(self, given: str, listed: list[Item], key: str) -> Answers:
        if given.strip():
            raise AnswerError(f"/// choice | {given.strip()}", "a choice has nothing behind its name.")
        rights = [item for item in listed if item.marked]
        if len(rights) != 1 or len(listed) < 2:
            message = f"a choice has two answers or more, of which one is right: - [x]. Here are {len(rights)} right"
            raise AnswerError("/// choice", f"{message} of {len(listed)}.")
        written = [self._option(item, rights[0]) for item in listed]
        for number, words in enumerate(written):
            if words in written[:number]:
                raise AnswerError(listed[number].piece, f"two answers coincide: both are '{words}'.")
        order = _shuffled(written, key)
        answers = Answers({"kind": "choice", "right": order.index(listed.index(rights[0]))})
        answers.shown = [listed[at].label for at in order]
        answers.values = ["" if listed[at].label else written[at] for at in order]
        answers.said = [(place, "", listed[at]) for place, at in enumerate(order)]
        for _, _, item in answers.said:  # of one that says what holds, only the paragraphs beneath are about it
            item.said = "" if item.label else item.said
        return answers

    def _option(self, item: Item, right: Item) -> str:
        """Return the words of an answer of a choice, which is a value, or says what holds."""
        if not item.code:
            message = f"the model decides nothing about '{item.label}'. Put a condition behind it: `peak.voltage > 0`."
            raise AnswerError(item.piece, message)
        if not item.label:
            if right.label:
                raise AnswerError(item.piece, f"{item.name} is a value, and the right answer says what holds.")
            unit = self._computed(right.code, right.piece).unit or "1"
            computed = self._computed(item.code, item.piece)
            value = self._in(computed, unit, item.piece)
            return typeset(value, Computed(value, unit, computed.decimals).digits, unit)
        if item.said.strip(" .,;:!?"):
            message = f"the condition {item.name} stands at the end of an answer, what is said of it beneath."
            raise AnswerError(item.piece, message)
        try:
            true = holds(item.code, self.book.model, self.book.convert)
        except ExpressionError as error:
            raise AnswerError(item.piece, f"{error}.{self._failed(str(error))}") from error
        if true and not item.marked:
            raise AnswerError(item.piece, f"the wrong answer '{item.label}' has become right: {item.name} holds.")
        if item.marked and not true:
            raise AnswerError(item.piece, f"'{item.label}' is no longer right: {item.name} does not hold.")
        return item.label

    def _order(self, given: str, listed: list[Item], key: str) -> Answers:
        if len(listed) < 3:
            raise AnswerError("/// order", "an order has three things or more.")
        for item in listed:
            if not (item.label and item.code):
                raise AnswerError(
                    item.piece, "a thing to be put in order is words and its value: - The peak `peak.voltage`"
                )
        values = [self._computed(item.code, item.piece) for item in listed]
        unit = values[0].unit or "1"
        numbers = [self._in(value, unit, item.piece) for value, item in zip(values, listed, strict=True)]
        written = [
            typeset(number, Computed(number, unit, value.decimals).digits, unit)
            for number, value in zip(numbers, values, strict=True)
        ]
        for at, words in enumerate(written):
            if words in written[:at]:
                other = listed[written.index(words)]
                raise AnswerError(listed[at].piece, f"{listed[at].name} and {other.name} coincide: both are {words}.")
        ranks = {at: rank for rank, at in enumerate(sorted(range(len(numbers)), key=numbers.__getitem__))}
        order = _shuffled([item.label for item in listed], key)
        if [ranks[at] for at in order] == sorted(ranks.values()):
            order = order[1:] + order[:1]
        answers = Answers({"kind": "order", "places": [ranks[at] for at in order]})
        answers.shown = [listed[at].label for at in order]
        answers.values = ["" for _ in order]
        answers.said = [(order.index(at), written[at], listed[at]) for at in sorted(ranks, key=ranks.__getitem__)]
        return answers

    def _set(self, given: str, listed: list[Item], key: str) -> Answers:
        name = given.strip()
        examples = [item for item in listed if item.marked]
        conditions = [item for item in listed if item.marked is None]
        if len(examples) != 1 or not conditions or len(examples) + len(conditions) != len(listed):
            message = (
                "a state has one example that fulfils it, - [x] `pulse.amplitude = 20`, and conditions, - `peak > 0`."
            )
            raise AnswerError(f"/// set | {name}", message)
        known = self.known(name, f"/// set | {name}")
        state = self.state(examples[0].code, known, examples[0].piece)
        answers = Answers({"kind": "set", "figure": name, "state": state})
        answers.data["checks"] = []
        for item in conditions:
            if known is not None:
                try:
                    answers.data["checks"].append(for_browser(item.code, known, self.book.model, self.book.convert))
                except ExpressionError as error:
                    raise AnswerError(item.piece, f"{error}") from error
            if not item.said:
                raise AnswerError(item.piece, f"say behind {item.name} what is to be told as long as it does not hold.")
            answers.said.append((len(answers.said), "", item))
        return answers

    def known(self, figure: str, piece: str) -> set[str] | None:
        """Return the names of what a live figure can be set to and reads out; None, where figures are not drawn."""
        experiments = {key: each for key, each in self.book.model.experiments.items() if each.figure}
        if figure not in experiments:
            raise AnswerError(piece, f"there is no figure '{figure}'. {nearest(figure, experiments)}")
        if not re.search(rf"\(figure:{re.escape(figure)}(?![\w-])", self.book.text):
            raise AnswerError(piece, f"the figure '{figure}' does not stand on this page, where it would be asked.")
        if not self.book.drawn:
            return None
        try:
            files = self.book.figure(figure, {})
        except ProductionError:
            return None  # which is told where the figure stands
        if LIVE not in files:
            raise AnswerError(piece, f"the figure '{figure}' is not live.")
        preset = json.loads(files[LIVE])["preset"]
        return {*preset["values"], *(each for each in preset["read"] if " " not in each)}

    def state(self, text: str, known: set[str] | None, piece: str) -> dict[str, float]:
        """Return what `text` sets a figure to, by the names of its controls."""
        found = {}
        for part in text.split(","):
            given = _SET.fullmatch(part)
            if given is None:
                raise AnswerError(piece, f"'{part.strip()}' sets nothing. Write pulse.amplitude = 20.")
            if known is not None and given["name"] not in known:
                message = f"the figure has no control '{given['name']}'. {nearest(given['name'], known)}"
                raise AnswerError(piece, message)
            found[given["name"]] = self._computed(given["value"], piece).value
        return found


def _shuffled(words: Sequence[str], key: str) -> list[int]:
    """Return an order that nobody chose, and which is always the same for the same words."""
    digest = lambda at: hashlib.sha256(f"{key} {words[at]}".encode()).digest()  # noqa: E731
    return sorted(range(len(words)), key=digest)
