"""The pump switched off.

An axon without a pump: sodium leaks in, potassium leaks out, and the reversal potentials drift, over hours in a giant
axon. It fires all the while, until little of the difference is left.
"""

from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import bisect

from apsite.chapters.action_potential.action_potential.experiment import ONSET, WIDTH
from apsite.chapters.action_potential.action_potential.experiment import Protocol as StandardPulse
from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.ions import SQUID, balance_ratio, concentration_rate, nernst
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import Quantity

#: The giant axon, and how long it is followed; a thinner one takes as much less time as it is thinner.
GIANT, HOURS = 500.0, 8.0  # um, h
SPIKES_AT = (0.0, 0.25, 0.5, 0.75)  # shares of the time followed
THIN = 1.0  # um
SPAN = 20.0  # ms after the pulse's onset
SAMPLES = 81
PER_HOUR = 3600.0  # s


@dataclass(frozen=True)
class Protocol(Options):
    """An axon that starts with the reversal potentials of this book's membrane."""

    diameter: float = option(GIANT, Quantity("diameter", "um", 1.0, 1000.0), "Diameter of the axon.")


@dataclass(frozen=True)
class Result:
    """`time` (h) and, of the same shape (samples,), `sodium` inside (mM), `E_Na`, `E_K` and `rest` (mV).

    `recordings` are those of standard pulses at the times `SPIKES_AT`; `first_hour`, of one after an hour (in an axon
    that is not the giant, after an eighth of the time); `last_spike` (h) is until when such a pulse makes a spike that
    passes 0 mV.
    """

    protocol: Protocol
    time: np.ndarray
    sodium: np.ndarray
    E_Na: np.ndarray
    E_K: np.ndarray
    rest: np.ndarray
    recordings: tuple[Recording, ...]
    first_hour: Recording
    last_spike: float


@dataclass(frozen=True)
class _Axon:
    """An axon of this `diameter` (um) whose inside changes and whose outside, the sea, does not.

    The leak is shared by sodium and potassium, in the shares that give its reversal potential. Then as much potassium
    leaves at rest as sodium enters, and the inside stays neutral.
    """

    diameter: float
    intact: Membrane

    @property
    def sodium_share(self) -> float:
        """Share of the leak that passes sodium."""
        return (self.intact.E_L - self.intact.E_K) / (self.intact.E_Na - self.intact.E_K)

    @property
    def sodium(self) -> float:
        """Sodium inside at the start, mM."""
        return float(SQUID.Na_out / balance_ratio(self.intact.E_Na, self.intact.temperature))

    def membrane(self, sodium: float) -> Membrane:
        """Return the membrane as it is when there is this much sodium inside (mM)."""
        temperature, share = self.intact.temperature, self.sodium_share
        outside = SQUID.K_in * balance_ratio(self.intact.E_K, temperature)
        E_Na = float(nernst(SQUID.Na_out, sodium, temperature))
        E_K = float(nernst(outside, SQUID.K_in - (sodium - self.sodium), temperature))
        return self.intact.replace(E_Na=E_Na, E_K=E_K, E_L=share * E_Na + (1 - share) * E_K)

    def rate(self, _: float, state: np.ndarray) -> np.ndarray:
        """Change of the sodium inside at rest, mM per hour, shape (1,)."""
        membrane = self.membrane(state[0])
        resting = simulate(membrane, [], 0.01)
        leak = self.sodium_share * resting.conductances["L"][0] * (resting.voltage[0] - membrane.E_Na)
        return np.array([PER_HOUR * concentration_rate(resting.currents["Na"][0] + leak, self.diameter)])


def run(protocol: Protocol = Protocol()) -> Result:
    """Follow the concentrations, and try the standard pulse along the way."""
    axon = _Axon(protocol.diameter, Membrane())
    hours = HOURS * protocol.diameter / GIANT
    course = solve_ivp(axon.rate, (0.0, hours), [axon.sodium], rtol=1e-6, dense_output=True, method="LSODA").sol
    time = np.linspace(0.0, hours, SAMPLES)
    sodium = course(time)[0]
    membranes = [axon.membrane(each) for each in sodium]

    def stimulated(moment: float) -> Recording:
        return _stimulated(axon.membrane(course(moment)[0]))

    def fires(moment: float) -> float:
        return 1.0 if stimulated(moment).spikes else -1.0

    return Result(
        protocol=protocol,
        time=time,
        sodium=sodium,
        E_Na=np.array([membrane.E_Na for membrane in membranes]),
        E_K=np.array([membrane.E_K for membrane in membranes]),
        rest=np.array([membrane.resting_potential for membrane in membranes]),
        recordings=tuple(stimulated(share * hours) for share in SPIKES_AT),
        first_hour=stimulated(hours / HOURS),
        last_spike=float(bisect(fires, 0.0, hours, xtol=1e-4 * hours)),
    )


def _stimulated(membrane: Membrane) -> Recording:
    return simulate(membrane, [Pulse(ONSET, WIDTH, StandardPulse().amplitude)], ONSET + SPAN)


def values(result: Result) -> tuple[Value, ...]:
    """Return what has changed after an hour, and when the spikes end."""
    at = result.first_hour.membrane
    diameter = result.protocol.diameter
    fallen, start = result.first_hour.voltage.max(), result.recordings[0].voltage.max()
    hour = f"in an axon of {diameter:g} um after an hour without a pump"
    gained = float(np.interp(1.0, result.time, result.sodium) - result.sodium[0])
    return (
        Value("pump.diameter", diameter, "um", 0, "Diameter of the axon whose pump is off."),
        Value("pump.sodium_gain", gained, "mM", 0, f"Rise of sodium inside {hour}."),
        Value("pump.E_K", at.E_K, "mV", 1, f"Nernst potential of potassium {hour}."),
        Value("pump.E_Na", at.E_Na, "mV", 1, f"Nernst potential of sodium {hour}."),
        Value("pump.rest", at.resting_potential, "mV", 1, f"Resting potential {hour}."),
        Value("pump.rest_shift", at.resting_potential - float(result.rest[0]), "mV", 1, f"Change of rest {hour}."),
        Value("pump.peak", float(fallen), "mV", 1, f"Peak after the standard pulse {hour}."),
        Value("pump.peak_loss", float(start - fallen), "mV", 1, f"Loss of the spike's height {hour}."),
        Value("pump.hours", result.last_spike, "h", 1, "When the standard pulse makes no spike past 0 mV any more."),
        Value("pump.thin_diameter", THIN, "um", 0, "Diameter of a thin axon."),
        Value(
            "pump.thin_axon_time",
            PER_HOUR * result.last_spike * THIN / diameter,
            "s",
            0,
            f"The same in an axon of {THIN:g} um, which drifts as much faster as it is thinner.",
        ),
        Value(
            "pump.sodium_share", 100 * _Axon(diameter, Membrane()).sodium_share, "%", 0, "Sodium's share of the leak."
        ),
    )
