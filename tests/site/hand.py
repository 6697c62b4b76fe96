"""A hand on a live figure: by mouse, touch or keys, and what is seen in each frame meanwhile.

Owns how a reader's hand is imitated and what is looked at; what has to follow is said by the tests. A mouse that is
moved without a frame between its moves proves nothing, for what a figure does to itself comes in the frame.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page

BOUND = 20_000  # ms, for a frame of a page on a machine that is in use

#: Counts in each frame how often each canvas is drawn anew: every drawing of a panel begins with an empty canvas.
WATCH_DRAWING = """
    const drawn = new Map();
    window.mostDrawn = 0;
    const wipe = CanvasRenderingContext2D.prototype.clearRect;
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
        drawn.set(this.canvas, (drawn.get(this.canvas) ?? 0) + 1);
        window.mostDrawn = Math.max(window.mostDrawn, drawn.get(this.canvas));
        return wipe.apply(this, box);
    };
    const next = () => { drawn.clear(); requestAnimationFrame(next); };
    requestAnimationFrame(next);
"""

#: Where a grip is in its figure and the value that it says, or the value of a slider or a number box.
Seen = tuple[float, ...]

#: Keeps what is to be seen of an element in each frame, at its end, until it is asked for. What is no longer on the
#: page is nowhere.
LOOK = r"""
element => {
    const look = () => {
        if (!element.isConnected) return [];
        if (element instanceof HTMLInputElement) return [Number(element.value.replace("\u2212", "-"))];
        const stage = element.closest(".ap-live__stage").getBoundingClientRect();
        const {left, top} = element.getBoundingClientRect();
        return [left - stage.left, top - stage.top, Number(element.getAttribute("aria-valuenow"))];
    };
    const seen = [look()];
    const waiting = [];
    const next = () => requestAnimationFrame(() => setTimeout(() => {
        seen.push(look());
        for (const done of waiting.splice(0)) done();
        if (window.handLooks) next();
    }));
    // What is asked for comes in the next frame, and is looked at after it.
    window.handLooked = () => new Promise(done => requestAnimationFrame(() => waiting.push(done)));
    window.handLooks = () => new Promise(done => requestAnimationFrame(() => setTimeout(() => {
        window.handLooks = null;
        done([...seen, look()]);
    })));
    next();
}
"""


#: Moves every slider on by a little in each of three frames: its number follows in the frame, and it keeps the focus.
SLIDE_ALL = """async figure => {
    const faults = [];
    for (const row of figure.querySelectorAll(".ap-live__controls [data-control]")) {
        const range = row.querySelector("input[type=range]"), box = row.querySelector("input[type=text]");
        const numbers = new Set([box.value]), span = range.max - range.min;
        const step = (range.value - range.min < span / 2 ? 0.1 : -0.1) * span;
        range.focus();
        for (let frame = 0; frame < 3; frame++) {
            range.value = Number(range.value) + step;
            range.dispatchEvent(new Event("input"));
            await new Promise(requestAnimationFrame);
            numbers.add(box.value);
        }
        const held = document.activeElement === range;
        if (numbers.size < 4 || !held) faults.push([row.dataset.control, [...numbers].join()]);
    }
    return faults;
}"""


#: Takes every setting of a figure's drawer to both ends of its slider: in three frames as a hand does, and by a key.
#: `patient`: what follows from each is waited for. Returns what did not follow, lost the focus, said what is not so,
#: or was not to be seen: a panel with nothing in it, a plot or a control out of sight.
SETTINGS_TO_BOTH_ENDS = r"""async (figure, patient) => {
    const faults = [], frame = () => new Promise(requestAnimationFrame);
    const stage = figure.querySelector(".ap-live__stage");
    const status = figure.querySelector(".ap-live__bench .ap-live__status");
    const header = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
    const seen = ({top, bottom}) => top >= header - 0.5 && bottom <= innerHeight + 0.5;
    const settled = async () => { do await frame(); while (patient && stage.ariaBusy) };
    const rows = [...figure.querySelectorAll(".ap-live__drawer [data-control]")];
    for (const row of rows) {
        const range = row.querySelector("input[type=range]"), box = row.querySelector("input[type=text]");
        const [low, high] = [Number(range.min), Number(range.max)], named = row.dataset.control;
        const key = key => range.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
        const look = async what => {
            await settled();
            const panels = [...stage.querySelectorAll(".ap-live__over")].map(each => each.getBoundingClientRect());
            const own = range.getBoundingClientRect();
            const on = document.elementFromPoint(own.left + own.width / 2, own.top + own.height / 2);
            const told = status.textContent;
            // Of one spike, the highest potential is its peak.
            const peak = /^A spike\..*peaks at (\S+)\s?mV/.exec(told)?.[1].replace("−", "-");
            const read = figure.querySelector('[data-measure="peak"] dd')?.dataset.value;
            if (document.activeElement !== range) faults.push([named, what, "has lost the focus"]);
            if (!panels.every(seen) || !row.contains(on)) faults.push([named, what, "out of sight", own.top]);
            if (/NaN|Infinity|undefined/.test(told) || !told.trim().endsWith(".")) faults.push([named, what, told]);
            if (/Nothing of this run/.test(stage.textContent)) faults.push([named, what, "an empty panel"]);
            if (patient && peak && read && Math.abs(peak - read) > 0.06) faults.push([named, what, told, read]);
        };
        range.focus();
        // As a browser does for who comes to it by Tab.
        range.dispatchEvent(new KeyboardEvent("keyup", {key: "Tab", bubbles: true}));
        const before = box.value;
        for (const end of [low, high]) {
            const numbers = new Set([box.value]), from = Number(range.value);
            for (const part of [0.4, 0.8, 1]) {
                range.value = from + part * (end - from);
                range.dispatchEvent(new Event("input", {bubbles: true}));
                await frame();
                numbers.add(box.value);
            }
            // The way to the first end may be a short one, of few steps.
            const few = from !== end && numbers.size < (end === low ? 2 : 3);
            if (few) faults.push([named, "by hand", end, [...numbers].join()]);
            await look(`by hand to ${end}`);
        }
        for (const [name, end] of [["Home", low], ["End", high]]) {
            key(name);
            await look(name);
            const off = Math.abs(range.value - end) > 1e-6 * (high - low);
            if (off) faults.push([named, name, range.value, "and not", end]);
        }
        row.querySelector("button").click();
        await settled();
        const back = box.value === before && document.activeElement === range;
        if (!back) faults.push([named, "is not back", box.value, before]);
    }
    return [rows.length, faults];
}"""

#: What is drawn in a figure, and what is when all of it is drawn anew.
DRAWN_AND_AGAIN = """async figure => {
    const frame = () => new Promise(requestAnimationFrame);
    const settled = async () => { do await frame(); while (figure.querySelector(".ap-live__stage").ariaBusy) };
    const drawn = () => [...figure.querySelectorAll(".ap-live__stage canvas")].map(each => each.toDataURL());
    await settled();
    const found = [drawn()], {mdColorScheme} = document.body.dataset;
    for (const scheme of ["slate", mdColorScheme]) {
        document.body.dataset.mdColorScheme = scheme;
        await frame();
        await settled();
    }
    found.push(drawn());
    return found.map(each => each.map(url => url.length + url.slice(-400)));
}"""


@dataclass
class Hand:
    """One that touches the page with a mouse or, if `touch`, with a finger; the page's browser must know touch then."""

    page: Page
    touch: bool = False
    _session: CDPSession | None = field(default=None, repr=False)

    def drag(self, what: Locator, by: Iterable[tuple[float, float]]) -> list[Seen]:
        """Takes hold of an element in its middle and moves by one step a frame; returns what was seen of it."""
        box = what.bounding_box()
        assert box is not None, "what is dragged is not to be seen"
        return self.draw(what, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), by)

    def draw(self, what: Locator, start: tuple[float, float], by: Iterable[tuple[float, float]]) -> list[Seen]:
        """Goes down at a place of the window and on from there, as `drag` does."""
        with self.looking(what) as seen, self.down(*start):
            x, y = start
            for dx, dy in by:
                x, y = x + dx, y + dy
                self.to(x, y)
        return seen

    def press(self, what: Locator, keys: Iterable[str]) -> list[Seen]:
        """Presses keys on what has the focus from the start, each once it was seen what the one before did."""
        what.focus()
        with self.looking(what) as seen:
            for key in keys:
                self.page.keyboard.press(key)
                self._awaited("handLooked")
        return seen

    def tap(self, what: Locator) -> None:
        """Touches an element, or clicks on it, once."""
        if self.touch:
            what.tap()
        else:
            what.click()

    @contextlib.contextmanager
    def looking(self, what: Locator) -> Iterator[list[Seen]]:
        """Looks at an element; what was seen of it is in the list at the end."""
        seen: list[Seen] = []
        what.evaluate(LOOK)
        yield seen
        seen.extend(tuple(each) for each in self._awaited("handLooks"))

    @contextlib.contextmanager
    def down(self, x: float, y: float) -> Iterator[None]:
        """Is down from a place of the window on, and lets go at the end."""
        if self.touch:
            self._finger("touchStart", x, y)
            yield
            self._finger("touchEnd")
        else:
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            yield
            self.page.mouse.up()

    def to(self, x: float, y: float) -> None:
        """Moves to a place of the window; a browser hands one move over in a frame, and says when it has."""
        if self.touch:
            self._finger("touchMove", x, y)
        else:
            self.page.mouse.move(x, y)

    def _awaited(self, looks: str) -> Any:
        """What the page has seen, once it has; raises an Error where it does not come to that.

        To evaluate has no bound in Playwright: of a page that throws or stands still a test would wait for ever.
        """
        return self.page.wait_for_function(f"window.{looks}()", timeout=BOUND).json_value()

    def _finger(self, kind: str, *place: float) -> None:
        self._session = self._session or self.page.context.new_cdp_session(self.page)
        points = [dict(zip("xy", place, strict=True))] if place else []
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def way(dx: float, dy: float, frames: int) -> list[tuple[float, float]]:
    """The same step in every frame."""
    return [(dx, dy)] * frames
