"""What stands behind the sign that begins a block of code, as other programs write it: `{r, echo=FALSE}`, `js {1,3}`.

Owns what of it keeps its meaning: the language, a title, lines that are set off. The rest chooses how the other program
shows or runs the code.
"""

import re

#: What is read as it is.
_KNOWN = re.compile(r"[ \t]*[\w#.+-]*(?:[ \t]+(?:title|linenums|hl_lines)=(?:\"[^\"]*\"|'[^']*'))*[ \t]*")
_LANGUAGE = re.compile(r"[ \t]*(?:\{[ ]*(?:#[\w-]+[ ]+)?\.|\{)?([A-Za-z][\w#+-]*)")
_TITLE = re.compile(
    r"(?:\b(?:title|filename|caption)[ \t]*=[ \t]*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'{}]+))|:(?!title)(\S+\.\w+))"
)
_LINES = re.compile(r"(?:hl_lines[ \t]*=[ \t]*[\"'\[]+|\{)([\d][\d, \t-]*)[\"'\]}]")


#: The language of a block of code that attributes in kramdown's way give, on the line below it.
_BELOW = re.compile(
    r"""^(?P<quoted>[ >]*)(?P<fence>`{3,}|~{3,})[ ]*\n(?:(?!(?P=quoted)(?P=fence)).*\n)*(?P=quoted)(?P=fence)[ ]*\n
    [ >]*\{:[^{}\n]*?\.(?:language-(?P<language>[\w+#-]+)|(?P<lesson>bash|python|r|sql|matlab))\b[^{}\n]*\}[ ]*$""",
    re.MULTILINE | re.VERBOSE,
)


def named(text: str) -> str:
    """Return the Markdown `text` with the languages of its code behind the signs that begin it."""

    def written(found: re.Match[str]) -> str:
        begins = found.end("fence") - found.start()
        return f"{found[0][:begins]}{found['language'] or found['lesson']}{found[0][begins:]}"

    return _BELOW.sub(written, text) if "{:" in text else text


def plain(info: str) -> str:
    """Return what the book reads of `info`, all that follows the sign."""
    if _KNOWN.fullmatch(info):
        return info
    named = _LANGUAGE.match(info)
    made = [named[1] if named else "text"]
    if title := _TITLE.search(info):
        made.append('title="{}"'.format(next(filter(None, title.groups()), "").replace('"', "'")))
    if lines := _LINES.search(info):
        made.append('hl_lines="{}"'.format(" ".join(re.findall(r"\d+(?:-\d+)?", lines[1]))))
    return " ".join(made)
