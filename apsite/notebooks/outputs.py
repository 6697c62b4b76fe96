"""What cells gave, as files for the store: the outputs in JSON, and four pictures of each figure.

Owns how a figure of the kernel is kept. How outputs look, and what of them a page may show, is decided where they
are rendered.
"""

import contextlib
import json
import re
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from apsite.plotting.plain import pictures

OUTPUTS = "outputs.json"
SVG = "image/svg+xml"
SIDES = ("width", "height")
NARROW_SVG = "image/x-narrow+svg"  # of our kernel alone; no notebook file has it


def files(outputs: Sequence[Sequence[dict[str, Any]]]) -> dict[str, bytes]:
    """Return the files for the `outputs` of each code cell, which are in the notebook format.

    In outputs.json the place of an SVG holds a stem; the pictures are `<stem>-wide-light.svg`, `<stem>-narrow-dark.svg`
    and so on.
    """
    made: dict[str, bytes] = {}
    kept = [
        [_shown(output, f"{number}-{place}", made) for place, output in enumerate(cell)]
        for number, cell in enumerate(outputs, 1)
    ]
    made[OUTPUTS] = json.dumps(kept, indent=1, sort_keys=True).encode()
    return made


def _shown(output: dict[str, Any], stem: str, made: dict[str, bytes]) -> dict[str, Any]:
    if output["output_type"] not in ("display_data", "execute_result"):
        return dict(output)
    data = {kind: value for kind, value in output["data"].items() if kind != NARROW_SVG}
    if SVG in data and (svg := _drawn(data.pop(SVG))):
        data[SVG] = svg
    if all(_sized(output["data"].get(kind)) for kind in (SVG, NARROW_SVG)):  # a figure of our kernel
        data[SVG] = stem
        for width, svg in (("wide", output["data"][SVG]), ("narrow", output["data"][NARROW_SVG])):
            made |= {f"{stem}-{width}-{palette}.svg": text.encode() for palette, text in pictures(svg).items()}
    return {**output, "data": data}


def _drawn(svg: Any) -> str:
    """Return an SVG that a cell gave as text, or as bytes, which come as base64; "" where it is none."""
    text = "".join(map(str, svg)) if isinstance(svg, list) else str(svg)
    if not text.lstrip().startswith("<"):
        with contextlib.suppress(ValueError):
            text = b64decode(text, validate=True).decode()
    return text if text.lstrip().startswith("<") else ""


def _sized(svg: Any) -> bool:
    """Say whether something is an SVG that says how large it is; a cell may give any text under any name."""
    return isinstance(svg, str) and all(
        re.search(rf"<svg\b[^>]*\s{side}=[\"'][0-9.]+(?:pt|px)?[\"']", svg) for side in SIDES
    )
