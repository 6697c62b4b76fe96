# ---
# title: Resting potential in code
# parent: Notebooks
# nav_order: 1
# description: Nernst and Goldman equations, a resting membrane, the ions that a spike moves, and an axon without a pump, in Python that you can run and change.
# ---

# %% [markdown]
# # Resting potential in code
#
# This notebook works out where ions are in balance and where a membrane rests, counts the ions that one spike
# moves, and runs down an axon that has no pump. The story behind it is told in [Resting potential](../resting-potential.md).

# %%
import matplotlib.pyplot as plt
import numpy as np

from apsite import Membrane, Pulse, book_style, simulate

plt.style.use(book_style())

# %% [markdown]
# ## Where an ion is in balance
#
# The Nernst equation needs two constants of nature and the ratio of two concentrations. Look at the factor in front of the
# logarithm: nothing in it depends on the ion but its charge.

# %%
R = 8.314462618  # gas constant, J/(mol K)
F = 96485.33212  # charge of a mole, C/mol


def nernst(outside, inside, temperature, charge=1):
    """Return the potential (mV) at which an ion is in balance; temperature in °C."""
    volts = R * (temperature + 273.15) / (charge * F) * np.log(outside / inside)
    return 1000 * volts


# %% [markdown]
# Two cells, and for each ion the concentration outside and inside in mM, from textbooks [@kandel2021, ch. 9; @purves2001, ch. 2]. Before you run the
# next cell: which of the three is in balance at a positive potential, and why?

# %% tags=["nernst-potentials"] checks="mammal.E_K mammal.E_Na mammal.E_Cl nernst.tenfold"
squid = {"K": (20, 400), "Na": (440, 50), "Cl": (560, 52)}
mammal = {"K": (5, 140), "Na": (145, 12), "Cl": (110, 10)}
cold, warm = 6.3, 37  # °C

for ion, charge in {"K": 1, "Na": 1, "Cl": -1}.items():
    print(f"{ion} is in balance at {nernst(*mammal[ion], warm, charge):+.1f} mV")
print(f"a tenfold ratio is worth {nernst(10, 1, warm):.1f} mV")

# %% [markdown]
# ## A compromise between ions
#
# The Goldman equation is a Nernst equation for a mixture: each concentration counts as much as its ion passes. Look at chloride,
# which changes sides because its charge is negative.


# %%
def goldman(cell, temperature, P_K=1.0, P_Na=0.04, P_Cl=0.45):
    """Return the potential (mV) at which the currents of the three ions cancel."""
    (K_out, K_in), (Na_out, Na_in), (Cl_out, Cl_in) = cell["K"], cell["Na"], cell["Cl"]
    outside = P_K * K_out + P_Na * Na_out + P_Cl * Cl_in
    inside = P_K * K_in + P_Na * Na_in + P_Cl * Cl_out
    return nernst(outside, inside, temperature)


# %% [markdown]
# The default permeabilities are those that Hodgkin and Katz found [@hodgkin1949]. Both cells must rest between the balance of
# potassium and that of sodium; the assertions look whether they do.

# %% tags=["goldman"] checks="mammal.rest squid.rest"
for cell, temperature, name in [(mammal, warm, "mammal"), (squid, cold, "squid")]:
    rest = goldman(cell, temperature)
    assert nernst(*cell["K"], temperature) < rest < nernst(*cell["Na"], temperature)
    print(f"{name}: {rest:.1f} mV")

# With a single ion left, Goldman's equation must turn into Nernst's.
assert np.isclose(goldman(mammal, warm, P_Na=0, P_Cl=0), nernst(*mammal["K"], warm))

# %% [markdown]
# ## Where the currents cancel
#
# The Hodgkin-Huxley membrane has conductances in the place of permeabilities. Hold it at many potentials, let the gates settle,
# and draw the three currents: it rests where their sum, the black line, crosses zero.

# %% tags=["currents-cancel"] alt="Ionic currents against the membrane potential with all gates settled. The potassium current is outward and grows with depolarization; the leak current is inward below about minus sixty millivolts; the sodium current is inward and small. Their sum crosses zero at minus seventy millivolts, marked with a dot."
membrane = Membrane()
potentials = np.linspace(-85, -60, 101)
m, h, n = np.transpose([membrane.settled_gates(V) for V in potentials])

I_Na = membrane.g_Na * m**3 * h * (potentials - membrane.E_Na)
I_K = membrane.g_K * n**4 * (potentials - membrane.E_K)
I_L = membrane.g_L * (potentials - membrane.E_L)

plt.axhline(0, color="C0", linewidth=0.6)
plt.plot(potentials, I_Na, "C1-", label="sodium")
plt.plot(potentials, I_K, "C2--", label="potassium")
plt.plot(potentials, I_L, "C3:", label="leak")
plt.plot(potentials, I_Na + I_K + I_L, "C0-", label="sum")
plt.plot(membrane.resting_potential, 0, "C0o")
plt.xlabel("membrane potential (mV)")
plt.ylabel("outward current (µA/cm²)")
plt.legend()
plt.show()

# %% [markdown]
# At rest each current pulls towards its own reversal potential, with a weight that is its share in the whole conductance. Look at
# how little the sodium channels have to say.

# %% tags=["weights"] checks="rest.potassium_share rest.leak_share rest.sodium_share rest.voltage"
rest = membrane.rest  # the state: potential V and gates m, h, n
g = np.array([membrane.g_K * rest.n**4, membrane.g_L, membrane.g_Na * rest.m**3 * rest.h])
E = np.array([membrane.E_K, membrane.E_L, membrane.E_Na])
share = g / g.sum()

for name, percent in zip(["potassium", "leak", "sodium"], 100 * share, strict=True):
    print(f"{name}: {percent:.1f} %")
print(f"weighted mean: {np.sum(share * E):.2f} mV")
assert np.isclose(np.sum(share * E), membrane.resting_potential)

# %% [markdown]
# ## More potassium outside
#
# Now raise the potassium outside the mammal's neuron. Look at the distance between the two curves, which is the force that drives
# potassium: where the resting potential is above the potassium potential, potassium flows out.

# %% tags=["more-potassium"] alt="The potassium potential and the resting potential against the potassium concentration outside, on a logarithmic axis from one to fifty millimolar. Both rise; the resting potential rises less steeply and lies above the potassium potential until the two meet near twenty-nine millimolar."
outside = np.geomspace(1, 50, 100)  # mM
E_K = nernst(outside, 140, warm)
rests = goldman({**mammal, "K": (outside, 140)}, warm)

plt.semilogx(outside, E_K, "C2--", label="potassium in balance")
plt.semilogx(outside, rests, "C0-", label="rest")
plt.fill_between(outside, E_K, rests, where=rests > E_K, color="C2", alpha=0.15, linewidth=0)
plt.xticks([1, 2, 5, 10, 20, 50], ["1", "2", "5", "10", "20", "50"])
plt.minorticks_off()
plt.xlabel("potassium outside (mM)")
plt.ylabel("potential (mV)")
plt.legend()
plt.show()

# %% [markdown]
# Does a doubling make potassium rush in? Compare the force before, at once (the potential has not moved yet) and after the
# potential has settled: its sign is the direction of flow.

# %% tags=["potassium-force"] checks="potassium.force potassium.force_at_once potassium.force_settled potassium.raised_rest"
doubled = {**mammal, "K": (10, 140)}
before, after = goldman(mammal, warm), goldman(doubled, warm)

print(f"force before: {before - nernst(*mammal['K'], warm):+.1f} mV")
print(f"at once: {before - nernst(*doubled['K'], warm):+.1f} mV")
print(f"settled: {after - nernst(*doubled['K'], warm):+.1f} mV")
print(f"new rest: {after:.1f} mV")
assert before > nernst(*doubled["K"], warm), "potassium would flow in"

# %% [markdown]
# ## How few ions it takes
#
# Add up the sodium current of one spike and the charge becomes an amount of ions. What flows at rest is taken off first, because it
# would flow without a spike as well.

# %% tags=["ions-moved"] checks="moved.sodium moved.potassium moved.excess"
pulse = Pulse(onset=2, width=0.5, amplitude=26.55)
spike = simulate(membrane, [pulse], 60)


def moved(current):
    """Return what a current (µA/cm²) carries out beyond that at rest, in pmol/cm²."""
    charge = np.trapezoid(current - current[0], spike.time)  # nC/cm²
    return charge / (F / 1000)  # F/1000 is the charge of a picomole in nC


entered, left = -moved(spike.currents["Na"]), moved(spike.currents["K"])
needed = membrane.C_m * (spike.voltage.max() - spike.voltage[0]) / (F / 1000)
assert entered > needed and left > needed
print(f"sodium in: {entered:.1f} pmol/cm²")
print(f"potassium out: {left:.1f} pmol/cm²")
print(f"sodium in, over what charging the membrane would take: {entered / needed:.0f}")

# %% [markdown]
# A cylinder of diameter $d$ has a volume of $d/4$ behind each piece of its surface. Look at how the same spike that a thick axon
# does not notice changes a thin one.

# %% tags=["thick-and-thin"] checks="axon_500.rise axon_10.rise axon_1.rise"
for name, diameter in [("giant axon", 500), ("thin axon", 10), ("very thin axon", 1)]:  # µm
    depth = diameter / 4 * 1e-4  # cm
    rise = entered / depth * 1e-6  # pmol/cm³ to mM
    print(f"{name}: sodium inside rises by {rise:.4f} mM")

# %% [markdown]
# ## An axon without a pump
#
# The model has no pump; its reversal potentials are simply held. Let them go. Sodium that leaks in and potassium that leaks out now
# change the concentrations inside; the sea outside is too large to change. The leak is taken to be a mixture of both ions.

# %%
Na_start = squid["Na"][0] / np.exp(membrane.E_Na / nernst(np.e, 1, cold))
K_sea = squid["K"][1] * np.exp(membrane.E_K / nernst(np.e, 1, cold))
sodium_share = (membrane.E_L - membrane.E_K) / (membrane.E_Na - membrane.E_K)


def drifted(Na_inside):
    """Return the membrane with this much sodium inside (mM); as much potassium has been lost."""
    E_Na = nernst(squid["Na"][0], Na_inside, cold)
    E_K = nernst(K_sea, squid["K"][1] - (Na_inside - Na_start), cold)
    E_L = sodium_share * E_Na + (1 - sodium_share) * E_K
    return membrane.replace(E_Na=E_Na, E_K=E_K, E_L=E_L)


assert np.isclose(drifted(Na_start).resting_potential, membrane.resting_potential)

# %% [markdown]
# The current at rest says how fast sodium enters. Follow it for hours in steps of a few minutes, the simplest way to solve a
# differential equation (Euler's), and try a spike at each step.


# %% tags=["run-down"]
def sodium_rate(axon, diameter=500):
    """Return how fast the sodium inside rises at rest, in mM per hour; diameter in µm."""
    resting = simulate(axon, [], 0.01)
    through_leak = sodium_share * axon.g_L * (resting.voltage[0] - axon.E_Na)
    current = resting.currents["Na"][0] + through_leak  # µA/cm², inward is negative
    return -current / (F * diameter / 4 * 1e-4) * 3600


step = 0.05  # hours
hours = np.arange(0, 8, step)
sodium, axons, peaks = Na_start, [], []
for _ in hours:
    axons.append(drifted(sodium))
    peaks.append(simulate(axons[-1], [pulse], 20, dt=0.02).voltage.max())
    sodium += step * sodium_rate(axons[-1])

# %% [markdown]
# Look at the two batteries in the first panel: one of them runs down much faster. In the second panel, see how long the axon still
# fires.

# %% tags=["without-a-pump"] alt="Two panels over eight hours without a pump. First: the sodium potential falls, the potassium potential and the resting potential rise more slowly. Second: the highest potential after the same pulse declines from thirty-five millivolts and passes zero near seven hours."
fig, (batteries, heights) = plt.subplots(2, 1, figsize=(5.2, 5), sharex=True)
batteries.plot(hours, [axon.E_Na for axon in axons], "C1-", label="sodium in balance")
batteries.plot(hours, [axon.resting_potential for axon in axons], "C0-", label="rest")
batteries.plot(hours, [axon.E_K for axon in axons], "C2--", label="potassium in balance")
batteries.set_ylabel("potential (mV)")
batteries.legend()
heights.axhline(0, color="C0", linewidth=0.6)
heights.plot(hours, peaks, "C0-")
heights.set_xlabel("time without a pump (hours)")
heights.set_ylabel("peak after a pulse (mV)")
plt.show()

# %% [markdown]
# An hour is twenty steps. Look at what it has cost the axon, and when the spike no longer passes zero.

# %% tags=["first-hour"] checks="pump.rest_shift pump.peak pump.hours"
after_one = int(1 / step)
shift = axons[after_one].resting_potential - membrane.resting_potential
print(f"after an hour, rest has moved by {shift:.1f} mV")
print(f"and the spike still reaches {peaks[after_one]:+.1f} mV")
last = hours[np.array(peaks) > 0][-1]
print(f"the last spike comes after {last:.1f} hours")

# %% [markdown]
# ## Change one thing
#
# 1. Before you run it: where does the mammal's neuron rest if it becomes as permeable to sodium as to potassium? Call
#    `goldman` with `P_Na=1`.
# 2. Before you run it: does the mammal's neuron rest higher or lower if chloride cannot pass at all? Set `P_Cl=0`, and explain
#    the direction with the potential at which chloride is in balance.
# 3. Before you run it: is an axon of a hundredth of the diameter run down after a hundredth of the time? Call
#    `sodium_rate(membrane, diameter=5)` and compare.
# 4. Before you run it: which of the two moves the rest further, a doubled `g_Na` or a doubled `g_L`? Try
#    `membrane.replace(g_Na=240).resting_potential` first.
# 5. Before you run it: does a warmer axon move more or fewer ions in a spike? Let `spike` be that of
#    `membrane.replace(temperature=18.5)`.
