# ---
# title: Threshold in code
# parent: Notebooks
# nav_order: 2
# description: Find the threshold of a Hodgkin-Huxley membrane by halving an interval, for pulses, kicks and lasting currents, and see what a slow ramp does to its channels.
# ---

# %% [markdown]
# # Threshold in code
#
# One small function does nearly all the work of this notebook. It finds how strong a pulse must be, how large a kick, and how long
# a weak current must last. The story behind it is told in [Threshold](../threshold.md).

# %%
import matplotlib.pyplot as plt
import numpy as np

from apsite import Membrane, Pulse, Ramp, Shock, Step, book_style, simulate

plt.style.use(book_style())
membrane = Membrane()

# %% [markdown]
# ## The search
#
# Take two strengths, one that does not fire the membrane and one that does. Try the middle, keep the half in which the answer
# changes, and repeat. Look at how fast that works: thirty trials make the interval a billion times narrower.


# %% tags=["search"]
def least(stimulus, low, high):
    """Return the smallest x between low and high for which the stimulus(x) fires the membrane."""
    for _ in range(30):
        middle = (low + high) / 2
        fired = len(simulate(membrane, [stimulus(middle)], 60, dt=0.025).spikes) > 0
        low, high = (low, middle) if fired else (middle, high)
    return high


# %% [markdown]
# ## All or nothing
#
# First the weakest pulse of half a millisecond. The assertion asks whether `high` was high enough for the search to mean anything.

# %% tags=["threshold-current"] checks="threshold.amplitude"
threshold = least(lambda strength: Pulse(2, 0.5, strength), low=0, high=100)
assert 0 < threshold < 99, "the interval did not hold the threshold"
print(f"threshold: {threshold:.2f} µA/cm²")

# %% [markdown]
# Now two pulses, one a ten-thousandth too weak, the other as much too strong. Look for how long the two cannot be told apart.

# %% tags=["all-or-nothing"] alt="Two membrane potentials after pulses that differ by a fiftieth of a percent. They run together near minus sixty millivolts for several milliseconds, and then one rises to a spike while the other falls back to rest."
weak, strong = (simulate(membrane, [Pulse(2, 0.5, a * threshold)], 25) for a in (0.9999, 1.0001))

plt.plot(strong.time[::5], strong.voltage[::5], "C0-", label="just strong enough")
plt.plot(weak.time[::5], weak.voltage[::5], "C5--", label="just too weak")
plt.xlabel("time (ms)")
plt.ylabel("membrane potential (mV)")
plt.legend()
plt.show()

# %% [markdown]
# How much does five times the threshold current add to the spike? Guess, and then look at the last line.

# %% tags=["peaks"] checks="below.peak above.peak five_times.gain"
five_times = simulate(membrane, [Pulse(2, 0.5, 5 * threshold)], 25)

print(f"just too weak, it reaches {weak.voltage.max():.1f} mV")
print(f"just strong enough, it reaches {strong.voltage.max():+.1f} mV")
print(f"five times as strong adds {five_times.voltage.max() - strong.voltage.max():.0f} mV")

# %% [markdown]
# Sweep the strength, and the two branches appear. Look for a dot half way between them; in the warm axon there are some.

# %% tags=["step-and-slope"] alt="The highest potential after a pulse against its strength. In the cool axon the dots jump from below minus fifty to above twenty millivolts at the threshold; in the warm axon the crosses climb from minus forty to above zero along a slope."
strengths = np.linspace(0, 80, 81)
for temperature, marker in [(6.3, "C0o"), (30, "C5x")]:
    axon = membrane.replace(temperature=temperature)
    peaks = [simulate(axon, [Pulse(2, 0.5, a)], 20).voltage.max() for a in strengths]
    plt.plot(strengths, peaks, marker, markersize=3.5, label=f"{temperature} °C")
plt.xlabel("strength of the pulse (µA/cm²)")
plt.ylabel("highest potential (mV)")
plt.legend(loc="lower right")
plt.show()

# %% [markdown]
# ## A kick and a ramp
#
# A shock moves the potential at once, before any gate can follow. The same function searches for the smallest one that fires; look at
# the potential it leads to, and remember it.

# %% tags=["kick"] checks="kick.displacement kick.voltage"
kick = least(lambda shift: Shock(2, shift), low=0, high=50)
kick_level = membrane.resting_potential + kick
print(f"smallest kick: {kick:.1f} mV")
print(f"it leads to {kick_level:.1f} mV")

# %% [markdown]
# Two ramps, one five times as steep as the other. Before you run it: which of them reaches the level of the kick, and which fires
# from there?

# %% tags=["ramps"] checks="ramp.voltage fast_ramp.threshold"
slow = simulate(membrane, [Ramp(onset=5, width=69, slope=0.2)], 94)
fast = simulate(membrane, [Ramp(onset=5, width=69, slope=1.0)], 94)
assert not slow.spikes and slow.voltage.max() > kick_level, "past the level, and no spike"

print(f"slow ramp: no spike, and yet it reaches {slow.voltage.max():.1f} mV")
print(f"fast ramp: it fires, and the spike takes off at {fast.spikes[0].threshold:.1f} mV")

# %% [markdown]
# What did the ramp do on the way that the kick did not? Draw not time but the state: the potential to the right, the gate *h*
# upwards. Look at the direction in which each stimulus leaves the resting membrane (the dot), and where it crosses the thin line,
# the level of the kick.

# %% tags=["state"] alt="Paths in the plane of membrane potential and gate h. From the dot of the resting membrane, the kick goes straight to the right at constant h and on to a spike. The slow ramp goes down and to the right, swinging about a dotted curve on which h has settled, and ends past the potential of the kick. The fast ramp runs between the two and goes on to a spike."
kicked = simulate(membrane, [Shock(2, 1.02 * kick)], 12)
grid = np.linspace(-75, -45, 61)

plt.plot(grid, [membrane.settled_gates(V)[1] for V in grid], "C0:", label="h settled")
paths = {"kick": (kicked, "C0-"), "fast ramp": (fast, "C5-."), "slow ramp": (slow, "C4--")}
for name, (run, line) in paths.items():
    part = slice(0, np.argmax(run.voltage) + 1, 10)  # until the peak
    plt.plot(run.voltage[part], run.gates["h"][part], line, label=name)
plt.plot(membrane.rest.V, membrane.rest.h, "C0o")
plt.axvline(kick_level, color="C0", linewidth=0.6)
plt.xlim(-75, -45)
plt.ylim(0.25, 0.65)
plt.xlabel("membrane potential (mV)")
plt.ylabel("share of open h gates")
plt.legend(loc="lower right")
plt.show()

# %% [markdown]
# Put numbers on the end of the slow ramp: the share of sodium channels that could still open, and the potassium conductance in
# multiples of that at rest.

# %% tags=["accommodation"] checks="ramp.h_at_rest ramp.h_at_end ramp.potassium_gain"
end = np.argmax(slow.voltage)
h, g_K = slow.gates["h"], slow.conductances["K"]
print(f"h at rest: {h[0]:.2f}")
print(f"h at the end of the ramp: {h[end]:.2f}")
print(f"potassium conductance, end over rest: {g_K[end] / g_K[0]:.1f}")

# %% [markdown]
# ## How strong, how long
#
# The same search, now for pulses of many widths. A current that is switched on and stays on gives the rheobase: look at how the
# brief pulses lie on a line of constant charge, and how the long ones end on the rheobase.


# %% tags=["strength-duration"] alt="Threshold current against the width of the pulse on logarithmic axes. For brief pulses the dots lie on a falling straight dashed line of constant charge; for pulses of several milliseconds they level off on a dotted line, the rheobase."
def weakest(width):
    """Return the weakest pulse (µA/cm²) of this width (ms) that fires."""
    return least(lambda strength: Pulse(0, width, strength), low=0, high=200)


rheobase = least(lambda strength: Step(0, strength), low=0, high=20)
widths = np.geomspace(0.05, 20, 12)  # ms
thresholds = [weakest(width) for width in widths]

plt.loglog(widths, thresholds, "C4o", label="weakest pulse that fires")
plt.loglog(widths, membrane.C_m * kick / widths, "C0--", label="charge of the kick")
plt.axhline(rheobase, color="C5", linestyle=":", label="rheobase")
plt.ylim(1.5, 200)
plt.xlabel("width of the pulse (ms)")
plt.ylabel("strength (µA/cm²)")
plt.legend()
plt.show()

# %% [markdown]
# The chronaxie asks the other way round: how long must twice the rheobase last? Nothing new is needed, since `least` does not care
# what it searches for.

# %% tags=["rheobase-and-chronaxie"] checks="rheobase.amplitude chronaxie.width charge.briefest"
chronaxie = least(lambda width: Pulse(0, width, 2 * rheobase), low=0.1, high=20)
print(f"rheobase: {rheobase:.2f} µA/cm²")
print(f"chronaxie: {chronaxie:.2f} ms")
print(f"charge of the briefest pulse: {widths[0] * thresholds[0]:.2f} nC/cm²")

# %% [markdown]
# Half the width, twice the strength? Look at the ratio in the last line: a pure matter of charge would give exactly two.

# %% tags=["half-the-width"] checks="strength.at_1ms strength.at_5ms strength.half_factor"
print(f"a millisecond: {weakest(1):.2f} µA/cm²")
print(f"five milliseconds: {weakest(5):.2f} µA/cm²")
print(f"half a millisecond, over a whole one: {weakest(0.5) / weakest(1):.2f}")

# %% [markdown]
# ## Change one thing
#
# 1. Before you run it: does a warmer membrane need a stronger pulse or a weaker one? In a new cell, set
#    `membrane = Membrane(temperature=18.5)` and ask for `weakest(0.5)`. Search its rheobase and chronaxie as well.
# 2. Before you run it: at which slope between the two ramps does the membrane begin to fire? Let `least` find it, with
#    `lambda slope: Ramp(0, 55, slope)`.
# 3. Before you run it: is the threshold of a kick to a membrane with half of its sodium channels twice as large? Set
#    `membrane = Membrane(g_Na=60)` and search it again.
# 4. Before you run it: does a kick still fire the membrane if it comes in two halves, a moment apart? And much
#    later? Give `simulate` two shocks, of `0.51 * kick` each.
# 5. Before you run it: what does a weak pulse do that comes just before a strong one, help or hinder? Give `simulate` two pulses and
#    move the first one to earlier times.
