"""The process in which results are made: `python -m apsite.workshop`, one after the other, since loading takes longer.

Each line of its input is a request in JSON: the `module` that makes it, whose `make(question, given)` returns files by
name; the `question`; and a `folder` with the files that are `given`. Those that were made come to lie in the folder
`made`. The answer is a line too: the traceback of what went wrong as `error`, or null.
"""

import contextlib
import json
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import TextIO


def answer(requests: TextIO, replies: TextIO) -> None:
    """Answer one request after the other until there are no more."""
    for line in requests:
        request, error = json.loads(line), None
        folder = Path(request["folder"])
        try:
            given = {path.name: path.read_bytes() for path in (folder / "given").iterdir()}
            made = import_module(request["module"]).make(request["question"], given)
            for name, content in made.items():
                (folder / "made" / name).write_bytes(content)
        except Exception:
            error = traceback.format_exc()
        print(json.dumps({"error": error}), file=replies, flush=True)


if __name__ == "__main__":
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # what a library prints is not an answer
        answer(sys.stdin, out)
