# ---
# title: Transmission in code
# parent: Notebooks
# nav_order: 9
# description: Follow a spike through a synapse in Python, from calcium entry to the release of vesicles and the answer of the next cell, and count the steps and the failures in which it comes.
# ---

# %% [markdown]
# # Transmission in code
#
# A spike reaches the end of the axon. Here we let it open calcium channels, work out the calcium in a loop of a few lines, and draw
# lots for the vesicles. The story is told in [Transmission](../transmission.md). But for the concentrations of calcium, the constants
# of this small synapse were chosen for the book and are fitted to no real one.

# %%
from math import comb, exp, factorial

import matplotlib.pyplot as plt
import numpy as np

from apsite import Membrane, Pulse, book_style, simulate
from apsite.laboratory.chance import released
from apsite.laboratory.terminal import calcium_entry, content_from_failures, release_probability, response

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
# What is in that function? Nothing that you could not write. First Nernst's equation says where calcium would be in balance. Look at
# how far above the peak of the spike that is.


# %% tags=["balance"] checks="outside_usual.balance"
def balance(outside, inside=0.0001):
    """Return the potential (mV) at which calcium (mM), with its two charges, is in balance."""
    return 8.314 * (273.15 + axon.temperature) / (2 * 96.485) * np.log(outside / inside)


print(f"calcium is in balance at {balance(outside=2):.0f} mV")

# %% [markdown]
# Then take small steps in time, and let the share of open gates and the calcium change by their slopes, again and again. Look at how
# short the steps are, and at how well the two agree all the same.

# %% tags=["by-hand"] checks="terminal.calcium"
dt = 0.001  # ms
voltage = np.interp(np.arange(0, 12, dt), run.time, run.voltage)


def largest_calcium(E_Ca, g_Ca):
    """Return the largest concentration (µM) with this balance (mV) and conductance (mS/cm²)."""
    share, calcium, largest = 0.0, 0.1, 0.1
    for V in voltage:
        current = g_Ca * share**2 * (V - E_Ca)  # two gates open a channel
        wanted = 1 / (1 + exp((-10 - V) / 8))  # the share that would be open if V were held
        share += dt * (wanted - share) / 0.5
        calcium += dt * (-5 * current - (calcium - 0.1) / 0.5)
        largest = max(largest, calcium)
    return largest


by_hand = largest_calcium(balance(outside=2), g_Ca=0.5)
assert abs(by_hand - entry.peak) < 0.01 * entry.peak, "the two should agree to a hundredth"
print(f"largest calcium by hand: {by_hand:.1f} µM")

# %% [markdown]
# ## The next cell
#
# Each vesicle opens a little conductance in the next cell. `response` gives that cell's potential for a list of numbers of vesicles.
# Draw the whole way in one figure, the inward current upwards. Look at the order of events, and at how small the last curve is: its
# axis is magnified.

# %% tags=["one-after-the-other"] alt="Three panels on one time axis. A brief spike in the terminal; the inward calcium current, which comes as the spike falls, and the calcium, drawn dashed, which follows it; then, from the moment of release on, a slow depolarization of the next cell by one millivolt."
quanta = round(6 * entry.release_probability)  # of six vesicles, the average, to the nearest whole
since = np.arange(0, 15, 0.05)  # ms since the release
epsp = response(since, np.array([quanta]))[0]

fig, (top, middle, bottom) = plt.subplots(3, 1, figsize=(5.2, 5.6), sharex=True)
part = np.r_[150:400:4, 400:800:16]  # samples: many during the spike, fewer after it
top.plot(run.time[part], run.voltage[part], "C0-")
top.set(ylabel="terminal (mV)")
middle.plot(entry.time[part], -entry.current[part], "C1-", label="current (µA/cm²)")
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
p = entry.release_probability
trials = released(seed=32, spikes=400, vesicles=6, probability=p)
failures = np.sum(trials == 0)

print(f"spikes that released nothing: {failures}")
print(f"share of such spikes that the law expects: {100 * (1 - p) ** 6:.1f} %")
print(f"vesicles for each spike, on average: {trials.mean():.2f}")
print(f"vesicles that the law expects: {6 * p:.2f}")

# %% [markdown]
# And what does the next cell feel? One step for each vesicle. Look at whether six vesicles make six times the answer of one.

# %% tags=["steps"] checks="quantal.size quantal.all"
answers = response(np.arange(0, 30, 0.05), np.arange(7))  # one row for each number of vesicles
sizes = answers.max(axis=1) - answers[0, 0]

print(f"one vesicle: {sizes[1]:.2f} mV")
print(f"all six: {sizes[6]:.2f} mV")
assert sizes[6] < 6 * sizes[1], "near its reversal potential a conductance drives less current"

# %% [markdown]
# ## Less calcium outside
#
# Now [1 mM](model:outside_half.calcium) of calcium outside in the place of [2 mM](model:outside_usual.calcium). Before you run it: how
# many of ten spikes will fail?

# %% tags=["half-outside"] checks="outside.balance_shift outside_half.peak outside_half.content outside.first_factor outside_half.failures"
less = calcium_entry(run, outside=1)
p_less = less.release_probability

print(f"the balance moves by {balance(2) - balance(1):.1f} mV")
print(f"largest calcium: {less.peak:.1f} µM")
print(f"vesicles for each spike: {6 * p_less:.2f}")
print(f"fewer by a factor of {p / p_less:.0f}")
print(f"spikes that release nothing: {100 * (1 - p_less) ** 6:.0f} %")

# %% [markdown]
# Half the calcium outside moves the balance and halves the conductance. No solution could do one without the other, but the loop by
# hand can. Look at which of the two does nearly all of it.

# %% tags=["one-at-a-time"]
cases = {
    "as usual": (balance(2), 0.5),
    "only the balance moved": (balance(1), 0.5),
    "only the conductance halved": (balance(2), 0.25),
    "both": (balance(1), 0.25),
}
for name, (E_Ca, g_Ca) in cases.items():
    print(f"{name:>28}: {largest_calcium(E_Ca, g_Ca):4.1f} µM")

# %% [markdown]
# ## Counting failures
#
# Suppose that you cannot count vesicles, only failures. The method of failures takes release to be rare and concludes from them how many
# vesicles go on average. Compare the first line with the third, and then the errors in per cent.

# %% tags=["from-failures"] checks="quantal.from_failures failures.usual_found failures.usual_true failures.usual_excess failures.rare_excess"
found = content_from_failures(400, failures)
long_run = -6 * np.log(1 - p)  # from the share of failures in endless series
long_run_less = -6 * np.log(1 - p_less)

print(f"by the failures among these spikes: {found:.2f}")
print(f"by the failures of endless series: {long_run:.2f}")
print(f"true: {6 * p:.2f}")
print(f"usual calcium: too many by {100 * (long_run / (6 * p) - 1):.0f} %")
print(f"half of it outside: too many by {100 * (long_run_less / (6 * p_less) - 1):.1f} %")

# %% [markdown]
# Why is it wrong? It stands on Poisson's law, in which any number of vesicles may go. Draw the law that has the same share of failures
# next to the true one, and look at where the two part: to the right, where it even has spikes that release more than there is.

# %% tags=["two-laws"] alt="How many of four hundred spikes released none to six vesicles, as bars, with the dots of the binomial law close to their tops. The squares of Poisson's law start at the same number of failures, lie below the bars at one and two vesicles and above them from four on, and go on beyond six."
numbers = np.arange(9)
binomial = [400 * comb(6, n) * p**n * (1 - p) ** (6 - n) for n in range(7)]
poisson = [400 * long_run**n * exp(-long_run) / factorial(n) for n in numbers]

plt.bar(numbers, np.bincount(trials, minlength=9), fill=False, edgecolor="C4", label="spikes")
plt.plot(numbers[:7], binomial, "C5o", clip_on=False, label="binomial law")
plt.plot(numbers, poisson, "C0s", fillstyle="none", clip_on=False, label="Poisson's law")
plt.xlabel("vesicles released")
plt.ylabel("number of spikes")
plt.legend()
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
# 4. Before you run it: how much do the failures scatter from one set of four hundred spikes to the next? Change the seed a few times,
#    and look at what they stand for. Then draw only forty spikes.
# 5. Before you run it: does the method of failures do better or worse with more calcium outside? Set `outside=4`, and draw four hundred
#    spikes for its probability. How many failures are there to count?
