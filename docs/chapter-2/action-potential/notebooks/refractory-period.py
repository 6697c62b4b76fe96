# ---
# title: Refractory period in code
# parent: Notebooks
# nav_order: 6
# description: Do the two-pulse experiment on a Hodgkin-Huxley membrane in Python, reset single gates between the pulses, and measure how fast the membrane can fire.
# ---

# %% [markdown]
# # Refractory period in code
#
# One pulse sets off a spike. How strong must a second one be to set off another? Two small functions answer that for any interval and
# any state of the gates, even for states that no real axon can be put in. The story is told in
# [Refractory period](../refractory-period.md).

# %%
import matplotlib.pyplot as plt
import numpy as np

from apsite import Membrane, Pulse, Shock, Step, book_style, simulate, simulate_many

plt.style.use(book_style())
membrane = Membrane()
rest = membrane.rest  # V, m, h and n of the resting membrane

# %% [markdown]
# ## How strong must a pulse be?
#
# `fires` gives one pulse to a membrane that starts in the state `start`. `weakest` halves an interval until it has the weakest pulse
# that fires. Look at the argument `start`: it is what makes the whole notebook possible.


# %% tags=["weakest"]
def fires(strength, start):
    """Say whether a pulse of this strength (µA/cm²) sets off a spike from the state `start`."""
    run = simulate(membrane, [Pulse(0, 0.5, strength)], 20, initial=start, dt=0.025)
    return len(run.spike_times) > 0


def weakest(start):
    """Return the weakest pulse (µA/cm²) that sets off a spike from the state `start`."""
    low, high = 0, 150
    for _ in range(22):
        middle = (low + high) / 2
        low, high = (low, middle) if fires(middle, start) else (middle, high)
    return high


threshold = weakest(rest)
print(f"from rest it takes {threshold:.1f} µA/cm²")

# %% [markdown]
# ## Two pulses
#
# The first pulse is always twice the threshold. Give the second one, just as strong, later and later. Before you run it: which of
# these second pulses will fire?

# %% tags=["two-pulses"] alt="One spike, followed by the answers to a second pulse at six intervals. After eight, ten and twelve milliseconds the second pulse makes only a small bump; after fourteen, seventeen and twenty-one milliseconds a second spike follows."
first = Pulse(0, 0.5, 2 * threshold)
for interval in (8, 10, 12, 14, 17, 21):
    run = simulate(membrane, [first, Pulse(interval, 0.5, 2 * threshold)], 30)
    line = "C5-" if len(run.spikes) == 2 else "C4--"
    part = slice(100 * interval, 100 * interval + 800, 10)  # from the second pulse on
    plt.plot(run.time[part], run.voltage[part], line)
alone = simulate(membrane, [first], 40)
plt.plot(alone.time[::12], alone.voltage[::12], "C0-", linewidth=1.8)
plt.plot([], [], "C5-", label="second pulse fires")
plt.plot([], [], "C4--", label="second pulse fails")
plt.xlim(0, 30)
plt.ylim(-85, 95)
plt.xlabel("time (ms)")
plt.ylabel("membrane potential (mV)")
plt.legend(loc="upper right")
plt.show()

# %% [markdown]
# Now search for the weakest second pulse, over the weakest first one: the **ratio**. The run after one pulse holds all that we need,
# since `state_at` reads the state at any interval off it. Look at how fast the numbers fall.

# %% tags=["ratios"] checks="second.ratio_at_8 second.ratio_at_10 second.ratio_at_12 second.ratio_at_16"
ratio = {t: weakest(alone.state_at(t)) / threshold for t in (8, 10, 12, 16)}
print(f"eight milliseconds: {ratio[8]:.2f}")
print(f"ten milliseconds: {ratio[10]:.2f}")
print(f"twelve milliseconds: {ratio[12]:.2f}")
print(f"sixteen milliseconds: {ratio[16]:.2f}")

# %% [markdown]
# Draw the ratio over many intervals. Look for a corner, at which the refractory period would end, and for the stretch where less than
# the usual strength is enough.

# %% tags=["recovery-curve"] alt="The ratio against the interval, on a logarithmic axis. The dots fall smoothly from nine at seven milliseconds to one at sixteen, dip below one until about twenty-four, and return to one. There is no corner."
intervals = np.concatenate([np.arange(7, 16), np.arange(16, 35, 1.5)])  # ms
ratios = [weakest(alone.state_at(t)) / threshold for t in intervals]

plt.semilogy(intervals, ratios, "C0o-", markersize=3.5)
plt.axhline(1, color="C4", linestyle=":")
plt.yticks([1, 2, 5, 10], ["1", "2", "5", "10"])
plt.minorticks_off()
plt.xlabel("interval between the pulses (ms)")
plt.ylabel("weakest second pulse / first")
plt.show()

# %% [markdown]
# In that stretch the membrane is **supernormal**. Look at what is left over there: the potential is a little above rest, and the *n*
# gates are a little fewer.

# %% tags=["supernormal"] checks="supernormal.ratio supernormal.voltage supernormal.n supernormal.n_at_rest"
late = alone.state_at(20)
print(f"lowest ratio: {weakest(alone.state_at(19)) / threshold:.2f}")
print(f"a millisecond later, above rest by {late.V - rest.V:.1f} mV")
print(f"n gates then: {late.n:.3f}")
print(f"n gates at rest: {rest.n:.3f}")

# %% [markdown]
# ## “Absolute” needs a cap
#
# Turn the question round: with a second pulse of at most so many times threshold, what is the shortest interval at which it fires?
# Look at how much the answer depends on the cap.


# %% tags=["caps"] checks="refractory.absolute_2x refractory.absolute_5x refractory.absolute_10x"
def shortest(cap):
    """Return the shortest interval (ms) at which a second pulse of `cap` times threshold fires."""
    low, high = 3, 20
    for _ in range(16):
        middle = (low + high) / 2
        left = simulate(membrane, [first], middle, dt=middle / 800)  # ends exactly at the interval
        fired = fires(cap * threshold, left.state_at(left.time[-1]))
        low, high = (low, middle) if fired else (middle, high)
    return high


print(f"twice threshold: {shortest(2):.2f} ms")
print(f"five times: {shortest(5):.2f} ms")
print(f"ten times: {shortest(10):.2f} ms")

# %% [markdown]
# ## Put one gate back
#
# Stop after [8 ms](model:second.interval_8). Sodium channels are still inactivated, and potassium channels still open. Look at how far
# each has recovered, and then guess which one counts for more.

# %% tags=["left-over"] checks="refractory.h_at_8 refractory.h_at_rest refractory.potassium_at_8"
eight = alone.state_at(8)
print(f"h gates open: {eight.h:.2f}")
print(f"h gates open at rest: {rest.h:.2f}")
print(f"potassium conductance over that at rest: {(eight.n / rest.n) ** 4:.1f}")

# %% [markdown]
# Now the experiment that only a model allows: `replace` puts one gate back to rest and leaves all else as it is.

# %% tags=["reset-one-gate"] checks="reset.none reset.h reset.n reset.both"
print(f"as it is: {weakest(eight) / threshold:.2f}")
print(f"h put at rest: {weakest(eight.replace(h=rest.h)) / threshold:.2f}")
print(f"n put at rest: {weakest(eight.replace(n=rest.n)) / threshold:.2f}")
print(f"both: {weakest(eight.replace(h=rest.h, n=rest.n)) / threshold:.2f}")

# %% [markdown]
# ## How fast can it fire?
#
# A steady current for a second, at many strengths. `simulate_many` runs them on all cores and keeps only what `rate` returns: spikes
# per second once the train has settled. Look for slow firing.


# %% tags=["firing-rate"] alt="Firing rate against a steady current. Up to six microamperes per square centimetre it is zero; just above, it jumps to more than fifty spikes a second, and then climbs slowly to 117 at fifty microamperes."
def rate(run):
    """Return spikes per second (Hz) in the second half of a run of a second."""
    late = run.spike_times[run.spike_times > 500]
    return 1000 / np.diff(late).mean() if len(late) > 1 else 0.0


levels = [0, 2, 4, 6, 6.3, 7, 8, 10, 12.5, 15, 20, 30, 40, 50]  # µA/cm²
measured = simulate_many(membrane, [[Step(0, level)] for level in levels], 1000, rate, dt=0.025)
rates = dict(zip(levels, measured, strict=True))

plt.plot(levels, measured, "C0o", markersize=4)
plt.xlabel("steady current (µA/cm²)")
plt.ylabel("firing rate (Hz)")
plt.ylim(-5, 125)
plt.show()

# %% [markdown]
# The lowest rate and the highest: eight times the current, and how many times the rate?

# %% tags=["rates"] checks="firing.first_rate firing.rate_at_10 firing.strong_rate firing.rise"
assert rates[6] == 0, "the next weaker current does not keep it firing"
print(f"weakest current that keeps it firing: {rates[6.3]:.1f} Hz")
print(f"ten microamperes: {rates[10]:.1f} Hz")
print(f"fifty microamperes: {rates[50]:.1f} Hz")
print(f"highest rate over lowest: {rates[50] / rates[6.3]:.1f}")

# %% [markdown]
# ## One current, two answers
#
# A membrane that was brought slowly to a steady current has settled under it, and stays silent. A trick finds that state: in the
# balance of currents a steady current does the same as a shift of the leak's reversal potential by that current over the leak's
# conductance. Look at the two runs: same membrane, same current, different past.

# %% tags=["two-answers"] alt="Two potentials under the same steady current. One, which starts from rest, is a regular train of spikes; the other, which starts from the settled state, is a flat line near minus sixty-five millivolts."
level = 8  # µA/cm²
settled = membrane.replace(E_L=membrane.E_L + level / membrane.g_L).rest
firing = simulate(membrane, [Step(0, level)], 100, dt=0.05)
silent = simulate(membrane, [Step(0, level)], 100, initial=settled, dt=0.05)
assert len(firing.spikes) > 5 and len(silent.spikes) == 0

plt.plot(firing.time[::5], firing.voltage[::5], "C0-", label="switched on at rest")
plt.plot(silent.time[::40], silent.voltage[::40], "C5--", label="settled under the current")
plt.xlabel("time (ms)")
plt.ylabel("membrane potential (mV)")
plt.ylim(-85, 90)
plt.legend(loc="upper right")
plt.show()

# %% [markdown]
# The numbers of the two, and the answer to a kick of a millivolt: does the silent membrane stay silent?

# %% tags=["two-answers-numbers"] checks="firing.both_rate firing.both_voltage"
kicked = simulate(membrane, [Step(0, level), Shock(50, 1)], 300, initial=settled, dt=0.05)
print(f"firing: {rates[8]:.1f} Hz")
print(f"silent: {silent.voltage[-1]:.1f} mV")
print("after a small kick:", "it fires" if kicked.spikes else "it stays silent")

# %% [markdown]
# ## Change one thing
#
# 1. Before you run it: is a warm membrane refractory for a shorter or a longer time? Set `membrane = Membrane(temperature=18.5)` in the
#    first cell, let `low` in `shortest` start at 1, and run the cells down to the three caps again.
# 2. Before you run it: does a stronger *first* pulse leave the membrane refractory for longer? Make `first` four times threshold.
# 3. Before you run it: put the potential back to rest as well, with `eight.replace(V=rest.V, h=rest.h, n=rest.n)`. What is the
#    ratio then, and what is still left over?
# 4. Before you run it: at which current does the silent membrane no longer stay silent after the small kick? Raise `level` step by
#    step.
# 5. Before you run it: can a *stronger* kick start the train in the silent membrane? And can a kick, given at the right moment, stop
#    a train that runs? Try displacements of both signs in `Shock`.
