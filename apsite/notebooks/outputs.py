"""What cells gave, as files for the store: the outputs in JSON, and four pictures of each figure.

Owns which kinds of output a page shows: text as it was printed, and figures as SVG. Of anything else it shows the text
that stands for it; markup that a cell made is left out, since it could be anything.
"""

import json
from collections.abc import Sequence
from typing import Any

from apsite.drawing.plain import pictures

OUTPUTS = "outputs.json"
SVG = "image/svg+xml"
NARROW_SVG = "image/x-narrow+svg"  # of our kernel alone; no notebook file has it
TEXT = "text/plain"


def files(outputs: Sequence[Sequence[dict[str, Any]]]) -> dict[str, bytes]:
    """Return the files for the `outputs` of each code cell, which are in the notebook format.

    In outputs.json the place of an SVG holds a stem; the pictures are `<stem>-wide-light.svg`, `<stem>-narrow-dark.svg`
    and so on.
    """
    made: dict[str, bytes] = {}
    kept = [
        [shown for place, output in enumerate(cell) if (shown := _shown(output, f"{number}-{place}", made))]
        for number, cell in enumerate(outputs, 1)
    ]
    made[OUTPUTS] = json.dumps(kept, indent=1, sort_keys=True).encode()
    return made


def _shown(output: dict[str, Any], stem: str, made: dict[str, bytes]) -> dict[str, Any] | None:
    if output["output_type"] == "stream":
        return {"output_type": "stream", "name": output["name"], "text": output["text"]}
    data = output.get("data", {})
    kept = {TEXT: data[TEXT]} if TEXT in data else {}
    if SVG in data:
        kept[SVG] = stem
        for width, svg in (("wide", data[SVG]), ("narrow", data.get(NARROW_SVG, data[SVG]))):
            made |= {f"{stem}-{width}-{palette}.svg": text.encode() for palette, text in pictures(svg).items()}
    if not kept:
        return None
    shown = {"output_type": output["output_type"], "metadata": {}, "data": kept}
    return shown | ({"execution_count": output["execution_count"]} if "execution_count" in output else {})
