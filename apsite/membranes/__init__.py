"""Membranes, each declared once, in a file of its own: parameters with their sources, gates and currents, as data.

What a declaration is stands in `mechanism`; what is made of it - kernels, formulas, tables, controls, the check of its
units - in the rooms that come later. Needs the standard library only.
"""
