"""What may stand in a page, and what is done about the rest."""
