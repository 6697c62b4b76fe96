"""Dark pictures are light ones in other colours."""

import re

import pytest

from apsite.plotting import rendering
from apsite.plotting.rendering import recoloured, render
from tests.figures.support import module_of, result_of

#: What Matplotlib names by a hash of its look.
IDENTIFIER = re.compile(rb"\b[cmp][0-9a-f]{10}\b")


@pytest.mark.parametrize("name", ["action-potential", "demyelination"])
def test_a_figure_in_exchanged_colours_is_the_figure_drawn_in_them(name, monkeypatch):
    exchanged = render(module_of(name).draw, result_of(name)).pictures
    monkeypatch.setattr(rendering, "recoloured", lambda picture: None)
    drawn = render(module_of(name).draw, result_of(name)).pictures
    assert exchanged["wide-light.svg"] != exchanged["wide-dark.svg"]
    for picture in drawn:
        assert IDENTIFIER.sub(b"", exchanged[picture]) == IDENTIFIER.sub(b"", drawn[picture])


@pytest.mark.parametrize("other", [b'<path style="stroke: #123456"/>', b'<image href="data:"/>', b"fill: #b8430b80"])
def test_a_figure_with_other_colours_is_drawn_twice(other):
    assert recoloured(b'<svg><path style="fill: #b8430b"/></svg>') == b'<svg><path style="fill: #ff9a5a"/></svg>'
    assert recoloured(b'<svg><path style="fill: #b8430b"/>' + other + b"</svg>") is None
