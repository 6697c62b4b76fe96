"""Drawings that would do something when they are opened by themselves, and others that only show.

Sources: what browsers run in SVG (the SVG 2 recommendation, XML 1.0), and how a look at the text alone is got round.
"""

from __future__ import annotations

import io

import matplotlib.pyplot as plt
import pytest

from apsite.book.safety import drawings
from apsite.book.safety.drawings import unsafe_drawing
from tests.book.support import ROOT

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
XHTML = 'xmlns:h="http://www.w3.org/1999/xhtml"'

HOSTILE = {
    "script": SVG.format("", "<script>x()</script>"),
    "a prefix": SVG.format('xmlns:a.b="http://www.w3.org/2000/svg"', "<a.b:script>x()</a.b:script>"),
    "a handler": SVG.format("\n onload = 'x()'", ""),
    "an entity": '<!DOCTYPE svg SYSTEM "a>b" [<!ENTITY e "&#60;script>x()&#60;/script>">]>' + SVG.format("", "&e;"),
    "a default": '<!DOCTYPE svg SYSTEM "a>b" [<!ATTLIST svg onload CDATA "x()">]>' + SVG.format("", ""),
    "many entities": '<!DOCTYPE svg [<!ENTITY a "xx"><!ENTITY b "&a;&a;">]>' + SVG.format("", "&b;"),
    "an encoding": '<?xml version="1.0" encoding="iso-2022-jp"?>' + SVG.format("", ""),
    "a style sheet": '<?xml-stylesheet type="text/xsl" href="#x"?>' + SVG.format("", ""),
    "a transformation": SVG.format('xmlns:t="http://www.w3.org/1999/XSL/Transform"', "<t:stylesheet/>"),
    "a refresh": SVG.format(XHTML, '<h:meta http-equiv="refresh" content="0;url=https://x.example"/>'),
    "a form": SVG.format(XHTML, '<h:form action="javascript:x()"><h:button>y</h:button></h:form>'),
    "an image of HTML": SVG.format(XHTML, '<h:img srcset="https://x.example/y 2x"/>'),
    "a page": SVG.format("", "<foreignObject><p/></foreignObject>"),
    "an animation": SVG.format("", '<a href="#a"><animate attributeName="href" to="javascript:x()"/></a>'),
    "a link": SVG.format("", '<a xlink:href=" java&#10;script:x()"><rect/></a>'),
    "another's picture": SVG.format("", '<image href="https://x.example/y.png"/>'),
    "another's drawing": SVG.format("", '<use href="y.svg#a"/>'),
    "a drawing in it": SVG.format("", '<image href="data:image/svg+xml,x"/>'),
    "another base": SVG.format('xml:base="https://x.example/"', '<use href="#a"/>'),
    "an import": SVG.format("", "<style>@im<![CDATA[port]]> 'https://x.example/y.css';</style>"),
    "a background": SVG.format("", "<style>svg { background: URL( 'https://x.example/y.png') }</style>"),
    "a set of images": SVG.format("", '<g style="background: image-set(&quot;//x.example/y&quot; 1x)"/>'),
    "an escape": SVG.format("", r'<g style="fill: u\72l(//x.example/y#a)"/>'),
    "a filling": SVG.format("", '<g fill="url(https://x.example/y.svg#a)"/>'),
    "no end": "<svg><script>x()</script>",
    "no drawing": "x",
}
PLAIN = {
    "a gradient": SVG.format(
        "", '<defs><linearGradient id="a"/></defs><rect fill="url(#a)" style="mask: url(\'#b\')"/>'
    ),
    "an editor's": '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    + SVG.format(
        'xmlns:e="http://www.inkscape.org/namespaces/inkscape" e:export-filename="C:\\a (1).png"',
        '<e:namedview e:onzoom="1"/><metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>'
        '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><use xlink:href="#a"/><a href="#b"/>'
        '<image href="data:image/png;base64,AAAA"/><style>@font-face { src: url(data:font/woff2;base64,AAAA) }</style>',
    ),
    "without a namespace": "<svg width='1'><g/></svg>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_drawing_would_do_is_found(name: str) -> None:
    assert list(unsafe_drawing("x.svg", HOSTILE[name].encode()))


def test_another_encoding_hides_nothing() -> None:
    for encoding in ("utf-16", "utf-16-be", "utf-32", "utf-7"):
        assert list(unsafe_drawing("x.svg", HOSTILE["script"].encode(encoding))), encoding


@pytest.mark.parametrize("name", PLAIN)
def test_what_only_shows_is_left_alone(name: str) -> None:
    assert list(unsafe_drawing("x.svg", PLAIN[name].encode())) == []


def test_drawings_of_matplotlib_and_of_the_book_are_left_alone() -> None:
    figure, axes = plt.subplots()
    axes.plot([1, 2], label="$x^2$")
    written = io.BytesIO()
    figure.savefig(written, format="svg")
    plt.close(figure)
    own = [file.read_bytes() for file in (ROOT / "docs").rglob("*.svg")]
    for content in [written.getvalue(), *own]:
        assert list(unsafe_drawing("x.svg", content)) == []


def test_the_line_is_told_and_what_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = unsafe_drawing("x.svg", SVG.format("", "\n\n<script/>").encode())
    assert (found.file, found.line) == ("x.svg", 3)
    assert "'script'" in found.message
    monkeypatch.setattr(drawings, "LARGEST", 10)
    (found,) = unsafe_drawing("x.svg", PLAIN["a gradient"].encode())
    assert "Save it as a PNG" in found.message
