"""The look at a page's prose, once its links have been followed: what stands there unchecked, or as nobody meant it."""

from xml.etree.ElementTree import Element

from markdown import Markdown

from apsite.book.markdown.jekyll.leftovers import left_in, run_together
from apsite.book.model import prose
from apsite.book.pages.book import Book


def check_prose(book: Book, md: Markdown, root: Element) -> None:
    """Report every quantity that is neither checked nor followed by a source."""
    for passage in [*prose.passages(root, md), *prose.raw_passages(md)]:
        check_passage(book, passage)


def check_passage(book: Book, passage: str) -> None:
    """Do that with one passage, such as what an image shows in words."""
    for quantity, place in prose.unchecked(passage):
        book.report(
            place,
            f"'{quantity}' is neither checked nor followed by a source in its sentence. "
            f"Write [{quantity}](model:name), or put [@source] behind it.",
            unfinished=True,
        )


def look_for_signs(book: Book, md: Markdown, root: Element) -> None:
    """Report what readers would see of signs that are meant for a program."""
    for passage in [*prose.passages(root, md, escaped=False), *prose.raw_passages(md, marked=False)]:
        for sign in left_in(passage):
            message = (
                f"'{sign}' would be shown as it is. Write what it is to say, or set it as code, between backticks."
            )
            book.report_piece(sign, message, unfinished=True)
        for sign in run_together(passage):
            message = (
                f"'{sign}' begins no item of a list here, and the lines run together. Write a) and b), or 1. and 2."
            )
            book.report_piece(sign, message, unfinished=True)
