"""Links inside the site: the page or file is there, and so is the anchor on it."""

import posixpath
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import unquote

from apsite.checks.reading import Reading
from apsite.publishing.faults import Fault, nearest
from apsite.publishing.safety import leaves, scheme


def check_links(docs: Path, pages: Mapping[str, Reading], withheld: Collection[str]) -> list[Fault]:
    """Return what is wrong with the links of all `pages`."""
    return [
        page.fault_at(line, message)
        for page in pages.values()
        for address, line in page.links
        if scheme(address) == "" and not leaves(page.page.source, address)
        if (message := _fault(docs, page, address, pages, withheld))
    ]


def _fault(
    docs: Path, page: Reading, address: str, pages: Mapping[str, Reading], withheld: Collection[str]
) -> str | None:
    path, _, anchor = address.partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith("/"):
        return f"the link {address} begins with a slash. Write the way from this page: ../{path.lstrip('/')}"
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page.page.source), path)) if path else page.page.source
    if target in pages:
        return _anchor_fault(pages[target], address, anchor)
    if target in withheld:
        return f"the link {address} leads to a page that is not released."
    if (docs / target).is_file():
        return None
    if f"{target}/index.md" in pages or f"{target}.md" in pages:
        file = f"{target}/index.md" if f"{target}/index.md" in pages else f"{target}.md"
        return f"the link {address} leads to no file. Link to the file: {_way(page, file)}"
    near = nearest(target, pages)
    return f"the link {address} leads to no page. {near if near.startswith('Did you mean') else 'Look at its path.'}"


def _anchor_fault(target: Reading, address: str, anchor: str) -> str | None:
    if not anchor or unquote(anchor) in target.ids:
        return None
    near = nearest(anchor, target.ids)
    hint = near if near.startswith("Did you mean") else "An anchor is the heading in small letters, with hyphens."
    return f"{target.page.file} has no anchor '{anchor}', to which {address} leads. {hint}"


def _way(page: Reading, file: str) -> str:
    return posixpath.relpath(file, posixpath.dirname(page.page.source) or ".")
