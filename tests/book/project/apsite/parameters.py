"""A stand-in for the parameters: one of them."""

G_NA = 120.0
