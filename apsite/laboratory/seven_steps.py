"""The protocol of the seven steps: to which potentials the command of a clamped axon steps, and in which solutions.

Owns its numbers, which the page's experiments and the laboratory in the browser share.
"""

CHOLINE = 0.1  # of sea water's sodium is left
LEAKY = (-90.0, -100.0, -110.0, -120.0, -130.0)  # mV, where no channel opens
LEVELS = (-50.0, -40.0, -30.0, -20.0, -10.0, 0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 75.0)  # mV
#: Where a tail is looked at after channels have opened, mV: potassium's after 10 ms, sodium's after 0.6 ms.
TAILS, BRIEF_TAILS = (-110.0, -100.0, -90.0, -75.0, -70.0, -60.0), (-80.0, -75.0, -70.0, -65.0, -60.0)
OPENED = 20.0  # mV, where they are opened for that
CONDITIONING = (-130.0, -110.0, -100.0, -90.0, -80.0, -70.0, -60.0, -50.0, -40.0, -30.0)  # mV, before a second step
TEST = -10.0  # mV, of that second step
WIDTHS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)  # ms, of a first step, at these potentials (mV):
RECOVERING = (-110.0, -90.0, -80.0, -60.0, -50.0)
#: What the largest potassium conductance is above that at this potential (mV), as the paper took it.
ALL_OPEN, BEYOND = 1.2, 30.0
#: Within this of its reversal potential (mV) a current says little of the conductance.
ASIDE = 8.0
