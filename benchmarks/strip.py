"""What a frame of the strip of membrane costs while time runs: `python -m benchmarks.strip [SITE]`.

Opens the strip of the chapter's first figure in Chromium on a phone's window, with three device pixels to one, at a
quarter of the machine's speed, and lets the spike be played at a thousandth of real time. A frame's cost is the main
thread's work between two requests for a frame of our own, one before the figure's and one after it, the second of which
makes the browser work out style and layout at once, as `benchmarks/interaction.py` has it; so the plot with its time
cursor and what is said count as well. What is counted is the thread's own processor time, at marks that the browser
traces.

Prints the median and the 95th percentile of frames in ms, and how many frames a second there were by the clock. Exits
with 1 where the median is beyond a frame at 60 a second.
"""

from __future__ import annotations

import itertools
import statistics
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.site import live, support

FRAME = 1000 / 60  # ms
SLOWER = 4
FRAMES = 180
NAME = "action-potential"

PLAY = """
async (figure, frames) => {
    const play = figure.querySelector(".ap-live__play");
    let done = 0;
    const begin = () => {
        performance.mark("frame");
        if (done < frames) requestAnimationFrame(begin);
    };
    requestAnimationFrame(begin);
    play.click();
    await new Promise(over => {
        const end = () => {
            figure.getBoundingClientRect();
            performance.mark("drawn");
            if (++done < frames) requestAnimationFrame(end);
            else over();
        };
        requestAnimationFrame(end);
    });
    play.click();
}
"""


def costs(found: list[dict[str, Any]], key: str) -> list[float]:
    """The ms between the marks of each frame, by a clock of the trace."""
    marks = sorted((each for each in found if each["name"] in ("frame", "drawn")), key=lambda mark: mark["ts"])
    pairs = [(one, two) for one, two in itertools.pairwise(marks) if (one["name"], two["name"]) == ("frame", "drawn")]
    return [(two[key] - one[key]) / 1000 for one, two in pairs]


def main(site: Path) -> bool:
    """Print what frames cost, and return whether they come in time."""
    with support.serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**support.launch_options())
        page = browser.new_page(viewport=support.size(390), device_scale_factor=3, has_touch=True)
        page.goto(address + live.CHAPTER, wait_until="networkidle")
        figure = live.settled(live.wake(page, NAME))
        figure.get_by_role("button", name="Watch the channels").click()
        figure.locator(".ap-strip").wait_for()
        figure.get_by_role("button", name="Pause").click()
        figure.get_by_role("combobox").select_option("1000")
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        found: list[dict[str, Any]] = []
        ended: list[object] = []
        session.on("Tracing.dataCollected", lambda data: found.extend(data["value"]))
        session.on("Tracing.tracingComplete", lambda end: ended.append(end))
        session.send("Tracing.start", {"traceConfig": {"includedCategories": ["blink.user_timing"]}})
        figure.evaluate(PLAY, FRAMES)
        session.send("Tracing.end")
        while not ended:
            page.wait_for_timeout(20)
        browser.close()
    busy = costs(found, "tts")
    frames = [each["ts"] for each in found if each["name"] == "frame"]
    rate = (len(frames) - 1) / (max(frames) - min(frames)) * 1e6
    median, late = statistics.median(busy), statistics.quantiles(busy, n=20)[-1]
    print(f"{len(busy)} frames: median {median:.1f} ms, 95th percentile {late:.1f} ms; {rate:.0f} a second")
    return median < FRAME


if __name__ == "__main__":
    sys.exit(not main(Path(sys.argv[1] if len(sys.argv) > 1 else "site")))
