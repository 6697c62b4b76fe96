"""How accurate the kernel is.

The standard pulse is integrated with steps of several sizes and compared, sample by sample, with a run whose steps
are far smaller; how the error shrinks with the step is the order of the scheme.
"""

from dataclasses import dataclass

import numpy as np

from apsite.chapters.action_potential.action_potential.experiment import Protocol as StandardPulse
from apsite.kernels.compiled import kernel
from apsite.kernels.schemes import EXTRAPOLATED_STRANG, SCHEMES, Scheme
from apsite.laboratory.experiment import Options, Value
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Pulse, course
from apsite.membranes.squid import SQUID

STEPS = np.array([0.1, 0.05, 0.025, 0.0125, 0.00625])  # ms
REFERENCE_STEP = 0.00125  # ms
DURATION = 20.0  # ms
FREE = (1.0, 1.0, 1.0)  # no gate is held


@dataclass(frozen=True)
class Protocol(Options):
    """The standard pulse at 5 ms, for 0.5 ms."""


@dataclass(frozen=True)
class Result:
    """`steps` (ms), shape (steps,); `errors` (mV), shape (schemes, steps), the largest over all samples; `orders`,
    shape (schemes,), from the two smallest steps; `schemes`, what was measured.
    """

    schemes: tuple[Scheme, ...]
    steps: np.ndarray
    errors: np.ndarray
    orders: np.ndarray


def run(protocol: Protocol = Protocol()) -> Result:
    """Integrate with every scheme and step, one step a sample."""
    reference = _voltage(EXTRAPOLATED_STRANG, REFERENCE_STEP)
    errors = np.array([[_error(scheme, step, reference) for step in STEPS] for scheme in SCHEMES])
    orders = np.log2(errors[:, -2] / errors[:, -1])
    return Result(SCHEMES, STEPS, errors, orders)


def _voltage(scheme: Scheme, step: float) -> np.ndarray:
    membrane = Membrane()
    rest = membrane.resting_potential
    stimulus = course([Pulse(5.0, 0.5, StandardPulse().amplitude)], DURATION)
    initial = (rest, *membrane.settled_gates(rest))
    count = round(DURATION / step) + 1
    return np.asarray(kernel(SQUID, scheme).current_clamp(initial, count, step, 1, *stimulus, membrane.values, FREE)[0])


def _error(scheme: Scheme, step: float, reference: np.ndarray) -> float:
    return float(np.abs(_voltage(scheme, step) - reference[:: round(step / REFERENCE_STEP)]).max())


def values(result: Result) -> tuple[Value, ...]:
    """Return the error at the step that runs take at most, and the measured order."""
    at = int(np.argmin(np.abs(result.steps - 0.025)))
    return (
        Value("accuracy.step", float(result.steps[at]), "ms", 3, "The step that the error is given for."),
        Value(
            "accuracy.error",
            1000 * float(result.errors[0, at]),
            "µV",
            2,
            "Largest difference from a run with far smaller steps, over all samples of the standard pulse.",
        ),
        Value("accuracy.order", float(result.orders[0]), "1", 2, "Measured order of the scheme that the book uses."),
        Value("accuracy.declared_order", float(result.schemes[0].order), "1", 0, "Declared order of that scheme."),
        Value("accuracy.splitting_order", float(result.orders[1]), "1", 2, "Measured order of plain Strang splitting."),
    )
