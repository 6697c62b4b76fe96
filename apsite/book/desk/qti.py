"""A question as an item of QTI 2.1, as course systems take it: a choice, a number with its tolerance, an order.

Owns what becomes of a question's words there, and how its answers are judged: as in the book, by the values of the
model. What somebody is told who gives a wrong answer is its feedback. A question that sets a figure, and a prediction
that is drawn or marked, need the book's own figures, and are no items.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from xml.etree.ElementTree import Element, SubElement, tostring

from selectolax.lexbor import LexborNode

from apsite.book.desk.lessons import Asked
from apsite.book.desk.markup import parsed, plain, words

_Write: TypeAlias = Callable[[LexborNode, Element], None]

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_SCHEMA = f"{NAMESPACE} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_MATHML = "http://www.w3.org/1998/Math/MathML"
KINDS = ("number", "choice", "predict", "order")
#: Elements of the book that an item may have; what others hold is kept without them.
_INLINE = {"em", "strong", "b", "i", "sub", "sup", "code", "br"}
_BLOCK = {"p", "ul", "ol", "li"}
_LONGEST = 32  # of an identifier


@dataclass(frozen=True)
class Picture:
    """A picture beside an item, by its place in the package; `size` is its width and height, CSS pixels."""

    href: str
    words: str
    size: tuple[str, str]


def identifier(number: int, asked: Asked) -> str:
    """Return what an item is called, the `number` of its package."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", asked.key.removeprefix("q-")).strip("-")
    return f"q{number:02}-{name}"[:_LONGEST].rstrip("-")


def item(name: str, asked: Asked, pictures: Sequence[Picture]) -> bytes:
    """Return the item `name` as XML. Raises KeyError for a question of another kind."""
    write = {"number": _number, "choice": _choice, "predict": _choice, "order": _order}[asked.kind]
    title = words(asked.above if asked.predicted else asked.title)
    root = Element("assessmentItem", {
        "xmlns": NAMESPACE, "xmlns:xsi": _INSTANCE, "xsi:schemaLocation": _SCHEMA,
        "identifier": name, "title": title[:120], "adaptive": "false", "timeDependent": "false",
    })  # fmt: skip
    answers = SubElement(root, "responseDeclaration", {"identifier": "RESPONSE"})
    score = SubElement(
        root, "outcomeDeclaration", {"identifier": "SCORE", "cardinality": "single", "baseType": "float"}
    )
    _value(SubElement(score, "defaultValue"), "0")
    SubElement(
        root, "outcomeDeclaration", {"identifier": "FEEDBACK", "cardinality": "single", "baseType": "identifier"}
    )
    body = SubElement(root, "itemBody")
    for each in pictures:
        width, height = each.size
        shown = {"src": each.href, "alt": each.words, "width": width, "height": height}
        SubElement(SubElement(body, "p"), "img", shown)
    if not asked.predicted:
        _put(body, asked.above, "flow")
    write(asked, answers, body)
    cases = _judged(asked, SubElement(SubElement(root, "responseProcessing"), "responseCondition"))
    _told(root, "RIGHT", "Right.", [asked.solution or asked.then])
    for outcome, said in cases:
        _told(root, outcome, "No.", [said])
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode()


def _value(parent: Element, text: str) -> None:
    SubElement(parent, "value").text = text


def _choice(asked: Asked, answers: Element, body: Element) -> None:
    answers.attrib |= {"cardinality": "single", "baseType": "identifier"}
    _value(SubElement(answers, "correctResponse"), _name(asked.data["right"]))
    given = {"responseIdentifier": "RESPONSE", "shuffle": "true", "maxChoices": "1"}
    _chosen(asked, SubElement(body, "choiceInteraction", given))


def _order(asked: Asked, answers: Element, body: Element) -> None:
    answers.attrib |= {"cardinality": "ordered", "baseType": "identifier"}
    right = SubElement(answers, "correctResponse")
    for place in sorted(range(len(asked.options)), key=asked.data["places"].__getitem__):
        _value(right, _name(place))
    _chosen(asked, SubElement(body, "orderInteraction", {"responseIdentifier": "RESPONSE", "shuffle": "true"}))


def _chosen(asked: Asked, interaction: Element) -> None:
    _put(SubElement(interaction, "prompt"), asked.above if asked.predicted else asked.title, "inline")
    for place, option in enumerate(asked.options):
        _put(SubElement(interaction, "simpleChoice", {"identifier": _name(place)}), option, "inline")


def _number(asked: Asked, answers: Element, body: Element) -> None:
    answers.attrib |= {"cardinality": "single", "baseType": "float"}
    _value(SubElement(answers, "correctResponse"), repr(asked.data["value"]))
    _put(SubElement(body, "p"), asked.title, "inline")
    line = SubElement(body, "p")
    entry = SubElement(line, "textEntryInteraction", {"responseIdentifier": "RESPONSE", "expectedLength": "12"})
    entry.tail = f" {asked.data['unit']}" if asked.data["unit"] else None


def _name(place: int) -> str:
    return chr(ord("A") + place)


def _judged(asked: Asked, condition: Element) -> list[tuple[str, str]]:
    """Put in how an answer is judged, and return the feedback of each that is wrong in a known way."""
    if asked.kind == "number":
        tests = [_within(asked.data["value"], asked.data["tolerance"])]
    else:
        tests = [_same(Element("correct", {"identifier": "RESPONSE"}))]
    cases = []
    for said in asked.said if asked.kind != "order" else ():
        outcome = f"WRONG-{_name(said.of)}"
        if asked.kind == "number":
            wrong = asked.data["wrong"][said.of]
            tests.append(_within(wrong["value"], wrong["tolerance"]))
        elif said.of == asked.data["right"]:
            continue
        else:
            chosen = Element("baseValue", {"baseType": "identifier"})
            chosen.text = _name(said.of)
            tests.append(_same(chosen))
        cases.append((outcome, said.markup))
    for at, (test, outcome) in enumerate(zip(tests, ["RIGHT", *(name for name, _ in cases)], strict=True)):
        branch = SubElement(condition, "responseElseIf" if at else "responseIf")
        branch.append(test)
        if not at:
            _set(branch, "SCORE", "float", "1")
        _set(branch, "FEEDBACK", "identifier", outcome)
    if asked.kind == "order":
        listed = "".join(f"<li>{plain(asked.options[each.of])}: {each.written}</li>" for each in asked.said)
        cases.append(("WRONG", f"<ul>{listed}</ul>"))
        _set(SubElement(condition, "responseElse"), "FEEDBACK", "identifier", "WRONG")
    return cases


def _same(other: Element) -> Element:
    test = Element("match")
    SubElement(test, "variable", {"identifier": "RESPONSE"})
    test.append(other)
    return test


def _within(value: float, tolerance: float) -> Element:
    allowed = {"toleranceMode": "absolute", "tolerance": f"{tolerance!r} {tolerance!r}"}
    test = Element("equal", allowed)
    SubElement(test, "variable", {"identifier": "RESPONSE"})
    SubElement(test, "baseValue", {"baseType": "float"}).text = repr(value)
    return test


def _set(branch: Element, outcome: str, kind: str, value: str) -> None:
    SubElement(
        SubElement(branch, "setOutcomeValue", {"identifier": outcome}), "baseValue", {"baseType": kind}
    ).text = value


def _told(root: Element, outcome: str, title: str, said: Sequence[str]) -> None:
    given = {"outcomeIdentifier": "FEEDBACK", "identifier": outcome, "showHide": "show", "title": title}
    feedback = SubElement(root, "modalFeedback", given)
    for each in said:
        _put(feedback, each, "flow")


def _put(parent: Element, markup: str, kind: Literal["flow", "inline"]) -> None:
    """Put what `markup` says into `parent`: as blocks, or as words in a line."""
    _Writing(parent, kind == "inline").of(parsed(plain(markup)))


class _Writing:
    """Writes nodes of HTML beneath an element of an item."""

    def __init__(self, parent: Element, inline: bool) -> None:
        self.parent = parent
        self.inline = inline

    def of(self, node: LexborNode) -> None:
        """Write what is in `node`; words that stand alone among blocks become a paragraph."""
        for each in node.iter(include_text=True):
            if each.tag == "-text":
                self._say(re.sub(r"\s+", " ", each.text_content or ""))
            elif each.tag == "math":
                self._within(each, Element("math", {"xmlns": _MATHML}), _copied)
            elif each.tag in _INLINE or (each.tag in _BLOCK and not self.inline):
                self._within(each, Element(str(each.tag)), _written)
            else:
                self.of(each)

    def _within(self, node: LexborNode, made: Element, write: _Write) -> None:
        line = self._line() if made.tag not in _BLOCK else self.parent
        line.append(made)
        write(node, made)

    def _say(self, text: str) -> None:
        if not text.strip() and not self.inline:
            return
        line = self._line()
        if len(line):
            line[-1].tail = (line[-1].tail or "") + text
        else:
            line.text = (line.text or "") + text

    def _line(self) -> Element:
        """Return where words go: the last paragraph that was begun for them, where they stand among blocks."""
        if self.inline:
            return self.parent
        last = self.parent[-1] if len(self.parent) else None
        if last is None or last.get("class") != "words":
            last = SubElement(self.parent, "p", {"class": "words"})
        return last


def _written(node: LexborNode, made: Element) -> None:
    """Write what is in an element that an item has too; only a list holds nothing but blocks."""
    _Writing(made, made.tag not in ("ul", "ol")).of(node)


def _copied(node: LexborNode, made: Element) -> None:
    """Copy a formula, without its attributes."""
    for each in node.iter(include_text=True):
        if each.tag == "-text":
            text = each.text_content or ""
            if len(made):
                made[-1].tail = (made[-1].tail or "") + text
            else:
                made.text = (made.text or "") + text
        else:
            _copied(each, SubElement(made, str(each.tag)))
