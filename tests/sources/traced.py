"""Makes one thing, and takes down every file that is opened for it, and every library that the book's code imports.

    python traced.py < task

The task, in JSON, has a `module` that makes something, the `question`, the folder of the files that are `given`, where
what is made comes to lie too, and a `file` for what is taken down.
"""

import builtins
import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

TRACE = "APSITE_TEST_TRACE"


def take_down(file: str) -> None:
    """From now on, write paths of files and names of libraries to the end of `file`; processes begun do the same."""
    os.environ[TRACE] = file
    trace = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def audit(event: str, arguments: tuple) -> None:
        if event == "open" and isinstance(arguments[0], str):
            os.write(trace, f"{os.path.abspath(arguments[0])}\n".encode())  # noqa: PTH100 - resolves no link
        if event == "subprocess.Popen":  # a program that begins by itself may read its text untraced
            programs = [each for each in arguments[1] if isinstance(each, str) and each.endswith(".py")]
            os.write(trace, "".join(f"{os.path.abspath(each)}\n" for each in programs).encode())  # noqa: PTH100

    def take(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        if not level and (globals or {}).get("__name__", "").startswith(("apsite", "kernel_")):
            os.write(trace, f"import {name.partition('.')[0]}\n".encode())
        return carry_out(name, globals, locals, fromlist, level)

    carry_out, builtins.__import__ = builtins.__import__, take
    sys.addaudithook(audit)


def main() -> None:
    task = json.load(sys.stdin)
    folder = Path(task["given"])
    given = {path.name: path.read_bytes() for path in folder.iterdir()}
    take_down(task["file"])
    made = import_module(task["module"]).make(task["question"], given)
    for name, content in made.items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
elif __name__ == "sitecustomize" and TRACE in os.environ:  # a process that such a one has begun
    take_down(os.environ[TRACE])
