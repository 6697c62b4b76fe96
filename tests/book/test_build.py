"""`mkdocs build` on a small book: what is run, what is reported, and what stands afterwards."""

import os
import posixpath
import re
import signal
import subprocess
import sys
import time

import pytest

from tests.book.support import Project, digest, made

SPIKE = "docs/chapter-1/spike/index.md"
EXPERIMENT = "apsite/chapters/spike/experiment.py"
FIGURE = "apsite/chapters/spike/figure.py"


def test_a_build_makes_the_site_and_leaves_nothing_beside_it(project):
    html = project.html("chapter-1/spike")
    assert '<a class="ap-value" href="../../model/experiments/#peak.voltage"' in html
    for figure in re.findall(r'(?:src|srcset)="../../(assets/figures/[^"]+)"', html):
        assert (project.path / "site" / figure).is_file()
    assert len(re.findall(r"<picture", html)) == 4
    names = {path.name for path in project.path.iterdir()}
    assert names == {".cache", "apsite", "docs", "mkdocs.yml", "pyproject.toml", "requirements.txt", "site"}


def test_pages_follow_each_other_as_their_front_matter_says(project):
    way = [""]
    while following := re.search(r'rel="next" href="([^"]*)"', project.html(way[-1])):
        way.append(posixpath.normpath(posixpath.join(way[-1], following[1])))
    assert way == ["", "chapter-1", "chapter-1/spike", "model", "model/experiments", "glossary", "references"]


def test_prose_runs_nothing_and_a_second_build_gives_the_same_bytes(project):
    before = project.site()
    assert made(project.build()) == {}
    assert project.site() == before
    project.edit(SPIKE, "It peaks", "The spike peaks")
    assert made(project.build()) == {}
    assert "The spike peaks" in project.html("chapter-1/spike")


def test_a_build_without_news_loads_nothing_of_the_model(project):
    program = (
        "import sys; from mkdocs.__main__ import cli\n"
        "cli(['build'], standalone_mode=False)\n"
        "print({'numpy', 'sympy', 'matplotlib', 'numba', 'pint', 'pybtex', 'fontTools', 'nbconvert', 'nbformat'}"
        " & set(sys.modules))"
    )
    done = subprocess.run(
        [*project.command()[:1], "-c", program],
        cwd=project.path, env=project.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("file", "old", "new", "again"),
    [
        (EXPERIMENT, "35.0844", "35.0912", {"description": 1, "run": 2, "figure": 2}),
        (FIGURE, "<title>", "<title>In red ", {"figure": 2}),
        ("apsite/parameters.py", "120.0", "120.01", {"model": 1, "description": 1, "run": 2, "figure": 2}),
        ("apsite/book/pages/tables.py", '"Quantity"', '"What it is"', {}),
    ],
    ids=["measurement", "style", "parameter", "page's machinery"],
)
def test_an_edit_makes_again_what_stands_on_it_and_nothing_else(project, file, old, new, again):
    before = project.site()
    project.edit(file, old, new)
    assert made(project.build()) == again
    assert project.site() != before


def test_the_theme_s_templates_are_compiled_once(project):
    written = lambda: {file: file.stat().st_mtime_ns for file in (project.path / ".cache/templates").iterdir()}  # noqa: E731
    before = written()
    assert before
    assert project.build().returncode == 0
    assert written() == before


def test_another_starting_point_is_one_more_run(project):
    project.edit(SPIKE, "amplitude=12", "amplitude=13")
    assert made(project.build()) == {"run": 1, "figure": 1}


def test_a_model_that_changes_makes_the_text_fail(project):
    before = project.site()
    project.edit("apsite/parameters.py", "120.0", "130.0")
    done = project.build()
    assert done.returncode != 0
    assert f"{SPIKE}:9: 'about 35 mV' does not hold: peak.voltage is 38.01\u202fmV" in done.stderr
    assert f"{SPIKE}:15: '35.1 mV' does not hold" in done.stderr
    assert project.site() == before


def test_a_damaged_entry_of_the_store_is_made_again(project):
    svg = next((project.path / ".cache" / "store").glob("*/wide-light.svg"))
    content = digest(svg)
    svg.write_bytes(svg.read_bytes()[:-3])
    done = project.build()
    assert made(done) == {"figure": 1}
    assert digest(svg) == content


#: What is added to the end of a page, and what is told of it there.
FAULTY = {
    "It is at [about 36 mV](model:peak.voltage).": "'about 36 mV' does not hold: peak.voltage is 35.08",
    "It is at [about 35 mV](model:peek.voltage).": "the model publishes no value",
    "It is at [about 35 ms](model:peak.voltage).": "the unit 'ms' in 'about 35 ms' does not fit",
    "![](figure:spike)": "the image figure:spike has no alternative text",
    "It begins at 2 mV.": "'2 mV' is neither checked nor",
    "Somebody found it [@platkiewicz2001].": "there is no source 'platkiewicz2001' in references.bib",
}
#: Edits elsewhere, and what is told of them where.
FAULTS = [
    (SPIKE, "parent: Chapter 1", "parent: Chapter", f"{SPIKE}:4: no page has the title 'Chapter'"),
    ("docs/index.md", "1/index.md)", "1/index.md#no)", "docs/index.md:8: docs/chapter-1/index.md has no anchor 'no'"),
    ("docs/index.md", "It has", "[It](nowhere.md) has", "docs/index.md:8: the link nowhere.md leads to no page."),
    ("docs/glossary.md", "model:rheobase", "model:reobase", "docs/glossary.md:9: the model publishes no value"),
    ("docs/model/index.md", "equation:dVdt", "equation:dV", "docs/model/index.md:8: the model has no equation 'dV'"),
]


def test_all_faults_of_all_pages_are_reported_in_one_run_and_leave_the_site(project):
    before = project.site()
    for file, old, new, _ in FAULTS:
        project.edit(file, old, new)
    page = project.path / SPIKE
    first = page.read_text().count("\n") + 2
    page.write_text(page.read_text() + "".join(f"\n{each}\n" for each in FAULTY))
    told = re.findall(r"^ERROR +- +((?:docs|apsite)/\S+?:\d+: .*)", (done := project.build()).stderr, re.MULTILINE)
    assert done.returncode != 0
    wanted = [report for *_, report in FAULTS]
    wanted += [f"{SPIKE}:{line}: {words}" for line, words in zip(range(first, 99, 2), FAULTY.values(), strict=False)]
    assert [report for report in wanted if not any(each.startswith(report) for each in told)] == []
    assert len(told) == len(wanted)
    assert told == sorted(told, key=lambda each: (each.split(":")[0], int(each.split(":")[1])))
    assert project.site() == before
    assert not (project.path / ".site-staging").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "report"),
    [
        ("docs/references.bib", "@book{", "@book{,", "docs/references.bib:20: cannot be read"),
        (FIGURE, "svg = f", "svg = str(1 / 0) + f", f"{FIGURE}:5: the experiment spike cannot be drawn"),
        ("apsite/parameters.py", "G_NA = ", "G_NA = = ", "apsite/parameters.py:3: the model cannot be read"),
    ],
    ids=["bib", "run", "syntax"],
)
def test_what_nothing_can_be_made_with_leaves_the_site(project, file, old, new, report):
    before = project.site()
    project.edit(file, old, new)
    done = project.build()
    assert done.returncode != 0
    assert report in done.stderr
    assert file != FIGURE or "model publishes no value" not in done.stderr, "the numbers of its run are there"
    assert project.site() == before
    assert not (project.path / ".site-staging").exists()


def test_what_is_not_utf_8_and_a_source_that_is_missing_are_named_with_their_lines(project):
    def in_windows(file: str, text: str) -> None:
        (project.path / file).write_bytes((project.path / file).read_bytes() + text.encode("windows-1252"))

    before = project.site()
    project.edit(SPIKE, "about 35 mV", "about 36 mV")
    in_windows(SPIKE, "\nIt was found at 6 °C by Müller.\n")
    (project.path / "docs/chapter-1/wide.md").write_text("---\ntitle: Wide\nnav_order: 9\n---\n", encoding="utf-16")
    project.edit("docs/references.bib", "@article{hodgkin1952,", "@article{hodgkin1925,")
    in_windows("docs/references.bib", "% é")
    (project.path / "docs/assets/stylesheets").mkdir(parents=True)
    (project.path / "docs/assets/stylesheets/book.css").write_bytes(b"a {}\n/* \xe9 */")
    (project.path / "overrides").mkdir()
    (project.path / "overrides/main.html").write_bytes(b'{% extends "base.html" %}\n{# \xe9 #}')
    project.edit("mkdocs.yml", "name: mkdocs", "name: mkdocs\n  custom_dir: overrides")
    done = project.build()
    assert done.returncode != 0
    told = re.findall(r"^ERROR +- +([\w./-]+:\d+): (.*)$", done.stderr, re.MULTILINE)
    lines = (project.path / SPIKE).read_bytes().count(b"\n")
    bib = (project.path / "docs/references.bib").read_bytes().count(b"\n") + 1
    utf = "the file is not UTF-8: it looks like windows-1252, where byte {}"
    assert [(place, message.partition(". Save")[0]) for place, message in told if "UTF-8" in message] == [
        ("docs/assets/stylesheets/book.css:2", utf.format("e9 would be 'é'")),
        (f"{SPIKE}:{lines}", utf.format("b0 would be '°'")),
        ("docs/chapter-1/wide.md:1", "the file is not UTF-8: it looks like utf-16"),
        (f"docs/references.bib:{bib}", utf.format("e9 would be 'é'")),
        ("overrides/main.html:2", utf.format("e9 would be 'é'")),
    ]
    assert f"iconv -f windows-1252 -t utf-8 {SPIKE} > new" in done.stderr
    message = "the source 'hodgkin1952' of g_Na is not in docs/references.bib. Did you mean 'hodgkin1925'?"
    assert ("apsite/catalogue/model.py:14", message) in told
    assert any(place == f"{SPIKE}:9" and "'about 36 mV' does not hold" in message for place, message in told)
    assert "Traceback" not in done.stderr
    assert project.site() == before


def test_a_mistake_in_a_template_is_a_finding(project):
    before = project.site()
    project.edit("mkdocs.yml", "name: mkdocs", "name: mkdocs\n  custom_dir: overrides")
    project.edit(SPIKE, "about 35 mV", "about 36 mV")
    (project.path / "overrides").mkdir()
    (project.path / "overrides/main.html").write_text(
        '{% extends "base.html" %}\n{% block extrahead %}{{ lead.no.thing }}{% endblock %}'
    )
    done = project.build()
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert (
        "overrides/main.html:2: the template cannot be used: UndefinedError: 'dict object' has no attribute"
        in done.stderr
    )
    assert f"{SPIKE}:9: 'about 36 mV' does not hold" in done.stderr
    assert project.site() == before
    assert not (project.path / ".site-staging").exists()


def test_a_folder_of_somebody_else_is_refused_before_anything_is_run(project):
    (project.path / "thesis").mkdir()
    (project.path / "thesis/chapter.tex").write_text("years of work")
    done = project.build("-d", "thesis")
    assert done.returncode != 0
    assert "thesis holds something else than this book's site: chapter.tex. Nothing was touched." in done.stdout
    assert "Traceback" not in done.stderr
    assert [path.name for path in (project.path / "thesis").iterdir()] == ["chapter.tex"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such limits")
@pytest.mark.parametrize("limit", ["full", "closed"])
def test_a_full_disk_and_a_closed_store_are_told_in_a_sentence(project, limit):
    before = project.site()
    project.edit("apsite/chapters/spike/experiment.py", "35.0844", "35.0912")
    program = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))"
        if limit == "full"
        else "import shutil; shutil.rmtree('.cache/store'); open('.cache/store', 'w').close()"
    )
    cli = "; from mkdocs.__main__ import cli; cli(['build'])"
    # Python itself does not notice that its byte code does not fit, and leaves libraries that cannot be loaded.
    environment = project.environment | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program + cli], cwd=project.path, env=environment, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert ("File too large. A file may" if limit == "full" else ".cache/store: File exists. Something") in done.stdout
    assert project.site() == before


def test_a_clock_that_is_set_back_does_not_matter(project):
    before = project.site()
    ahead = time.time() + 400 * 86_400
    for path in project.path.rglob("*"):
        os.utime(path, (ahead, ahead))
    assert made(project.build()) == {}
    assert project.site() == before


def test_an_experiment_that_fails_shows_its_traceback_once(project):
    project.edit(EXPERIMENT, "return [", "return [][0] or [")
    done = project.build()
    assert f"{EXPERIMENT}:15: the experiment spike failed." in done.stderr
    assert done.stderr.count("Traceback") == 1
    assert f"{SPIKE}:12: the figure 'spike' could not be made: IndexError: list index out of range" in done.stderr
    assert "The values of spike are missing, because it failed." in done.stderr


def test_two_builds_at_once_do_not_harm_each_other(project):
    before = project.site()
    project.edit("apsite/parameters.py", '"""\n', '"""\n\n')
    builds = [
        subprocess.Popen(
            project.command("build"),
            cwd=project.path,
            env=project.environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for build in builds:
        errors = build.communicate()[1]
        assert build.returncode == 0, errors
    assert project.site() == before
    assert not (project.path / ".site-staging").exists()
    assert made(project.build()) == {}


@pytest.mark.parametrize("moment", ["Running the experiment", "Cleaning site directory"])
@pytest.mark.thorough
def test_a_killed_build_leaves_the_site_and_the_next_one_works(project: Project, moment: str):
    before = project.site()
    project.edit("apsite/parameters.py", '"""\n', '"""\n\nimport time\n\ntime.sleep(0.3)\n')
    project.edit("docs/index.md", "It has", "It now has")
    build = subprocess.Popen(
        project.command("build"), cwd=project.path, env=project.environment, stderr=subprocess.PIPE, text=True
    )
    assert build.stderr is not None
    for line in build.stderr:
        if moment in line:
            break
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    assert project.site() == before
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert "It now has" in (project.path / "site" / "index.html").read_text()
    assert not (project.path / ".site-staging").exists()


def test_a_site_is_dated_by_its_last_commit(project, monkeypatch):
    identity = ["-c", "user.name=A", "-c", "user.email=a@b.org"]
    for arguments in (
        ["init", "-q"],
        ["add", "docs"],
        [*identity, "commit", "-qm", "A", "--date", "2002-03-04T00:00"],
    ):
        environment = {**project.environment, "GIT_COMMITTER_DATE": "2002-03-04T00:00:00Z"}
        subprocess.run(["git", *arguments], cwd=project.path, env=environment, check=True)
    project.edit("mkdocs.yml", "site_name:", "site_url: https://book.org\nsite_name:")
    monkeypatch.setattr(Project, "environment", project.environment | {"SOURCE_DATE_EPOCH": ""})
    first = project.build()
    assert first.returncode == 0, first.stderr
    before = project.site()
    assert "2002-03-04" in (project.path / "site" / "sitemap.xml").read_text()
    time.sleep(1.1)
    project.build()
    assert project.site() == before
