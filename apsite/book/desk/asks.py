"""One question with the figure that it is about, as a page of its own: for the frame of somebody else's course page.

Owns which figure stands with a question, and where such a page lies. How a figure alone is framed, `site.embeds` knows.
"""

from collections.abc import Callable
from html import escape

from apsite.book.desk.lessons import Asked, Lesson
from apsite.book.desk.markup import address_of, moved, page, plain, root_of, words
from apsite.book.pages.figures import LOADER


def framed(lesson: Lesson) -> dict[str, Asked]:
    """Return the questions of a page that can be answered, by the addresses of their own pages."""
    asked = [each for each in lesson.asked if each.data]
    return {address_of(lesson.url, f"ask/{number}"): each for number, each in enumerate(asked, 1)}


def titled(asked: Asked) -> str:
    """Return what a question is called among others, as plain text."""
    return words(asked.above if asked.predicted else asked.title)


def ask(lesson: Lesson, asked: Asked, address: str, site: str, loaded: Callable[[str], str]) -> bytes:
    """Return the page at `address` of a question; `loaded` writes into markup what the script of live figures loads."""
    root = root_of(address.strip("/"))
    figure = lesson.about(asked) or next((each for _, each in lesson.figures if each.name), None)
    shown = f"<figure>{figure.markup}<figcaption>{plain(figure.caption)}</figcaption></figure>" if figure else ""
    then = (
        f'<details class="ap-then"><summary>What the model does</summary>{asked.then}</details>' if asked.then else ""
    )
    inside = moved(f"{shown}{asked.markup}{then}", lesson.url, address.strip("/"))
    body = f"""<main class="ap-ask" data-asked-by="{escape(lesson.url)}">
<h1>{plain(figure.title) if figure and figure.title else escape(lesson.title)}</h1>
{inside}
<p class="ap-ask__source">From <a href="{root}/{lesson.url}" target="_top">{escape(lesson.title)}</a>,
{escape(site)}. Text and figures CC BY 4.0.</p>
</main>
{LOADER.format(root=root)}"""
    title = titled(asked)
    made = page("ask", address.strip("/"), site, title[:100], f"A question with its live figure: {title}", body)
    return loaded(made.decode()).encode()
