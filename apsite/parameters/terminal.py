"""The axon's terminal and the cell that it speaks to: the calcium on the two sides, and illustrative values.

Those that are chosen for this book are of the size that such quantities have in real synapses, and fitted to none.
"""

from apsite.membranes.calcium import CALCIUM, RESTING_CALCIUM, chosen
from apsite.quantities import Parameter

TERMINAL = (
    *(each for each in CALCIUM.published if each.name != "temperature"),
    chosen(
        "k_Ca",
        5.0,
        "uM*cm2/(uA*ms)",
        0,
        "k",
        "rise of the calcium concentration near the channels for each unit of charge that enters.",
        0.0,
        100.0,
    ),
    Parameter(
        "Ca_0",
        "uM",
        0.001,
        10.0,
        RESTING_CALCIUM,
        1,
        "C_0",
        "The same beside the channels, before the spike.",
        "table 2.1",
        "purves2001",
    ),
    chosen("tau_Ca", 0.5, "ms", 1, r"\tau_C", "time constant of calcium's removal from beneath the membrane.", 0.01),
    chosen("K_Ca", 18.0, "uM", 0, "K", "calcium concentration at which half of the vesicles are released.", 0.01),
    chosen("N_ves", 6.0, "1", 0, "N", "number of vesicles that a spike can release.", 1.0, 60.0),
    chosen("g_q", 0.004, "mS/cm2", 3, "g", "largest conductance that one vesicle opens in the next cell.", 0.0, 10.0),
    chosen("tau_d", 2.0, "ms", 0, r"\tau_d", "time constant with which that conductance decays.", 0.01, 100.0),
    chosen("tau_r", 0.3, "ms", 1, r"\tau_r", "time constant with which that conductance rises.", 0.01, 100.0),
    chosen("E_syn", 0.0, "mV", 0, r"E_\mathrm{syn}", "reversal potential of that conductance.", -100.0, 100.0),
    chosen("g_post", 0.1, "mS/cm2", 1, r"g_\mathrm{post}", "leak of the next cell's membrane.", 0.001, 100.0),
    chosen("E_post", -70.0, "mV", 0, r"E_\mathrm{post}", "resting potential of the next cell.", -200.0, 200.0),
)
