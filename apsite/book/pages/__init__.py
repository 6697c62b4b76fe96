"""What the pages of a book have in common: places, sources, terms, figures, and what they turned out to use."""
