"""What tags of templates become that say what they mean: boxes and pictures of Hugo, tabs, commands of LaTeX."""

import re

from apsite.book.markdown.jekyll.attributes import ALSO, BOXES
from apsite.book.text.lines import CODE, COMMENT, FENCE

_TITLE = re.compile(r"""\b(?:title|label|name|header|tabName|value)\s*=\s*["']([^"'\n]+)["']|["']([^"'\n]+)["']""")
#: Commands of LaTeX that stand in the text of pages that are also printed, and what they are in Markdown.
TEX = {"textbf": "**{}**", "emph": "*{}*", "textit": "*{}*", "texttt": "`{}`", "footnote": "^[{}]", "url": "<{}>",
        "index": "", "newpage": "", "pagebreak": "", "clearpage": "", "noindent": "", "appendix": "", "frontmatter": "",
        "mainmatter": "", "backmatter": "", "bigskip": "", "medskip": "", "smallskip": "", "centering": ""}  # fmt: skip
TEX_WORDS = {"LaTeX": "LaTeX", "TeX": "TeX", "ldots": "…", "dots": "…", "textdegree": "°", "textmu": "µ"}


#: Elements of Distill, which are scripts there.
_DISTILLED = re.compile(
    rf"""(?P<opaque>{FENCE} | {COMMENT} | {CODE})
  | <d-cite\s+(?:bibtex-)?key="(?P<keys>[\w:., -]+)"\s*>\s*</d-cite>
  | <d-footnote>(?P<note>(?:(?!</d-footnote>)[^\n])+)</d-footnote>
  | <d-math(?P<block>[ ]+block[^<>]*)?>(?P<latex>(?:(?!</d-math>|\n[ ]*\n)(?s:.))+)</d-math>""",
    re.MULTILINE | re.VERBOSE,
)


def distilled(text: str) -> str:
    """Return the Markdown `text` with the sources, notes and formulas of Distill as this book writes them."""

    def written(found: re.Match[str]) -> str:
        if found["opaque"]:
            return found[0]
        if found["keys"] or found["note"]:
            return cited(found["keys"]) if found["keys"] else f"^[{found['note'].strip()}]"
        sign = "$$" if found["block"] or "\n" in found["latex"] else "$"
        return f"{sign}{found['latex'] if sign == '$$' else found['latex'].strip()}{sign}"

    return _DISTILLED.sub(written, text) if "<d-" in text else text


def cited(keys: str) -> str:
    """Return sources that stand between spaces or commas as the book cites them."""
    return f"[{'; '.join(f'@{key}' for key in re.split('[ ,]+', keys.strip(' ,')))}]"


def box(hint: re.Match[str]) -> str:
    """Return the kind of a box, and its title, as the tag says them."""
    said = hint["style"] or hint["notice"] or ""
    if hint["folded"]:
        return f"details {hint['folded']}"
    if not said.strip():
        return "note"
    if said.split()[0].lower() not in (*BOXES, *ALSO, "details") and not re.match(r"\{\{[<%]\s*details", hint[0]):
        said = "note"
    title = re.search(r"""\btitle\s*=\s*["']([^"'\n]+)["']""", hint[0])
    if re.match(r"\{\{[<%]\s*details", hint[0]):
        return f"details {title[1] if title else said}"
    return f"{said.split()[0]} {title[1]}" if title and title[1] != said else said.split()[0]


def picture(tag: str) -> str:
    """Return Hugo's picture as Markdown has it: what its title or caption says stands behind its address."""
    given = {name: value for name, _, value in re.findall(r"""(\w+)\s*=\s*(["'])(.*?)\2""", tag)}
    words = given.get("caption") or given.get("title") or ""
    return f"![{given.get('alt', '')}]({given.get('src', '')}" + (f' "{words}")' if words else ")")


def changed(found: re.Match[str]) -> str:
    """Return what was put in, taken out, marked or exchanged by an editor, as HTML and Markdown have it."""
    if found["old"]:
        return f"<del>{found['old']}</del><ins>{found['instead']}</ins>"
    before, behind = {"--": ("<del>", "</del>"), "++": ("<ins>", "</ins>"), "==": ("==", "==")}[found["critic"]]
    return f"{before}{found['changed']}{behind}"


def tab_title(tag: str) -> str:
    """Return the title that the tag of a tab gives; Jekyll's stands behind the name of its set."""
    named = list(_TITLE.finditer(tag))
    if named:
        said = next((each for each in named if not each[0].startswith("value")), named[0])
        return said[1] or said[2]
    words = re.sub(r"^\{[{%<]+\s*tab|[%}>]+$", "", tag).split(maxsplit=1)
    return words[-1].strip() if words else "Tab"
