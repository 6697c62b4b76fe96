"""What each chapter asks, page by page: by this the browser says how far a reader has come, and where to go on.

Owns the file that says it, which is fetched once a reader has answered something.
"""

import json
import posixpath
from collections.abc import Iterable

from apsite.book.desk.lessons import Lesson

FILE = "assets/path.json"


def made(lessons: Iterable[Lesson]) -> dict[str, bytes]:
    """Return the file by its place in the site: chapters, each a list of pages in their order.

    Of a page it has `url`, `title` and `asked`: of each question its identifier on the page, and whether it is a
    prediction. Exercises that nothing can judge are none of them. There is no file where nothing is asked.
    """
    chapters: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        if _asked(lesson):
            chapters.setdefault(posixpath.dirname(lesson.source), []).append(lesson)
    if not chapters:
        return {}
    told = [[_page(each) for each in sorted(own, key=_place)] for own in chapters.values()]
    return {FILE: json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()}


def _page(lesson: Lesson) -> dict[str, object]:
    return {"url": lesson.url, "title": lesson.title, "asked": _asked(lesson)}


def _asked(lesson: Lesson) -> list[tuple[str, bool]]:
    return [(each.key, each.predicted) for each in lesson.asked if each.key and each.data]


def _place(lesson: Lesson) -> tuple[bool, tuple[int, float, str, str, str]]:
    return not posixpath.basename(lesson.source).startswith("index."), lesson.matter.place
