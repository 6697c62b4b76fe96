# ---
# title: Other neurons in code
# parent: Notebooks
# nav_order: 10
# description: Run a cell of the cortex, then declare a membrane of your own in a dozen lines of Python, give it a slow current, and watch it adapt.
# ---

# %% [markdown]
# # Other neurons in code
#
# A membrane is a list of parameters, gates and currents. Whoever writes that list has a membrane that can be stimulated, clamped and made into an axon like the squid's. Here you run one that is declared already, and
# then declare your own. The story is told in [Other neurons](../other-neurons.md).

# %%
import matplotlib.pyplot as plt
import numpy as np

from apsite import Current, Gate, Mechanism, Membrane, Parameter, Step, book_style, simulate
from apsite.membranes.cortical import REGULAR_SPIKING

plt.style.use(book_style())

# %% [markdown]
# ## One that is there
#
# `Membrane.of` makes a patch of membrane from a declaration. Give it a weak steady current, and read its first spike: where it rests, where it climbs steeply, and how high and how wide it is.

# %% tags=["first-spike"] checks="regular_cell.rest regular_cell.onset regular_cell.peak regular_cell.width"
cell = Membrane.of(REGULAR_SPIKING)
first = simulate(cell, [Step(0, 0.9)], 60, dt=0.005).spikes[0]
print(f"rests at {cell.resting_potential:.1f} mV")
print(f"takes off at {first.threshold:.1f} mV")
print(f"peaks at {first.peak:.1f} mV")
print(f"is {first.half_width:.2f} ms wide")

# %% [markdown]
# Under a stronger current it fires on, and its slow gates add up. Compare their share before and after.

# %%
run = simulate(cell, [Step(10, 2)], 200)
print(REGULAR_SPIKING)
p = run.gates["p"]
print(f"gates p open at rest: {p[0]:.3f}, after the train: {p[-1]:.3f}")

# %% [markdown]
# ## One of your own
#
# Two gates and three currents are enough to fire again and again. This membrane is of the kind that Morris and Lecar found in a muscle of the barnacle [@morris1981]. Its calcium channels, `m`, are open as soon as the potential says so,
# and its potassium channels, `w`, follow. Each parameter has a unit, a least value, a largest value and the value that it usually has. A formula is a text. What is not declared may not stand in it: misspell a name and see what you are told.

# %% tags=["declared"]
barnacle = Mechanism(
    "barnacle",
    parameters=[
        Parameter("C_m", "uF/cm2", 1, 100, 20),
        Parameter("g_Ca", "mS/cm2", 0, 50, 4),
        Parameter("g_K", "mS/cm2", 0, 50, 8),
        Parameter("g_L", "mS/cm2", 0, 50, 2),
    ],
    gates=[
        Gate("m", inf="(1 + tanh((V + 1.2) / 18)) / 2"),
        Gate("w", inf="(1 + tanh((V - 12) / 17.4)) / 2", tau="15 / cosh((V - 12) / 34.8)"),
    ],
    currents=[
        Current("Ca", "g_Ca * m", "120"),
        Current("K", "g_K * w", "-84"),
        Current("L", "g_L", "-60"),
    ],
)

# %% [markdown]
# That is the whole declaration. From it follow the program that runs it, its resting potential, and what it answers when you ask for something out of range. Does it fire on under a steady current?

# %%
fibre = Membrane.of(barnacle)
steady = [Step(50, 60)]
even = simulate(fibre, steady, 1500, dt=0.1)
print(f"{len(even.spikes)} spikes")

# %% [markdown]
# It does. Now add one gate and one current to what was declared.

# %%
slow = Mechanism(
    "slow_barnacle",
    parameters=[*barnacle.parameters, Parameter("g_M", "mS/cm2", 0, 10, 2)],
    gates=[*barnacle.gates, Gate("p", inf="1 / (1 + exp(-(V + 10) / 5))", tau="300")],
    currents=[*barnacle.currents, Current("M", "g_M * p", "-84")],
)
adapting = simulate(Membrane.of(slow), steady, 1500, dt=0.1)

# %% tags=["train"] alt="Two traces under the same steady current. The membrane as it was declared fires at an even pace; with a slow potassium current added, the time between its spikes grows."
figure, axes = plt.subplots(2, 1, sharex=True, sharey=True, figsize=(7, 3.6))
axes[0].plot(even.time, even.voltage, "C0", linewidth=1.2)
axes[1].plot(adapting.time, adapting.voltage, "C2", linewidth=1.2)
axes[0].set_title("as declared")
axes[1].set_title("with a slow potassium current")
axes[1].set_xlabel("time (ms)")
_ = figure.supylabel("membrane potential (mV)")

# %% [markdown]
# As in the regular-spiking cell, what adds up from spike to spike is a slow gate; the ratio of the last interval to the first says how much it slows.

# %%
for each in (even, adapting):
    intervals = np.diff(each.spike_times)
    slowing = intervals[-1] / intervals[0]
    print(f"{len(intervals)} intervals, the last {slowing:.2f} times the first")

# %% [markdown]
# ## Change one thing
#
# 1. Make the gate `p` five times as fast. Does the membrane still adapt? Say first what you expect.
# 2. Give `p` a larger `g_M`. From where on does the membrane stop firing altogether?
# 3. Let `p` inactivate: add a second gate to the current M, whose `inf` falls where that of `p` rises. What have you made?
