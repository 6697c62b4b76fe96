"""The banana in the ocean: which ion is inside, and which is outside."""

from matplotlib.figure import Figure

from apsite.plotting.look import NARROW, WIDE, Look
from apsite.plotting.sheet import curve, ion, sheet

#: The fruit, px from its middle.
PEEL = [
    (-150, 50), (-164, 58), (-168, 48), (-152, 30), (-120, -14), (-70, -50), (0, -66), (70, -54), (124, -20), (150, 22),
    (156, 44), (146, 48), (134, 34), (96, 8), (48, -6), (0, -8), (-48, 0), (-96, 24),
]  # fmt: skip
INSIDE = [
    ("K", -104, 0),
    ("K", -66, -26),
    ("K", -24, -38),
    ("A", 12, -48),
    ("K", 56, -32),
    ("K", 94, -12),
    ("Na", 26, -22),
]
WIDE_SEA = [
    ("Na", -330, -2), ("Cl", -290, -44), ("Na", -250, -10), ("Na", -222, -66), ("K", -186, -24), ("Cl", -134, -76),
    ("Na", -86, -88), ("Na", 40, -94), ("Cl", 108, -82), ("Na", 172, -50), ("Na", 222, -4), ("Cl", 262, -70),
    ("Na", 304, -24),
    ("Na", 340, -80), ("Na", -340, -84),
]  # fmt: skip
NARROW_SEA = [
    ("Na", -154, -34), ("Cl", -140, -84), ("Na", -96, -76), ("Na", -30, -96), ("Cl", 32, -92), ("Na", 92, -76),
    ("K", 128, -98),
    ("Na", 160, -40),
]  # fmt: skip


def draw(look: Look) -> Figure:
    """Draw it afloat."""
    p, width = look.palette, look.choose(WIDE, NARROW)
    figure, axes = sheet(look, 244)
    x, y = width / 2, 130.0
    surface = [(k * 30.0 - 30, 152 + (4 if k % 2 else -4)) for k in range(int(width / 30) + 3)]
    curve(
        axes, [*surface, (width + 30, -20), (-30, -20)], closed=True, facecolor=p.sodium, edgecolor="none", alpha=0.09
    )
    curve(axes, surface, edgecolor=p.sodium, linewidth=1.2, alpha=0.7)
    scale = look.choose(1.0, 0.88)
    peel = [(x + dx * scale, y + dy * scale) for dx, dy in PEEL]
    curve(axes, peel, closed=True, facecolor=p.page, edgecolor="none")
    curve(axes, peel, closed=True, facecolor=p.potassium, edgecolor="none", alpha=0.2)
    curve(axes, peel, closed=True, facecolor="none", edgecolor=p.ink, linewidth=1.8)
    for name, dx, dy in INSIDE:
        ion(axes, look, name, x + dx * scale, y + dy * scale, look.choose(10, 9.2))
    for name, dx, dy in look.choose(WIDE_SEA, NARROW_SEA):
        ion(axes, look, name, x + dx, y + dy)
    look.label(
        axes,
        x + look.choose(30, 34) * scale,
        y + 76,
        look.choose("the peel: the membrane", "peel: membrane"),
        ha="left",
    )
    axes.plot([x + 28 * scale, x + 14 * scale], [y + 68, y - 4], color=p.muted, linewidth=0.9)
    look.label(
        axes,
        x - look.choose(20, 30),
        y + 76,
        look.choose("the fruit: much K⁺", "fruit: much K⁺"),
        ha="right",
        color=p.potassium,
    )
    axes.plot([x - 46, x - 46], [y + 67, y - 14], color=p.potassium, linewidth=0.9)
    look.label(
        axes,
        look.choose(20, 10),
        look.choose(176, 14),
        look.choose("the ocean: much Na⁺", "ocean: much Na⁺"),
        color=p.sodium,
    )
    return figure
