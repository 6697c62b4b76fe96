"""Formulas: LaTeX to MathML while the book is built, so that the browser needs no script.

Owns what counts as a fault in LaTeX: what latex2mathml refuses, and what it passes through although it
does not understand it.
"""

import html
import re
from itertools import pairwise
from xml.etree.ElementTree import Element

from latex2mathml.converter import Converter

from apsite.book.text.packages import plainly
from apsite.book.text.trees import element

#: Names of functions; LaTeX puts a thin space before them.
FUNCTIONS = ("ln", "log", "exp")
#: The name that LaTeX gives a formula, which a page does not show.
LABEL = re.compile(r"\\label\{[^{}]*\}")

_ENVIRONMENT = re.compile(r"\\(?P<end>begin|end)\{(?P<name>[a-z]+)\*?\}(?:\{\d\})?")
_ALIGNED = {"align", "aligned", "alignat", "alignedat", "flalign"}
_STACKED = {"gather", "gathered", "multline", "multlined"}
_PLAIN = {"equation", "displaymath", "math"}
#: What sets words or draws, of which latex2mathml would make letters of a formula.
_OF_WORDS = {
    "abstract", "algorithm", "algorithmic", "center", "corollary", "definition", "description", "document", "enumerate",
    "example", "exercise", "figure", "flushleft", "flushright", "itemize", "lemma", "list", "lstlisting", "minipage",
    "note", "problem", "proof", "proposition", "quotation", "quote", "remark", "solution", "tabbing", "table",
    "tabular", "tabularx", "tcolorbox", "theorem", "tikzpicture", "verbatim", "verse",
}  # fmt: skip
_BREAK = re.compile(r"\\\\(?:\*|\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?")
_REPEATED = re.compile(r"\{\*\{(?P<count>\d+)\}\{?(?P<column>[lcr])\}?\}")
_UNSAFE = {"href", "class", "style", "id"}


def formula(latex: str, display: bool = False) -> Element:
    """Return `latex` as a `math` element, with the LaTeX as its alternative text.

    Raises ValueError if it cannot be read.
    """
    try:
        # latex2mathml forgets that a single letter is upright when it stands in braces of its own.
        upright = re.sub(r"\\mathrm\{([A-Za-z])\}", r"{\\mathrm \1}", _known(latex, display))
        math: Element = Converter(display="block" if display else "inline").convert_to_element(upright)
    except Exception as error:  # latex2mathml has no common base of its errors
        raise ValueError(_sentence(error)) from error
    for node in math.iter():
        node.text = html.unescape(node.text) if node.text else None
        _check(node)
        _join_letters(node)
        _space(node)
    if display and len(math) == 1 and [each.tag for each in math[0]] == ["mtable"]:
        math[0][0].set("displaystyle", "true")  # lines of a formula, each of the size of one
    if len(re.findall(r"(?<!\\)\{", latex)) != len(re.findall(r"(?<!\\)\}", latex)):
        raise ValueError("braces that do not match")
    math.set("alttext", " ".join(latex.split()))
    return math


def _known(latex: str, display: bool) -> str:
    """Return `latex` with the environments and line breaks that latex2mathml knows."""

    def named(found: re.Match[str]) -> str:
        end, name = found["end"], found["name"]
        if name in _OF_WORDS:
            raise ValueError(f"\\begin{{{name}}} sets words in LaTeX, and no formula")
        if name in _PLAIN:
            return " "
        if name in _ALIGNED:
            return rf"\{end}{{align*}}"
        if name in _STACKED or name == "eqnarray":
            columns = "rcl" if name == "eqnarray" else "c"
            return rf"\{end}{{array}}" + (f"{{{columns}}}" if end == "begin" else "")
        return found[0]

    text = re.sub(r"\\(?:nonumber|notag)\b", "", LABEL.sub("", plainly(latex)))
    text = re.sub(r"\\tag\b", r"\\qquad\\tag", text)  # else the number stands close to what it numbers
    text = _REPEATED.sub(lambda found: "{" + found["column"] * min(int(found["count"]), 99) + "}", text)
    text = _ENVIRONMENT.sub(named, _BREAK.sub(r"\\\\ ", text))
    if display and r"\\" in re.sub(r"\\begin\{([a-z]+\*?)\}(?s:.)*\\end\{\1\}|\{[^{}]*\}", "", text):
        environment = ("align*", "") if re.search(r"(?<!\\)&", text) else ("array", "{l}")
        text = rf"\begin{{{environment[0]}}}{environment[1]}{text}\end{{{environment[0]}}}"
    return text


def equation(latex: str) -> Element:
    """Return `latex` as a displayed equation. Raises ValueError if it cannot be read."""
    return element("div", {"class": "ap-equation"}, formula(latex, display=True))


def _check(node: Element) -> None:
    if _UNSAFE & node.attrib.keys():
        raise ValueError("links, classes and styles may not stand in a formula")
    if node.tag == "mfrac" and len(node) != 2:
        raise ValueError("a fraction needs a numerator and a denominator")
    if node.tag != "mtext" and node.text == "&":
        raise ValueError("& outside of an environment that aligns")
    if node.tag != "mtext" and re.match(r"\\[A-Za-z]+", node.text or ""):
        raise ValueError(f"unknown command {node.text}")


def _join_letters(row: Element) -> None:
    """Make one upright word of the upright letters that stand side by side: "Na", not N times a."""
    upright = {"mathvariant": "normal"}
    for left, right in reversed(list(pairwise(row))):
        if left.tag == right.tag == "mi" and left.attrib == right.attrib == upright:
            left.text = (left.text or "") + (right.text or "")
            row.remove(right)


def _space(row: Element) -> None:
    """Set a function's name apart from the factor before it, as LaTeX does, and a charge's sign close to its number."""
    if row.tag in ("msup", "msubsup") and len(row[-1]) and row[-1][-1].tag == "mo":
        row[-1][-1].attrib |= {"lspace": "0", "rspace": "0"}
    for place in range(len(row) - 1, 0, -1):
        if row[place].text in FUNCTIONS and row[place - 1].tag not in ("mo", "mspace"):
            row.insert(place, element("mspace", {"width": "0.17em"}))


def _sentence(error: Exception) -> str:
    """Return what the name of a latex2mathml error says, "missing end" for MissingEndError."""
    if type(error) is ValueError:
        return str(error)
    words = re.findall(r"[A-Z][a-z]*", type(error).__name__.removesuffix("Error"))
    return f"{' '.join(words).lower()} {error}".strip()
