"""Emission of the cable to Python for Numba: the text of a module beside that of the membrane.

Owns the loops around the cable's routines; every formula of a membrane comes from the program.
"""

from string import Template

from apsite.kernels.cable import KINDS, NUMBERS, TABLE_DENSITY, TABLE_LOW, CableProgram, Kind
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
def prepare(V, gates, step, twice, first, which, kinds, rows, tables, a, area, capacitance, axial, net, diagonal):
    """Move the gates on by half of `step` ms, or by a whole one in two equal halves, at potentials that stand still.

    Then leave in `net` what charges each compartment (uA) and in `diagonal` that of the matrix C - a A.
    """
    direct = np.empty($doubled)
    last = tables.shape[1] - 1
    flow, left = 0.0, 0.0
    for section in range(which.size):
        membrane = which[section]
        table = tables[membrane]
$prepare


@njit(**options)
def eliminate(diagonal, a, axial, factor, x):
    """Eliminate from both ends to the middle, so that a processor has two chains of operations to work on.

    `diagonal` becomes the inverse pivots, x the right side that is left over.
    """
    middle = x.size // 2
    before, after, left, right = 0.0, 0.0, 0.0, 0.0
    for i in range(middle):
        pivot = 1.0 / (diagonal[i] - before)
        link = a * axial[i]
        diagonal[i] = pivot
        factor[i] = link * pivot
        before = link * factor[i]
        left += x[i]
        x[i] = left
        left *= factor[i]
        j = x.size - 1 - i
        if j > middle:
            pivot = 1.0 / (diagonal[j] - after)
            link = a * axial[j - 1]
            diagonal[j] = pivot
            factor[j] = link * pivot
            after = link * factor[j]
            right += x[j]
            x[j] = right
            right *= factor[j]
    diagonal[middle] = 1.0 / (diagonal[middle] - before - after)
    x[middle] += left + right


@njit(**options)
def carry(x, factor):
    """Eliminate in another right side."""
    middle = x.size // 2
    left, right = 0.0, 0.0
    for i in range(middle):
        left += x[i]
        x[i] = left
        left *= factor[i]
        j = x.size - 1 - i
        if j > middle:
            right += x[j]
            x[j] = right
            right *= factor[j]
    x[middle] += left + right


@njit(**options)
def substitute(x, inverse, factor):
    """Turn a right side that is left over into the solution, from the middle to both ends."""
    middle = x.size // 2
    x[middle] *= inverse[middle]
    left = right = x[middle]
    for i in range(middle - 1, -1, -1):
        left = x[i] * inverse[i] + factor[i] * left
        x[i] = left
        j = 2 * middle - i
        if j < x.size:
            right = x[j] * inverse[j] + factor[j] * right
            x[j] = right


@njit(**options)
def advance(V, gates, steps, step, first, which, kinds, rows, tables, area, capacitance, axial, drive, at):
    """Move V (mV) and the gates on by `steps` of `step` ms, from step `at` of a run on.

    `area` (cm2) and `capacitance` (uF) of each compartment; `axial` (mS) between each and the next, 0 for the last.
    `drive`: compartments, the share of a stimulus that each is given, which stimulus, and the stimuli's currents (uA).
    """
    sites, shares, stimuli, currents = drive
    a = $stage * step
    y, z, inverse, factor = np.empty(V.size), np.empty(V.size), np.empty(V.size), np.empty(V.size)
    prepare(V, gates, step, False, first, which, kinds, rows, tables, a, area, capacitance, axial, y, inverse)
    for k in range(1, steps + 1):
        for site in range(sites.size):
            y[sites[site]] += shares[site] * currents[stimuli[site], at + k - 1]
        eliminate(inverse, a, axial, factor, y)
        substitute(y, inverse, factor)
        for i in range(V.size):
            z[i] = capacitance[i] * y[i]
        carry(z, factor)
        substitute(z, inverse, factor)
        for i in range(V.size):
            V[i] += a * (y[i] + $second * z[i])
        prepare(V, gates, step, k < steps, first, which, kinds, rows, tables, a, area, capacitance, axial, y, inverse)


@njit(**options)
def settle(V, gates, first, which, kinds, rows, area, axial):
    """Move V, a guess, and the gates to where nothing changes any more. Returns whether they have come there."""
    y, inverse, factor = np.empty(V.size), np.empty(V.size), np.empty(V.size)
    none, hardly = np.empty((kinds.size, 0, $doubled)), $hardly * area
    for _ in range($rounds):
        prepare(V, gates, $forever, False, first, which, kinds, rows, none, 1.0, area, hardly, axial, y, inverse)
        eliminate(inverse, 1.0, axial, factor, y)
        substitute(y, inverse, factor)
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
        prepare="\n".join(_prepare(number, kind) for number, kind in enumerate(KINDS)),
        current="\n".join(_current(number, kind) for number, kind in enumerate(KINDS)),
        **NUMBERS,
    )


def _indent(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.split("\n"))


def _relax(number: int, kind: Kind) -> str:
    results = ", ".join(f"found[{column}]" for column in range(2 * len(kind.gates)))
    unpacked = "\n".join(f"{name} = row[{column}]" for column, name in enumerate(names(kind.fixed)))
    lines = f"{unpacked}\n{results} = relax_{kind.name}(V, step, {', '.join(names(kind.fixed))})"
    return f"    if kind == {number}:\n{_indent(lines, 8)}"


def _prepare(number: int, kind: Kind) -> str:
    gates = ", ".join([*(f"gates[{row}, i]" for row in range(len(kind.gates))), *names(kind.fixed)])
    loop = [
        *_move(number, len(kind.gates)),
        f"conductance, inward = conduct_{kind.name}({gates})",
        "onward = axial[i] * (V[i + 1] - V[i]) if i + 1 < V.size else 0.0",
        "diagonal[i] = capacitance[i] + a * (area[i] * conductance + left + axial[i])",
        "net[i] = area[i] * (inward - conductance * V[i]) + onward - flow",
        "flow, left = onward, axial[i]",
    ]
    return _of_kind(
        number, kind, "for i in range(first[section], first[section + 1]):", *(_indent(line, 4) for line in loop)
    )


def _move(number: int, gates: int) -> list[str]:
    """The gates of a compartment moved on, by the table or, beyond it, by their equations."""
    if not gates:
        return []
    return [
        f"place = (V[i] - ({TABLE_LOW})) * {TABLE_DENSITY}",
        "if 0.0 <= place < last:",
        "    point = int(place)",
        "    share = place - point",
        f"    for column in range({2 * gates}):",
        "        low = table[point, column]",
        "        direct[column] = low + share * (table[point + 1, column] - low)",
        "else:",
        f"    relax({number}, V[i], step / 2, rows[membrane], direct)",
        f"for gate in range({gates}):",
        "    value = gates[gate, i] * direct[2 * gate] + direct[2 * gate + 1]",
        "    gates[gate, i] = value * direct[2 * gate] + direct[2 * gate + 1] if twice else value",
    ]


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
