"""The largest error against the step, with the declared orders as slopes."""

from matplotlib.figure import Figure

from apsite.chapters.model.accuracy.experiment import Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the measured errors as points, and lines of the declared orders through the smallest step."""
    palette = look.palette
    figure = look.figure(look.choose(320, 320))
    axes = figure.subplots()
    styles = ((palette.accent, "o", "-"), (palette.muted, "s", (0, (4, 1.5))))
    for scheme, errors, (colour, marker, line) in zip(result.schemes, result.errors, styles, strict=True):
        slope = errors[-1] * (result.steps / result.steps[-1]) ** scheme.order
        axes.loglog(result.steps, slope, color=colour, linestyle=line, linewidth=1.2)
        axes.loglog(result.steps, errors, marker, color=colour, markersize=6)
        # Above the line of order 2 and beneath that of order 4: there is no room between the two on a phone.
        x, y = (
            (result.steps[-1] * 1.05, errors[-1] * 60)
            if scheme.order == 2
            else (result.steps[2] * 1.12, errors[2] * 0.45)
        )
        look.label(axes, x, y, f"{scheme.name},\norder {scheme.order}", color=colour)
    axes.set_xlim(0.005, 0.2)
    axes.set_xticks(result.steps[::-1], [f"{step:g}" for step in result.steps[::-1]])
    axes.minorticks_off()
    axes.set_xlabel("step (ms)")
    axes.set_ylabel("largest error (mV)")
    return figure
