"""Live figures: what the reader can change in each of them, and the script that runs them in the browser.

The TypeScript owns what happens in the browser, and holds no formula and no value of the model. Each room imports only
from those before it:

    page        what a page is made of and does: types, elements, numbers, links, palette, the figures' waking
    laboratory  runs and measurements, file by file as Python's laboratory has them
    plot        axes and what is drawn and written in them
    bench       controls, drawers, playback, what is shared and taken away
    figure.ts   what all live figures have in common; board-figure.ts, what those have that nothing is dragged in
    kinds       a folder for each kind of live figure, none of which knows of another

The Python files write down what it runs on: `presets`, what each figure starts from, and `bundling`, which generates
the kernels and makes the scripts.
"""
