"""All membranes that are declared in this folder, found by their files: whoever adds one edits no list.

Only what speaks of all of them asks here. An experiment imports its own, and so depends on no other.
"""

import ast
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from apsite.membranes.mechanism import Mechanism

READS = ("*.py",)  # each is loaded by its name


@cache
def files() -> Mapping[Mechanism, Path]:
    """Return every membrane that is declared here, in the order of the files, with its file.

    Raises ValueError where two have one name.
    """
    found: dict[Mechanism, Path] = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        taken = _imported(path)
        for name, each in vars(import_module(f"{__package__}.{path.stem}")).items():
            if not isinstance(each, Mechanism) or name in taken:
                continue
            for other, place in found.items():
                if other is not each and other.name == each.name:
                    raise ValueError(f"two membranes have the name {each.name!r}: in {place.name} and in {path.name}")
            found[each] = path
    return found


def declared() -> tuple[Mechanism, ...]:
    """Return every membrane that is declared here. Raises ValueError where two have one name."""
    return tuple(files())


#: What an equation is called, of which gate or current.
_EQUATION = re.compile(r"(?:alpha_|beta_|tau_|g_|I_|rate of |d)(\w+?)(?:/dt)?|(\w+)_inf")


def line(mechanism: Mechanism, equation: str) -> int:
    """Return the line on which that is declared of which an equation is: a gate, a current, a formula, or the whole."""
    text = files()[mechanism].read_text(encoding="utf-8")
    of = _EQUATION.fullmatch(equation)
    own = "|".join(re.escape(each) for each in (equation, *(of.groups() if of else ())) if each)
    for pattern in (rf'\b(?:Gate|Current)\(\s*"(?:{own})"', rf'"(?:{own})":', rf'"{re.escape(mechanism.name)}"'):
        if match := re.search(pattern, text):
            return text.count("\n", 0, match.start()) + 1
    return 1


def _imported(path: Path) -> set[str]:
    """Return the names that a file has from others."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    several = (node.names for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {alias.asname or alias.name for names in several for alias in names}
