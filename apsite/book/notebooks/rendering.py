"""What a notebook's cells gave, as a page shows it: by nbconvert, as mkdocs-jupyter sets it up.

Owns which of several forms of one output is shown, and what becomes of what a page may not hold: markup is cleaned,
LaTeX is MathML, pictures are files, and what needs a script or a kernel falls back to the text that stands for it. It
is loaded where there is something to render, in a process of its own.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import tostring

import nbformat
from mkdocs_jupyter.config import settings
from mkdocs_jupyter.nbconvert2 import get_nbconvert_app
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from apsite.book.safety.cleaning import clean, decoded, picture
from apsite.book.safety.drawings import unsafe_drawing
from apsite.book.text.characters import plain
from apsite.book.text.formulas import equation, formula
from apsite.book.text.lines import OPENING
from apsite.book.text.paths import pathless

READS = ("outputs.html.j2",)

#: Forms of one output, the one that says most first.
#: Attributes behind a link or a picture, and links to headings, which nbconvert puts in.
_ATTRIBUTES = re.compile(r"(?<=\))\{[^{}\n]*\}")
_ANCHOR = re.compile(r'<a class="anchor-link" href="[^"<>]*">[^<>]*</a>')
FORMS = ("text/html", "text/markdown", "text/latex", "image/svg+xml", "image/png", "image/jpeg", "text/plain")

_WRAPPED = re.compile(
    r"\A\s*(?:\$\$(?P<a>.*)\$\$|\$(?P<b>.*)\$|\\\[(?P<c>.*)\\\]|\\\((?P<d>.*)\\\)|(?P<e>\\begin\{.*))\s*\Z", re.DOTALL
)
_INLINE = re.compile(
    rf"""\$\$(?P<display>[^$<>]+)\$\$ | {OPENING}(?P<inline>(?:\\.|[^\\$<>])+?)(?<!\s)\$(?![\d$])
      | (?P<environment>\\begin\{{(?P<name>[a-z]+\*?)\}}(?:(?!\\end\{{(?P=name)\}})[^<>])*\\end\{{(?P=name)\}})""",
    re.VERBOSE,
)
_COMMAND = re.compile(r"\\(?:text(?:bf|it|tt|rm|sf|sc)|emph|underline)\{([^{}]*)\}")
#: What a terminal obeys and does not show, but for colours: titles and links, and signs without a shape.
_OBEYED = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[\d;?]*[A-HJKSTfhlnsu]|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f]"
)
#: The name of an object that a browser would have shown.
_OBJECT = re.compile(r"\s*<IPython\.(?:core|lib)\.display\.\w+(?: object)?(?: at 0x[\da-f]+)?>\s*")
#: What tells that words are those of a map, an animation or a plot of Bokeh that is not there.
_RUN = re.compile(r"\bsrcdoc\s*=|\banim-controls\b|\bLoading BokehJS\b", re.IGNORECASE)
#: What stands for a drawing that is a file already.
_FILE = "file:"
_LINK = re.compile(
    r"""\s(?:xlink:)?href\s*=\s*(?:"(?!\s*(?:\#|data:))[^"<]*"|'(?!\s*(?:\#|data:))[^'<]*')""", re.IGNORECASE
)
#: Kinds of what a cell keeps for other cells, and shows nowhere.
_KEPT = "application/papermill.record/"
#: What Jupyter says of a picture without words.
_WORDLESS = "No description has been provided for this image"
#: Lines of a text that is shown whole, and of a longer one how many at its beginning and its end.
LONGEST, BEGINNING, ENDING = 400, 200, 50
_UNSHOWN = {
    "output_type": "display_data",
    "metadata": {},
    "data": {"text/html": "<p>Something that this cell gave needs a script, a player or a kernel to be shown.</p>"},
}


def make(question: Mapping[str, Any], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return `rendered.json` and the files of its pictures, of the `cells` of a notebook and what of them is shown.

    For the number of each cell that is shown: whether its text is (`input`), and the `items` that it gave, each with
    its `kind` and its `html`, or the `file` and size of a picture, or the `stem` of a figure.
    """
    files: dict[str, bytes] = {}
    cells = [_prepared(number, cell, files) for number, cell in enumerate(question["cells"])]
    mark = f"[{hashlib.sha256(json.dumps(question).encode()).hexdigest()}]"
    notebook = nbformat.v4.new_notebook(cells=cells)
    pieces = iter(_exported(notebook, question["options"], mark).split(mark)[1:])
    shown: dict[str, dict[str, Any]] = {}
    cell: dict[str, Any] = {}
    for what, text in zip(pieces, pieces, strict=True):
        kind, *facts = what.split()
        match kind:
            case "cell":
                cell = shown.setdefault(facts[0], {"input": False, "items": []})
            case "input":
                cell["input"] = True
            case "end":
                pass  # what wraps an output in the template
            case _:
                cell["items"] += _items(kind, facts, text, files)
    return {**files, "rendered.json": json.dumps(shown, sort_keys=True).encode()}


def _exported(notebook: Any, options: Mapping[str, Any], mark: str) -> str:
    chosen = {**options, "no_prompt": True}
    tags = chosen.pop("remove_tag_config")
    config = Config(get_nbconvert_app(**chosen, remove_tag_config={}).config)
    config.TemplateExporter.exclude_input = options["no_input"] or not options["show_input"]
    config.NbConvertBase.display_data_priority = list(FORMS)
    config.ExecutePreprocessor.enabled = False
    if tags:
        config.TagRemovePreprocessor.enabled = True
        for name, values in tags.items():
            config.TagRemovePreprocessor[name] = set(values)
    folders = [settings.templates_dir, str(Path(__file__).parent)]
    exporter = HTMLExporter(config=config, template_file="outputs.html.j2", extra_template_paths=folders)
    exported: str = exporter.from_notebook_node(notebook, resources={"mark": mark})[0]
    return exported


def _prepared(number: int, cell: Mapping[str, Any], files: dict[str, bytes]) -> Any:
    """Return a cell for nbconvert, with the one form of each output that is to be shown."""
    metadata = {"number": number, "tags": cell["tags"]}
    if cell["kind"] != "code":
        return nbformat.v4.new_markdown_cell("", metadata=metadata)
    given = [shown for output in _joined(cell["given"]) for shown in _shown(output, files)]
    outputs = [
        nbformat.from_dict(each) for at, each in enumerate(given) if each is not _UNSHOWN or each not in given[:at]
    ]
    return nbformat.v4.new_code_cell("", metadata=metadata, outputs=outputs)


def _shown(output: Mapping[str, Any], files: dict[str, bytes]) -> Iterator[dict[str, Any]]:
    match output["output_type"]:
        case "stream":
            text = _as_left(output["text"]).rstrip("\n")
            yield {**output, "text": text, "name": "stderr" if output["name"] == "stderr" else "stdout"}
        case "error":
            traceback = output.get("traceback") or [f"{output.get('ename')}: {output.get('evalue')}"]
            yield {**output, "traceback": [_as_left(line) for line in traceback]}
        case "display_data" | "execute_result":
            given = _readable(output["data"])
            if given and all(kind.startswith(_KEPT) for kind in given):
                return
            data = {kind: _text(given[kind]) for kind in FORMS if kind in given}
            for kind, text in data.items():
                if _shows(kind, text):
                    facts = output.get("metadata", {})
                    shown = _as_left(text) if kind == "text/plain" else text
                    shown = _ATTRIBUTES.sub("", text) if kind == "text/markdown" else shown
                    if kind == "image/svg+xml" and text.lstrip().startswith("<"):  # which nbconvert would read as HTML
                        shown = f"{_FILE}{picture(_unlinked(text).encode(errors='replace'), 'svg', files)}"
                    yield {"output_type": "display_data", "metadata": facts, "data": {kind: shown}}
                    return
            if output["data"]:
                yield _UNSHOWN


def _readable(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the forms of an output, with pictures and data that nbconvert does not show as HTML and as text."""
    moving = next((kind for kind in ("image/gif", "image/webp") if kind in data), None)
    if moving and not {"image/png", "image/jpeg", "image/svg+xml"} & {*data}:
        return {**data, "text/html": f'<img src="data:{moving};base64,{_text(data[moving])}">'}
    if "application/json" in data and _OBJECT.fullmatch(_text(data.get("text/plain", ""))):
        return {**data, "text/plain": json.dumps(data["application/json"], indent=1, ensure_ascii=False)}
    return data


def _joined(outputs: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the outputs of a cell, of which those of one stream that follow each other are one.

    nbconvert does so too, in time that is quadratic in the length of a line.
    """
    for (stream, _), group in groupby(outputs, key=lambda each: (each["output_type"] == "stream", each.get("name"))):
        if stream:
            parts = list(group)
            yield {**parts[0], "text": "".join(_text(each["text"]) for each in parts)}
        else:
            yield from group


def _as_left(text: str) -> str:
    """Return a text as a terminal would leave it, without paths of a machine; of a long one, both ends."""
    text = _taken_back(_overwritten(text))
    pieces = re.split(r"(\x1b\[[\d;]*m)", _OBEYED.sub("", text))
    text = "".join(piece if at % 2 else pathless(piece) for at, piece in enumerate(pieces))
    lines = text.split("\n")
    if len(lines) > LONGEST:
        left_out = f"… {len(lines) - BEGINNING - ENDING} lines are left out here …"
        text = "\n".join([*lines[:BEGINNING], left_out, *lines[-ENDING:]])
    return text


def _overwritten(text: str) -> str:
    """Return a text in which each line begins behind the last return to its beginning."""
    if "\r" not in text:
        return text
    *lines, last = text.split("\n")
    ended = [line[:-1].rpartition("\r")[2] + line[-1:] for line in lines]
    return "\n".join([*ended, last.rstrip("\r").rpartition("\r")[2]])


def _taken_back(text: str) -> str:
    """Return a text in which each backspace has taken back the sign before it on its line."""
    if "\b" not in text:
        return text
    kept: list[str] = []
    for sign in text:
        if sign != "\b" or not kept or kept[-1] in "\n\b":
            kept.append(sign)
        else:
            kept.pop()
    return "".join(kept)


def _unlinked(drawing: str) -> str:
    """Return a drawing without what would lead out of it."""
    return _LINK.sub("", drawing)


def _text(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _shows(kind: str, text: str) -> bool:
    """Say whether something is left of a form of an output on a page."""
    match kind:
        case "text/html":
            cleaned = clean(text, {})
            return (
                bool(cleaned) and "-text-repr-fallback" not in text and not (_RUN.search(text) and _left_alone(cleaned))
            )
        case "text/latex":
            return bool(_mathematics(text))
        case "image/svg+xml":
            drawing = _unlinked(text).encode(errors="replace")
            drawn = text.lstrip().startswith("<")
            return not any(unsafe_drawing("", drawing)) if drawn else not text.lstrip().startswith(_FILE)
        case "image/png" | "image/jpeg":
            return decoded(text) is not None
    return bool(text.strip()) and not (kind == "text/plain" and _OBJECT.fullmatch(text))


def _left_alone(cleaned: str) -> bool:
    """Say whether a few words are all that is left of what a script would have made: a button's, say."""
    return not re.search(r"<(?:table|img|[ou]l|pre|p|a href)\b", cleaned) and len(re.sub(r"<[^>]*>", "", cleaned)) < 100


def _items(kind: str, facts: list[str], text: str, files: dict[str, bytes]) -> Iterator[dict[str, Any]]:
    match kind:
        case "picture" if facts[0] == "svg+xml" and not text.strip().startswith(_FILE):
            yield {"kind": "figure", "stem": text.strip()}
        case "picture":
            drawn = facts[0] == "svg+xml"
            name = text.strip().removeprefix(_FILE) if drawn else picture(decoded(text) or b"", facts[0], files)
            size = {name: fact for name, fact in zip(("width", "height"), facts[1:], strict=False) if fact.isdigit()}
            yield {"kind": "picture", "file": name, **size}
        case "latex":
            latex = html.unescape(text)
            yield {"kind": "markdown" if _among_words(latex) else "formula", "html": _mathematics(latex)}
        case _:
            cleaned = clean(_ANCHOR.sub("", text.replace(_WORDLESS, "")), files)
            if kind == "markdown":
                cleaned = _INLINE.sub(_formula, cleaned)
            if cleaned:
                yield {"kind": "stderr" if facts else kind, "html": cleaned}


def _mathematics(text: str) -> str:
    """Return LaTeX, with or without what sets it off from words, as MathML; "" if it cannot be read."""
    if _among_words(text):
        words = html.escape(_COMMAND.sub(r"\1", text.strip()), quote=False)
        return f"<p>{_INLINE.sub(_formula, words)}</p>"
    found = _WRAPPED.match(text)
    latex = plain(next((each for each in found.groups() if each is not None), text) if found else text)
    with suppress(ValueError):
        return tostring(equation(latex.strip()), encoding="unicode")
    return ""


def _among_words(latex: str) -> bool:
    """Say whether LaTeX is words, with formulas among them."""
    return not _WRAPPED.match(latex) and re.search(r"\$|\\(?:text\w\w|emph|begin)\{", latex) is not None


def _formula(found: re.Match[str]) -> str:
    latex = html.unescape(found["display"] or found["inline"] or found["environment"])
    with suppress(ValueError):
        return tostring(formula(latex, display=not found["inline"]), encoding="unicode")
    return f"<code>{html.escape(latex)}</code>"
