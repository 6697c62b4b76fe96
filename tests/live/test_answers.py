"""What an answer to a question is worth, and what is kept of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

NUMBER = {"kind": "number", "value": -54.59, "tolerance": 1.0, "unit": "mV", "shown": "−54.59\u202fmV",
          "wrong": [{"value": 35.08, "tolerance": 1.0}, {"value": -70.0, "tolerance": 1.2}]}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "right", "counts", "of", "words"),
    [
        ("-54.59", True, True, None, "Right"),
        ("−55", True, True, None, "Right"),
        ("–54,1", True, True, None, "Right"),
        (" -55 mV ", True, True, None, "Right"),
        ("-55.59", True, True, None, "Right"),
        ("-55.60", False, True, None, "near"),
        ("35", False, True, 0, "No."),
        ("-69", False, True, 1, "No."),
        ("54.6", False, True, None, "the sign is not"),
        ("-0.05459", False, True, None, "1000 times too small"),
        ("-54590", False, True, None, "1000 times too large"),
        ("-57", False, True, None, "near"),
        ("-20", False, True, None, "too high"),
        ("-90", False, True, None, "too low"),
        ("-1e6", False, True, None, "far too low"),
        ("0", False, True, None, "far too high"),
        ("8", False, True, None, "not even the sign"),
        ("", False, False, None, "missing"),
        ("about right", False, False, None, "not a number"),
        ("1,234", False, False, None, "two ways"),
        ("NaN", False, False, None, "not a number"),
        ("1e999", False, False, None, "not a number"),
    ],
)
def test_a_number(live: Any, typed: str, right: bool, counts: bool, of: int | None, words: str) -> None:
    found = live.ask("judged", question=NUMBER, answer=typed)
    assert (found["right"], found["counts"], found.get("of")) == (right, counts, of)
    assert words in found["words"]


def test_a_choice(live: Any) -> None:
    question = {"kind": "choice", "right": 1}
    assert [live.ask("judged", question=question, answer=chosen)["right"] for chosen in (0, 1, 2)] == [
        False,
        True,
        False,
    ]
    assert live.ask("judged", question=question, answer=2)["of"] == 2
    assert not live.ask("judged", question=question, answer=-1)["counts"]


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ([2, 0, 3, 1], "Right."),
        ([1, 3, 0, 2], "the wrong way round"),
        ([2, 0, 1, 3], "the first 2 stand"),
        ([2, 3, 1, 0], "only the first"),
        ([0, 2, 3, 1], "already the first"),
    ],
)
def test_an_order(live: Any, order: list[int], words: str) -> None:
    found = live.ask("judged", question={"kind": "order", "places": [1, 3, 0, 2]}, answer=order)
    assert words in found["words"]
    assert found["right"] == (words == "Right.")


def test_a_state(live: Any) -> None:
    """The first condition that does not hold is told; what is not measured fulfils none."""
    checks = [[">", "peak", 0], ["and", ["<", ["*", "a", "b"], ["/", 14, 2]], ["not", ["==", "a", 1]]]]
    question = {"kind": "set", "figure": "x", "state": {}, "checks": checks}

    def judged(altered: tuple[str, ...] = (), **measured: float | None) -> Any:
        return live.ask("judged", question=question, answer=measured, altered=altered)

    assert judged(peak=1, a=2, b=3)["right"]
    assert judged(peak=-1, a=2, b=3)["of"] == 0
    assert judged(peak=None, a=2, b=3)["of"] == 0
    assert judged(peak=1, a=2, b=4)["of"] == 1
    assert judged(peak=1, a=1, b=3)["of"] == 1
    assert "Temperature" in judged(("Temperature",), peak=1, a=2, b=3)["words"]
    assert not judged(("Temperature",), peak=1, a=2, b=3)["counts"]


@pytest.mark.parametrize(
    "text",
    [None, "", "{", "[]", "null", '{"version": 2, "pages": {}}', '{"version": 1, "pages": []}',
     '{"version": 1, "pages": {"p/": {"q": {"tries": "many"}}}}', '{"version": 1, "pages": {"p/": 3}}'],
)  # fmt: skip
def test_what_is_kept_in_another_form_is_left_out(live: Any, text: str | None) -> None:
    kept = live.ask("keptAnswers", text=text)
    assert kept["version"] == 1
    assert not any(kept["pages"].values())


def test_what_is_kept_is_read_again(live: Any) -> None:
    given = {"answer": "2", "right": False, "at": "2026-11-30T22:00:00Z", "given": "0,1", "of": "0123abcd"}
    record = {"tries": [given], "hints": 1, "solution": True}
    kept = {"version": 1, "pages": {"p/": {"q-x": record}}, "path": False}
    assert live.ask("keptAnswers", text=json.dumps(kept)) == kept
