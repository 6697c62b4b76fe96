"""One run of an experiment: its result, for what is drawn of it, and the values that pages may state."""

import json
import pickle
import zlib
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from apsite import chapters


def make(question: Mapping[str, Any], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Run the experiment `name` of `question` with its `options`; return `result` and `values.json`.

    Raises ValueError for an unknown name or option, or an option out of range.
    """
    name, options = question["name"], question["options"]
    module = chapters.experiment(name)
    known = [option.name for option in fields(module.Protocol)]
    for option in options:
        if option not in known:
            raise ValueError(f"{name} has no option {option!r}; allowed: {', '.join(known) or 'none'}")
    result = module.run(module.Protocol(**options))
    kept = zlib.compress(pickle.dumps(result, protocol=5), level=1)  # before anything is derived from it and kept by it
    # Other options than the standard ones are for a figure: what is measured on them has no name to be called by.
    values = [] if options else [asdict(value) for value in module.values(result)]
    return {"result": kept, "values.json": json.dumps(values, indent=1).encode()}
