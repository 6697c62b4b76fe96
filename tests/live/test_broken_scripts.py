"""A mistake in a script or a style sheet is told with its file and line, and leaves a page without its script."""

import json

import pytest

from apsite.book.pages.figures import LOADER
from apsite.book.site.scripts import PARTS, Scripts, mistakes
from apsite.live.bundling import nodejs

PAGE = f"<p>One</p>{LOADER.format(root='../..')}<p>Two</p>"
MADE = {"live.js": b"1", "live-figures.js": b"2", "live.css": b"3", PARTS: json.dumps({"part": ["live.css"]}).encode()}


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("plot/axis.ts", "export const fine = 1\nconst broken = ;\n", 2),
        ("page/live.ts", "import x from './none'\nx()\n", 1),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, file, text, line):
    (tmp_path / file).parent.mkdir()
    (tmp_path / file).write_text(text)
    with pytest.raises(nodejs.BundleError) as refused:
        nodejs.run("esbuild/bin/esbuild", [file, "--bundle", "--outfile=out.js"], tmp_path)
    (found,) = mistakes(str(refused.value))
    assert (found.file, found.line) == (f"apsite/live/{file}", line)
    assert text.splitlines()[line - 1] in found.message
    assert mistakes("Traceback: something else") == []


def test_a_page_loads_what_was_made_or_nothing():
    scripts = Scripts(MADE)
    script, figures, style = (
        next(path for path, content in scripts.files.items() if content == MADE[name])
        for name in ("live.js", "live-figures.js", "live.css")
    )
    written = scripts.loaded(PAGE)
    assert written.count("<script") == 1
    assert f'src="../../{script}" data-figures="{figures.rpartition("/")[2]}"' in written
    assert style.rpartition("/")[2] in written.partition("data-parts=")[2]
    assert Scripts({}).loaded(PAGE) == "<p>One</p><p>Two</p>"
