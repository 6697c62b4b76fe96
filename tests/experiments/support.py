"""What several tests of the experiments ask."""

import json
from functools import cache

from apsite.book.production.production import Producer, Request


@cache
def published(*names):
    """The values that the pages show for these experiments, by name: from the store, or from runs of these alone."""
    answers = Producer().values(Request(name) for name in names)
    return {value["name"]: value["value"] for files in answers.values() for value in json.loads(files["values.json"])}
