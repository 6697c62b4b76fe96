"""Executing a notebook for publishing."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from apsite.notebooks.execution import LIMIT as USUAL
from apsite.notebooks.execution import CellError, execute
from apsite.notebooks.outputs import files

LIMIT = "APSITE_CELL_SECONDS"


def make(question: Sequence[str], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Execute the code cells `question`; return the files of their outputs.

    What failed is an answer too: `error.json`, with the index of its cell, line, message and traceback.
    """
    try:
        return files(execute(question, int(os.environ.get(LIMIT, USUAL))))
    except CellError as error:
        return {"error.json": json.dumps(asdict(error)).encode()}
