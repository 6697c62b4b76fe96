"""Texts, before anything is known of the book: read, with a line for what is wrong; their tops; formulas."""
