"""The book's own commands.

python -m apsite check                       what a reviewer would otherwise have to say, with file and line
python -m apsite check --write               the checked numbers that no longer hold, as a diff, to be written
python -m apsite new page "Myelin"           a page; also: chapter, notebook, experiment, figure
"""

import argparse
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from apsite.starters import KINDS, RefusedError, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from apsite.checks import Report
    from apsite.publishing.faults import Fault

PROJECT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Do what the command line asks for; return 0 if nothing is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m apsite", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="check | new")
    check = commands.add_parser("check", help="check the book's text")
    check.add_argument(
        "--write", action="store_true", help="show numbers that no longer hold anew, and ask to write them"
    )
    check.add_argument("--yes", action="store_true", help="write them without being asked")
    new = commands.add_parser("new", help="write a small file to begin with")
    new.add_argument("kind", choices=tuple(KINDS))
    new.add_argument("title", help="its title, in quotation marks")
    new.add_argument("--name", default="", help="a file name, where none can be made of the title")
    new.add_argument("--parent", default="", help="the title of the page above a new page or notebook")
    parsed = parser.parse_args(arguments)
    if parsed.command == "new":
        return _new(parsed)
    return _accept(parsed.yes) if parsed.write else _check()


def _new(wish: argparse.Namespace) -> int:
    try:
        started = start(PROJECT, wish.kind, wish.title, wish.name, wish.parent)
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


def _report(tell: "Callable[[list[Fault]], None]" = lambda faults: None) -> "Report":
    from apsite.checks import check
    from apsite.publishing.elsewhere import ClusterError
    from apsite.publishing.production import Producer

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
        from apsite.publishing.mistakes import of_the_system

        if (refused := of_the_system(error)) is None:
            raise
        sys.exit(refused)
