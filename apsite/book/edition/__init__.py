"""An edition of the book: its pages with all that they name, read, judged and found by the search."""
