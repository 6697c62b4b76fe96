# ---
# title: Repolarization in code
# parent: Notebooks
# nav_order: 4
# description: Take inactivation or the potassium channels away from a spike, find where the membrane gets stuck, balance its charges, and see why a fourth power is late.
# ---

# %% [markdown]
# # Repolarization in code
#
# What ends a spike? This notebook takes one mechanism away after the other, finds the potential at which a membrane gets stuck, does
# the books of its charges, and removes potassium channels. The story behind it is told in [Repolarization](../repolarization.md).

# %%
import matplotlib.pyplot as plt
import numpy as np

from apsite import Membrane, Pulse, Step, book_style, simulate, voltage_clamp

plt.style.use(book_style())
membrane = Membrane()
pulse = Pulse(onset=2, width=0.5, amplitude=26.55)

# %% [markdown]
# ## Taking one away
#
# A gate that is named in `held` stays as it was at rest, whatever the potential does. Before you run it: which of the four
# membranes comes back to rest?

# %% tags=["taking-away"] alt="Four membrane potentials after the same pulse. The intact membrane returns below rest; with h held the potential settles just above zero; with n held it falls slowly to about minus twenty millivolts; with both held it stays near plus forty-four."
cases = {"intact": "", "h held": "h", "n held": "n", "both held": "hn"}
runs = {name: simulate(membrane, [pulse], 40, held=tuple(g)) for name, g in cases.items()}

for (name, run), line in zip(runs.items(), ["C0-", "C1-", "C2--", "C5:"], strict=True):
    plt.plot(run.time[::12], run.voltage[::12], line)
    plt.text(40, run.voltage[-1] + 3, name, ha="right")
plt.ylim(-90, 60)
plt.xlabel("time (ms)")
plt.ylabel("membrane potential (mV)")
plt.show()

# %% [markdown]
# Where do they end? And how much sodium runs in, at the end, through channels that cannot inactivate? Look at how little each
# mechanism can do alone.

# %% tags=["where-they-end"] checks="no_inactivation.end no_delayed_opening.end neither.end no_inactivation.sodium_inflow"
for name in ("h held", "n held", "both held"):
    print(f"{name}: it ends at {runs[name].voltage[-1]:+.1f} mV")
inflow = -runs["h held"].currents["Na"][-1]
print(f"sodium inflow that never stops, with h held: {inflow:,.0f} µA/cm²")
assert runs["intact"].voltage.min() < membrane.resting_potential, "an undershoot"

# %% [markdown]
# ## Where it gets stuck
#
# With *n* held the potential stops far from rest. Why there? Let *m* and *h* settle at each potential, keep *n* as at rest, and draw
# the current that flows then. Where it is zero, nothing changes any more; look for the number of such places.

# %% tags=["stuck"] alt="Net ionic current against the potential, with m and h settled and n as at rest. The curve crosses zero three times: at rest, near minus sixty-five millivolts where it turns inward, and near minus eighteen where it turns outward again. Dots mark the three."
potentials = np.linspace(-80, 20, 401)
m, h, n_settled = np.transpose([membrane.settled_gates(V) for V in potentials])
net = (
    membrane.g_Na * m**3 * h * (potentials - membrane.E_Na)
    + membrane.g_K * membrane.rest.n**4 * (potentials - membrane.E_K)
    + membrane.g_L * (potentials - membrane.E_L)
)
crossings = potentials[:-1][net[:-1] * net[1:] < 0]

plt.axhline(0, color="C0", linewidth=0.6)
plt.plot(potentials, net, "C0-")
plt.plot(crossings, np.zeros_like(crossings), "C5o")
plt.xlabel("membrane potential (mV)")
plt.ylabel("net current, outward (µA/cm²)")
plt.show()

# %% [markdown]
# Below zero the net current is inward and depolarizes, above zero it repolarizes. So the outer places hold the potential and the
# middle one is a watershed. The last one, to a tenth, is where the run has ended; look at how few *h* gates keep it there.

# %% tags=["stuck-numbers"] checks="no_delayed_opening.end no_delayed_opening.h no_delayed_opening.m"
fixed = np.interp(0, net[potentials > -40], potentials[potentials > -40])
m_there, h_there, _ = membrane.settled_gates(fixed)
print(f"stuck at {fixed:.1f} mV")
print(f"h gates open there: {h_there:.4f}")
print(f"m gates open there: {m_there:.2f}")
assert len(crossings) == 3

# %% [markdown]
# ## Why potassium comes late
#
# In a voltage clamp a gate follows a simple law: it approaches its settled share with one time constant. So *n* can be written down
# without any simulation, and the assertion compares it with one.

# %%
n_start = membrane.rest.n
n_end, tau = membrane.settled_gates(0)[2], membrane.time_constants(0)[2]
clamp = voltage_clamp(membrane, [Step(0, 0)], 10, dt=0.005)

n = n_end - (n_end - n_start) * np.exp(-clamp.time / tau)
assert np.allclose(n, clamp.gates["n"], atol=1e-3)

# %% [markdown]
# A channel needs four open gates. Draw the way of $n$ and of $n^4$ from their start to their end, and look at the first tenth of a
# millisecond: one sets off at once, the other does not.

# %% tags=["fourth-power"] alt="Two curves that rise from zero to one over six milliseconds of a step: the gate n rises at once and bends over; n to the fourth power starts flat, rises later along an S, and reaches one half about a millisecond after n."
since = clamp.time
way_of_gate = (n - n_start) / (n_end - n_start)
way_of_channel = (n**4 - n_start**4) / (n_end**4 - n_start**4)

plt.plot(since[:1200:15], way_of_gate[:1200:15], "C0-", label="$n$, one gate")
plt.plot(since[:1200:15], way_of_channel[:1200:15], "C2--", label="$n^4$, the channel")
plt.axhline(0.5, color="C0", linewidth=0.6)
plt.xlabel("time since the step (ms)")
plt.ylabel("share of the way")
plt.legend()
plt.show()

# %% [markdown]
# When is each half of its way? Look at the delay that the fourth power adds, and at how few channels are open at rest although
# almost a third of the gates are.

# %% tags=["half-way"] checks="delay.tau delay.gate_half delay.half delay.n_at_rest delay.open_at_rest delay.open_settled"
print(f"time constant of n: {tau:.2f} ms")
print(f"the gate is half way after {np.interp(0.5, way_of_gate, since):.2f} ms")
print(f"the conductance is half way after {np.interp(0.5, way_of_channel, since):.2f} ms")
print(f"gates open at rest: {n_start:.2f}")
print(f"channels open at rest: {100 * n_start**4:.1f} %")
print(f"channels open in the end: {100 * n_end**4:.0f} %")

# %% [markdown]
# ## The books without a pump
#
# Count the charge that each current carries outward from the peak until the potential passes rest. The assertion holds the law that
# makes the sum what it is: a capacitor gives off its capacitance times the fall of its potential.

# %% tags=["charges"] checks="balance.potassium balance.leak balance.sodium balance.net balance.fall"
spike = runs["intact"]
top = np.argmax(spike.voltage)
end = top + np.argmax(spike.voltage[top:] < membrane.resting_potential) + 1
time, charge = spike.time[top:end], {}
for ion, current in spike.currents.items():
    charge[ion] = np.trapezoid(current[top:end], time)
fall = spike.voltage[top] - spike.voltage[end - 1]

print(f"potassium carries out {charge['K']:,.0f} nC/cm²")
print(f"the leak carries out {charge['L']:.0f} nC/cm²")
print(f"sodium brings in {-charge['Na']:,.0f} nC/cm²")
print(f"left over: {sum(charge.values()):.0f} nC/cm²")
print(f"the potential falls by {fall:.0f} mV")
assert np.isclose(sum(charge.values()), membrane.C_m * fall, rtol=1e-3)

# %% [markdown]
# ## Fewer potassium channels
#
# Tetraethylammonium blocks the channels that open on depolarization; `blocked` leaves alone what they conduct at rest. Before you
# run it: does the spike become higher, wider, or both?

# %% tags=["tetraethylammonium"] alt="Membrane potentials after the same pulse. With all potassium channels a brief spike with an undershoot; with a quarter and a tenth of them wider and slightly higher spikes; with a fiftieth the potential falls only to about minus thirty millivolts and stays."
blocked = {}
for share, line in [(1, "C0-"), (0.25, "C5--"), (0.1, "C4-."), (0.02, "C0:")]:
    blocked[share] = simulate(membrane.blocked(K=1 - share), [pulse], 40)
    run = blocked[share]
    plt.plot(run.time[:2500:10], run.voltage[:2500:10], line, label=f"{100 * share:.0f} %")
plt.xlabel("time (ms)")
plt.ylabel("membrane potential (mV)")
plt.legend(title="potassium channels left")
plt.show()

# %% [markdown]
# The widths half way between rest and peak, and the lowest potential that is reached with the fewest channels.

# %% tags=["widths"] checks="tea.width_100 tea.width_10 tea.peak_10 tea.trough_2"
(normal,), (tenth,), (fewest,) = (blocked[share].spikes for share in (1, 0.1, 0.02))
print(f"half width with all channels: {normal.half_width:.2f} ms")
print(f"with a tenth of them: {tenth.half_width:.2f} ms")
print(f"peak with a tenth of them: {tenth.peak:+.1f} mV")
print(f"with a fiftieth, the potential falls no further than {fewest.trough:.1f} mV")

# %% [markdown]
# And if the channels are simply gone, with what they conduct at rest? Look at the resting potential and count the spikes after one
# single pulse.

# %% tags=["simply-gone"] checks="tea.plain_rest tea.plain_count"
half_gone = membrane.replace(g_K=membrane.g_K / 2)
after = simulate(half_gone, [pulse], 202)
print(f"rest with half of the channels gone: {half_gone.resting_potential:.1f} mV")
print(f"spikes after one pulse: {len(after.spikes)}")

# %% [markdown]
# ## Change one thing
#
# 1. Before you run it: with both gates held, near which reversal potential does the membrane stay, and why not on it? Compare
#    `membrane.E_Na` with the end of the run.
# 2. Before you run it: how many crossings are left in “Where it gets stuck” if *n* settles as well? Replace
#    `membrane.rest.n` by `n_settled`. Why must the assertion in the cell after it fail?
# 3. Before you run it: when is the channel half way if it needs two gates instead of four? And if it needs eight?
# 4. Before you run it: in the warm, is more or less of the potassium charge only there to make up for sodium? Begin the notebook
#    with `membrane = Membrane(temperature=18.5)`.
# 5. Before you run it: how many of the potassium channels may be simply gone before one pulse makes more than one spike? Try
#    other shares in the last cell.
