import pytest

CHAPTER_FAULT = "is neither checked nor followed by a source in its sentence"


@pytest.mark.parametrize(
    "text",
    [
        "About 12 mV.",
        "- one\n- a **12** mV step",
        "| a |\n|---|\n| 12 mV |",
        '!!! note "Of 12 mV"\n    Text',
        "!!! note\n    12 mV",
        '??? question "Of 12 mV"\n    Text',
        "## Of 12 mV",
        "![A spike of 12 mV](figure:spike)",
        "[about 12 mV](../model/index.md)",
        "![A](figure:spike)\n\n/// figure-caption\nOf 12 mV.\n///",
        "Term\n:   12 mV",
        "> 12 mV",
        "12&nbsp;mV",
        "12\nmV",
        "*12*&#160;mV",
        "<div>12 mV</div>",
        "Text <span>12 mV</span>",
        "[@hodgkin1952] said 12 mV.",
        "It is 12 mV. So they say [@hodgkin1952].",
        "[35 mV](model:peak.voltage) after 12 mV.",
        "12 millivolts",
        "12 per cent",
        "a 12-ms pulse",
        "$V$ is 12 mV",
    ],
)
def test_a_quantity_that_nothing_vouches_for(faults, text):
    found = faults(text)
    assert len(found) == 1
    assert CHAPTER_FAULT in found[0].message
    assert "12" in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "[35 mV](model:peak.voltage)",
        "It is 12 mV in the squid [@hodgkin1952], and 5 mV here [@hodgkin1952, p. 3].",
        "From 12 to 15 mV (at 5 °C, cf. Fig. 3 of Hodgkin et al. 1952) [@hodgkin1952].",
        "`12 mV`",
        "    12 mV",
        "```\n12 mV\n```",
        "$12\\,\\mathrm{mV}$",
        "<!-- 12 mV -->",
        "In 1952, twelve millivolts, 3 gates and Figure 2.",
        "Three Na^+^ ions",
        "[a](https://x.org/12%20mV)",
    ],
)
def test_what_is_vouched_for_or_no_quantity_of_prose(faults, text):
    assert faults(text) == []


def test_only_chapters_are_held_to_it(book, faults, edition):
    assert edition.page("chapter-2/action-potential/index.md").checked
    assert not edition.page("model/index.md").checked
    book.page = edition.page("model/index.md")
    assert faults("Steps of 0.025 ms.") == []


def test_a_quantity_is_reported_at_its_line(faults):
    text = "One.\n\nTwo\nthree 12 mV four\nfive 13 mV.\n\n- six\n\n    seven 14 mV\n"
    assert [fault.line for fault in faults(text)] == [4, 5, 9]
