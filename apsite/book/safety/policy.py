"""The Content-Security-Policy of the site: what a page may load and run, said in the page itself.

Owns the policy, one for all pages: under instant navigation a page keeps the policy of the page that the reader came
from. Scripts in a page are the theme's alone, allowed by their hashes, which are taken from what is around the
author's text; a script that found a way into the text does not run.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

PLACE = "content-security-policy-to-come"
META = f'<meta http-equiv="Content-Security-Policy" content="{PLACE}">'

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"""\b(?:src|type=["']?application/(?:ld\+)?json)""", re.IGNORECASE)
_HEAD = re.compile(r"<head[^>]*>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)


def hashes(page: str, text: str = "") -> set[str]:
    """Return the hashes of the scripts in the HTML of a page, apart from its author's `text`."""
    if text and text not in page:
        return set()
    scripts = _SCRIPT.finditer(page.replace(text, "") if text else page)
    return {digest(script["code"]) for script in scripts if not _DATA.search(script["attributes"])}


def digest(code: str) -> str:
    """Return the source expression that allows the script `code`."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def policy(scripts: Iterable[str]) -> str:
    """Return the policy under which `scripts`, by their source expressions, may run."""
    directives = {
        "default-src": "'none'",
        # WebAssembly lies in the site's own scripts; a live axon runs in the page where there is no worker.
        "script-src": " ".join(["'self'", "'wasm-unsafe-eval'", *sorted(scripts)]),
        "style-src": "'self'",
        "style-src-attr": "'unsafe-inline'",  # MathML and the theme's own pages of results; styles cannot run anything
        "img-src": "'self' data: blob:",  # a live figure that is saved as a picture
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self'",  # the search
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def reserve(page: str) -> str:
    """Return the HTML of a page with the place where its policy will stand, before all that it could concern."""
    head = _HEAD.search(page)
    return f"{page[: head.end()]}\n{META}{page[head.end() :]}" if head else page


def fill(site: Path, scripts: Iterable[str]) -> None:
    """Write the policy into every page under `site`."""
    # In an attribute between double quotes nothing of the policy needs escaping.
    written = policy(scripts).encode()
    for file in site.rglob("*.html"):
        content = file.read_bytes()
        if PLACE.encode() in content:
            file.write_bytes(content.replace(PLACE.encode(), written, 1))
