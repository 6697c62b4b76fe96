"""What tags of templates become that say what they mean: boxes and pictures of Hugo, tabs, commands of LaTeX."""

import re

_TITLE = re.compile(r"""\b(?:title|label|name|header|tabName|value)\s*=\s*["']([^"'\n]+)["']|["']([^"'\n]+)["']""")
#: Commands of LaTeX that stand in the text of pages that are also printed, and what they are in Markdown.
TEX = {"textbf": "**{}**", "emph": "*{}*", "textit": "*{}*", "texttt": "`{}`", "footnote": "^[{}]", "url": "<{}>",
        "index": "", "newpage": "", "pagebreak": "", "clearpage": "", "noindent": "", "appendix": "", "frontmatter": "",
        "mainmatter": "", "backmatter": "", "bigskip": "", "medskip": "", "smallskip": "", "centering": ""}  # fmt: skip
TEX_WORDS = {"LaTeX": "LaTeX", "TeX": "TeX", "ldots": "…", "dots": "…", "textdegree": "°", "textmu": "µ"}


def box(hint: re.Match[str]) -> str:
    """Return the kind of a box, and its title, as the tag says them."""
    said = hint["style"] or hint["notice"]
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
