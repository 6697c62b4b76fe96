"""What several tests of the experiments ask."""

from functools import cache

from apsite import experiments


@cache
def published(*names):
    """The values that experiments publish, by name; each set is run once."""
    modules = [experiments.load(name) for name in names]
    return {value.name: value.value for module in modules for value in module.values(module.run(module.Protocol()))}
