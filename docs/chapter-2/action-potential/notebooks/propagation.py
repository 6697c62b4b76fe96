# ---
# title: Propagation in code
# parent: Notebooks
# nav_order: 8
# description: Let a spike travel along an axon in Python, measure its velocity, check the cable equation, let two spikes collide, and see how many nodes of a myelinated fibre are active at once.
# ---

# %% [markdown]
# # Propagation in code
#
# Here the membrane becomes long. We set off a spike at one end of an axon, measure how fast it travels, ask what charges the membrane
# ahead of it, let two spikes meet, and wrap a fibre in myelin. The story is told in [Propagation](../propagation.md).

# %%
import matplotlib.pyplot as plt
import numpy as np

from apsite import Axon, Injection, Membrane, Myelin, Node, Pulse, book_style, simulate_axon

plt.style.use(book_style())

# %% [markdown]
# ## A spike that travels
#
# The usual axon is as long and as thick as the one in the text, and here it is warm. A pulse of current enters at its left end, at
# place zero. The last two arguments make the steps in time and place finer than usual, for the digits that we want to compare.

# %% tags=["run"]
axon = Axon(membrane=Membrane(temperature=18.5))
pulse = Pulse(onset=0.1, width=0.2, amplitude=15)  # of an electrode in the axon, µA
run = simulate_axon(axon, [Injection(0, pulse)], 8, dt=0.01, step=0.0025, longest=0.0125)
x, rest = run.position, run.voltage[0, 0]  # the places, in cm, and the resting potential

assert run.voltage.shape == (len(run.time), len(x)), "a row for each moment, a column for each place"

# %% [markdown]
# One row of `run.voltage` is a snapshot of the whole axon. Before you run it: where is the steep side of the spike, left or right?

# %% tags=["snapshots"] alt="The membrane potential along an axon of twelve centimetres at four moments. The same spike stands farther to the right each time, equally high, with its steep side ahead; behind it the potential dips below rest."
for moment, line in zip((1, 2.5, 4, 5.5), ("C0:", "C0-.", "C0--", "C0-"), strict=True):
    snapshot = run.voltage[run.sample_at(moment)]
    plt.plot(x[::8], snapshot[::8], line)
    plt.text(x[np.argmax(snapshot)], snapshot.max() + 3, f"{moment} ms", ha="center", fontsize=8)
plt.ylim(-85, 40)
plt.xlabel("place (cm)")
plt.ylabel("membrane potential (mV)")
plt.show()

# %% [markdown]
# Two electrodes and a clock give the velocity. Centimetres in a millisecond are turned into metres in a second, hence the 10.

# %% tags=["velocity"] checks="conduction.delay conduction.velocity conduction.peak"
first, second = 4, 10  # cm
delay = run.arrival_at(second) - run.arrival_at(first)

print(f"from one electrode to the other: {delay:.2f} ms")
print(f"velocity: {10 * (second - first) / delay:.2f} m/s")
print(f"peak in the middle: {run.voltage_at(6).max():+.1f} mV")

# %% [markdown]
# How much of the axon is above half of the spike's height at one moment? Take the snapshot in which the front is in the middle.

# %% tags=["extent"] checks="conduction.extent"
snapshot = run.voltage[run.sample_at(run.arrival_at(6))]
half = (rest + snapshot.max()) / 2
excited = x[snapshot > half]
print(f"length of the spike: {excited[-1] - excited[0]:.1f} cm")

# %% [markdown]
# ## What charges the membrane
#
# The cable equation says that what charges a patch is the current from its neighbours, which is how much the potential bends along the
# axon, less the current out through its own channels. Compute the first from the snapshots alone, and see whether the sum is right.

# %% tags=["cable"]
d = 1e-4 * axon.diameter  # cm
R_a = 1e-3 * axon.axial_resistivity  # kΩ cm
place, V = run.position_at(6), run.voltage

bend = np.gradient(np.gradient(V, x, axis=1), x, axis=1)[:, place]  # mV/cm²
neighbours = d / (4 * R_a) * bend  # µA/cm²
channels = -run.ionic_current[:, place]  # inward drawn upwards: it charges
charging = axon.membrane.C_m * np.gradient(V[:, place], run.time)  # µA/cm²

worst = np.abs(charging - neighbours - channels).max()
assert worst < 0.02 * charging.max(), "the two should make up what charges the patch"

# %% [markdown]
# Look at who charges this patch first, and at what it pays back to its neighbours when its own channels have opened.

# %% tags=["neighbours"] alt="Two currents that charge a patch in the middle of the axon, over time. First the current from the neighbours rises alone. When it is at its largest the inward current of the patch's own channels sets in and grows far larger, while the current from the neighbours turns negative: now the patch charges others. Soon after, its own current turns outward."
now = run.arrival_at(6)
part = slice(run.sample_at(now - 0.8), run.sample_at(now + 0.8), 2)

plt.plot(run.time[part] - now, neighbours[part], "C5--")
plt.text(-0.78, 270, "from the neighbours", color="C5")
plt.plot(run.time[part] - now, channels[part], "C1-")
plt.text(0.13, 520, "its own channels", color="C1")
plt.axhline(0, color="C0", linewidth=0.6)
plt.xlabel("time since the front passed (ms)")
plt.ylabel("current that charges (µA/cm²)")
plt.show()

# %% [markdown]
# ## A stronger stimulus
#
# Search for the weakest pulse that sets off a spike; a short axon is enough to tell whether one leaves.

# %% tags=["threshold"] checks="stronger.threshold"
short = axon.replace(length=3)
low, high = 0, 20  # µA
for _ in range(16):
    middle = (low + high) / 2
    trial = simulate_axon(short, [Injection(0, Pulse(0.1, 0.2, middle))], 4)
    low, high = (low, middle) if trial.arrival_at(3) is not None else (middle, high)
print(f"weakest pulse: {high:.1f} µA")

# %% [markdown]
# Hardly enough, and five times as much. Before you run it: which spike is faster, and which arrives first? The two are not the same
# question.

# %% tags=["no-faster"] checks="weak.velocity fivefold.velocity weak.arrival fivefold.arrival"
weak, strong = (simulate_axon(axon, [Injection(0, Pulse(0.1, 0.2, times * high))], 9) for times in (1.05, 5))

print(f"weak pulse: the spike travels at {weak.velocity_between(4, 10):.2f} m/s")
print(f"strong pulse: the spike travels at {strong.velocity_between(4, 10):.2f} m/s")
print(f"weak pulse: the spike arrives after {weak.arrival_at(10) - 0.1:.2f} ms")
print(f"strong pulse: the spike arrives after {strong.arrival_at(10) - 0.1:.2f} ms")

# %% [markdown]
# ## Two spikes that meet
#
# Now a pulse at each end. `arrivals` holds the moment at which each place fires. Before you run it: what would the line look like if
# the spikes passed through each other?

# %% tags=["collision"] alt="The moment at which each place of the axon fires. After a pulse at the left end alone the dashed line rises straight from left to right. After pulses at both ends the solid line rises from both ends to a peak in the middle, and no place fires later than that."
both = simulate_axon(axon, [Injection(0, pulse), Injection(12, pulse)], 10)

plt.plot(x[::20], run.arrivals[::20], "C4--", label="pulse at the left end")
plt.plot(both.position[::5], both.arrivals[::5], "C0-", label="pulses at both ends")
plt.xlabel("place (cm)")
plt.ylabel("time at which it fires (ms)")
plt.legend()
plt.show()

# %% [markdown]
# Where and when do they meet, how often does any place fire, and what do the spikes leave there for each other? Look at the gate *h*.

# %% tags=["meeting"] checks="collision.place collision.time collision.passages collision.h collision.h_at_rest"
meeting = np.argmax(both.arrivals)  # the place that fires last
moment = both.arrivals[meeting]
upward = (both.voltage[:-1] < 0) & (both.voltage[1:] >= 0)  # through zero, going up
h = both.gates["h"][:, meeting]

print(f"they meet at {both.position[meeting]:.0f} cm")
print(f"after {moment:.1f} ms")
print(f"times that a place fires: {upward.sum(axis=0).max()}")
print(f"a millisecond later h is {h[both.sample_at(moment + 1)]:.2f}")
print(f"at rest it was {h[0]:.2f}")

# %% [markdown]
# ## The root of the diameter
#
# Distances along an axon scale with the root of its diameter. So take axons of many diameters, each as long as that demands, and let
# NumPy fit a power. Look at the exponent.

# %% tags=["root"] checks="diameter.ten_bare diameter.bare_exponent"
diameters = np.array([10, 30, 100, 300, 1000])  # µm
velocities = []
for each in diameters:
    scale = np.sqrt(each / axon.diameter)
    thinner = axon.replace(diameter=each, length=12 * scale)
    current = 15 * scale**3  # µA: as much for each area of its membrane
    trial = simulate_axon(thinner, [Injection(0, Pulse(0.1, 0.2, current))], 8)
    velocities.append(trial.velocity)

print(f"the thinnest conducts at {velocities[0]:.1f} m/s")
print(f"power of the diameter: {np.polyfit(np.log(diameters), np.log(velocities), 1)[0]:.2f}")

# %% [markdown]
# ## Myelin
#
# A mammal's fibre: bare nodes of Ranvier, and between them internodes that are insulated. Look at how long the spike takes from one
# node to the next, and how long it lasts at each.

# %% tags=["node-to-node"] checks="saltatory.velocity saltatory.delay saltatory.lasts"
myelin = Myelin(capacitance=0.005)  # of the internodes, µF/cm²
fibre = Axon(length=5, diameter=7, axial_resistivity=54.7, membrane=Node(), myelin=myelin)
wrapped = simulate_axon(fibre, [Injection(0, Pulse(0.01, 0.1, 0.002))], 1.6)
nodes = [wrapped.position_at(place) for place in fibre.nodes]
node = nodes[len(nodes) // 2]  # one far from both ends

trace = wrapped.voltage[:, node]
half = (trace[0] + trace.max()) / 2
delay = np.diff(wrapped.arrivals[nodes])[len(nodes) // 2]
lasts = np.sum(trace > half) * wrapped.time[1]

print(f"velocity: {wrapped.velocity:.1f} m/s")
print(f"from this node to the next: {1000 * delay:.0f} µs")
print(f"at this node it lasts {1000 * lasts:.0f} µs")

# %% [markdown]
# So what does the fibre look like at one moment? Before you run it: does the spike jump? Count the nodes that are active at once.

# %% tags=["nodes-at-once"] checks="saltatory.above_half saltatory.lifted" alt="The potential along a myelinated fibre at one moment, as a line with a dot at each node. It is one smooth hill: six nodes lie above a dotted line at half of its height, and several more stand clearly above rest on both sides."
snapshot = wrapped.voltage[wrapped.sample_at(0.8)]
print(f"nodes above half of the height: {np.sum(snapshot[nodes] > half)}")
print(f"nodes clearly above rest: {np.sum(snapshot[nodes] > trace[0] + 10)}")

plt.plot(wrapped.position, snapshot, "C0-", linewidth=0.8, label="internodes")
plt.plot(wrapped.position[nodes], snapshot[nodes], "C1o", markersize=4, label="nodes")
plt.axhline(half, color="C5", linestyle=":", label="half of the height")
plt.xlim(0, 3)
plt.xlabel("place (cm)")
plt.ylabel("membrane potential (mV)")
plt.legend(loc="upper left")
plt.show()

# %% [markdown]
# ## Change one thing
#
# 1. Before you run it: is the spike faster or slower in a cold axon? Set `Membrane(temperature=6.3)`. Is the stretch that is above half
#    of its height longer or shorter?
# 2. Before you run it: where do the spikes meet if the right pulse begins a millisecond later? And from which delay on do they not meet
#    at all?
# 3. Before you run it: a pulse in the middle, `Injection(6, pulse)`. How many spikes are there, and where does `arrivals` begin?
# 4. Before you run it: with half of the sodium channels everywhere, `axon.membrane.blocked(Na=0.5)`, is the spike half as fast? It no
#    longer passes zero, so ask for `velocity_between(4, 10, level=-40)`. How many channels can you take away before none travels?
# 5. Before you run it: the fibre loses half of its insulation, `myelin.replace(capacitance=0.01)`. What becomes of the velocity, and of
#    the number of nodes that are active at once? And at which capacitance does no spike travel?
