"""The words and letters that units are written with, as pint has them, without pint in this process.

Owns how they come from the store, where they are kept: pint takes seconds to load, and a build without news of units
does without it.
"""

import json
from functools import cache

from apsite.book.production.production import Producer

_known: dict[str, frozenset[str]] = {}


def learn(producer: Producer) -> None:
    """Take the vocabulary from the store of `producer`, which keeps for the next build what this one asks it for."""
    request = ("vocabulary", producer.sources.digest("apsite.units"))
    if (entry := producer.store.get(request)) is None:
        from apsite.units import vocabulary as asked  # not before: pint is slow

        entry = {"vocabulary.json": json.dumps(asked()).encode()}
        producer.store.put(request, entry)
    _known.update((kind, frozenset(words)) for kind, words in json.loads(entry["vocabulary.json"]).items())


def vocabulary() -> dict[str, frozenset[str]]:
    """Return what `apsite.units.vocabulary` returns."""
    if not _known:
        learn(Producer())
    return _known


@cache
def is_unit(word: str) -> bool:
    """Say whether `word` is one unit, with or without a prefix: mV, kDa, min, Ω, millivolts."""
    known = vocabulary()
    if word in known["words"]:
        return False
    symbols, prefixes = known["symbols"], known["prefixes"] | {""}
    return any(word[at:] in symbols and word[:at] in prefixes for at in range(len(word))) or is_name(word)


def is_name(word: str) -> bool:
    """Say whether `word` is a unit's name, written out, one or several: volt, millimetres."""
    known = vocabulary()
    names, prefixes = known["names"], known["prefix_names"] | {""}
    forms = {word, word.removesuffix("s")}
    return any(form[at:] in names and form[:at] in prefixes for form in forms for at in range(len(form)))
