import pytest

from apsite.book.pages.navigation import navigation
from apsite.book.text.front_matter import read_front_matter
from tests.bounds import within


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


HELD = "---\ntitle: Chapter 2\nnav_order: 2\nreleased: false\n---\n"
CHILDLESS = "---\ntitle: Chapter 2\nnav_order: 2\nhas_children: false\n---\n"


def test_pages_of_the_source_textbooks_kind_stand_where_they_say():
    """Keys that mean nothing here are accepted; a parent need neither be an index nor stand in the folder above."""
    facts = "title: Synapse\nlayout: page\nunder_construction: true\nparent: Chapter 2\nnav_order: 20\nhas_toc: no"
    below = "title: Release\nparent: Synapse\ngrand_parent: Chapter 2\nnav_order: 1\nauthor: A. B."
    pages = {"two/Synapse.md": f"---\n{facts}\n---\n", "two/release.md": f"---\n{below}\n---\n"}
    nav, faults = navigation({**BOOK, **pages})
    assert faults == []
    assert {"Synapse": [{"Synapse": "two/Synapse.md"}, {"Release": "two/release.md"}]} in nav[1]["Chapter 2"]


def test_pages_that_are_held_back_or_not_listed_are_not_in_it():
    held = "---\ntitle: Draft\nnav_order: 3\nreleased: false\n---\n"
    aside = "---\ntitle: Aside\nnav_exclude: true\n---\n"
    assert navigation({**BOOK, "draft.md": held, "aside.md": aside}) == navigation(BOOK)


def test_titles_that_are_shared_are_told_apart_by_their_grand_parents():
    other = {"three/index.md": page("Chapter 3", 3), "three/spike.md": page("Spike", 1, "Chapter 3")}
    foot = page("Foot", 1, "Spike").replace("---\n\n", "grand_parent: Chapter 3\n---\n\n")
    threshold = page("Threshold", 1, "Spike").replace("---\n\n", "grand_parent: Chapter 2\n---\n\n")
    nav, faults = navigation({**BOOK, **other, "three/foot.md": foot, "two/spike/threshold.md": threshold})
    spike = {"Spike": [{"Spike": "three/spike.md"}, {"Foot": "three/foot.md"}]}
    assert faults == []
    assert {"Chapter 3": [{"Chapter 3": "three/index.md"}, spike]} in nav


def test_what_the_theme_is_told_is_text():
    """Material writes titles and descriptions into its pages as they are."""
    facts = "title: A & B\nnav_order: 1\ndescription: '\"><script>x</script>'\ntemplate: x.html\nhide: [toc]"
    matter, faults = read_front_matter("a.md", f"---\n{facts}\n---\n")
    assert faults == ()
    assert matter.meta == {
        "title": "A &amp; B", "under_construction": False, "hide": ["toc"],
        "description": "&quot;&gt;&lt;script&gt;x&lt;/script&gt;",
    }  # fmt: skip


def test_pages_stand_where_they_say():
    spike = {"Spike": [{"Spike": "two/spike/index.md"}, {"Threshold": "two/spike/threshold.md"}]}
    chapter = {"Chapter 2": [{"Chapter 2": "two/index.md"}, {"Rest": "two/rest.md"}, spike]}
    assert navigation(BOOK) == ([{"Home": "index.md"}, chapter, {"Glossary": "glossary.md"}], [])


def test_pages_without_a_place_and_of_one_place_stand_by_their_titles():
    """As in Just the Docs: numbers, then words, then titles."""
    titled = {"b": "Beta", "a": "alpha", "c": "Gamma"}
    pages = {f"two/{name}.md": page(title, "", "Chapter 2") for name, title in titled.items()}
    pages |= {"two/z.md": page("Zeta", 2.5, "Chapter 2"), "two/w.md": page("Word", "b", "Chapter 2")}
    pages["two/v.md"] = page("Other word", "a", "Chapter 2")
    nav, faults = navigation({**BOOK, **pages})
    assert faults == []
    titles = [next(iter(each)) for each in nav[1]["Chapter 2"]]
    assert titles == ["Chapter 2", "Rest", "Zeta", "Spike", "Other word", "Word", "alpha", "Beta", "Gamma"]


def test_pages_may_stand_in_the_opposite_order_below_another():
    """As Just the Docs has it."""
    for order, first in (("reversed", "Spike"), ("desc", "Spike"), ("asc", "Rest")):
        chapter = page("Chapter 2", 2).replace("---\n\n", f"child_nav_order: {order}\n---\n\n")
        nav, faults = navigation({**BOOK, "two/index.md": chapter})
        assert faults == []
        assert list(nav[1]["Chapter 2"][1]) == [first]


def test_no_chain_of_pages_is_so_long_that_recursion_ends():
    chain = {f"{at}.md": page(f"P{at}", 1, f"P{at - 1}" if at else "") for at in range(2000)}
    with within(5):
        [fault] = navigation(chain)[1]
        assert str(fault).startswith("docs/12.md:4: the page stands more than 12 deep")
        circle = navigation({**chain, "0.md": page("P0", 1, "P1999")})[1]
    assert all("circle" in str(each) for each in circle)
    assert len(circle) == 2000


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"a.md": "# No front matter\n"}, "docs/a.md:1", "the page has no title"),
        ({"a.md": page("", 3)}, "docs/a.md:1", "the page has no title"),
        ({"a.md": page("A", "[1, 2]")}, "docs/a.md:3", "nav_order is the page's place among its siblings"),
        ({"a.md": page("A", 3, "Chapter")}, "docs/a.md:4", "no page has the title 'Chapter'. Did you mean"),
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
        ({"a.md": "---\ntitle: A\nnav_order: 3\nunder_constuction: no\n---\n"}, "docs/a.md:4", "under_construction'?"),
        ({"a.md": "---\ntitle: A\nnav_order: 3\nreleased: maybe\n---\n"}, "docs/a.md:4", "released is true or false"),
        ({"a.md": page("!!set {A, B}", 3)}, "docs/a.md:2", "title is text"),
        ({"a.md": page("!!binary aGk=", 3)}, "docs/a.md:2", "title is text"),
        ({"a.md": page("<b>A</b>", 3)}, "docs/a.md:2", "title is plain text on one line"),
        (
            {"two/a.md": page("Spike", 3, "Chapter 2")},
            "docs/two/a.md:2",
            "docs/two/spike/index.md has the title 'Spike' too",
        ),
        ({"two/spike.md": page("A", 3)}, "docs/two/spike.md:1", "docs/two/spike/index.md and docs/two/spike.md"),
        ({"two/index.md": HELD}, "docs/two/rest.md:4", "'Chapter 2' (docs/two/index.md) is not released"),
        ({"a.md": "---\ntitle: A\nchild_nav_order: [x]\n---\n"}, "docs/a.md:3", "asc, desc or reversed"),
        ({"a.md": "---\ntitle: A\nnumbers_in_a_sentence: 0\n---\n"}, "docs/a.md:3", "is a whole number from 1"),
        ({"a.md": "---\ntitle: A\nnumbers_in_a_sentence: few\n---\n"}, "docs/a.md:3", "is a whole number from 1"),
        ({"two/index.md": CHILDLESS}, "docs/two/index.md:4", "has no children, but docs/two/spike/index.md is one"),
    ],
)
def test_what_is_wrong_with_a_place_is_named(changes, place, message):
    faults = [str(fault) for fault in navigation({**BOOK, **changes})[1]]
    assert any(fault.startswith(f"{place}: ") and message in fault for fault in faults), faults
