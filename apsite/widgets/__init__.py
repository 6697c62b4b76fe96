"""Live figures: what the reader can change in each of them, and the script that runs them in the browser.

The TypeScript beside these files owns what happens in the browser: plots, controls, links, descriptions. It holds no
formula and no value of the model. The Python files write down what it runs on: the kernel, the parameters, and a
preset for each live figure.
"""
