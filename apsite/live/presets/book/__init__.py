"""One file per live figure, with the stem of its figure: `preset(result)` returns what it starts from."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol


class Start(Protocol):
    """What a live figure of any kind starts from; `Preset` is that of a membrane."""

    def data_in(self, layouts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        """Return it as JSON holds it, `layouts` being those of the figure's pictures.

        `kind`: the folder `kinds/NAME/` whose scripts run it; `preset`: all that its script wants, of it the `title`,
        the controls that are `shown` from the start, and its `bench`, whose height the style sheet knows; `layouts`.
        """

    def standing(self, layouts: Mapping[str, Any]) -> tuple[str, str]:
        """Return the HTML that stands over the pictures and beneath them until it wakes.

        `layouts`: as `data_in` has returned them.
        """


def load(name: str, result: Any) -> Start | None:
    """Return the preset of the figure `name` for the `result` of its experiment, None where it is a picture only."""
    stem = name.replace("-", "_")
    if not (Path(__file__).parent / f"{stem}.py").is_file():
        return None
    found: Start = import_module(f"{__name__}.{stem}").preset(result)
    return found
