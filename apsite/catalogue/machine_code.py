"""The names of all machine code that results are made with, by which what is no longer used is told from the rest."""

import json
from collections.abc import Mapping

from apsite.kernels import compiled
from apsite.laboratory.rates import MEASURED
from apsite.membranes import found


def make(question: None, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return them as `names.json`."""
    return {"names.json": json.dumps(sorted(compiled.names((*found.declared(), MEASURED)))).encode()}
