"""Emission of the cable to Python for Numba: the text of a module beside that of the membrane.

Owns the loops around the cable's routines; every formula of a membrane comes from the program.
"""

from string import Template

from apsite.kernels.cable import (
    FOREVER,
    GATES,
    HARDLY,
    KINDS,
    ROUNDS,
    SECOND_STAGE,
    SETTLED,
    STAGE,
    TABLE_DENSITY,
    TABLE_LOW,
    TABLE_POINTS,
    CableProgram,
    Kind,
)
from apsite.kernels.python import Printer, function, names

_MODULE = Template('''\
"""Generated from apsite.equations by apsite.kernels (the cable). Not to be edited.

Compartments lie in sections of like membrane: section s has the compartments first[s] to first[s + 1] - 1 and the
membrane which[s]; membrane k is of the kind kinds[k] and has the parameters rows[k].
"""

from math import exp, expm1, pi

import numpy as np
from numba import njit

options = {"cache": True, "nogil": True, "error_model": "numpy"}
$constants


@njit(**options)
def linoid(x):
    return 1.0 if x == 0.0 else x / expm1(x)

$routines

@njit(**options)
def relax(kind, V, step, row, found):
    """Leave in `found`, for each gate, what it is multiplied by in `step` ms at V and what is added then."""
    found[:] = 0.0
$relax


@njit(**options)
def tabulate(kinds, rows, step):
    """What `relax` finds for each membrane at each tabulated potential, over half of `step` ms."""
    tables = np.zeros((kinds.size, $points, $doubled))
    for membrane in range(kinds.size):
        for point in range($points):
            relax(kinds[membrane], $low + point / $density, step / 2, rows[membrane], tables[membrane, point])
    return tables


@njit(**options)
def relax_gates(V, gates, step, first, which, kinds, rows, tables, twice):
    """Move the gates on by half of `step` ms, or by a whole one in two equal halves, at potentials that stand still."""
    direct = np.empty($doubled)
    for section in range(which.size):
        membrane = which[section]
        table = tables[membrane]
        for i in range(first[section], first[section + 1]):
            place = (V[i] - $low) * $density
            if 0.0 <= place < $last:
                point = int(place)
                share = place - point
                for gate in range($gates):
                    decay = table[point, 2 * gate]
                    decay += share * (table[point + 1, 2 * gate] - decay)
                    gain = table[point, 2 * gate + 1]
                    gain += share * (table[point + 1, 2 * gate + 1] - gain)
                    value = gates[gate, i] * decay + gain
                    gates[gate, i] = value * decay + gain if twice else value
            else:
                relax(kinds[membrane], V[i], step / 2, rows[membrane], direct)
                for gate in range($gates):
                    value = gates[gate, i] * direct[2 * gate] + direct[2 * gate + 1]
                    gates[gate, i] = value * direct[2 * gate] + direct[2 * gate + 1] if twice else value


@njit(**options)
def assemble(V, gates, a, first, which, kinds, rows, area, capacitance, axial, net, diagonal):
    """Leave in `net` what charges each compartment (uA) and in `diagonal` that of the matrix C - a A."""
    for section in range(which.size):
        membrane = which[section]
$conduct
    flow, left = 0.0, 0.0
    for i in range(V.size):
        onward = axial[i] * (V[i + 1] - V[i]) if i + 1 < V.size else 0.0
        net[i] += onward - flow
        diagonal[i] += a * (axial[i] + left)
        flow, left = onward, axial[i]


@njit(**options)
def factorize(diagonal, a, axial, factor):
    """Turn the diagonal of C - a A into the inverse pivots of its elimination, with the multipliers in `factor`."""
    before = 0.0
    for i in range(diagonal.size):
        diagonal[i] = 1.0 / (diagonal[i] - before)
        factor[i] = a * axial[i] * diagonal[i]
        before = a * axial[i] * factor[i]


@njit(**options)
def solve(x, inverse, factor):
    """Solve the system that was factorized, in place."""
    for i in range(1, x.size):
        x[i] += factor[i - 1] * x[i - 1]
    later = 0.0
    for i in range(x.size - 1, -1, -1):
        later = x[i] * inverse[i] + factor[i] * later
        x[i] = later


@njit(**options)
def advance(V, gates, steps, step, first, which, kinds, rows, tables, area, capacitance, axial, drive, at):
    """Move V (mV) and the gates on by `steps` of `step` ms, from step `at` of a run on.

    `area` (cm2) and `capacitance` (uF) of each compartment; `axial` (mS) between each and the next, 0 for the last.
    `drive`: compartments, the share of a stimulus that each is given, which stimulus, and the stimuli's currents (uA).
    """
    sites, shares, stimuli, currents = drive
    a = $stage * step
    y, z, inverse, factor = np.empty(V.size), np.empty(V.size), np.empty(V.size), np.empty(V.size)
    relax_gates(V, gates, step, first, which, kinds, rows, tables, False)
    for k in range(steps):
        assemble(V, gates, a, first, which, kinds, rows, area, capacitance, axial, y, inverse)
        for site in range(sites.size):
            y[sites[site]] += shares[site] * currents[stimuli[site], at + k]
        factorize(inverse, a, axial, factor)
        solve(y, inverse, factor)
        for i in range(V.size):
            z[i] = capacitance[i] * y[i]
        solve(z, inverse, factor)
        for i in range(V.size):
            V[i] += a * (y[i] + $second * z[i])
        relax_gates(V, gates, step, first, which, kinds, rows, tables, k + 1 < steps)


@njit(**options)
def settle(V, gates, first, which, kinds, rows, area, axial):
    """Move V, a guess, and the gates to where nothing changes any more. Returns whether they have come there."""
    found = np.empty($doubled)
    y, inverse, factor = np.empty(V.size), np.empty(V.size), np.empty(V.size)
    hardly = $hardly * area
    for _ in range($rounds):
        for section in range(which.size):
            membrane = which[section]
            for i in range(first[section], first[section + 1]):
                relax(kinds[membrane], V[i], $forever, rows[membrane], found)
                for gate in range($gates):
                    gates[gate, i] = found[2 * gate + 1]
        assemble(V, gates, 1.0, first, which, kinds, rows, area, hardly, axial, y, inverse)
        factorize(inverse, 1.0, axial, factor)
        solve(y, inverse, factor)
        largest = 0.0
        for i in range(V.size):
            # Half of the way: gates that settle anew at the new potential answer with more current than they carried.
            V[i] += y[i] / 2
            largest = max(largest, abs(y[i]))
        if largest < $settled:
            return True
    return False


@njit(**options)
def propagate(V, gates, samples, substeps, step, first, which, kinds, rows, area, capacitance, axial, drive):
    """Integrate from V and gates; return potentials (samples, compartments) and gates (gate, samples, compartments)."""
    tables = tabulate(kinds, rows, step)
    potentials = np.empty((samples, V.size))
    shares = np.empty(($gates, samples, V.size))
    V, gates = V.copy(), gates.copy()
    for sample in range(samples):
        if sample > 0:
            advance(
                V, gates, substeps, step, first, which, kinds, rows, tables, area, capacitance, axial, drive,
                (sample - 1) * substeps
            )
        potentials[sample] = V
        shares[:, sample] = gates
    return potentials, shares


@njit(**options)
def current(V, gates, first, which, kinds, rows):
    """The ionic current (uA/cm2) at every sample of every compartment, shape (samples, compartments)."""
    found = np.empty(V.shape)
    for section in range(which.size):
        membrane = which[section]
$current
    return found
''')


def emit_cable(program: CableProgram) -> str:
    """Return the text of a Python module whose functions run the cable."""
    printer = Printer({"fully_qualified_modules": False})
    return _MODULE.substitute(
        constants="\n".join(f"{name} = {value!r}" for name, value in program.constants.items()),
        routines="\n".join(function(routine, printer) for routine in program.routines),
        relax="\n".join(_relax(number, kind) for number, kind in enumerate(KINDS) if kind.gates),
        conduct="\n".join(_conduct(number, kind) for number, kind in enumerate(KINDS)),
        current="\n".join(_current(number, kind) for number, kind in enumerate(KINDS)),
        points=TABLE_POINTS,
        last=TABLE_POINTS - 1,
        low=f"({TABLE_LOW})",
        density=float(TABLE_DENSITY),
        gates=GATES,
        doubled=2 * GATES,
        hardly=HARDLY,
        forever=FOREVER,
        rounds=ROUNDS,
        settled=SETTLED,
        stage=repr(STAGE),
        second=repr(SECOND_STAGE),
    )


def _indent(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.split("\n"))


def _relax(number: int, kind: Kind) -> str:
    results = ", ".join(f"found[{column}]" for column in range(2 * len(kind.gates)))
    unpacked = "\n".join(f"{name} = row[{column}]" for column, name in enumerate(names(kind.fixed)))
    lines = f"{unpacked}\n{results} = relax_{kind.name}(V, step, {', '.join(names(kind.fixed))})"
    return f"    if kind == {number}:\n{_indent(lines, 8)}"


def _conduct(number: int, kind: Kind) -> str:
    gates = ", ".join([*(f"gates[{row}, i]" for row in range(len(kind.gates))), *names(kind.fixed)])
    return _of_kind(
        number,
        kind,
        "for i in range(first[section], first[section + 1]):",
        f"    conductance, inward = conduct_{kind.name}({gates})",
        "    diagonal[i] = capacitance[i] + a * area[i] * conductance",
        "    net[i] = area[i] * (inward - conductance * V[i])",
    )


def _current(number: int, kind: Kind) -> str:
    gates = ", ".join([*(f"gates[{row}, sample, i]" for row in range(len(kind.gates))), *names(kind.fixed)])
    return _of_kind(
        number,
        kind,
        "for sample in range(V.shape[0]):",
        "    for i in range(first[section], first[section + 1]):",
        f"        conductance, inward = conduct_{kind.name}({gates})",
        "        found[sample, i] = conductance * V[sample, i] - inward",
    )


def _of_kind(number: int, kind: Kind, *loop: str) -> str:
    unpacked = "\n".join(f"{name} = rows[membrane, {column}]" for column, name in enumerate(names(kind.fixed)))
    return f"        if kinds[membrane] == {number}:\n" + _indent("\n".join([unpacked, *loop]), 12)
