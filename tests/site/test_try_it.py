"""What the chapter tells its readers to try: done on the page as it says, and the answer found there.

The words of the trials together are all that stands in the boxes "Try it", so that a sentence that nobody has tried, or
one that says something else than its trial, is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

import pytest

from tests.depth import some
from tests.site import live, support
from tests.site.conftest import Visit
from tests.site.trials import EXERCISES, ON_A_PHONE, TRIALS

Open = Callable[..., Visit]

for part in ("rising", "falling", "travelling", "arriving", "others"):
    import_module(f"tests.site.trials.{part}")  # which files its trials

#: Exercises that ask for thought alone. The numbers of their solutions are checked where the pages are built.
BY_THOUGHT = {
    "At the peak the sodium conductance is near its largest. Why is the sodium current small?",
    "What would happen if h were as fast as m?",
    "At the lowest point, how large is the net ionic current?",
    "Beyond a certain temperature the spike of this axon becomes slower again. Why, if all gates become faster?",
    "The spike takes a while from node to node. Is that the time that current needs to flow along the internode?",
    "Two authors measure the absolute refractory period of the same axon, and one finds it nearly twice as long. "
    "Can both be right?",
    "Why does putting h back to rest help so little?",
    "With h held, why does the potential not return to rest although the potassium channels are wide open?",
    "With n held, h shuts almost completely. Why does the potential stop so far from rest?",
    "If a channel needed one n gate instead of four, how would the spike change?",
    "From peak to rest, how much of the potassium that leaves only makes up for sodium that enters?",
    "Which concentrations would give the reversal potentials of the Hodgkin-Huxley model?",
    "A mammalian membrane passes only K⁺ and Na⁺, and rests exactly where this book's does. How permeable is it to "
    "Na⁺?",
    "How many spikes can an axon fire without a pump before its sodium potential has fallen noticeably?",
    "The pulse is made half as long. By how much must it be stronger?",
    "A current a little below the rheobase is switched on and left on. What happens?",
    "Why does the slow ramp need more depolarization than the kick, although it ends in the same membrane?",
    "With how little charge can a pulse fire the membrane?",
    "The calcium at the channels is halved. What becomes of the average answer of the next cell?",
    "Why does most calcium enter after the peak of the spike?",
    "All vesicles are released at once. Is the answer six times as large as that to one?",
    "Somebody lowers the calcium outside and finds fewer and smaller answers. They conclude that the quanta became "
    "smaller. What would you look at?",
    "A spike is twice as brief in one membrane as in another. Is it cheaper?",
    "Why is a threshold in millivolts a poor thing to carry from one neuron to the next?",
}


def boxes(page: str) -> str:
    """All that the boxes "Try it" of a page say, without marks."""
    folder = support.ROOT / "docs" / live.CHAPTER.strip("/")
    text = (folder / f"{page.strip('/') or 'index'}.md").read_text(encoding="utf-8")
    found = re.findall(r'^!!! experiment "Try it"\n\n((?:(?: {4}.*)?\n)+)', text, re.MULTILINE)
    return " ".join(re.sub(r"\*+", "", box) for box in found)


def questions(page: str) -> list[str]:
    """The exercises of a page, without their numbers."""
    folder = support.ROOT / "docs" / live.CHAPTER.strip("/")
    text = (folder / f"{page.strip('/') or 'index'}.md").read_text(encoding="utf-8")
    return re.findall(r'^\?\?\? question "\d+\. (.*)"$', text, re.MULTILINE)  # `test_answering` answers them


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_every_sentence_has_its_trial() -> None:
    """What the boxes say, and what is tried, are the same words in the same order; and no exercise is forgotten."""
    said = {page: one_line(boxes(page)) for page in pages()}
    assert {page: " ".join(words for words, _ in TRIALS[page]) for page in said} == said
    assert all(said.values())
    asked = {question for page in pages() for question in questions(page)}
    tried = {question for page in pages() for question, _ in EXERCISES[page]}
    assert tried.isdisjoint(BY_THOUGHT)
    assert tried | BY_THOUGHT == asked


def pages() -> list[str]:
    """The pages of the chapter that tell readers to try something."""
    folder = support.ROOT / "docs" / live.CHAPTER.strip("/")
    found = [file for file in folder.glob("*.md") if '"Try it"' in file.read_text(encoding="utf-8")]
    return sorted("" if file.stem == "index" else f"{file.stem}/" for file in found)


@pytest.mark.parametrize("path", some(pages(), {"", "resting-potential/", "repolarization/"}))
def test_what_a_page_tells_to_try_can_be_done_and_answered(path: str, revisit: Open, subtests: pytest.Subtests) -> None:
    opened = revisit(f"{live.CHAPTER}{path}", width=390 if path in ON_A_PHONE else 1440)
    text = one_line(" ".join(opened.page.locator(".admonition.experiment p:not(.admonition-title)").all_inner_texts()))
    for words, do in TRIALS[path]:
        with subtests.test(words):
            assert words in text
            do(opened.page)
    summaries = [one_line(text) for text in opened.page.locator(".ap-question > .admonition-title").all_inner_texts()]
    for question, do in EXERCISES[path]:
        with subtests.test(question):
            assert any(summary.endswith(question) for summary in summaries)
            do(opened.page)
    assert not opened.complaints
