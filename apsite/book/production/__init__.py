"""Runs, figures and notebooks made for the book: what each stands on, and processes here and elsewhere that make it."""
