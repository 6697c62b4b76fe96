"""Where the time of a build goes, and what a change of prose costs.

    .venv/bin/python benchmarks/build.py

On a copy of the project: a build from an empty store; a rebuild after a change of prose, and what it makes again; and a
build of the same pages by Material alone (the same Markdown extensions and code blocks, no hook), in turn with the
rebuild, as a ratio of medians.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from apsite.notebooks import percent
from apsite.publishing.jupyter import Settings
from apsite.publishing.markdown import PART_OF_THE_SYNTAX
from apsite.publishing.notebooks import found, page_of

COPIED = ("apsite", "docs", "overrides", "mkdocs.yml", "pyproject.toml", "requirements.txt", "package-lock.json")
EDITED = "docs/chapter-2/action-potential/threshold.md"


def copy(folder: Path) -> Path:
    for name in COPIED:
        place = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        place(ROOT / name, folder / name)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def build(project: Path, config: str = "mkdocs.yml") -> tuple[float, str]:
    """Build, and return the seconds that it took and what it said."""
    environment = {**os.environ, "APSITE_CACHE": str(project / ".cache"), "SOURCE_DATE_EPOCH": "0"}
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", config]
    start = perf_counter()
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    seconds = perf_counter() - start
    if done.returncode:
        sys.exit(done.stderr)
    return seconds, done.stderr


def material_alone(project: Path) -> str:
    """Write the configuration without the book's hook, and the pages of the notebooks; return its name."""
    alone = project / "docs.material"
    shutil.copytree(project / "docs", alone)
    for source, text in found(alone, Settings(), lambda path: path.read_text(encoding="utf-8")).items():
        blocks = [
            f"```python\n{cell.source}\n```" if cell.kind == "code" else cell.source for cell in percent.read(text)[1]
        ]
        (alone / page_of(source)).write_text("\n\n".join(blocks), encoding="utf-8")
    text = (project / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(r"^hooks:\n(?:  .*\n)+", "", text, flags=re.MULTILINE)
    text = re.sub(
        r"^  - mkdocs-jupyter:\n(?:      .*\n)+|^  - apsite\.publishing\.later.*\n", "", text, flags=re.MULTILINE
    )
    text = re.sub(r"^strict: true", "strict: false\nsite_dir: site.material", text, flags=re.MULTILINE)
    text = text.replace("docs_dir: docs", "docs_dir: docs.material")
    extensions = "".join(
        f"  - {name}:\n" + "".join(f"      {key}: {json.dumps(value)}\n" for key, value in options.items())
        if options
        else f"  - {name}\n"
        for name, options in PART_OF_THE_SYNTAX.items()
    )
    text = text.replace("markdown_extensions:\n", f"markdown_extensions:\n{extensions}")
    (project / "material.yml").write_text(text, encoding="utf-8")
    return "material.yml"


def rebuild(project: Path) -> Callable[[], tuple[float, str]]:
    """Return what changes a sentence and builds."""
    page = project / EDITED
    text = page.read_text(encoding="utf-8")
    count = iter(range(10**6))

    def run() -> tuple[float, str]:
        page.write_text(f"{text}\nA new sentence, number {next(count)}.\n", encoding="utf-8")
        return build(project)

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description="Where the time of a build goes.")
    parser.add_argument("--rounds", type=int, default=7, help="how often the rebuild and Material are timed")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        project = copy(Path(folder))
        print(f"{build(project)[0]:7.2f} s  build from an empty store, on {os.cpu_count()} cores")
        change, alone = rebuild(project), material_alone(project)
        build(project, alone)
        pairs = [(change(), build(project, alone)) for _ in range(rounds)]
        ours, theirs = (statistics.median(seconds for seconds, _ in each) for each in zip(*pairs, strict=True))
        print(f"{ours:7.2f} s  rebuild after a change of prose")
        for line in re.findall(r"Made: .*", pairs[-1][0][1]):
            print(f"{'':11}{line}")
        print(f"{theirs:7.2f} s  Material alone on the same pages")
        print(f"{ours / theirs:7.2f}    ratio")


if __name__ == "__main__":
    main()
