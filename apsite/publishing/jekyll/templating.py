"""Tags of templates: Liquid's `{% ... %}` and `{{ ... }}`, kramdown's `{::...}`.

Owns what they do. `raw`, `comment` and `highlight` do what they say; all others ask a program that does not run here,
and are reported. Every line stays where it is. Code and formulas are left as they are, but for the tags `raw` in them.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from apsite.publishing.lines import CODE, COMMENT, FENCE, FORMULA

#: Is told of a line, counted from 1, and what is wrong there.
Report: TypeAlias = Callable[[int, str], None]

_ANY = r"(?s:.)"
_WITHIN = r"(?!\n[ ]*\n)"  # a tag that somebody forgot to end ends with its paragraph
_TAG = rf"\{{%(?:(?!%\}}){_WITHIN}{_ANY})*%\}}"
_OUTPUT = rf"\{{\{{(?:(?!\}}\}}|\{{%){_WITHIN}{_ANY})*\}}\}}"
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_SOURCE = re.compile(
    rf"""
    \{{%-?\s*raw\s*-?%\}}(?P<raw>{_ANY}*?)\{{%-?\s*endraw\s*-?%\}}
  | (?P<remark>\{{%-?\s*comment\s*-?%\}}{_ANY}*?\{{%-?\s*endcomment\s*-?%\}}
      | \{{::comment\}}{_ANY}*?\{{:/(?:comment)?\}} | \{{::[a-z]+(?:\s[^{{}}\n]*)?\}} | \{{:/[a-z]*\}}
      | ^[ ]{{0,3}}\{{:[\w-]+:[^}}\n]*\}}[ ]*$ | ^\^[ ]*$ | \{{/\*{_ANY}*?\*/\}})
  | (?P<highlight>\{{%-?\s*highlight\s+(?P<language>[\w+#-]+)[^%]*%\}}(?P<code>{_ANY}*?)\{{%-?\s*endhighlight\s*-?%\}})
  | (?P<opaque>{FENCE} | {COMMENT} | {CODE} | {FORMULA})
  | (?P<aside>%%(?:(?!%%)[^\n])+%%|^%%[ ]*\n(?:{_ANY}*?\n)??%%[ ]*$)
  | (?P<script>^import\s[^\n]*\bfrom\s+(?P<quote>['"])[^'"\n]+(?P=quote);?[ ]*$
      | ^export\s+(?:default|const|function)\b(?:{_WITHIN}{_ANY})*)
  | (?P<hint>\{{%\s*hint\s+style="(?P<style>\w+)"\s*%\}}
      | \{{\{{%\s*(?:notice|hint|callout)\s+"?(?P<notice>\w+)"?[^%\n]*%\}}\}})
  | (?P<endhint>\{{%\s*endhint\s*%\}}|\{{\{{%\s*/(?:notice|hint|callout)\s*%\}}\}})
  | (?P<film>\{{\{{<\s*(?:youtube|video)\s+"?(?P<film_id>[^\s">]+)"?[^>\n]*>\}}\}}
      | \{{%\s*(?:youtube|embed\s+url=)\s*"(?P<film_url>[^"\n]+)"\s*%\}})
  | (?P<link>!?\[(?P<words>[^\]\n]*)\]\((?=[^()\n]*(?:\{{\{{|\{{%))(?:{_TAG}|{_OUTPUT}|[^()\n])*\))
  | (?P<element><[A-Za-z](?=[^<>]*(?:\{{\{{|\{{%))(?:{_TAG}|{_OUTPUT}|[^<>])*>)
  | (?P<other>{_TAG}|{_OUTPUT})
  | (?P<unended>\{{%[^\n]*|\{{\{{[^\n]*)
  | (?P<reference>\\(?:eq|auto|c)?ref\{{[^{{}}\n]*\}})
    """,
    re.VERBOSE | re.MULTILINE,
)
_OPENING = re.compile(
    rf"(?P<opaque>{FENCE} | {COMMENT} | {CODE} | {FORMULA}) | \{{(?=[{{%:])", re.VERBOSE | re.MULTILINE
)
_REFERENCE = re.compile(r"""\{\{[<%]\s*(?:rel)?ref\s+["']?([^"'\s]+)["']?\s*[%>]\}\}""")  # Hugo's way to a page
_PLACE = re.compile(rf"{_TAG}|{_OUTPUT}")


def without_tags(text: str, report: Report) -> str:
    """Return the Markdown `text` as it would be without tags of templates, line by line."""
    if not any(sign in text for sign in ("{", "\\", "^", "%%", "import ", "export ")):
        return text
    return _SOURCE.sub(partial(_shown, report), text)


def _shown(report: Report, match: re.Match[str]) -> str:
    line = match.string.count("\n", 0, match.start()) + 1
    if match["raw"] is not None:
        return _OPENING.sub(lambda found: found["opaque"] or r"\{", match["raw"])
    if match["remark"]:
        return "\n" * match[0].count("\n")
    if match["highlight"]:
        code = _RAW.sub("", match["code"])
        return f"```{match['language']}{'' if code.startswith(chr(10)) else chr(10)}{code.rstrip(' ')}```"
    if match["opaque"]:
        return _RAW.sub("", match[0]) if len(_RAW.findall(match[0])) > 1 else match[0]
    if match["aside"]:
        return "\n" * match[0].count("\n")
    if match["script"]:
        report(line, f"'{match[0].splitlines()[0].strip()}' is a script, which no page may have. Take it out.")
        return "\n" * match[0].count("\n")
    if match["hint"]:
        return f":::{match['style'] or match['notice']}"
    if match["endhint"]:
        return ":::"
    if match["film"]:
        name = match["film_id"] or match["film_url"]
        address = name if "://" in name else f"https://www.youtube.com/watch?v={name}"
        return f"[Video]({address})"
    if match["link"] and not _PLACE.search(text := _REFERENCE.sub(r"\1", match[0])):
        return text
    if match["reference"]:
        report(line, f"{match[0]} refers to a formula by its label, and formulas have none here. Say which in words.")
        return ""
    if match["unended"]:
        report(line, f"'{match[0].strip()}' begins as a tag of Liquid, and does not end. Write what is meant, or \\{{.")
        return ""
    for tag in _PLACE.findall(match[0]):
        what = "is a shortcode of Hugo or Quarto" if tag.startswith(("{{<", "{{%")) else "is Liquid"
        report(line, f"'{' '.join(tag.split())}' {what}, which is not run here. {_instead(tag)}")
    if match["link"] and not match[0].startswith("!"):
        return _PLACE.sub("", match["words"])
    return "\n" * match[0].count("\n")


def _instead(tag: str) -> str:
    name = re.match(r"\{%-?\s*(\w+)", tag)
    match name[1] if name else "":
        case "include" | "include_relative":
            return "Write what it would include, or take it out."
        case "link" | "post_url":
            return "Write the way to the file from this page: [text](../folder/page.md)."
        case "":
            if "baseurl" in tag or "relative_url" in tag or "site.url" in tag:
                return "Write the way from this page: ../assets/picture.png."
            return "Write what it would say."
    return "Write what it would give, or take it out."
