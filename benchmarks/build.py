"""Where the time of a build goes, and what an edit of each kind makes again.

    .venv/bin/python benchmarks/build.py

On a copy of the project: a build from an empty store; a rebuild after an edit of each kind, with what it made again; a
build of the same pages by Material alone (the same Markdown extensions and code blocks, no hook), in turn with the
rebuild after a change of prose, as a ratio of medians; and the size of what is kept after a hundred saves of a figure
that each draw it anew. Each time is given by the clock and of the processor, which is what other work on the machine
leaves as it is. What the guide says of the first build, and with `--set-up` of the set-up, is measured too, and is
wrong if it is half as much again, or two thirds.
"""

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from apsite.book.markdown.markdown import PART_OF_THE_SYNTAX
from apsite.book.notebooks.jupyter import Settings
from apsite.book.notebooks.notebooks import found, page_of
from apsite.notebooks import percent
from apsite.upkeep import size

COPIED = ("apsite", "docs", "overrides", "mkdocs.yml", "pyproject.toml", "requirements.txt", "package-lock.json")
PAGE = "docs/chapter-2/action-potential/threshold.md"
FIGURE = "apsite/chapters/action_potential/refractory_period/resetting_gates/figure.py"
#: What is edited, and what is written to its end.
EDITS = {
    "a page": (PAGE, "\nA new sentence, number {}.\n"),
    "a style sheet of the site": ("docs/assets/stylesheets/book.css", "\n/* {} */\n"),
    "a style sheet of the live figures": ("apsite/live/page/live.css", "\n/* {} */\n"),
    "a template": ("overrides/main.html", "\n{{# {} #}}\n"),
    "a script": ("apsite/live/plot/axis.ts", "\n// {}\n"),
    "a figure": (FIGURE, "\n# {}\n"),
    "an experiment": ("apsite/chapters/action_potential/threshold/all_or_nothing/experiment.py", "\n# {}\n"),
    "laboratory/terminal.py": ("apsite/laboratory/terminal.py", "\n# {}\n"),
    "an equation": ("apsite/equations/membrane.py", "\n# {}\n"),
}
#: What the guide says of the work that is done the first time, s of the processor.
GUIDE = "docs/write-for-this-book/first-page.md"
SAID = {"set-up": ("three quarters of a minute of work", 45), "first build": ("three and a half minutes of work", 210)}
TRUE = 1.5


def copy(folder: Path) -> Path:
    for name in COPIED:
        place = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        place(ROOT / name, folder / name)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def build(project: Path, config: str = "mkdocs.yml") -> tuple[float, float, str]:
    """Build, and return the seconds that it took, by the clock and of the processor, and what it said."""
    environment = {**os.environ, "APSITE_CACHE": str(project / ".cache"), "SOURCE_DATE_EPOCH": "0"}
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", config]
    start, before = perf_counter(), processor()
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    seconds, worked = perf_counter() - start, processor() - before
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return seconds, worked, done.stderr


def processor() -> float:
    """Return the seconds of the processor that programs begun here have taken, with those that they began."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
        r"^  - mkdocs-jupyter:\n(?:      .*\n)+|^  - apsite\.book\.notebooks\.later.*\n", "", text, flags=re.MULTILINE
    )
    text = re.sub(r"^strict: true", "strict: false\nsite_dir: site.material", text, flags=re.MULTILINE)
    text = text.replace("docs_dir: docs", "docs_dir: docs.material")
    extensions = "".join(
        f"  - {name}:\n" + "".join(f"      {key}: {in_yaml(value)}\n" for key, value in options.items())
        if options
        else f"  - {name}\n"
        for name, options in PART_OF_THE_SYNTAX.items()
    )
    text = text.replace("markdown_extensions:\n", f"markdown_extensions:\n{extensions}")
    (project / "material.yml").write_text(text, encoding="utf-8")
    return "material.yml"


def in_yaml(value: object) -> str:
    """A setting as it is written in mkdocs.yml: a function by its name."""
    return f"!!python/name:{value.__module__}.{value.__qualname__}" if callable(value) else json.dumps(value)


def edit(project: Path, what: str, number: int) -> None:
    """Write something new to the end of what is edited; a former edit stays."""
    file, text = EDITS[what]
    with (project / file).open("a", encoding="utf-8") as edited:
        edited.write(text.format(number))


def made(said: str) -> str:
    """What a build says that it made."""
    found = re.search(r"Made: (.*); taken from the store", said)
    return found[1] if found else "?"


def kept(project: Path) -> float:
    """Megabytes that the store and the machine code take."""
    return size([project / ".cache" / "store", project / ".cache" / "kernels"]) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description="Where the time of a build goes.")
    parser.add_argument("--rounds", type=int, default=7, help="how often the rebuild and Material are timed")
    parser.add_argument("--saves", type=int, default=100, help="how often a figure is saved")
    parser.add_argument("--set-up", action="store_true", help="set up a second copy, for which libraries are fetched")
    options = parser.parse_args()
    untrue = []
    with tempfile.TemporaryDirectory() as folder:
        print("by the clock, of the processor", flush=True)
        if options.set_up:
            untrue += set_up(Path(folder) / "fresh")
        project = copy(Path(folder))
        seconds, worked, said = build(project)
        untrue += compare("first build", worked)
        tell(seconds, worked, f"build from an empty store, on {os.cpu_count()} cores: {made(said)}")
        tell(*build(project)[:2], "build without an edit")
        for number, what in enumerate(EDITS):
            edit(project, what, number)
            seconds, worked, said = build(project)
            tell(seconds, worked, f"after an edit of {what}: {made(said)}")
        alone = material_alone(project)
        build(project, alone)
        ours, theirs = [], []
        for number in range(options.rounds):
            edit(project, "a page", number)
            ours.append(build(project)[:2])
            theirs.append(build(project, alone)[:2])
        ours, theirs = ([statistics.median(each) for each in zip(*times, strict=True)] for times in (ours, theirs))
        tell(*ours, f"rebuild after a change of prose, median of {options.rounds}")
        tell(*theirs, "Material alone on the same pages")
        print(f"{ours[0] / theirs[0]:9.2f}   {ours[1] / theirs[1]:9.2f}    ratio", flush=True)
        before = kept(project)
        for number in range(options.saves):
            edit(project, "a figure", 1000 + number)
            build(project)
        print(f"{before:7.1f} MB kept before, {kept(project):.1f} MB after {options.saves} saves of a figure")
    sys.exit("\n".join(untrue))


def set_up(fresh: Path) -> list[str]:
    """Set up a copy as the guide's reader does, and return what the guide says of it and is not so."""
    for name in ("tools", *COPIED):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, fresh / name)
    start, before = perf_counter(), processor()
    subprocess.run([sys.executable, "tools/bootstrap.py", "site"], cwd=fresh, check=True, capture_output=True)
    worked = processor() - before
    tell(perf_counter() - start, worked, "set-up")
    return compare("set-up", worked)


def compare(what: str, worked: float) -> list[str]:
    """Return what the guide says of a time and is not so."""
    words, said = SAID[what]
    if 1 / TRUE < worked / said < TRUE:
        return []
    return [f"{GUIDE} says of the {what}: {words}; it is {worked:.0f} s of the processor."]


def tell(seconds: float, worked: float, what: str) -> None:
    print(f"{seconds:7.2f} s   {worked:7.2f} s  {what}", flush=True)


if __name__ == "__main__":
    main()
