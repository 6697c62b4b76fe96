"""What a live figure costs while its slider is dragged: `python -m benchmarks.interaction [SITE]`.

Opens every page of a built site that has live figures in Chromium, at a quarter of the machine's speed, wide and with
two device pixels to one, and puts the first slider of each figure to 60 values all over its reach, one after the other
in an order that jumps about, so that nothing kept from the position before can help.

A move costs the main thread two stretches of work: the `input` event itself, and the frame that it asks for, in which
the simulation runs and curves, grips, words and numbers follow. The event is dispatched between two requests for a
frame of our own; their callbacks stand right before and right after the figure's. The second one is reached when
all microtasks of the figure are done, uPlot's drawing among them, and it makes the browser work out style and layout
at once, which would come next. What is not counted: waiting for the frame; the compositor, which paints in another
thread; the first move after a rest, which adds a curve to the plot; and curves over many runs, which are measured in
slices when nothing else is to be done.

Prints the median and the 95th percentile for each figure, in ms, then the compressed size of our scripts and styles.
Exits with 1 where a median is beyond the budget in the design. Other programs on the machine make single frames late:
the percentile is there to be read, not to be failed.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Locator, sync_playwright

from tests.site import live, support

FRAME = 16.0  # ms
CODE = 60_000  # bytes
SLOWER = 4
MOVES = 60
WARM_UP = 5
STRIDE = 23  # moves, prime to MOVES: the order of the values

MOVE = """
async (figure, [moves, stride]) => {
    const range = figure.querySelector('.ap-live__controls input[type="range"]');
    const [low, high] = [Number(range.min), Number(range.max)];
    const frame = () => new Promise(requestAnimationFrame);
    const times = [];
    for (let move = 0; move < moves; move++) {
        await frame();
        range.value = low + (high - low) * ((move * stride) % moves + 0.5) / moves;
        let start, end;
        requestAnimationFrame(() => { start = performance.now(); });
        const before = performance.now();
        range.dispatchEvent(new Event("input", {bubbles: true}));
        const asked = performance.now() - before;
        const drawn = new Promise(done => requestAnimationFrame(() => {
            figure.getBoundingClientRect();
            end = performance.now();
            done();
        }));
        await drawn;
        times.push(asked + end - start);
    }
    return times;
}
"""


def moved(figure: Locator) -> list[float]:
    """Returns the milliseconds of each move, once the figure is awake and warm."""
    figure.scroll_into_view_if_needed()
    figure.page.mouse.move(3, 3)
    figure.page.mouse.move(4, 4)
    figure.and_(figure.page.locator("[data-live='on']")).wait_for()
    return figure.evaluate(MOVE, [WARM_UP + MOVES, STRIDE])[WARM_UP:]


def main(site: Path) -> bool:
    """Prints a row per figure and the sizes, and returns whether the budget is kept."""
    kept = True
    print(f"{'figure':28}{'median ms':>12}{'95th ms':>12}")
    with support.serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**support.launch_options())
        page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=2)
        session = page.context.new_cdp_session(page)
        for path in support.source_pages():
            page.goto(address + path, wait_until="networkidle")
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            for figure in page.locator(".ap-figure[data-live]").all():
                times = moved(figure)
                median = statistics.median(times)
                kept &= median < FRAME
                name = figure.get_attribute("data-figure")
                print(f"{name:28}{median:12.1f}{statistics.quantiles(times, n=20)[-1]:12.1f}", flush=True)
            session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        browser.close()
    for kind, size in live.code(site).items():
        print(f"{size / 1000:.1f} kB of {CODE / 1000:.0f} kB: our scripts and styles with uPlot, gzipped, for a {kind}")
        kept &= size <= CODE
    return kept


if __name__ == "__main__":
    sys.exit(not main(Path(sys.argv[1] if len(sys.argv) > 1 else "site")))
