"""A fibre with myelin once more, by hand: the node's published rates, and a banded solver of SciPy."""

import numpy as np
from scipy.linalg import solve_banded

#: Potentials from the node's rest (mV), mS/cm2, uF/cm2.
C, G_NA, G_L, E_NA, E_L, MYELIN = 2.5, 1445.0, 128.0, 115.0, -0.01, 0.005


def rates(v):
    """a_m, b_m, a_h, b_h (1/ms)."""
    a_m = (97.0 + 0.363 * v) / (1.0 + np.exp((31.0 - v) / 5.3))
    b_h = 15.6 / (1.0 + np.exp((24.0 - v) / 10.0))
    return a_m, a_m / np.exp((v - 23.8) / 4.17), b_h / np.exp((v - 5.5) / 5.0), b_h


def highest(share, nodes, duration, current, width, step=0.0025, parts=3, diameter=10.0):
    """Highest potential (mV from rest) at each node with this `share` of its sodium channels.

    A `current` (uA) enters the first one for `width` ms. Between two nodes lie `parts` pieces of internode.
    """
    axon, internode, node = 0.7e-4 * diameter, 100e-4 * diameter, 2.5e-4  # cm
    length = np.full((nodes - 1) * (parts + 1) + 1, internode / parts)
    at = np.arange(0, len(length), parts + 1)
    length[at] = node
    area = np.pi * axon * length  # cm2
    capacitance = area * MYELIN
    capacitance[at] = area[at] * C
    half = 0.0547 * length / 2 / (np.pi * axon**2 / 4)  # kohm
    axial = 1.0 / (half[1:] + half[:-1])  # mS
    lost = np.append(axial, 0.0) + np.append(0.0, axial)
    v = np.zeros(len(length))
    a_m, b_m, a_h, b_h = rates(v[at])
    m, h = a_m / (a_m + b_m), a_h / (a_h + b_h)
    top = np.zeros(nodes)
    for count in range(round(duration / step)):
        a_m, b_m, a_h, b_h = rates(v[at])
        m += (a_m / (a_m + b_m) - m) * -np.expm1(-step * (a_m + b_m))
        h += (a_h / (a_h + b_h) - h) * -np.expm1(-step * (a_h + b_h))
        g_Na = share * G_NA * m**2 * h * area[at]
        diagonal = 2 * capacitance / step + lost
        diagonal[at] += g_Na + G_L * area[at]
        right = 2 * capacitance / step * v
        right[at] += g_Na * E_NA + G_L * E_L * area[at]
        right[0] += current if count * step < width else 0.0
        bands = np.array([np.append(0.0, -axial), diagonal, np.append(-axial, 0.0)])
        v = 2 * solve_banded((1, 1), bands, right) - v  # Crank-Nicolson; the gates are half a step ahead
        np.maximum(top, v[at], out=top)
    return top
