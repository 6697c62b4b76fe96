"""Results of the build, and what is drawn of them."""

import importlib
from functools import cache
from pathlib import Path
from types import ModuleType

from apsite import chapters
from apsite.book.production import tasks
from apsite.book.production.production import Producer, Request
from apsite.catalogue.results import result
from apsite.plotting.look import LIGHT, Look
from tests.figures.identity import Identifier, drawn, written

WIDE = Look(LIGHT, narrow=False)
NAMES = sorted(chapters.files("figure"))
#: What each figure shows, line by line, read and found right.
PICTURES = Path(__file__).with_name("pictures.txt")
_PRODUCER = Producer()


@cache
def result_of(name: str) -> object:
    """The result that the figure `name` is drawn from."""
    return result(_PRODUCER.take(tasks.run(_PRODUCER.sources, Request(name)), whole=True)["result"])


@cache
def identifier(name: str) -> Identifier:
    """What knows all that is in it."""
    usual = importlib.import_module("apsite.chapters.action_potential.action_potential.experiment")
    modules = [chapters.experiment(name), module_of(name), usual]
    shifts = {
        float(value)
        for module in modules
        for key, value in vars(module).items()
        if key.isupper() and isinstance(value, int | float) and 0 < value < 100
    }
    return Identifier(result_of(name), shifts)


def module_of(name: str) -> ModuleType:
    """Its own module."""
    found = chapters.figure(name)
    assert found is not None
    return found


@cache
def picture(name: str, look: Look = WIDE) -> list[dict[str, object]]:
    """What is drawn of it."""
    return drawn(module_of(name).draw(result_of(name), look), look, identifier(name))


def told(name: str) -> str:
    """A figure in words, as `pictures.txt` has it."""
    return f"{name}\n{written(picture(name))}\n"


if __name__ == "__main__":  # after a change that is meant: look at what `git diff` then shows
    PICTURES.write_text("\n".join(map(told, NAMES)), encoding="utf-8")
