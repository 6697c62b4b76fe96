"""What a book costs as it grows: `python -m benchmarks.growth [PAGES...]`, of 0, 50, 200, 1,000 and 2,000 more pages.

Each page has five checked numbers; twenty pages make a chapter, twenty chapters a part. Beside the processor's time of
a build and the memory of its largest process stand the sizes of what grows with the pages: their HTML, the search
index, the sitemap, the store. Behind each stands what one page more costs: where that is the same in all lines, the
book grows in proportion to its pages. Exits with 1 where a page among many costs half as much again as one among few.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path

from apsite.cache import cache_root
from apsite.upkeep import size
from benchmarks.build import copy

PAGES = (50, 200, 1000, 2000)
MANY = 20
PAGE = """---
title: {title}
parent: {parent}
nav_order: {number}
description: A page that is there to be many.
---

# {title}

At rest the membrane is at [](model:rest.voltage). Page {number} has words of its own, {number} of them, and says that
the threshold is at [](model:threshold.voltage), the peak at [](model:peak.voltage), the undershoot at
[](model:undershoot.voltage), and the chronaxie [](model:chronaxie.width).

## What follows on page {number}

A paragraph that is found by the search, with a [link](index.md) to its chapter.
"""


@dataclass(frozen=True)
class Cost:
    """What a build took, s of the processor, and MB; and what it left, MB."""

    processor: float
    memory: float
    pages: float
    search: float
    sitemap: float
    store: float

    def more_than(self, other: "Cost", pages: int) -> "Cost":
        """Return what one page more costs than `other` without it, ms and kB."""
        return Cost(*(1000 * (mine - its) / pages for mine, its in zip(astuple(self), astuple(other), strict=True)))


def add(docs: Path, count: int) -> None:
    """Put `count` pages among the others: twenty make a chapter, twenty chapters a part."""
    for number in range(count):
        chapter, part = number // MANY, number // MANY**2
        place = docs / f"part-{part}" / f"chapter-{chapter}"
        if number % MANY**2 == 0:
            write(place.parent / "index.md", f"Part {part}", "", number)
        if number % MANY == 0:
            write(place / "index.md", f"Chapter M{chapter}", f"Part {part}", number)
        write(place / f"page-{number}.md", f"Page {number}", f"Chapter M{chapter}", number)


def write(file: Path, title: str, parent: str, number: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(title=title, parent=parent, number=number), encoding="utf-8")


def build(project: Path) -> Cost:
    """Build twice, the second time with all results in the store, and return what that took and left."""
    environment = {
        **os.environ,
        "APSITE_CACHE": str(project / ".cache"),
        "SOURCE_DATE_EPOCH": "0",
        "SITE_URL": "https://book.example/",
    }
    for _ in range(2):
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        begun = subprocess.Popen(command, cwd=project, env=environment)
        _, status, used = os.wait4(begun.pid, 0)
        begun.returncode = os.waitstatus_to_exitcode(status)
        if begun.returncode:
            sys.exit("The build failed.")
    site = project / "site"
    html = sum(file.stat().st_size for file in site.rglob("*.html"))
    return Cost(
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
        html / 1e6,
        (site / "search" / "search_index.json").stat().st_size / 1e6,
        (site / "sitemap.xml").stat().st_size / 1e6,
        size([project / ".cache" / "store"]) / 1e6,
    )


def main(counts: list[int]) -> bool:
    """Print the costs, and say whether each grows in proportion to the pages."""
    costs: dict[int, Cost] = {}
    print("pages    processor   memory     HTML   search  sitemap    store    of one page more", flush=True)
    for count in (0, *sorted(counts)):
        with tempfile.TemporaryDirectory() as folder:
            project = copy(Path(folder))
            if (store := cache_root() / "store").is_dir():
                (project / ".cache").mkdir()
                subprocess.run(["cp", "-r", store, project / ".cache"], check=True)
            if count:
                add(project / "docs", count)
            costs[count] = build(project)
        words = "{:5}  {:8.2f} s {:6.0f} MB {:6.2f} MB {:5.2f} MB {:5.2f} MB {:6.1f} MB"
        print(words.format(count, *astuple(costs[count])), end="")
        if count:
            each = costs[count].more_than(costs[0], count)
            print("   {:6.1f} ms, {:.0f} {:.1f} {:.2f} {:.2f} {:.1f} kB".format(*astuple(each)), end="")
        print(flush=True)
    few, many = (costs[count].more_than(costs[0], count) for count in sorted(counts)[-2:])
    return all(later <= 1.5 * earlier + 0.1 for earlier, later in zip(astuple(few), astuple(many), strict=True))


if __name__ == "__main__":
    sys.exit(0 if main([int(each) for each in sys.argv[1:]] or list(PAGES)) else 1)
