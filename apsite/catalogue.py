"""All that a page can name: values, figures with their options, equations and parameters.

The one door between the model and the pages. Publishing opens it in a process of its own, so that what it shows is
always what the files say now:

    python -m apsite.catalogue describe
    python -m apsite.catalogue produce all-or-nothing '{"width": 0.2}' folder
    python -m apsite.catalogue answer    # many requests, from standard input
"""

import contextlib
import dataclasses
import inspect
import json
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

from apsite import dimensions, experiments, figures, parameters
from apsite.drawing.rendering import render
from apsite.kernels import latex
from apsite.widgets import presets


def describe() -> dict[str, Any]:
    """Return what can be named, without running an experiment.

    Raises DimensionError if the units of an equation do not fit.
    """
    dimensions.check()
    return {
        "experiments": {name: _experiment(name) for name in experiments.names()},
        "parameters": [
            {**dataclasses.asdict(parameter), "group": group}
            for group, members in parameters.GROUPS.items()
            for parameter in members
        ],
        "equations": latex.equations(),
    }


def produce(name: str, options: dict[str, float]) -> dict[str, bytes]:
    """Run the experiment `name` with `options` and return its files.

    These are values.json, the SVGs of its figure if it has one, and live.json, what a live figure starts from.

    Raises ValueError for an unknown name or option, or an option out of range.
    """
    module = experiments.load(name)
    known = [option.name for option in dataclasses.fields(module.Protocol)]
    for option in options:
        if option not in known:
            raise ValueError(f"{name} has no option {option!r}; allowed: {', '.join(known) or 'none'}")
    result = module.run(module.Protocol(**options))
    figure = figures.load(name)
    # Other options than the standard ones are for a figure: what is measured on them has no name to be called by.
    values = [] if options else [dataclasses.asdict(value) for value in module.values(result)]
    files = {"values.json": json.dumps(values, indent=1).encode()}
    if figure is None:
        return files
    drawing = render(figure.draw, result)
    preset = presets.load(name, result)
    if preset is not None:
        live = preset.data_in(drawing.layouts)
        files["live.json"] = json.dumps(live, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    return files | drawing.pictures


def _experiment(name: str) -> dict[str, Any]:
    module = experiments.load(name)
    title, _, summary = inspect.getdoc(module).partition("\n\n")  # type: ignore[union-attr]
    return {
        "title": title.rstrip("."),
        "summary": " ".join(summary.split()),
        "figure": figures.load(name) is not None,
        "options": _options(module),
    }


def _options(module: ModuleType) -> dict[str, dict[str, Any]]:
    return {
        option.name: {
            "default": option.default,
            "unit": option.metadata["legal"].unit,
            "minimum": option.metadata["legal"].minimum,
            "maximum": option.metadata["legal"].maximum,
            "description": option.metadata["description"],
        }
        for option in dataclasses.fields(module.Protocol)
    }


def answer(requests: TextIO, replies: TextIO) -> None:
    """Answer one request after the other, a line of JSON each, until there are no more.

    A request has an experiment's `name`, its `options` and the `folder` for its files; a reply has the traceback of
    what went wrong as `error`, or null. One process for many requests, since loading the model takes longer than most
    runs.
    """
    for line in requests:
        request, error = json.loads(line), None
        try:
            _write(produce(request["name"], request["options"]), Path(request["folder"]))
        except Exception:
            error = traceback.format_exc()
        print(json.dumps({"error": error}), file=replies, flush=True)


def _write(files: dict[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def main(arguments: list[str]) -> None:
    """Answer what the command line asks for."""
    match arguments:
        case ["describe"]:
            json.dump(describe(), sys.stdout, indent=1)
        case ["produce", name, options, folder]:
            _write(produce(name, json.loads(options)), Path(folder))
        case ["answer"]:
            replies = sys.stdout
            with contextlib.redirect_stdout(sys.stderr):  # what a library prints is not a reply
                answer(sys.stdin, replies)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
