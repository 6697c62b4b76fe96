"""How to cite the book: what its first page says at its end, from CITATION.cff, so that the two cannot drift apart.

Owns how the people, the date and the address are written out, as a sentence and for BibTeX. What may stand in the file
is described by the Citation File Format, version 1.2.
"""

import html
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FILE = "CITATION.cff"


class CitationError(Exception):
    """CITATION.cff does not say what a citation needs; the message says what."""


def citation(project: Path, day: date, licence: str | None, address: str | None) -> str:
    """Return the HTML that says how to cite the book of `project` as it was on `day`, "" if it has no CITATION.cff.

    `licence` says what may be done with it, `address` where it is published, if that is known.

    Raises CitationError if CITATION.cff is there and lacks a title, an author or a version, or cannot be read.
    """
    file = project / FILE
    if not file.is_file():
        return ""
    try:
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        title, version = str(told["title"]), str(told["version"])
        authors = [_name(each) for each in told["authors"]]
        if not authors:
            raise KeyError("authors")
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise CitationError(f"it needs a title, a version and authors with names ({error})") from error
    names = " and ".join(authors)
    said = html.escape(f"{names} ({day.year}).")
    when = html.escape(f"Version {version}, {day.day} {day:%B %Y}.")
    free = f" {html.escape(licence)}" if licence else ""
    where = f' <a href="{html.escape(address)}">{html.escape(address)}</a>' if address else ""
    entry = {
        "author": " and ".join(f"{{{each}}}" for each in authors),
        "title": f"{{{title}}}",
        "year": str(day.year),
        "note": f"Version {version}, {day.isoformat()}",
        **({"url": address} if address else {}),
    }
    fields = "".join(f"  {key} = {{{value}}},\n" for key, value in entry.items())
    bibtex = html.escape(f"@misc{{book{day.year},\n{fields}}}")
    return f"""
<p class="ap-citation">{said} <cite>{html.escape(title)}</cite>. {when}{free}{where}</p>
<details class="ap-citation__bibtex"><summary>BibTeX</summary><pre>{bibtex}</pre></details>
"""


def _name(author: Mapping[str, Any]) -> str:
    """Return a person's name, or that of those who write together."""
    if "name" in author:
        return str(author["name"])
    return f"{author['given-names']} {author['family-names']}"
