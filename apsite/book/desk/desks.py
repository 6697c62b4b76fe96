"""The desk of each chapter: one page for lecturers, and what it leads to, by their places in the site.

Owns which pages are taught: those of chapters that ask something, or say at their top what they teach. Nothing here
weighs on a page but the line that leads to the desk.
"""

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TypeAlias

from apsite.book.desk.asks import ask, framed, titled
from apsite.book.desk.handed import ADDRESS, handed_in
from apsite.book.desk.lessons import Lesson
from apsite.book.desk.markup import ROOM, address_of, anchor, page, plain, root_of
from apsite.book.desk.package import items, package
from apsite.book.desk.sheets import key, sheet
from apsite.book.desk.slides import slides
from apsite.book.pages.book import Page
from apsite.book.pages.navigation import needed
from apsite.book.text.front_matter import FrontMatter

#: The package of a page's questions, beneath its place on the desk.
QUESTIONS = "questions.zip"

Files: TypeAlias = dict[str, bytes]
#: What asks something on a page, as it is rendered.
_ASKS = 'class="admonition question'


def taught(page: Page, matter: FrontMatter | None, content: str) -> bool:
    """Say whether a page of a chapter stands on the desk, of which `content` is the HTML."""
    if matter is None or page.notebook or not page.checked or page.draft or not matter.listed:
        return False
    return bool(matter.goals) or _ASKS in content or '<details class="question' in content


def line(source: str, url: str) -> str:
    """Return what a taught page says of its desk, as HTML."""
    root = root_of(url or ".")
    desk = f"{root}/{ROOM}/{posixpath.dirname(source)}/#{anchor(source)}"
    return (
        f'\n<p class="ap-teach" data-search-exclude><a href="{escape(desk)}">Teach this page</a>: '
        "goals, slides, a lab sheet and its key, questions for course systems</p>"
    )


@dataclass(frozen=True)
class Kit:
    """What all is made with: what the `site` is called, and its pictures, by their places in it.

    `url` is where the site is published, "" where that is not known.
    `loaded` writes into markup what the script of live figures loads; `script` is the path of the desk's own.
    """

    site: str
    assets: Mapping[str, bytes] = field(default_factory=dict)
    loaded: Callable[[str], str] = lambda markup: markup
    script: str = ""
    url: str = ""


def made(lessons: Iterable[Lesson], titles: Mapping[str, str], kit: Kit) -> Files:
    """Return all that is made for lecturers; `titles` are those of all pages, by source."""
    folders: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        folders.setdefault(posixpath.dirname(lesson.source), []).append(lesson)
    files: Files = {}
    for folder, own in folders.items():
        ordered = sorted(own, key=lambda each: (anchor(each.source) != "index", each.matter.place))
        urls = {each.source: each.url for each in ordered}
        files[f"{ROOM}/{folder}/index.html"] = _desk(folder, ordered, titles, urls, kit)
        for lesson in ordered:
            files[f"{address_of(lesson.url, 'sheet')}index.html"] = sheet(lesson, kit.site, kit.url)
            files[f"{address_of(lesson.url, 'key')}index.html"] = key(lesson, kit.site)
            shown = slides(lesson, kit.site, kit.loaded, kit.script)
            files[f"{address_of(lesson.url, 'slides')}index.html"] = shown
            for address, asked in framed(lesson).items():
                files[f"{address}index.html"] = ask(lesson, asked, address, kit.site, kit.loaded)
            if items(lesson):
                files[address_of(lesson.url) + QUESTIONS] = package(lesson, kit.assets)
    if files:
        taught = [lesson for own in folders.values() for lesson in own]
        files[f"{ADDRESS}/index.html"] = handed_in(taught, kit.site, kit.script)
    return files


def missing(lessons: Iterable[Lesson]) -> list[str]:
    """Return the sources of the pages that ask something and name no goals."""
    return sorted(each.source for each in lessons if each.asked and not each.matter.goals)


def _desk(folder: str, lessons: list[Lesson], titles: Mapping[str, str], urls: Mapping[str, str], kit: Kit) -> bytes:
    address = f"{ROOM}/{folder}"
    title = titles.get(f"{folder}/index.md") or lessons[0].title
    hours = sum(each.minutes for each in lessons)
    own = f'\n<script src="{root_of(address)}/{kit.script}" defer></script>' if kit.script else ""
    rows = "".join(_row(each) for each in lessons)
    body = f"""<main class="ap-desk__main">
<p class="ap-desk__back"><a href="{root_of(address)}/{folder}/">{escape(title)}</a></p>
<h1>For lecturers: {escape(title)}</h1>
<p>What is here is made of the pages themselves whenever the book is built: a number on a sheet or in a key is the
model’s, as on its page. All of it together takes a reader about {_time(hours)}. Readers can hand in their answers by a
link, which you <a href="{root_of(address)}/{ADDRESS}/">read here</a>.</p>
<table class="ap-desk__table">
<thead><tr><th scope="col">Page</th><th scope="col">Minutes</th><th scope="col">Asks</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
{"".join(_entry(each, address, titles, urls) for each in lessons)}
</main>{own}"""
    about = f"For lecturers: goals, time, what must be known before, lab sheets and keys for {title}."
    return page("desk", address, kit.site, f"For lecturers: {title}", about, body)


def _time(minutes: int) -> str:
    """Return how long that is, as one says it."""
    if minutes < 90:
        return f"{minutes} minutes"
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u202fh {rest}\u202fmin" if rest else f"{hours} hours"


def _row(lesson: Lesson) -> str:
    predicted = sum(each.predicted for each in lesson.asked)
    asked = len(lesson.asked) - predicted
    counted = ((predicted, "prediction"), (asked, "question"))
    said = [f"{count} {name}{'s' if count > 1 else ''}" for count, name in counted if count]
    link = f'<a href="#{escape(anchor(lesson.source))}">{escape(lesson.title)}</a>'
    return f'<tr><th scope="row">{link}</th><td>{lesson.minutes}</td><td>{", ".join(said)}</td></tr>\n'


def _entry(lesson: Lesson, address: str, titles: Mapping[str, str], urls: Mapping[str, str]) -> str:
    """Return what the desk has for one page."""
    root = root_of(address)
    goals = "".join(f"<li>{escape(each)}</li>" for each in lesson.matter.goals)
    met = [(place, box) for place, box in lesson.boxes if box.kind == "misconception"]
    refuted = "".join(_misconception(lesson, root, place.anchor, box.title) for place, box in met)
    known = ", ".join(_known(each, root, titles, urls) for each in needed(lesson.matter))
    links = "".join(
        f'<li><a href="{root}/{address_of(lesson.url, part)}">{name}</a>{more}</li>' for part, name, more in OFFERED
    )
    links += _questions(lesson, root)
    how = "" if lesson.matter.minutes else ", counted from its words and questions"
    before = f"Before it: {known}." if known else "It needs no other page."
    named = f"<ul>{goals}</ul>" if goals else "<p>The page names no goals yet: <code>goals:</code> at its top.</p>"
    listed = f"<h3>Misconceptions that it meets</h3>\n<ul>{refuted}</ul>" if refuted else ""
    return f"""<section class="ap-desk__page" id="{escape(anchor(lesson.source))}">
<h2><a href="{root}/{lesson.url}">{escape(lesson.title)}</a></h2>
<p class="ap-desk__time">{lesson.minutes} minutes{how}. {before}</p>
<h3>Readers will be able to</h3>
{named}
{listed}
<h3>To take to class</h3>
<ul class="ap-desk__links">{links}</ul>
{_framed(lesson, root)}
</section>
"""


def _framed(lesson: Lesson, root: str) -> str:
    """Return the links to the questions that stand alone with their figures, for frames."""
    links = "".join(
        f'<li><a data-embed href="{root}/{address}">{escape(titled(asked))}</a></li>'
        for address, asked in framed(lesson).items()
    )
    folded = (
        f"<details><summary>One question with its figure, to embed in a page of your course</summary><ul>{links}</ul>"
    )
    return f"{folded}</details>" if links else ""


def _questions(lesson: Lesson, root: str) -> str:
    """Return the link to the package of a page's questions, and what of them it cannot hold."""
    some, left = len(items(lesson)), len(lesson.asked) - len(items(lesson))
    if not some:
        return ""
    count = f"{some} question{'s' if some > 1 else ''}"
    pictured = "pictures and " if any(lesson.about(each) for each in items(lesson)) else ""
    kinds = "left out, because it needs" if left == 1 else "left out, because they need"
    more = f"; {left} {kinds} the book’s own figures or an answer in words" if left else ""
    link = f'<a href="{root}/{address_of(lesson.url)}{QUESTIONS}" download>Questions for course systems</a>'
    return f"<li>{link}: {count} as QTI 2.1, with {pictured}what to say of wrong answers{more}</li>"


#: What is made for each page: its place beneath the page's, its name, and what is said of it.
OFFERED: tuple[tuple[str, str, str], ...] = (
    ("sheet", "Lab sheet", ": two pages to print, A4 or US Letter"),
    ("slides", "Slides", ": one live figure or question each, with notes; to show or to print"),
    ("key", "Key", ": answers, tolerances, and what to say of wrong answers"),
)


def _misconception(lesson: Lesson, root: str, place: str, title: str) -> str:
    where = f"#{escape(place)}" if place else ""
    return f'<li><a href="{root}/{lesson.url}{where}">{plain(title)}</a></li>'


def _known(source: str, root: str, titles: Mapping[str, str], urls: Mapping[str, str]) -> str:
    title = escape(titles.get(source, source))
    return f'<a href="{root}/{urls[source]}">{title}</a>' if source in urls else title
