"""Pictures for a person to look at: `python -m tests.site.screenshots FOLDER [SITE] [pages | figures]`.

Of every page, and of every live figure in its states: as it wakes, after a first drag, and with each of its controls at
an end of its slider. Those of figures are put together on sheets, as many as can be looked at at once.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, sync_playwright

from tests.site import live
from tests.site.support import launch_options, serving, size, source_pages

WIDTHS = (390, 768, 1440)
SCHEMES = ("light", "dark")
#: In these all ends of controls are looked at, in the others the first state and the one after a drag.
THOROUGH = {(390, "light"), (1440, "light")}
SHEET = (1720, 1500)  # pixels
GAP = 8  # pixels, between two pictures on a sheet
CAPTION = 14  # pixels, above each

Taken = tuple[str, Image.Image]


def take_pages(pictures: Path, browser: Browser, address: str) -> None:
    """Writes PAGE-WIDTH-SCHEME.png for each page of the built site, at three widths, light and dark."""
    for width in WIDTHS:
        for scheme in SCHEMES:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            for path in source_pages():
                page.goto(address + path, wait_until="networkidle")
                for image in page.locator("img:visible").all():
                    image.evaluate("image => { image.loading = 'eager'; return image.decode() }")
                name = path.strip("/").replace("/", "-") or "home"
                page.screenshot(path=pictures / f"{name}-{width}-{scheme}.png", full_page=True)
            context.close()


def take_figures(pictures: Path, browser: Browser, address: str) -> None:
    """Writes sheets WIDTH-SCHEME-NUMBER.png with the states of all live figures, each in a page of its own."""
    for width in WIDTHS:
        for scheme in SCHEMES:
            context = browser.new_context(viewport=size(width), color_scheme=scheme)
            page = context.new_page()
            taken: list[Taken] = []
            for name in live.names():
                page.goto(f"{address}/embed/{name}/", wait_until="networkidle")
                figure = live.settled(live.wake(page, name))
                taken += states(figure, name, (width, scheme) in THOROUGH)
            context.close()
            for number, sheet in enumerate(sheets(taken)):
                sheet.save(pictures / f"{width}-{scheme}-{number:02}.png")


def states(figure: Locator, name: str, thorough: bool) -> Iterator[Taken]:
    """The states of a figure with what they are."""
    yield f"{name}, first", picture(figure)
    dragged(figure)
    yield f"{name}, after a drag", picture(figure)
    for row in figure.locator(".ap-live__controls").first.locator("[data-control]").all() if thorough else []:
        control, slider = row.get_attribute("data-control"), row.get_by_role("slider")
        for key in ("Home", "End"):
            live.reset(figure)
            slider.press(key)
            yield f"{name}, {control} {slider.input_value()}", picture(figure)


def dragged(figure: Locator) -> None:
    """A first drag: of a grip or, where there is none, of the first control."""
    grips = [grip for grip in figure.locator(".ap-live__grip").all() if grip.is_visible()]
    if not grips:
        figure.get_by_role("slider").first.press("PageUp")
        return
    grips[-1].evaluate("grip => grip.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = grips[-1].bounding_box()
    assert box is not None
    mouse, x, y = figure.page.mouse, box["x"] + 12, box["y"] + 12
    mouse.move(x, y)
    mouse.down()
    for step in range(1, 5):
        mouse.move(x - 5 * step, y + 4 * step)
    mouse.up()


def picture(figure: Locator) -> Image.Image:
    """The plot with what is said of it, once all has settled, without the controls."""
    live.settled(figure)
    page = figure.page
    page.mouse.move(2, 2)
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    stage, status = (figure.locator(part).first.bounding_box() for part in (".ap-live__stage", ".ap-live__status"))
    assert stage is not None
    assert status is not None
    clip = {**stage, "height": status["y"] + status["height"] - stage["y"]}
    return Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")


def sheets(taken: list[Taken]) -> Iterator[Image.Image]:
    """Puts pictures on sheets, row by row, each under its caption."""
    sheet, draw, x, y, tall = None, None, 0, 0, 0
    for caption, each in taken:
        if sheet is not None and x + each.width > SHEET[0]:
            x, y, tall = 0, y + tall + GAP, 0
        if sheet is None or y + each.height + CAPTION > SHEET[1]:
            if sheet is not None:
                yield sheet
            sheet, x, y, tall = Image.new("RGB", SHEET, "#888888"), 0, 0, 0
            draw = ImageDraw.Draw(sheet)
        assert draw is not None
        draw.text((x + 2, y + 1), caption, fill="white")
        sheet.paste(each, (x, y + CAPTION))
        x, tall = x + each.width + GAP, max(tall, each.height + CAPTION)
    if sheet is not None:
        yield sheet


if __name__ == "__main__":
    folder, site, *what = [*sys.argv[1:], "site"][:2] + sys.argv[3:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    with serving(Path(site)) as address, sync_playwright() as playwright:
        opened = playwright.chromium.launch(**launch_options())
        if what in ([], ["pages"]):
            take_pages(Path(folder), opened, address)
        if what in ([], ["figures"]):
            take_figures(Path(folder), opened, address)
        opened.close()
