"""A stand-in for an experiment: its values follow from the conductance by arithmetic."""

from apsite.parameters import G_NA

VALUES = [
    ("peak.voltage", G_NA / 120 * 35.0844, "mV", 2, "The maximum."),
    ("threshold.voltage", -54.5949, "mV", 2, 'Where "dV/dt" > 20.'),
    ("share", 0.5421, "1", 3, "The share of potassium."),
    ("rheobase", 2.24033, "uA/cm2", 3, "The least current."),
]


def values():
    keys = ("name", "value", "unit", "decimals", "definition")
    return [dict(zip(keys, value, strict=True)) for value in VALUES]


def run(amplitude=26.55):
    return amplitude
