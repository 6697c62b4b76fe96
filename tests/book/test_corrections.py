"""Numbers written anew in the words that the author chose, and what is left alone."""

import pytest

from apsite.book.model.corrections import Correction, corrected, restated
from apsite.book.model.quantities import read


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("35", 38.0081, "38"),
        ("35.0", 38.0081, "38.0"),
        ("-54.59", -55.0021, "-55.00"),
        ("−54", -55.2, "−55"),
        ("–54", -55.2, "–55"),
        ("+35", 38.2, "+38"),
        ("+35", -38.2, "-38"),
        ("-1", 1.2, "1"),
        ("1", -1.2, "-1"),
        ("-1", -0.2, "0"),
        ("1,200", 12345.4, "12,345"),
        ("12\u202f000.5", 9999.96, "10\u202f000.0"),
        ("1,200", 987.0, "987"),
    ],
)
def test_a_number_keeps_its_precision_its_sign_and_its_thousands(old, value, new):
    assert restated(old, value) == new


@pytest.mark.parametrize(
    ("link", "shown", "value", "new"),
    [
        ("[about -55 mV](model:v)", "about -55 mV", -57.3, "[about -57 mV](model:v)"),
        ("[nearly 0.035 V](model:v)", "nearly 0.035 V", 0.0381, "[nearly 0.038 V](model:v)"),
        ("[near -55 mV](model:v~2)", "near -55 mV", -60.0, "[near -60 mV](model:v~2)"),
        ("[**35** mV](model:v)", "35 mV", 38.0, "[**38** mV](model:v)"),
        ("[2.2 uA/cm2](model:v)", "2.2 uA/cm2", 2.31, "[2.3 uA/cm2](model:v)"),
        ("[some\n35\nmillivolts](model:v)", "some\n35\nmillivolts", 38.0, "[some\n38\nmillivolts](model:v)"),
        ("[a 35-mV spike](<model:v>)", "a 35-mV spike", 38.0, "[a 38-mV spike](<model:v>)"),
        ("[2.2 µA/cm^2^](model:v)", "2.2 µA/cm2", 2.31, "[2.3 µA/cm^2^](model:v)"),
        ("[54 percent](model:v)", "54 percent", 61.2, "[61 percent](model:v)"),
    ],
)
def test_only_the_digits_of_a_link_change(link, shown, value, new):
    before, behind = "First 35 mV, [35 mV](model:other), ", " and [35 mV](model:v~9\n) follow.\n"
    source = f"# A title\n{before}{link}{behind}"
    line = source.count("\n", 0, source.index("model:v")) + 1
    text, left = corrected(source, [Correction("x.md", line, "v", shown, read(shown), value)])
    assert (text, left) == (f"# A title\n{before}{new}{behind}", [])


def test_a_number_in_the_prose_of_a_notebook_keeps_its_margin():
    source = "# It peaks at [about\n# 35 mV](model:v), or\n# [35\n# µA/cm²](model:w).\n"
    wrong = [Correction("x.py", 2, "v", "about 35 mV", read("about 35 mV"), 38.0)]
    wrong += [Correction("x.py", 4, "w", "35 µA/cm²", read("35 µA/cm²"), 36.0)]
    assert corrected(source, wrong) == (source.replace("35 mV", "38 mV").replace("[35", "[36"), [])


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("[30 to 40 mV](model:v)", "35 mV"),  # two numbers
        ("[&minus;35 mV](model:v)", "−35 mV"),  # a sign that is spelled
        ("[thirty-five millivolts](model:v)", "35 mV"),
        ("[34 mV](model:v)", "35 mV"),  # another number
        ("[35 mV](model:w)", "35 mV"),
        ("`[35 mV](model:v`", "35 mV"),
        (r"[\-35 mV](model:v)", "-35 mV"),  # the sign would be lost from behind its escape
    ],
)
def test_what_cannot_be_read_is_left_alone(link, shown):
    wrong = Correction("x.md", 1, "v", shown, read(shown), 38.0)
    assert corrected(link, [wrong]) == (link, [wrong])
    unread = Correction("x.md", 1, "v", "35 mV")
    assert corrected("[35 mV](model:v)", [unread]) == ("[35 mV](model:v)", [unread])


def test_two_numbers_of_a_line_and_ends_of_lines_of_windows():
    source = "[35 mV](model:v), [36 mV](model:v),\r\n[35.0 mV](model:v)\r\n"
    wrong = [Correction("x.md", 1, "v", text, read(text), 38.04) for text in ("35 mV", "36 mV")]
    wrong.append(Correction("x.md", 2, "v", "35.0 mV", read("35.0 mV"), 38.04))
    assert corrected(source, wrong) == ("[38 mV](model:v), [38 mV](model:v),\r\n[38.0 mV](model:v)\r\n", [])
