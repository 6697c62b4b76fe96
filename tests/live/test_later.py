"""What follows a move of the hand: in pieces, after the curve, begun anew when the hand moves on."""

from collections import Counter
from typing import Any


def test_a_resting_hand_is_followed_to_the_end(live: Any) -> None:
    (moved, at_once), *resting = live.ask("later", moving=[True, False, False, False])
    assert moved
    assert len(at_once) == 1, "a moving hand waits for one piece at most"
    assert Counter("".join([at_once, *(done for _, done in resting)])) == {"a": 1, "b": 3, "c": 1}
    assert not resting[-1][0]


def test_a_hand_that_never_rests_starves_nothing(live: Any) -> None:
    frames = live.ask("later", moving=[True] * 12)
    assert all(due and len(done) == 1 for due, done in frames)
    assert min(Counter(done for _, done in frames).values()) >= 3
