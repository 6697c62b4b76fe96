# ---
# title: Transmission in code
# parent: Notebooks
# nav_order: 8
# description: Follow a spike through a synapse in Python, from calcium entry to the release of vesicles and the answer of the next cell, and count the whole steps in which it comes.
# ---

# %% [markdown]
# # Transmission in code
#
# A spike reaches the end of the axon. Here we let it open calcium channels, work out the calcium in a loop of a few lines, and draw
# lots for the vesicles. The story is told in [Transmission](../transmission.md). The constants of this small synapse were chosen for
# the book and are fitted to no real one.

# %%
from math import comb

import matplotlib.pyplot as plt
import numpy as np

from apsite import (
    Membrane,
    Pulse,
    book_style,
    calcium_entry,
    release_probability,
    response,
    simulate,
)

plt.style.use(book_style())

# %% [markdown]
# ## The spike that arrives
#
# A warm axon, at [18.5 °C](model:terminal.temperature), has a spike that is brief enough for a synapse. Look at how brief.

# %% tags=["spike"] checks="terminal.spike_size terminal.half_width"
axon = Membrane(temperature=18.5)
run = simulate(axon, [Pulse(onset=2, width=0.5, amplitude=26.55)], duration=12)
(spike,) = run.spikes  # exactly one, or Python complains here

print(f"height: {spike.peak - axon.resting_potential:.1f} mV")
print(f"width at half of it: {spike.half_width:.2f} ms")

# %% [markdown]
# ## Calcium enters
#
# The terminal has calcium channels whose gates follow the potential with a delay, and calcium goes away with a time constant of its
# own. `calcium_entry` solves both equations along the spike. Look at when the current and the calcium are largest: after the peak.

# %% tags=["calcium"] checks="terminal.current_lag terminal.calcium terminal.delay terminal.probability"
entry = calcium_entry(run)
inward_time = entry.time[np.argmin(entry.current)]  # inward is negative

print(f"largest current, after the peak: {inward_time - spike.peak_time:.2f} ms")
print(f"largest calcium: {entry.peak:.1f} µM")
print(f"largest calcium, after the peak: {entry.peak_time - spike.peak_time:.2f} ms")
print(f"probability that a vesicle goes: {entry.release_probability:.2f}")

# %% [markdown]
# What is in that function? Nothing that you could not write. Take small steps in time, and let the share of open gates and the
# calcium change by their slopes, again and again. Look at how short the steps are, and at how well the two agree all the same.

# %% tags=["by-hand"]
dt = 0.001  # ms
voltage = np.interp(np.arange(0, 12, dt), run.time, run.voltage)
share, calcium, by_hand = 0.0, 0.1, []
for V in voltage:
    current = 0.5 * share**2 * (V - 120)  # two gates open a channel
    wanted = 1 / (1 + np.exp((-10 - V) / 8))  # the share that would be open if V were held
    share += dt * (wanted - share) / 0.5
    calcium += dt * (-5 * current - (calcium - 0.1) / 0.5)
    by_hand.append(calcium)

assert abs(max(by_hand) - entry.peak) < 0.01 * entry.peak, "the two should agree to a hundredth"
print(f"largest calcium by hand: {max(by_hand):.2f} µM, by the function: {entry.peak:.2f} µM")

# %% [markdown]
# ## The next cell
#
# Each vesicle opens a little conductance in the next cell. `response` gives that cell's potential for a list of numbers of vesicles.
# Draw the whole way in one figure, and look at the order of events, and at how small the last curve is: its axis is magnified.

# %% tags=["one-after-the-other"] alt="Three panels on one time axis. A brief spike in the terminal; the inward calcium current, which comes as the spike falls, and the calcium, drawn dashed, which follows it; then, from the moment of release on, a slow depolarization of the next cell by one millivolt."
quanta = round(6 * entry.release_probability)  # of six vesicles, the average, to the nearest whole
since = np.arange(0, 15, 0.05)  # ms since the release
epsp = response(since, np.array([quanta]))[0]

fig, (top, middle, bottom) = plt.subplots(3, 1, figsize=(5.2, 5.6), sharex=True)
part = np.r_[150:400:4, 400:800:16]  # samples: many during the spike, fewer after it
top.plot(run.time[part], run.voltage[part], "C0-")
top.set(ylabel="terminal (mV)")
middle.plot(entry.time[part], -entry.current[part], "C1-", label="current, inward (µA/cm²)")
middle.plot(entry.time[part], entry.concentration[part], "C5--", label="calcium (µM)")
middle.legend()
bottom.plot(entry.peak_time + since[::3], epsp[::3], "C0-")
bottom.plot([1.5, entry.peak_time], [epsp[0]] * 2, "C0-")
bottom.set(xlim=(1.5, 8), xlabel="time (ms)", ylabel="next cell (mV)")
for each in (top, middle, bottom):
    each.axvline(entry.peak_time, color="C0", linewidth=0.6)
plt.show()

# %% [markdown]
# How much of the spike arrives? And how much when the terminal has no calcium channels, although the spike is the same?

# %% tags=["what-arrives"] checks="terminal.epsp terminal.ratio terminal.silent"
size = epsp.max() - epsp[0]
none = calcium_entry(run, conductance=0)
no_vesicles = round(6 * none.release_probability)
silent = response(since, np.array([no_vesicles]))[0]

print(f"answer of the next cell: {size:.1f} mV")
print(f"spike over answer: {(spike.peak - axon.resting_potential) / size:.0f}")
print(f"answer without calcium channels: {np.ptp(silent):.0f} mV")

# %% [markdown]
# ## The fourth power
#
# Before you run it: with half as much calcium, is half as much released? Look at the factor.

# %% tags=["half-the-calcium"] checks="terminal.half_calcium terminal.half_probability terminal.half_factor"
half = entry.peak / 2
p, p_half = release_probability(np.array([entry.peak, half]))

print(f"half the calcium: {half:.1f} µM")
print(f"probability then: {p_half:.3f}")
print(f"smaller by a factor of {p / p_half:.0f}")

# %% [markdown]
# On two logarithmic axes a power is a straight line, and its exponent is the slope. Look at where the line bends, and where this
# spike lies on it.

# %% tags=["fourth-power"] alt="Probability of release against calcium, both axes logarithmic. At little calcium the curve is a steep straight line; towards a probability of one it bends and levels off. The dot of the usual spike lies where the bend begins, the dot of half the calcium below it on the straight part."
doses = np.geomspace(1, 100, 41)  # µM
chances = release_probability(doses)

plt.loglog(doses, chances, "C0-")
plt.loglog(entry.peak, p, "C5o", label="this spike")
plt.loglog(half, p_half, "C5s", label="half the calcium")
plt.xlabel("calcium (µM)")
plt.ylabel("probability of release")
plt.legend()
plt.show()

# %% [markdown]
# Put a number on the steepness: the slope at the left end, where calcium is scarce.

# %% tags=["slope"] checks="terminal.power"
slopes = np.diff(np.log(chances)) / np.diff(np.log(doses))
print(f"slope at little calcium: {slopes[0]:.1f}")

# %% [markdown]
# ## Whole steps
#
# Six vesicles stand ready, and each goes or stays by chance. Draw lots for four hundred spikes; the seed makes the draws the same
# each time. Look at the failures, and at how well the binomial law does.

# %% tags=["lots"] checks="quantal.failures quantal.expected_failures quantal.mean quantal.expected"
trials = np.random.default_rng(seed=0).binomial(6, p, 400)

print(f"spikes that released nothing: {np.sum(trials == 0)}")
print(f"share of such spikes that the law expects: {100 * (1 - p) ** 6:.1f} %")
print(f"vesicles for each spike, on average: {trials.mean():.2f}")
print(f"vesicles that the law expects: {6 * p:.2f}")

# %% [markdown]
# The bars are what happened, the dots what the law says. Look for a bar that is far from its dot.

# %% tags=["binomial"] alt="How many of four hundred spikes released none to six vesicles, as bars: one vesicle is the most frequent, then two, and six never happens. Dots of the binomial law lie close to the tops of the bars."
numbers = np.arange(7)
counts = np.bincount(trials, minlength=7)
law = [400 * comb(6, n) * p**n * (1 - p) ** (6 - n) for n in numbers]

plt.bar(numbers, counts, color="C4", label="spikes")
plt.plot(numbers, law, "C5o", label="binomial law")
plt.xlabel("vesicles released")
plt.ylabel("number of spikes")
plt.legend()
plt.show()

# %% [markdown]
# And what does the next cell feel? One step for each vesicle. Look at whether six vesicles make six times the answer of one.

# %% tags=["steps"] checks="quantal.size quantal.all"
time = np.arange(0, 30, 0.05)  # ms since the release
answers = response(time, numbers)  # one row for each number of vesicles
sizes = answers.max(axis=1) - answers[0, 0]

print(f"one vesicle: {sizes[1]:.2f} mV")
print(f"all six: {sizes[6]:.2f} mV")
assert sizes[6] < 6 * sizes[1], "near its reversal potential a conductance drives less current"

# %% [markdown]
# The curves themselves. Look at the distances between them, and at the flat one, which is an answer as well.

# %% tags=["quantal-steps"] alt="Depolarizations of the next cell after the release of none to six vesicles: seven curves that rise within a few milliseconds and decay slowly, with nearly equal distances between them. The curve for none is flat."
part = np.r_[0:120:6, 120:600:24]  # samples: many while the curves rise, fewer after it
for n in numbers:
    plt.plot(time[part], answers[n][part], "C0-")
    plt.text(5.2, answers[n][100] + 0.06, str(n), fontsize=8)
plt.xlabel("time since the release (ms)")
plt.ylabel("potential of the next cell (mV)")
plt.title("number of vesicles at each curve", loc="left")
plt.show()

# %% [markdown]
# ## Change one thing
#
# 1. Before you run it: a cold axon has a broader spike. Does it release more or less? Set `Membrane(temperature=6.3)` and look at the
#    probability, and then at what becomes of the failures.
# 2. Before you run it: with a tenth of the calcium channels, `calcium_entry(run, conductance=0.05)`, how often does a spike release
#    nothing?
# 3. Before you run it: what happens in the loop by hand if the gates are twice as slow? Divide by 1 instead of 0.5 in the line of
#    `share`. Does more calcium enter, or less?
# 4. Before you run it: halve `dt` in that loop. What becomes of the difference from `calcium_entry`? Then double it until the
#    assertion fails.
# 5. Before you run it: how much do the failures scatter from one set of four hundred spikes to the next? Change the seed a few times,
#    and then draw only forty spikes.
