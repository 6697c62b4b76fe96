"""Runs: current clamp and voltage clamp.

Owns the time axis and where a run starts: at the true rest of the membrane that it was given, or in a given state.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from math import ceil

import numpy as np

from apsite.laboratory.inputs import instance, listed, named
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.states import State
from apsite.laboratory.stimuli import Step, Stimulus, commands, course
from apsite.parameters import SAMPLE_INTERVAL, TIME, Quantity

#: Longest step of the integration of the squid's axon at the reference temperature, ms; a membrane whose rates are k
#: times as fast (`Membrane.haste`) takes one k times as short. The error against an exact solution then stays under
#: 0.01 mV on the standard pulse, and under 0.001 mV with half of it.
LONGEST_STEP = 0.05
DEFAULT_SAMPLE_INTERVAL = 0.01


@named
def simulate(
    membrane: Membrane,
    stimuli: Sequence[Stimulus],
    duration: float,
    *,
    initial: State | None = None,
    dt: float = DEFAULT_SAMPLE_INTERVAL,
    held: Collection[str] = (),
) -> Recording:
    """Return what `membrane` does under `stimuli` for `duration` ms, sampled every `dt` ms.

    It starts from rest, or from the state `initial`, such as one of an earlier recording. Samples lie at 0, dt, 2 dt
    and so on; where dt does not divide the duration, the last lies before its end. The gates named in `held` stay as
    they were at the start, whatever the potential does: held="h" is a membrane that cannot inactivate. Raises
    ValueError for a membrane, duration, sample interval, stimulus or gate that has no meaning; it names the argument,
    its value, its unit and what is allowed.
    """
    instance("membrane", membrane, Membrane)
    stimuli = listed("stimuli", stimuli, "stimulus")
    time = time_axis(duration, dt)
    stimulus = course(stimuli, duration)
    start = membrane.rest if initial is None else start_of("initial", initial, membrane)
    substeps = substeps_of(membrane, dt)
    speeds = speeds_of(held, membrane)
    states = membrane.kernel.current_clamp(
        start.values, len(time), dt, substeps, *stimulus, membrane.arguments, speeds
    )  # fmt: skip
    return Recording(membrane, stimuli, time, states, stimulus.at(time))


@named
def voltage_clamp(
    membrane: Membrane,
    steps: Sequence[Step],
    duration: float,
    *,
    holding: float | None = None,
    dt: float = DEFAULT_SAMPLE_INTERVAL,
    held: Collection[str] = (),
) -> Recording:
    """Return the currents of `membrane` while its potential follows `steps` for `duration` ms.

    Before, between and after the steps it is held at `holding` mV (default: its rest), where its gates have settled
    at the start; the gates named in `held` stay so. The recording's `stimulus` is the current that the clamp supplies,
    without the brief one that charges the capacitance at each step. Raises ValueError as `simulate` does.
    """
    instance("membrane", membrane, Membrane)
    steps = listed("steps", steps, "step")
    time = time_axis(duration, dt)
    base = membrane.resting_potential if holding is None else holding
    command = commands(steps, base, duration)
    initial = (command.levels[0], *membrane.settled_gates(base))
    speeds = speeds_of(held, membrane)
    states = membrane.kernel.voltage_clamp(
        initial, len(time), dt, command.starts, command.levels, membrane.arguments, speeds
    )  # fmt: skip
    unclamped = Recording(membrane, steps, time, states, np.zeros_like(time))
    return replace(unclamped, stimulus=np.sum(list(unclamped.currents.values()), axis=0))


def substeps_of(membrane: Membrane, dt: float, longest_step: float = LONGEST_STEP) -> int:
    """In how many steps `dt` ms are gone through."""
    return max(1, ceil(dt * membrane.haste / longest_step - 1e-9))


def start_of(name: str, state: State, membrane: Membrane) -> State:
    """Return `state`, from which a run of `membrane` starts. Raises ValueError for what is none of such a membrane."""
    if not isinstance(state, State):
        raise ValueError(f"{name} = {state!r}; allowed: a State, such as recording.state_at(moment)")
    if state.mechanism != membrane.mechanism:
        raise ValueError(
            f"{name} = {state!r} is one of the membrane {state.mechanism.name}; "
            f"allowed: a State of {membrane.mechanism.name}"
        )
    return state


def speeds_of(held: Collection[str], membrane: Membrane) -> tuple[float, ...]:
    """What multiplies the rate of each gate: 0 for those that are `held`, 1 for the others."""
    names = [gate.name for gate in membrane.mechanism.gates]
    if isinstance(held, str) or not isinstance(held, Collection):
        held = (held,)
    for name in held:
        if name not in names:
            raise ValueError(f"held = {name!r} is not a gate; allowed: any of {', '.join(names)}")
    return tuple(0.0 if name in held else 1.0 for name in names)


def time_axis(duration: float, dt: float) -> np.ndarray:
    """Return the samples from 0 to `duration`, every `dt` (ms). Raises ValueError for what is out of range."""
    interval = SAMPLE_INTERVAL.check(dt)
    length = Quantity("duration", TIME.unit, interval, TIME.maximum).check(duration)
    return np.arange(int(length / interval + 1e-9) + 1) * interval
