"""How long the live figures' curves over many runs take: `python -m benchmarks.curves`.

Each figure's curves are worked out in Node for another membrane, by the script that a page has, once with each run by
itself, once side by side, and roughly, as while a hand moves, in turn. Prints milliseconds by the clock, medians of
rounds, of all of a figure's curves, and of the longest piece between which a page can answer; at a quarter of the speed
each is four times as long. Then how far a rough curve is from the exact one, in its own unit.
"""

import argparse
import json
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from apsite import chapters
from apsite.book.production.production import Producer, Request
from apsite.live.bundling import bundle, generated
from tests.live import conftest


def main() -> None:
    parser = argparse.ArgumentParser(description="How long curves over many runs take.")
    parser.add_argument("--rounds", type=int, default=15, help="how often each is timed")
    rounds = parser.parse_args().rounds
    names = [name for name, path in chapters.files("live").items() if "Sweep(" in path.read_text(encoding="utf-8")]
    print(f"{'figure':24}{'alone ms':>12}{'lanes ms':>12}{'piece ms':>12}{'rough ms':>12}{'rough off':>12}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundle.sources(folder, generated.texts())
        shutil.copyfile(conftest._HARNESS, folder / conftest._HARNESS.name)
        live = conftest.Live(conftest.bundled(folder))
        for figure in names:
            request = Request.experiment(figure, {})
            data = json.loads(Producer().answer([request])[request]["live.json"])
            if data["preset"]["bench"] == "solutions":
                continue
            ways = {"alone": {"alone": True}, "lanes": {"alone": False}, "rough": {"alone": False, "known": "rough"}}
            found: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
            for number in range(rounds):
                values = data["preset"]["values"] | {"temperature": 8.0 + 0.1 * number}
                for way, asked in ways.items():
                    found[way].append(live.ask("swept", data=data, values=values, **asked))
            columns = [("alone", "ms"), ("lanes", "ms"), ("lanes", "longest"), ("rough", "ms")]
            medians = [statistics.median(each[key] for each in found[way]) for way, key in columns]
            pairs = zip(found["rough"], found["lanes"], strict=True)
            off = max(_apart(rough["curves"], exact["curves"]) for rough, exact in pairs)
            print(f"{figure:24}{''.join(f'{each:12.2f}' for each in medians)}{off:12.4f}", flush=True)
        live.close()


def _apart(curves: list[list[float | None]], others: list[list[float | None]]) -> float:
    pairs = [pair for points in zip(curves, others, strict=True) for pair in zip(*points, strict=True)]
    return max(abs((one or 0.0) - (other or 0.0)) for one, other in pairs)


if __name__ == "__main__":
    main()
