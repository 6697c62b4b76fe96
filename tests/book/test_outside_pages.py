"""Pages of textbooks made with Jekyll and Just the Docs, dropped in as they are: each of their kinds, built once."""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest

from apsite.book.markdown.jekyll.blocks import opened
from tests.book.support import CHAPTER, OUTSIDE, PIXEL, SHOWN_RAW, Project, words

PAGES = OUTSIDE / "pages"
WRONG = ("10-latin-1", "11-grand-parent", "12-quantities")  # what is wrong with these ends a build


def holding(project: Project, *pages: str) -> Project:
    (project.path / "docs/chapter-2").mkdir()
    (project.path / "docs/assets").mkdir(exist_ok=True)
    (project.path / "docs/assets/cortex.png").write_bytes(b64decode(PIXEL))
    (project.path / "docs/chapter-2/index.md").write_text(CHAPTER)
    for page in pages:
        shutil.copy(PAGES / f"{page}.md", project.path / "docs/chapter-2")
    return project


@pytest.fixture(scope="module")
def build(once, small_project) -> tuple[Project, subprocess.CompletedProcess[str]]:
    names = sorted(path.stem for path in PAGES.glob("*.md") if path.stem not in WRONG)

    def built(folder: Path) -> tuple[Project, subprocess.CompletedProcess[str]]:
        project = holding(small_project(folder / "book"), *names)
        return project, project.build()

    return once("outside-pages", built)


@pytest.fixture(scope="module")
def shown(build):
    project, done = build
    assert done.returncode == 0, done.stderr
    return lambda name: project.article(f"chapter-2/{name}")


@pytest.fixture(scope="module")
def warnings(build) -> dict[str, list[str]]:
    """What pages under construction are warned of, by page."""
    found: dict[str, list[str]] = {}
    for name, line, message in re.findall(r"docs/chapter-2/([\w-]+)\.md:(\d+): (.*)", build[1].stderr):
        found.setdefault(name, []).append(f"{line}: {message}")
    return found


def test_no_page_shows_what_another_program_would_read(shown):
    for path in PAGES.glob("*.md"):
        if path.stem not in WRONG:
            assert not SHOWN_RAW.search(words(shown(path.stem))), path.stem


def test_pages_of_no_place_or_one_place_stand_by_their_titles(build):
    html = build[0].html("chapter-2")
    order = re.findall(r'<a href="(\d\d-[\w-]+)/" class="dropdown-item', html)
    assert order == [
        "02-same-order", "03-callouts", "04-liquid", "05-footnotes-tasks", "06-math", "07-html", "08-links",
        "09-crlf-bom", "01-no-order",
    ]  # fmt: skip


def test_callouts_become_boxes_and_other_classes_are_dropped(shown, warnings):
    html = shown("03-callouts")
    assert re.search(r'<div class="admonition note">\n<p class="admonition-title">Note</p>\n<p>Glia outnumber', html)
    assert re.search(r'<div class="admonition warning">\n<p class="admonition-title">Beware</p>\n<p>The old', html)
    assert "<blockquote>\n<p>A quotation with a class.</p>" in html
    assert "table-striped" not in html
    assert html.count("<tr>") == 3
    assert "TOC" not in html
    assert "attribute<span><em>glia</em></span>" in html
    assert [each.partition(":")[0] for each in warnings["03-callouts"]] == ["25"]


def test_liquid_is_found_by_its_line_and_nothing_of_it_is_shown(shown, warnings):
    html = shown("04-liquid")
    assert "See the figure and the next page." in html
    assert "<p>{{ not a variable }}</p>" in html
    assert "remark" not in html
    assert html.count("{{") == 1
    found = warnings["04-liquid"]
    assert [each.partition(" is")[0] for each in found] == [
        "10: '{% include toc.html %}'", "12: '{% link chapter-2/glia.md %}'", "12: '{{ site.baseurl }}'",
    ]  # fmt: skip
    assert all("Write" in each for each in found)


def test_notes_have_back_links_tasks_have_boxes_and_lists_are_nested(shown):
    html = shown("05-footnotes-tasks")
    for name in ("1", "place"):
        assert f'href="#fn:{name}"' in html
        assert f'<li id="fn:{name}">' in html
        assert f'class="footnote-backref" href="#fnref:{name}"' in html
    assert "<p>A note of two paragraphs.</p>\n<p>The second one." in html
    assert '<input type="checkbox" disabled checked aria-label="done"> soma' in html
    assert re.search(r'aria-label="to do"> axon<ul>\n<li>first segment, nested by three spaces</li>\n<li>node', html)


def test_five_ways_to_write_a_formula_give_formulas(shown, warnings):
    html = shown("06-math")
    assert html.count('<math alttext="\\lambda" display="inline"') == 3
    assert html.count("<math") == 6
    assert html.count('display="block"') == 3
    assert html.count("<mtr>") == 2
    assert "A price of $5 and one of $7 are no formula." in html
    assert warnings["06-math"] == [
        "23: \\label{eq:one} names a formula, and formulas have no numbers here. Take it out."
    ]


def test_html_becomes_what_the_book_has_for_it(shown, warnings):
    html = shown("07-html")
    picture = '<img src="../../assets/cortex.png" '
    assert picture + 'alt="Lobes of the cortex" width="400" loading="lazy">' in html
    assert html.count(picture) == 3
    assert "<figcaption>The lobes.</figcaption>" in html
    assert re.search(r"<details>\n<summary>More</summary>\n<p>A <strong>bold</strong> word inside.</p>", html)
    film = "https://www.youtube.com/watch?v=AAAAAAAAAAA"
    assert f'href="{film}" title="Video on www.youtube.com">Video on www.youtube.com</a>' in html
    assert "iframe" not in html
    assert '<div class="ap-centred">centred</div>' in html
    assert "<span>red</span> <u>under</u> <kbd>Ctrl</kbd> <sub>2</sub> <sup>+</sup>" in html
    assert "comment" not in html
    [alone] = warnings["07-html"]
    assert alone.startswith("12: the image ../assets/cortex.png has no alternative text.")


def test_links_lead_to_pages_however_they_are_written(shown, warnings):
    html = shown("08-links")
    assert html.count('<a href="../05-footnotes-tasks/">') == 2
    assert '<a href="../">a folder</a>' in html
    assert '<a href="#links">an anchor</a>' in html
    assert "<span>nowhere</span>" in html
    assert [each.partition(" leads")[0] for each in warnings["08-links"]] == ["10: the link ./missing"]


def test_a_page_written_on_windows_is_read(shown):
    assert "Ein Satz mit Ümläuten." in shown("09-crlf-bom")


def test_a_finished_page_has_errors_where_one_under_construction_is_warned(faults):
    source = (PAGES / "04-liquid.md").read_text().partition("---\n\n")[2]
    assert [fault.line for fault in faults(source)] == [3, 5, 5]


def test_an_hour_of_the_day_and_a_licence_are_no_quantities(faults):
    source = (PAGES / "12-quantities.md").read_text().partition("---\n\n")[2]
    assert {(fault.line, fault.message.split("'")[1]) for fault in faults(source)} == {
        (3, "30 min"), (3, "2 h"), (3, "1.5 GΩ"), (3, "10 fA"), (3, "300 kDa"), (4, "20 m s⁻¹"), (4, "1e3 mV"),
    }  # fmt: skip


def test_a_parent_that_is_missing_is_one_finding_and_once_it_is_there_a_place(tmp_path, small_project):
    project = holding(small_project(tmp_path / "book"), "11-grand-parent")
    done = project.build()
    assert done.returncode != 0
    [line] = re.findall(r"^(?:ERROR|WARNING) +- +(.*)", done.stderr, re.MULTILINE)
    assert line.startswith("docs/chapter-2/11-grand-parent.md:3: no page has the title 'Retina'.")
    retina = "---\ntitle: Retina\nparent: Chapter 2\n---\n\n# Retina\n"
    (project.path / "docs/chapter-2/retina.md").write_text(retina)
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert re.search(r'rel="next" href="\.\./11-grand-parent/"', project.html("chapter-2/retina"))


MORE = {
    "{: .important }\n- one\n- two": ['<div class="admonition important">', "<ul>\n<li>one</li>"],
    "Behind it.\n{: .tip-title }": ['<div class="admonition tip">', "<p>Behind it.</p>"],
    "> [!NOTE]\n> As GitHub has it.": ['<div class="admonition note">', "<p>As GitHub has it.</p>"],
    "## B\n\n## C\n{: .no_toc }\n\n- TOC\n{:toc}": ['<li><a href="#b">B</a></li></ul></li></ul></div>'],
    "{% highlight python %}\nx = 1\n{% endhighlight %}": ['<div class="highlight">'],
    "```\n{% raw %}{{ x }}{% endraw %}\n```": ["<code>{{ x }}\n</code>"],
    "a {::comment}b{:/comment} c": ["<p>a  c</p>"],
    "[^n] and[^n]\n\n[^n]: Twice.": ['href="#fnref:n"', 'href="#fnref2:n"'],
    "1. one\n   - two\n      - three\n2. four": ["<li>one<ul>\n<li>two<ul>\n<li>three</li>"],
    "Right below:\n* [x] one\n* two": ["<p>Right below:</p>\n<ul", 'checked aria-label="done"> one'],
    "1. one\n   ```sh\n   ls\n   ```\n2. two": ["<li>\n<p>one</p>\n<div class=\"highlight\">", "<p>two</p>"],
    "| a | b |\n| c | d |\n{: .x }": ["<table>\n<tbody>\n<tr>\n<td>a</td>"],
    "text\n| a | b |\n|---|---|\n| c | d |": ["<p>text</p>\n<table>"],
    "The\n$$x$$\nis": ['<p>The</p>\n<div class="ap-equation">', "</div>\n<p>is</p>"],
    "\\begin{align}\na &= b \\\\[3pt]\nc &= d\n\\end{align}": ["<mtr>", 'display="block"'],
    "It costs $5/$7, or $x$.": ["It costs $5/$7, or ", "<mi>x</mi>"],
    "as \\\\(x\\\\) in kramdown": ["<mi>x</mi>"],
    '<img src="/assets/y.png" alt="y" border="0">': ['<img src="../../assets/y.png" alt="y" loading="lazy">'],
    '<video controls><source src="https://x.org/f.mp4"></video>': ['href="https://x.org/f.mp4"', "Video on x.org"],
    "<tt>x</tt> <strike>y</strike>": ["<code>x</code> <s>y</s>"],
    "[x](../spike/) [y](/chapter-1/spike.html) [z](spike#a-spike)": ['href="spike/index.md"'],
    "<a href='../spike/'>x</a>": ['<a href="../../chapter-1/spike/">x</a>'],
    "~~gone~~ ~2": ["<del>gone</del> ~2"],
    '*x*{: .big } [y](https://x.org){: .btn target="_blank" }': ["<em>x</em>", 'target="_blank">y</a>'],
    "> a\n>\n> {: .warning }\n> > In it.": ["<blockquote>\n<p>a</p>\n<div class=\"admonition warning\">"],
    "{: .note }\n> {: .opaque }\n> <div markdown=\"block\">\n> {: .tip }\n> In it.\n> </div>": [
        'note">\n<p class="admonition-title">Note</p>\n<div class="admonition tip">', "<p>In it.</p>",
    ],
    "{: .highlight }\nA word.": ['<div class="admonition emphasized">\n<p>A word.</p>'],
    "> said\n\n> [!TIP]\n> one\n\n> [!bug]- Two\n> three": [
        "<p>said</p>\n</blockquote>", "admonition tip", '<details class="danger">\n<summary>Two</summary>',
    ],
    "a[^1]\n\n[^1]: One.\n\n    Two.\n\n* footnotes\n{:footnotes}\n\nb": ["<p>Two.", "</div>\n<p>b</p>"],
    "|---\n| a | b\n|-|:-\n| c | d\n|---\n| e | f\n|===\n| g | h\n{: rules='groups'}": [
        "<th>a</th>", "<td>c</td>", "<td>e</td>", "<td>g</td>",
    ],
    "| $a|b$ | $\\|c\\|$ |\n|---|---|\n| d | e |": ["<th><math", "<td>e</td>"],
    "<p>Here $$a_b$$, \\(c\\), for $5.</p>\n\n<div>\n$$ x < y $$\n</div>": [
        "Here <math", ", <math", "for $5.</p>", 'alttext="x &lt; y"',
    ],
    "From $3-$4, $x$ or $5.": ["From $3-$4, <math", "or $5."],
    "Term\n: Meaning and\n\n  $$x$$\n\n  - item\n\nNext\n: one": [
        '<dd>\n<p>Meaning and</p>\n<div class="ap-equation">', "<li>item</li>", "<dt>Next</dt>",
    ],
    "1. Q\n   <details><summary>An <b>answer</b></summary>\n\n   It is *x*.\n\n   </details>\n2. R": [
        "<summary>An answer</summary>\n<p>It is <em>x</em>.</p>\n</details>\n</li>\n<li>\n<p>R</p>",
    ],
    "<details>\n<summary>More</summary>\n\nWith *stars* and $x$.\n\n</details>": ["<em>stars</em>", "<math"],
    '<div class="alert">\n\n**Take care**\n\n</div>': ["<div>\n<p><strong>Take care</strong></p>"],
    '<div class="alert alert-block alert-info"><b>Tip</b></div>\n\n<div class="alert alert-danger">\n\n*x*\n\n</div>': [
        '<div class="admonition info"><b>Tip</b></div>', '<div class="admonition danger">\n<p><em>x</em></p>',
    ],
    '<span markdown="1">*x*</span>': ["<span><em>x</em></span>"],
    "[[spike]] [[Spike|that]] [[spike#How it rises]] ![[y.png|A dot]]": [
        '<a href="spike/index.md">spike</a>', '<a href="spike/index.md">that</a>', 'href="spike/index.md#how-it-rises"',
        '<img alt="A dot" loading="lazy" src="y.png" />',
    ],
    "| a |\n|---|\n| [[spike\\|that]] |": ['<td><a href="spike/index.md">that</a>'],
    "x[i][j] and [[1, 2], [3, 4]] in code": ["x[i][j] and [[1, 2], [3, 4]]"],
    "![A dot](y.png =30x20) ![A dot](y.png){:width='40px'}": ['height="20"', 'width="30"', 'width="40"'],
    "<img src=y.png alt=y width=300 height=200/>": ['width="300" height="200" loading'],
    ":warning: and :+1:, 12:30:45, a:b:c and `:tada:`": ["<p>⚠ and 👍, 12:30:45, a:b:c and <code>:tada:</code>"],
    "==marked== one\\\\\ntwo": ["<mark>marked</mark> one<br />\ntwo"],
    "#hashtag\n\n## {::comment}x{:/}\n\nb": ["<p>#hashtag</p>\n<p>b</p>"],
    ":::note A title\nIn *it*.\n:::": ['<p class="admonition-title">A title</p>\n<p>In <em>it</em>.</p>'],
    "::: {.callout-tip}\n## Head\n\nText\n:::\n\nb": ['<div class="admonition tip">', "<p>Text</p>\n</div>\n<p>b</p>"],
    "```{warning}\n:class: x\nText\n```": ['<div class="admonition warning">', "<p>Text</p>"],
    "(label)=\n\nHere {math}`x^2` and\n\n```{code-cell} ipython3\nx = 1\n```": ["<math", '<div class="highlight">'],
    "It costs $4. US$ 5, $10 or even 12$ here, and $x$.": ["$4. US$ 5, $10 or even 12$ here, and <span", "<mi>x</mi>"],
    ":::{.callout-note collapse=\"true\"}\n## Head\n\nText\n:::\n\n:::{note}\n:class: x\nA\n::::{tip}\nC\n::::\n:::": [
        '<details class="note">\n<summary>Head</summary>', '<p>A</p>\n<div class="admonition tip">', "<p>C</p>",
    ],
    "```{figure} y.png\n:alt: A dot\n:width: 50%\n\nWhat *follows*.\n```": [
        '<img alt="A dot" loading="lazy" src="y.png" width="50%" />', "What <em>follows</em>.</p>\n</figcaption>",
    ],
    "```{math}\n:label: e\n\nx^2\n```\n\n$$\ny^2\n$$ (eq-y)\n\n$$z$$ {#eq-z}\n\n```math\nw^2\n```": [
        "<mi>x</mi>", "<mi>y</mi>", "<mi>z</mi>", "<mi>w</mi>",
    ],
    "H{sub}`2`O, x~2~, {kbd}`A`, {doc}`here <spike>`, {term}`axon`, [word]{.aside}": [
        "H<sub>2</sub>O, x<sub>2</sub>, <kbd>A</kbd>, <a href=\"spike/index.md\">here</a>, axon, <span>word</span>",
    ],
    "{cite:p}`hodgkin1952,kandel2013`, @hodgkin1952 and [-@kandel2013].": [
        "Hodgkin &amp; Huxley 1952</a>; <a", "Kandel et al. 2013</a>)</span>.",
    ],
    "One ^[A *note*.] and ^[another].": ["<p>A <em>note</em>.", "<p>another", 'href="#fn:in-line-2"'],
    "```js title=\"a.js\" {1,3-4} live\nx\n```\n\n```{r, echo=FALSE}\n#| label: y\ny\n```": [
        '<span class="filename">a.js</span>', '<code><span class="n">y</span>',
    ],
    "| a | b |\n|---|---|\n| c | $a\\left|x\\right|$ |\n\n: What *it* says {#t .x}": [
        "What <em>it</em> says</p>\n</figcaption>", "<math",
    ],
    "+----+----+\n| a  | b  |\n+====+====+\n| c  | d  |\n+----+----+\n| e  | f  |\n+----+----+": [
        "<th>a</th>", "<td>c</td>", "<td>e</td>",
    ],
    "1. one\n   1. two\n\n      Words.\n   2. three\n2. four": ["<p>three</p>\n</li>\n</ol>\n</li>\n<li>\n<p>four</p>"],
    "* one\n  - two\n\n  - three\n* four": ["<p>three</p>\n</li>\n</ul>\n</li>\n<li>\n<p>four</p>"],
    "```{glossary}\n:sorted:\n\nsoma\n  The *body*\n  of it\n\naxon\n  Its end\n```": [
        "<dt>soma</dt>\n<dd>The <em>body</em>", "<dt>axon</dt>\n<dd>Its end</dd>",
    ],
    "<script type='math/tex'>x</script>, <script type=\"math/tex; mode=display\">y</script>": [
        "<mi>x</mi>", "<mi>y</mi>",
    ],
    "{::options parse_block_html='true' /}\n\n<div>\n*x*\n</div>\n\n    <div>": [
        "<div>\n<p><em>x</em></p>", "&lt;div&gt;",
    ],
    "1. one\n  - two\n    - three\n2. four": ["<li>one<ul>\n<li>two<ul>\n<li>three</li>", "<li>four</li>"],
    "- one\n\n> | a | b |\n> |---|---|\n> | c | d |": ["<blockquote>\n<table>", "<td>c</td>"],
    "$$\\newcommand{\\V}[1]{V_\\mathrm{#1}} \\def\\d{\\mathrm{d}}$$\n\nIt is $\\V{m}$, $\\d t$ and `\\V`.": [
        "<p>It is", 'alttext="{V_\\mathrm{m}}"', "<code>\\V</code>",
    ],
    "$\\newcommand{\\V}{V_m}$\nHere $\\V$.": ["<p>Here <span", 'alttext="{V_m}"'],
    "$\\ce{SO4^2-}$, $\\ce{Na+}$ and $\\SI{5e3}{\\milli\\volt\\per\\second}$": ["<msubsup>", "<mo", "<mn>5</mn>"],
    '{% hint style="warning" %}\nIn it.\n{% endhint %}\n\n{{% notice tip %}}\nOr.\n{{% /notice %}}': [
        '<div class="admonition warning">', '<div class="admonition tip">',
    ],
    '{{< youtube abc >}} [x]({{< ref "spike" >}}) {/* gone */} %%gone%%\n\n%%\ngone\n\ntoo\n%%\n\nof %% it\n\nb %%': [
        "of %% it",
        "watch?v=abc", '<a href="spike/index.md">x</a>',
    ],
    "<p>open\n\n*b*\n\n<section>\n\n*c*\n\n</section>": ["<p>open</p>", "<em>b</em>", "<div>\n<p><em>c</em></p>"],
    "<picture><source media='x' srcset='y.png'><img src='y.png' alt='A dot'></picture>": ['alt="A dot" loading="lazy"'],
    "% a remark\n\n+++\n\n(here)=\n\nb": ["<p>b</p>"],
    "a. one\nb. two\n\n   more\n\nA. Hodgkin\n\n(1) holds.": [
        '<ol type="a">\n<li>one</li>', "<p>more</p>", "<p>A. Hodgkin</p>", "<p>(1) holds.</p>",
    ],
    "(1) one\n(2) two\n    i. x\n    ii. y\n\nA) b\nB) c\n\nnext\n\n#. d\n#. e": [
        "<li>one</li>", '<li>two<ol type="i">\n<li>x</li>', '<ol type="A">\n<li>b</li>', "<li>e</li>",
    ],
    "1) one\n2) two\n   - sub": ["<li>two<ul>\n<li>sub</li>"],
    '=== "Python"\n\n    It is *x*.\n\n=== "R"\n\n    Or y.': [
        '<div class="tabbed-set tabbed-alternate" data-tabs="1:2">', '<label for="python">Python</label>',
        "<p>It is <em>x</em>.</p>",
    ],
    '{% tabs %}\n{% tab title="One" %}\nIn *it*.\n{% endtab %}\n{% tab g Two %}\nb\n{% endtab %}\n{% endtabs %}\n\nc': [
        '<label for="one">One</label><label for="two">Two</label>', "<p>In <em>it</em>.</p>", "</div>\n<p>c</p>",
    ],
    '<Tabs>\n<TabItem value="a" label="One" default>\n\n*x*\n\n</TabItem>\n</Tabs>': [
        '<label for="one">', "<em>x</em>",
    ],
    '<Tabs>\n  <TabItem value="a" label="One">\n    *x*\n\n    ```py\n    if y:\n        z\n    ```\n\n'
    "    - c\n      - d\n"
    '  </TabItem>\n  <TabItem label="Two">\n\n    :::note\n    In *it*.\n    :::\n\n  </TabItem>\n</Tabs>\n\ne': [
        "<p><em>x</em></p>", '<span class="k">if</span>', "<li>c<ul>\n<li>d</li>", '<label for="two">',
        '<p class="admonition-title">Note</p>\n<p>In <em>it</em>.</p>', "</div>\n<p>e</p>",
    ],
    "a{' '}b": ["a b"],
    "!!! note\n    Some words\n    - c\n      - d\n\n        e\n\n    !!! tip\n        1. f\n           - g\n\nh": [
        "<p>Some words</p>\n<ul>\n<li>c<ul>\n<li>\n<p>d</p>\n<p>e</p>", "<li>f<ul>\n<li>g</li>", "<p>h</p>",
    ],
    "::: {.panel-tabset}\n## One\n\n*x*\n\n## Two\n\ny\n:::\n\n## Three": [
        '<label for="two">', "<em>x</em>", '<h2 id="three">',
    ],
    "::::{tab-set}\n:::{tab-item} One\n:sync: x\na\n:::\n::::\n\n"
    "{{< tabs >}}\n{{% tab name=\"Two\" %}}\nb\n{{% /tab %}}\n"
    "{{< /tabs >}}": ['<label for="one">', '<label for="two">'],
    "/// note | A title\nIn *it*.\n///\n\n/// tab | One\na\n///": [
        '<p class="admonition-title">A title</p>\n<p>In <em>it</em>.</p>', '<label for="one">',
    ],
    ":bulb: one\n:warning: two\n\n|:x:| :tada: |\n|:-:|:--|\n| a | b |": ["<p>💡 one\n⚠ two</p>", "❌</th>", "🎉</th>"],
    "[see @hodgkin1952, p. 3; also @kandel2013] [-@hodgkin1952 p. 4] [see a@x.org](https://x.org)": [
        '(see <a class="ap-cite"', '1952, p. 3</a>; also <a class="ap-cite"', "1952, p. 4</a>)",
        'x.org">see a@x.org</a>',
    ],
    "# 神经元\n\n[a](#神经元) [b](#нейрон) [[#Über *x*]]\n\n## Нейрон\n\n## Über *x*": [
        '<h1 id="神经元">', '<h2 id="нейрон">', 'href="#über-x"', '<h2 id="über-x">',
    ],
    "<table>\n<tr><td>\n\n**b**\n\n- c\n\n<td>d *e*\n<tr>\n  <td>\n\n```python\nx\n```\n\n  </td>\n</table>\n\n*f*": [
        "<td>\n<p><strong>b</strong></p>\n<ul>\n<li>c</li>", "<td>d *e*",
        '<div class="highlight">', "<p><em>f</em></p>",
    ],
    '<dl>\n  <dt>a</dt>\n  <dd>\n\n*x*\n\n  </dd>\n</dl>\n\n'
    '<div class="row">\n    <div>\n\n*y*\n\n    </div>\n</div>': [
        "<dt>a</dt>\n<dd>\n<p><em>x</em></p>\n</dd>", "<div>\n<p><em>y</em></p>\n</div>\n</div>",
    ],
    "<table><tr><td markdown='1'>*x*</td></tr></table>": ["<td><em>x</em></td>"],
    '<div align="center">\n  <img src="y.png" alt="A dot">\n\n  # Head\n</div>': ['<h1 id="head">Head</h1>'],
    "Table: What *it* says\n\n| a | b |\n|---|---|\n| c | d |\n\nafter": [
        "What <em>it</em> says</p>\n</figcaption>", "<p>after</p>",
    ],
    "{{< figure src=\"y.png\" alt=\"A dot\" caption=\"Cap\" >}}\n\n{{< katex >}}x{{< /katex >}}\n\n"
    '{{< highlight go >}}\ny\n{{< /highlight >}}\n\n{{< details "More" >}}\n*z*\n{{< /details >}}': [
        'alt="A dot" loading="lazy" src="y.png" title="Cap"', "<mi>x</mi>", '<div class="highlight">',
        "<summary>More</summary>\n<p><em>z</em></p>",
    ],
    '{% code title="x.py" %}\n```py\nx\n```\n{% endcode %}\n\n{% file src="y.pdf" %} b ^block-1\n\n\\newpage\n\n'
    "\\textbf{Bold} and \\emph{it}\\footnote{A *note*.}, C:\\Users\\x": [
        '<div class="highlight">', '<a href="y.pdf">y.pdf</a> b</p>', "<p><strong>Bold</strong> and <em>it</em>",
        "A <em>note</em>.", "C:\\Users\\x",
    ],
    "| The limerick\n|   packs\n\n+---+\n| a |\n+---+\n\nTerm\n  ~ Meaning": [
        "<p>The limerick<br />\n", "packs</p>", "<td>a</td>", "<dt>Term</dt>\n<dd>Meaning</dd>",
    ],
    "$`a_b`$ \\\\[ y \\\\] ++ctrl+del++ {--gone--} {++new++} {~~old~>other~~} {>>said<<} C++ or C++": [
        "<msub>", "<mi>y</mi>", "<kbd>Del</kbd>",
        "<del>gone</del> <ins>new</ins> <del>old</del><ins>other</ins>  C++ or C++",
    ],
    "# (PART) One {-}\n\n![A dot](y.png)\\\n\n[x]{lang=de} ![A dot|200](y.png) ![[spike]]\n\n```py\nx # (1)!\n```": [
        '<h1 id="one">One</h1>', 'src="y.png" /></p>', "<span>x</span>", 'width="200"', '<a href="spike/index.md">',
        '<span class="c1"># (1)</span>',
    ],
    "::: {layout-ncol=2}\n*x*\n:::\n\n::: rmdtip\ny\n:::\n\n{{< youtube id=\"abc\" >}}": [
        "<em>x</em>", '<div class="admonition tip">', "watch?v=abc",
    ],
    "```{list-table} Ions, in *mM*\n:header-rows: 1\n:stub-columns: 1\n\n* - Ion\n  - Inside\n* - Na{sup}`+`\n  - 15\n"
    "* - $x$\n  -\n* - a|b `c`\n  - One\n\n    two\n```\nafter": [
        "</span> Ions, in <em>mM</em>", "<th>Ion</th>", "<td><strong>Na<sup>+</sup></strong></td>",
        "<td>15</td>", "<td></td>", "<strong>a|b <code>c</code></strong>", "<td>One<br>two</td>", "<p>after</p>",
    ],
    ":::{list-table}\n* - a\n* - b\n:::": ["<td>a</td>", "<td>b</td>"],
    '```{csv-table} Values\n:header: "Name", "Value"\n\n"a, b", 1\n```\n\n'
    "```{table} Said\n:name: x\n\n| c |\n|---|\n| d |\n```": [
        "<th>Name</th>", "<td>a, b</td>", "Values", "<td>d</td>", "Said</p>\n</figcaption>",
    ],
    "```{raw} html\n<b>x</b>\n```\n\n```{=html}\n<i>y</i>\n```\n\n"
    "```{seealso}\nz\n```\n\n```{solution} ex-1\n:class: x\nw\n```": [
        "<b>x</b>", "<i>y</i>", '<p class="admonition-title">See also</p>', "<summary>Solution</summary>\n<p>w</p>",
    ],
    '```{theorem, name="Nernst"}\nIt *holds*.\n```\n\n```{grid} 2\n:gutter: 1\n\nIn it.\n```': [
        '<p class="admonition-title">Nernst</p>\n<p>It <em>holds</em>.</p>', "<p>In it.</p>",
    ],
    "一、甲\n二、乙\n十一、丙\n\n（一）甲\n（二）乙\n\nb\n\n１．甲\n２．乙\n\nc\n\n"
    "① a\n② b\n\nd\n\n3° c\n4° d\n\n• e\n• f\n\ng\n\n– g\n– h": [
        "<li>甲</li>\n<li>乙\n十一、丙</li>", "<li>a</li>\n<li>b</li>",
        '<ol start="3" type="1">\n<li>c</li>\n<li>d</li>',
        "<ul>\n<li>e</li>\n<li>f</li>", "<li>g</li>\n<li>h</li>",
    ],
    "一、甲乙丙\n\n— Really?\n— Yes.\n\n12° is warm.": ["<p>一、甲乙丙</p>", "<p>— Really?\n— Yes.</p>", "12° is"],
    "> ## Before\n>\n> You have *read*.\n{: .prereq}\n\n> ## Double\n>\n> What?\n>\n> > ## Solution\n"
    "> > It doubles:\n> >\n> > ~~~\n> > print(2)\n> > ~~~\n> > {: .language-python}\n> {: .solution}\n"
    "{: .challenge}\n\nx\n{: .notice--danger}\n\n> y\n{: .prompt-tip }": [
        '<p class="admonition-title">Before</p>\n<p>You have <em>read</em>.</p>', '<div class="admonition exercise">',
        "<summary>Solution</summary>\n<p>It doubles:</p>", '<span class="nb">print</span>',
        '<div class="admonition danger">',
        '<div class="admonition tip">\n<p class="admonition-title">Tip</p>\n<p>y</p>',
    ],
    ":::::: questions\n\n- How?\n\n::::::::::::\n\n:::::::::::: challenge\n\n## Can you?\n\nDo it.\n\n"
    "::::::: solution\n\n*Yes*.\n\n::::::::::::\n\n:::::\n\n::: tab\n\n### One\n\na\n\n### Two\n\nb\n\n:::\n\n"
    "::: keypoints\nc\n:::\n\nend": [
        '<p class="admonition-title">Questions</p>\n<ul>',
        '<p class="admonition-title">Can you?</p>\n<p>Do it.</p>\n<details class="note">',
        "<summary>Solution</summary>\n<p><em>Yes</em>.</p>",
        '<label for="one">One</label><label for="two">Two</label>', '<p class="admonition-title">Key points</p>',
        "<p>end</p>",
    ],
    "```{block, type='rmdwarning'}\nA *word*.\n```\n\n```ad-tip\ntitle: Of Obsidian\nIn it.\n```\n\n"
    "```{versionadded} 1.0\nNew.\n```\n\n{% details More *words* %}\nx\n{% enddetails %}\n\n{aside}\ny\n"
    '{/aside}\n\n{{< alert "circle-info" >}}\nz\n{{< /alert >}}': [
        '<div class="admonition warning">', '<p class="admonition-title">Of Obsidian</p>\n<p>In it.</p>',
        "New in version 1.0", "<summary>More <em>words</em></summary>",
        '<p class="admonition-title">Note</p>\n<p>y</p>', "</p>\n<p>z</p>",
    ],
    'As <d-cite key="hodgkin1952,kandel2013"></d-cite> and {% cite hodgkin1952 %} say'
    "<d-footnote>A *note*.</d-footnote>: <d-math>a_b</d-math>, {$$}c_d{/$$}\n"
    "\n{{< math >}}\n$$ e_f $$\n{{< /math >}}": [
        "1952</a>; <a", "A <em>note</em>.", 'alttext="a_b"', 'alttext="c_d"', 'alttext="e_f"',
    ],
    "$$\\newcommand{\\n}[1]{\\lVert#1\\rVert}$$\n\n$\\n{x}$ []{#here .anchor}Here.\n\n{width=60%}\n"
    '![A dot](y.png)\n\n![A dot](y.png){width="3.25in"\nheight="1cm"} ![A dot](y.png#gh-light-mode-only)\n\n'
    "{.wide}\nA block.\n\n[[toc]]": [
        "\\lVert x\\rVert", '<span id="here"></span>Here', 'src="y.png" width="60%"', 'height="38"', 'width="312"',
        "<p>A block.</p>", '<div class="toc">',
    ],
    "word---word, 3--5, said -- and -- done, `a--b`, [x--y](spike.md){ .md-button--primary }, --name\n\n"
    "-- Me, ++put in++ {u}`u` {del}`d` {dfn}`e` {pep}`8`": [
        "word&mdash;word, 3&ndash;5, said &ndash; and &ndash; done, <code>a--b</code>", "x&ndash;y</a>, --name",
        "<p>&ndash; Me, <ins>put in</ins> <u>u</u> <del>d</del> <dfn>e</dfn> PEP 8",
    ],
    "+-----+-------+\n| a   | b     |\n|     | so    |\n+=====+=======+\n| c   | - one |\n|     | - two |\n"
    "+-----+-------+\n| d   | e     |\n+-----+-------+": [
        "<th>b so</th>", "<td>c</td>\n<td>• one<br>• two</td>", "<td>d</td>",
    ],
    ":::{list-table}\n* - * one\n    * two\n\n    $$x$$\n  - 1. three\n    2. four\n      more\n"
    "* - ![A dot](y.png)\n:::": [
        "<td>• one<br>• two<br><math", "<td>1. three<br>2. four more</td>", "<td><img",
    ],
    "```js\nb // [!code focus]\n// highlight-next-line\nc\n```": [
        '<span class="nx">b</span>\n\n<span class="nx">c</span>',
    ],
    "| a |\n|---|\n| `b \\| c` |": ["<code>b | c</code>"],
    "[a](//x.org/y) <a name='z'></a>[b](#z)": ['<a href="https://x.org/y">a</a>', '<a id="z"></a>'],
}  # fmt: skip


@pytest.mark.parametrize("source", MORE)
def test_others_of_these_kinds_are_understood(render, source):
    html = render(f"# A\n\n{source}")
    for expected in MORE[source]:
        assert expected in html
    assert not SHOWN_RAW.search(words(html).replace("x[i][j] and [[1, 2], [3, 4]]", ""))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ page.title }}", "'{{ page.title }}' is Liquid"),
        ("{% if x %}", "'{% if x %}' is Liquid"),
        ("![x]({{ site.url }}/x.png)", "'{{ site.url }}' is Liquid"),
        ('<img src="{{ site.url }}/x.png">', "'{{ site.url }}' is Liquid"),
        ("a[^b]", "there is no note 'b' on the page"),
        ("See \\eqref{x}.", "\\eqref{x} refers to a formula by its label"),
        ("<img src='missing.png' alt='x'>", "there is no image missing.png. Put it at docs/chapter-1/missing.png."),
        ("<img alt='x'>", "an image has no address. Write where its file lies"),
        ("<iframe></iframe>", "what a frame or a player shows cannot stand in a page"),
        ("[x](/nowhere/)", "the link /nowhere/ leads to no page."),
        ("[x](missing.zip)", "the link missing.zip leads to no file."),
        ("{{ a and {% b", "'{{ a and {% b' begins as a tag of Liquid, and does not end"),
        ("[{{ page.title }}](x.md)", "'{{ page.title }}' is Liquid"),
        ("[[nowhere]]", "[[nowhere]] is a link of a wiki, and leads to no page. Write [nowhere](page.md)."),
        ("[a][b]", "there is no address for [a][b] on the page. Write [b]: and the address on a line of its own."),
        ('x{: style="color:red" }', "style in '{: style=\"color:red\" }' is nothing that a page may say"),
        ("x</div>", "</div> ends nothing. Take it out."),
        ("<b>x", "<b> is not ended. Write </b> where it should."),
        (":material-check:{ .x }", "':material-check:{ .x }' is an icon of another program"),
        (":author: Me\n:date: 2020", "':author: Me' is a field of reStructuredText. Write it at the page's top."),
        ('--8<-- "x.md"', "'--8<-- \"x.md\"' asks for another file, which is not included here."),
        ("{props.x}", "'{props.x}' is an expression of MDX"),
        ("It is { 1 + 1 }.", "'{ 1 + 1 }' is an expression of MDX"),
        ("<div style={{color: 'red'}}>x</div>", "'{{color: 'red'}}' is an expression of MDX"),
        ("{{#include x.md}}", "'{{#include x.md}}' is a command of mdBook"),
        ("<p>**x**</p>", "'**x**' would be shown as it is."),
        ("`r 1 + 1`", "`r 1 + 1` is computed by another program, which does not run here. Write what it gives."),
        ("```mermaid\nx\n```", "mermaid draws nothing here. Put a picture of what it would draw beside the page."),
        ("<b title={x}>x</b>", "'title={x}' is an expression of MDX"),
        ("{{< tab >}} x", "'{{< tab >}}' is a shortcode of Hugo"),
        ("As (@good) says.", "'(@good)' would be shown as it is."),
        ("Lost $$ sign", "'$$' would be shown as it is."),
        ("а) один\nб) два", "'а)' begins no item of a list here, and the lines run together. Write a) and b)"),
        ("甲、一\n乙、二", "'甲、' begins no item of a list here"),
        ("\\begin{theorem}\nIt holds.\n\\end{theorem}", "\\begin{theorem} sets words in LaTeX, and no formula."),
        ("```{raw} latex\n\\x\n```", "'```{raw} latex' is for another program, and is not shown."),
        ("```{list-table}\n* - a\n\n    > b\n```", "'```{list-table}' is of another program"),
        ("<<< @/x.js{2}", "'<<< @/x.js{2}' asks for another file, which is not included here."),
        ("<!--@include: ./x.md-->", "'<!--@include: ./x.md-->' asks for another file"),
        ("`$= dv.pages()`", "`$= dv.pages()` is computed by another program"),
        ("A> An aside", "'A>' would be shown as it is."),
        ("{pagebreak}", "'{pagebreak}' would be shown as it is."),
        ("{本|ほん} it is", "'{本|ほん}' would be shown as it is."),
        ("a '''bold''' word", "''''bold'''' would be shown as it is."),
        ("== Head ==", "'== Head ==' would be shown as it is."),
        ("up:: there", "'up::' would be shown as it is."),
        (". . .", "'. . .' would be shown as it is."),
        ("class: center, middle", "'class: center, middle' would be shown as it is."),
        ("[name=Ann] said", "'[name=Ann]' would be shown as it is."),
        ('Schr\\"odinger', "'\\\"o' would be shown as it is."),
        ("``so'' it is", "'``' would be shown as it is."),
        ("<% x %>", "'<% x %>' would be shown as it is."),
        ("[[#^one]]", "[[#^one]] is a link of a wiki, and leads to no page."),
        ("![w:200](y.png)", "the image y.png has no alternative text."),
        ("![[y.png|30]]", "the image y.png has no alternative text."),
        ("```vega\n{}\n```", "vega draws nothing here."),
        ("- [/] half", "'[/]' would be shown as it is."),
        (".. note:: x", "'.. note::' would be shown as it is. Write what it is to say, or set it as code"),
        ("x{ .cls }", "'{ .cls }' would be shown as it is."),
        ("\\parencite{x}", "'\\parencite{x}' would be shown as it is."),
        ('> === "y" z', "'=== \"y\"' would be shown as it is."),
        ("<p>$$\\nonsense$$</p>", "the formula '\\nonsense' cannot be read"),
        ("```{figure} y.png\n```", "the image y.png has no alternative text."),
        ("as {cite}`x` says", "there is no source 'x' in references.bib."),
        ("see {numref}`x`", "'{numref}`x`' is of another program"),
        ("```{toctree}\na\n```", "'```{toctree}' is of another program"),
        ("--- ---", "a table is not read that lines of dashes rule."),
        ("See @fig-one.", "'@fig-one' is a name of something on the page, and nothing has one here."),
        ("{{< include x.md >}}", "'{{< include x.md >}}' is a shortcode of Hugo or Quarto, which is not run here."),
        ("import X from 'x';", "'import X from 'x';' is a script, which no page may have."),
        ("![x](y.png){fig-align=left}", "the attribute fig-align may not stand on <img>"),
    ],
)
def test_what_is_not_understood_is_found_at_its_line(faults, source, message):
    [fault] = faults(f"# A\n\nb\n\n{source}\n\nc")
    assert (fault.line, message in fault.message) == (5, True), fault


@pytest.mark.parametrize("text", ["<p title='x\n\nmore\n", "<div title='x\n\n- a\n\nb's\n"])
def test_what_looks_like_a_tag_and_has_no_end_is_left_as_it_is(text):
    assert opened(text) == text
