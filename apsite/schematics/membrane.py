"""A membrane at rest: who is on which side, which channels are open, and what the pump does."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.plotting.look import NARROW, WIDE, Look
from apsite.plotting.sheet import THICK, arrow, bilayer, halves, ion, protein, sheet

#: Ions by name, with their places in px from the left and above the membrane's middle: on wide screens, on phones.
WIDE_IONS = [
    ("Na", 38, 62), ("Cl", 66, 112), ("Na", 104, 84), ("Na", 190, 92), ("K", 252, 112), ("Na", 306, 72),
    ("Cl", 356, 104),
    ("Na", 424, 112), ("Cl", 470, 70), ("Na", 516, 98), ("Na", 662, 62), ("Cl", 716, 106), ("Na", 640, 112),
    ("K", 34, -62), ("A", 84, -88), ("K", 112, -56), ("K", 192, -68), ("A", 250, -90), ("K", 304, -60),
    ("Na", 352, -94),
    ("K", 426, -74), ("A", 480, -60), ("K", 520, -92), ("K", 644, -92), ("A", 700, -62), ("K", 726, -96),
]  # fmt: skip
NARROW_IONS = [
    ("Na", 22, 74), ("Cl", 26, 122), ("Na", 98, 96), ("Na", 136, 66), ("Cl", 176, 110), ("Na", 214, 74),
    ("K", 134, 132),
    ("Na", 222, 130), ("Na", 340, 96), ("Cl", 336, 136),
    ("K", 20, -74), ("A", 96, -76), ("K", 128, -98), ("K", 170, -68), ("Na", 206, -94), ("A", 236, -62),
    ("K", 340, -86),
]  # fmt: skip


def draw(look: Look) -> Figure:
    """Draw it, outside above and inside below."""
    p, width, height = look.palette, look.choose(WIDE, NARROW), look.choose(344, 396)
    figure, axes = sheet(look, height)
    middle = look.choose(196, 226)
    places = look.choose((148, 384, 578), (58, 172, 286))
    leak, shut, pump = places
    bilayer(axes, look, 0, width, middle, [(leak - 21, leak + 21), (shut - 16, shut + 16), (pump - 28, pump + 28)])
    halves(leak, middle, 9, p.potassium, axes)
    halves(shut, middle, 0.5, p.sodium, axes)
    _pump(axes, look, pump, middle)
    for name, x, above in look.choose(WIDE_IONS, NARROW_IONS):
        ion(axes, look, name, x, middle + above)
    for x in range(12, int(width), 26):
        if all(abs(x - each) > 34 for each in places):
            axes.text(x, middle + THICK / 2 + 8, "+", color=p.ink, fontsize=9, ha="center", va="center")
            axes.text(x, middle - THICK / 2 - 9, "−", color=p.ink, fontsize=9, ha="center", va="center")
    arrow(axes, (leak, middle - 66), (leak, middle + 74), p.potassium)
    ion(axes, look, "K", leak, middle + 88)
    ion(axes, look, "K", leak, middle - 80)
    look.label(axes, 6, middle + look.choose(132, 154), "outside", color=p.muted, style="italic")
    look.label(axes, 6, middle - look.choose(120, 122), "inside", color=p.muted, style="italic")
    words = look.choose(
        (
            "potassium channels:\nsome are open",
            "sodium channels:\nnearly all are shut",
            "the pump: three Na⁺ out,\ntwo K⁺ in",
        ),
        ("potassium\nchannels:\nsome open", "sodium\nchannels:\nnearly all shut", "the pump:\n3 Na⁺ out,\n2 K⁺ in"),
    )
    for x, each in zip(places, words, strict=True):
        look.label(axes, x, middle - look.choose(142, 146), each, ha="center", va="top", linespacing=1.25)
    return figure


def _pump(axes: Axes, look: Look, x: float, middle: float) -> None:
    p = look.palette
    body = [(-24, 28), (-8, 36), (8, 36), (24, 28), (30, 0), (26, -30), (10, -40), (-10, -40), (-26, -30), (-30, 0)]
    protein(axes, [(x + dx, middle + dy) for dx, dy in body], p.leak)
    arrow(axes, (x - 12, middle - 24), (x - 12, middle + 62), p.sodium)
    arrow(axes, (x + 12, middle + 50), (x + 12, middle - 58), p.potassium)
    for k in range(3):
        ion(axes, look, "Na", x - 31 + 19 * k, middle + 76 + 8 * (k % 2), 8.5)
    for k in range(2):
        ion(axes, look, "K", x + 6 + 20 * k, middle - 70, 8.5)
