"""Notebooks as pages: which they are, what their cells gave, and how that is shown."""
