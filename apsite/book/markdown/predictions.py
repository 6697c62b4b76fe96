"""Predictions: what a reader draws, marks or chooses before a live figure runs it, while the text that tells it waits.

Owns what stands behind `/// draw`, `/// mark` and `/// predict`: a figure, the state in which it is run, and what of it
is asked; nothing, where answers are chosen from and what the build ran decides. How all that stands on the page,
`questions` says.
"""

import json
import re

from apsite.book.markdown.answers import AnswerError, Answers, Item, Reading
from apsite.book.pages.figures import LIVE
from apsite.book.text.faults import nearest

#: Each kind, with an example of what stands behind its name.
PREDICTIONS = {
    "draw": "tetraethylammonium: TEA = 50",
    "mark": "conduction-velocity: diameter = 119; velocity from 0 to 30 m/s",
    "predict": "outside-potassium: K_out = 10",
}
#: What is drawn: the potential of the reader's own run.
DRAWN = "V"

_GIVEN = re.compile(r"(?P<figure>[\w-]+)\s*(?::(?P<state>[^;]*))?(?:;(?P<asked>.*))?")
_ASKED = re.compile(r"(?P<name>[\w.]+)\s+from\s+(?P<low>[-−]?[\d.]+)\s+to\s+(?P<high>[-−]?[\d.]+)(?:\s+(?P<unit>\S+))?")


class Predicting(Reading):
    """Reads what is to be predicted. Each method raises AnswerError."""

    def of_prediction(self, kind: str, given: str, listed: list[Item], key: str) -> Answers:
        """Return what a prediction of a `kind` is for the browser, with its answers, where these are chosen from."""
        piece = f"/// {kind} | {given}".strip(" |")
        if kind == "predict" and not given.strip():
            answers = self._choice("", listed, key)
            return Answers(answers.data | {"kind": kind}, answers.shown, answers.values, answers.said)
        found = _GIVEN.fullmatch(given.strip())
        if found is None or (kind == "mark") != bool(found["asked"]):
            raise AnswerError(piece, f"nothing tells what is run. Write /// {kind} | {PREDICTIONS[kind]}.")
        known = self.known(found["figure"], piece)
        state = self.state(found["state"], known, piece) if (found["state"] or "").strip() else {}
        about = {"kind": kind, "figure": found["figure"], "state": state}
        if kind == "predict":
            answers = self._choice("", listed, key)
            return Answers(answers.data | about, answers.shown, answers.values, answers.said)
        if listed:
            raise AnswerError(listed[0].piece, f"/// {kind} has no answers to choose from: /// predict has.")
        if kind == "mark":
            return Answers(about | self._marked(found["asked"], known, piece))
        self._drawable(found["figure"], piece)
        return Answers(about)

    def _marked(self, text: str, known: set[str] | None, piece: str) -> dict[str, str | float]:
        asked = _ASKED.fullmatch(text.strip())
        low, high = (float(asked[end].replace("−", "-")) for end in ("low", "high")) if asked else (0.0, 0.0)
        if asked is None or low >= high:
            raise AnswerError(piece, f"nothing tells what is marked. Write /// mark | {PREDICTIONS['mark']}.")
        if known is not None and asked["name"] not in known:
            message = f"the figure reads out no '{asked['name']}'. {nearest(asked['name'], known)}"
            raise AnswerError(piece, message)
        return {"name": asked["name"], "low": low, "high": high, "unit": asked["unit"] or ""}

    def _drawable(self, figure: str, piece: str) -> None:
        """Raise AnswerError where a figure has no potential of one run against time, on which it could be drawn."""
        if not self.book.drawn:
            return
        panels = json.loads(self.book.figure(figure, {})[LIVE])["preset"].get("panels", [])
        traces = [trace for panel in panels for trace in panel.get("traces", [])]
        if not any(trace["quantity"] == DRAWN and trace["run"] == "main" for trace in traces):
            raise AnswerError(
                piece, f"the figure '{figure}' has no potential against time to be drawn: /// mark a value."
            )
