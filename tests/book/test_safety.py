"""What may not come into a reader's page, in the ways that get past careless filters.

Sources: the HTML standard's tokenizer (what ends a comment, a tag, an attribute), the URL standard (what a browser
leaves out of an address), and OWASP's collection of evasions.
"""

import pytest

from apsite.book.safety.safety import hazards, leaves, scheme

REFUSED = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<p onmouseover='alert(1)'>x</p>",
    "<p\nONCLICK=alert(1)>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java&#9;script:alert(1)'>x</a>",
    "<a href=\" &#106;avascript:alert(1)\">x</a>",
    "<a href='data:text/html,x'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<svg onload=alert(1)>",
    "<math><mtext></mtext></math>",
    "<style>*{}</style>",
    "<base href='https://x.example/'>",
    "<meta http-equiv=refresh content=0>",
    "<form action=x><input></form>",
    "<!--><script>alert(1)</script>-->",
    "<!-- a -- b --!><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script>-->",
    "<!---><b>x</b>-->",
    '<b title="x>y',
    "<b title='x\"<'>y</b>",
    "<b/onclick=alert(1)>x</b>",
    "<?php x ?>",
    "<![CDATA[<script>]]>",
    "<!DOCTYPE x>",
    "<p style='position:fixed'>x</p>",
    "<p data-md-component='search'>x</p>",
    "<p id='__config'>x</p>",
]  # fmt: skip

ALLOWED = [
    "H<sub>2</sub>O<br>",
    "<details open><summary>More</summary>x</details>",
    '<span class="note" lang="de" title="a > b">x</span>'.replace(" > ", " and "),
    "<!-- a remark, with a < sign -->",
    "<!-- a remark -- with dashes, <b> and <!-- more -->",
    '<a href="https://example.org/a?b=c">x</a> <a id="here"></a> <a href="#here">x</a>',
    '<a href="mailto:a@example.org">x</a>',
    "1 < 2 and 3 > 2",
    '<table><tr><th style="text-align: center;" colspan="2">x</th></tr></table>',
    "<kbd>Ctrl</kbd> + <kbd>C</kbd>",
]


@pytest.mark.parametrize("markup", REFUSED)
def test_what_could_run_or_mislead_is_refused(markup):
    assert list(hazards(markup))


@pytest.mark.parametrize("markup", ALLOWED)
def test_plain_elements_are_left_alone(markup):
    assert list(hazards(markup)) == []


@pytest.mark.parametrize("text", [
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](<java\tscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))", "[x](javascript\\:alert(1))", "\\<script>",
    "[x][a]\n\n[a]: javascript:alert(1)", "<javascript:alert(1)>x", "[x](data:text/html,y)",
    "![x](data:image/svg+xml,y)",
    "[x](index.md){ onclick=alert(1) }", "[x](index.md){ href='javascript:alert(1)' }", "# A { onclick=alert(1) }",
    "`x`{ style='position:fixed' }", "a <img src=x onerror=alert(1)> b", "<div>\n<script>x</script>\n</div>",
    "!!! note\n    <script>x</script>", "- a\n\n    <script>x</script>", "| a |\n|---|\n| <script>x</script> |",
    "![x](../../../x.png)", "![x](../../../etc/x.png)", "[x](../../x.md)",
    "![x](//x.example/x.png)", "<iframe srcdoc='x'></iframe>", "<object data=x></object>",
    "<video src='film.mp4'></video>", "<iframe src='javascript:alert(1)'></iframe>", "<a href='missing.md'>x</a>",
    "<img src='https://x.example/x.png' alt='x'>", "<img src='data:image/svg+xml,x' alt='x'>",
    "<div markdown='1' onclick='x'>y</div>", "<form markdown='1'>x</form>", "<script markdown='1'>x</script>",
    "*x*{: onclick=alert(1) }", "{: style='position:fixed' }\nx",
    "$\\href{javascript:alert(1)}{x}$", "$\\style{x:y}{z}$",
    "<scr\ue000\ue010\ue001ipt>alert(1)</script>", "<scr\ue000\ue000\ue010\ue001\ue010\ue001ipt>x</script>",
    "[x]: <javascript:alert(1)>\n\n[x]", "term\n:   <script>x</script>",
    "/// figure-caption\n    attrs: {onclick: 'x'}\nx\n///",
])  # fmt: skip
def test_markdown_that_hides_it_is_refused_too(faults, text):
    assert faults(text)


@pytest.mark.parametrize("text", [
    "`<script>alert(1)</script>`", "```html\n<script>alert(1)</script>\n```", "    <script>x</script>",
    "$a < b$", "[x](mailto:a@example.org)", "<a@example.org>", "<https://example.org>", "&lt;script&gt;", "a < b > c",
    "| a | b |\n|:--|--:|\n| 1 | 2 |", "[x](https://example.org){ .button target=_blank }",
])  # fmt: skip
def test_what_only_speaks_of_it_is_left_alone(faults, text):
    assert faults(text) == []


def test_a_fault_is_at_the_line_of_its_tag(faults):
    [fault] = faults("# A\n\nOne.\n\nTwo <b>three</b>\nand <i onclick=x>four</i>.")
    assert fault.line == 6


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("a/b:c", ""),
        ("#a:b", ""),
        ("HTTPS://x", "https"),
        ("\x01javascript:x", "javascript"),
        ("java\nscript:x", "javascript"),
    ],
)
def test_the_scheme_is_that_which_a_browser_sees(address, expected):
    assert scheme(address) == expected


def test_an_address_leaves_the_pages_however_it_is_written():
    assert leaves("a/b.md", "../../c.md")
    assert leaves("a/b.md", "%2e%2e/%2e%2e/c.md")
    assert leaves("a/b.md", "x/../../../c.md#d")
    assert not leaves("a/b.md", "../c.md")
    assert not leaves("a/b.md", "../c.md#../../d")
