"""Notebooks in a build: when they are executed, what their pages hold, what is reported, what a reader takes away."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from tests.book.support import Project, made

NOTEBOOK = "docs/chapter-1/notebooks/spike.py"
SPIKE = "docs/chapter-1/spike/index.md"
PAGE = "chapter-1/notebooks/spike"
EMBEDS = """
![What it prints](notebook:spike#peak)

![A rising line](notebook:spike#curve)

/// figure-caption
It rises. See [the notebook](../notebooks/spike.py#cell-curve).
///
"""
FAILING = json.dumps(
    nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_raw_cell("---\ntitle: Fails\nparent: Chapter 1\nexecute: true\n---"),
            nbformat.v4.new_code_cell("1 / 0"),
        ]
    )
)


@pytest.fixture(scope="session")
def built_with_notebook(once, small_project) -> Project:
    def build(folder: Path) -> Project:
        project = small_project(folder / "book")
        (project.path / NOTEBOOK).parent.mkdir()
        shutil.copy(Path(__file__).with_name("spike_notebook.py"), project.path / NOTEBOOK)
        page = project.path / SPIKE
        page.write_text(page.read_text() + EMBEDS)
        done = project.build()
        assert done.returncode == 0, done.stderr
        assert made(done)["notebook"] == 1
        return project

    return once("notebook", build)


@pytest.fixture
def project(built_with_notebook: Project, tmp_path: Path) -> Project:
    return built_with_notebook.copied(tmp_path / "book")


def test_a_notebook_has_a_page_with_its_code_its_outputs_and_links(built_with_notebook):
    html = built_with_notebook.html(PAGE)
    assert '<h2 id="how-high">' in html
    assert 'href="#how-high"' in html.replace('class="headerlink" href="#how-high"', "")  # in the table of contents
    assert '<div class="ap-cell" id="cell-peak">' in html
    assert re.search(r"<pre>peak: 35.1 mV</pre></div><div[^>]*><pre>'peak.voltage'</pre>", html)
    assert 'href="../../spike/"' in html
    assert 'href="../../../model/experiments/#peak.voltage"' in html  # a checked number in its prose
    assert re.findall(r'download="" href="\.\./(spike\.\w+)"', html) == ["spike.ipynb", "spike.py"]
    for palette in ("light", "dark"):
        [picture] = re.findall(
            rf'<picture class="ap-figure__{palette}"><source[^>]*><img src="\.\./\.\./\.\./([^"]+)" alt="A line', html
        )
        assert (built_with_notebook.path / "site" / picture).is_file()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert "colab" not in html
    assert "mybinder" not in html


def test_a_page_shows_a_cell_with_its_code_folded(built_with_notebook):
    html = built_with_notebook.html("chapter-1/spike")
    folded = re.findall(r'<details class="ap-code".*?</details>', html, re.DOTALL)
    assert len(folded) == 2
    assert all("data-search-exclude" in each and "<summary>The code</summary>" in each for each in folded)
    assert 'href="../notebooks/spike/#cell-peak"' in folded[0]
    assert re.search(r'<figure[^>]*>\s*<div class="ap-cell ap-cell--folded"><p class="ap-cell__figure">', html)
    assert 'alt="A rising line"' in html
    assert html.count('href="../notebooks/spike/#cell-curve"') == 2  # the cell's own and the caption's


def test_prose_and_headers_execute_nothing_and_code_does(project):
    before = project.site()
    assert made(project.build()) == {}
    assert project.site() == before
    project.edit(NOTEBOOK, "Look at the first line.", "Look at the line that comes first.")
    project.edit(NOTEBOOK, 'tags=["peak"]', 'tags=["peak", "height"]')
    project.edit(SPIKE, "It peaks", "The spike peaks")
    assert made(project.build()) == {"notebook reading": 1}
    assert "the line that comes first" in project.html(PAGE)
    project.edit(NOTEBOOK, 'f"peak: ', 'f"the peak: ')
    assert made(project.build()) == {"notebook reading": 1, "highlighting": 1, "notebook": 1, "rendering": 1}
    assert "<pre>the peak: 35.1 mV" in project.html(PAGE)


def test_an_edit_of_an_imported_module_changes_the_page(project):
    project.edit("apsite/chapters/spike/experiment.py", '("peak.voltage", G_NA', '("top.voltage", G_NA')
    project.edit("apsite/parameters.py", "120.0", "120.1")
    for file in (SPIKE, NOTEBOOK):
        text = (project.path / file).read_text()
        (project.path / file).write_text(text.replace("peak.voltage", "top.voltage").replace('"35 mV', '"35.1 mV'))
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert made(done)["notebook"] == 1
    assert "'top.voltage'" in project.html(PAGE)


#: What is wrong in one notebook that runs to its end: what stands there, in the place of what, and what is told of it.
WRONG = [
    ("parent: Chapter 1", "parent: Chapter", "no page has the title 'Chapter'"),
    ("[35 mV](model", "[36 mV](model", "'36 mV' does not hold"),
    ("first line.", "first line, of 35 mV.", "'35 mV' is neither checked nor"),
    (' alt="A line that rises."', "", "the cell has a figure and no alt text"),
]
#: Cells that stand at its end, and what is told of each at its header.
CELLS = {
    '# %% checks="peak.voltage"\nprint("peak: 35.08 V")': (
        "'peak: 35.08 V' does not hold: peak.voltage is 35.08\u202fmV"
    ),
    '# %% checks="peak.voltage"\nprint("peak: 35.1")': "'peak: 35.1' has no unit",
    '# %% checks="peek.voltage"\nprint("peak: 35.1 mV")': (
        "the model publishes no value 'peek.voltage'. Did you mean 'peak"
    ),
    '# %% checks="peak.voltage"\nprint("35.1 mV")\n35.1': "'checks' names 1, and 2 of the printed lines have a number",
    '# %% alt="Two."\nplt.plot([1])\nplt.show()\nplt.plot([2])\nplt.show()': "the cell draws several figures",
}
#: What others end with, at which line.
ENDS = [
    ('tags=["curve"]', 'tag="curve"', 29, "a cell has no 'tag'; allowed: tags, alt, checks"),
    ("spike.VALUES[0][0]", "\nspike.VALUE[0]", 28, "the cell 'peak' raised AttributeError"),
    ("parameters import G_NA", "parameters import G_K", 18, "code cell 1 raised ImportError"),
    ("spike.VALUES[0][0]", "while True: pass", 27, "the cell 'peak' took longer than 2 s"),
]


def test_all_broken_notebooks_are_told_by_their_lines_leave_the_site_and_nothing_running(project, monkeypatch):
    before = project.site()
    whole = (project.path / NOTEBOOK).read_text()
    wanted = []

    def write(name: str, text: str) -> None:
        text = text.replace("title: Spike in code", f"title: Of {name}")
        (project.path / NOTEBOOK).with_name(name).write_text(text)

    text = whole + "".join(f"\n{cell}\n" for cell in CELLS)
    for old, new, report in WRONG:
        line = text[: text.index(old)].count("\n") + 1
        text = text.replace(old, new)
        wanted.append(f"wrong.py:{line}: {report}")
    for cell, report in CELLS.items():
        wanted.append(f"wrong.py:{text[: text.index(cell)].count(chr(10)) + 1}: {report}")
    write("wrong.py", text)
    for number, (old, new, line, report) in enumerate(ENDS):
        assert old in whole
        write(f"ends-{number}.py", whole.replace(old, new))
        wanted.append(f"ends-{number}.py:{line}: {report}")
    write("failing.ipynb", FAILING)
    wanted.append("failing.ipynb:1: code cell 1 raised ZeroDivisionError")
    monkeypatch.setenv("APSITE_CELL_SECONDS", "2")
    done = project.build()
    assert done.returncode != 0
    told = re.findall(r"^ERROR +- +docs/chapter-1/notebooks/(.*)", done.stderr, re.MULTILINE)
    assert [report for report in wanted if not any(each.startswith(report) for each in told)] == [], told
    assert len(told) == len(wanted)
    assert done.stderr.count("---->") == 3 + 1
    assert project.site() == before
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert not [line for line in running.splitlines() if "apsite.notebooks" in line and os.fspath(project.path) in line]


#: What a page writes of a cell, and what is told of it.
MISNAMED = {
    "![What it prints](notebook:spike#peek)": "the notebook 'spike' has no cell 'peek'. Did you mean 'peak'?",
    "![What it prints](notebook:spikes#peak)": "there is no notebook 'spikes'. Did you mean 'spike'?",
    "![](notebook:spike#peak)": "the image notebook:spike#peak has no alternative text",
    "See ![What it prints](notebook:spike#peak)": "![...](notebook:spike#peak) stands alone in a paragraph",
}


def test_what_a_page_names_wrongly_and_a_notebook_links_to_is_told_by_its_line(project):
    project.edit(NOTEBOOK, "(../spike/index.md)", "(../spikes/index.md)")
    page = project.path / SPIKE
    first = page.read_text().count("\n") + 2
    page.write_text(page.read_text() + "".join(f"\n{each}\n" for each in MISNAMED))
    done = project.build()
    assert done.returncode != 0
    for number, report in enumerate(MISNAMED.values()):
        assert f"{SPIKE}:{first + 2 * number}: {report}" in done.stderr
    assert (
        f"{NOTEBOOK}:11: the link ../spikes/index.md leads to no page. Did you mean '../spike/index.md'?" in done.stderr
    )


def test_what_a_reader_takes_away_is_plain(built_with_notebook):
    folder = built_with_notebook.path / "site/chapter-1/notebooks"
    notebook = nbformat.read(folder / "spike.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    prose, *_, curve = notebook.cells
    script = (folder / "spike.py").read_text()
    said = "the spike, which peaks at 35 mV and needs\n2.240\u202fµA/cm² at least (Hodgkin & Huxley 1952, p. 520)."
    assert said in prose.source
    assert said.replace("\n", "\n# ") in script
    assert "pip install" in prose.source
    assert "model:" not in json.dumps(notebook) + script
    assert list(curve.outputs[0].data) == ["image/svg+xml", "text/plain"]
    compile(script, "spike.py", "exec")


def test_with_an_address_the_links_lead_to_the_site_colab_and_binder(project):
    project.edit(
        "mkdocs.yml",
        "strict: true",
        "strict: true\nsite_url: https://book.org/neurons/\nrepo_url: https://github.com/us/book",
    )
    done = project.build()
    assert done.returncode == 0, done.stderr
    html = project.html(PAGE)
    path = "docs/chapter-1/notebooks/spike.ipynb"
    assert f'"https://colab.research.google.com/github/us/book/blob/notebooks/{path}"' in html
    assert f'"https://mybinder.org/v2/gh/us/book/main?labpath={path.replace("/", "%2F")}"' in html
    notebook = json.loads((project.path / "site/chapter-1/notebooks/spike.ipynb").read_text())
    assert "[the spike](https://book.org/neurons/chapter-1/spike/)" in notebook["cells"][0]["source"]
    assert '%pip install --quiet "apsite @ git+https://github.com/us/book"' in notebook["cells"][1]["source"]
