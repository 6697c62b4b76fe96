"""What the starting points say."""

import json
import re
from string import Template

SERVE = "make serve"
EXECUTE = "It keeps its outputs. To have it run whenever the book is built, write execute: true into its first cell."
CHECK = "python -m apsite check"

CHAPTER = Template("""\
$front_matter
# $title

Say in two or three sentences what this chapter is about, and what a reader will understand at its end. All of this
text can be replaced.

Each page of the chapter is a file of its own beside this one, which names the chapter as its parent. List them here,
each with a sentence that says what it tells.
""")

PAGE = Template("""\
$front_matter
# $title

Say in two or three sentences what a reader will understand at the end of this page. All of this text can be replaced.

## What is measured

The spike of this book peaks at [](model:peak.voltage). The brackets are empty, so the model fills the number in; a
number between them would be checked. What is not computed has a source [@hodgkin1952].
""")

NOTEBOOK = Template("""\
$front_matter
# %% [markdown]
# # $title
#
# Say what this notebook rebuilds. It is run from its first cell to its last whenever the book is built, and readers can
# take it along.

# %%
import matplotlib.pyplot as plt

from apsite import Membrane, Pulse, book_style, simulate

plt.style.use(book_style())
membrane = Membrane()

# %% [markdown]
# ## One pulse
#
# Say what to look for before each cell. This one gives the membrane a brief pulse, and prints the peak of the spike.

# %% tags=["peak"] checks="peak.voltage"
recording = simulate(membrane, [Pulse(5.0, 0.5, 26.55)], 30.0)
print(f"peak: {recording.spikes[0].peak:.1f} mV")

# %% [markdown]
# And this is the spike. Look at how it goes below the potential from which it started.

# %% tags=["spike"] alt="After a pulse the potential rises steeply beyond zero, falls below rest and returns."
plt.plot(recording.time, recording.voltage)
plt.xlabel("time (ms)")
plt.ylabel("membrane potential (mV)")
plt.show()

# %% [markdown]
# ## Questions
#
# - Halve the strength of the pulse. What do you expect? Then run it.
""")

EXPERIMENT = Template('''\
"""$title.

One pulse is given to a resting membrane, and the highest potential is read off. Say here what is done and found.
"""

from dataclasses import dataclass

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import CURRENT

ONSET = 2.0  # ms
WIDTH = 0.5  # ms
DURATION = 20.0  # ms


@dataclass(frozen=True)
class Protocol(Options):
    """One pulse to a resting membrane."""

    amplitude: float = option(26.55, CURRENT, "Strength of the pulse.")


@dataclass(frozen=True)
class Result:
    """`recording`: the run."""

    protocol: Protocol
    recording: Recording


def run(protocol: Protocol = Protocol()) -> Result:
    """Give the pulse, and record what follows."""
    pulse = Pulse(ONSET, WIDTH, protocol.amplitude)
    return Result(protocol, simulate(Membrane(), [pulse], DURATION))


def values(result: Result) -> tuple[Value, ...]:
    """Return the highest potential."""
    peak = float(result.recording.voltage.max())
    return (Value("$value.peak", peak, "mV", 2, "Highest potential after the pulse."),)
''')

EXPERIMENT_TEST = Template('''\
"""$title: held against eFEL, which this project did not write. Say here what else your numbers are held against."""

import efel
import pytest

from $package import experiment


def test_the_peak_is_that_of_efel():
    result = experiment.run()
    time, voltage = result.recording.time, result.recording.voltage
    efel.reset()
    efel.set_setting("interp_step", float(time[1] - time[0]))
    efel.set_setting("Threshold", 0.0)
    trace = {"T": time, "V": voltage, "stim_start": [experiment.ONSET], "stim_end": [time[-1]]}
    theirs = efel.get_feature_values([trace], ["peak_voltage"])[0]["peak_voltage"]
    [ours] = [value.value for value in experiment.values(result) if value.name == "$value.peak"]
    assert ours == pytest.approx(theirs[0], abs=0.01)
''')

FIGURE = Template('''\
"""$title: the membrane potential over time."""

from matplotlib.figure import Figure

from $package.experiment import Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the membrane potential."""
    recording = result.recording
    figure = look.figure(look.choose(300, 300))
    axes = figure.subplots()
    axes.plot(recording.time, recording.voltage, color=look.palette.ink)
    axes.set_xlabel("time (ms)")
    axes.set_ylabel("membrane potential (mV)")
    return figure
''')


def front_matter(title: str, parent: str, order: float) -> str:
    """Return the lines at the top of a page that is under construction."""
    lines = ["---", f"title: {_scalar(title)}"]
    lines += [f"parent: {_scalar(parent)}"] if parent else []
    lines += [
        f"nav_order: {order:g}",
        "under_construction: true",
        f"description: {_scalar(f'To be written: what this book tells about {title}, in one sentence.')}",
        "---",
        "",
    ]
    return "\n".join(lines)


def heading(title: str) -> str:
    """Return `title` as Markdown that reads as it is written."""
    return re.sub(r"([\\`*_{}\[\]#$^])", r"\\\1", title)


def _scalar(text: str) -> str:
    """Return `text` as YAML: bare where that cannot be misread, else in quotation marks."""
    bare = re.fullmatch(r"[A-Za-z][\w ,.()-]*[\w.)]", text)
    words = text.casefold() in ("true", "false", "yes", "no", "on", "off", "null", "y", "n")
    return text if bare and not words else json.dumps(text, ensure_ascii=False)


def steps_for_page(source: str, address: str) -> tuple[str, ...]:
    """Return what to do with a new page."""
    return (
        f"{SERVE}, and open http://127.0.0.1:8000/{address}",
        f"Write in docs/{source}; the browser follows as you save.",
        f"{CHECK}, until it finds nothing.",
        "When it is ready to be read, describe it, and take out the line under_construction.",
    )


def steps_for_notebook(source: str, name: str, address: str) -> tuple[str, ...]:
    """Return what to do with a new notebook."""
    return (
        f"Write in docs/{source}; cells begin with '# %%'.",
        f"{SERVE}, and open http://127.0.0.1:8000/{address}",
        f"Show a cell on a page: ![What it shows](notebook:{name}#spike)",
        f"{CHECK}, until it finds nothing.",
    )


def steps_for_experiment(folder: str, stem: str, value: str) -> tuple[str, ...]:
    """Return what to do with a new experiment."""
    return (
        f"Change protocol, run and values in {folder}/experiment.py.",
        "python tools/bootstrap.py lint, once: it sets up what checks code.",
        f"python -m pytest tests/experiments/test_{stem}.py",
        f"State its number on a page: [](model:{value}.peak)",
        f'Draw it: python -m apsite new figure "{stem.replace("_", " ")}"',
    )


def steps_for_figure(name: str) -> tuple[str, ...]:
    """Return what to do with a new figure."""
    return (
        f"Show it on a page: ![What it shows, in words](figure:{name})",
        f"{SERVE}, and look at it wide and narrow, light and dark.",
        "Change draw, until it makes its point without a legend.",
    )
