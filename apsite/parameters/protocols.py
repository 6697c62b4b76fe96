"""What a protocol may ask for: units and legal ranges without a value; and what experiments and live figures share."""

from apsite.quantities import Quantity

CURRENT = Quantity("amplitude", "uA/cm2", -1000.0, 1000.0)
SLOPE = Quantity("slope", "uA/cm2/ms", -1000.0, 1000.0)
DISPLACEMENT = Quantity("displacement", "mV", -200.0, 200.0)
COMMAND = Quantity("level", "mV", -200.0, 200.0)
SHARE = Quantity("share", "1", 0.0, 1.0)
TIME = Quantity("time", "ms", 0.0, 10_000.0)
WIDTH = Quantity("width", "ms", 1e-6, 10_000.0)
SAMPLE_INTERVAL = Quantity("dt", "ms", 0.0001, 0.1)
CONCENTRATION = Quantity("concentration", "mM", 1e-6, 1000.0)
DIAMETER = Quantity("diameter", "um", 0.1, 1000.0)

RATE_DURATION = 1000.0  # ms, of a steady current under which the rate of firing is counted
RATE_SETTLED = 500.0  # ms; the rate is that of the time after it
MOST_VESICLES = 10
MOST_TRIALS = 1000
TRIALS_SHOWN = 12  # as traces
