"""What stands around the text of a page: that it is under construction, who wrote it, and in which language.

Owns what a reader is told of the people behind a page: by whom it was written, if its top says so, else who changed it.
"""

import html
import re

from apsite.book.text.front_matter import FrontMatter

UNDER_CONSTRUCTION = """\
<div class="admonition construction">
<p class="admonition-title">Under construction</p>
<p>This page is still being written. Its numbers may be unchecked, and it may change without notice.</p>
</div>
"""


def framed(content: str, matter: FrontMatter | None, contributors: tuple[str, ...], citation: str = "") -> str:
    """Return the HTML of a page, told that it is under construction, how to cite it, and who stands behind it."""
    authors = matter.authors if matter else ()
    whole = content + citation + (_line("Written by", authors) or _line("Contributors to this page:", contributors))
    return UNDER_CONSTRUCTION + whole if matter and matter.under_construction else whole


def spoken(markup: str, matter: FrontMatter | None) -> str:
    """Return the HTML of a page in its language."""
    if not (matter and matter.lang):
        return markup
    return re.sub(r'<html lang="[^"]*"', f'<html lang="{matter.lang}"', markup, count=1)


def _line(before: str, names: tuple[str, ...]) -> str:
    """Return the paragraph that names people, "" if there is nobody to name."""
    if not names:
        return ""
    *others, last = map(html.escape, names)
    said = f"{', '.join(others)} and {last}" if others else last
    return f'\n<p class="ap-authors" data-search-exclude>{before} {said}</p>'
