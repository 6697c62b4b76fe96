"""Pages that hold one live figure each, to be placed into the pages of others by iframe.

Owns their HTML, which no template of the theme takes part in: a frame wants the figure, a way to the chapter that it is
from, and nothing else.
"""

import html
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from string import Template

from apsite.book.pages.book import Book
from apsite.book.safety.policy import META

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
$policy
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="description" content="A live figure of $site: $title.">
<title>$title - $site</title>
<link rel="icon" href="$root/assets/images/spike.svg">
<link rel="stylesheet" href="$root/assets/stylesheets/book.css">
<link rel="stylesheet" href="$root/assets/stylesheets/faces.css">
</head>
<body class="ap-embed md-typeset">
<main>
<h1 class="ap-embed__title">$title</h1>
<figure>$markup</figure>
<p class="ap-embed__source">From <a href="$page" target="_top">$site</a>. Text and figures CC BY 4.0.</p>
</main>
</body>
</html>
""")


def embeds(
    book: Book, site: str, addresses: Mapping[str, str], loaded: Callable[[str], str] = lambda markup: markup
) -> dict[str, bytes]:
    """Return the pages of the live figures by path; `addresses` of pages, by source, count from the site's root.

    `loaded` writes into markup what its script loads.
    """
    root = "../.."
    return {
        str(PurePosixPath("embed", name, "index.html")): _PAGE.substitute(
            site=html.escape(site),
            title=html.escape(each.title),
            root=root,
            policy=META,
            markup=loaded(each.markup),
            page=html.escape(f"{root}/{addresses[each.source]}"),
        ).encode()
        for name, each in book.embeds.items()
    }
