"""A page as slides: one figure or question each, live, with what the page says about it as the lecturer's notes.

Owns what goes on which slide. A figure is live once on a page: a slide that is about one has a place for it, with the
picture of it for paper and for where no script runs. How a slide is shown at a time, and how the figure comes to it, is
left to `apsite/live/desk`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

from apsite.book.desk.lessons import Asked, Box, Figure, Lesson, Section
from apsite.book.desk.markup import address_of, back, inner, moved, page, parsed, plain, root_of
from apsite.book.desk.sheets import answered
from apsite.book.pages.figures import LOADER

_HOW = (
    "Arrow keys, a presenter’s keys, the space bar or the buttons lead from slide to slide, N shows these notes, and F "
    "fills the screen. While a figure or an answer has the keys, Escape gives them back. Nothing that is answered here "
    "is kept. The browser’s own zoom makes figures larger."
)
#: What of a figure is not its picture.
_LIVE = ".ap-live, .ap-grips"


@dataclass
class Slide:
    """One slide: title, body and notes are HTML; `about` is the figure that stands beside the body."""

    title: str
    body: str = ""
    about: Figure | None = None
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return its HTML."""
        beside = _place(self.about) if self.about else ""
        classes = "ap-slide__body ap-slide__body--beside" if beside else "ap-slide__body"
        notes = plain("".join(self.notes))
        return f"""<section class="ap-slide">
<h2>{plain(self.title)}</h2>
<div class="{classes}">{beside}<div>{self.body}</div></div>
<aside class="ap-slide__notes"><h3>Notes</h3>{notes}</aside>
</section>
"""


def slides(lesson: Lesson, site: str, loaded: Callable[[str], str], script: str) -> bytes:
    """Return the page of the slides.

    `loaded` writes into markup what the script of live figures loads; `script` is the path of what shows one at a time.
    """
    address = address_of(lesson.url, "slides").strip("/")
    root = root_of(address)
    shown = [_title(lesson), *(each for section in lesson.sections for each in _of(section, lesson))]
    lives = any(each.name for _, each in lesson.figures) or any(each.data for each in lesson.asked)
    live = LOADER.format(root=root) if lives else ""
    own = f'<script src="{root}/{script}" defer></script>' if script else ""
    source = f'<a href="{root}/{lesson.url}">{escape(lesson.title)}</a>, {escape(site)}'
    body = f"""<main class="ap-slides" data-slides data-keeps="nothing">
<h1 class="ap-slides__title">{escape(lesson.title)}: slides</h1>
{moved("".join(map(str, shown)), lesson.url, address)}</main>
<footer class="ap-slides__foot">{source}. Text and figures CC BY 4.0. {back(lesson.source, address)}</footer>
{live}{own}"""
    about = f"Slides for {lesson.title}: one live figure or question each, with notes for the lecturer."
    made = page("slides", address, site, f"{lesson.title}: slides", about, body)
    return loaded(made.decode()).encode()


def _title(lesson: Lesson) -> Slide:
    goals = "".join(f"<li>{escape(each)}</li>" for each in lesson.matter.goals)
    body = f"<p>After this hour you will be able to</p><ul>{goals}</ul>" if goals else ""
    above = next((section for section in lesson.sections if not section.anchor), None)
    prose = plain("".join(part for part in above.parts if isinstance(part, str))) if above else ""
    return Slide(escape(lesson.title), body, notes=[f"<p>{_HOW}</p>{prose}"])


def _of(section: Section, lesson: Lesson) -> Iterator[Slide]:
    """Yield the slides of a section. Its first has all that it says in words up to the next, and so on."""
    found: list[Slide] = []
    before: list[str] = []
    seen: Figure | None = None  # what a misconception is held against: a prediction's figure, or the one above it
    for part in section.parts:
        if isinstance(part, Figure):
            found.append(Slide(section.title, _figure(part)))
            seen = part
        elif isinstance(part, Asked):
            found.append(_asked(part, lesson))
            seen = found[-1].about or seen
        elif isinstance(part, Box) and part.kind == "misconception":
            found.append(_misconception(part, seen))
        else:
            words = part if isinstance(part, str) else f"<p><b>{part.title}.</b></p>{part.markup}"
            (found[-1].notes if found else before).append(words)
    if found and section.anchor:  # what stands above the first figure leads to it
        found[0].notes[:0] = before
    yield from found


def _figure(figure: Figure) -> str:
    return f"<figure>{figure.markup}<figcaption>{plain(figure.caption)}</figcaption></figure>"


def _place(figure: Figure) -> str:
    """Return the place of a figure beside a question: its picture alone, and its name, if it is a live one."""
    body = parsed(figure.markup)
    for live in body.css(_LIVE):
        live.decompose()
    whole = body.css_first(".ap-figure")
    still = f'<span class="ap-figure ap-slide__still">{inner(whole)}</span>'
    name = f' data-about="{escape(figure.name)}"' if figure.name else ""
    return f'<div class="ap-slide__about"{name}>{still}</div>'


def _asked(asked: Asked, lesson: Lesson) -> Slide:
    """Return the slide of a question, which answers as on its page; what is right is for the notes to tell."""
    title = "Predict first" if asked.predicted else asked.title
    notes = [answered(lesson, asked)]
    if not asked.data:
        return Slide(
            title, f'<details class="ap-slide__answer"><summary>Answer</summary>{asked.solution}</details>', notes=notes
        )
    then = (
        f'<details class="ap-then"><summary>What the model does</summary>{asked.then}</details>' if asked.then else ""
    )
    return Slide(title, asked.markup + then, lesson.about(asked), notes)


def _misconception(box: Box, figure: Figure | None) -> Slide:
    """Return the slide of what many people think, beside the figure that it is held against."""
    refuted = f'<details class="ap-slide__answer"><summary>Why it is not so</summary>{box.markup}</details>'
    return Slide(f"Many people think: {box.title}", refuted, figure, [box.markup])
