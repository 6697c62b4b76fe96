"""The door of this room, for publishing to open in a process of its own:

    python -m apsite.notebooks read        # a notebook from standard input, its cells as JSON
    python -m apsite.notebooks run FOLDER  # code cells (a list, JSON) from standard input, what they give into FOLDER

Both answer on standard output, in JSON; what is wrong with the notebook is an answer too, with a message.
"""

import contextlib
import dataclasses
import json
import os
import sys
from pathlib import Path
from typing import Any

LIMIT = "APSITE_CELL_SECONDS"


def read(text: str) -> dict[str, Any]:
    """Return front matter and cells of a notebook, or the line and message of what is wrong with it."""
    from apsite.notebooks.percent import NotebookError, read

    try:
        front_matter, cells = read(text)
    except NotebookError as error:
        return {"line": error.line, "message": str(error)}
    return {"front_matter": front_matter, "cells": [dataclasses.asdict(cell) for cell in cells]}


def run(sources: list[str], folder: Path) -> dict[str, Any]:
    """Execute code cells and put the files of their outputs into `folder`; return what failed, or nothing."""
    from apsite.notebooks.execution import LIMIT as USUAL
    from apsite.notebooks.execution import CellError, execute
    from apsite.notebooks.outputs import files

    try:
        outputs = execute(sources, int(os.environ.get(LIMIT, USUAL)))
    except CellError as error:
        return dataclasses.asdict(error)
    for name, content in files(outputs).items():
        (folder / name).write_bytes(content)
    return {}


def main(arguments: list[str]) -> None:
    """Answer what the command line asks for."""
    with contextlib.redirect_stdout(sys.stderr):  # what a library prints is not the answer
        match arguments:
            case ["read"]:
                answer = read(sys.stdin.read())
            case ["run", folder]:
                answer = run(json.load(sys.stdin), Path(folder))
            case _:
                sys.exit(__doc__)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
