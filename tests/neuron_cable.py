"""An axon in NEURON: its own cable, its own `hh` mechanism, no code of ours in it.

NEURON's `hh` rests at -65 mV with el = -54.3; the leak is set to the published one here, the rate table can be switched
off, and potentials are shifted by the 5 mV between the two rests.
"""

import numpy as np
from neuron import h

SHIFT = 5.0  # mV, from NEURON's rest of -65 to the book's -70


class Cable:
    """A sealed cylinder of `count` segments; `length` in cm, `diameter` in um, `resistivity` in ohm cm."""

    def __init__(self, length, diameter, resistivity, count, temperature):
        h.load_file("stdrun.hoc")
        self.temperature, self.length, self.stimuli = temperature, length, []
        self.section = h.Section(name="axon")
        self.section.L, self.section.diam, self.section.Ra, self.section.nseg = (
            1e4 * length,
            diameter,
            resistivity,
            count,
        )
        self.section.insert("hh")
        self.section.ena, self.section.ek = 45.0 + SHIFT, -82.0 + SHIFT
        for segment in self.section:
            segment.hh.el = -59.387 + SHIFT
        self.solver = h.ParallelContext()

    def stimulate(self, place, pulse):
        """A `pulse` in uA at `place` (cm)."""
        stimulus = h.IClamp(self.section(place / self.length))
        stimulus.delay, stimulus.dur, stimulus.amp = pulse.onset, pulse.width, 1000 * pulse.amplitude
        self.stimuli.append(stimulus)

    def crank_nicolson(self, duration, step):
        """Run at second order with this step (ms)."""
        self.run(duration, step, order=2)

    def run(self, duration, step, order):
        """Run at this order, as NEURON calls it, with this step (ms). Rest is the book's, less the shift."""
        h.secondorder, h.celsius, h.dt, h.steps_per_ms = order, self.temperature, step, 1 / step
        self.solver.set_maxstep(10.0)
        h.finitialize(-69.99637933119206 + SHIFT)
        self.solver.psolve(duration)

    def velocity(self, time, traces, start, end):
        """Velocity in m/s between two places (cm), by where each trace passes 0 mV of the book's."""
        pitch = self.length / len(traces)
        first, second = (self.arrival(time, traces, place / pitch - 0.5) for place in (start, end))
        return (end - start) / (second - first) * 10.0

    @staticmethod
    def arrival(time, traces, segment):
        """When a spike passes between two segments, at a share of a segment."""
        left = int(segment)
        passes = [crossing(time, np.asarray(traces[each]) - SHIFT) for each in (left, left + 1)]
        return passes[0] + (segment - left) * (passes[1] - passes[0])


def crossing(time, trace, level=0.0):
    """When a trace first passes the level upwards, on the cubic through the four samples around."""
    right = int(np.argmax((trace[1:] > level) & (trace[:-1] <= level))) + 1
    part = slice(right - 2, right + 2)
    curve = np.polynomial.Polynomial.fit(trace[part], time[part], 3)
    return float(curve(level))
