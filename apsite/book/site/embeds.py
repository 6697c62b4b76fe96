"""Pages that hold one live figure each, to be placed into the pages of others by iframe.

Owns what is on them: a frame wants the figure, a way to the chapter that it is from, and nothing else.
"""

import html
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from apsite.book.pages.alone import alone
from apsite.book.pages.book import Book

_BODY = """<main>
<h1 class="ap-embed__title">{title}</h1>
<figure>{markup}</figure>
<p class="ap-embed__source">From <a href="{page}" target="_top">{site}</a>. Text and figures CC BY 4.0.</p>
</main>"""


def embeds(
    book: Book, site: str, addresses: Mapping[str, str], loaded: Callable[[str], str] = lambda markup: markup
) -> dict[str, bytes]:
    """Return the pages of the live figures by path; `addresses` of pages, by source, count from the site's root.

    `loaded` writes into markup what its script loads.
    """
    root = "../.."
    files = {}
    for name, each in book.embeds.items():
        page = html.escape(f"{root}/{addresses[each.source]}")
        body = _BODY.format(
            title=html.escape(each.title), markup=loaded(each.markup), page=page, site=html.escape(site)
        )
        about = f"A live figure of {site}: {each.title}."
        files[str(PurePosixPath("embed", name, "index.html"))] = alone(root, site, each.title, about, "ap-embed", body)
    return files
