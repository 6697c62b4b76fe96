"""What is seen of live figures on a page: as they stand before they wake, when they wake, and while a control is used.

Owns what is looked at; `hand.py` owns what is done.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.site import live, support
from tests.site.conftest import Visit

# Comes to each control from above and from below, as Tab does, and says which of them cannot be seen with the plot.
IN_SIGHT = """() => {
    const header = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0
    const seen = ({top, bottom}) => top >= header && bottom <= innerHeight + 0.5
    const hidden = [], looked = []
    for (const figure of document.querySelectorAll(".ap-figure[data-live='on']")) {
        const name = figure.dataset.figure
        const panels = [...figure.querySelectorAll(".ap-live__stage .ap-live__panel")]
        const able = ".ap-live__bench :is(input, button):enabled, .ap-live__stage [tabindex]"
        for (const each of figure.querySelectorAll(able)) {
            if (!each.checkVisibility()) continue
            for (const from of [0, document.body.scrollHeight]) {
                document.activeElement?.blur()
                scrollTo({top: from, behavior: "instant"})
                each.focus()
                each.dispatchEvent(new KeyboardEvent("keyup", {key: "Tab", bubbles: true}))
                const own = each.getBoundingClientRect()
                const label = each.closest("[data-control]")?.querySelector("label").getBoundingClientRect() ?? own
                const box = {top: Math.min(own.top, label.top), bottom: own.bottom}
                const on = document.elementFromPoint(own.left + own.width / 2, own.top + own.height / 2)
                const plots = panels.map(panel => panel.querySelector(".ap-live__over").getBoundingClientRect())
                const touched = on && each.contains(on)
                const told = figure.querySelector(".ap-live__bench .ap-live__status")
                const said = told.getBoundingClientRect()
                // Where the window is high enough, what the figure says is seen as well, if a hand is beneath it.
                const covered = document.elementFromPoint(said.left + 1, said.top + 2) !== told
                const beneath = told.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING
                const silent = beneath && innerHeight >= 34 * 16 && (!seen(said) || covered)
                looked.push(name)
                if (seen(box) && plots.every(seen) && touched && !silent) continue
                const control = each.getAttribute("aria-label") ?? each.textContent
                const at = [box, ...plots].map(({top, bottom}) => [Math.round(top), Math.round(bottom)])
                hidden.push([name, control, from, touched, silent, ...at])
            }
        }
    }
    return {hidden, figures: new Set(looked).size}
}"""


# Where each control stands in its figure, with its value, and where grips are drawn.
STANDING = """(figure) => {
    const corner = figure.getBoundingClientRect()
    const place = ({left, top, width, height}) =>
        [left + width / 2 - corner.left, top + height / 2 - corner.top].map(Math.round)
    const controls = [...figure.querySelectorAll(".ap-live__controls")][0]
    const rows = [...controls.querySelectorAll(":scope > .ap-live__control")].map(row => [
        row.querySelector(".ap-live__label").textContent, row.querySelector("input[type=text]").value,
        ...place(row.getBoundingClientRect()), ...place(row.querySelector("input[type=range]").getBoundingClientRect()),
    ])
    const buttons = [...figure.querySelectorAll(".ap-live__toolbar .ap-live__button")]
        .filter(each => each.checkVisibility())
        .map(button => [button.textContent, ...place(button.getBoundingClientRect())])
    const drawn = [...figure.querySelectorAll(".ap-grips")].filter(each => each.checkVisibility())
        .flatMap(svg => [...svg.children].map(each => place(each.getBoundingClientRect())))
    const readouts = [...figure.querySelector(".ap-live__readouts").children].map(({children: [name, number]}) =>
        [name.textContent, ...place(name.getBoundingClientRect()), ...place(number.getBoundingClientRect())])
    return {rows, buttons, readouts, drawn, height: Math.round(corner.height)}
}"""

GRIPS = """(stage) => {
    const {left, top} = stage.getBoundingClientRect()
    const grips = [...stage.querySelectorAll(".ap-live__grip:not([data-grip])")]
    return grips.map(grip => grip.getBoundingClientRect())
        .map(box => [box.left + box.width / 2 - left, box.top + box.height / 2 - top])
}"""


# Parts of figures that are too small for a finger (24 pixels, WCAG 2.2, 2.5.8), or beyond the screen.
SMALL = """all => all.filter(each => each.checkVisibility())
    .map(each => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
    .filter(([, box]) => box.width < 23.9 || box.height < 23.9 || box.right > innerWidth || box.left < 0)
    .map(([html, box]) => `${html} ${box.width} x ${box.height} at ${box.left}`)"""

# Types the ends of what is legal, and beyond, into every control: the figure answers, and shows no NaN. `patient`: all
# that follows from each is waited for, and else only what is said of what is refused.
EXTREMES = r"""async (figure, patient) => {
    const stage = figure.querySelector(".ap-live__stage");
    const told = async () => { while (patient && stage.ariaBusy) await new Promise(requestAnimationFrame); };
    const faults = [];
    for (const row of figure.querySelectorAll("[data-control]")) {
        const box = row.querySelector("input[type=text]"), status = figure.querySelector(".ap-live__status");
        const type = text => { box.value = text; box.dispatchEvent(new Event("change")) };
        const before = box.value;
        for (const [beyond, end] of [["1e9", 2], ["-1e9", 1]]) {
            type(beyond);
            const said = status.textContent.replace(/\s|%|°C|\.$/gu, " ");
            const allowed = /Allowed: (\S+) .*?to (\S+) /.exec(said);
            if (!allowed) { faults.push([row.dataset.control, "took", beyond, said]); continue }
            type(allowed[end]);
            await told();
            if (box.getAttribute("aria-invalid")) faults.push([row.dataset.control, "refused", allowed[end]]);
            if (!status.textContent.trim().endsWith(".") || /NaN|Infinity|undefined/.test(figure.innerText)) {
                faults.push([row.dataset.control, allowed[end], status.textContent]);
            }
        }
        type(before);
    }
    return faults;
}"""


def waking(opened: Visit) -> dict[str, object]:
    """Wakes all figures of a page; what has moved, is not what stood there before, is too small or out of sight."""
    page = opened.page
    opened.complaints.clear()
    expect(page.locator(".ap-figure[data-live='waiting']").first).to_be_attached()
    page.evaluate("window.figureShifts = []")
    height = page.locator("article").evaluate("article => article.offsetHeight")
    figures = {each: page.locator(f'.ap-figure[data-figure="{each}"]') for each in live.names_on(page)}
    before = {name: figure.evaluate(STANDING) for name, figure in figures.items()}
    assert live.wake_all(page) == list(figures)
    page.wait_for_timeout(100)  # milliseconds, for what ought not to come
    found: dict[str, object] = {"moved": page.evaluate("window.figureShifts")}
    found["height"] = [] if page.locator("article").evaluate("article => article.offsetHeight") == height else height
    found["small"] = small(page)
    for name, figure in figures.items():
        found[f"other than before: {name}"] = [*changed(before[name], figure)]
    return found


def small(page: Page) -> list[str]:
    return list(page.locator(".ap-live__bench :is(button, input), .ap-live__grip").evaluate_all(SMALL))


def hidden(page: Page) -> list[object]:
    """The controls that are not seen together with their plot when they are reached by Tab."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(support.SETTLED)
    found = page.evaluate(IN_SIGHT)
    assert found["figures"] == len(live.names_on(page))
    return list(found["hidden"])


def changed(before: dict[str, Any], figure: Locator) -> Iterator[str]:
    """What of a figure that woke stands elsewhere than it stood before: controls, values, buttons, grips."""
    after = figure.evaluate(STANDING)
    yield from (what for what in ("rows", "buttons", "readouts", "height") if after[what] != before[what])
    if after["drawn"]:
        yield "grips that were drawn are still there"
    # The plot may have stuck to the header meanwhile; an upright grip is drawn beside the middle of what is hit.
    grips = figure.locator(".ap-live__stage").evaluate(GRIPS)
    if len(grips) != len(before["drawn"]):
        yield f"{len(grips)} grips, drawn were {len(before['drawn'])}"
    for x, y in before["drawn"]:
        if min((math.hypot(x - left, y - top) for left, top in grips), default=math.inf) >= 10:
            yield f"no grip at {x}, {y}"


def no_fault(found: dict[str, object], opened: Visit) -> bool:
    found["complaints"] = opened.complaints
    assert {question: answer for question, answer in found.items() if answer} == {}
    return True
