"""Ten thousand patches of Hodgkin and Huxley's membrane in other people's programs, for `sweep`: those that are there.

All have the same membrane, the published constants with the leak's reversal 10.613 mV above rest, and start from the
same rest; where a program's own `hh` puts rest at -65 mV, potentials are moved by 5 mV. Each is used as its own guide
has it for many cells at once: Jaxley by `vmap` and `jit`, Brian2 by compiled code objects, Arbor on two threads, NEURON
by its compiled loop. Only what runs is timed, not what builds a model or compiles it. None of them has to measure more
than the times of spikes, or of Jaxley the peak.
"""

import importlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

SHIFT = 5.0  # mV, from a rest of -65 to the book's -70
E_NA, E_K, E_L = 45.0 + SHIFT, -82.0 + SHIFT, -59.387 + SHIFT
SIDE = 17.841241161527712  # um, length and diameter of a cylinder of 1000 um2
NANOAMPERE = 1e-2  # nA on it, for 1 uA/cm2
RECORDED = 0.1  # ms, between samples of those whose error is looked at


@dataclass(frozen=True, eq=False)
class Sweep:
    """Pulses of `amplitudes` (uA/cm2) from `onset` for `width`, in runs of `duration` (ms), from the state `rest`."""

    amplitudes: np.ndarray
    places: list[int]
    onset: float
    width: float
    duration: float
    rest: tuple[float, ...]


#: Runs a sweep that is ready: what is timed.
Work = Callable[[], Any]
#: After a run, the times (ms) and potentials (mV), shape (places, samples), of those whose error is looked at.
Look = Callable[[], tuple[np.ndarray, np.ndarray]]
#: Of a sweep and a step (ms) makes both.
Begin = Callable[[Sweep, float], tuple[Work, Look]]


def found() -> Iterator[tuple[str, str, tuple[float, ...], Begin]]:
    """Yield the programs that can be imported: name, version, the usual steps (ms) and how a run is made ready."""
    for library, programs in (
        ("jaxley", {"Jaxley": ((0.05, 0.025, 0.01), jaxley)}),
        ("brian2", {"Brian2": ((0.025, 0.01), brian), "Brian2, Runge and Kutta": ((0.05, 0.025), runge_kutta)}),
        ("arbor", {"Arbor": ((0.025, 0.01), arbor)}),
        ("neuron", {"NEURON": ((0.025, 0.01), neuron), "NEURON, table of rates": ((0.025,), tabulated)}),
    ):
        try:
            module = importlib.import_module(library)
        except ImportError:
            continue
        for name, (steps, begin) in programs.items():
            yield name, str(module.__version__), steps, begin


def jaxley(sweep: Sweep, step: float) -> tuple[Work, Look]:
    """Jaxley, in double precision, by Crank and Nicolson."""
    import jax
    import jaxley as jx
    from jaxley.channels import HH

    jax.config.update("jax_enable_x64", True)
    patch = jx.Compartment()
    patch.insert(HH())
    patch.set("length", SIDE)
    patch.set("radius", SIDE / 2)
    for name, value in {"HH_eNa": E_NA, "HH_eK": E_K, "HH_eLeak": E_L, "v": sweep.rest[0] + SHIFT}.items():
        patch.set(name, value)
    for name, value in zip(("HH_m", "HH_h", "HH_n"), sweep.rest[1:], strict=True):
        patch.set(name, value)
    patch.record("v", verbose=False)
    at = np.arange(round(sweep.duration / step)) * step
    on = jax.numpy.asarray((at >= sweep.onset - 1e-9) & (at < sweep.onset + sweep.width - 1e-9), dtype=float)

    def trace(amplitude: Any) -> Any:
        stimuli = patch.data_stimulate(NANOAMPERE * amplitude * on)
        return jx.integrate(patch, delta_t=step, data_stimuli=stimuli, solver="crank_nicolson")[0]

    peaks = jax.jit(jax.vmap(lambda amplitude: trace(amplitude).max()))
    traces = jax.jit(jax.vmap(trace))

    def look() -> tuple[np.ndarray, np.ndarray]:
        voltages = np.asarray(traces(sweep.amplitudes[sweep.places])) - SHIFT
        every = round(RECORDED / step)
        return (np.arange(voltages.shape[1]) * step)[::every], voltages[:, ::every]

    return lambda: peaks(sweep.amplitudes).block_until_ready(), look


_BRIAN = """
dV/dt = (I * on - 120 * m**3 * h * (V - 45) - 36 * n**4 * (V + 82) - 0.3 * (V + 59.387))
        / ms : 1
dm/dt = (1 / exprel((25 - u) / 10) * (1 - m) - 4 * exp(-u / 18) * m) / ms : 1
dh/dt = (0.07 * exp(-u / 20) * (1 - h) - h / (exp((30 - u) / 10) + 1)) / ms : 1
dn/dt = (0.1 / exprel((10 - u) / 10) * (1 - n) - 0.125 * exp(-u / 80) * n) / ms : 1
u = V + 70 : 1
on = int(t >= onset) * int(t < offset) : 1 (constant over dt)
I : 1 (constant)
"""


def brian(sweep: Sweep, step: float) -> tuple[Work, Look]:
    """Brian2 by its exponential Euler method."""
    return _brian(sweep, step, "exponential_euler")


def runge_kutta(sweep: Sweep, step: float) -> tuple[Work, Look]:
    """Brian2 by Runge and Kutta's method of the fourth order."""
    return _brian(sweep, step, "rk4")


def _brian(sweep: Sweep, step: float, method: str) -> tuple[Work, Look]:
    import brian2 as b

    logging.getLogger("brian2").setLevel(logging.ERROR)
    b.prefs.codegen.target = "cython"
    ms = b.ms
    cells = b.NeuronGroup(
        len(sweep.amplitudes), _BRIAN, method=method, threshold="V > 0", refractory="V > 0", dt=step * ms,
        namespace={"onset": (sweep.onset - step / 2) * ms, "offset": (sweep.onset + sweep.width - step / 2) * ms},
    )  # fmt: skip
    cells.I = sweep.amplitudes
    cells.V, cells.m, cells.h, cells.n = sweep.rest
    spikes = b.SpikeMonitor(cells)
    some = b.StateMonitor(cells, "V", record=sweep.places, dt=RECORDED * ms)
    network = b.Network(cells, spikes, some)
    network.store()

    def work() -> None:
        network.restore()
        network.run(sweep.duration * ms)

    return work, lambda: (np.asarray(some.t / ms), np.asarray(some.V))


def arbor(sweep: Sweep, step: float) -> tuple[Work, Look]:
    """Arbor's own `hh`, a cell of one compartment for each patch."""
    import arbor as library

    units = library.units
    tree = library.segment_tree()
    tree.append(library.mnpos, library.mpoint(0, 0, 0, SIDE / 2), library.mpoint(SIDE, 0, 0, SIDE / 2), tag=1)
    labels = library.label_dict({"all": "(all)", "middle": "(location 0 0.5)"})

    class Patches(library.recipe):  # type: ignore[misc]
        def num_cells(self) -> int:
            return len(sweep.amplitudes)

        def cell_kind(self, gid: int) -> Any:
            return library.cell_kind.cable

        def cell_description(self, gid: int) -> Any:
            decor = (
                library.decor()
                .set_property(
                    Vm=(sweep.rest[0] + SHIFT) * units.mV, cm=0.01 * units.F / units.m2, tempK=279.45 * units.Kelvin
                )
                .set_ion("na", rev_pot=E_NA * units.mV)
                .set_ion("k", rev_pot=E_K * units.mV)
                .paint('"all"', library.density("hh", el=E_L))
                .place(
                    '"middle"',
                    library.i_clamp(
                        sweep.onset * units.ms,
                        sweep.width * units.ms,
                        NANOAMPERE * float(sweep.amplitudes[gid]) * units.nA,
                    ),
                )
            )
            return library.cable_cell(tree, decor, labels, library.cv_policy_single())

        def probes(self, gid: int) -> list[Any]:
            return [library.cable_probe_membrane_voltage('"middle"', "V")] if gid in sweep.places else []

        def global_properties(self, kind: Any) -> Any:
            return library.neuron_cable_properties()

    simulation = library.simulation(Patches(), library.context(threads=2))
    handles = [simulation.sample((place, "V"), library.regular_schedule(RECORDED * units.ms)) for place in sweep.places]

    def work() -> None:
        simulation.reset()
        simulation.run(sweep.duration * units.ms, step * units.ms)

    def look() -> tuple[np.ndarray, np.ndarray]:
        sampled = [simulation.samples(each)[0][0] for each in handles]
        return sampled[0][:, 0], np.array([each[:, 1] for each in sampled]) - SHIFT

    return work, look


def neuron(sweep: Sweep, step: float) -> tuple[Work, Look]:
    """NEURON's own `hh`, by Crank and Nicolson, its rates worked out."""
    return _neuron(sweep, step, table=False)


def tabulated(sweep: Sweep, step: float) -> tuple[Work, Look]:
    """The same with rates from the table that it uses by default."""
    return _neuron(sweep, step, table=True)


def _neuron(sweep: Sweep, step: float, table: bool) -> tuple[Work, Look]:
    from neuron import h

    solver, times, voltages = _neurons(sweep)

    def work() -> None:
        h.usetable_hh, h.secondorder, h.celsius, h.dt, h.steps_per_ms = int(table), 2, 6.3, step, 1 / step
        h.finitialize(sweep.rest[0] + SHIFT)
        solver.psolve(sweep.duration)

    def look() -> tuple[np.ndarray, np.ndarray]:
        return np.array(times), np.array([np.array(each) for each in voltages]) - SHIFT

    return work, look


@cache
def _neurons(sweep: Sweep) -> tuple[Any, Any, list[Any]]:
    """NEURON's solver, times and the potentials that it records: made once, since it goes on to run what it has."""
    from neuron import h

    h.load_file("stdrun.hoc")
    solver = h.ParallelContext()
    solver.set_maxstep(10.0)
    for amplitude in sweep.amplitudes.tolist():
        section = h.Section()
        section.L = section.diam = SIDE
        section.insert("hh")
        section.ena, section.ek = E_NA, E_K
        segment = section(0.5)
        segment.hh.el = E_L
        clamp = h.IClamp(segment)
        clamp.delay, clamp.dur, clamp.amp = sweep.onset, sweep.width, NANOAMPERE * amplitude
        _KEPT.append((section, clamp, h.APCount(segment)))
    voltages = [h.Vector().record(_KEPT[place][0](0.5)._ref_v) for place in sweep.places]
    return solver, h.Vector().record(h._ref_t), voltages


#: What NEURON forgets as soon as Python does.
_KEPT: list[tuple[Any, ...]] = []
