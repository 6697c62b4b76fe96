"""The gates at each potential.

Where the gates m, h and n settle when the potential is held, and how long they take: the m gates, which open the
sodium channels, are several times as fast as the others.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.parameters import BY_NAME

NAMES = ("m", "h", "n")
POTENTIALS = np.linspace(-110.0, 50.0, 321)  # mV
DEPOLARIZED = 0.0  # mV, where rest is compared with


@dataclass(frozen=True)
class Protocol(Options):
    """A membrane at one temperature."""

    temperature: float = option(6.3, BY_NAME["temperature"], "Temperature of the axon.")


@dataclass(frozen=True)
class Result:
    """`potentials` (mV), shape (potentials,); `shares` (0 to 1) and `time_constants` (ms) of shape (3, potentials), in
    the order of `NAMES`; `halves` (mV), where each gate is half open.
    """

    membrane: Membrane
    potentials: np.ndarray
    shares: np.ndarray
    time_constants: np.ndarray
    halves: tuple[float, ...]


def run(protocol: Protocol = Protocol()) -> Result:
    """Read steady states and time constants at every potential."""
    membrane = Membrane(temperature=protocol.temperature)
    low, high = POTENTIALS[0], POTENTIALS[-1]
    return Result(
        membrane=membrane,
        potentials=POTENTIALS,
        shares=np.array([membrane.settled_gates(V) for V in POTENTIALS]).T,
        time_constants=np.array([membrane.time_constants(V) for V in POTENTIALS]).T,
        halves=tuple(
            float(brentq(lambda V, row=row: membrane.settled_gates(V)[row] - 0.5, low, high))
            for row in range(len(NAMES))
        ),
    )


def values(result: Result) -> tuple[Value, ...]:
    """Return, of each gate, share and time constant at rest and depolarized, and where it is half open."""
    rest = result.membrane.resting_potential
    found = [Value("gates.depolarized", DEPOLARIZED, "mV", 0, "The depolarized potential that rest is compared with.")]
    for row, name in enumerate(NAMES):
        for word, V in (("rest", rest), ("depolarized", DEPOLARIZED)):
            where = f"a potential held at {V:.0f} mV"
            share, tau = result.membrane.settled_gates(V)[row], result.membrane.time_constants(V)[row]
            decimals = 2 if share > 0.1 else 3
            found += [
                Value(
                    f"gate_{name}.{word}", share, "1", decimals, f"Share of open {name} gates after long at {where}."
                ),
                Value(f"gate_{name}.{word}_tau", tau, "ms", 2, f"Time constant of {name} at {where}."),
            ]
        slowest = int(np.argmax(result.time_constants[row]))
        found += [
            Value(
                f"gate_{name}.half", result.halves[row], "mV", 0, f"Potential at which half of the {name} gates open."
            ),
            Value(
                f"gate_{name}.slowest_tau",
                float(result.time_constants[row, slowest]),
                "ms",
                1,
                f"Largest time constant of {name}.",
            ),
            Value(
                f"gate_{name}.slowest_at",
                float(result.potentials[slowest]),
                "mV",
                0,
                f"Potential at which {name} is slowest.",
            ),
        ]
    slower = result.membrane.time_constants(DEPOLARIZED)[1] / result.membrane.time_constants(DEPOLARIZED)[0]
    found.append(Value("gate_h.slower", slower, "1", 0, f"Time constant of h over that of m at {DEPOLARIZED:g} mV."))
    return tuple(found)
