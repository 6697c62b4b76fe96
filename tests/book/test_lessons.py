"""What is read off a page for those who teach it: goals, time, what must be known, and what goes on a lab sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from apsite.book.desk.desks import Kit, made, taught
from apsite.book.desk.lessons import Asked, Lesson, read
from apsite.book.desk.markup import moved
from apsite.book.desk.sheets import chosen, right, tasks
from apsite.book.pages.book import Page
from apsite.book.pages.navigation import navigation
from apsite.book.text.front_matter import read_front_matter
from tests.book.test_questions import CHOICE, NUMBER, ORDER

TOP = "---\ntitle: Rest & more\ngoals:\n  - say why\n  - tell when\nneeds: [two.md]\n---\n"
TEXT = f"""
Words before.

## One part

!!! experiment "Try it"

    Move it.

!!! misconception "“It moves”"

    It does not.

{NUMBER}
{CHOICE}
{ORDER}
"""


@pytest.fixture
def lesson(render: Callable[[str], str]) -> Lesson:
    matter = read_front_matter("chapter-1/x.md", TOP)[0]
    assert matter is not None
    return read("chapter-1/x.md", "chapter-1/x/", matter, render(TEXT))


def test_what_a_page_asks_is_read_off_it(lesson: Lesson) -> None:
    number, choice, order = lesson.asked
    assert (number.kind, number.title, number.hints) == (
        "number",
        "Where does it <em>fire</em>, in the figure?",
        number.hints,
    )
    assert len(number.hints) == 1
    assert "Think of the step." in number.above
    assert [each.written for each in number.said] == ["35.1\u202fmV", "54.6\u202fmV"] or len(number.said) == 2
    assert choice.options[choice.data["right"]] == "Above zero."
    assert "passes zero" in choice.solution
    assert len(order.options) == 3
    assert [(section.anchor, box.kind) for section, box in lesson.boxes] == [
        ("one-part", "experiment"),
        ("one-part", "misconception"),
    ]


def test_time_is_counted_where_the_page_does_not_tell_it(lesson: Lesson) -> None:
    assert lesson.minutes == 15  # three questions, one Try it, few words
    told = read_front_matter("x.md", TOP.replace("needs", "minutes: 40\nneeds"))[0]
    assert told is not None
    assert Lesson("x.md", "x/", told, lesson.sections, lesson.count).minutes == 40


def test_the_key_says_what_the_questions_are_judged_by(lesson: Lesson) -> None:
    number, choice, order = lesson.asked
    assert number.data["shown"] in right(lesson, number)
    assert "right from" in right(lesson, number)
    assert "Above zero." in right(lesson, choice)
    said = right(lesson, order)
    assert said.index("threshold") < said.index("zero") < said.index("peak")


def test_a_sheet_has_what_fits_and_says_what_does_not(lesson: Lesson) -> None:
    first, second, left = chosen(tasks(lesson))
    assert len(first) + len(second) == 4
    assert left == 0
    many = tasks(lesson) * 8
    many = [
        type(each)(each.title, each.markup, each.room, Asked(f"{at}", "open", "", "")) for at, each in enumerate(many)
    ]
    first, second, left = chosen(many)
    assert left > 0
    assert first
    assert second
    assert len(first) + len(second) + left == len(many)


def test_the_desk_names_goals_time_and_misconceptions(lesson: Lesson) -> None:
    files = made([lesson], {"chapter-1/two.md": "The second"}, Kit("A book"))
    assert set(files) >= {
        "teach/chapter-1/index.html",
        "teach/chapter-1/x/sheet/index.html",
        "teach/chapter-1/x/key/index.html",
    }
    desk = files["teach/chapter-1/index.html"].decode()
    for words in ("say why", "tell when", "The second", "“It moves”", "15 minutes", "Rest &amp; more"):
        assert words in desk, words
    assert made([lesson], {}, Kit("A book")) == made([lesson], {}, Kit("A book"))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(85, "85 minutes"), (90, "1\u202fh 30\u202fmin"), (120, "2 hours"), (410, "6\u202fh 50\u202fmin")],
)
def test_hours_are_told_as_one_says_them(lesson: Lesson, minutes: int, words: str) -> None:
    long = replace(lesson, matter=replace(lesson.matter, minutes=minutes))
    assert f"takes a reader about {words}." in made([long], {}, Kit("A book"))["teach/chapter-1/index.html"].decode()


def test_a_sheet_says_where_its_page_is_if_that_is_known(lesson: Lesson) -> None:
    sheet = "teach/chapter-1/x/sheet/index.html"
    known = made([lesson], {}, Kit("A book", url="https://x.org/book/"))[sheet].decode()
    assert known.count("<br>https://x.org/book/chapter-1/x/</p>") == 2, "on both of its pages"
    assert "<br>" not in made([lesson], {}, Kit("A book"))[sheet].decode()


def test_only_pages_of_chapters_that_are_done_are_taught() -> None:
    matter = read_front_matter("x.md", TOP)[0]
    assert taught(Page(checked=True), matter, "")
    assert not taught(Page(checked=False), matter, "")
    assert not taught(Page(draft=True), matter, "")
    plain = read_front_matter("x.md", "---\ntitle: X\n---\n")[0]
    assert not taught(Page(), plain, "<p>Words</p>")
    assert taught(Page(), plain, '<details class="question"><summary>Why?</summary></details>')


def test_links_lead_on_from_where_a_part_has_gone() -> None:
    page, to = "chapter/x/", "teach/chapter/x/key/"
    given = '<a href="../y/#a">y</a><a href="#b">b</a><img src="../../assets/z.svg"><a href="https://x.org/">x</a>'
    assert moved(given, page, to) == (
        '<a href="../../../../chapter/y/#a">y</a><a href="../../../../chapter/x/#b">b</a>'
        '<img src="../../../../assets/z.svg"><a href="https://x.org/">x</a>'
    )


@pytest.mark.parametrize(
    ("given", "line", "words"),
    [
        ("goals: {a: 1}", 3, "goals is a list"),
        ("goals: [a <b> c]", 3, "goals is a list"),
        ("goals:\n  - hold −70 mV", 3, "no checked numbers"),
        ("minutes: soon", 3, "whole number of minutes"),
        ("minutes: 0", 3, "whole number of minutes"),
        ("needs: [twos.md]", 3, "Did you mean 'two.md'"),
        ("needs: [../../x.md]", 3, "outside of the pages"),
        ("needs: [one.md]", 3, "needs itself"),
        ("goal: [x]", 3, "no key 'goal'"),
    ],
)
def test_a_wrong_entry_is_a_finding_at_its_line(given: str, line: int, words: str) -> None:
    pages = {"a/one.md": f"---\ntitle: One\n{given}\n---\n", "a/two.md": "---\ntitle: Two\n---\n"}
    found = navigation(pages)[1]
    assert [(fault.file, fault.line) for fault in found] == [("docs/a/one.md", line)]
    assert words in found[0].message


def test_a_page_may_say_nothing_for_lecturers() -> None:
    assert navigation({"a/one.md": "---\ntitle: One\n---\n"})[1] == []
