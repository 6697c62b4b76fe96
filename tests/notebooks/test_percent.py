"""Notebooks in percent format: cells, their headers and their lines."""

from pathlib import Path

import pytest

from apsite.notebooks.percent import NotebookError, read

NOTEBOOK = """\
# ---
# title: A notebook
# nav_order: 1
# ---

# %% [markdown]
# # Heading
#
# Some words.

# %% tags=["first", "again"] alt="A \\"line\\""

x = 1


def f():
    return x

# %%

# %% checks="a.b c.d"
f()
"""


def test_cells_know_their_lines_and_headers():
    front_matter, cells = read(NOTEBOOK)
    assert front_matter == "title: A notebook\nnav_order: 1\n"
    lines = NOTEBOOK.split("\n")
    for cell in cells:
        assert lines[cell.line - 1].startswith("# %%")
        first = lines[cell.first - 1].removeprefix("# ") if cell.kind == "markdown" else lines[cell.first - 1]
        assert cell.source.split("\n")[0] == first
    prose, first, last = cells
    assert (prose.kind, prose.source) == ("markdown", "# Heading\n\nSome words.")
    assert (first.tags, first.alt, first.source) == (
        ("first", "again"),
        'A "line"',
        "x = 1\n\n\ndef f():\n    return x",
    )
    assert last.checks == ("a.b", "c.d")


def test_signs_in_a_header_are_no_news_of_python_s(recwarn):
    read('# %% alt="as \\s says"\nx = 1\n')
    assert not recwarn.list


def test_every_notebook_of_the_book_knows_its_lines():
    for path in Path("docs").rglob("notebooks/*.py"):
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        for cell in read(text)[1]:
            for number, line in enumerate(cell.source.split("\n"), cell.first):
                written = lines[number - 1]
                assert line == (written.removeprefix("#").removeprefix(" ") if cell.kind == "markdown" else written)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("print(1)\n", 1, "each cell begins with a line '# %%'"),
        ("print(1)\n\n# %%\nprint(2)\n", 1, "before the first cell only the front matter"),
        ("# %%\n1\n\n# %% [raw]\n# x\n", 4, "no raw cell"),
        ('# %%\n1\n\n# %% alternative="x"\n2\n', 4, "no 'alternative'; allowed: tags, alt, checks"),
        ('# %% tags="x"\n1\n', 1, "'x' is not of type 'array'"),
        ("# %% alt=3\n1\n", 1, "alt is a text"),
    ],
)
def test_what_is_no_notebook_is_told_by_its_line(text, line, message):
    with pytest.raises(NotebookError, match=message.replace("[", r"\[")) as raised:
        read(text)
    assert raised.value.line == line
