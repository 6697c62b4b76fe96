"""What a drawn curve is told to have in common with the model's: measured on curves whose measures are plain to see."""

from __future__ import annotations

from typing import Any

import pytest

BEFORE = [(0, -70), (2, -70), (3, 30), (5, -80), (20, -70)]


def curve(points: list[tuple[float, float]]) -> dict[str, list[float]]:
    return {"time": [time for time, _ in points], "y": [y for _, y in points]}


def test_measures_of_straight_lines(live: Any) -> None:
    """Half of the way from -70 to 30 is -20: passed half way up, at 2.5, and after 50 of 110 down."""
    found = live.ask("featuresOfCurve", curve=curve(BEFORE))
    assert found == {
        "fires": True,
        "peak": 30,
        "peakTime": 3,
        "width": pytest.approx(3 + 100 / 110 - 2.5),
        "trough": -80,
    }


def test_a_curve_that_does_not_come_down_has_no_width(live: Any) -> None:
    found = live.ask("featuresOfCurve", curve=curve([(0, -70), (2, -70), (3, 30), (20, 25)]))
    assert found["width"] is None
    assert not live.ask("featuresOfCurve", curve=curve([(0, -70), (3, -55), (20, -70)]))["fires"]


def moved(up: float = 0, later: float = 0, longer: float = 0, down: float = 0) -> list[tuple[float, float]]:
    start, peak = 2 + later, 3 + later
    return [(0, -70), (start, -70), (peak, 30 + up), (peak + 2 + longer, -80 - down), (20, -70)]


@pytest.mark.parametrize(
    ("drawn", "model", "words"),
    [
        (moved(), moved(), "You drew a spike that is as before. So is the model’s."),
        (moved(up=30, later=-1), moved(later=-1), "The model’s is sooner than before, but not higher."),
        (moved(up=30), moved(up=30, longer=3), "higher than before. The model’s is higher and wider than before."),
        (moved(up=-20), moved(up=30), "lower than before. The model’s is higher than before."),
        (moved(up=30, down=20), moved(), "The model’s is as before, but not higher or deeper."),
        (moved(later=3), moved(later=0.5), "later than before. So is the model’s."),
        (moved(up=5, later=0.4), moved(), "You drew a spike that is as before. So is the model’s."),
        (moved(), [(0, -70), (3, -50), (20, -70)], "as before. The model does not fire."),
        ([(0, -70), (3, -50), (20, -70)], moved(), "You drew no spike. The model fires."),
        ([(0, -70), (3, -50), (20, -70)], [(0, -70), (3, -40), (20, -70)], "The model does not fire either."),
    ],
)  # fmt: skip
def test_the_difference_is_named(live: Any, drawn: list[Any], model: list[Any], words: str) -> None:
    """A hand may be off by more than the model: by 3 % of the time, 6 % of the height."""
    found = live.ask("compared", before=curve(BEFORE), drawn=curve(drawn), model=curve(model))
    assert words in found["words"]
    assert found["alike"] == any(sign in words for sign in ("So is", "either"))
