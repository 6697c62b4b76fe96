"""Notebooks that were written elsewhere, dropped in as they are, and the options of mkdocs-jupyter."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path, PurePosixPath

import nbformat
import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs_jupyter.plugin import Plugin

from apsite.book.notebooks import jupyter
from apsite.book.notebooks.jupyter import Settings
from apsite.book.notebooks.notebooks import assemble
from apsite.book.notebooks.rendering import make
from apsite.book.safety.cleaning import clean
from apsite.book.text.paths import pathless
from apsite.notebooks import ipynb
from apsite.notebooks.percent import NotebookError
from tests.book.support import CHAPTER, OUTSIDE, PIXEL, RUNNING, SHOWN_RAW, Project, words

NOTEBOOKS = OUTSIDE / "notebooks"
EXECUTED = ["---\n", "title: Executed data\n", "execute: true\n", "---\n"]
OPTIONS = {"show_input": True, "no_input": False, "no_prompt": False, "remove_tag_config": {}}


@pytest.fixture(scope="module")
def build(once, small_project) -> tuple[Project, subprocess.CompletedProcess[str]]:
    return once("outside-notebooks", lambda folder: built(small_project(folder / "book")))


def built(project: Project) -> tuple[Project, subprocess.CompletedProcess[str]]:
    chapter = project.path / "docs/chapter-2"
    shutil.copytree(NOTEBOOKS, chapter)
    (chapter / "index.md").write_text(CHAPTER)
    again = json.loads((NOTEBOOKS / "04-data-beside.ipynb").read_text())
    again["cells"][1]["source"] = ["from pathlib import Path\n", 'print(Path("spikes.csv").read_text().split())']
    again["cells"].insert(0, {"cell_type": "raw", "id": "a", "metadata": {}, "source": EXECUTED})
    (chapter / "executed.ipynb").write_text(json.dumps(again))
    named = json.loads((NOTEBOOKS / "06-no-title-never-run.ipynb").read_text())
    other = "<a href='06-no-title-never-run.ipynb#No-title-never-run'>c</a>"
    links = f"[a](#The-First:-Part) [b](#Of-$x$) {other} [d](#Nowhere)"
    text = f"# Named\n\n{links}\n\n## The First: Part\n\n## Of $x$\n"
    named["cells"].insert(0, {"cell_type": "markdown", "id": "n", "metadata": {}, "source": text})
    (chapter / "named.ipynb").write_text(json.dumps(named))
    (chapter / "tagged.ipynb").write_text(json.dumps(tagged_book(), indent=1))
    return project, project.build()


def tagged_book() -> dict[str, object]:
    """A notebook in which cells are hidden, or hold LaTeX."""
    printed = [{"output_type": "stream", "name": "stdout", "text": "given"}]
    ways = (
        {"tags": ["hide-input"]},
        {"tags": ["hide-output"]},
        {"tags": ["hide-cell", "a b"]},
        {"jupyter": {"source_hidden": True, "outputs_hidden": False}},
        {"tags": ["remove-cell"]},
    )
    code = [
        {"cell_type": "code", "metadata": each, "source": f"x = {'gone' if at == 4 else at}", "outputs": printed}
        for at, each in enumerate(ways)
    ]
    latex = {"raw_mimetype": "text/latex"}
    texts = [
        (latex, "\\begin{equation}\n    a = b\n\\end{equation}"),
        ({}, "$$c = d$$"),
        ({}, "as code & so"),
        (latex, "\\section{Words}"),
    ]
    raw = [{"cell_type": "raw", "metadata": metadata, "source": source} for metadata, source in texts]
    cells = [
        {**each, "id": f"c{at}"} for at, each in enumerate([*({**each, "execution_count": 1} for each in code), *raw])
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(scope="module")
def shown(build):
    project, done = build
    assert done.returncode == 0, done.stderr
    return lambda name: project.article(f"chapter-2/{name}")


def test_no_page_has_what_a_page_may_not_have(build, shown):
    for path in [*NOTEBOOKS.glob("*.ipynb"), Path("07-percent.py"), Path("executed.ipynb")]:
        html = shown(path.stem)
        assert not RUNNING.search(html), path.name
        assert not re.search(r"\sstyle=(?!\"text-align)", html), path.name
        assert "model_id" not in html
        assert "/home/" not in html
        assert not SHOWN_RAW.search(words(html, code=False))


def test_every_kind_of_output_is_shown(shown):
    html = shown("01-rich-outputs")
    assert re.search(r'ap-cell__html"><div>\s*<table><thead><tr><td></td><th scope="col">rate</th>', html)
    assert re.search(r'<img src="\.\./\.\./(assets/notebooks/\w+\.png)" alt="[^"]+" width="60"', html)
    assert 'ap-cell__formula"><div class="ap-equation"><math' in html
    assert "<p><strong>bold</strong> and <code>code</code></p>" in html
    assert "<pre>thing.py:10: UserWarning: careful\n" in html
    assert '<span class="ansi-red-fg">red</span> and plain' in html
    assert '<div aria-label="Error" class="ap-cell__output ap-cell__error" role="group"><pre>' in html
    assert "ZeroDivisionError</span>: division by zero" in html
    assert "What its cells gave is shown as it was stored in it. The book has not run them." in html


def test_a_picture_without_words_is_asked_for_them_at_its_line(build):
    assert "docs/chapter-2/01-rich-outputs.ipynb:63: the cell gives a picture and has no alternative text" in (
        build[1].stderr
    )


def test_a_place_comes_from_the_raw_cell_or_else_from_the_folder(build, shown):
    html = build[0].html("chapter-2")
    order = re.findall(r'<a href="([\w-]+)/" class="dropdown-item', html)
    assert order == [
        "02-widgets-and-scripts", "05-other-language", "03-attachments-old-format", "04-data-beside", "executed",
        "named", "06-no-title-never-run", "07-percent", "01-rich-outputs", "tagged",
    ]  # fmt: skip
    assert "title: Widgets" not in words(shown("02-widgets-and-scripts"))


def test_what_needs_a_script_falls_back_to_text(shown):
    html = shown("02-widgets-and-scripts")
    assert "<pre>IntSlider(value=5)</pre>" in html
    assert "<pre>Figure</pre>" in html
    assert 'ap-cell__html"><b>b</b></div>' in html


def test_attachments_become_files_and_old_formats_are_read(build, shown):
    html = shown("03-attachments-old-format")
    pictures = re.findall(r'src="\.\./\.\./(assets/notebooks/\w+\.png)"', html)
    assert len(pictures) == 2
    assert all((build[0].path / "site" / picture).read_bytes().startswith(b"\x89PNG") for picture in pictures)
    assert html.count("<math") == 2
    name = "docs/chapter-2/03-attachments-old-format.ipynb"
    assert f"{name}:18: '-65 mV' is neither checked nor followed by a source" in build[1].stderr
    assert f"{name}:16: the image ../assets/notebooks/" in build[1].stderr


def test_an_executed_notebook_finds_what_lies_beside_it(build, shown):
    assert "<pre>['1', '2', '3']</pre>" in shown("executed")
    assert "stored in it" not in shown("executed")
    assert "<pre>2.0</pre>" in shown("04-data-beside")
    assert build[1].stderr.count("Executing the notebook") == 2  # the other one is in percent format


def test_another_language_is_highlighted_as_what_it_is(shown):
    assert '<span class="nb">puts</span> <span class="mi">1</span>' in shown("05-other-language")


def test_a_notebook_without_title_or_outputs_says_so(build, shown):
    html = shown("06-no-title-never-run")
    assert '<h1 id="no-title-never-run">No title never run' in html
    assert "It holds no outputs" in html


def test_percent_format_outside_of_a_folder_of_notebooks_is_a_page(build, shown):
    assert "<pre>hello</pre>" in shown("07-percent")
    assert (build[0].path / "site/chapter-2/07-percent.ipynb").is_file()


def test_links_to_headings_as_jupyter_names_them_lead_there(build, shown):
    html = shown("named")
    assert '<a href="#the-first-part">a</a> <a href="#of-x">b</a>' in html
    assert '06-no-title-never-run/#no-title-never-run">c</a>' in html
    assert "named.ipynb has no anchor 'Nowhere', to which #Nowhere leads" in build[1].stderr


def test_a_second_build_gives_the_same_bytes(build, tmp_path):
    project = build[0].copied(tmp_path / "book")
    before = project.site()
    again = project.build()
    assert again.returncode == 0, again.stderr
    assert "Executing" not in again.stderr
    assert project.site() == before


@pytest.mark.parametrize(
    ("options", "given", "expected"),
    [
        ({"include": ["*.ipynb"]}, "a/b.py", False),
        ({"include": ["*.py", "*.ipynb"]}, "a/b.ipynb", True),
        ({"ignore": ["a/*.ipynb"]}, "a/b.ipynb", False),
        ({"ignore": ["b.py"]}, "a/b.py", False),
        ({}, "a/b.csv", False),
    ],
)
def test_files_are_found_as_the_plugin_finds_them(tmp_path, options, given, expected):
    plugin = Plugin()
    plugin.load_config({"include": ["*.py", "*.ipynb"], **options})
    config = MkDocsConfig()
    config.load_dict({"docs_dir": str(tmp_path), "site_dir": str(tmp_path / "site"), "use_directory_urls": True})
    file = File(given, str(tmp_path), str(tmp_path / "site"), True)
    assert plugin.should_include(file) is Settings.read(plugin.config).takes(given) is expected


def cell(source: str = "x", tags: tuple[str, ...] = (), **outputs: object) -> dict[str, object]:
    given = [{"output_type": "display_data", "metadata": {}, "data": outputs}] if outputs else []
    return {"kind": "code", "tags": list(tags), "given": given}


def rendered(cells: list[dict[str, object]], **options: object) -> dict[str, dict[str, object]]:
    return json.loads(make({"cells": cells, "options": {**OPTIONS, **options}}, {})["rendered.json"])


def plain(words: str = "given") -> dict[str, object]:
    return {"text/plain": words}


@pytest.mark.parametrize(
    ("options", "inputs", "items"),
    [
        ({}, [True, True, True], [1, 1, 1]),
        ({"show_input": False}, [False] * 3, [1, 1, 1]),
        ({"no_input": True}, [False] * 3, [1, 1, 1]),
        ({"no_prompt": True, "show_input": False}, [False] * 3, [1, 1, 1]),
        ({"remove_tag_config": {"remove_input_tags": ["a", "b"]}}, [False, False, True], [1, 1, 1]),
        ({"remove_tag_config": {"remove_all_outputs_tags": ["b"]}}, [True, True, True], [1, 0, 1]),
        ({"remove_tag_config": {"remove_cell_tags": ["a"]}}, [None, True, True], [None, 1, 1]),
    ],
    ids=["usual", "show_input", "no_input", "no_prompt", "input tags", "output tags", "cell tags"],
)
def test_options_hide_what_they_hide_in_the_plugin(options, inputs, items):
    cells = [cell(tags=("a",), **plain()), cell(tags=("b",), **plain()), cell(**plain())]
    made = rendered(cells, **options)
    assert [made[str(at)]["input"] if str(at) in made else None for at in range(3)] == inputs
    assert [len(made[str(at)]["items"]) if str(at) in made else None for at in range(3)] == items


def test_tags_of_jupyter_book_remove_what_they_say_beside_those_of_the_options():
    options = Settings.read({"remove_tag_config": {"remove_input_tags": ["mine"]}}).rendering
    tags = ["mine", "remove-input", "remove_output", "remove-cell"]
    made = rendered([cell(tags=(tag,), **plain()) for tag in tags], **options)
    assert {at: (each["input"], len(each["items"])) for at, each in made.items()} == {
        "0": (False, 1), "1": (False, 1), "2": (True, 0),
    }  # fmt: skip


def test_what_jupyter_hides_is_shown_on_demand_and_raw_cells_are_read_as_what_they_hold(build, shown):
    html = re.sub(r"\s*\n\s*", "", shown("tagged"))
    details = '<details class="ap-code"><summary>{}</summary><div class="ap-cell__{}"'
    code, given = details.format("The code", "code"), details.format("What it gives", "output ap-cell__text")
    cells = re.findall(r'<div class="ap-cell" id="cell-([^"]+)">(<details class="ap-code"><summary>)?', html)
    assert cells == [("1", cells[0][1]), ("hide-output", ""), ("hide-cell", cells[0][1]), ("4", cells[0][1])]
    assert (html.count(code), html.count(given)) == (3, 2)
    assert "gone" not in html
    assert html.count('<div class="ap-equation"><math') == 2
    assert "as code &amp; so" in html
    assert "tagged.ipynb:120: '\\section{Words}' would be shown as it is" in build[1].stderr


def test_one_output_is_hidden_by_its_own_tag():
    two = cell(**plain("kept"))
    two["given"].append({"output_type": "display_data", "metadata": {"tags": ["one"]}, "data": plain("hidden")})
    options = {"remove_tag_config": {"remove_single_output_tags": ["one"]}}
    assert [len(rendered([two], **each)["0"]["items"]) for each in ({}, options)] == [2, 1]


def test_every_option_of_the_plugin_is_obeyed_or_has_nothing_to_choose():
    obeyed = {each.name for each in fields(Settings)}
    nothing = {"theme", "include_requirejs", "custom_mathjax_url", "cache", "cache_dir", "kernel_name"}
    assert {name for name, _ in Plugin.config_scheme} == obeyed | nothing
    assert all(f"`{each}`" in jupyter.__doc__ for each in nothing)


def test_options_have_the_plugin_s_defaults_and_meanings():
    plugin = Plugin()
    plugin.load_config({})
    settings = Settings.read(plugin.config)
    assert settings.allow_errors is True
    assert (settings.toc_depth, settings.execute, settings.include_source) == (6, False, False)
    chosen = Settings.read({"execute": True, "execute_ignore": ["a/*.ipynb"]})
    assert chosen.executes("b.ipynb")
    assert not chosen.executes("a/b.ipynb")


def test_options_about_pages_are_obeyed(build, tmp_path):
    project = build[0].copied(tmp_path / "book", site=False)
    options = (
        "      toc_depth: 1\n      ignore_h1_titles: true\n      highlight_extra_classes: mine\n      execute: true\n"
    )
    options += '      execute_ignore: ["0*.ipynb", named.ipynb, tagged.ipynb]\n'
    options += "      data_files: {chapter-2/05-other-language.ipynb: [x.csv]}\n"
    project.edit("mkdocs.yml", "include_source: true", "include_source: false")
    project.edit("mkdocs.yml", "      cache: false\n", f"      cache: false\n{options}")
    (project.path / "x.csv").write_text("1\n")
    source = project.path / "docs/chapter-2/05-other-language.ipynb"
    source.write_text(source.read_text().replace("# Another language", "# Another language\\n\\n## Below"))
    failing = json.loads((NOTEBOOKS / "06-no-title-never-run.ipynb").read_text())
    failing["cells"][1]["source"] = "1 / 0"
    (project.path / "docs/chapter-2/failing.ipynb").write_text(json.dumps(failing))
    project.edit("mkdocs.yml", "allow_errors: false", "allow_errors: true")
    done = project.build()
    assert done.returncode == 0, done.stderr
    html = project.html("chapter-2/05-other-language")
    assert "<title>Other language" in html
    assert '<li class="toctree-l2"><a href="#below"' not in html
    assert 'class="highlight mine"' in html
    assert not (project.path / "site/chapter-2/05-other-language.ipynb").exists()
    assert (project.path / "site/chapter-2/05-other-language/x.csv").is_file()
    assert "ap-cell__error" in project.html("chapter-2/failing")


@pytest.mark.parametrize(
    ("outputs", "kind", "expected"),
    [
        ({"text/html": "<table><tr><th>a<td>b</table>"}, "html", '<tr><th scope="row">a</th><td>b</td></tr>'),
        ({"text/html": "<table><tr><th>a<th></table>"}, "html", '<th scope="col">a</th><td></td>'),
        ({"text/html": "<video controls><source src='https://x.org/f.mp4'>b</video>"}, "html", '>Video on x.org</a>'),
        ({"text/html": "<p>a<p>b<table><table>"}, "html", "<p>a</p><p>b</p><table></table><table></table>"),
        ({"text/html": "<a href='https://x.org'><img src='//x.org/a' alt='b'></a>"}, "html", 'org"><em>b</em></a>'),
        ({"text/html": "<div>" * 500 + "<script>x</script>y"}, "html", ">y</div>"),
        ({"text/html": "<h2>T</h2><script>x</script>", "text/plain": "y"}, "html", "<p>T</p>"),
        ({"text/html": "<style>a</style><svg><text>x</text></svg>", "text/plain": "y"}, "text", "<pre>y</pre>"),
        ({"text/html": "<iframe src='https://www.youtube.com/embed/ab'></iframe>"}, "html", "watch?v=ab"),
        ({"text/html": "<a href='javascript:x'>a</a> <img src='//x.org/a' alt='b'>"}, "html",
         'a <a href="https://x.org/a">b</a>'),
        ({"text/html": "<img src='https://x.org/a.png'>", "text/plain": "<IPython.core.display.Image object>"}, "html",
         '<a href="https://x.org/a.png">Picture on x.org</a>'),
        ({"text/html": "<div><div class='sk-text-repr-fallback'><pre>A()</pre><b>Trust it</b></div></div>",
          "text/plain": "A()"}, "text", "<pre>A()</pre>"),
        ({"image/svg+xml": "file:../x", "text/plain": "y"}, "text", "<pre>y</pre>"),
        ({"text/latex": "$$x^2$$", "image/png": "AAAA"}, "formula", "<msup>"),
        ({"text/latex": "\\foo", "text/plain": "foo"}, "text", "foo"),
        ({"text/markdown": "| a |\n|---|\n| $x$ |"}, "markdown", "<mi>x</mi>"),
        ({"text/plain": "\x1b[1;32mgood\x1b[0m"}, "text", 'class="ansi-green-intense-fg ansi-bold"'),
        ({"application/javascript": "alert(1)", "text/plain": "<Javascript object>"}, "text", "&lt;Javascript"),
        ({"text/latex": "$\\left[\\begin{matrix}1 & 2\\\\3 & 4\\end{matrix}\\right]$"}, "formula", "<mn>2</mn></mtd>"),
        ({"text/latex": "A \\textbf{word} & $x$."}, "markdown", "<p>A word &amp; <math"),
        ({"text/latex": "so\\begin{equation*}\\left(\\begin{array}{*{11}c}1\\\\0\\end{array}\\right)\\end{equation*}"},
         "markdown", "<p>so<math"),
        ({"text/markdown": "so $$x^2$$"}, "markdown", "<msup>"),
        ({"text/markdown": "## T\n\n[a](https://x.org){style=\"float:right\"} {b}"}, "markdown",
         '<p>T</p><p><a href="https://x.org">a</a> {b}</p>'),
        ({"application/vnd.plotly.v1+json": {}, "text/html": "<div></div><script>x</script>"}, "html", "a script"),
        ({"text/html": "<video></video>", "text/plain": "<IPython.core.display.HTML object>"}, "html", "a script"),
        ({"text/html": "<a href='https://bokeh.org'></a> Loading"}, "html", "Loading"),
        ({"text/html": "<p>/home/jane/a/b.py</p>"}, "html", "<p>b.py</p>"),
        ({"image/gif": "R0lGODlhAQABAAAAACw=", "text/plain": "<IPython.core.display.Image object>"}, "html",
         '.gif" alt=""'),
        ({"application/json": {"a": [1]}, "text/plain": "<IPython.core.display.JSON object>"}, "text", '"a": [\n  1'),
        ({"text/html": "<span>Trust this</span><iframe srcdoc='x'></iframe>", "text/plain": "a map"}, "text", "a map"),
        ({"text/html": "<script>x</script><b>z</b>", "text/plain": "y"}, "html", "<b>z</b>"),
        ({"text/html": "<script>x</script><table><tr><td>b</table>", "text/plain": "y"}, "html", "<td>b</td>"),
        ({"text/html": f"<img src='data:image/png;base64,{PIXEL}'>"}, "html", 'alt=""'),
        ({"text/plain": "\x1b[32m/home/jane/a/b.py\x1b[0m"}, "text", '<span class="ansi-green-fg">b.py</span>'),
        ({"text/plain": "ab\b\bcd \x1b]8;;https://x.org\x1b\\link\x1b]8;;\x1b\\\x07"}, "text", "<pre>cd link</pre>"),
        ({"text/plain": "\n".join(map(str, range(500)))}, "text", "199\n… 250 lines are left out here …\n450"),
    ],
)  # fmt: skip
def test_others_of_these_kinds_are_shown(outputs, kind, expected):
    [item] = rendered([cell(**outputs)])["0"]["items"]
    assert (item["kind"], expected in item["html"]) == (kind, True), item


def test_a_drawing_keeps_its_letters_and_loses_what_leads_out_of_it():
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
        '<clipPath id="a"/><a xlink:href="https://x.org"><path clip-path="url(#a)" d="M0 0"/></a><use href="#a"/></svg>'
    )
    files = make({"cells": [cell(**{"image/svg+xml": drawing})], "options": OPTIONS}, {})
    [item] = json.loads(files["rendered.json"])["0"]["items"]
    assert files[item["file"]].decode() == drawing.replace(' xlink:href="https://x.org"', "")


def test_what_one_cell_keeps_for_another_is_no_output():
    assert rendered([cell(**{"application/papermill.record/text/plain": "3"})])["0"]["items"] == []


def test_streams_are_shown_as_a_terminal_would_leave_them():
    pieces = ("10 %", "\r100", " %\ndone\n1\r", "2\r")  # as a program flushes them
    given = [{"output_type": "stream", "name": "stdout", "text": piece} for piece in pieces]
    [item] = rendered([{"kind": "code", "tags": [], "given": given}])["0"]["items"]
    assert item["html"] == "<pre>100 %\ndone\n2</pre>"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("/tmp/ipykernel_12/345.py:1: UserWarning: x", "cell:1: UserWarning: x"),
        ("/home/me/work/<ipython-input-1-9e1622b385b6> in f", "cell in f"),
        ("C:\\Users\\me\\lib\\site-packages\\thing\\a.py:3: x", "thing\\a.py:3: x"),
        ("File ~/books/my thing/a.py:3, in f", "File a.py:3, in f"),
        ("<thing at 0x7f0123456789>", "<thing at 0x…>"),
        ("see https://example.org/a/b.html and 1/2/3", "see https://example.org/a/b.html and 1/2/3"),
    ],
)
def test_nobody_s_paths_are_shown(printed, shown):
    assert pathless(printed) == shown


def test_what_cannot_be_shown_is_told_once_a_cell():
    gone = {"output_type": "display_data", "metadata": {}, "data": {"application/javascript": "x"}}
    given = [gone, {**gone, "data": {"text/plain": "y"}}, gone]
    items = rendered([{"kind": "code", "tags": [], "given": given}])["0"]["items"]
    assert ["script" in each["html"] for each in items] == [True, False]


@pytest.mark.parametrize("markup", [
    "<b onclick=x>y</b>", "<p style='x'>y</p>", "<p id='__config' class='md-overlay'>y</p>", "<base href=x>y",
    "<a href=' jav&#x61;script:x'>y</a>", "<form action=x>y</form>", "<!--><img src=x onerror=x>-->y",
    "<p title='\"><script>x</script>'>y</p>", "<<script>script>x</script>y",
    "<math><mi href=javascript:x>z</mi></math>y",
])  # fmt: skip
def test_markup_is_written_anew_of_what_is_allowed(markup):
    cleaned = clean(markup, {})
    assert "y" in cleaned
    assert not re.search(r"<(?!/?(?:a|b|p)\b)|\s(?:on\w+|style|id|class|href)=", cleaned), cleaned


@pytest.mark.parametrize(
    ("text_", "line", "message"),
    [
        ("{", 1, "is no notebook that Jupyter could read"),
        ("[]", 1, "is no notebook that Jupyter could read"),
        ('{"cells": [}', 1, "is no notebook that Jupyter could read"),
        ('{"cells": [], "nbformat": 4, "nbformat_minor": NaN, "metadata": {}}', 1, "could read: [A-Za-z]"),
    ],
)
def test_what_is_no_notebook_is_told(text_, line, message):
    with pytest.raises(NotebookError, match=message) as caught:
        ipynb.read(text_)
    assert caught.value.line == line


def test_front_matter_may_stand_above_other_words_and_a_title_may_be_underlined():
    first = ["---\n", "title: A\n", "---\n", "\n", "Big\n", "===\n", "\n", "text"]
    cells = [{"cell_type": "markdown", "metadata": {}, "source": first}]
    found = ipynb.read(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, indent=1))
    assert (found["front_matter"], found["line"]) == ("title: A\n", 7)
    [cell] = found["cells"]
    assert (cell["source"], cell["lines"][0]) == ("\nBig\n===\n\ntext", 10)
    heading = assemble("a.ipynb", found, {}).heading
    assert heading is not None
    assert heading[1:] == (2, "Big")


def test_what_fastpages_says_at_the_top_is_its_title_and_summary():
    def first(*top: str) -> str:
        cells = [{"cell_type": "markdown", "metadata": {}, "source": list(top)}]
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        return ipynb.read(json.dumps(notebook, indent=1))["cells"][0]["source"]

    facts = ("- toc: true\n", "- categories: [a]\n", "\n", "- one: two")
    assert first('# "A post"\n', '> "What it is."\n', "\n", *facts) == "# A post\n> What it is.\n\n\n\n\n- one: two"
    assert first("# A list\n", "- one: two\n", "- three: four\n") == "# A list\n- one: two\n- three: four\n"


def test_a_notebook_of_version_three_is_read_with_its_lines():
    old = nbformat.v3.new_notebook(worksheets=[nbformat.v3.new_worksheet(cells=[
        nbformat.v3.new_heading_cell("Old", level=1), nbformat.v3.new_code_cell("1\n2", outputs=[]),
    ])])  # fmt: skip
    found = ipynb.read(json.dumps(old, indent=1))
    assert [each["source"] for each in found["cells"]] == ["# Old", "1\n2"]
    assert all(each["lines"][0] > 1 for each in found["cells"])


@pytest.mark.parametrize("source", ["data:image/png;base64,iVBORw0KGgo=", "attachment:my%20dot.png"])
def test_pictures_within_the_text_become_files(source):
    attached = {"my dot.png": {"image/png": "iVBORw0KGgo="}}
    found = {"front_matter": "", "cells": [
        {"kind": "markdown", "source": f"![x]({source})", "line": 1, "first": 1, "alt": "", "attachments": attached},
    ]}  # fmt: skip
    notebook = assemble("a/b.ipynb", found, {})
    [(path, content)] = notebook.pictures.items()
    assert notebook.cells[0].source == f"![x](../{path})"
    assert content == b"\x89PNG\r\n\x1a\n"
    assert PurePosixPath(path).suffix == ".png"
