"""The scripts of the live figures: their files, each under a name that changes with it, and the tag that loads them.

Owns that no page is rendered again for them. A page says where its tag belongs; what that is to load is written there
once the page is laid out.
"""

import hashlib
import html
import json
import re
from collections.abc import Mapping

from apsite.book.pages.figures import LOADER
from apsite.book.text.faults import Fault

SCRIPTS = "assets/javascripts"
#: Of the files that the scripts are made as, the one that says what each kind of live figure needs.
PARTS = "parts.json"
#: What esbuild says of a mistake in a file of `apsite/live`, with the line that has it.
_MISTAKE = re.compile(
    r"\[ERROR\] (?P<what>.+)\n\s+(?P<file>(?!model/)[\w./-]+\.(?:ts|css)):(?P<line>\d+):\d+:\n\s+\d+ │ (?P<text>.*)"
)
_PLACE = re.compile(LOADER.format(root=r"([./]*)"))


class Scripts:
    """The scripts and the style sheet that were `made`, by file name; none, where they could not be."""

    def __init__(self, made: Mapping[str, bytes]) -> None:
        content = {name: text for name, text in made.items() if name != PARTS}
        self._names = {name: _stamped(name, text) for name, text in content.items()}
        self._parts = json.loads(made.get(PARTS, b"{}"))
        #: The files by their paths in the site.
        self.files = {f"{SCRIPTS}/{self._names[name]}": text for name, text in content.items()}

    def place(self, name: str) -> str:
        """Return the path in the site of the file that was made as `name`, "" if it was not."""
        return f"{SCRIPTS}/{self._names[name]}" if name in self._names else ""

    def loaded(self, page: str) -> str:
        """Return the HTML of a page with the names of all that its script may have to fetch, or without the script."""
        return _PLACE.sub(lambda place: self._tag(place[1]), page)

    def _tag(self, root: str) -> str:
        if not self._names:
            return ""
        fetched = {
            "figures": self._names["live-figures.js"],
            "style": self._names["live.css"],
            "parts": json.dumps({part: [self._names[file] for file in files] for part, files in self._parts.items()}),
        }
        attributes = "".join(f' data-{key}="{html.escape(value)}"' for key, value in fetched.items())
        return f'<script src="{root}/{SCRIPTS}/{self._names["live.js"]}"{attributes} defer></script>'


def mistakes(words: str) -> list[Fault]:
    """Return what esbuild's `words` tell of mistakes in scripts and style sheets, each at its line."""
    return [
        Fault(
            f"apsite/live/{each['file']}",
            int(each["line"]),
            f"the live figures cannot be bundled: {each['what']}\n    {each['text'].strip()}",
        )
        for each in _MISTAKE.finditer(words)
    ]


def _stamped(name: str, content: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{suffix}"
