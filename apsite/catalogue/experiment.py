"""What an experiment is, without running it: its title, its summary and its options."""

import inspect
import json
from collections.abc import Mapping
from dataclasses import fields

from apsite import chapters


def make(question: str, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what the experiment named by `question` is, as `experiment.json`. Raises ValueError for an unknown one."""
    module = chapters.experiment(question)
    title, _, summary = inspect.getdoc(module).partition("\n\n")  # type: ignore[union-attr]
    options = {
        option.name: {
            "default": option.default,
            "unit": option.metadata["legal"].unit,
            "minimum": option.metadata["legal"].minimum,
            "maximum": option.metadata["legal"].maximum,
            "description": option.metadata["description"],
        }
        for option in fields(module.Protocol)
    }
    found = {"title": title.rstrip("."), "summary": " ".join(summary.split()), "options": options}
    return {"experiment.json": json.dumps(found, indent=1).encode()}
