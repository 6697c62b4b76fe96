"""The calcium channels of an axon's terminal: two gates s, and a current that depends on the calcium on both sides.

The potential is always given: that of a spike that arrives. Values that are chosen for this book are of the size that
such quantities have in real synapses, and fitted to none.
"""

from apsite.membranes.mechanism import Current, Gate, Mechanism
from apsite.membranes.nature import CHEMISTRY
from apsite.membranes.squid import SQUID
from apsite.quantities import Parameter

#: Calcium inside the resting terminal, uM.
RESTING_CALCIUM = 0.1


def chosen(
    name: str,
    value: float,
    unit: str,
    decimals: int,
    symbol: str,
    description: str,
    minimum: float = 0.0,
    maximum: float = 1000.0,
) -> Parameter:
    """Return a parameter that this book has chosen."""
    return Parameter(name, unit, minimum, maximum, value, decimals, symbol, f"Chosen for this book: {description}")


def _calcium(name: str, value: float, decimals: int, side: str, description: str, least: float) -> Parameter:
    symbol = rf"[\mathrm{{Ca}}^{{2+}}]_\mathrm{{{side}}}"
    return Parameter(name, "mM", least, 100.0, value, decimals, symbol, description, "table 2.1", "purves2001")


CALCIUM = Mechanism(
    "calcium",
    scope="",
    owner="the terminal",
    description="The calcium channels of the terminal.",
    parameters=(
        chosen(
            "g_Ca", 0.5, "mS/cm2", 1, r"\bar{g}_\mathrm{Ca}", "largest conductance of the calcium channels.", 0.0, 10.0
        ),
        _calcium("Ca_out", 2.0, 0, "o", "Concentration of calcium outside (mammals: 1 to 2 mM).", 0.0),
        _calcium(
            "Ca_in", 1e-3 * RESTING_CALCIUM, 4, "i", "Concentration of calcium inside the resting terminal.", 1e-5
        ),
        chosen(
            "Ca_ref",
            2.0,
            "mM",
            0,
            r"[\mathrm{Ca}^{2+}]_\mathrm{ref}",
            "concentration outside at which the calcium channels have the conductance given.",
            0.1,
            100.0,
        ),
        chosen("V_s", -10.0, "mV", 0, "V_s", "potential at which half of the gates s are open.", -100.0, 100.0),
        chosen("k_s", 8.0, "mV", 0, "k_s", "steepness of the gates s.", 1.0, 50.0),
        chosen("tau_s", 0.5, "ms", 1, r"\tau_s", "time constant of the gates s.", 0.01, 100.0),
        SQUID["temperature"],
    ),
    shared=CHEMISTRY,
    where={
        # Of an ion with two charges (Nernst).
        "E_Ca": "R * (temperature + T_0) / F / 2 * log(Ca_out / Ca_in)",
        # In proportion to the calcium outside, from where the ions come: a simplification (real channels saturate).
        "g_Ca_out": "g_Ca * Ca_out / Ca_ref",
    },
    gates=(Gate("s", inf="1 / (1 + exp((V_s - V) / k_s))", tau="tau_s"),),
    currents=(Current("Ca", "g_Ca_out * s**2", "E_Ca", "calcium current"),),
)
