"""Tags of templates: Liquid's `{% ... %}` and `{{ ... }}`, kramdown's `{::...}`, MDX's `{props.x}`, files to include.

Owns what they do. `raw`, `comment` and `highlight` do what they say, tabs and hints become what this book has for them
(`tags`); all others ask a program that does not run here, and are reported. Every line stays where it is. Code and
formulas are left as they are, but for the tags `raw` in them.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from apsite.book.markdown.jekyll import tags
from apsite.book.text.lines import CODE, COMMENT, FENCE, FORMULA, numbered

#: Is told of a line, counted from 1, and what is wrong there.
Report: TypeAlias = Callable[[int, str], None]

_ANY = r"(?s:.)"
_WITHIN = r"(?!\n[ ]*\n)"  # a tag that somebody forgot to end ends with its paragraph
_TAG = rf"\{{%(?:(?!%\}}){_WITHIN}{_ANY})*%\}}"
_OUTPUT = rf"\{{\{{(?:(?!\}}\}}|\{{%){_WITHIN}{_ANY})*\}}\}}"
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_SOURCE = re.compile(
    rf"""
    (?P<escaped>\\\{{(?=[%{{:]))
  | \{{%-?\s*raw\s*-?%\}}(?P<raw>{_ANY}*?)\{{%-?\s*endraw\s*-?%\}}
  | (?P<remark>\{{%-?\s*comment\s*-?%\}}{_ANY}*?\{{%-?\s*endcomment\s*-?%\}}
      | \{{::comment\}}{_ANY}*?\{{:/(?:comment)?\}} | \{{::[a-z]+(?:\s[^{{}}\n]*)?\}} | \{{:/[a-z]*\}}
      | ^[ ]{{0,3}}\{{:[\w-]+:[^}}\n]*\}}[ ]*$ | ^\^[ ]*$ | \{{/\*{_ANY}*?\*/\}})
  | (?P<snippet>^[ ]*-+8<-+(?:[ ]+(["'])[^"'\n]*["']|[ ]*\n(?:.*\n)*?[ ]*-+8<-+)[ ]*$
      | ^<<<[ ]+\S[^\n]* | <!--[ ]*@?include:[^\n]*?-->)
  | (?P<highlight>\{{%-?\s*highlight\s+(?P<language>[\w+#-]+)[^%]*%\}}(?P<code>{_ANY}*?)\{{%-?\s*endhighlight\s*-?%\}}
      | \{{\{{[<%]\s*highlight\s+"?(?P<language_>[\w+#-]+)[^>%]*[>%]\}}\}}
        (?P<code_>{_ANY}*?)\{{\{{[<%]\s*/highlight\s*[>%]\}}\}})
  | (?P<opaque>{FENCE} | {COMMENT} | {CODE} | {FORMULA})
  | (?P<aside>%%(?:(?!%%)[^\n])+%%|^%%[ ]*\n(?:{_ANY}*?\n)??%%[ ]*$)
  | (?P<script>^import\s[^\n]*\bfrom\s+(?P<quote>['"])[^'"\n]+(?P=quote);?[ ]*$
      | ^export\s+(?:default|const|function)\b(?:{_WITHIN}{_ANY})*)
  | (?P<hint>\{{%\s*hint\s+style="(?P<style>\w+)"\s*%\}}
      | \{{\{{[<%]\s*(?:notice|hint|callout|alert|admonition|details)\s+
        (?:(?:type|style|color|title)=)?"?(?P<notice>[\w -]+)"?[^<>%\n]*[%>]\}}\}}
      | \{{%\s*details\s+(?P<folded>[^%\n]+?)\s*%\}} | ^\{{(?:aside|blurb)\b[^{{}}\n]*\}}[ ]*$)
  | (?P<endhint>\{{%\s*end(?:hint|details)\s*%\}}|^\{{/(?:aside|blurb)\}}[ ]*$
      |\{{\{{[<%]\s*/(?:notice|hint|callout|alert|admonition|details)\s*[%>]\}}\}})
  | (?P<wrapper>\{{%\s*(?:end)?(?:code|content-ref|columns?|stepper|step|embed|file)\b(?!\s+(?:url|src)=)
        (?:(?!%\}})[^\n])*%\}}
      | \{{%\s*content-ref\b[^%\n]*%\}})
  | \{{%\s*cite\s+(?P<cites>[\w:.-]+(?:\s+[\w:.-]+)*)\s*%\}}
  | \{{\$\$\}}(?P<markua>(?:(?!\{{/?\$\$\}}|\n[ ]*\n){_ANY})+)\{{/\$\$\}}
  | (?P<file>\{{%\s*file\s+src="(?P<file_path>[^"\n]+)"[^%\n]*%\}})
  | (?P<figure>\{{\{{<\s*(?:figure|img)\s[^<>\n]*>\}}\}})
  | \{{\{{<\s*(?:katex|math)\b(?P<display>[^<>\n]*)>\}}\}}(?P<latex>{_ANY}*?)\{{\{{<\s*/(?:katex|math)\s*>\}}\}}
  | \{{(?P<critic>--|\+\+|==)(?P<changed>(?:(?!\n[ ]*\n){_ANY})+?)(?P=critic)\}}
  | \{{~~(?P<old>[^~\n]+)~>(?P<instead>[^~\n]+)~~\}} | (?P<said>\{{>>[^\n]*?<<\}})
  | (?P<unnumbered>(?<=\S)[ ]+\{{-\}}[ ]*$|(?<=[#][ ])\((?:PART\*?|APPENDIX)\)[ ]+|\\(?=\n[ ]*(?:\n|\Z)))
  | (?P<block_id>(?<=\S)[ ]\^[A-Za-z0-9-]+[ ]*$)
  | (?<![\w:\\/.$])\\(?P<tex>{"|".join([*tags.TEX, *tags.TEX_WORDS])})(?![A-Za-z])(?:\{{(?P<tex_words>[^{{}}\n]*)\}})?
  | ^[ ]*(?:(?P<tabs>\{{%\s*tabs\b[^%\n]*%\}}|\{{\{{[<%]\s*(?:tabs|tabpane)\b[^<>%\n]*[%>]\}}\}}|<Tabs\b(?:[^<>])*>)
      | (?P<tab>\{{%\s*tab\b[^%\n]*%\}}|\{{\{{[<%]\s*tab\b[^<>%\n]*[%>]\}}\}}|<TabItem\b[^<>\n]*>)
      | (?P<endtab>\{{%\s*endtab\s*%\}}|\{{\{{[<%]\s*/tab\s*[%>]\}}\}}|</TabItem>)
      | (?P<endtabs>\{{%\s*endtabs\s*%\}}|\{{\{{[<%]\s*/(?:tabs|tabpane)\s*[%>]\}}\}}|</Tabs>))[ ]*$
  | (?P<value>(?<![\w\\$}}])\{{(?:[A-Za-z_][\w$]*(?:\??\.[A-Za-z_]\w*|\[[^\]\n]*\]|\([^()\n]*\))+
      | [ ]*\d[\d.]*(?:[ ]*[-+*/%][ ]*\d[\d.]*)+[ ]*)\}})
  | \{{(?P<sign>["'`])(?P<space>[ ]+)(?P=sign)\}}
  | (?P<film>\{{\{{<\s*(?:youtube|video)\s+(?:id=)?"?(?P<film_id>[^\s">]+)"?[^>\n]*>\}}\}}
      | \{{%\s*(?:youtube|embed\s+url=)\s*"(?P<film_url>[^"\n]+)"\s*%\}})
  | (?P<link>!?\[(?P<words>[^\]\n]*)\]\((?=[^()\n]*(?:\{{\{{|\{{%))(?:{_TAG}|{_OUTPUT}|[^()\n])*\))
  | (?P<element><[A-Za-z](?=[^<>]*(?:\{{\{{|\{{%|=\{{))(?:{_TAG}|{_OUTPUT}|[^<>])*>)
  | (?P<other>{_TAG}|{_OUTPUT})
  | (?P<unended>\{{%[^\n]*|\{{\{{[^\n]*)
  | (?P<reference>\\(?:eq|auto|c)?ref\{{[^{{}}\n]*\}})
    """,
    re.VERBOSE | re.MULTILINE,
)
_INCLUDED = re.compile(r"^[ ]*(?:-+8<-+[ ]+.*|\{\{[ ]*#[\w-]+[ ][^}\n]*\}\})[ ]*$", re.MULTILINE)  # in code
_OPENING = re.compile(
    rf"(?P<opaque>{FENCE} | {COMMENT} | {CODE} | {FORMULA}) | \{{(?=[{{%:])", re.VERBOSE | re.MULTILINE
)
#: Without one of which there is no tag in a text.
_SIGNS = (
    "{", "\\", "^", "%%", "import ", "export ", "8<", "<Tab", "`r ", "`$=", "`= ", "(PART", "(APPENDIX", "<<<",
    "include:", "[!code", "highlight-",
)  # fmt: skip
_REFERENCE = re.compile(r"""\{\{[<%]\s*(?:rel)?ref\s+["']?([^"'\s]+)["']?\s*[%>]\}\}""")  # Hugo's way to a page
_COMPUTED = re.compile(r"`(?:r |\$?=\s|\{(?:r|python|julia|ojs|eval)\} ?)(?=\S)")  # in a line, by knitr or Quarto
_ANNOTATED = re.compile(
    r"(\(\d+\))!(?=[ ]*(?:-->|\*/)?$)", re.MULTILINE
)  # Material's, whose note stands in a list below
#: Which sets off a line of code in VitePress and Docusaurus, in a remark.
_REMARKED = re.compile(
    r"[ \t]*(?://|#|--|%|/\*|<!--)[ ]*\[!code [^\]\n]*\][ ]*(?:\*/|-->)?(?=[ \t]*$)"
    r"|^[ \t]*(?://|#|/\*|<!--|\{/\*)[ ]*highlight-(?:next-line|start|end)[ ]*(?:\*/\}?|-->)?[ \t]*$",
    re.MULTILINE,
)
_INCLUDES = "asks for another file, which is not included here. Write what stands in it."
#: Of MDX, as the value of an attribute.
EXPRESSION = re.compile(r"\s[\w-]+=\{(?:\{[^{}\n]*\}|[^{}\n]*)\}")
_PLACE = re.compile(rf"{_TAG}|{_OUTPUT}")


def without_tags(text: str, report: Report) -> str:
    """Return the Markdown `text` as it would be without tags of templates, line by line."""
    text = tags.distilled(text)
    if not any(sign in text for sign in _SIGNS):
        return text
    return _SOURCE.sub(partial(_shown, report, numbered(text)), text)


def _shown(report: Report, line_at: Callable[[int], int], match: re.Match[str]) -> str:
    line = line_at(match.start())
    if match["raw"] is not None:
        return _OPENING.sub(lambda found: found["opaque"] or r"\{", match["raw"])
    if match["escaped"]:
        return match[0]
    if match["remark"]:
        return "\n" * match[0].count("\n")
    if match["highlight"]:
        code = _RAW.sub("", match["code"] or match["code_"] or "")
        begin = "" if code.startswith("\n") else "\n"
        return f"```{match['language'] or match['language_']}{begin}{code.rstrip(' ')}```"
    if match["opaque"]:
        text = _RAW.sub("", match[0]) if len(_RAW.findall(match[0])) > 1 else match[0]
        if match["ticks"] == "`" and _COMPUTED.match(text):
            report(line, f"{text} is computed by another program, which does not run here. Write what it gives.")
            return ""
        text = _REMARKED.sub("", _ANNOTATED.sub(r"\1", text)) if match["fence"] else text
        return _INCLUDED.sub(partial(_included, report, line), text) if match["fence"] else text
    if match["aside"]:
        return "\n" * match[0].count("\n")
    if match["script"]:
        report(line, f"'{match[0].splitlines()[0].strip()}' is a script, which no page may have. Take it out.")
        return "\n" * match[0].count("\n")
    if match["cites"]:
        return tags.cited(match["cites"])
    if latex := match["markua"]:
        sign = "$$" if "\n" in latex else "$"
        return f"{sign}{latex if sign == '$$' else latex.strip()}{sign}"
    if match["hint"]:
        return f":::{tags.box(match)}"
    if match["endhint"]:
        return ":::"
    if match["wrapper"] or match["block_id"] or match["unnumbered"] or match["said"]:
        return ""
    if match["critic"] or match["old"]:
        return tags.changed(match)
    if match["file"]:
        return f"[{match['file_path'].rpartition('/')[2]}]({match['file_path']})"
    if match["figure"]:
        return tags.picture(match[0])
    if match["latex"] is not None:
        latex = match["latex"].strip(" $\n") if "$" in match["latex"] else match["latex"].strip(" ")
        sign = "$$" if match["display"].strip() or "\n" in latex else "$"
        return f"{sign}{latex}{sign}"
    if match["tex"]:
        return tags.TEX_WORDS.get(match["tex"]) or tags.TEX[match["tex"]].format(match["tex_words"] or "")
    if match["tabs"]:
        return "\n" * match[0].count("\n") + "::::tabs"
    if match["tab"]:
        return f":::tab {tags.tab_title(match[0])}"
    if match["endtab"] or match["endtabs"]:
        return ":::" if match["endtab"] else "::::"
    if match["snippet"]:
        report(line, f"'{match[0].split(chr(10))[0].strip()}' {_INCLUDES}")
        return "\n" * match[0].count("\n")
    if match["space"]:
        return match["space"]
    if match["value"]:
        report(line, f"'{match[0]}' is an expression of MDX, which is not run here. Write what it would say.")
        return ""
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
        report(line, f"'{' '.join(tag.split())}' {_whose(match[0], tag)}, which is not run here. {_instead(tag)}")
    if match["element"] and (shown := EXPRESSION.search(match[0])) and not _PLACE.search(match[0]):
        report(line, f"'{shown[0].strip()}' is an expression of MDX, which is not run here. Write what it would give.")
    if match["link"] and not match[0].startswith("!"):
        return _PLACE.sub("", match["words"])
    if match["element"] and not _PLACE.search(text := EXPRESSION.sub("", match[0])):
        return text
    return "\n" * match[0].count("\n")


def _included(report: Report, line: int, found: re.Match[str]) -> str:
    report(line + found.string.count("\n", 0, found.start()), f"'{found[0].strip()}' {_INCLUDES}")
    return ""


def _whose(whole: str, tag: str) -> str:
    if tag.startswith(("{{<", "{{%")):
        return "is a shortcode of Hugo or Quarto"
    if re.match(r"\{\{\s*#", tag):
        return "is a command of mdBook"
    return "is an expression of MDX" if f"={tag}" in whole else "is Liquid"


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
