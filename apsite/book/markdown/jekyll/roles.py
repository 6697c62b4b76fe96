"""Words in a line that MyST, Quarto and Pandoc mark, `{sub}`2``, `^[a note]`, `H~2~O`, `@fig-one`.

Owns which of them become plain Markdown. What asks another program is reported, and its words stay.
"""

import re

from apsite.book.markdown.jekyll.templating import Report

_SOURCE = re.compile(
    r"""(?<![`\\$])\{(?P<name>[a-z][\w:+-]*)\}`(?P<text>[^`\n]+)`
  | (?<![`\w:]):(?P<rst>[a-z:]+):`(?P<words>[^`\n]+)`
  | (?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))
  | (?P<formula>\$\$.*?\$\$|(?<![\\$])\$(?![\s$])[^$]+?(?<!\s)\$(?!\d))
  | (?<![\]\\])\^\[(?P<note>(?:[^\[\]]|\[[^\[\]]*\])+)\]
  | (?<=\w)~(?P<below>[\w+-]{1,8})~(?!~)
  | (?P<reference>(?<![\w@/\[.-])-?@(?:fig|tbl|eq|sec|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol
        |rem|nte|tip|wrn|imp|cau)-[\w-]+
      | \\@ref\([^()\n]*\) | \(\\\#[\w:-]+\))
  | (?P<cited>\[[^\[\]\n]*@[A-Za-z][^\[\]\n]*\]) | (?<![\w@/\[;.-])@(?P<key>[A-Za-z][A-Za-z-]*\d{4}[a-z]?)\b(?![@/])
    (?:[ ]\[(?P<place>pp?\.[^\]\n]*)\])?""",
    re.VERBOSE,
)
#: Roles whose words say all, and those with a tag of their own.
_WORDS = {"term", "abbr", "index", "guilabel", "menuselection", "math:text", "smallcaps", "sc", "span", "button"}
_TAGS = {"sub": "sub", "subscript": "sub", "sup": "sup", "superscript": "sup", "kbd": "kbd", "keyboard": "kbd",
          "u": "u", "underline": "u", "del": "del", "delete": "del", "strike": "s", "dfn": "dfn"}  # fmt: skip
_LITERAL = {"code", "file", "samp", "command", "program", "literal", "envvar", "option"}
_NUMBERED = {"pep": "PEP", "rfc": "RFC"}
_CITES = {"cite", "citep", "citet", "footcite"}
_POINTED = re.compile(r"(?P<words>.*?)\s*<(?P<target>[^<>]*)>\Z")


def in_words(line: str, number: int, report: Report, notes: list[str]) -> str:
    """Return a line with its marked words as this book writes them; texts of notes are put among the `notes`.

    What is not understood is told to `report`, with the `number` of the line.
    """
    if not re.search(r"[`@~^]|\\#", line):
        return line

    def written(found: re.Match[str]) -> str:
        if found["code"] or found["formula"] or found["cited"]:
            return found[0]
        if found["note"]:
            notes.append(f"[^in-line-{len(notes) + 1}]: {found['note']}")
            return f"[^in-line-{len(notes)}]"
        if found["below"]:
            return f"<sub>{found['below']}</sub>"
        if found["reference"]:
            what = "a name of something on the page, and nothing has one here. Say which in words"
            report(number, f"'{found[0]}' is {what}.")
            return ""
        if found["key"]:
            return f"[@{found['key']}, {found['place']}]" if found["place"] else f"[@{found['key']}]"
        return _role(found[0], found["name"] or found["rst"], found["text"] or found["words"], number, report)

    return _SOURCE.sub(written, line)


def _role(whole: str, name: str, text: str, number: int, report: Report) -> str:
    if name == "math":
        return f"${text}$"
    pointed = _POINTED.fullmatch(text)
    words, target = (pointed["words"], pointed["target"]) if pointed else (text, text)
    if name in _TAGS:
        return f"<{_TAGS[name]}>{text}</{_TAGS[name]}>"
    if name in _LITERAL:
        return f"`{text}`"
    if name in _WORDS or name.startswith("bdg"):
        return words.replace("&", "") if name in ("guilabel", "menuselection", "button") else words
    if name in _NUMBERED:
        return f"{_NUMBERED[name]} {words}"
    if name == "chem":
        return f"$\\ce{{{text}}}$"
    if name in ("doc", "download"):
        return f"[{words}]({target})"
    if name.partition(":")[0] in _CITES:
        return f"[{'; '.join(f'@{key.strip()}' for key in text.split(','))}]"
    report(number, f"'{whole}' is of another program, which does not run here. Write a link, or what it says.")
    return words
