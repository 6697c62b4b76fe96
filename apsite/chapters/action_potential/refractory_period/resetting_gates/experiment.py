"""Which gates keep the second pulse from firing.

Eight milliseconds after a first pulse the state is changed: h, n or both are put where they are at rest, all else is
left. How strong a second pulse must be then tells what each of them had contributed; six milliseconds after it, too.
"""

from dataclasses import dataclass

from apsite.chapters.action_potential.refractory_period.second_pulse.experiment import Bench
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.parameters import Quantity

EARLY = 6.0  # ms: within the absolute refractory period, if ten times the threshold is the most that is given


@dataclass(frozen=True)
class Protocol(Options):
    """Two pulses of 0.5 ms, with gates changed when the second one begins."""

    interval: float = option(8.0, Quantity("interval", "ms", 7.0, 40.0), "From the first pulse to the second.")


@dataclass(frozen=True)
class Result:
    """The weakest second pulse that fires, over the threshold from rest: as it is, and with gates put at rest.

    `early_h`, `early_n` and `early_both`: the same, `EARLY` ms after the first pulse.
    """

    protocol: Protocol
    plain: float
    h_reset: float
    n_reset: float
    both_reset: float
    early_h: float
    early_n: float
    early_both: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Search the weakest second pulse from four states."""
    bench = Bench(Membrane())
    state, rest = bench.left_by_first(protocol.interval), bench.membrane.rest
    early = bench.left_by_first(EARLY)
    states = {
        "plain": state,
        "h_reset": state.replace(h=rest.h),
        "n_reset": state.replace(n=rest.n),
        "both_reset": state.replace(h=rest.h, n=rest.n),
        "early_h": early.replace(h=rest.h),
        "early_n": early.replace(n=rest.n),
        "early_both": early.replace(h=rest.h, n=rest.n),
    }
    return Result(protocol, **dict(zip(states, bench.ratios(list(states.values())).tolist(), strict=True)))


def values(result: Result) -> tuple[Value, ...]:
    """Return the four ratios."""
    weakest = f"Weakest second pulse that fires, over the first's threshold, {result.protocol.interval:g} ms after it"
    early = f"Weakest second pulse that fires, over the first's threshold, {EARLY:g} ms after it"
    return (
        Value("reset.none", result.plain, "1", 2, f"{weakest}."),
        Value("reset.h", result.h_reset, "1", 2, f"{weakest}, with h put at rest."),
        Value("reset.n", result.n_reset, "1", 2, f"{weakest}, with n put at rest."),
        Value("reset.both", result.both_reset, "1", 2, f"{weakest}, with h and n put at rest."),
        Value("reset.early_interval", EARLY, "ms", 0, "An interval within the absolute refractory period."),
        Value("reset.early_h", result.early_h, "1", 1, f"{early}, with h put at rest."),
        Value("reset.early_n", result.early_n, "1", 1, f"{early}, with n put at rest."),
        Value("reset.early_both", result.early_both, "1", 1, f"{early}, with h and n put at rest."),
    )
