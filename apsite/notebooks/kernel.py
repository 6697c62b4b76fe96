"""The process in which one notebook's cells run: `python -m apsite.notebooks.kernel WORK -f CONNECTION`.

Owns how a kernel is set up: figures as SVG with the same bytes on every run, no history, no debugger, and the guard,
which comes last because the set-up itself writes.
"""

import sys
from pathlib import Path

from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

from apsite.notebooks.guard import forbid, limit_memory
from apsite.store import cache_root


def main(work: str, arguments: list[str]) -> None:
    """Serve the cells of one notebook until its client ends it; files may be written in the folder `work`."""
    configuration = Config()
    configuration.HistoryManager.enabled = False
    configuration.InteractiveShell.colors = "nocolor"
    configuration.InlineBackend.figure_formats = {"svg"}
    configuration.InlineBackend.print_figure_kwargs = {"bbox_inches": None, "metadata": {"Date": None, "Creator": None}}
    app = IPKernelApp.instance(config=configuration)
    app.initialize(arguments)

    # Matplotlib may write its list of fonts, which a notebook may not; and its SVGs have random names without a salt.
    import matplotlib.font_manager

    matplotlib.rcParams["svg.hashsalt"] = "apsite"

    limit_memory()
    forbid([Path(work), cache_root() / "kernels"])  # the second for the model's machine code
    app.start()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
