"""Results of the build, and what is drawn of them."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from apsite import experiments, figures
from apsite.catalogue.results import result
from apsite.drawing.look import LIGHT, Look
from apsite.publishing import tasks
from apsite.publishing.production import Producer, Request
from tests.figures.identity import Identifier, drawn

WIDE = Look(LIGHT, narrow=False)
NAMES = sorted(each.name.replace("_", "-") for each in pkgutil.iter_modules(figures.__path__))
_PRODUCER = Producer()


@cache
def result_of(name: str) -> object:
    """The result that the figure `name` is drawn from."""
    return result(_PRODUCER.take(tasks.run(Request(name)), whole=True)["result"])


@cache
def identifier(name: str) -> Identifier:
    """What knows all that is in it."""
    usual = importlib.import_module("apsite.experiments.action_potential")
    modules = [experiments.load(name), module_of(name), usual]
    shifts = {
        float(value)
        for module in modules
        for key, value in vars(module).items()
        if key.isupper() and isinstance(value, int | float) and 0 < value < 100
    }
    return Identifier(result_of(name), shifts)


def module_of(name: str) -> ModuleType:
    """Its own module."""
    found = figures.load(name)
    assert found is not None
    return found


def picture(name: str, module: ModuleType | None = None, look: Look = WIDE) -> list[dict[str, object]]:
    """What is drawn of it, by its own module or by another."""
    return drawn((module or module_of(name)).draw(result_of(name), look), look, identifier(name))
