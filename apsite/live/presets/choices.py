"""A live figure whose membrane is chosen: a preset for each membrane, one of which it starts with.

Each stands in the axes of the same picture, and has controls, runs and words of its own.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apsite.live.presets.membrane import Preset

CALLED = "Membrane"


@dataclass(frozen=True)
class Choices:
    """`presets` by what their membranes are called on the page; the first is the picture's.

    Raises ValueError where two are of one membrane, or their panels are not of the same number.
    """

    presets: Mapping[str, Preset]

    def __post_init__(self) -> None:
        names = [each.mechanism.name for each in self.presets.values()]
        if len(set(names)) < len(names):
            raise ValueError(f"two choices of one membrane among {', '.join(names)}")
        if len({len(each.panels) for each in self.presets.values()}) != 1:
            raise ValueError("all choices stand in the same axes; allowed: as many panels in each")

    @property
    def first(self) -> Preset:
        """That which the figure starts with."""
        return next(iter(self.presets.values()))

    def data_in(self, layouts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        """Return all that a live figure starts from; `choices` name membranes, and hold the preset of each."""
        choices = [
            {"name": preset.mechanism.name, "label": label, "preset": preset.data()}
            for label, preset in self.presets.items()
        ]
        return self.first.data_in(layouts) | {"choices": choices}

    def standing(self, layouts: Mapping[str, Any]) -> tuple[str, str]:
        """Return what stands over the pictures and beneath them until the figure wakes."""
        grips, bench = self.first.standing(layouts)
        options = "".join(
            f'<span class="ap-live__option{" ap-live__option--chosen" if at == 0 else ""}">{html.escape(label)}</span>'
            for at, label in enumerate(self.presets)
        )
        choice = (
            '<span class="ap-live__choice" aria-hidden="true" inert data-search-exclude>'
            f'<span class="ap-live__name">{CALLED}</span><span class="ap-live__options">{options}</span></span>'
        )
        return grips, choice + bench
