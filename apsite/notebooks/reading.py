"""Reading a notebook for publishing, which knows no jupytext."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from apsite.notebooks.percent import NotebookError, read


def make(question: str, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return front matter and cells of the notebook in the text `question`, as `cells.json`.

    What is wrong with it is an answer too: `error.json`, with line and message.
    """
    try:
        front_matter, cells = read(question)
    except NotebookError as error:
        return {"error.json": json.dumps({"line": error.line, "message": str(error)}).encode()}
    return {"cells.json": json.dumps({"front_matter": front_matter, "cells": list(map(asdict, cells))}).encode()}
