"""What is left on a page of signs that are meant for a program, when all that is understood has been understood.

Owns which signs these are. No reader is to see one without the author having been told: whatever dialect a page was
written in, this is where what nobody thought of is found.
"""

import re
from collections.abc import Iterator

_SIGNS = re.compile(
    r"""\{%[^\n]*?%\} | \{\{[^\n]*?\}\} | \{::?[^{}\n]*\} | \{[ ]?[.\#][A-Za-z][^{}\n]*\}  # templates and attributes
  | ^[ ]*={3}[+!]*[ ]+"[^"\n]*" | ^[ ]*(?:!{3}|\?{3}\+?)[ ]+\w+ | ^[ ]*:{3,}.* | ^[ ]*/{3}[ ]+[\w-]+  # boxes
  | -+8<-+ | ^[ ]*\.\.[ ]+[\w:-]+:: | ^[ ]*:[A-Za-z][\w -]*:(?=[ ]\S)
  | ^[ ]*\.\.[ ]+[_\[|] | \(@[\w-]*\) | ^\(ref:[\w-]+\)
  | ^[ ]*\.[\w-]+(?:\.[\w-]+)*\[ | ^\?{3}$ | \]\{[^{}\n]*\} | ^[ ]*<!--
  | \[\^[^\]\s]+\] | \]\([^()\n]*\) | \[\[(?=[^\[\]]*[^\W\d_])[^\[\]\n]+\]\] | ^[ ]*\[[ xX/>!?-]\][ ]  # links, notes
  | ^[ ]*\|(?:[^|\n]*\|){2,}[ ]*$ | ^[ ]*\+(?:-{2,}\+)+[ ]*$ | ^[ ]*\#{1,6}[ ]+\w  # tables, headings
  | (?<![\w:\\/.])\\[A-Za-z]+(?:\{[^{}\n]*\}|(?![\w\\])) | \{(?:r|[\w-]+:[\w-]+)\}  # LaTeX
  | \$\$ | \\begin\{\w+\*?\} | \\[\[(] | `{3,} | ~{3,} | (?<![\w*])\*{2}[^\s*][^*\n]*\*{2}(?![\w*])""",
    re.MULTILINE | re.VERBOSE,
)


def left_in(passage: str) -> Iterator[str]:
    """Yield each sign in the text of a block as a reader will see it."""
    for found in _SIGNS.finditer(passage):
        yield found[0].strip()
