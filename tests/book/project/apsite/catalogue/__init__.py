"""A stand-in for the catalogue, of the same interface and cheap: one experiment with a figure."""
