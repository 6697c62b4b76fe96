"""Potassium conductance under voltage clamp.

The conductance rises after a delay, as the fourth power of the gate n does, where n itself rises at once.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import voltage_clamp
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Step
from apsite.parameters import COMMAND

ONSET = 1.0  # ms
DURATION = 13.0  # ms
SAMPLE_INTERVAL = 0.005  # ms
FAMILY = (-50.0, -30.0, 0.0, 40.0)  # mV, drawn as traces


@dataclass(frozen=True)
class Protocol(Options):
    """Steps of the command from rest; one is looked at closely."""

    level: float = option(0.0, COMMAND, "Potential of the step that is looked at closely.")


@dataclass(frozen=True)
class Result:
    """`family`: recordings of the steps `FAMILY`; `step`: the one that is looked at closely; `gate` and `conductance`,
    its n and its potassium conductance, from 0 at the start of the step to 1 where they settle, shape (samples,).
    """

    protocol: Protocol
    family: dict[float, Recording]
    step: Recording
    gate: np.ndarray
    conductance: np.ndarray


def run(protocol: Protocol = Protocol()) -> Result:
    """Record all steps."""
    membrane = Membrane()

    def clamped(command: float) -> Recording:
        return voltage_clamp(membrane, [Step(ONSET, command)], DURATION, dt=SAMPLE_INTERVAL)

    step = clamped(protocol.level)
    settled = membrane.settled_gates(protocol.level)[2]
    gate = _progress(step.gates["n"], settled)
    conductance = _progress(step.conductances["K"], membrane.g_K * settled**4)
    return Result(protocol, {each: clamped(each) for each in FAMILY}, step, gate, conductance)


def _progress(trace: np.ndarray, settled: float) -> np.ndarray:
    """`trace` as a share of its way from the first sample to `settled`."""
    return np.asarray((trace - trace[0]) / (settled - trace[0]))


def values(result: Result) -> tuple[Value, ...]:
    """Return how soon gate and conductance are a tenth and half of their way, and when sodium's is largest."""
    since, level = result.step.time - ONSET, result.protocol.level
    where = f"in a step from rest to {level:g} mV"

    def reached(trace: np.ndarray, share: float) -> float:
        return float(np.interp(share, trace, since))

    sodium = float(since[int(np.argmax(result.step.conductances["Na"]))])
    at_sodium = 100 * float(np.interp(sodium, since, result.conductance))
    settled = result.step.membrane.settled_gates(level)[2]
    tau = result.step.membrane.time_constants(level)[2]
    return (
        Value("delay.level", level, "mV", 0, "Potential of the step."),
        Value("delay.gate_tenth", reached(result.gate, 0.1), "ms", 2, f"Until n is a tenth of its way, {where}."),
        Value("delay.gate_half", reached(result.gate, 0.5), "ms", 2, f"Until n is half of its way, {where}."),
        Value("delay.tenth", reached(result.conductance, 0.1), "ms", 2, f"Until g_K is a tenth of its way, {where}."),
        Value("delay.half", reached(result.conductance, 0.5), "ms", 2, f"Until g_K is half of its way, {where}."),
        Value("delay.n_at_rest", float(result.step.gates["n"][0]), "1", 2, "Share of open n gates at rest."),
        Value("delay.n_settled", settled, "1", 2, f"Share of open n gates in the end, {where}."),
        Value("delay.tau", tau, "ms", 2, f"Time constant of n, {where}."),
        Value("delay.open_at_rest", 100 * float(result.step.gates["n"][0]) ** 4, "%", 1, "n to the fourth at rest."),
        Value("delay.open_settled", 100 * settled**4, "%", 0, f"n to the fourth in the end, {where}."),
        Value("delay.sodium", sodium, "ms", 2, f"When the sodium conductance is largest, {where}."),
        Value("delay.at_sodium", at_sodium, "%", 0, f"How far g_K has come by then, {where}."),
    )
