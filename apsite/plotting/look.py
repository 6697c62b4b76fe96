"""The looks of a figure: palette, width, type and lines, in one place.

Each figure is drawn for light and dark pages, and for wide screens and phones, where the same drawing shrunk could
not be read. Colours are told apart by colour-blind readers (after Okabe & Ito) and never alone: sodium is drawn
solid, potassium dashed, the leak dotted.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

READS = (
    "../../node_modules/source-sans/TTF/SourceSans3-Regular.ttf",
    "../../node_modules/source-sans/TTF/SourceSans3-Semibold.ttf",
    "../../node_modules/source-sans/TTF/SourceSans3-It.ttf",
)

_FONTS = Path(__file__).resolve().parents[2] / "node_modules" / "source-sans" / "TTF"
_FACES = tuple(name.rpartition("/")[2] for name in READS)
PX = 1 / 96  # inches
WIDE, NARROW = 760, 360  # px


@dataclass(frozen=True)
class Palette:
    """Colours by what they stand for."""

    name: str
    ink: str
    muted: str
    faint: str
    page: str
    sodium: str
    potassium: str
    leak: str
    stimulus: str
    accent: str


LIGHT = Palette(
    "light",
    ink="#1c2230",
    muted="#565d6b",
    faint="#d9dbe0",
    page="#fffefb",
    sodium="#b8430b",
    potassium="#1f5fa6",
    leak="#4d6b2f",
    stimulus="#7a3f8f",
    accent="#0b7a6b",
)
DARK = Palette(
    "dark",
    ink="#e9e7e1",
    muted="#aab0bb",
    faint="#3a3f4a",
    page="#16181d",
    sodium="#ff9a5a",
    potassium="#7db8ff",
    leak="#b2d189",
    stimulus="#d5a0e8",
    accent="#4fd1bd",
)


def exchanged(palette: Palette) -> dict[str, str]:
    """Return the colours of `palette` by those that stand for the same in the light one."""
    return {getattr(LIGHT, each.name): getattr(palette, each.name) for each in fields(Palette) if each.name != "name"}


@dataclass(frozen=True)
class Look:
    """One palette at one width."""

    palette: Palette
    narrow: bool

    @property
    def name(self) -> str:
        """Stem of the file: wide-light, narrow-dark and so on."""
        return f"{'narrow' if self.narrow else 'wide'}-{self.palette.name}"

    def choose(self, wide: Any, narrow: Any) -> Any:
        """Return what fits the width."""
        return narrow if self.narrow else wide

    def figure(self, height: float) -> Figure:
        """Return an empty figure of this look's width; `height` in px."""
        figure = Figure(figsize=(self.choose(WIDE, NARROW) * PX, height * PX), layout="constrained")
        if self.narrow:
            # Panels stand beneath each other: a title keeps its distance from the axis above it.
            figure.get_layout_engine().set(h_pad=7 / 72)  # type: ignore[union-attr, call-arg]
        return figure

    @property
    def sodium(self) -> dict[str, Any]:
        """How sodium is drawn."""
        return {"color": self.palette.sodium, "linestyle": "-"}

    @property
    def potassium(self) -> dict[str, Any]:
        """How potassium is drawn."""
        return {"color": self.palette.potassium, "linestyle": (0, (5, 1.6))}

    @property
    def settings(self) -> dict[str, Any]:
        """Matplotlib's settings: the colours and lines, and the book's typeface.

        Raises FileNotFoundError where the typeface is not installed.
        """
        family = _family()
        return self.colours | {
            "font.family": family,
            "font.size": 10,
            "mathtext.fontset": "custom",
            "mathtext.rm": family,
            "mathtext.it": f"{family}:italic",
            **dict.fromkeys(("mathtext.cal", "mathtext.bf", "mathtext.sf", "mathtext.tt"), family),
        }

    @property
    def colours(self) -> dict[str, Any]:
        """Matplotlib's settings of colours, lines and sizes."""
        p = self.palette
        return {
            "text.color": p.ink,
            "axes.labelcolor": p.ink,
            "axes.edgecolor": p.muted,
            "axes.facecolor": "none",
            "axes.linewidth": 0.8,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlesize": 10.5,
            "axes.titleweight": "semibold",
            "axes.titlelocation": "left",
            "axes.unicode_minus": True,
            "figure.facecolor": "none",
            "lines.linewidth": 1.9,
            "lines.solid_capstyle": "round",
            "savefig.facecolor": "none",
            "svg.fonttype": "path",
            "svg.hashsalt": "apsite",
            "xtick.color": p.muted,
            "ytick.color": p.muted,
            "xtick.labelcolor": p.ink,
            "ytick.labelcolor": p.ink,
            "xtick.labelsize": 9.5,
            "ytick.labelsize": 9.5,
            "legend.frameon": False,
        }

    def label(self, axes: Axes, x: float, y: float, text: str, names: str = "", **style: Any) -> None:
        """Write `text` at a point of `axes`, in data coordinates.

        `names`: what it names, by which it goes where that goes in a live figure (`plot/naming.ts`); what names nothing
        there is seen as long as the live figure is as it starts. Dots and lines say the same by Matplotlib's `label`.
        """
        defaults: dict[str, Any] = {"fontsize": 9.5, "color": self.palette.ink, "ha": "left", "va": "center"}
        axes.text(x, y, text, **defaults | style).set_label(names)

    def level(self, axes: Axes, y: float) -> None:
        """Draw a faint horizontal line at `y`, behind everything."""
        axes.axhline(y, color=self.palette.faint, linewidth=0.9, zorder=0)


LOOKS = tuple(Look(palette, narrow) for palette in (LIGHT, DARK) for narrow in (False, True))


def _family() -> str:
    """Register the book's sans face and return its name.

    Raises FileNotFoundError where the npm packages are not installed: another face would give other figures.
    """
    for face in _FACES:
        path = _FONTS / face
        if not path.is_file():
            raise FileNotFoundError(f"the figures' typeface is missing, {face}: 'npm ci' (or 'make site') installs it")
        if path not in _registered:
            font_manager.fontManager.addfont(path)
            _registered.add(path)
    return "Source Sans 3"


_registered: set[Path] = set()
