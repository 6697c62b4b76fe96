"""Ions: constants of nature, permeabilities, and what is dissolved on the two sides of a membrane.

Two sets of concentrations, of a squid's axon in sea water and of a mammal's neuron. Each comes with the temperature
at which this book uses it.
"""

from apsite.membranes.nature import CHEMISTRY
from apsite.membranes.squid import SQUID as SQUID_MEMBRANE
from apsite.parameters.protocols import CONCENTRATION
from apsite.quantities import Parameter

__all__ = ["CHEMISTRY", "MAMMAL", "PERMEABILITIES", "SQUID"]

_temperature = SQUID_MEMBRANE["temperature"]


def _permeability(ion: str, value: float, decimals: int) -> Parameter:
    name, symbol = f"P_{ion}", rf"P_\mathrm{{{ion}}}"
    words = {"K": "potassium", "Na": "sodium", "Cl": "chloride"}[ion]
    description = f"Permeability of the resting membrane to {words}, relative to potassium."
    return Parameter(name, "1", 0.0, 1000.0, value, decimals, symbol, description, "", "hodgkin1949")


#: How easily each ion passes the resting membrane: fitted to the squid's axon.
PERMEABILITIES = (_permeability("K", 1.0, 0), _permeability("Na", 0.04, 2), _permeability("Cl", 0.45, 2))

_IONS = (("K", "+"), ("Na", "+"), ("Cl", "-"))


def _set(
    name: str, cell: str, temperature: float, decimals: int, source: str, locator: str, **values: tuple[float, float]
) -> tuple[Parameter, ...]:
    """The temperature, then the concentrations outside and inside of each ion."""
    made = [
        Parameter(
            f"{name}_temperature",
            _temperature.unit,
            _temperature.minimum,
            _temperature.maximum,
            temperature,
            decimals,
            rf"T_\mathrm{{{name}}}",
            f"Temperature that this book takes for {cell}.",
            "",
            "",
        )
    ]
    for ion, charge in _IONS:
        for side, value in zip(("outside", "inside"), values[ion], strict=True):
            made.append(
                Parameter(
                    f"{name}_{ion}_{side[:-4]}",
                    "mM",
                    CONCENTRATION.minimum,
                    CONCENTRATION.maximum,
                    value,
                    0,
                    rf"[\mathrm{{{ion}}}^{charge}]_\mathrm{{{side[0]}}}",
                    f"Concentration of {ion} {side} {cell}.",
                    locator,
                    source,
                )
            )
    return tuple(made)


SQUID = _set(
    "squid",
    "a squid's giant axon",
    6.3,
    1,
    "kandel2021",
    "table 9-1",
    K=(20.0, 400.0),
    Na=(440.0, 50.0),
    Cl=(560.0, 52.0),
)
#: Where the source gives a range (Na inside 5 to 15, Cl inside 4 to 30), a value within it.
MAMMAL = _set(
    "mammal",
    "a mammal's neuron",
    37.0,
    0,
    "purves2001",
    "table 2.1",
    K=(5.0, 140.0),
    Na=(145.0, 12.0),
    Cl=(110.0, 10.0),
)
