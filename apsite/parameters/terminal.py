"""The axon's terminal and the cell that it speaks to: the calcium on the two sides, and illustrative values.

Those that are chosen for this book are of the size that such quantities have in real synapses, and fitted to none.
"""

from apsite.parameters.quantities import Parameter


def _chosen(
    name: str,
    value: float,
    unit: str,
    decimals: int,
    symbol: str,
    description: str,
    minimum: float = 0.0,
    maximum: float = 1000.0,
) -> Parameter:
    return Parameter(
        name, unit, minimum, maximum, value, decimals, symbol, f"Chosen for this book: {description}", "", ""
    )


_RESTING_CALCIUM = 0.1  # uM


def _calcium(name: str, value: float, decimals: int, side: str, description: str, least: float) -> Parameter:
    symbol = rf"[\mathrm{{Ca}}^{{2+}}]_\mathrm{{{side}}}"
    return Parameter(name, "mM", least, 100.0, value, decimals, symbol, description, "table 2.1", "purves2001")


TERMINAL = (
    _chosen(
        "g_Ca", 0.5, "mS/cm2", 1, r"\bar{g}_\mathrm{Ca}", "largest conductance of the calcium channels.", 0.0, 10.0
    ),
    _calcium("Ca_out", 2.0, 0, "o", "Concentration of calcium outside (mammals: 1 to 2 mM).", 0.0),
    _calcium("Ca_in", 1e-3 * _RESTING_CALCIUM, 4, "i", "Concentration of calcium inside the resting terminal.", 1e-5),
    _chosen(
        "Ca_ref",
        2.0,
        "mM",
        0,
        r"[\mathrm{Ca}^{2+}]_\mathrm{ref}",
        "concentration outside at which the calcium channels have the conductance given.",
        0.1,
        100.0,
    ),
    _chosen("V_s", -10.0, "mV", 0, "V_s", "potential at which half of the gates s are open.", -100.0, 100.0),
    _chosen("k_s", 8.0, "mV", 0, "k_s", "steepness of the gates s.", 1.0, 50.0),
    _chosen("tau_s", 0.5, "ms", 1, r"\tau_s", "time constant of the gates s.", 0.01, 100.0),
    _chosen(
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
        _RESTING_CALCIUM,
        1,
        "C_0",
        "The same beside the channels, before the spike.",
        "table 2.1",
        "purves2001",
    ),
    _chosen("tau_Ca", 0.5, "ms", 1, r"\tau_C", "time constant of calcium's removal from beneath the membrane.", 0.01),
    _chosen("K_Ca", 18.0, "uM", 0, "K", "calcium concentration at which half of the vesicles are released.", 0.01),
    _chosen("N_ves", 6.0, "1", 0, "N", "number of vesicles that a spike can release.", 1.0, 60.0),
    _chosen("g_q", 0.004, "mS/cm2", 3, "g", "largest conductance that one vesicle opens in the next cell.", 0.0, 10.0),
    _chosen("tau_d", 2.0, "ms", 0, r"\tau_d", "time constant with which that conductance decays.", 0.01, 100.0),
    _chosen("tau_r", 0.3, "ms", 1, r"\tau_r", "time constant with which that conductance rises.", 0.01, 100.0),
    _chosen("E_syn", 0.0, "mV", 0, r"E_\mathrm{syn}", "reversal potential of that conductance.", -100.0, 100.0),
    _chosen("g_post", 0.1, "mS/cm2", 1, r"g_\mathrm{post}", "leak of the next cell's membrane.", 0.001, 100.0),
    _chosen("E_post", -70.0, "mV", 0, r"E_\mathrm{post}", "resting potential of the next cell.", -200.0, 200.0),
)
