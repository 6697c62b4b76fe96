"""What a live figure costs while its slider is dragged: `python -m benchmarks.interaction [SITE]`.

Opens every page of a built site that has live figures in Chromium, at a quarter of the machine's speed, wide and with
two device pixels to one, and puts the first slider of each figure to 60 values all over its reach, a new one in each
frame as under a hand, in an order that jumps about, so that nothing kept from the position before can help.

A move costs the main thread two stretches of work: the `input` event itself, and the frame that it asks for, in which
the simulation runs and the reader's own curve and grips follow; companions, words and numbers do, too, where there is
time, and in a frame that comes after where there is none. Two requests for a frame of our own stand around the
figure's. The first is made in the frame before, from a time on at which the figure had none under way: so it also
stands before one that the figure makes in that frame, for what is still to follow. The second makes the browser work
out style and layout at once, which would come next. What is not counted: waiting for the frame; the compositor, which
paints in another thread; the first move after a rest; and curves over many runs, which are measured in slices when
nothing else is to be done. As many frames are measured in the same way in which nothing is moved: what an empty frame
of that page costs.

What is counted is the thread's own processor time, at marks that the browser traces, since what else the machine does
would be counted by a clock. Prints the median and the 95th percentile for each figure, the median by the clock, and the
median of an empty frame, in ms, then the compressed size of our scripts and styles: the largest that a page fetches, of
one kind of live figure.

A figure whose membrane can be chosen has a row for each. An axon runs elsewhere, in a worker, or in slices where there
is none. For it, twice as many rows: with a worker (which Chromium does not slow down), and without one, all of it at a
quarter of the speed. Beside what a move costs the page they say how long after a move the map is drawn anew, with
coarse steps, and how long after the last one the run with the laboratory's own steps is there, of which 120 ms are
waiting for the next move; medians, in ms.

Exits with 1 where a median of moves is beyond the budget in the design. Collected garbage makes single frames late: the
percentile is there to be read, not to be failed.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import CDPSession, Locator, sync_playwright

from tests.site import live, support

FRAME = 16.0  # ms
CODE = 60_000  # bytes
SLOWER = 4
MOVES = 60
WARM_UP = 5
REST = 1500  # ms, until all that follows from a move is done
STRIDE = 23  # moves, prime to MOVES: the order of the values

MOVE = """
async (figure, [moves, stride, empty]) => {
    const range = figure.querySelector('.ap-live__controls input[type="range"]');
    const [low, high] = [Number(range.min), Number(range.max)];
    const stage = figure.querySelector(".ap-live__stage");
    do await new Promise(requestAnimationFrame); while (stage.ariaBusy);
    let done = 0;
    const begin = () => {
        performance.mark("frame");
        if (done < moves - 1) requestAnimationFrame(begin);
    };
    requestAnimationFrame(begin);
    for (let move = 0; move < moves; move++) {
        performance.mark("moved");
        if (!empty) {
            range.value = low + (high - low) * ((move * stride) % moves + 0.5) / moves;
            range.dispatchEvent(new Event("input", {bubbles: true}));
        }
        performance.mark("asked");
        await new Promise(seen => requestAnimationFrame(() => {
            figure.getBoundingClientRect();
            performance.mark("drawn");
            done++;
            seen();
        }));
    }
}
"""
MARKS = ("moved", "asked", "frame", "drawn")  # in the order of time

REDRAWN = """
async (figure, [moves, stride]) => {
    const range = figure.querySelector('.ap-live__controls input[type="range"]');
    const [low, high] = [Number(range.min), Number(range.max)];
    const heat = figure.querySelector(".ap-live__heat"), stage = figure.querySelector(".ap-live__stage");
    const drawn = () => new Promise(done => new MutationObserver((_, observer) => {
        observer.disconnect();
        done(performance.now());
    }).observe(heat, {attributes: true}));
    const coarse = [], fine = [];
    for (let move = 0; move < moves; move++) {
        // The middle half of the reach: where a spike travels.
        range.value = low + (high - low) * (0.25 + 0.5 * ((move * stride) % moves + 0.5) / moves);
        const [start, redrawn] = [performance.now(), drawn()];
        range.dispatchEvent(new Event("input", {bubbles: true}));
        coarse.push(await redrawn - start);
        while (stage.hasAttribute("aria-busy")) await new Promise(requestAnimationFrame);
        fine.push(performance.now() - start);
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame); // until that is drawn, too
    }
    return [coarse, fine];
}
"""
REDRAWS = 7


class Cost(NamedTuple):
    """What moves cost, ms each: of the main thread's processor time, and by the clock."""

    busy: list[float]
    clock: list[float]


def moved(session: CDPSession, figure: Locator) -> tuple[Cost, Cost]:
    """Returns what moves cost, once the figure is awake and warm, and what as many empty frames do."""
    awake(figure)
    figure.evaluate(MOVE, [WARM_UP, STRIDE, False])
    costs = traced(session, figure, False)
    figure.page.wait_for_timeout(REST)
    return costs, traced(session, figure, True)


def awake(figure: Locator) -> None:
    """Brings a figure into view and waits until it is live."""
    figure.scroll_into_view_if_needed()
    figure.page.mouse.move(3, 3)
    figure.page.mouse.move(4, 4)
    figure.and_(figure.page.locator("[data-live='on']")).wait_for()


def traced(session: CDPSession, figure: Locator, empty: bool) -> Cost:
    """Makes the moves, or as many empty frames, and reads off the browser's trace what each has cost."""
    found: list[dict[str, Any]] = []
    ended: list[object] = []
    listeners = {
        "Tracing.dataCollected": lambda data: found.extend(data["value"]),
        "Tracing.tracingComplete": lambda end: ended.append(end),
    }
    for event, listener in listeners.items():
        session.on(event, listener)
    session.send("Tracing.start", {"traceConfig": {"includedCategories": ["blink.user_timing"]}})
    figure.evaluate(MOVE, [MOVES, STRIDE, empty])
    session.send("Tracing.end")
    while not ended:
        figure.page.wait_for_timeout(20)
    for event, listener in listeners.items():
        session.remove_listener(event, listener)
    marks = sorted((each for each in found if each["name"] in MARKS), key=lambda mark: mark["ts"])
    costs = Cost([], [])
    for move in zip(*[iter(marks)] * len(MARKS), strict=True):
        assert tuple(mark["name"] for mark in move) == MARKS
        for key, cost in (("tts", costs.busy), ("ts", costs.clock)):
            start, asked, frame, drawn = (mark[key] / 1000 for mark in move)
            cost.append(asked - start + drawn - frame)
    return costs


def chosen(figure: Locator) -> Iterator[str]:
    """Yields what to add to a figure's name: nothing, or each membrane that can be chosen once it is."""
    awake(figure)
    choices = figure.get_by_role("radiogroup", name="Membrane").get_by_role("radio")
    for number in range(choices.count()):
        choices.nth(number).check(force=True)
        figure.locator(".ap-live__stage:not([aria-busy])").wait_for()
        yield f", {choices.nth(number).get_attribute('value')}"
    if not choices.count():
        yield ""


def redrawn(figure: Locator) -> str:
    """Returns in words how long an axon's map takes to follow, "" for figures of other kinds."""
    if not figure.locator(".ap-live__heat").count():
        return ""
    figure.locator(".ap-live__stage:not([aria-busy])").wait_for()
    coarse, fine = figure.evaluate(REDRAWN, [REDRAWS, 3])
    return f"   map after {statistics.median(coarse):.0f}, run after {statistics.median(fine):.0f}"


def main(site: Path) -> bool:
    """Prints a row per figure and the sizes, and returns whether the budget is kept."""
    kept = True
    print(f"{'figure':40}{'median ms':>12}{'95th ms':>12}{'by clock':>12}{'empty ms':>12}")
    with support.serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**support.launch_options())
        pages = [browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=2) for _ in range(2)]
        pages[1].add_init_script("delete window.Worker")
        for path in support.source_pages():
            for page, words in zip(pages, ("", ", without a worker"), strict=True):
                page.goto(address + path, wait_until="networkidle")
                axons = page.locator('.ap-figure:has([data-kind="axon"])')
                session = page.context.new_cdp_session(page)
                session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                for figure in (axons if words else page.locator(".ap-figure[data-live]")).all():
                    for choice in chosen(figure):
                        cost, empty = moved(session, figure)
                        median, clock, still = (statistics.median(each) for each in (*cost, empty.busy))
                        kept &= median < FRAME
                        name = f"{figure.get_attribute('data-figure')}{choice}{words}"
                        row = (median, statistics.quantiles(cost.busy, n=20)[-1], clock, still)
                        print(f"{name:40}{''.join(f'{each:12.1f}' for each in row)}{redrawn(figure)}", flush=True)
                session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        browser.close()
    for kind, size in live.code(site).items():
        print(f"{size / 1000:.1f} kB of {CODE / 1000:.0f} kB: our scripts and styles, gzipped, for a {kind}")
        kept &= size <= CODE
    return kept


if __name__ == "__main__":
    sys.exit(not main(Path(sys.argv[1] if len(sys.argv) > 1 else "site")))
