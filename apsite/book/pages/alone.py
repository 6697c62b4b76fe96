"""A page that stands alone, without navigation: a figure or a question in a frame, and all that is made for lecturers.

Owns what is around its text, in which no template of the theme takes part. Its palette is the one that its reader has
chosen on the site, as `docs/assets/javascripts/palette.js` finds it, and else the system's.
"""

import html
from collections.abc import Sequence
from string import Template

from apsite.book.safety.policy import META

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
$policy
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="description" content="$about">
<title>$title - $site</title>
<script src="$root/assets/javascripts/palette.js"></script>
<link rel="icon" href="$root/assets/images/spike.svg">
$styles
</head>
<body class="$classes md-typeset">
$body
</body>
</html>
""")
#: The style sheets of every page.
_STYLES = ("book", "faces")


def alone(root: str, site: str, title: str, about: str, classes: str, body: str, styles: Sequence[str] = ()) -> bytes:
    """Return a page, from which `root` leads to the top of the site; `body` is HTML, all else is plain text.

    `classes` are those of the body, and `styles` the style sheets that it needs beside those of every page.
    """
    sheets = "\n".join(
        f'<link rel="stylesheet" href="{root}/assets/stylesheets/{name}.css">' for name in (*_STYLES, *styles)
    )
    told = {"site": site, "title": title, "about": about[:200]}
    escaped = {name: html.escape(text) for name, text in told.items()}
    given = {"root": root, "policy": META, "styles": sheets, "classes": classes, "body": body}
    return _PAGE.substitute(given, **escaped).encode()
