"""Prose, as far as a rule is worth its noise: slips that nobody means, and words that do not reach every reader."""

import re
from collections.abc import Iterator

from apsite.book.model.vocabulary import is_name
from apsite.book.text.faults import Fault
from apsite.checks.reading import Reading

_NOT_PROSE = re.compile(
    r"""
    ^(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})[^\n]*\n (?:.*\n)*? (?P=indent)(?P=fence)[`~]*[ ]*$
  | <!-- (?s:.)*? -->
  | (?<!`)(?P<ticks>`+)(?!`) (?:(?!\n[ ]*\n)(?s:.))*? (?<!`)(?P=ticks)(?!`)
  | \$\$ (?:(?!\$\$)(?s:.))+ \$\$
  | \$(?![\s$]) (?:\\.|(?!\n[ ]*\n)[^\\$])+? (?<!\s)\$
  | \]\([^)\s]*\)
  | </?[A-Za-z][^<>]*>
  | \{[^}\n]*\}
  | https?://\S+
    """,
    re.VERBOSE | re.MULTILINE,
)
_DOUBLED = re.compile(r"(?<![\w'’-])([A-Za-z]{2,})[ \t]*\n?[ \t]*(?<=\s)\1(?![\w'’-])")
_MEANT_TWICE = {"had", "that", "is"}
_GLUED = re.compile(r"[a-z]{2}[.!?][A-Z][a-z]|[a-z]{2},[a-z]{2}")
_NO_SPACE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:mV|ms|µA|μA|uA|nA|pA|mM|mS|nS|Hz|kHz|cm|mm|µm|μm|°C)(?![\w])")
_EMPTY_LINK = re.compile(
    r"(?<!!)\[(?:click )?(?:here|this|link|this link|this page|read more|more)\](?=\x00)", re.IGNORECASE
)
_ALTERNATIVE = re.compile(r"!\[[^\]]*\]")
_IN_WORDS = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million)[ \n-]+)+(?P<unit>[a-z]+)\b",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE)
_OF_A_PICTURE = re.compile(
    r"(?:an? )?(?:image|picture|photo|graphic|screenshot|figure)(?: (?:of|showing)\b.*)?", re.IGNORECASE
)


def check_wording(page: Reading) -> Iterator[Fault]:
    """Yield what is wrong with the words of a page."""
    prose = blank(page.text)

    def fault(found: re.Match[str], message: str) -> Fault:
        return page.fault(prose.count("\n", 0, found.start()) + 1, message)

    for found in _DOUBLED.finditer(prose):
        if found[1] not in _MEANT_TWICE:
            yield fault(found, f"'{found[1]}' stands twice. Take one out.")
    for found in _GLUED.finditer(prose):
        yield fault(found, f"there is no space in '{found[0]}'. Put one behind the stop or comma.")
    for found in _NO_SPACE.finditer(prose):
        yield fault(found, f"'{found[0]}' has no space between number and unit. Put one there.")
    # What a picture shows is told as it is read off its axes: roundly, in words.
    for found in _IN_WORDS.finditer(_ALTERNATIVE.sub(lambda alt: "\x00" * len(alt[0]), prose)):
        sentence = re.split(r"[.!?]\s", page.text[found.end() :], maxsplit=1)[0]
        if page.page.checked and is_name(found["unit"].casefold()) and "[@" not in sentence:
            message = f"'{' '.join(found[0].split())}' is a quantity in words, which nothing checks. Write digits."
            yield fault(found, message)
    for found in _EMPTY_LINK.finditer(prose):
        yield fault(found, f"the link {found[0]} does not say where it leads. Let its words name the page.")
    for alt, _, line in page.images:
        if _FILE_NAME.fullmatch(alt.strip()) or _OF_A_PICTURE.fullmatch(alt.strip()):
            message = f"the alternative text '{alt}' does not say what is seen. Say what the picture shows."
            yield page.fault_at(line, message)


def blank(text: str) -> str:
    """Return the Markdown `text` with a NUL for each character that is no prose: code, formulas, addresses, tags."""
    return _NOT_PROSE.sub(
        lambda found: re.sub(r"[^\n]", "\x00", found[0]).replace("\x00", "]", found[0][0] == "]"), text
    )
