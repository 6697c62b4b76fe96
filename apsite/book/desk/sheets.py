"""A page as a lab sheet of two printed pages, with room to write, and the key to it.

Owns what of the page goes on the sheet, and how much room that takes: of what does not fit, the sheet says that it is
there. The key's values are those that the page's questions are judged by, which are the model's.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from apsite.book.desk.axes import axes, scale
from apsite.book.desk.lessons import Asked, Box, Lesson, Said
from apsite.book.desk.markup import address_of, back, inner, page, parsed, plain, words

#: Room on a printed page beneath its head, mm: A4 and US Letter less their margins, whichever has less of each.
_ROOM = (205.0, 205.0)
#: Of the sheet's type: letters in a line of its whole width, and the height of a line, mm.
_LETTERS, _LINE = 96, 4.9
#: Room to write, mm, by kind.
_SPACE = {"number": 13, "choice": 13, "predict": 11, "order": 9, "set": 15, "open": 22, "draw": 4, "mark": 4}
_TRIED = 22
_AXES, _SCALE = 66, 18


@dataclass(frozen=True)
class Task:
    """One thing to do on a sheet: a heading, HTML, the mm that it takes with what is left to write, and what it is."""

    title: str
    markup: str
    room: float
    part: Asked | Box


def sheet(lesson: Lesson, site: str, url: str = "") -> bytes:
    """Return the page of the lab sheet; `url` is where the site is published, and then paper says where its page is."""
    heading = escape(lesson.title)
    address = address_of(lesson.url, "sheet")
    at = f"<br>{escape(url.rstrip('/'))}/{escape(lesson.url)}" if url else ""
    first, second, left = chosen(tasks(lesson))
    number, written = 0, []
    for each in (first, second):
        written.append("".join(_task(number + at, task) for at, task in enumerate(each, 1)))
        number += len(each)
    more = f"<p>There {'is' if left == 1 else 'are'} {left} more on the page.</p>" if left else ""
    lines = '<p class="ap-sheet__name"><span>Name</span><span>Date</span></p>'
    foot = f'<p class="ap-sheet__foot">{escape(site)}. Text and figures CC BY 4.0.{at}</p>'
    body = f"""<main>
<p class="ap-desk__back">{back(lesson.source, address)}</p>
<section class="ap-sheet">
<h1>{heading}: lab sheet</h1>
<p class="ap-sheet__about">About {lesson.minutes} minutes, with the page “{heading}” open beside it.
First write down what you expect, then try it.</p>
{lines}
{written[0]}
{foot}
</section>
<section class="ap-sheet">
<p class="ap-sheet__again">{heading}, second page</p>
{written[1]}
{more}
{_goals(lesson)}
{foot}
</section>
</main>"""
    about = (
        f"A lab sheet of two pages for {lesson.title}: predictions, things to try and questions, with room to write."
    )
    return page("sheet", address, site, f"{lesson.title}: lab sheet", about, body)


def key(lesson: Lesson, site: str) -> bytes:
    """Return the page of the key: to what is on the sheet by its numbers, and to the rest."""
    first, second, _ = chosen(tasks(lesson))
    numbered = {id(task.part): number for number, task in enumerate([*first, *second], 1)}
    listed = [(numbered.get(id(each), 0), each) for each in lesson.asked]
    on = "".join(f'<li value="{number}">{answer(lesson, each)}</li>' for number, each in listed if number)
    off = "".join(f"<li>{answer(lesson, each)}</li>" for number, each in listed if not number)
    rest = f"<h2>Not on the sheet</h2>\n<ul>{off}</ul>" if off else ""
    address = address_of(lesson.url, "key")
    body = f"""<main class="ap-key">
<p class="ap-desk__back">{back(lesson.source, address)}</p>
<h1>{escape(lesson.title)}: key</h1>
<p>Values and tolerances are the model’s, as this edition of the book was built. Numbers are those of
the sheet; those that are missing are things to try, and have no answer but what the figure does.</p>
<ol>{on}</ol>
{rest}
</main>"""
    about = (
        f"The key to the lab sheet for {lesson.title}: the answers with units and tolerances, from the book's model."
    )
    return page("key", address, site, f"{lesson.title}: key", about, body)


def tasks(lesson: Lesson) -> list[Task]:
    """Return all that a reader can do on the page, in its order."""
    found = []
    for _, part in lesson.parts:
        if isinstance(part, Asked):
            found.append(_asked(lesson, part))
        elif isinstance(part, Box) and part.kind == "experiment":
            text = plain(part.markup)
            found.append(Task(plain(part.title), text + _space(), _height(text) + _LINE + _TRIED, part))
    return found


def chosen(found: Sequence[Task]) -> tuple[list[Task], list[Task], int]:
    """Return what stands on the first page and on the second, in order, and how much is left out.

    Predictions come first, then in turn what is to be tried and what is asked.
    """
    kinds: tuple[list[Task], list[Task], list[Task]] = ([], [], [])
    for each in found:
        kinds[
            0 if isinstance(each.part, Asked) and each.part.predicted else 1 if isinstance(each.part, Box) else 2
        ].append(each)
    predicted, tried, asked = kinds
    wanted = [*predicted[:2], *tried[:1], *asked[:3], *tried[1:2], *asked[3:], *tried[2:], *predicted[2:]]
    taken: list[Task] = []
    for each in wanted:
        some = [task for task in found if task is each or any(task is other for other in taken)]
        if _split(some) is not None:
            taken.append(each)
    ordered = [task for task in found if any(task is other for other in taken)]
    at = _split(ordered) or 0
    return ordered[:at], ordered[at:], len(found) - len(ordered)


def _split(some: Sequence[Task]) -> int | None:
    """Return how many of `some` stand on the first page, such that both are as full; None if they do not fit."""
    fits = []
    for at in range(len(some) + 1):
        fill = [
            sum(task.room for task in part) / room for part, room in zip((some[:at], some[at:]), _ROOM, strict=True)
        ]
        if max(fill) <= 1:
            fits.append((abs(fill[0] - fill[1]), at))
    return min(fits)[1] if fits else None


def _height(markup: str, letters: int = _LETTERS) -> float:
    """Return the room that text takes, mm: a line more for each paragraph that ends within one."""
    return sum(_LINE * math.ceil(len(words(each)) / letters) + 1.5 for each in markup.split("</p>") if words(each))


def _space() -> str:
    return '<div class="ap-sheet__space"></div>'


def _asked(lesson: Lesson, asked: Asked) -> Task:
    above = plain(asked.above) + where(lesson, asked)
    options = [plain(each) for each in asked.options]
    room = _height(above) + _LINE * 1.3 * max(1, math.ceil(len(words(asked.title)) / (_LETTERS * 0.85)))
    room += _SPACE[asked.kind] + sum(_height(each) for each in options)
    unit = escape(asked.data.get("unit") or "")
    below = _space()
    match asked.kind:
        case "number":
            below = f'{_space()}<p class="ap-sheet__answer">Answer: <span></span> {unit}</p>'
        case "choice" | "predict":
            items = "".join(f"<li>{each}</li>" for each in options)
            below = f'<ol class="ap-sheet__options">{items}</ol><p>Because:</p>{_space()}'
            room += _LINE
        case "order":
            items = "".join(f"<li>{each}</li>" for each in options)
            how = "<p>Number them from the smallest to the largest.</p>"
            below = f'<ul class="ap-sheet__order">{items}</ul>{how}{_space()}'
            room += _LINE
        case "set":
            names = ", ".join(label for label, _ in _controls(lesson, asked).values())
            below = f"<p>Write down your setting ({names}) and how you found it:</p>{_space()}"
            room += 1.3 * _LINE
        case "draw":
            below = axes(lesson, asked.data["figure"]) + _space()
            room += _AXES
        case "mark":
            below = scale(asked.data["low"], asked.data["high"], asked.data["unit"]) + _space()
            room += _SCALE
    return Task(plain(asked.title), above + below, room, asked)


def _goals(lesson: Lesson) -> str:
    """Return what whoever has done the sheet can look back on."""
    goals = "".join(f"<li>{escape(each)}</li>" for each in lesson.matter.goals)
    return f'<h2>I can now …</h2>\n<ul class="ap-sheet__goals">{goals}</ul>' if goals else ""


def where(lesson: Lesson, asked: Asked) -> str:
    """Return which figure is meant, as HTML: on a sheet, none is above or below."""
    found = (each.title for _, each in lesson.figures if each.name == asked.data.get("figure"))
    title = next(found, "")
    return f"<p>The figure is called “{escape(title)}”.</p>" if title else ""


def _task(number: int, task: Task) -> str:
    return (
        f'<section class="ap-sheet__task" style="--room: {round(task.room)}">'
        f"<h2><span>{number}</span> {task.title}</h2>{task.markup}</section>\n"
    )


def answer(lesson: Lesson, asked: Asked) -> str:
    """Return what is asked, and the answer with what is said of others, as HTML."""
    asking = asked.title if not asked.predicted else plain(asked.above)
    return f'<div class="ap-key__asked">{plain(asking)}</div>{answered(lesson, asked)}'


def answered(lesson: Lesson, asked: Asked) -> str:
    """Return the answer with what is said of others, as HTML."""
    said = "".join(f"<li>{_of(asked, each)}{plain(each.markup)}</li>" for each in asked.said)
    listed = f'<ul class="ap-key__said">{said}</ul>' if said and asked.kind not in ("order", "set") else ""
    return f"{right(lesson, asked)}{plain(asked.solution or asked.then)}{listed}"


def right(lesson: Lesson, asked: Asked) -> str:
    """Return the right answer as a paragraph, "" for what is judged by running the model."""
    data = asked.data
    match asked.kind:
        case "number":
            within = (
                f"{_tidy(data['value'] - data['tolerance'], data)} to {_tidy(data['value'] + data['tolerance'], data)}"
            )
            behind = f" {data['unit']}" if data["unit"] else ""
            told = f"<b>{data['shown']}</b>; right from {within}{behind}"
        case "choice" | "predict":
            told = f"<b>{_letter(data['right'])})</b> {plain(asked.options[data['right']])}"
        case "order":
            ranked = sorted(range(len(asked.options)), key=data["places"].__getitem__)
            values = {each.of: each.written for each in asked.said}
            told = " – ".join(f"<b>{plain(asked.options[at])}</b> ({values.get(at, '')})" for at in ranked)
        case "set":
            controls = _controls(lesson, asked).items()
            state = ", ".join(f"{label} {_number(data['state'][name])}{unit}" for name, (label, unit) in controls)
            told = f"for example <b>{state}</b>"
        case _:
            return ""
    return f'<p class="ap-key__right">{told}</p>'


def _controls(lesson: Lesson, asked: Asked) -> dict[str, tuple[str, str]]:
    """Return the words on the controls of a state, and the units behind them, as HTML, by the controls' names.

    They are those of the figure's bench, which has its controls in the order in which the preset shows them.
    """
    found = {name: (escape(name), "") for name in asked.data["state"]}
    figure = lesson.about(asked)
    if figure and figure.preset:
        rows = parsed(figure.markup).css(".ap-live__controls .ap-live__control")
        for name, row in zip(figure.preset["preset"]["shown"], rows, strict=False):
            label, unit = (words(inner(row.css_first(f".ap-live__{each}"))) for each in ("label", "unit"))
            if name in found and label:
                found[name] = (escape(label), f"\u202f{escape(unit)}" if unit else "")
    return found


def _of(asked: Asked, said: Said) -> str:
    """Return the answer of which something is said, as HTML."""
    written = said.written if asked.kind == "number" else f"{_letter(said.of)})"
    return f"<b>{written}</b> "


def _letter(place: int) -> str:
    return chr(ord("a") + place)


def _tidy(value: float, data: dict[str, float]) -> str:
    """Return an end of what is right, with as many digits as tell it from the right value."""
    digits = max(0, 1 - math.floor(math.log10(data["tolerance"])))
    return f"{value:.{digits}f}".replace("-", "−")


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")
