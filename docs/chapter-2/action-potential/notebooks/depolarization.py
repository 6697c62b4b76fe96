# ---
# title: Depolarization in code
# parent: Notebooks
# nav_order: 3
# description: Follow the sodium current of a spike, hold the membrane in a voltage clamp, block channels, and write the whole Hodgkin-Huxley model in a few lines of Python.
# ---

# %% [markdown]
# # Depolarization in code
#
# This notebook follows the sodium current through a spike, breaks the loop with a voltage clamp, and takes channels away. At the end
# you write the whole model yourself, and try what no axon can: a gate *h* that is as fast as *m*. The story behind it is told in
# [Depolarization](../depolarization.md).

# %%
import matplotlib.pyplot as plt
import numpy as np

from apsite import Membrane, Pulse, Step, book_style, simulate, voltage_clamp

plt.style.use(book_style())
membrane = Membrane()

# %% [markdown]
# ## A loop that feeds itself
#
# One brief pulse, one spike. Its sodium current is a product of conductance and driving force, and the assertion checks that the
# recording agrees.

# %%
pulse = Pulse(onset=2, width=0.5, amplitude=26.55)
spike = simulate(membrane, [pulse], 20, dt=0.001)
V, g_Na, I_Na = spike.voltage, spike.conductances["Na"], spike.currents["Na"]
force = V - membrane.E_Na
assert np.allclose(I_Na, g_Na * force)

# %% [markdown]
# Before you run it: at which potential is the current largest, and is that on the way up or down? Draw it against the potential, and
# follow the loop from the lower left: it has two bulges.

# %% tags=["current-loop"] alt="The inward sodium current of a spike against the membrane potential: a loop. On the way up it grows to about four hundred microamperes per square centimetre near plus ten millivolts and shrinks to three hundred at the peak; on the way down it grows to eight hundred near zero and then vanishes."
top = np.argmax(V)
up, down = slice(2500, top + 1, 10), slice(top, 7000, 25)

plt.plot(V[up], -I_Na[up], "C1-", label="way up")
plt.plot(V[down], -I_Na[down], "C1--", label="way down")
plt.plot(V[top], -I_Na[top], "C0o", label="peak of the spike")
plt.xlabel("membrane potential (mV)")
plt.ylabel("inward sodium current (µA/cm²)")
plt.legend(loc="lower right")
plt.show()

# %% [markdown]
# At the peak most channels are open; look at the force to see why the current is small. Then the two bulges, before the peak and
# after it.

# %% tags=["peak-currents"] checks="top.force top.conductance top.sodium_inflow rising.sodium_inflow falling.sodium_inflow falling.force"
before = -I_Na[:top].min()
after = np.argmin(I_Na)  # of the whole spike
assert after > top, "the largest current comes after the peak"

print(f"force at the peak: {-force[top]:.1f} mV")
print(f"conductance at the peak: {g_Na[top]:.1f} mS/cm²")
print(f"inward current at the peak: {-I_Na[top]:.0f} µA/cm²")
print(f"largest before the peak: {before:.0f} µA/cm²")
print(f"largest of all: {-I_Na[after]:,.0f} µA/cm²")
print(f"force by then: {-force[after]:.0f} mV")

# %% [markdown]
# How much of the sodium raises the potential at all? Add up the current on both sides of the peak.

# %% tags=["after-the-peak"] checks="sodium_charge.after open.conductance"
whole = np.trapezoid(I_Na, spike.time)
late = np.trapezoid(I_Na[top:], spike.time[top:])
print(f"share of the sodium that enters after the peak: {100 * late / whole:.0f} %")
print(f"largest conductance: {g_Na.max():.1f} mS/cm²")

# %% [markdown]
# ## Holding the potential still
#
# A voltage clamp breaks the loop: the gates move, the potential does not. Step to many potentials and keep the largest sodium
# current of each. Look at where the curve is deepest and where it crosses zero.

# %% tags=["sodium-clamp"] alt="Largest sodium current in a step against the potential of the step. It is nearly zero up to minus sixty millivolts, inward and deepest near minus ten, and crosses zero at plus forty-five millivolts, the sodium reversal potential, beyond which it is outward."
commands = np.arange(-70, 81, 1)  # mV
largest = []
for command in commands:
    current = voltage_clamp(membrane, [Step(0, command)], 5).currents["Na"]
    largest.append(current[np.argmax(np.abs(current))])  # with its sign

plt.axhline(0, color="C0", linewidth=0.6)
plt.plot(commands, largest, "C1-")
plt.plot(membrane.E_Na, 0, "C0o")
plt.annotate("sodium in balance", (membrane.E_Na, 0), (membrane.E_Na - 5, 150), ha="right")
plt.xlabel("potential of the step (mV)")
plt.ylabel("largest sodium current (µA/cm²)")
plt.show()

# %% [markdown]
# The deepest point and one step beyond the balance of sodium, in numbers. A current that flows outward through sodium channels
# has the other sign.

# %% tags=["deepest"] checks="clamp.largest clamp.largest_at clamp.outward"
deepest = np.argmin(largest)
print(f"largest inward current: {-largest[deepest]:,.0f} µA/cm²")
print(f"found in the step to {commands[deepest]} mV")
print(f"outward, far beyond the balance: {largest[list(commands).index(60)]:.0f} µA/cm²")

# %% [markdown]
# Two steps, watched in time. Look at how much sooner the larger one has its maximum, and at what is left of it in the end although
# the potential has not moved.

# %% tags=["two-steps"] checks="clamp.small_time clamp.large_time clamp.late_share"
small = voltage_clamp(membrane, [Step(0, -40)], 5, dt=0.005)
large = voltage_clamp(membrane, [Step(0, 0)], 5, dt=0.005)
for name, step in [("smaller", small), ("larger", large)]:
    print(f"{name} step: largest after {step.time[np.argmin(step.currents['Na'])]:.3f} ms")
left = large.currents["Na"][-1] / large.currents["Na"].min()
print(f"left at the end of the larger step: {100 * left:.1f} %")

# %% [markdown]
# ## Inactivated without a spike
#
# Does inactivation wait until a channel has opened? Hold the membrane at three potentials, at none of which
# more than a few channels in a thousand are open, and test each time with the same step. Before you run it: which of the three gives the largest current?

# %% tags=["held-before"] checks="prepulse.from_mild prepulse.from_rest prepulse.from_deep"
for name, holding in [("held a little higher", -60), ("at rest", -70), ("held lower", -100)]:
    test = voltage_clamp(membrane, [Step(1, -10)], 6, holding=holding, dt=0.005)
    print(f"{name}: {-test.currents['Na'].min():,.0f} µA/cm²")

# %% [markdown]
# ## Without sodium channels
#
# Tetrodotoxin is one number made smaller. Look at what is left of the spike with half of the channels, with a quarter, and with
# none, after the same pulse.

# %% tags=["tetrodotoxin"] alt="Membrane potentials after the same pulse. With all sodium channels a spike to plus thirty-five millivolts; with half of them a later spike to plus seventeen; with a quarter and with none only a small bump to about minus fifty-nine millivolts that decays."
peaks = {}
for share, line in [(1, "C0-"), (0.5, "C5--"), (0.25, "C4-."), (0, "C0:")]:
    run = simulate(membrane.replace(g_Na=share * membrane.g_Na), [pulse], 15)
    peaks[share] = run.voltage.max()
    plt.plot(run.time[::4], run.voltage[::4], line, label=f"{100 * share:.0f} %")
plt.xlabel("time (ms)")
plt.ylabel("membrane potential (mV)")
plt.legend(title="sodium channels left")
plt.show()

# %% [markdown]
# The peaks in numbers, and the resting potential without any sodium channel: look at how little it has moved.

# %% tags=["blocked"] checks="ttx.peak_50 ttx.peak_0 ttx.rest"
print(f"half of the channels: {peaks[0.5]:+.0f} mV")
print(f"none: {peaks[0]:.1f} mV")
print(f"rest without them: {membrane.replace(g_Na=0).resting_potential:.1f} mV")

# %% [markdown]
# ## Write it yourself
#
# Two gates, two speeds: that is all that makes a spike. The six rates of the published model [@hodgkin1952] fit in one
# function; $u$ is the potential as counted from rest. (At exactly $u = 10$ and $u = 25$ it would divide by zero; a run does not land
# there.)


# %% tags=["rates"]
def rates(V):
    """Return how fast the gates m, h and n open and close at V (mV), each in 1/ms."""
    u = V + 70
    opening = np.array(
        [
            0.1 * (25 - u) / (np.exp((25 - u) / 10) - 1),
            0.07 * np.exp(-u / 20),
            0.01 * (10 - u) / (np.exp((10 - u) / 10) - 1),
        ]
    )
    closing = np.array([4 * np.exp(-u / 18), 1 / (np.exp((30 - u) / 10) + 1), np.exp(-u / 80) / 8])
    return opening, closing


# %% [markdown]
# A gate settles at opening over opening plus closing, and its time constant is one over the sum. Check your function against
# the book's before you trust it; then look at how far apart *m* and *h* are.

# %% tags=["gates"] checks="gate_m.rest gate_h.rest gate_m.depolarized_tau gate_h.depolarized_tau"
for potential in (-100.0, -70.0, -30.0, 0.0):
    opening, closing = rates(potential)
    assert np.allclose(opening / (opening + closing), membrane.settled_gates(potential))
    assert np.allclose(1 / (opening + closing), membrane.time_constants(potential))

opening, closing = rates(membrane.resting_potential)
m, h, _ = opening / (opening + closing)
print(f"m gates open at rest: {m:.3f}")
print(f"h gates open at rest: {h:.2f}")
tau_m, tau_h, _ = 1 / np.sum(rates(0.0), axis=0)
print(f"time constant of m, depolarized: {tau_m:.2f} ms")
print(f"time constant of h, depolarized: {tau_h:.2f} ms")

# %% [markdown]
# And this is the whole model: in each short step the potential and the gates move on by their rate of change. The number `h_speed`
# is not in the paper: it makes *h* faster or slower than it is.


# %% tags=["own-model"]
def own_model(amplitude=26.55, h_speed=1.0, dt=0.005, duration=10):
    """Return times (ms) and potentials (mV) of a membrane that is given a pulse after 2 ms."""
    V, gates = membrane.rest.V, np.array(membrane.settled_gates(membrane.rest.V))
    speed = np.array([1.0, h_speed, 1.0])
    times, trace = np.arange(0, duration, dt), []
    for t in times:
        trace.append(V)
        m, h, n = gates
        stimulus = amplitude if 2 <= t < 2.5 else 0
        I_Na = membrane.g_Na * m**3 * h * (V - membrane.E_Na)
        I_K = membrane.g_K * n**4 * (V - membrane.E_K)
        I_L = membrane.g_L * (V - membrane.E_L)
        opening, closing = rates(V)
        V += dt * (stimulus - I_Na - I_K - I_L) / membrane.C_m
        gates = gates + dt * speed * (opening * (1 - gates) - closing * gates)
    return times, np.array(trace)


# %% [markdown]
# Before you run it: what becomes of the spike when *h* is three times as fast, and ten times? The assertion first compares the peak
# of your own spike with the book's, and allows a millivolt for the coarse steps.

# %% tags=["fast-h"] alt="Membrane potentials of the own model after the same pulse. With h as it is, a spike to plus thirty-five millivolts; with h three times as fast a narrower one to plus fourteen; with h ten times as fast only a low hump that stays below minus forty."
normal_time, normal = own_model()
assert abs(normal.max() - V.max()) < 1, "make dt smaller"

for h_speed, line in [(1, "C0-"), (3, "C5--"), (10, "C4:")]:
    times, trace = own_model(h_speed=h_speed)
    plt.plot(times[::8], trace[::8], line, label=f"× {h_speed}")
plt.xlabel("time (ms)")
plt.ylabel("membrane potential (mV)")
plt.legend(title="speed of h")
plt.show()

# %% [markdown]
# ## Change one thing
#
# 1. Before you run it: what does a lower sodium reversal potential do to the two bulges of the loop? Begin with
#    `membrane = Membrane(E_Na=20)`.
# 2. Before you run it: can a pulse of `amplitude=100` bring back the spike that a fast *h* has lost? Give it to `own_model`.
# 3. Before you run it: what does an *h* that is much too slow do to the spike? Set `h_speed=0.1` and `duration=40`.
# 4. Before you run it: does half of the sodium channels halve the largest current in a clamp? Repeat the steps with
#    `membrane.replace(g_Na=60)`, and explain why the spike does not behave so simply.
# 5. Before you run it: how large may `dt` be until your own model goes wrong, and how does it look when it does?
