"""What a live figure starts from."""

import json
from collections.abc import Mapping
from typing import Any

from apsite.catalogue.results import result
from apsite.widgets import presets


def make(question: Mapping[str, Any], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return `live.json` of the figure `name` of `question`, whose pictures have these `layouts`, and a `result`."""
    preset = presets.load(question["name"], result(given["result"]))
    if preset is None:
        raise ValueError(f"there is no live figure {question['name']!r}")
    live = preset.data_in(question["layouts"])
    return {"live.json": json.dumps(live, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()}
