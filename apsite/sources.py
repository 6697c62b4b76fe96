"""What a result was made from: the files that its modules import, directly or through others, and what these need.

Owns how imports are found, and the digest of all that stands behind some modules. Of a module count its text, the
packages that it lies in, what it imports anywhere in it (but for the type checker alone), what it reads, which it says
itself in a constant,

    READS = ("*.ts", "data.csv", "npm:uplot", "pip:brotli")

files beside it, packages from npm and libraries that are loaded without being imported, and the version of every
library with all that this needs. What is loaded by name at run time is a root of its own, which the caller names.

Imports are read off the text by Python's own parser. grimp, which draws the same graph for the checks, refuses all of
it for a slip in one file and looks for the package in its own process, where another one may be loaded; the tests hold
both to be equal.
"""

import ast
import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from apsite.cache import PACKAGE, cache_root, keep
from apsite.libraries import versions

_MAGIC = re.compile(r"^(\s*)[%!?].*", re.MULTILINE)


@dataclass
class Scan:
    """What a text says of others: absolute names that it imports, what it reads, and names that it has by and by.

    `offered` are imports for the type checker: a package that loads its names when they are asked for has them there.
    """

    imports: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    offered: dict[str, str] = field(default_factory=dict)
    broken: bool = False


def scan(text: str | bytes, package: str = "") -> Scan:
    """Return what a module in `package` says; nothing, if it is not Python."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return Scan(broken=True)
    found = Scan()
    _look(tree, package, found)
    return found


def _look(node: ast.AST, package: str, found: Scan) -> None:
    for each in ast.iter_child_nodes(node):
        match each:
            case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
                inner = Scan()
                _look(ast.Module(each.body, []), package, inner)
                found.offered |= {name.rpartition(".")[2]: name.rpartition(".")[0] for name in inner.imports}
                _look(ast.Module(each.orelse, []), package, found)
            case ast.Import():
                found.imports += [alias.name for alias in each.names]
            case ast.ImportFrom():
                above = package.split(".")[: len(package.split(".")) - each.level + 1] if each.level else []
                home = ".".join([*above, *([each.module] if each.module else [])])
                found.imports += [f"{home}.{alias.name}" for alias in each.names]
            case ast.Assign(targets=[ast.Name(id="READS")]) if isinstance(node, ast.Module):
                found.reads += ast.literal_eval(each.value)
            case _:
                _look(each, package, found)


class Sources:
    """The sources of `package` as they were when this was made, and digests of parts of them."""

    def __init__(self, package: Path = PACKAGE) -> None:
        self.package = package
        self.paths = dict(_modules(package))
        self.texts = {name: path.read_bytes() for name, path in self.paths.items()}
        self.digests = {name: hashlib.sha256(text).hexdigest() for name, text in self.texts.items()}
        self._reading = Lock()
        self._scans: dict[str, Scan] | None = None
        self._known: dict[tuple[str, ...], str] = {}
        self._imports: dict[str, set[str]] = {}
        self._libraries: dict[str, set[str]] = {}
        self._closures: dict[str, set[str]] = {}
        self._read: dict[str, dict[str, str]] = {}

    @property
    def scans(self) -> dict[str, Scan]:
        """What each module says, read anew where its text is new; once, however many threads ask."""
        with self._reading:
            if self._scans is None:
                self._scans = self._scanned()
            return self._scans

    def _scanned(self) -> dict[str, Scan]:
        file = cache_root() / "imports.json"
        by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest() + sys.version
        try:
            known = json.loads(file.read_text(encoding="utf-8"))
            before = known["scans"] if known["by"] == by else {}
        except (OSError, ValueError, TypeError, KeyError):
            before = {}
        scans = {}
        for name, text in self.texts.items():
            kept = before.get(f"{name} {self.digests[name]}")
            scans[name] = Scan(**kept) if kept else scan(text, self._folder(name))
        now = {f"{name} {self.digests[name]}": asdict(each) for name, each in scans.items()}
        if now.keys() != before.keys():
            keep(file, json.dumps({"by": by, "scans": now}))
        return scans

    @cached_property
    def _folders(self) -> set[str]:
        """Return the packages that have no file of their own."""
        parts = [name.split(".") for name in self.paths]
        return {".".join(each[:count]) for each in parts for count in range(1, len(each))} - self.paths.keys()

    def _folder(self, name: str) -> str:
        return name if self.paths[name].name == "__init__.py" else name.rpartition(".")[0]

    def imported(self, name: str) -> Iterator[str]:
        """Yield the modules of the package that are loaded where `name` is imported: of "a.b.c", a, a.b and a.b.c."""
        parts = name.split(".")
        longest = ""
        for count in range(1, len(parts) + 1):
            longer = ".".join(parts[:count])
            if longer in self._folders:
                continue
            if longer not in self.paths:
                offered = self.scans[longest].offered if longest else {}
                if parts[count - 1] == "*":
                    for home in offered.values():
                        yield from self.imported(home)
                elif parts[count - 1] in offered:
                    yield from self.imported(offered[parts[count - 1]])
                return
            longest = longer
            yield longer

    def closure(self, roots: Iterable[str]) -> set[str]:
        """Return the modules of the package that are loaded with `roots`, absolute names, themselves among them."""
        return set().union(*map(self._closure, roots))

    def _closure(self, root: str) -> set[str]:
        if root in self._closures:
            return self._closures[root]
        found: set[str] = set()
        waiting = [*self.imported(root)]
        while waiting:
            module = waiting.pop()
            if module not in found:
                found.add(module)
                waiting += self._direct(module) - found
        self._closures[root] = found
        return found

    def _direct(self, module: str) -> set[str]:
        if module not in self._imports:
            self._imports[module] = {each for name in self.scans[module].imports for each in self.imported(name)}
        return self._imports[module]

    def libraries(self, modules: Iterable[str]) -> set[str]:
        """Return the names that `modules` import from elsewhere than the package and Python itself."""
        return set().union(*(self._others(module) for module in modules))

    def _others(self, module: str) -> set[str]:
        if module not in self._libraries:
            tops = {name.partition(".")[0] for name in self.scans[module].imports}
            self._libraries[module] = tops - {"", self.package.name, *sys.stdlib_module_names}
        return self._libraries[module]

    def read(self, modules: Iterable[str], anew: bool = False) -> dict[str, str]:
        """Return what `modules` say that they read: names with the digests of files, or with versions.

        They are those that were read first, if they are not read `anew`.
        """
        found: dict[str, str] = {}
        for module in sorted(modules):
            if anew or module not in self._read:
                self._read.setdefault(module, now := dict(self._reads(module)))
                found |= now
            else:
                found |= self._read[module]
        return found

    def _reads(self, module: str) -> Iterator[tuple[str, str]]:
        for what in self.scans[module].reads:
            kind, _, name = what.rpartition(":")
            if kind == "npm":
                yield what, self._npm(name)
            elif kind == "pip":
                yield what, versions(name, imported=False)
            else:
                for path in sorted(self.paths[module].parent.glob(what)):
                    place = Path(os.path.normpath(path)).relative_to(self.package.parent)  # resolves no link
                    yield place.as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()

    def _npm(self, name: str) -> str:
        """Return what is installed of a package, or of all of them if `name` is "*"."""
        packages = self._packages
        return json.dumps(packages if name == "*" else packages.get(f"node_modules/{name}"), sort_keys=True)

    @cached_property
    def _packages(self) -> dict[str, Any]:
        """Return what is installed from npm, as its own list of that has it, else the lock file."""
        lists = ("node_modules/.package-lock.json", "package-lock.json")
        file = next((path for each in lists if (path := self.package.parent / each).is_file()), None)
        packages: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["packages"] if file else {}
        return packages

    def digest(self, *roots: str) -> str:
        """Return the digest of all that stands behind modules: sources, what they read, libraries, Python itself."""
        if roots not in self._known:
            modules = self.closure(roots)
            self._known[roots] = self._digest(modules, self.read(modules), self.libraries_of(roots))
        return self._known[roots]

    def libraries_of(self, roots: Iterable[str]) -> set[str]:
        """Return the libraries that are loaded with `roots`, of which some may be libraries."""
        roots = list(roots)
        others = {root.partition(".")[0] for root in roots} - {self.package.name, *sys.stdlib_module_names}
        return self.libraries(self.closure(roots)) | others

    def _digest(self, modules: set[str], read: Mapping[str, str], libraries: set[str]) -> str:
        lines = [
            platform.python_implementation() + platform.python_version(),
            *(f"{name} {self.digests[name]}" for name in sorted(modules)),
            *(f"{name} {what}" for name, what in sorted(read.items())),
            *(f"{name} {versions(name)}" for name in sorted(libraries)),
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def cells(self, code: Iterable[str]) -> tuple[str, ...]:
        """Return the roots that the code cells of a notebook import; everything, where that cannot be read."""
        found = [scan(_MAGIC.sub(r"\1pass", text)) for text in code]
        if any(each.broken for each in found):
            return tuple(sorted(self.paths))
        names = {name for each in found for name in each.imports}
        if self.package.name in names:  # whose names may be asked for in any way
            names.add(f"{self.package.name}.*")
        return tuple(sorted(names))

    def contents(self) -> Iterator[tuple[Path, bytes]]:
        """Yield paths and contents of all modules, and of all files that these say they read."""
        for name, path in self.paths.items():
            yield path, self.texts[name]
        for name in self.read(self.paths):
            if (file := self.package.parent / name).is_file():
                yield file, file.read_bytes()

    def unchanged(self, *roots: str) -> bool:
        """Say whether what stands behind modules is, on the disk, still what `digest` has told."""
        try:
            now = {name: self.paths[name].read_bytes() for name in self.closure(roots)}
        except OSError:
            return False
        if any(text != self.texts[name] for name, text in now.items()):
            return False
        return self._digest(set(now), self.read(now, anew=True), self.libraries_of(roots)) == self.digest(*roots)


def _modules(package: Path) -> Iterator[tuple[str, Path]]:
    """Yield names and paths of the modules in a package."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        if "__pycache__" not in parts:
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path
