"""Lighthouse's four scores of every page, as on a phone: `python -m benchmarks.lighthouse [SITE]`.

Runs Lighthouse 12 through the npm that the set-up brings, on a built site, served compressed. npm fetches
Lighthouse on the first run. Of three runs the one with the median performance counts, because the machine's
speed drifts. Exits with 1 where a score is below the budget in the design.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.site import support

LIGHTHOUSE = "lighthouse@12.8.2"
RUNS = 3
BUDGET = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}


def audit(url: str) -> dict[str, Any]:
    """Returns Lighthouse's report of one run on one page."""
    launch = support.launch_options()
    flags = " ".join(["--headless=new", *launch["args"]])
    npm = support.ROOT / ".venv" / "bin" / "npm"
    fetch = [npm, "exec", "--yes", f"--package={LIGHTHOUSE}", "--"]
    ask = ["lighthouse", url, "--quiet", "--output=json", "--no-enable-error-reporting"]
    ask.append(f"--chrome-flags={flags}")
    environment = {**os.environ, "CHROME_PATH": launch["executable_path"]}
    return json.loads(subprocess.run([*fetch, *ask], env=environment, check=True, capture_output=True).stdout)


def performance(report: dict[str, Any]) -> float:
    return report["categories"]["performance"]["score"]


def main(site: Path) -> bool:
    """Prints a row per page, with what stands below its budget, and returns whether all pages keep it."""
    kept = True
    print(f"{'page':40}" + "".join(f"{name:>16}" for name in BUDGET))
    with support.serving(site) as address:
        for path in support.source_pages():
            report = sorted((audit(address + path) for _ in range(RUNS)), key=performance)[RUNS // 2]
            scores = {name: round(100 * report["categories"][name]["score"]) for name in BUDGET}
            print(f"{path:40}" + "".join(f"{score:16}" for score in scores.values()), flush=True)
            for name in (name for name, least in BUDGET.items() if scores[name] < least):
                kept = False
                for part in report["categories"][name]["auditRefs"]:
                    result = report["audits"][part["id"]]
                    if part["weight"] and result["score"] is not None and result["score"] < 0.9:
                        print(f"    {name}: {result['title']} {result.get('displayValue', '')}")
    return kept


if __name__ == "__main__":
    sys.exit(not main(Path(sys.argv[1] if len(sys.argv) > 1 else "site")))
