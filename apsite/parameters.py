"""Every quantity of the model, once: value, unit, legal range, symbol and source.

Owns the numbers. Leaves to others what is done with them: `equations` combines them, everything later reads
them from here. First stage of the way through the house; imports the standard library only.

Potentials are absolute, in mV, with the published resting potential put at `V_REST`: the paper gives all
voltages relative to rest and never fixes the rest itself. Outward current is positive (the paper's sign is the
opposite, and so is its sign of the voltage).
"""

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True)
class Quantity:
    """What a caller may give: a number in `unit`, from `minimum` to `maximum`, both allowed."""

    name: str
    unit: str
    minimum: float
    maximum: float

    def check(self, value: float) -> float:
        """Return `value` as a float; raise ValueError if it is not a finite number in the legal range."""
        allowed = f"allowed: {self.minimum:g} to {self.maximum:g} {self.unit}"
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise ValueError(f"{self.name} = {value!r} is not a number; {allowed}") from None
        if not (isfinite(number) and self.minimum <= number <= self.maximum):
            raise ValueError(f"{self.name} = {number:g} {self.unit} is out of range; {allowed}")
        return number


@dataclass(frozen=True)
class Parameter(Quantity):
    """A quantity that the model has a value for, in `unit`.

    `symbol` is LaTeX; `source` is a key of `docs/references.bib` and `locator` the place in it; `decimals` is
    how many are shown.
    """

    value: float
    decimals: int
    symbol: str
    description: str
    locator: str
    source: str = "hodgkin1952"


V_REST = Parameter(
    "V_rest",
    "mV",
    -70.0,
    -70.0,
    -70.0,
    0,
    r"V_\mathrm{rest}",
    "Where this book puts the published resting potential, which the paper leaves open.",
    "p. 505",
)


def _reversal(name: str, ion: str, relative: float, decimals: int, symbol: str) -> Parameter:
    description = f"Reversal potential of the {ion} current, published as {relative:+g} mV from rest."
    value = V_REST.value + relative
    return Parameter(name, "mV", -200.0, 200.0, value, decimals, symbol, description, "p. 520")


#: What a membrane is made of, in the order in which it is shown. The fields of `Membrane`.
MEMBRANE = (
    Parameter("C_m", "uF/cm2", 0.1, 10.0, 1.0, 0, r"C_\mathrm{m}", "Capacitance of the membrane.", "p. 520"),
    Parameter(
        "g_Na",
        "mS/cm2",
        0.0,
        1000.0,
        120.0,
        0,
        r"\bar{g}_\mathrm{Na}",
        "Largest conductance of the sodium channels.",
        "p. 520",
    ),
    Parameter(
        "g_K",
        "mS/cm2",
        0.0,
        1000.0,
        36.0,
        0,
        r"\bar{g}_\mathrm{K}",
        "Largest conductance of the potassium channels.",
        "p. 520",
    ),
    Parameter("g_L", "mS/cm2", 0.0, 100.0, 0.3, 1, r"g_\mathrm{L}", "Conductance of the leak.", "p. 520"),
    _reversal("E_Na", "sodium", 115.0, 0, r"E_\mathrm{Na}"),
    _reversal("E_K", "potassium", -12.0, 0, r"E_\mathrm{K}"),
    _reversal("E_L", "leak", 10.613, 3, r"E_\mathrm{L}"),
    Parameter(
        "temperature", "°C", 0.0, 40.0, 6.3, 1, "T", "Temperature, which scales the rates of all gates.", "p. 520"
    ),
)


def _constant(
    name: str, value: float, unit: str, decimals: int, symbol: str, description: str, locator: str
) -> Parameter:
    return Parameter(name, unit, value, value, value, decimals, symbol, description, locator)


def _rate(
    gate: str, kind: str, scale: float, unit: str, decimals: int, slope: float, shift: float, equation: int
) -> tuple[Parameter, ...]:
    """The constants of one rate: its scale, the voltage of an e-fold change and, where there is one, its shift."""
    symbol, rate, place = rf"\{kind}_{gate}", f"{kind} of {gate}", f"eq. {equation}"
    constants = (
        _constant(f"A_{kind}_{gate}", scale, unit, decimals, f"A_{{{symbol}}}", f"Scale of {rate}.", place),
        _constant(f"k_{kind}_{gate}", slope, "mV", 0, f"k_{{{symbol}}}", f"Steepness of {rate}.", place),
        _constant(f"u_{kind}_{gate}", shift, "mV", 0, f"u_{{{symbol}}}", f"Shift of {rate}, from rest.", place),
    )
    return constants if shift else constants[:2]


#: Constants of the rates and of their dependence on temperature: the same for every membrane.
CONSTANTS = (
    *_rate("m", "alpha", 0.1, "1/(ms*mV)", 1, 10.0, 25.0, 20),
    *_rate("m", "beta", 4.0, "1/ms", 0, 18.0, 0.0, 21),
    *_rate("h", "alpha", 0.07, "1/ms", 2, 20.0, 0.0, 23),
    *_rate("h", "beta", 1.0, "1/ms", 0, 10.0, 30.0, 24),
    *_rate("n", "alpha", 0.01, "1/(ms*mV)", 2, 10.0, 10.0, 12),
    *_rate("n", "beta", 0.125, "1/ms", 3, 80.0, 0.0, 13),
    _constant("Q_10", 3.0, "1", 0, "Q_{10}", "Factor by which all rates grow over 10 °C.", "p. 523"),
    _constant("dT_10", 10.0, "°C", 0, r"\Delta T", "Temperature difference that Q10 is given for.", "p. 523"),
    _constant("T_ref", 6.3, "°C", 1, r"T_\mathrm{ref}", "Temperature at which the rates hold as printed.", "p. 520"),
    V_REST,
)

#: What a protocol may ask for.
CURRENT = Quantity("amplitude", "uA/cm2", -1000.0, 1000.0)
SLOPE = Quantity("slope", "uA/cm2/ms", -1000.0, 1000.0)
DISPLACEMENT = Quantity("displacement", "mV", -200.0, 200.0)
COMMAND = Quantity("level", "mV", -200.0, 200.0)
TIME = Quantity("time", "ms", 0.0, 10_000.0)
WIDTH = Quantity("width", "ms", 1e-6, 10_000.0)
SAMPLE_INTERVAL = Quantity("dt", "ms", 0.0001, 0.1)

BY_NAME = {parameter.name: parameter for parameter in (*MEMBRANE, *CONSTANTS)}
