"""Sentences with checked numbers in them, and how many they have.

Owns what counts as one: a number; or a pair, two that stand beside each other with a word between them, as the ends of
a range do. Folds and tables are where other numbers belong, and are not looked at; a text that only waits for a
prediction is.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown

from apsite.book.markdown.questions import WAITING
from apsite.book.model.prose import sentences
from apsite.book.text.lines import line_of, mark, split, strip
from apsite.book.text.trees import readable

#: What may stand between the two numbers of a pair.
JOINING = (r"\s+to\s+", r"\s+and\s+", r"\s+or\s+", r"\s+against\s+", r"\s*–\s*")

_NUMBER = "\ufffc"
_PAIR = re.compile(rf"{_NUMBER},?(?:{'|'.join(JOINING)}){_NUMBER}")


def counted(root: Element, md: Markdown) -> Iterator[tuple[int, int, str]]:
    """Yield line, count of numbers and first words of each sentence under `root` that has any.

    The tree is the one with the author's links, before names are resolved, and with the marks of lines.
    """
    for passage in _blocks(root, md):
        plain, marks = split(passage)
        for start, sentence in sentences(plain):
            if count := _PAIR.sub(_NUMBER, sentence).count(_NUMBER):
                first = start + sentence.index(_NUMBER)
                line = next((line for place, line in marks if place > first), 0)
                yield line, count, " ".join(sentence.replace(_NUMBER, "…").split()[:6])


def _blocks(root: Element, md: Markdown) -> Iterator[str]:
    """Yield the text of each block, with a sign and the mark of its line for each checked number."""
    gathered = [""]

    def walk(node: Element) -> None:
        address = node.get("href") or ""
        if node.tag == "table" or _folded(node):
            return
        if node.tag == "a" and strip(address).startswith("model:"):
            gathered[-1] += _NUMBER + mark(line_of(address) or 0)
            return
        block = md.is_block_level(str(node.tag)) or node.tag == "br"
        if block:
            gathered.append("")
        gathered[-1] += strip(readable(node.text, md))
        for child in node:
            walk(child)
            gathered[-1] += strip(readable(child.tail, md))
        if block:
            gathered.append("")

    walk(root)
    yield from filter(None, gathered)


def _folded(node: Element) -> bool:
    return node.tag == "details" and not (len(node) and node[0].text == WAITING)
