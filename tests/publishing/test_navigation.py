import pytest

from apsite.publishing.navigation import navigation


def page(title: str = "", order: object = "", parent: str = "") -> str:
    facts = {"title": title, "nav_order": order, "parent": parent}
    lines = [f"{key}: {value}" for key, value in facts.items() if value != ""]
    return "\n".join(["---", *lines, "---", "", "# Text", ""])


BOOK = {
    "glossary.md": page("Glossary", 9),
    "index.md": page("Home", 1),
    "two/index.md": page("Chapter 2", 2),
    "two/spike/threshold.md": page("Threshold", 1, "Spike"),
    "two/spike/index.md": page("Spike", 10, "Chapter 2"),
    "two/rest.md": page("Rest", 2.5, "Chapter 2"),
}


def test_pages_stand_where_they_say():
    spike = {"Spike": [{"Spike": "two/spike/index.md"}, {"Threshold": "two/spike/threshold.md"}]}
    chapter = {"Chapter 2": [{"Chapter 2": "two/index.md"}, {"Rest": "two/rest.md"}, spike]}
    assert navigation(BOOK) == ([{"Home": "index.md"}, chapter, {"Glossary": "glossary.md"}], [])


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"a.md": "# No front matter\n"}, "docs/a.md:1", "the page has no title"),
        ({"a.md": page("", 3)}, "docs/a.md:1", "the page has no title"),
        ({"a.md": page("A")}, "docs/a.md:1", "the page has no place"),
        ({"a.md": page("A", "first")}, "docs/a.md:3", "the page has no place"),
        ({"a.md": page("A", 3, "Chapter")}, "docs/a.md:4", "no page has the title 'Chapter'. Did you mean"),
        ({"a.md": page("A", 9)}, "docs/a.md:3", "nav_order 9 is taken by docs/glossary.md"),
        (
            {"three/index.md": page("Chapter 2", 3)},
            "docs/two/rest.md:4",
            "'Chapter 2' is the title of docs/two/index.md and docs/three/index.md",
        ),
        (
            {"two/index.md": page("Chapter 2", 2, "Spike")},
            "docs/two/index.md:4",
            "the pages stand in a circle: Chapter 2 -> Spike -> Chapter 2",
        ),
        ({"a.md": page("A", 3, "A").replace("a.md", "")}, "docs/a.md:4", "circle: A -> A"),
        ({"a.md": "---\ntitle: [\n---\n"}, "docs/a.md:3", "front matter"),
    ],
)
def test_what_is_wrong_with_a_place_is_named(changes, place, message):
    faults = [str(fault) for fault in navigation({**BOOK, **changes})[1]]
    assert any(fault.startswith(f"{place}: ") and message in fault for fault in faults), faults
