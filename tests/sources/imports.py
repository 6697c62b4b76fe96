"""Loads modules, and takes down which module has which other ones loaded: each import as it is carried out.

    python imports.py < names > imports

Both are in JSON. A name is that of a module, or of what a package offers by and by.
"""

import builtins
import importlib
import json
import sys
from collections import defaultdict

found: defaultdict[str, set[str]] = defaultdict(set)
carry_out, load = builtins.__import__, importlib.import_module
asked = ""


def take_down(name, globals=None, locals=None, fromlist=(), level=0):
    module = carry_out(name, globals, locals, fromlist, level)
    importer = (globals or {}).get("__name__", "")
    if importer.startswith("apsite"):
        home = name if not level else module.__name__
        found[importer] |= {home, *(f"{home}.{each}" for each in fromlist or () if f"{home}.{each}" in sys.modules)}
    return module


def take_down_load(name, package=None):
    found[asked].add(name)
    return load(name, package)


def main() -> None:
    global asked
    builtins.__import__, importlib.import_module = take_down, take_down_load
    for asked in json.load(sys.stdin):
        found[asked]
        try:
            load(asked)
        except ModuleNotFoundError:
            package, _, offered = asked.rpartition(".")
            getattr(load(package), offered)
    json.dump({name: sorted(others) for name, others in found.items()}, sys.stdout)


if __name__ == "__main__":
    main()
