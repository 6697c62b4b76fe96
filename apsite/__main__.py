"""The book's own commands.

python -m apsite check                       what a reviewer would otherwise have to say, with file and line
python -m apsite check --write               the checked numbers that no longer hold, as a diff, to be written
python -m apsite new page "Myelin"           a page; also: chapter, notebook, experiment,
                                             figure, membrane
python -m apsite new page --from page.md     a page that is there already; also: notebook --from notebook.ipynb
python -m apsite import FOLDER               a whole book made with Jekyll, into a chapter of its own
"""

import argparse
import os
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

try:
    from apsite.starters import KINDS, RefusedError, start
    from apsite.starters.importing import import_book
except ModuleNotFoundError as error:
    sys.exit(
        f"These commands make and check the book, which takes more than the model: {error.name} is not installed. "
        "In a checkout of the book, 'make site' installs it; elsewhere: pip install 'apsite[site]'"
    )

if TYPE_CHECKING:
    from collections.abc import Callable

    from apsite.book.text.faults import Fault
    from apsite.checks import Report

PROJECT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Do what the command line asks for; return 0 if nothing is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m apsite", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="check | new | import")
    check = commands.add_parser("check", help="check the book's text")
    check.add_argument(
        "--write", action="store_true", help="show numbers that no longer hold anew, and ask to write them"
    )
    check.add_argument("--yes", action="store_true", help="write them without being asked")
    new = commands.add_parser("new", help="write a small file to begin with")
    new.add_argument("kind", choices=tuple(KINDS))
    new.add_argument("title", nargs="?", default="", help="its title, in quotation marks")
    new.add_argument("--from", dest="origin", type=Path, help="a page or notebook to take in, whose title is its own")
    new.add_argument("--name", default="", help="a file name, where none can be made of the title")
    new.add_argument("--parent", default="", help="the title of the page above a new one, or of an experiment")
    taken = commands.add_parser("import", help="take in a book that was made for Jekyll, as a chapter")
    taken.add_argument("folder", type=Path)
    taken.add_argument("--title", default="", help="the title of the chapter, where it is not to be the book's")
    taken.add_argument("--name", default="", help="the name of the chapter's folder")
    parsed = parser.parse_args(arguments)
    if not (PROJECT / "pyproject.toml").is_file():
        print(f"There is no book at {PROJECT}. Run this in a checkout of it, with its own Python.", file=sys.stderr)
        return 1
    if parsed.command == "check":
        return _accept(parsed.yes) if parsed.write else _check()
    if parsed.command == "import":
        return _import(parsed)
    if not parsed.title and not parsed.origin:
        parser.error("say its title, in quotation marks, or --from and a file")
    return _new(parsed)


def _new(wish: argparse.Namespace) -> int:
    try:
        started = start(PROJECT, wish.kind, wish.title, wish.name, wish.parent, wish.origin)
    except RefusedError as error:
        print(f"Nothing was written: {error}", file=sys.stderr)
        return 1
    for file in started.files:
        print(f"Written: {file}")
    print("Next:")
    for number, step in enumerate(started.steps, 1):
        print(f"  {number}. {step}")
    return 0


def _accept(yes: bool) -> int:
    """Show what the numbers that do not hold would become, and write it if that is wished."""
    from apsite.checks.acceptance import propose

    proposal = propose(PROJECT, _report().corrections)
    for correction in proposal.left:
        what = (
            f"'{correction.text}' is left alone: it cannot be read as one number in a link to model:{correction.name}."
        )
        print(f"{correction.file}:{correction.line}: {what} Mend it by hand.")
    if not proposal.count:
        print("There is no number to write anew.", file=sys.stderr)
        return _check()
    print(proposal.diff(), end="")
    numbers = f"{proposal.count} number{'s' if proposal.count > 1 else ''}"
    if not yes and not (sys.stdin.isatty() and input(f"Write {numbers}? [y/N] ").strip().casefold() in ("y", "yes")):
        hint = "" if sys.stdin.isatty() else " To write without being asked: python -m apsite check --write --yes"
        print(f"Nothing was written.{hint}", file=sys.stderr)
        return 1
    try:
        proposal.write()
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{numbers} written.", file=sys.stderr)
    return _check()


def _import(wish: argparse.Namespace) -> int:
    try:
        made = import_book(PROJECT, wish.folder, wish.title, wish.name)
    except RefusedError as error:
        print(f"Nothing was written: {error}", file=sys.stderr)
        return 1
    pages = sum(name.endswith(".md") for name in made.files)
    print(f"Written: {pages} pages and {len(made.files) - pages} other files, under construction.")
    if made.left:
        print("Left to do by hand:")
    for fault in made.left:
        print(f"  {fault}")
    print(f"Next:\n  1. Look at it: make serve, or python -m mkdocs serve --livereload, at /{made.address}")
    print("  2. See what is unfinished: make check, or python -m apsite check")
    return 0


def annotation(kind: str, file: str, line: int, message: str) -> str:
    """Return the line by which GitHub's workflows show a finding beside the line that it is about."""
    text = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    name = file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::{kind} file={name},line={line}::{text}"


def _report(tell: "Callable[[list[Fault]], None]" = lambda faults: None) -> "Report":
    from apsite.book.production.elsewhere import ClusterError
    from apsite.book.production.production import Producer
    from apsite.checks import check

    try:
        producer = Producer(say=lambda text: print(text, file=sys.stderr))
    except ClusterError as error:
        sys.exit(str(error))
    report = check(PROJECT, producer, tell)
    producer.settle(whole=False)
    return report


def _check() -> int:
    start = perf_counter()
    told: set[Fault] = set()

    def tell(faults: "list[Fault]") -> None:
        told.update(faults)
        print(*faults, sep="\n", end="\n" if faults else "", flush=True)

    report = _report(tell)
    for warning in report.warnings:
        print(f"{warning.file}:{warning.line}: warning: {warning.message}")
    for fault in report.faults:
        if fault not in told:
            print(fault)
    if os.environ.get("GITHUB_ACTIONS") == "true":  # findings beside the lines of a pull request
        for kind, found_there in (("error", report.faults), ("warning", report.warnings)):
            for fault in found_there:
                print(annotation(kind, fault.file, fault.line, fault.message))
    found = f"{len(report.faults)} found" if report.faults else "nothing found"
    aside = f", {len(report.warnings)} in pages under construction" if report.warnings else ""
    print(f"{report.pages} pages checked in {perf_counter() - start:.1f} s: {found}{aside}.", file=sys.stderr)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Interrupted.")
    except OSError as error:
        from apsite.book.site.mistakes import of_the_system

        if (refused := of_the_system(error)) is None:
            raise
        sys.exit(refused)
