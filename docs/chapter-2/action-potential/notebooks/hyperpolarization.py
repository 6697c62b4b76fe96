# ---
# title: Hyperpolarization in code
# parent: Notebooks
# nav_order: 5
# description: Rebuild the undershoot of a Hodgkin-Huxley spike in Python, move its floor, find what brings the membrane back, and make it fire by letting it go.
# ---

# %% [markdown]
# # Hyperpolarization in code
#
# After a spike the membrane goes below rest. Here we record it, balance its currents, and then do what no electrode can: close all
# surplus potassium channels in an instant, or take the leak away. At the end the membrane fires because a current *stops*. The
# story is told in [Hyperpolarization](../hyperpolarization.md).

# %%
import matplotlib.pyplot as plt
import numpy as np

from apsite import Membrane, Pulse, Step, book_style, simulate

plt.style.use(book_style())
membrane = Membrane()
rest = membrane.rest  # V, m, h and n of the resting membrane

# %% [markdown]
# ## The lowest point
#
# Record one spike, find its lowest point, and look at how little is left between it and the potassium potential.

# %% tags=["lowest-point"] checks="undershoot.voltage undershoot.distance undershoot.n undershoot.n_at_rest"
run = simulate(membrane, [Pulse(onset=2, width=0.5, amplitude=26.55)], duration=40, dt=0.005)
trough = np.argmin(run.voltage)  # the number of the sample, not a time

print(f"lowest potential: {run.voltage[trough]:.1f} mV")
print(f"above the potassium potential: {run.voltage[trough] - membrane.E_K:.1f} mV")
print(f"share of open n gates there: {run.gates['n'][trough]:.2f}")
print(f"share of open n gates at rest: {rest.n:.2f}")

# %% [markdown]
# At a minimum the potential stands still, so no net current is left. Which two currents cancel there, and which one hardly counts?

# %% tags=["currents"] checks="undershoot.potassium_current undershoot.leak_inflow undershoot.sodium_current"
at_trough = {ion: current[trough] for ion, current in run.currents.items()}  # outward is positive

print(f"potassium, outward: {at_trough['K']:.2f} µA/cm²")
print(f"leak, inward: {-at_trough['L']:.2f} µA/cm²")
print(f"sodium, inward: {-at_trough['Na']:.3f} µA/cm²")
assert abs(sum(at_trough.values())) < 0.02, "at a minimum the currents must cancel"

# %% [markdown]
# ## Where would it settle?
#
# Freeze all gates in your mind. The potential would then settle where the three currents cancel: at the mean of the three reversal
# potentials, each weighted by its conductance. Look at how far behind this **balance point** the membrane ever is on its way up.

# %% tags=["balance"] checks="undershoot.lag undershoot.rebound"
g = run.conductances
balance = g["Na"] * membrane.E_Na + g["K"] * membrane.E_K + g["L"] * membrane.E_L
balance = balance / (g["Na"] + g["K"] + g["L"])

back = trough + np.argmax(run.voltage[trough:] > rest.V)  # the first sample above rest again
lag = balance[trough:back] - run.voltage[trough:back]
print(f"never further from the balance point than {lag.max():.1f} mV")
print(f"then above rest by {run.voltage[back:].max() - rest.V:.1f} mV")

# %% [markdown]
# Draw both. Look at the return: the potential follows the balance point, and the balance point moves because *n* gates close. In the
# lower panel, look at how nearly the two currents cancel. (What they leave over near rest is the current of sodium channels.)

# %% tags=["undershoot"] alt="First panel: below rest, the membrane potential falls to just above the potassium potential and climbs back over fifteen milliseconds, a little behind a dashed curve, the balance point. Second panel: from the lowest point on, the outward potassium current and the inward leak, drawn upwards, are nearly equal and fall together; back at rest they are a little apart."
fig, (upper, lower) = plt.subplots(2, 1, figsize=(5.2, 5), sharex=True)
part = slice(1000, None, 20)  # every twentieth sample, from the sample at 5 ms on

upper.plot(run.time[part], balance[part], "C5--", label="balance point")
upper.plot(run.time[part], run.voltage[part], "C0-", label="membrane potential")
upper.axhline(membrane.E_K, color="C2", linewidth=0.8, linestyle="-.", label="potassium potential")
upper.axhline(rest.V, color="C0", linewidth=0.6)
upper.set(ylim=(-84, -58), ylabel="potential (mV)")
upper.legend(loc="upper right")

lower.plot(run.time[part], run.currents["K"][part], "C2--", label="potassium, outward")
lower.plot(run.time[part], -run.currents["L"][part], "C3:", label="leak, inward")
lower.set(xlim=(5, 40), ylim=(0, 20), xlabel="time (ms)", ylabel="current (µA/cm²)")
lower.legend()
plt.show()

# %% [markdown]
# ## A floor
#
# If the potassium potential pulls the membrane down, then moving it should move the undershoot. Before you run it: can the potential
# fall past any of the four? (The pulse is twice as strong as before, so that every one of these membranes fires.)

# %% tags=["floors"] alt="The parts below minus twenty millivolts of four spikes with four potassium potentials. Each falls to just above its own potassium potential, a thin line across the figure, and none crosses it."
strong_pulse = Pulse(onset=2, width=0.5, amplitude=2 * 26.55)
lowest = {}
for E_K, line in [(-75, "C0-"), (-82, "C2--"), (-90, "C4-."), (-100, "C5:")]:
    each = simulate(membrane.replace(E_K=E_K), [strong_pulse], 30)
    lowest[E_K] = each.voltage.min()
    assert each.spikes and lowest[E_K] > E_K, "it fires, and stops above its floor"
    plt.plot(each.time[::12], each.voltage[::12], line, label=f"{E_K} mV")
    plt.axhline(E_K, color=line[:2], linewidth=0.6)
plt.xlim(0, 30)
plt.ylim(-105, -20)
plt.xlabel("time (ms)")
plt.ylabel("membrane potential (mV)")
plt.legend(title="potassium potential", loc="upper right")
plt.show()

# %% [markdown]
# Now four times as many potassium channels, with the usual potassium potential. Look at how little that adds.

# %% tags=["floor-numbers"] checks="floor.high_trough floor.lowest_trough floor.gain_trough"
many = simulate(membrane.replace(g_K=4 * membrane.g_K), [strong_pulse], 30)

print(f"highest floor: it stops at {lowest[-75]:.1f} mV")
print(f"lowest floor: it stops at {lowest[-100]:.1f} mV")
print(f"usual floor, many more channels: it stops at {many.voltage.min():.1f} mV")

# %% [markdown]
# ## What brings it back
#
# `state_at` gives the potential and the gates at one moment, and `initial` starts a new run from there. So we can stop at the lowest
# point, change one thing, and go on. Look at which change makes the greatest difference.

# %% tags=["return"] alt="Four ways back from the lowest point. With all n gates put at rest, the potential is back near rest within a few milliseconds; with twice the leak it comes back sooner than usual and settles above the usual rest; without a leak it stays almost where it is."
low = run.state_at(run.time[trough])
g_L = membrane.g_L
returns = {
    "as it is": simulate(membrane, [], 40, initial=low, dt=0.005),
    "n gates put at rest": simulate(membrane, [], 40, initial=low.replace(n=rest.n), dt=0.005),
    "twice the leak": simulate(membrane.replace(g_L=2 * g_L), [], 40, initial=low, dt=0.005),
    "no leak": simulate(membrane.replace(g_L=0), [], 40, initial=low, dt=0.005),
}
for (name, each), line in zip(returns.items(), ["C0-", "C2--", "C5-.", "C3:"], strict=True):
    plt.plot(each.time[::40], each.voltage[::40], line, label=name)
plt.xlim(0, 25)
plt.xlabel("time since the lowest point (ms)")
plt.ylabel("membrane potential (mV)")
plt.legend(loc="center right")
plt.show()

# %% [markdown]
# One number for each: the time until half of the way to the usual rest is made. Without the leak there is no such time.

# %% tags=["half-times"] checks="return.half_time return.closed return.more_leak return.without_leak"
half_way = (low.V + rest.V) / 2


def half_time(recording):
    """Return when (ms) the potential passes the point half way between the lowest point and rest."""
    return recording.time[np.argmax(recording.voltage > half_way)]


print(f"as it is: {half_time(returns['as it is']):.1f} ms")
print(f"n gates put at rest: {half_time(returns['n gates put at rest']):.1f} ms")
print(f"twice the leak: {half_time(returns['twice the leak']):.1f} ms")
print(f"no leak: at the end at {returns['no leak'].voltage[-1]:.1f} mV")

# %% [markdown]
# ## A spike from letting go
#
# Hold the membrane below rest for [30 ms](model:break.width), and let go. `fires` does so, and can put single gates back to rest at
# the moment of release; `weakest` halves the interval in which the weakest current lies.


# %% tags=["let-go"]
def fires(strength, reset=()):
    """Say whether a spike follows a hyperpolarizing current (µA/cm²) that ends."""
    held = simulate(membrane, [Step(0, -strength)], 30, dt=0.025).state_at(30)
    start = held.replace(**{gate: getattr(rest, gate) for gate in reset})
    return len(simulate(membrane, [], 40, initial=start, dt=0.025).spikes) > 0


def weakest(reset=()):
    """Return the weakest hyperpolarizing current (µA/cm²) that ends in a spike."""
    low, high = 0, 30
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (low, middle) if fires(middle, reset) else (middle, high)
    return high


# %% [markdown]
# Before you run it: which gate matters more, *h*, of which more are open after the current, or *n*, of which fewer are? The gate
# whose reset makes the current grow more is the one that counts.

# %% tags=["which-gate"] checks="break.amplitude break.h_reset break.n_reset"
released = weakest()
print(f"nothing changed: {released:.2f} µA/cm²")
print(f"h put at rest: {weakest(reset=['h']):.2f} µA/cm²")
print(f"n put at rest: {weakest(reset=['n']):.2f} µA/cm²")

# %% [markdown]
# Draw a current a little stronger than the weakest and one a little weaker. In the lower panel, look at the gates at the moment of
# release (the thin line) and compare them with where they began.

# %% tags=["anode-break"] alt="First panel: two potentials held about three millivolts below rest for thirty milliseconds; after the release one rises to a spike, the other only passes rest a little. Second panel: during the current the gate h rises from 0.6 to 0.7 and the gate n falls from 0.32 to 0.27."
strong, weak = (simulate(membrane, [Step(5, -k * released, 30)], 60) for k in (1.02, 0.98))
assert len(strong.spikes) == 1 and len(weak.spikes) == 0

fig, (upper, lower) = plt.subplots(2, 1, figsize=(5.2, 5), sharex=True)
upper.plot(strong.time[::25], strong.voltage[::25], "C0-", label="just strong enough")
upper.plot(weak.time[::25], weak.voltage[::25], "C5--", label="just too weak")
upper.set(ylabel="membrane potential (mV)")
upper.legend(loc="upper left")
lower.plot(strong.time[::25], strong.gates["h"][::25], "C1-", label="h")
lower.plot(strong.time[::25], strong.gates["n"][::25], "C2--", label="n")
lower.axvline(35, color="C0", linewidth=0.6)
lower.set(ylim=(0, 1), xlabel="time (ms)", ylabel="share of open gates")
lower.legend(loc="upper left")
plt.show()

# %% [markdown]
# A few hundredths of open gates do not look like much. Look at what they make of the potassium conductance, which goes with the
# fourth power of *n*.

# %% tags=["at-the-release"] checks="break.h break.h_at_rest break.potassium_share"
state = strong.state_at(35)
print(f"h at the release: {state.h:.2f}")
print(f"h at rest: {rest.h:.2f}")
print(f"potassium conductance, of that at rest: {100 * (state.n / rest.n) ** 4:.0f} %")

# %% [markdown]
# ## Change one thing
#
# 1. Before you run it: put the potassium potential *above* rest, at `E_K=-65`, in the section on the floor. Where does this membrane
#    rest, and is there still an undershoot?
# 2. Before you run it: does the lowest point get lower if you give the resting membrane twice the leak? Try it with
#    `membrane.replace(g_L=2 * g_L)`, and compare its rest as well.
# 3. Before you run it: put *h* instead of *n* at rest at the lowest point. Does the way back change?
# 4. Before you run it: hold the membrane down for a tenth of the time. How much stronger must the current be? Change both `30` in
#    `fires` to `3`.
# 5. Before you run it: can a current that is taken away *slowly* set off a spike? End the step with a few smaller ones, such as
#    `[Step(5, -3, 30), Step(35, -2, 10), Step(45, -1, 10)]`.
