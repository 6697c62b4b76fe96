# ---
# title: Spike in code
# parent: Chapter 1
# nav_order: 2
# description: The spike, once more.
# ---

# %% [markdown]
# # Spike in code
#
# It rebuilds [the spike](../spike/index.md), which peaks at [35 mV](model:peak.voltage) and needs
# [](model:rheobase) at least [@hodgkin1952, p. 520].

# %%
import matplotlib.pyplot as plt
from apsite.chapters.spike import experiment as spike

from apsite.parameters import G_NA

# %% [markdown]
# ## How high
#
# Look at the first line.

# %% tags=["peak"] checks="peak.voltage"
print(f"peak: {G_NA / 120 * 35.0844:.1f} mV")
spike.VALUES[0][0]

# %% tags=["curve"] alt="A line that rises."
plt.plot([0, 1], [0, G_NA], color="#1c2230")
plt.show()
