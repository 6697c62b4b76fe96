"""What every preset is, of whatever kind of live figure."""

from collections.abc import Mapping
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
