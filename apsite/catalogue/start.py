"""What a live figure starts from."""

import json
from collections.abc import Mapping
from typing import Any

from apsite import chapters
from apsite.catalogue.results import result
from apsite.live.presets.start import Start


def make(question: Mapping[str, Any], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of the live figure `name` of `question`, whose pictures have these `layouts`, and a `result`.

    These are live.json, what it starts from, and what stands over its pictures (grips.html) and beneath them
    (bench.html) until it wakes.
    """
    module = chapters.live(question["name"])
    if module is None:
        raise ValueError(f"there is no live figure {question['name']!r}")
    preset: Start = module.preset(result(given["result"]))
    live = preset.data_in(question["layouts"])
    text = json.dumps(live, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    grips, bench = preset.standing(live.get("layouts", {}))
    return {"live.json": text.encode(), "grips.html": grips.encode(), "bench.html": bench.encode()}
