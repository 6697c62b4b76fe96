"""What is left on a page of signs that are meant for a program, when all that is understood has been understood.

Owns which signs these are. No reader is to see one without the author having been told: whatever dialect a page was
written in, this is where what nobody thought of is found.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_SIGNS = re.compile(
    r"""\{%[^\n]*?%\} | \{\{[^\n]*?\}\} | \{::?[^{}\n]*\} | \{[ ]?[.\#][A-Za-z][^{}\n]*\}  # templates and attributes
  | ^[ ]*={3}[+!]*[ ]+"[^"\n]*" | ^[ ]*(?:!{3}|\?{3}\+?)[ ]+\w+ | ^[ ]*:{3,}.* | ^[ ]*/{3}[ ]+[\w-]+  # boxes
  | -+8<-+ | ^[ ]*\.\.[ ]+[\w:-]+:: | ^[ ]*:[A-Za-z][\w -]*:(?=[ ]\S)
  | ^[ ]*\.\.[ ]+[_\[|] | \(@[\w-]*\) | ^\(ref:[\w-]+\)
  | ^[ ]*\.[\w-]+(?:\.[\w-]+)*\[ | ^\?{3}$ | \]\{[^{}\n]*\} | ^[ ]*<!--
  | \[-?@[A-Za-z][\w:.-]*  # a source without its end
  | \[\^[^\]\s]+\] | \]\([^()\n]*\) | \[\[(?=[^\[\]]*[^\W\d_])[^\[\]\n]+\]\] | ^[ ]*\[[ xX/>!?-]\][ ]  # links, notes
  | ^[ ]*\|(?:[^|\n]*\|){2,}[ ]*$ | ^[ ]*\+(?:-{2,}\+)+[ ]*$ | ^[ ]*\#{1,6}[ ]+\w  # tables, headings
  | (?<![\w:\\/.])\\[A-Za-z]+(?:\{[^{}\n]*\}|(?![\w\\])) | \{(?:r|[\w-]+:[\w-]+)\}  # LaTeX
  | '{2,3}\w[^'\n]*'{2,3} | ^={2,6}[ ][^\n]*[ ]={2,6}[ ]*$ | ^<-+>  # MediaWiki, Hugo
  | <%[^\n]*?%> | ^[A-Z]>(?=[ ]|$) | ^[\w-]+::(?=[ ]) | ^\.[ ]\.[ ]\.$ | ^class:[ ][a-z][a-z, -]*$  # scripts, slides
  | \[(?:name|time|color)=[^\]\n]*\] | \{[^\x00-\x7f{}|\n]+\|[^{}|\n]+\} | \\["^~`]\w | (?<!`)``(?=\w)  # HackMD, TeX
  | ^\{(?:/?(?:aside|blurb|pagebreak|quiz|exercise|sample|mainmatter|frontmatter|backmatter)\b[^{}\n]*
      |[a-z][\w-]*[ ]?[=:][^{}\n]*)\}[ ]*$
  | \$\$ | \\begin\{\w+\*?\} | \\[\[(] | `{3,} | ~{3,} | (?<![\w*])\*{2}[^\s*][^*\n]*\*{2}(?![\w*])""",
    re.MULTILINE | re.VERBOSE,
)


#: A letter that is none of Latin's, set as the mark of an item.
_LETTER = re.compile(
    r"^[ ]*(?P<mark>[(（]?(?P<letter>[^\W\d_A-Za-z])(?P<end>[)）.．、]))(?=[ \u3000]*\S)", re.MULTILINE
)


def run_together(passage: str) -> Iterator[str]:
    """Yield the first mark of each list in `passage` whose marks are letters that HTML does not count by."""
    goes_on = False
    for first, second in pairwise(_LETTER.finditer(passage)):
        next_line = passage.count("\n", first.start(), second.start()) == 1
        alike = first["end"] == second["end"] and _script(first["letter"]) == _script(second["letter"])
        if next_line and alike and first["letter"] != second["letter"]:
            if not goes_on:
                yield first["mark"]
            goes_on = True
        else:
            goes_on = False


def _script(letter: str) -> tuple[str, bool]:
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0], letter.isupper()


def left_in(passage: str) -> Iterator[str]:
    """Yield each sign in the text of a block as a reader will see it."""
    for found in _SIGNS.finditer(passage):
        yield found[0].strip()
