"""The axon's terminal and the next cell: from the spike's potential to calcium, to release, to a potential beyond.

V is the potential of the terminal, V_post that of the next cell. Currents are positive outward, so that calcium,
which flows in, carries a negative one. Time t is counted from the moment of release. The calcium channels are declared
in `membranes.calcium`: their gate, their current and where it is none follow from that, and nothing is added but what
`without_gap` says. The calcium that gathers beside them, what it releases and what the next cell makes of it are no
membrane's, and stand here.
"""

import sympy as sp

from apsite.equations.membrane import equations_of
from apsite.equations.symbols import Expression, symbol
from apsite.membranes.calcium import CALCIUM

_channels = equations_of(CALCIUM)
(_gate,), (_current,) = _channels.gates, _channels.currents

#: The share of open gates of the calcium channels.
s = _gate.symbol
Ca, V_post, quanta, t = sp.symbols("Ca V_post quanta t", real=True)
#: The probability of release where it is given, and how many spikes there were, and of these without release.
p, trials, failures = sp.symbols("p trials failures", real=True)

#: Share of gates s that are open after a long time at V, and how that share changes, 1/ms.
s_inf = _gate.steady_state
dsdt = _gate.derivative

#: Potential at which calcium is in balance, mV, and conductance with all channels open, mS/cm2.
E_Ca, g_Ca_out = _channels.where["E_Ca"], _channels.where["g_Ca_out"]

#: The calcium current, uA/cm2.
I_Ca = _current.current.subs(_channels.derived)

#: Change of the calcium concentration beside the channels, uM/ms.
dCadt = -symbol("k_Ca") * I_Ca - (Ca - symbol("Ca_0")) / symbol("tau_Ca")

#: Far less than one ion in a terminal, mM.
_NO_CALCIUM = 1e-18


def without_gap(expression: Expression) -> Expression:
    """Return `expression` as it is to be worked out where there may be no calcium outside.

    E_Ca has no value there, but I_Ca tends to 0: the concentration outside falls faster than E_Ca grows.
    """
    outside = symbol("Ca_out")
    return expression.subs(E_Ca, E_Ca.subs(outside, sp.Max(outside, _NO_CALCIUM)))


#: Probability that a vesicle is released: four ions act together (Dodge & Rahamimoff 1967).
release = Ca**4 / (Ca**4 + symbol("K_Ca") ** 4)

#: The binomial law, as a recursion: probability that none is released, and of one vesicle more over that of `quanta`.
none_released = (1 - p) ** symbol("N_ves")
one_more = (symbol("N_ves") - quanta) / (quanta + 1) * p / (1 - p)

#: Mean quantal content: what it is, and what failures say it is where p is small (del Castillo & Katz 1954).
content = symbol("N_ves") * p
content_from_failures = sp.log(trials / failures)

_rise, _decay = symbol("tau_r"), symbol("tau_d")
_peak_time = _decay * _rise / (_decay - _rise) * sp.log(_decay / _rise)


def _difference(moment: Expression) -> Expression:
    return sp.exp(-moment / _decay) - sp.exp(-moment / _rise)


#: Makes the largest value of the difference of exponentials 1.
normalization = 1 / _difference(_peak_time)

#: Conductance that the transmitter of `quanta` vesicles opens in the next cell, mS/cm2.
g_syn = quanta * symbol("g_q") * normalization * _difference(t)

#: The current through that conductance, uA/cm2.
I_syn = g_syn * (V_post - symbol("E_syn"))

#: Change of the next cell's potential, mV/ms; its membrane is passive.
dVpostdt = -(symbol("g_post") * (V_post - symbol("E_post")) + I_syn) / symbol("C_m")
