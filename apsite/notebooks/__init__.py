"""Notebooks: read from their percent format, and executed in kernels of their own.

The notebooks themselves are pages of the book and lie under `docs/`, in folders named `notebooks`.
"""
