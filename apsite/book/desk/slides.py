"""A page as slides: one figure or question each, live, with what the page says about it as the lecturer's notes.

Owns what goes on which slide. Without scripts, and on paper, slides stand under each other with their notes; how one is
shown at a time is left to `apsite/live/desk`.
"""

from collections.abc import Callable
from html import escape

from apsite.book.desk.lessons import Asked, Box, Figure, Lesson, Section
from apsite.book.desk.markup import address_of, back, moved, page, plain, root_of
from apsite.book.desk.sheets import answer, where
from apsite.book.pages.figures import LOADER

_SLIDE = """<section class="ap-slide">
<h2>{title}</h2>
<div class="ap-slide__body">{body}</div>
<aside class="ap-slide__notes"><h3>Notes</h3>{notes}</aside>
</section>
"""
_HOW = (
    "Arrow keys, the space bar or the buttons lead from slide to slide, N shows these notes, and F fills the screen. "
    "The browser’s own zoom makes figures larger."
)


def slides(lesson: Lesson, site: str, loaded: Callable[[str], str], script: str) -> bytes:
    """Return the page of the slides.

    `loaded` writes into markup what the script of live figures loads; `script` is the path of what shows one at a time.
    """
    address = address_of(lesson.url, "slides").strip("/")
    root = root_of(address)
    shown = [_title(lesson), *(each for section in lesson.sections for each in _of(section, lesson))]
    live = LOADER.format(root=root) if any(each.name for _, each in lesson.figures) else ""
    own = f'<script src="{root}/{script}" defer></script>' if script else ""
    source = f'<a href="{root}/{lesson.url}">{escape(lesson.title)}</a>, {escape(site)}'
    body = f"""<main class="ap-slides" data-slides>
<h1 class="ap-slides__title">{escape(lesson.title)}: slides</h1>
{moved("".join(shown), lesson.url, address)}</main>
<footer class="ap-slides__foot">{source}. Text and figures CC BY 4.0. {back(lesson.source, address)}</footer>
{live}{own}"""
    about = f"Slides for {lesson.title}: one live figure or question each, with notes for the lecturer."
    made = page("slides", address, site, f"{lesson.title}: slides", about, body)
    return loaded(made.decode()).encode()


def _title(lesson: Lesson) -> str:
    goals = "".join(f"<li>{escape(each)}</li>" for each in lesson.matter.goals)
    body = f"<p>After this hour you will be able to</p><ul>{goals}</ul>" if goals else ""
    above = next((section for section in lesson.sections if not section.anchor), None)
    notes = f"<p>{_HOW}</p>{_prose(above) if above else ''}"
    return _SLIDE.format(title=escape(lesson.title), body=body, notes=notes)


def _of(section: Section, lesson: Lesson) -> list[str]:
    """Return the slides of a section. Its first has all that it says in words up to the next, and so on."""
    found: list[tuple[str, str, list[str]]] = []
    before: list[str] = []
    for part in section.parts:
        if isinstance(part, Figure):
            found.append((section.title, _figure(part), []))
        elif isinstance(part, Asked):
            found.append(_asked(part, lesson))
        elif isinstance(part, Box) and part.kind == "misconception":
            found.append((f"Many people think: {plain(part.title)}", "", [part.markup]))
        else:
            words = part if isinstance(part, str) else f"<p><b>{part.title}.</b></p>{part.markup}"
            (found[-1][2] if found else before).append(words)
    if found and section.anchor:  # what stands above the first figure leads to it
        found[0][2][:0] = before
    return [_SLIDE.format(title=plain(title), body=body, notes=plain("".join(notes))) for title, body, notes in found]


def _figure(figure: Figure) -> str:
    return f"<figure>{figure.markup}<figcaption>{plain(figure.caption)}</figcaption></figure>"


def _asked(asked: Asked, lesson: Lesson) -> tuple[str, str, list[str]]:
    """Return the title, the body and the notes of the slide of a question: its answer is the notes' to tell."""
    options = "".join(f"<li>{plain(each)}</li>" for each in asked.options)
    listed = f'<ol class="ap-slide__options">{options}</ol>' if options else ""
    if asked.kind == "order":
        listed = f"<p>Put them in order, from the smallest to the largest:</p><ul>{options}</ul>"
    how = {"draw": "Draw it.", "mark": "Say a number.", "set": "Who finds one?"}.get(asked.kind, "")
    title = "Predict first" if asked.predicted else plain(asked.title)
    shown = f"{plain(asked.above)}{where(lesson, asked)}{listed}{f'<p>{how}</p>' if how else ''}"
    folded = f'<details class="ap-slide__answer"><summary>Answer</summary>{answer(lesson, asked)}</details>'
    return title, shown + folded, []


def _prose(section: Section) -> str:
    return plain("".join(part for part in section.parts if isinstance(part, str)))
