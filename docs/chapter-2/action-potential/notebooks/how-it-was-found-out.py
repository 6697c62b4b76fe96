# ---
# title: How it was found out in code
# parent: Notebooks
# nav_order: 7
# description: Clamp an axon in Python, take its currents apart by two solutions, fit its gates, and let the membrane that was measured fire.
# ---

# %% [markdown]
# # How it was found out in code
#
# Seven steps lead from an axon under voltage clamp to a membrane that fires. The rig records what an instrument would: noise, the
# surge of the capacitance, the leak. The story is told in [How it was found out](../how-it-was-found-out.md).

# %%
import matplotlib.pyplot as plt
import numpy as np

from apsite import (
    Membrane,
    Pulse,
    Rates,
    Rig,
    Step,
    book_style,
    fit_gate,
    fit_leak,
    fit_rates,
    reversal_potential,
    separate_currents,
    simulate,
    subtract_leak,
)

plt.style.use(book_style())
rig = Rig(Membrane(), noise=5, seed=1)

# %% [markdown]
# ## 1 and 2. Clamp, and take away the leak
#
# Steps down from rest open no channel. Look at what they measure: the model has a leak of [0.3 mS/cm²](model:parameters.g_L), and
# [1 µF/cm²](model:parameters.C_m).

# %% tags=["leak"] checks="rig.leak rig.capacitance"
leak = fit_leak(rig.family([-90, -100, -110, -120, -130], duration=25))
print(f"conductance of the leak: {leak.conductance:.2f} mS/cm²")
print(f"capacitance: {leak.capacitance:.2f} µF/cm²")

# %% [markdown]
# ## 3. Two solutions
#
# The same steps in sea water, and with a tenth of its sodium. Look at the early current.

# %% tags=["two-solutions"] alt="Two records of a step. In sea water the current goes inward before it turns outward; with choline it is outward throughout. Both begin with a surge and end on the same level."
levels = [-50, -40, -30, -20, -10, 0, 10, 20, 30, 40, 50, 60, 75]  # mV
raw = [rig.family(levels, sodium=sodium) for sodium in (1, 0.1)]
for sweep, line in zip((raw[0][5], raw[1][5]), ("C0-", "C4--"), strict=True):
    plt.plot(sweep.time[:900:3], sweep.current[:900:3] / 1000, line, label=f"{100 * sweep.sodium:.0f} % sodium")
plt.ylim(-1.8, 2.6)
plt.xlabel("time (ms)")
plt.ylabel("current (mA/cm²)")
plt.legend()
plt.show()

# %% [markdown]
# ## 4. Where each current turns its sign
#
# Sodium's by its largest at each step; potassium's by the first current after channels have opened. Once sodium's is known, it says how
# the two currents share what was recorded.

# %% tags=["reversals"] checks="rig.E_Na rig.E_K"
sea, choline = ([subtract_leak(sweep, leak) for sweep in family] for family in raw)
first = [separate_currents(*both) for both in zip(sea, choline, strict=True)]


def largest(step):
    """Return a step's sodium current (µA/cm²) when it is largest."""
    smooth = [np.convolve(each, np.ones(15) / 15, "valid") for each in (step.sodium, abs(step.difference))]
    return smooth[0][smooth[1].argmax()]


E_Na = reversal_potential(levels[6:], [largest(step) for step in first[6:]])
print(f"sodium: {E_Na:.1f} mV")

low = [-110, -100, -90, -75, -70, -60]
tails = [subtract_leak(rig.clamp([Step(1, 20, 10), Step(11, level)], 22), leak).during() for level in low]
E_K = reversal_potential(low, [tail.current[:15].mean() for tail in tails])
print(f"potassium: {E_K:.1f} mV")

# %% [markdown]
# ## 5. Measure *n*
#
# Divide by the driving force, and fit. Before you run it: which power will leave least over?

# %% tags=["n"] checks="power.tau power.settled"
steps = [separate_currents(*both, reversal=E_Na) for both in zip(sea, choline, strict=True)]
step = steps[3]  # to -20 mV
g_K = step.potassium / (step.level - E_K)
fits = {power: fit_gate(step.time, g_K, power) for power in (1, 2, 3, 4)}
assert min(fits, key=lambda power: fits[power].residual) == 4
print(f"time constant: {fits[4].tau:.2f} ms")
print(f"settles at: {fits[4].settled:.1f} mS/cm²")

# %% [markdown]
# The same for every step, and for the tails, in which channels shut. Then two curves of the paper's form.

# %% tags=["n-rates"] alt="The rates of the gate n against potential. Dots for the rate of opening rise with depolarization, squares for the rate of closing fall, and smooth curves go through both."
n = {step.level: fit_gate(step.time, step.potassium / (step.level - E_K)) for step in steps}
n |= {tail.level: fit_gate(tail.time, tail.current / (tail.level - E_K)) for tail in tails[:2]}
all_open = 1.2 * n[30].settled  # a fifth more than this step opens
V, share, tau = np.array([(level, fit.share(all_open), fit.tau) for level, fit in sorted(n.items())]).T
alpha_n, beta_n = fit_rates(V, share, tau, alpha="linoid", beta="exponential")

plt.plot(V, share / tau, "C5o", V, (1 - share) / tau, "C4s", markersize=4)
plt.plot(V, alpha_n.at(V), "C5-", V, beta_n.at(V), "C4--")
plt.xlabel("membrane potential (mV)")
plt.ylabel("rates of n (1/ms)")
plt.show()

# %% [markdown]
# ## 6. Measure *m* and *h*
#
# One fit gives both where channels open. Where *h* settles takes two pulses, how it recovers, first pulses of different widths.

# %% tags=["m-and-h"]
m = {step.level: fit_gate(step.time[:590], step.sodium[:590] / (step.level - E_Na), 3, inactivates=True)
     for step in steps if abs(step.level - E_Na) > 8}  # fmt: skip


def in_both(*command, duration):
    """Return the currents of the last of these steps, from both solutions."""
    sweeps = [subtract_leak(rig.clamp(command, duration, sodium=sodium), leak) for sodium in (1, 0.1)]
    return separate_currents(*sweeps, reversal=E_Na)


def second(level, width=40):
    """Return the sodium current of a second step, after `width` ms at `level` mV."""
    return -largest(in_both(Step(1, level, width), Step(1 + width, -10), duration=width + 6))


held = np.array([-130, -110, -90, -80, -70, -60, -50, -40, -30])
h = np.array([second(level) for level in held])
h /= h[:2].mean()
at_rest = np.interp(-70, held, h)


def recovery(level):
    """Return how long h takes at `level`, ms: from two pulses after a short and a middling first one."""
    start, middle, end = (second(level, width) for width in (0.5, 4.5, 40))
    return 4 / np.log((start - end) / (middle - end))


slow = {level: recovery(level) for level in (-110, -80, -60, -50)}
slow |= {level: fit.tau_h for level, fit in m.items() if level > -50}
V = np.array(sorted({*held, *slow}))
h_settled = [dict(zip(held, h, strict=True)).get(level, np.nan) for level in V]
alpha_h, beta_h = fit_rates(V, h_settled, [slow.get(level, np.nan) for level in V], alpha="exponential", beta="sigmoid")

g_Na = max(fit.settled for fit in m.values()) / at_rest
m_settled = {level: fit.share(g_Na * at_rest) for level, fit in m.items()}
fast = {level: fit.tau for level, fit in m.items()}
for level in (-80, -75, -70, -65, -60):
    tail = in_both(Step(1, 20, 0.6), Step(1.6, level), duration=4)
    fast[level] = fit_gate(tail.time, tail.sodium / (level - E_Na), 3).tau
V = np.array(sorted(fast))
alpha_m, beta_m = fit_rates(
    V, [m_settled.get(level, np.nan) for level in V], [fast[level] for level in V], alpha="linoid", beta="exponential"
)
print(len(rig.sweeps), "sweeps in all")

# %% [markdown]
# ## 7. Put together, and let go
#
# Nothing so far was a spike. Look at what the measured membrane does with a pulse, beside the model's.

# %% tags=["let-go"] alt="Two spikes that lie nearly on one another: the model's, and that of the membrane that was measured."
grid = np.arange(-150, 151)
opening = {"m": alpha_m.at(grid), "h": alpha_h.at(grid), "n": alpha_n.at(grid)}
closing = {"m": beta_m.at(grid), "h": beta_h.at(grid), "n": beta_n.at(grid)}
measured = Rates(grid, opening, closing).membrane(
    C_m=leak.capacitance, g_L=leak.conductance, E_L=leak.reversal, g_Na=g_Na, E_Na=E_Na, g_K=all_open, E_K=E_K
)
for membrane, line, label in ((Membrane(), "C4-", "the model"), (measured, "C5-", "measured")):
    run = simulate(membrane, [Pulse(1, 0.5, 26.55)], 15)
    assert len(run.spikes) == 1
    plt.plot(run.time[::8], run.voltage[::8], line, label=label)
plt.xlabel("time (ms)")
plt.ylabel("membrane potential (mV)")
plt.legend()
plt.show()

# %% [markdown]
# ## Change one thing
#
# 1. Before you run it: how much noise can the rig have until the measured membrane no longer fires? Raise `noise`.
# 2. Before you run it: what does the measured membrane do with `power_h=0`? Add it to `.membrane(...)`, and start the run from
#    `initial=measured.rest`.
# 3. Before you run it: what happens if only half of the sodium is replaced? Put 0.5 in the place of 0.1, in both places.
# 4. Before you run it: does the sodium current turn its sign elsewhere in the warm? Make the rig's membrane `Membrane(temperature=18.5)`.
