"""The site around the pages: built by MkDocs, replaced whole, served while the book is written."""
