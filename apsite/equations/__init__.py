"""The equations, in SymPy and without a number: what everything else is derived from."""
