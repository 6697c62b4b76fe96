"""Executing a notebook for publishing."""

import json
import os
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from apsite.notebooks.execution import LIMIT as USUAL
from apsite.notebooks.execution import CellError, execute
from apsite.notebooks.outputs import files

LIMIT = "APSITE_CELL_SECONDS"


def make(question: Mapping[str, Any], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Execute the code cells of `question`, with the files `beside` them in base 64; return the files of their outputs.

    What failed is an answer too: `error.json`, with the index of its cell, line, message and traceback.
    """
    try:
        beside = {name: b64decode(content) for name, content in question["beside"].items()}
        limit = int(os.environ.get(LIMIT, USUAL))
        return files(execute(question["code"], limit, beside, question["allow_errors"]))
    except CellError as error:
        return {"error.json": json.dumps(asdict(error)).encode()}
