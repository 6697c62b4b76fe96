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

The first experiment of the chapter, in $folder, gives a membrane a brief pulse. The
potential reaches [](model:$value.peak) at most.

![The membrane potential over time: after a pulse it rises steeply, falls below rest and returns.](figure:$figure)

/// figure-caption
Say here what follows from the figure.
///

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


def steps_for_chapter(source: str, address: str, folder: str, stem: str) -> tuple[str, ...]:
    """Return what to do with a new chapter."""
    return (
        *steps_for_page(source, address)[:-1],
        f"Change what is measured in {folder}/experiment.py, and how it is drawn in figure.py beside it.",
        f"python -m pytest tests/experiments/test_{stem}.py",
        f"Sources of its own may stand in docs/{source.rpartition('/')[0]}/references.bib, terms in glossary.md there.",
        "When it is ready to be read, describe it, and take out the line under_construction.",
    )


def steps_for_membrane(name: str, constant: str) -> tuple[str, ...]:
    """Return what to do with a new membrane."""
    return (
        f"Change parameters, gates and currents in apsite/membranes/{name}.py, and give each number its source.",
        "python tools/bootstrap.py lint, once: it sets up what checks code.",
        f"python -m pytest tests/membranes/test_{name}_membrane.py",
        f"Run it: from apsite.membranes.{name} import {constant}; Membrane.of({constant}) is a patch of it.",
        f"Show it on a page: [](table:parameters/{name}) and [](equation:{name}_dVdt)",
    )


def steps_for_figure(name: str) -> tuple[str, ...]:
    """Return what to do with a new figure."""
    return (
        f"Show it on a page: ![What it shows, in words](figure:{name})",
        f"{SERVE}, and look at it wide and narrow, light and dark.",
        "Change draw, until it makes its point without a legend.",
    )
