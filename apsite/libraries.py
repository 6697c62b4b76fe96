"""The libraries that are installed: which one an import brings, its version, and what it needs itself.

Read off the metadata of the environment that this process runs in, once for each state of it, since that takes
half a second: the names of the metadata's folders, which have the versions, are that state.
"""

import hashlib
import json
import re
import sys
from functools import cache
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import Any

from apsite.cache import cache_root, keep

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: Held while it is read: a hundred threads that ask at once would each read all of it.
_reading = Lock()


@cache
def versions(name: str, imported: bool = True) -> str:
    """Return names and versions of what `import name` brings and of all that it needs, in order; "" of nothing.

    With `imported` false, `name` is that of a distribution.
    """
    with _reading:
        environment = _environment()
    waiting = list(environment["imports"].get(name, ())) if imported else [_plain(name)]
    found: dict[str, str] = {}
    while waiting:
        each = waiting.pop()
        if each not in found and each in environment["distributions"]:
            version, needed = environment["distributions"][each]
            found[each] = version
            waiting += needed
    return " ".join(f"{each}=={version}" for each, version in sorted(found.items()))


@cache
def _environment() -> dict[str, Any]:
    """Return which distributions an import comes from, and of each distribution the version and its needs."""
    folders = [Path(each) for each in sys.path if Path(each).is_dir()]
    names = sorted(path.name for each in folders for path in each.glob("*.*-info"))
    state = hashlib.sha256("\n".join([sys.version, __file__, *names]).encode()).hexdigest()
    file = cache_root() / "libraries.json"
    try:
        known: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    if known.get("state") != state:
        known = {
            "state": state,
            "imports": {name: sorted(set(map(_plain, of))) for name, of in metadata.packages_distributions().items()},
            "distributions": {
                _plain(each.metadata["Name"]): [each.version, sorted(_needs(each))]
                for each in metadata.distributions()
                if each.metadata["Name"]
            },
        }
        keep(file, json.dumps(known))
    return known


def _needs(distribution: metadata.Distribution) -> set[str]:
    """Return the names of what a distribution needs, without what only its extras want."""
    wanted = (each for each in distribution.requires or () if not re.search(r";.*\bextra\s*==", each))
    return {_plain(found[0]) for each in wanted if (found := _NAME.match(each))}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
