"""Blocks of HTML that hold Markdown, as GitHub and Jupyter read them: what blank lines set off in them is read.

Owns which blocks these are, and where a paragraph ends that nothing ends. Python-Markdown reads those that say
`markdown="1"`, and takes all that follows an open paragraph for HTML.
"""

import re

from apsite.publishing.lines import CODE, COMMENT, FENCE

_SOURCE = re.compile(
    rf"""(?P<opaque>{FENCE} | {COMMENT} | {CODE})
  | (?P<tag>^[ ]{{0,3}}<(?:div|details|section|article|aside|center)\b)
    (?P<attributes>(?:(?!\bmarkdown\b)[^<>])*>
      [ ]*\n?(?:[ ]*<summary\b[^<>]*>(?:(?!</summary>|\n[ ]*\n)(?s:.))*</summary>[ ]*\n)?)
    (?=[ ]*\n\s*?[ ]{{0,3}}[^\s<])
  | (?P<open>^[ ]{{0,3}}<p\b[^<>]*>(?:(?!\n[ ]*\n|</p)(?s:.))*) (?=\n[ ]*\n|\Z) (?!(?:(?!<p\b)(?s:.))*</p)""",
    re.MULTILINE | re.VERBOSE,
)


def opened(text: str) -> str:
    """Return the Markdown `text` in which such blocks say so."""
    return _SOURCE.sub(_marked, text) if "<" in text else text


def _marked(found: re.Match[str]) -> str:
    if found["open"]:
        return f"{found['open']}</p>"
    return found["opaque"] or f'{found["tag"]} markdown="1"{found["attributes"]}'
