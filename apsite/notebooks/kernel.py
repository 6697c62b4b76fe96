"""The process in which one notebook's cells run: `python -m apsite.notebooks.kernel WORK -f CONNECTION`.

Owns how a kernel is set up: figures as SVG, for wide screens and for phones, with the same bytes on every run; no
history; and the guard, which comes last because the set-up itself writes, Matplotlib's list of fonts among others.
"""

import sys
from pathlib import Path

import matplotlib as mpl
from ipykernel.kernelapp import IPKernelApp
from IPython.core.pylabtools import print_figure
from matplotlib.figure import Figure
from traitlets.config import Config

from apsite.cache import cache_root
from apsite.notebooks.guard import forbid, limit_memory
from apsite.notebooks.outputs import NARROW_SVG
from apsite.notebooks.streams import Stream
from apsite.plotting.look import NARROW, PX
from apsite.workshop import refuse_unsaid

_PRINTED = {"bbox_inches": None, "metadata": {"Date": None, "Creator": None}}


def main(work: str, arguments: list[str]) -> None:
    """Serve the cells of one notebook until its client ends it; files may be written in the folder `work`."""
    configuration = Config()
    configuration.HistoryManager.enabled = False
    configuration.InteractiveShell.colors = "nocolor"
    configuration.InlineBackend.figure_formats = {"svg"}
    configuration.InlineBackend.print_figure_kwargs = _PRINTED
    configuration.IPKernelApp.outstream_class = f"{Stream.__module__}.{Stream.__name__}"
    app = IPKernelApp.instance(config=configuration)
    app.initialize(arguments)
    app.shell.display_formatter.mimebundle_formatter.for_type(Figure, _narrow)
    mpl.rcParams["svg.hashsalt"] = "apsite"  # an SVG has random names without a salt
    limit_memory()
    refuse_unsaid()
    forbid([Path(work), cache_root() / "kernels"])  # the second for the model's machine code
    app.start()


def _narrow(figure: Figure, include: object = None, exclude: object = None) -> dict[str, str]:
    """Draw `figure` once more for a phone: as high, and no wider than its screen."""
    width, height = figure.get_size_inches()
    figure.set_size_inches(min(width, NARROW * PX), height)
    svg = print_figure(figure, "svg", **_PRINTED)
    figure.set_size_inches(width, height)
    return {NARROW_SVG: svg}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
