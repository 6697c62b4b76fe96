"""Second pulses after a spike, and how strong they must be to fire."""

import numpy as np
from matplotlib.figure import Figure

from apsite.chapters.action_potential.refractory_period.second_pulse.experiment import SPAN, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the runs with a second pulse, and the weakest second pulse against the interval."""
    palette = look.palette
    figure = look.figure(look.choose(330, 580))
    traces, ratios = figure.subplots(*look.choose((1, 2), (2, 1)))
    for pair in result.pairs:
        fired = len(pair.spike_times) > 1
        traces.plot(pair.time, pair.voltage, color=palette.ink if fired else palette.muted, linewidth=1.1)
    traces.set_ylim(-90, 50)
    traces.set_yticks([-80, -40, 0, 40])
    traces.set_xlim(-1, SPAN)
    traces.set_title("The same second pulse, later and later")
    traces.set_xlabel("time since the first pulse began (ms)")
    traces.set_ylabel("membrane potential (mV)")
    ratios.plot(result.intervals, result.ratios, color=palette.ink)
    supernormal = result.ratios < 1
    ratios.fill_between(result.intervals, result.ratios, 1, where=supernormal, color=palette.accent, alpha=0.35)
    look.level(ratios, 1.0)
    look.label(ratios, float(result.intervals[np.argmin(result.ratios)]), 0.68, "supernormal", color=palette.accent)
    look.label(ratios, 12.5, 3.0, "relatively refractory")
    ratios.set_yscale("log")
    ratios.set_ylim(0.6, 11)
    ratios.set_yticks([1, 2, 5, 10], ["1", "2", "5", "10"])
    ratios.minorticks_off()
    ratios.set_xlim(5, 35)
    ratios.set_title("Strength needed, by interval")
    ratios.set_xlabel("interval between the pulses (ms)")
    ratios.set_ylabel("weakest second pulse (× threshold)")
    return figure
