"""The page on which a lecturer reads what was handed in: it has every question of the book, as this edition asks it.

What a link holds is read and judged in the lecturer's own browser, by `apsite/live/desk`.
"""

import json
from collections.abc import Iterable

from apsite.book.desk.asks import titled
from apsite.book.desk.lessons import Lesson
from apsite.book.desk.markup import ROOM, page, root_of, words
from apsite.book.desk.sheets import right

#: Of these questions each wrong answer that is known has words of its own; of others, a link does not tell which it is.
_TOLD = ("number", "choice", "predict")
ADDRESS = f"{ROOM}/handed-in"
_BODY = """<main class="ap-desk__main" data-handed-in>
<h1>Read what was handed in</h1>
<p>Beneath the last question of a page, readers find <em>Hand in</em>: it makes a link that holds their answers. Open
such a link, or put several here. Each answer is judged once more, by the questions of this edition; what only a live
figure can judge is told as the reader’s own browser judged it. Beneath a wrong answer stands what its question says of
it, which is the misconception behind it where there is one. Whoever makes a link can write into it what they like.
Nothing is sent anywhere, and nothing that a link holds is run.</p>
<noscript><p>Links can be read where scripts run.</p></noscript>
</main>
<script type="application/json" data-book>{book}</script>{script}"""


def handed_in(lessons: Iterable[Lesson], site: str, script: str) -> bytes:
    """Return the page; `script` is the path of what reads links."""
    book = {
        lesson.url: {
            "title": lesson.title,
            "questions": {
                each.key: {
                    "title": titled(each),
                    "options": [words(option) for option in each.options],
                    "right": words(right(lesson, each)),
                    "said": {said.of: words(said.markup) for said in each.said if each.kind in _TOLD},
                    "data": each.data,
                }
                for each in lesson.asked
                if each.data
            },
        }
        for lesson in lessons
    }
    # Within a script, only its own end could end it.
    written = json.dumps(book, ensure_ascii=False, separators=(",", ":"), sort_keys=True).replace("<", "\\u003c")
    own = f'\n<script src="{root_of(ADDRESS)}/{script}" defer></script>' if script else ""
    about = "Read what readers of this book have handed in: their answers, judged by this edition's own questions."
    return page("handed", ADDRESS, site, "Read what was handed in", about, _BODY.format(book=written, script=own))
