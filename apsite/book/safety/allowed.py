"""The one list of what may stand in a page: elements, attributes, classes, identifiers, addresses.

Owns the list and nothing else. Who looks at what an author typed (`safety`), at what a notebook gave (`cleaning`) and
at what is written out in the end (`judging`) goes by it; what is not in it is refused.
"""

import re
from collections.abc import Mapping
from functools import cache

Names = frozenset[str]


def _names(text: str) -> Names:
    return frozenset(text.split())


#: Elements that an author may write, in Markdown or as HTML; an `input` is a task of a list.
TAGS = _names("""
    a abbr b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td
    tfoot th thead time tr u ul var wbr
""")
PICTURE_AND_TASK = _names("img input")
#: Elements that the book puts in besides: pictures of figures, the still controls of those that will be live, tabs.
OWN = _names("button circle label noscript picture rect script source svg")
#: Elements of formulas, as MathML Core has them: none of them leads elsewhere or holds what it does not know.
MATHEMATICS = _names("""
    math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt
    mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
""")

#: Attributes that an author may write.
ATTRIBUTES = _names("""
    align alt aria-hidden aria-label checked cite class colspan datetime dir disabled download headers height href
    hreflang id lang open rel reversed rowspan scope span src start target title type valign value width
""")
#: Attributes that Markdown and the book write besides.
OWN_ATTRIBUTES = _names("""
    cx cy data-channels data-figure data-figures data-kind data-live data-of data-options data-parts data-preset
    data-question data-search-exclude data-stretch data-style data-tabs decoding defer for inert loading max media
    min name preserveaspectratio r role rx srcset step style viewbox x y
""")
#: Attributes of formulas.
OF_MATHEMATICS = _names("""
    accent accentunder align alttext class columnalign columnlines columnspacing columnspan depth display displaystyle
    fence form framespacing height largeop linebreak linethickness lspace mathcolor mathsize mathvariant maxsize minsize
    movablelimits notation rowalign rowlines rowspacing rowspan rspace scriptlevel separator stretchy symmetric voffset
    width xmlns
""")

#: Where a page may lead, "" being a page of the book. What is shown in it comes from the book alone.
SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
ADDRESSES = _names("href src cite")

#: Classes, all with styles of the book or of the theme that keep to their place in the text.
CLASSES = _names("""
    admonition admonition-title abstract attention bug caution columns construction danger definition emphasized example
    exercise experiment failure highlight hint important info misconception new note question quote real-neurons success
    tip
    warning
    arithmatex caption-num caption-prefix code codehilite filename footnote footnote-backref footnote-ref headerlink
    highlighttable linenodiv linenos md-button md-button--primary no_toc normal special task-list task-list-control
    task-list-indicator task-list-item toc toctitle
""")
#: Those of highlighted code (Pygments' short names) and of the colours of a terminal.
CLASS_PATTERNS = (r"[a-z]{1,2}[a-z0-9]?", r"hll", r"language-[\w+#.-]+", r"ansi-[a-z-]+")
#: Those of the parts that the book puts in, some of which leave their place in the text: no author's to give.
OWN_CLASSES = _names("""
    ap-authors ap-cell ap-cell--folded ap-cell__code ap-cell__error ap-cell__figure ap-cell__formula ap-cell__html
    ap-cell__markdown ap-cell__output ap-cell__stderr ap-cell__text ap-centred ap-citation ap-citation__bibtex
    ap-cite ap-cites ap-code ap-code__whole ap-embed__source ap-embed__title ap-equation ap-figure ap-figure__dark
    ap-figure__light ap-film ap-formula ap-grips ap-grips--narrow ap-grips--wide ap-grips__point ap-laboratory ap-live
    ap-live__bench ap-live__button ap-live__choice ap-live__control ap-live__controls ap-live__cursor
    ap-live__cursor--played ap-live__label ap-live__moment ap-live__name ap-live__number ap-live__option
    ap-live__option--chosen ap-live__options ap-live__readouts ap-live__status ap-live__toolbar ap-live__unit
    ap-live__watch ap-mark ap-mark__value ap-missing ap-model ap-pad ap-passage ap-passage__dark ap-passage__light
    ap-passage__still ap-predict ap-question ap-question__answers ap-question__check ap-question__form
    ap-question__hint ap-question__number ap-question__of ap-question__option ap-question__options
    ap-question__options--choice ap-question__options--order ap-question__solution ap-references ap-still ap-stored
    ap-story ap-table ap-table__grid ap-take-away ap-teach ap-term ap-then ap-told ap-value ap-veils tabbed-alternate
    tabbed-block tabbed-content tabbed-labels tabbed-set
""")
#: Of a kind of bench, or a number of controls.
OWN_CLASS = r"ap-live--[a-z0-9-]+"
#: Classes with these beginnings are the theme's and the book's: from an author, one that is not among `CLASSES` is an
#: error. Other classes, which have no style here, are left out.
RESERVED_CLASSES = ("md-", "ap-")

#: Identifiers: the theme's own begin with two underscores.
IDENTIFIER = r"(?!__)[^\s\"'<>&$`=]+|__codelineno-[\w-]+|__[a-z]+-caption_[\w.-]+"

#: What the values of attributes have to be, where that matters.
VALUES: Mapping[str, str] = {
    "id": IDENTIFIER,
    "name": r"__codelineno-[\w-]+|__tabbed_\d+|q-[\w-]+",  # of a line of code, a set of tabs, or a choice
    "target": r"_blank|_self|_top|_parent",
    "rel": r"(?:(?:author|bookmark|external|help|license|me|next|nofollow|noopener|noreferrer|prev|search|tag)\s*)*",
    "style": r"(?:text-align: (?:left|right|center);)?",  # of a column
    "dir": r"ltr|rtl|auto",
    "role": r"group|img|note|list|listitem|presentation|doc-[a-z]+",
    "media": r"\([a-z-]+: [\d.]+em\)(?:, \([a-z-]+: [\d.]+em\))*",
    "srcset": r"(?:\.{0,2}/)*assets/figures/[\w.-]+\.svg",
    "mathcolor": r"#?\w+",
    "mathsize": r"small|normal|big|[0-2]?(?:\.\d+)?em|1?\d?\d%",
    "xmlns": r"http://www\.w3\.org/1998/Math/MathML",
}
#: Of some attributes, what they may be on some elements.
VALUES_ON: Mapping[tuple[str, str], str] = {
    ("input", "type"): r"checkbox|number|radio|range|text",
    ("button", "type"): r"button",
    ("script", "src"): r"(?:\.{0,2}/)*assets/javascripts/live(?:\.[0-9a-f]{8})?\.js",
}
#: The longest that a space in a formula may be, and all that moves a part of it away from its place, in em; and how
#: many times the text's size its letters may have.
FURTHEST = 20.0
LARGEST = 3.0
LENGTHS = _names("depth height lspace rspace voffset width minsize maxsize linethickness rowspacing columnspacing")

#: In an entry of the search index, tags stand without attributes.
IN_SEARCH = _names("code li ol p pre sub sup ul")

#: What the theme puts around a page's text.
SHELL = TAGS | _names("""
    article body button footer form head header html img input label link main meta nav noscript path script svg title
    aside
""")
#: What the theme's pages say of themselves.
META = _names("content-security-policy")

_LENGTH = re.compile(r"(?P<number>[-+]?\d*\.?\d+)(?P<unit>em|ex|px|pt|%)?")
_EM = {"em": 1.0, "ex": 0.5, "px": 1 / 16, "pt": 1 / 12, "%": 0.01, None: 1.0}
_WORDS = {"thin": 0.0, "medium": 0.0, "thick": 0.0, "infinity": 0.0}
_SPACES = ("veryverythin", "verythin", "thin", "medium", "thick", "verythick", "veryverythick")
for _eighteenths, _space in enumerate(_SPACES, 1):
    _WORDS |= {f"{_space}mathspace": _eighteenths / 18, f"negative{_space}mathspace": -_eighteenths / 18}


def allows_class(name: str) -> bool:
    """Say whether an author may give a class."""
    return name in CLASSES or _of_classes().fullmatch(name) is not None


def writes_class(name: str) -> bool:
    """Say whether a class may stand in a page in the end."""
    return allows_class(name) or name in OWN_CLASSES or re.fullmatch(OWN_CLASS, name) is not None


def allows_value(tag: str, attribute: str, value: str) -> bool:
    """Say whether an attribute of an element may be `value`; of classes and addresses, others say it."""
    pattern = VALUES_ON.get((tag, attribute)) or VALUES.get(attribute)
    if pattern is not None:
        return re.fullmatch(pattern, value) is not None
    return not (tag in MATHEMATICS and attribute in LENGTHS) or allows_length(value)


def allows_length(value: str) -> bool:
    """Say whether a length in a formula, or a list of some, keeps to its place."""
    lengths = _in_em(value)
    return lengths is not None and all(abs(each) <= FURTHEST for each in lengths)


def shift(tag: str, attribute: str, value: str) -> float:
    """Return how far an attribute of a formula moves a part of it away from where it would stand, em."""
    lengths = _in_em(value) or [] if attribute in ("voffset", "lspace", "rspace", "width") else []
    if attribute == "voffset" or (tag, attribute) == ("mpadded", "lspace"):
        return sum(map(abs, lengths))
    return sum(-each for each in lengths if each < 0)


def enlarged(size: str) -> float:
    """Return how many times larger letters become by `size`, a value of `mathsize` that is allowed."""
    return (_in_em(size) or [1.0])[0]


def _in_em(value: str) -> list[float] | None:
    """Return lengths in em, or None where one is nothing that is known."""
    lengths = []
    for each in value.split():
        if (found := _LENGTH.fullmatch(each)) is not None:
            lengths.append(float(found["number"]) * _EM[found["unit"]])
        elif each in _WORDS:
            lengths.append(_WORDS[each])
        else:
            return None
    return lengths


@cache
def _of_classes() -> re.Pattern[str]:
    return re.compile("|".join(CLASS_PATTERNS))
