"""A book that was made for Jekyll, taken in: generated here of forty pages and ten notebooks, imported and built."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Page, Request, expect

from apsite.book.text.faults import Fault
from apsite.starters import RefusedError, start
from apsite.starters.course import Course
from apsite.starters.importing import Imported, import_book
from tests.book.support import OUTSIDE, PIXEL, RUNNING, SHOWN_RAW, Project, words
from tests.bounds import within
from tests.site.support import launch_options, serving, violations
from tests.site.test_hostile import LOOK
from tests.site.test_search import finds

PAGES, NOTEBOOKS = OUTSIDE / "pages", OUTSIDE / "notebooks"

CONFIG = "title: A course\nbaseurl: /course\ncallouts:\n  recall:\n    title: Recall\n"
WITHOUT_FONTS = 300_000 - 100_000  # bytes, compressed: the budget of a first load; the small book brings no fonts
MORE = 40  # short pages, with which the book has more than a hundred, and its navigation is pruned
PARTS = ("Cells", "Signals", "Senses", "Movement")

#: What a page of the course holds, beside the pages of other tests; `{other}` is the file of another page.
TEXTS = (
    "[next]({{% link {other} %}}) and [the same](/course/{address}), [from the top]({{{{ site.baseurl }}}}/{other}).",
    "{{: .recall }}\n> What was said.\n\n![A picture]({{{{ '/assets/cell.png' | relative_url }}}})",
    '<p style="color: red" onclick="go()">Styled</p>\n\n<script>alert(1)</script>\n\n<style>p {{ color: red }}</style>',
    "![From elsewhere](https://example.org/x.png) <img src='//example.org/y.png' alt='y'>\n\n"
    "<a href='https://example.org'><img src='https://example.org/z.svg' alt='Built'></a>",
    "<form action='x'><input type='text'> Ask</form>\n\n<button>Go</button>",
    "{{% include nav.html %}}\n\nSee [[nothing]] and [missing](nowhere.html).",
    "If a<b and x <- y, by <me@x.org>.\n\n![A dot](/assets/cell.png){{fig-align=left}}\n\n"
    "Rest is at -65 mV, $$V_m$$ it is.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n{{: .striped }}",
    "> [!WARNING]\n> Take care.\n\n- [ ] read\n- [x] written\n\n<img src={{require('./x.png').default}} alt='x' />\n\n"
    "```{{raw}} html\n<b onclick='x'>y</b>\n```\n\n```{{figure}} /assets/cell.png\n:alt: A cell\n```\n\n"
    "```{{note}}\n[there](/{other})\n<script>z</script>\n```\n\n```html\n<b onclick='x'>as code</b>\n```",
)
#: Tops of pages that their own book read in its own way, and what is told of each.
TOPS = {
    "mixed.md": ("---\ntitle: Mixed\nparent: [Cells, Signals]\nhas_children: 'true'\n---\n", "parent is text"),
    "day.md": ("---\ntitle: 2024-01-01\ndate: 2024-13-45\nnav_order: -1\n---\n", ""),
    "colons.md": ("---\ntitle: Bad: yaml: 'here'\n---\n", "mapping values are not allowed"),
    "toml.md": ('+++\ntitle = "From TOML"\n+++\n', ""),
    "fields.md": ("Title: From fields\nAuthor: Me\n\nText.\n", ""),
    "rest.md": (":title: From reST\n:date: 2020-01-01\n\nText.\n", ""),
    "bare.md": ("A title\n=======\n\nText.\n", ""),
    "empty.md": ("", ""),
    "orphan.md": ("---\ntitle: Orphan\nparent: Nobody\n---\n", "no page that is published has the title 'Nobody'"),
    "circle.md": ("---\ntitle: Circle\nparent: Circle\n---\n", "the title 'Circle', or it stands below this one"),
    "twin.md": ("---\ntitle: Cells 0\nparent: Cells\n---\n", "another page below 'Cells' has the title 'Cells 0'"),
    "namesake.md": ("---\ntitle: Chapter 1\n---\n", "pages of this book stand below one of the title 'Chapter 1'"),
    "draft.md": ("---\ntitle: Draft\npublished: false\n---\n", ""),
    "below the draft.md": (
        "---\ntitle: Below\nparent: Draft\n---\n",
        "no page that is published has the title 'Draft'",
    ),
}
LINKS = (
    "[a]({{ site.baseurl }}{% link below the draft.md %}) [b](below%20the%20draft) [c](<below the draft.md>) "
    "[d](javascript:alert(1)) [e](ftp://x.org/y) ![f](data:image/png;base64,AAAA)\n\n"
    "A <b>word<o:p></o:p></b> of Word's, and ![[cell.png|30]].\n\n    in <module> of x\n\n"
    "- an item\n\n    <o:p>goes</o:p> on"
)
#: What a stranger's cells give when the book runs them, and names that a stranger gives to pages.
HOSTILE_CELLS = r"""
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display
over = "style='position:fixed;inset:0'"
display(HTML(
    f"<script>ran()</script><img src=x onerror=ran()><div id=__config class=md-overlay {over}>d</div>"
    f"<a href='javascript:ran()' {over}>a</a><iframe src='https://x.example'></iframe><base href='https://x.example/'>"
    "<meta http-equiv=refresh content='0;url=https://x.example'><form action='https://x.example'>"
    "<input autofocus onfocus=ran()></form><video src='//x.example/v' onerror=ran()><details open ontoggle=ran()>e"
    "<table background='https://x.example/t.png'><tr><td onmouseover=ran()>b</table>"
))
display(SVG(
    '<svg xmlns="http://www.w3.org/2000/svg" onload="ran()"><script>ran()</script><rect width="9" height="9"/>'
    '<image href="https://x.example/i.png"/><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">f</p>'
    "</foreignObject></svg>"
))
display(Javascript("ran()"), Latex(r"$\href{javascript:ran()}{x}$"), Latex(r"\style{position:fixed}{y}"))
display(Markdown("[c](javascript:ran())<script>ran()</script> ![i](https://x.example/i.png)"))
script, widget = "<script>ran()</script>", "application/vnd.jupyter.widget-view+json"
for data in {"application/javascript": "ran()"}, {"text/html": script}, {widget: {"model_id": script}}:
    display(data, raw=True)
print("\x1b]8;;javascript:ran()\x07link\x1b]8;;\x07", script)
"""
HOSTILE_NOTEBOOK = {
    "cells": [
        {"cell_type": "raw", "id": "a", "metadata": {}, "source": "---\ntitle: Hostile\nexecute: true\n---"},
        {
            "cell_type": "code",
            "id": "b",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": HOSTILE_CELLS,
        },
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}
HOSTILE_NAMES = (
    "javascript:ran().md",
    "'onload=ran() x='.md",
    '"><img src=x onerror=ran()>.md',
    "%2e%2e%2f.md",
    "&#x6a;a.md",
)
#: Names that mean something to shells, addresses, templates or other systems, and nothing here.
ODD_NAMES = (
    "con", "-rf", " lead", "trail ", "a?b", "a#b", "a&b", "a;b", "a:b", "a*b", "a|b", "a\\b", "a%00b", "a%2Fb", "a+b c",
    "a..b", "$(x)", "`x`", "{{x}}", "{%x%}", "[x](y)", "*x*", "'", '"', "~", "%", "&amp;", "404", "assets", "search",
    "embed", "__init__", "model;x", "x" * 200, "\U0001f600", "\ufb01", "http:\u2215\u2215x",
)  # fmt: skip
#: Notebooks that nobody can read, and what is told of each.
UNREAD = {"empty.ipynb": "", "conflict.ipynb": '{\n "cells": [\n<<<<<<< HEAD\n', "pointer.ipynb": "version https://git"}


def course(folder: Path) -> Path:
    """Write a course of forty pages and ten notebooks."""
    folder.mkdir()
    (folder / "_config.yml").write_text(CONFIG)
    (folder / "_layouts").mkdir()
    (folder / "_layouts/default.html").write_text("<html>{{ content }}</html>")
    (folder / "assets").mkdir()
    (folder / "assets/style.css").write_text("p { color: red }")
    (folder / "assets/cell.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "index.md").write_text(
        "---\nlayout: home\ntitle: A course\nnav_order: 1\n---\n\n# A course\n\nBegin [here](cells/).\n"
    )
    for name, (top, _) in TOPS.items():
        (folder / name).write_text(top)
    (folder / "links.md").write_text(f"---\ntitle: Links\nquestions: [Why?]\nabstract: Short\n---\n\n{LINKS}\n")
    for name, content in UNREAD.items():
        (folder / name).write_text(content)
    (folder / "module.py").write_text("x = 1\n")
    outside = sorted(PAGES.glob("*.md"))
    count = 1
    for part in PARTS:
        below = folder / part.lower()
        below.mkdir()
        (below / "index.md").write_text(
            f"---\ntitle: {part}\nhas_children: true\nnav_order: {count}\n---\n\n# {part}\n"
        )
        count += 1
        for at in range(8 if part != "Movement" else 11):
            name = f"{at:02} A Page of {part}.md"
            other = f"{part.lower()}/index.md"
            facts = f"---\ntitle: {part} {at}\nparent: {part}\npermalink: /{part.lower()}/{at}/\n---\n\n"
            body = TEXTS[at % len(TEXTS)].format(other=other, address=f"{part.lower()}/{(at + 1) % 8}/")
            (below / name).write_text(facts + f"# {part} {at}\n\n{body}\n")
            count += 1
    (folder / "exercises").mkdir()
    (folder / "exercises/index.md").write_text("---\ntitle: Exercises\nnav_order: 99\n---\n\n# Exercises\n")
    for at in range(MORE):
        facts = f"---\ntitle: Exercise {at}\nparent: Exercises\nnav_order: {at}\n---\n\n"
        (folder / f"exercises/{at:02}.md").write_text(f"{facts}# Exercise {at}\n\nSay it.\n")
    same = {"cells": [{"cell_type": "markdown", "metadata": {}, "source": "# Cells 1"}], "metadata": {}}
    (folder / "cells/same.ipynb").write_text(json.dumps({**same, "nbformat": 4, "nbformat_minor": 4}))
    for path in outside[:-1]:
        text = path.read_bytes().replace(b"parent: Chapter 2", b"parent: Cells").replace(b"title: ", b"title: X ", 1)
        (folder / "cells" / path.name).write_bytes(text)
    notebooks = sorted(NOTEBOOKS.glob("*.ipynb"))
    for at in range(10):
        source = notebooks[at % len(notebooks)]
        shutil.copy(source, folder / PARTS[at % 4].lower() / f"nb-{at}-{source.name}")
    return folder


@pytest.fixture(scope="module")
def imported(once, small_project) -> tuple[Project, Imported, subprocess.CompletedProcess[str]]:
    def built(place: Path) -> tuple[Project, Imported, subprocess.CompletedProcess[str]]:
        project = small_project(place / "book")
        project.dress()
        made = import_book(project.path, course(place / "course"))
        for page in (project.path / "docs/a-course/exercises").glob("[0-9]*.md"):  # which the search is to find
            page.write_text(page.read_text().replace("under_construction: true\n", ""))
        (project.path / "docs/a-course/hostile.ipynb").write_text(json.dumps(HOSTILE_NOTEBOOK))
        for name in HOSTILE_NAMES:
            text = f"---\ntitle: Named {len(name)}\nunder_construction: true\n---\n\n# Named {len(name)}\n"
            (project.path / f"docs/a-course/{name}").write_text(text)
        for at, name in enumerate(ODD_NAMES):
            way = f'[there](<{quote(ODD_NAMES[at - 1])}.md>) <a href="{quote(name)}.md">here</a>'
            top = f"---\ntitle: Odd {at}\nunder_construction: true\n---\n\n# Odd {at}\n\n{way}\n"
            (project.path / f"docs/a-course/{name}.md").write_text(top)
        return project, made, project.build()

    return once("imported", built)


def pages(project: Project) -> dict[str, str]:
    """Return what the pages of the course say, by their addresses."""
    site = project.path / "site"
    places = (str(path.parent.relative_to(site)) for path in sorted((site / "a-course").rglob("index.html")))
    hostile = {"hostile", *(name.removesuffix(".md") for name in HOSTILE_NAMES)}  # which others look at
    return {place: project.article(place) for place in places if place.removeprefix("a-course/") not in hostile}


def test_a_whole_course_is_taken_in_and_builds_at_once(imported):
    project, made, done = imported
    assert done.returncode == 0, done.stderr
    assert sum(name.endswith(".md") for name in made.files) >= 40
    assert sum(name.endswith(".ipynb") for name in made.files) == 10 + 1
    assert "Cells 1 (notebook)" in project.html("a-course/cells/same")
    taken = sum(name.endswith((".md", ".ipynb")) for name in made.files) - 1  # a draft
    assert len(pages(project)) == taken + len(ODD_NAMES)
    for at, name in enumerate(ODD_NAMES):
        assert f"Odd {at}" in project.article(f"a-course/{name}")
        assert re.search(f"/docs/a-course/{re.escape(name)}\\.md:\\d", done.stderr) is None, name
    assert (project.path / "site/a-course/module.py").read_text() == "x = 1\n"
    assert not (project.path / "site/a-course/module").exists()


def test_no_page_shows_what_another_program_would_read_or_runs_anything(imported):
    for name, html in pages(imported[0]).items():
        assert not SHOWN_RAW.search(words(html, code=False)), name
        assert not RUNNING.search(html), name


def test_every_link_leads_somewhere(imported):
    site = imported[0].path / "site"
    looked = 0
    for name, html in pages(imported[0]).items():
        for address in re.findall(r'(?:href|src)="((?:[^"#]|(?<=&)#)+)', html):
            address = unquote(unescape(address))
            if not re.match(r"https?:|mailto:", address):
                target = (site / name / address).resolve()
                assert (target / "index.html" if target.is_dir() else target).is_file(), (name, address)
                looked += 1
    assert looked > 30


def test_links_pictures_boxes_and_places_are_those_of_the_new_book(imported):
    project, *_ = imported
    first = (project.path / "docs/a-course/cells/00-a-page-of-cells.md").read_text()
    assert "[next](index.md) and [the same](01-a-page-of-cells.md), [from the top](index.md)." in first
    assert 'title: "Cells 0"\nparent: "Cells"' in first
    assert "under_construction: true" in first
    second = (project.path / "docs/a-course/cells/01-a-page-of-cells.md").read_text()
    assert '!!! note "Recall"\n\n    What was said.' in second
    assert "![A picture](../assets/cell.png)" in second
    badge = (project.path / "docs/a-course/cells/03-a-page-of-cells.md").read_text()
    assert "[y](https://example.org/y.png)\n\n<a href='https://example.org'>Built</a>" in badge
    links = (project.path / "docs/a-course/links.md").read_text()
    assert "[a](below-the-draft.md) [b](below-the-draft.md) [c](<below-the-draft.md>) d e f\n" in links
    assert "<b>word</b> of Word's, and ![[assets/cell.png|30]].\n\n    in <module> of x\n" in links
    assert "\n    goes on\n" in links
    fences = (project.path / "docs/a-course/cells/07-a-page-of-cells.md").read_text()
    assert "<b>y</b>" in fences
    assert "```{figure} ../assets/cell.png" in fences
    assert "```{note}\n[there](index.md)\n\n```" in fences
    assert "<b onclick='x'>as code</b>" in fences
    index = (project.path / "docs/a-course/index.md").read_text()
    assert "Begin [here](cells/index.md)." in index
    assert "glossary: false" in index


def test_what_is_left_to_do_is_told_file_by_file(imported):
    left = [str(fault) for fault in imported[1].left]
    for part in (
        r"assets/style\.css:1: was not taken: files of the kind \.css",
        r"docs/a-course/cells/02-a-page-of-cells\.md:\d+: a <script> was taken out",
        r"docs/a-course/cells/02-a-page-of-cells\.md:\d+: style, onclick of <p> was taken out",
        r"docs/a-course/cells/03-a-page-of-cells\.md:\d+: the picture https://example\.org/x\.png lies elsewhere",
        r"docs/a-course/cells/04-a-page-of-cells\.md:\d+: <form> was taken out",
        r"docs/a-course/cells/05-a-page-of-cells\.md:\d+: '\{% include nav\.html %\}' is Liquid",
        r"docs/a-course/cells/07-a-page-of-cells\.md:\d+: 'src=\{require.*\}' is an expression of MDX, and was taken",
        r"docs/a-course/links\.md:1: front matter: abstract, questions: is shown nowhere here",
        r"docs/a-course/links\.md:\d+: <o:p> was taken out, and what was in it stands in the text",
        r"docs/a-course/cells/10-latin-1\.md:\d+: was not UTF-8, and is now",
    ):
        assert any(re.match(part, each) for each in left), (part, left)


def test_what_pages_say_at_their_tops_in_odd_ways_is_read_or_told(imported):
    project, made, _ = imported
    for name, (_, told) in TOPS.items():
        file = f"docs/a-course/{name.replace(' ', '-')}"
        found = [fault.message for fault in made.left if fault.file == file]
        assert [told in message for message in found] == ([True] if told else []), found
    tops = {
        name: (project.path / f"docs/a-course/{name}").read_text()
        for name in ("day.md", "colons.md", "toml.md", "fields.md", "rest.md", "namesake.md", "bare.md")
    }
    for name, title in {
        "day.md": "2024-01-01",
        "colons.md": "Bad: yaml: 'here'",
        "toml.md": "From TOML",
        "fields.md": "From fields",
        "rest.md": "From reST",
        "namesake.md": "Chapter 1 (A course)",
        "bare.md": "A title",
    }.items():
        assert f'title: "{title}"' in tops[name]
    assert tops["bare.md"].count("A title") == 2
    for name in UNREAD:
        [fault] = [fault for fault in made.left if fault.file == name]
        assert "was not taken: it is no notebook that Jupyter could read" in fault.message


def requests(page: Page) -> list[Request]:
    """What a page asks for from now on."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    return asked


def test_axe_finds_nothing_in_pages_of_the_course_and_they_are_light(imported, playwright):
    with serving(imported[0].path / "site") as address:
        browser = playwright.chromium.launch(**launch_options())
        for place in ("cells/03-callouts", "cells/07-html", "cells/nb-0-01-rich-outputs"):
            page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")  # with an empty cache
            asked = requests(page)
            assert page.goto(f"{address}/a-course/{place}/").ok
            assert violations(page) == [], place
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
            assert all(request.url.startswith((address, "data:", "blob:")) for request in asked)
            sizes = [request.sizes() for request in asked if request.url.startswith(address)]
            weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
            assert 50_000 < weight < WITHOUT_FONTS, place
            page.close()
        browser.close()


def test_readers_find_their_way_where_navigation_is_pruned(imported, playwright):
    with serving(imported[0].path / "site") as address:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/a-course/exercises/07/")
        names = page.locator(".md-nav--primary a.md-nav__link:visible").all_inner_texts()
        assert {"Exercise 0", "Exercise 39", "Cells"} <= {name.strip() for name in names}
        assert "Cells 0" not in names
        marked = page.locator(".md-nav--primary [data-md-level] a.md-nav__link--active:visible").first
        assert marked.inner_text().strip() == "Exercise 7"
        neighbours = page.locator(".md-footer__link").all_inner_texts()
        assert [each.split("\n")[-1] for each in neighbours] == ["Exercise 6", "Exercise 8"]
        page.locator(".md-nav--primary").get_by_role("link", name="Chapter 1", exact=True).click(timeout=5000)
        page.wait_for_url(f"{address}/chapter-1/")  # a section of another part, of which no page is listed
        page.locator(".md-search__input").click()
        finds(page, "exercise 31", "/a-course/exercises/31/")  # also what the navigation of this page does not list
        page.locator(".md-search-result__link").first.click()
        page.wait_for_url(f"{address}/a-course/exercises/31/**")
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{address}/a-course/exercises/37/")
        page.locator("label.md-header__button[for=__drawer]").click()
        here = page.locator(".md-nav--primary a.md-nav__link--active", has_text="Exercise 37")
        expect(here).to_be_in_viewport()
        page.locator(".md-nav__title", has_text="Exercises").click()  # the way up
        expect(page.locator(".md-nav--primary").get_by_role("link", name="Exercises", exact=True)).to_be_in_viewport()
        page.locator(".md-nav--primary").get_by_role("link", name="Cells", exact=True).click(timeout=5000)
        page.wait_for_url(f"{address}/a-course/cells/")
        browser.close()


def test_what_a_stranger_s_notebook_gives_and_names_of_pages_do_nothing_in_a_finished_build(imported, playwright):
    site = imported[0].path / "site"
    made = [str(path.parent.relative_to(site)) for path in (site / "a-course").rglob("index.html")]
    places = [place for place in made if re.search(r"hostile|ran\(\)|2e|x6a", place)]
    assert len(places) == 1 + len(HOSTILE_NAMES), made
    with serving(site) as address:
        browser = playwright.chromium.launch(**launch_options())
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_init_script("window.ranHere = []; window.ran = window.alert = () => window.ranHere.push('ran')")
        page = context.new_page()
        asked, gone = requests(page), []
        page.on("framenavigated", lambda frame: gone.append(frame.url))
        for place in places:
            gone.clear()
            assert page.goto(f"{address}/{quote(place)}/", wait_until="networkidle").ok, place
            found = page.evaluate(LOOK)
            assert found["over"] == found["large"] == found["ran"] == [], place
            assert [url for url in gone if not url.startswith(f"{address}/{quote(place, safe='/')}")] == [], place
            for each in page.locator("article a:visible").all():
                assert (each.get_attribute("href") or "#").startswith(("#", "..", "./", "https://", address)), place
        assert [each.url for each in asked if not each.url.startswith((f"{address}/", "data:", "blob:"))] == []
        browser.close()


def test_nothing_is_overwritten(imported, tmp_path):
    project, *_ = imported
    with pytest.raises(RefusedError, match="docs/a-course is there already"):
        import_book(project.path, course(tmp_path / "course"))
    with pytest.raises(RefusedError, match="is no folder"):
        import_book(project.path, tmp_path / "nowhere")


def test_one_page_and_one_notebook_are_taken_in(tmp_path, small_project):
    project = small_project(tmp_path / "book")
    (tmp_path / "cortex.png").write_bytes(PIXEL.encode())
    page = tmp_path / "Brain Regions.md"
    page.write_text("# Brain regions\n\n![Lobes](cortex.png)\n\n<script>x</script>\n")
    for arguments in (["page", "--from", str(page)], ["notebook", "--from", str(NOTEBOOKS / "01-rich-outputs.ipynb")]):
        done = project.run("apsite", "new", *arguments)
        assert done.returncode == 0, done.stderr
        assert "Written: docs/chapter-1/" in done.stdout
    text = (project.path / "docs/chapter-1/brain-regions.md").read_text()
    assert text.startswith('---\ntitle: "Brain regions"\nparent: "Chapter 1"\nnav_order: ')
    assert "![Lobes](cortex.png)" in text
    assert (project.path / "docs/chapter-1/cortex.png").is_file()
    notebook = json.loads((project.path / "docs/chapter-1/rich-outputs.ipynb").read_text())
    assert 'parent: "Chapter 1"\n' in notebook["cells"][0]["source"]
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert "<table>" in project.html("chapter-1/rich-outputs")
    with pytest.raises(RefusedError, match="has the title 'Brain regions' already"):
        start(project.path, "page", "", origin=page)


def test_only_what_lies_with_a_page_or_a_notebook_comes_along(tmp_path, small_project):
    project = small_project(tmp_path / "book")
    course, secret = tmp_path / "course", tmp_path / "secret.png"
    (course / "cells").mkdir(parents=True)
    (course / "assets").mkdir()
    for path in (secret, course / "assets/cell.png", course / "cells/cell.png"):
        path.write_text(str(path))
    (course / "cells/linked.png").symlink_to(secret)
    (course / "cells/run.py").write_text("# %%\n1\n")
    way = "![A](../assets/cell.png) ![B](cell.png) ![C](/assets/cell.png) [d](run.py)"
    out = (
        f"![E](../../secret.png) ![F](linked.png) ![G]({secret}) ![H](<../../secret.png>) <img src='../../secret.png'>"
    )
    page = course / "cells/a-page.md"
    page.write_text(f"# A page\n\n{way} {out}\n")

    alone = start(project.path, "page", "Alone", origin=page)  # the folder of a page is all that is known to be its own
    assert alone.files == ("docs/chapter-1/alone.md", "docs/chapter-1/cell.png")
    told = [step for step in alone.steps if "leads out of the folder cells and was not taken" in step]
    assert [step.split()[3] for step in told] == ["../assets/cell.png", "../../secret.png", "linked.png"]
    assert any("run.py was not taken: it is a notebook as text, which would be run" in step for step in alone.steps)

    (course / "_config.yml").write_text("title: A course\n")
    whole = start(project.path, "page", "In its book", origin=page)
    assert whole.files == ("docs/chapter-1/in-its-book.md", "docs/chapter-1/cell-2.png")
    text = (project.path / whole.files[0]).read_text()
    assert "![A](cell-2.png) ![B](cell.png) ![C](cell-2.png)" in text
    assert (project.path / whole.files[1]).read_text() == str(course / "assets/cell.png")

    first = {"cell_type": "raw", "metadata": {}, "source": "---\ntitle: Own\nlang: de\n---"}
    text = {"cell_type": "markdown", "metadata": {}, "source": "![A](../assets/cell.png) ![E](../../secret.png)"}
    notebook = {"cells": [first, text], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (course / "cells/nb.ipynb").write_text(json.dumps(notebook))
    taken = start(project.path, "notebook", "", origin=course / "cells/nb.ipynb")
    assert taken.files == ("docs/chapter-1/own.ipynb",)  # the picture is there already
    cells = json.loads((project.path / taken.files[0]).read_text())["cells"]
    assert "![A](cell-2.png)" in cells[1]["source"][0]
    assert 'lang: "de"\n' in cells[0]["source"]
    assert any("../../secret.png leads out of the folder course" in step for step in taken.steps)
    assert not [path for path in project.path.rglob("*.png") if path.read_bytes() == secret.read_bytes()]


def test_a_book_is_taken_in_by_its_command(tmp_path, small_project):
    project = small_project(tmp_path / "book")
    folder = tmp_path / "My course"
    folder.mkdir()
    (folder / "page.md").write_text("# A page\n\n{% include x.html %}\n\nSee @fig-one.\n")
    done = project.run("apsite", "import", str(folder))
    assert done.returncode == 0, done.stderr
    assert (
        "Written: 2 pages and 0 other files, under construction.\nLeft to do by hand:\n  docs/my-course/page.md:"
        in (done.stdout)
    )
    assert "docs/my-course/page.md:11: '@fig-one' is a name of something on the page" in done.stdout
    assert "make serve, or python -m mkdocs serve --livereload, at /my-course/" in done.stdout
    assert project.run("apsite", "import", str(folder)).stderr.startswith(
        "Nothing was written: docs/my-course is there"
    )


@pytest.mark.parametrize("settings", ["title: 0x_", "a: &a [x]\ntitle: [*a, *a]", "title: !!timestamp x", "title: '"])
def test_settings_that_cannot_be_read_are_told_and_left_out(tmp_path: Path, settings: str) -> None:
    (tmp_path / "_config.yml").write_text(settings)
    left: list[Fault] = []
    with within(5):
        assert Course(tmp_path, "", left).settings == {}
    assert [each.file for each in left if "was not read" in each.message] == ["_config.yml"]
