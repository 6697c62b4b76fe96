"""What is written out, held against the one list of what is allowed; nh3 stands beside as a second opinion.

Sources: the HTML standard's parsing rules (what a browser makes of broken markup), OWASP's collection of evasions. nh3
is Ammonia on html5ever, the parser of Servo: neither the judge nor its parser have a line in common with it.
"""

import re
import time
from collections import Counter

import nh3
import pytest
from selectolax.lexbor import LexborHTMLParser

from apsite.book.safety import allowed
from apsite.book.safety.judging import judge, judge_entry, judge_page
from apsite.book.text.characters import plain, strange
from tests.book.support import ROOT

GOT_THROUGH = [
    '<p id="&#95;&#95;config">x</p>',
    'a <span id="&#95;&#95;search">x</span>',
    "## __config",
    "# a <span id='&#95;&#95;search'>x</span>",
    "| a |\n|--|\n| <span id='&#95;&#95;search'>x</span> |",
    "[x](https://x.example){ .md-overlay }",
    '<a class="md-consent__overlay" href="https://x.example">x</a>',
    '<a class="&#109;d-overlay" href="https://x.example">x</a>',
    '<div markdown="1" class="md-overlay">x</div>',
    '!!! md-overlay "x"\n    y',
    '??? md-overlay "x"\n    y',
    "![x](figure:spike){ .md-overlay }",
    "[x](https://x.example){ .ap-live__stage }",
    '<a class="ap-grips" href="https://x.example">x</a>',
    '!!! ap-live__panel "x"\n    y',
    "It is *12 mV*{ .ap-value }.",
    '<div markdown="1" class="ap-cites">x</div>',
    "$\\hspace{900em}x$",
    "$\\hspace{-900em}x$",
    "$\\rule{900em}{900em}$",
    "$\\hspace{-9em}\\hspace{-9em}\\hspace{-9em}x$",
    "$\\raise 9em{\\raise 9em{\\raise 9em{x}}}$",
    "$\\Huge{x \\Huge{y}}$",
    "[x](https://x.example){ target=_blank rel=opener }",
    "term <\x02b>\n:   y",
    "[x](http://[::1)",
    "![x y](http://[x/y.png)",
    "<http://[x>",
    "<iframe src='http://[x'></iframe>",
    "[1e3 mV](model:peak.voltage)",
    "[35 mV](model:peak.voltage~nan)",
    "a <b>",
    'a <a href="https://x.example">',
]


@pytest.mark.parametrize("text", GOT_THROUGH)
def test_what_got_round_the_look_at_the_source_is_found_in_what_is_written(faults, text):
    assert faults(text)


def test_a_class_that_means_nothing_here_is_left_out(render):
    html = render('# A\n\n<pre class="mermaid note">x</pre>\n\n[x](https://x.example){ .button .md-button }')
    assert "mermaid" not in html
    assert '<pre class="note">' in html
    assert 'class="md-button"' in html


HOSTILE = [
    "<a href='https:{ target=_blank }'>x</a>",
    "<a href='http://x y.example/'>x</a>",
    "<a href='https://'>x</a>",
    "<a href='https://a.example:port/'>x</a>",
    "<meta http-equiv=refresh content='0;url=//x.example'>",
    "</article><p>x",
    "<article><p>x</p></article>",
    "<body onload=alert(1)>",
    "<html class='md-x'>",
    "<!-- x",
    "<p title='x",
    "<template><b>1</b></template>",
    "<p id='&#95;&#95;config'>x</p>",
    "<math><mi href='javascript:alert(1)'>x</mi></math>",
    "<math><mi style='position:fixed'>x</mi></math>",
    "<math><mi class='md-overlay'>x</mi></math>",
    "<math><mpadded voffset='-50em'><mi>x</mi></mpadded></math>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<math><annotation-xml encoding='text/html'><b>x</b></annotation-xml></math>",
    "<svg><style>*{}</style></svg>",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<svg><foreignObject><b>x</b></foreignObject></svg>",
    "<a href='java&#9;script:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<img src='\\\\x.example/y'>",
    "<img src=' //x.example/y'>",
    "<img src='/\t/x.example/y'>",
    "<img src='data:image/svg+xml,x'>",
    "<source srcset='https://x.example/y'>",
    "<input type=image src=x disabled>",
    "<input type=text>",
    "<script src='https://x.example/x.js'></script>",
    "<script src='assets/javascripts/live.00000000.js'>alert(1)</script>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<p style='position:fixed'>x</p>",
    "<textarea>",
    "<plaintext>",
    "<select><option>x</select>",
    "<form><input disabled></form>",
    "<button formaction='x'>x</button>",
    "<x-y>x</x-y>",
    "<base href='//x.example'>",
    "<iframe src=x></iframe>",
    "<a href=x target=other>x</a>",
]


@pytest.mark.parametrize("markup", HOSTILE)
def test_what_may_not_stand_in_a_page_is_found_however_it_is_written(markup):
    assert judge(markup)
    assert judge(f"<div><p>x</p>{markup}")


PLAIN = [
    "<a href='https://a:b@x.example:8080/a?b#c'>x</a> <a href='http://[::1]'>x</a> <a href='HTTPS://bücher.example'>x</a>",
    "<p>a <b>b</b><br><wbr>",  # closed by what follows, as HTML has it
    "<ul><li>a<li>b</ul><div>",
    "<!-- a remark -->",
    "<table><thead><tr><th scope=col style='text-align: right;'>a</th></tr></thead></table>",
    "<h2 id='a-b'>a<a class=headerlink href='#a-b' title='x'>¶</a></h2>",
    "<math><mi>f</mi><mspace width='negativethinmathspace'/><mpadded voffset='2em'><mi>x</mi></mpadded></math>",
    "<math display=inline alttext='x'><mrow><mi mathvariant=normal>x</mi><mo lspace=0>+</mo></mrow></math>",
    "<span class='highlight'><a id='__codelineno-0-1' name='__codelineno-0-1' href='#__codelineno-0-1'></a></span>",
    "<input type=checkbox disabled checked aria-label=done>",
    "<a href='mailto:a@x.example'>x</a> <a href='//x.example/y' rel='noopener nofollow' target=_blank>x</a>",
]


@pytest.mark.parametrize("markup", PLAIN)
def test_what_pages_are_made_of_is_not(markup):
    assert judge(markup) == []


def test_what_a_page_has_a_say_in_around_its_text_is_judged_too():
    page = "<!doctype html><html><head>{}</head><body><a id=__search></a>{}<article>x</article></body></html>"
    assert (
        judge_page(page.format("<title>x</title><link rel=stylesheet href=a.css>", "<nav><a href=x>y</a></nav>")) == []
    )
    for head, body in [
        ("<meta http-equiv=Refresh content=0>", ""), ("<base href=x>", ""), ("<link rel=icon href=//x.example/y>", ""),
        ("</title><script src=https://x.example></script>", ""), ("", "<a href='javascript:x'>y</a>"),
        ("", "<iframe></iframe>"), ("", "<p onclick=x>y</p>"), ("", "<p style=x:y>z</p>"), ("", "<p id=__search>y</p>"),
    ]:  # fmt: skip
        assert judge_page(page.format(head, body)), head + body


def test_an_entry_of_the_search_has_only_tags_that_say_what_text_is():
    assert judge_entry("<p>Na<sup>+</sup> &lt;b&gt;</p> <pre><code>x</code></pre>") == []
    for text in ("<img src=x onerror=alert(1)>", "<p onclick=x>y</p>", "<a href=x>y</a>", "x <script>y</script>"):
        assert judge_entry(text), text


def by_nh3(markup: str) -> list[str]:
    """What nh3 takes out, by the same list: elements and attributes."""
    names = {name for name in allowed.ATTRIBUTES | allowed.OWN_ATTRIBUTES if name not in allowed.OF_MATHEMATICS}
    tags = allowed.TAGS | allowed.PICTURE_AND_TASK | allowed.MATHEMATICS
    attributes = {"*": set(names)} | {tag: set(allowed.OF_MATHEMATICS) | {"id"} for tag in allowed.MATHEMATICS}
    attributes |= {tag: set(allowed.ATTRIBUTES | allowed.OWN_ATTRIBUTES) for tag in tags - allowed.MATHEMATICS}
    cleaned = nh3.clean(
        markup, tags=set(tags), attributes=attributes, url_schemes=set(allowed.SCHEMES - {""}), link_rel=None
    )
    return list((counted(markup) - counted(cleaned)).elements())


def counted(markup: str) -> Counter[str]:
    found: Counter[str] = Counter()
    root = LexborHTMLParser(f"<!doctype html><body><article>{markup}</article>").body
    for node in root.traverse():
        if not node.is_comment_node:
            found[node.tag] += 1
            found.update(f"{node.tag} {name}={value or ''}" for name, value in node.attributes.items())
    return found


@pytest.mark.parametrize("markup", HOSTILE)
def test_nh3_takes_nothing_out_that_the_judge_has_left(markup):
    assert judge(markup) or by_nh3(markup) == []


@pytest.mark.parametrize("markup", PLAIN)
def test_nh3_leaves_what_pages_are_made_of(markup):
    assert by_nh3(markup) == []


@pytest.mark.parametrize("piece", ["<b>x</b>", "<b>", "<div>", "<p>x", "<div/>", "&lt;", "<!--", "<tr><td>"])
def test_judging_takes_time_in_proportion_to_the_length(piece):
    def seconds(count: int) -> float:
        markup = piece * count
        start = time.process_time()
        judge(markup)
        return time.process_time() - start

    assert min(seconds(16_000) for _ in range(2)) < 3 * 4 * max(min(seconds(4_000) for _ in range(3)), 0.002)


def test_contributors_are_shown_the_list():
    shown = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = shown.partition("## What may stand in a page")[2].partition("\n## ")[0]
    blocks = re.findall(r"^    .*(?:\n    .*)*", section, re.MULTILINE)
    named = (allowed.TAGS | allowed.PICTURE_AND_TASK, allowed.MATHEMATICS, allowed.ATTRIBUTES, allowed.CLASSES)
    assert [set(block.split()) for block in blocks] == [set(names) for names in named]


@pytest.mark.parametrize("sign", ["\x00", "\x02", "\x1b", "\x85", "\ue000", "\u202e", "\U000f0000", "\U000e0041"])
def test_a_sign_that_nobody_sees_is_a_finding_with_its_line(sign):
    [fault] = strange(f"A\tb.\n\nNa⁺ naïve 日本 😀.\n\nC {sign} d.", "docs/x.md")
    assert (fault.file, fault.line) == ("docs/x.md", 5)
    assert f"U+{ord(sign):04X}" in fault.message
    assert plain(f"C {sign}d") == "C d"
