"""Terms of the glossary, explained where a page first uses them.

Owns finding the terms in a page's paragraphs and list items. The definitions are those of the glossary
page, as it is rendered.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown.extensions.toc import slugify_unicode

from apsite.book.text.trees import element

_PROSE = {"p", "li"}
_LEFT_ALONE = {"a", "code", "pre", "math", "figcaption", "summary", "h1", "h2", "h3", "h4", "h5", "h6"}


def anchor(term: str) -> str:
    """Return the id of a term on the glossary page."""
    return slugify_unicode(term, "-")


@dataclass(frozen=True)
class Glossary:
    """The definitions, as plain text, by term; `pages` are those that they stand on, where these differ."""

    definitions: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)

    def over(self, other: "Glossary", page: str, others: str) -> "Glossary":
        """Return this glossary, of `page`, with those terms of the `other` one, of `others`, that it does not have."""
        own = {term.casefold() for term in self.definitions}
        more = {term: text for term, text in other.definitions.items() if term.casefold() not in own}
        pages = {term: self.pages.get(term, page) for term in self.definitions}
        pages |= {term: other.pages.get(term, others) for term in more}
        return Glossary({**more, **self.definitions}, pages)

    def explain(self, root: Element, link: Callable[[str, str | None], str]) -> None:
        """Give the first use of each term under `root` its definition.

        `link` leads to a term's anchor on its page, None if that is the book's.
        """
        waiting = {term.casefold(): term for term in self.definitions}
        words = "|".join(re.escape(term) for term in sorted(waiting, key=len, reverse=True))
        pattern = re.compile(rf"(?<![\w-])(?P<term>{words})s?(?![\w-])", re.IGNORECASE)
        for parent, before in list(_prose(root)) if waiting else []:
            text = (parent.text if before is None else before.tail) or ""
            position = 0
            while (found := pattern.search(text, position)) is not None:
                position = found.end()
                term = waiting.pop(found["term"].casefold(), None)
                if term is None:
                    continue
                attributes = {
                    "class": "ap-term",
                    "href": link(anchor(term), self.pages.get(term)),
                    "title": self.definitions[term],
                }
                explained = element("a", attributes, found[0])
                _put(explained, text[: found.start()], parent, before)
                before, text, position = explained, text[found.end() :], 0
                explained.tail = text


def _prose(node: Element, inside: bool = False) -> Iterator[tuple[Element, Element | None]]:
    """Yield the places of text in paragraphs and list items: the parent, and the child that comes before."""
    if node.tag in _LEFT_ALONE:
        return
    inside = inside or node.tag in _PROSE
    if inside:
        yield node, None
    for child in node:
        yield from _prose(child, inside)
        if inside:
            yield node, child


def _put(new: Element, text: str, parent: Element, before: Element | None) -> None:
    """Put `new` into `parent` behind `before` and `text`."""
    if before is None:
        parent.text = text
        parent.insert(0, new)
    else:
        before.tail = text
        parent.insert(list(parent).index(before) + 1, new)
