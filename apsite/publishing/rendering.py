"""What a notebook's cells gave, as a page shows it: by nbconvert, as mkdocs-jupyter sets it up.

Owns which of several forms of one output is shown, and what becomes of what a page may not hold: markup is cleaned,
LaTeX is MathML, pictures are files, and what needs a script or a kernel falls back to the text that stands for it. It
is loaded where there is something to render, in a process of its own.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import tostring

import nbformat
from mkdocs_jupyter.config import settings
from mkdocs_jupyter.nbconvert2 import get_nbconvert_app
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from apsite.publishing.cleaning import clean, decoded, picture
from apsite.publishing.formulas import equation, formula
from apsite.publishing.paths import pathless
from apsite.publishing.safety import unsafe_drawing

READS = ("outputs.html.j2",)

#: Forms of one output, the one that says most first.
FORMS = ("text/html", "text/markdown", "text/latex", "image/svg+xml", "image/png", "image/jpeg", "text/plain")

_WRAPPED = re.compile(
    r"\A\s*(?:\$\$(?P<a>.*)\$\$|\$(?P<b>.*)\$|\\\[(?P<c>.*)\\\]|\\\((?P<d>.*)\\\)|(?P<e>\\begin\{.*))\s*\Z", re.DOTALL
)
_INLINE = re.compile(r"(?<![\\$])\$(?![\s$])((?:\\.|[^\\$<>])+?)(?<!\s)\$(?![\d$])")
_OVERWRITTEN = re.compile(r"[^\n]*\r(?!\n)")


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
    outputs = [nbformat.from_dict(shown) for output in cell["given"] for shown in _shown(output, files)]
    return nbformat.v4.new_code_cell("", metadata=metadata, outputs=outputs)


def _shown(output: Mapping[str, Any], files: dict[str, bytes]) -> Iterator[dict[str, Any]]:
    match output["output_type"]:
        case "stream":
            text = _OVERWRITTEN.sub("", pathless(_text(output["text"]))).rstrip("\n")
            yield {**output, "text": text, "name": "stderr" if output["name"] == "stderr" else "stdout"}
        case "error":
            traceback = output.get("traceback") or [f"{output.get('ename')}: {output.get('evalue')}"]
            yield {**output, "traceback": [pathless(line) for line in traceback]}
        case "display_data" | "execute_result":
            data = {kind: _text(output["data"][kind]) for kind in FORMS if kind in output["data"]}
            for kind, text in data.items():
                if _shows(kind, text):
                    facts = output.get("metadata", {})
                    made = {"output_type": "display_data", "metadata": facts, "data": {kind: pathless(text, kind)}}
                    yield made
                    return


def _text(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _shows(kind: str, text: str) -> bool:
    """Say whether something is left of a form of an output on a page."""
    match kind:
        case "text/html":
            return bool(clean(text, {}))
        case "text/latex":
            return bool(_mathematics(text))
        case "image/svg+xml":
            return not text.lstrip().startswith("<") or not any(unsafe_drawing("", text))
        case "image/png" | "image/jpeg":
            return decoded(text) is not None
    return bool(text.strip())


def _items(kind: str, facts: list[str], text: str, files: dict[str, bytes]) -> Iterator[dict[str, Any]]:
    match kind:
        case "picture" if facts[0] == "svg+xml" and not text.lstrip().startswith("<"):
            yield {"kind": "figure", "stem": text.strip()}
        case "picture":
            content = text.encode() if facts[0] == "svg+xml" else decoded(text) or b""
            size = {name: fact for name, fact in zip(("width", "height"), facts[1:], strict=True) if fact.isdigit()}
            yield {"kind": "picture", "file": picture(content, facts[0].removesuffix("+xml"), files), **size}
        case "latex":
            yield {"kind": "formula", "html": _mathematics(text)}
        case _:
            cleaned = clean(text, files)
            if kind == "markdown":
                cleaned = _INLINE.sub(lambda found: _formula(found), cleaned)
            if cleaned:
                yield {"kind": "stderr" if facts else kind, "html": cleaned}


def _mathematics(text: str) -> str:
    """Return LaTeX, with or without what sets it off from words, as MathML; "" if it cannot be read."""
    found = _WRAPPED.match(text)
    latex = next((each for each in found.groups() if each is not None), text) if found else text
    with suppress(ValueError):
        return tostring(equation(latex.strip()), encoding="unicode")
    return ""


def _formula(found: re.Match[str]) -> str:
    with suppress(ValueError):
        return tostring(formula(html.unescape(found[1])), encoding="unicode")
    return found[0]
