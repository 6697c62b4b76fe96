"""Pictures of every page, for a person to look at: `python -m tests.site.screenshots FOLDER [SITE]`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.site.support import launch_options, serving, source_pages

WIDTHS = (390, 768, 1440)


def take(pictures: Path, site: Path) -> None:
    """Writes PAGE-WIDTH-SCHEME.png for each page of the built site, at three widths, light and dark."""
    pictures.mkdir(parents=True, exist_ok=True)
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
                page = context.new_page()
                for path in source_pages():
                    page.goto(address + path, wait_until="networkidle")
                    for image in page.locator("img:visible").all():
                        image.evaluate("image => { image.loading = 'eager'; return image.decode() }")
                    name = path.strip("/").replace("/", "-") or "home"
                    page.screenshot(path=pictures / f"{name}-{width}-{scheme}.png", full_page=True)
                context.close()
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "site"))
