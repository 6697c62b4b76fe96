import pytest

from apsite.book.text.lines import MARK, line_of, plant, split, strip


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("one\n\n[x](model:y) and\n5 mV", [3, 4]),
        ("```\n5 mV\n```\n6 mV", [4]),
        ("> ~~~ python\n> 5 mV\n> ~~~\n\n6 mV", [5]),
        ("`5 mV` and ``6 ` mV``\n7 mV", [2]),
        ("<!-- 5 mV\n -->\n6 mV", [3]),
        ("1. first\n2. second 3", [2]),
        ("# Head 2 {#head-2}", [1]),
        ("$$\nx = 3\n$$\n$y$", [1, 4]),
        ("[@hodgkin1952, p. 520]", [1]),
        ("&#160; &nbsp; \\5 ion2 5", [1]),
        ("[ref]: model:x-5", []),
    ],
)
def test_marks_what_may_be_at_fault_and_nothing_else(source, lines):
    assert [line_of(mark[0]) for mark in MARK.finditer(plant(source))] == lines


def test_planting_and_stripping_leave_the_text_as_it_was():
    source = "# A 1\n\n![a 2](b.png){ width=3 }\n\n| 4 | $5$ |\n"
    assert strip(plant(source)) == source
    assert plant(plant(source)) == plant(source)


def test_lines_are_those_of_the_file():
    assert line_of(plant("5", lambda number: number + 7)) == 8


def test_splits_text_from_the_places_of_its_marks():
    assert split(plant("a 12\nb 3 c")) == ("a 12\nb 3 c", [(4, 1), (8, 2)])
