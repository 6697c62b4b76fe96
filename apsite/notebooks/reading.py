"""Reading a notebook for publishing, which knows no jupytext."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from apsite.notebooks import ipynb
from apsite.notebooks.percent import NotebookError, read


def make(question: Mapping[str, str], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return front matter, cells and language of the notebook with the `text` and of the `kind` in `question`.

    What is wrong with it is an answer too: `error.json`, with line and message.
    """
    try:
        if question["kind"] == ".ipynb":
            return {"cells.json": json.dumps(ipynb.read(question["text"])).encode()}
        front_matter, cells = read(question["text"])
    except NotebookError as error:
        return {"error.json": json.dumps({"line": error.line, "message": str(error)}).encode()}
    found = {"front_matter": front_matter, "line": 1, "cells": list(map(asdict, cells)), "language": "python"}
    return {"cells.json": json.dumps(found).encode()}
