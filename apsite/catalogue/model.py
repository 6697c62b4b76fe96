"""The parameters, and the equations as a page shows them, once their units have been found to fit."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from apsite import dimensions, parameters
from apsite.kernels import latex


def make(question: None, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return both as `model.json`. Raises DimensionError if the units of an equation do not fit."""
    dimensions.check()
    groups = parameters.GROUPS.items()
    model = {
        "parameters": [{**asdict(each), "group": group} for group, members in groups for each in members],
        "equations": latex.equations(),
    }
    return {"model.json": json.dumps(model, indent=1).encode()}
