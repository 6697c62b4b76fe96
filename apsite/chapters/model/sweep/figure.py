"""Processor time against the largest error, a line for each program."""

from typing import Any

from matplotlib.figure import Figure

from apsite.chapters.model.sweep.experiment import LIMIT, OURS, Result
from apsite.plotting.look import Look

MARKERS = ("s", "^", "D", "v", "P", "X")
ERRORS = (1e-4, 0.001, 0.01, 0.1, 1, 10)  # mV
SECONDS = (0.5, 1, 2, 5, 10, 20)


def draw(result: Result, look: Look) -> Figure:
    """Draw each program's runs, from the longest step to the shortest; further down and to the left is better."""
    palette = look.palette
    figure = look.figure(look.choose(400, 480))
    axes = figure.subplots()
    markers = iter(MARKERS)
    for program in result.programs:
        runs = sorted((each for each in result.runs if each.program == program), key=lambda each: each.error)
        style: dict[str, Any] = {"color": palette.muted, "linestyle": "-", "marker": "."}
        if program == OURS:
            style |= {"color": palette.accent, "marker": "o"}
        elif program == LIMIT:
            style |= {"color": palette.accent, "linestyle": (0, (4, 1.5))}
        else:
            style["marker"] = next(markers)
        errors, seconds = [each.error for each in runs], [each.seconds for each in runs]
        axes.loglog(errors, seconds, linewidth=1.2, markersize=5, label=program, **style)
    axes.set_xticks(ERRORS, [f"{each:g}" for each in ERRORS])
    axes.set_yticks(SECONDS, [f"{each:g}" for each in SECONDS])
    axes.minorticks_off()
    axes.set_xlabel("largest error (mV)")
    axes.set_ylabel("processor time (s)")
    figure.legend(loc="outside lower center", ncols=look.choose(4, 2), fontsize=9)
    return figure
