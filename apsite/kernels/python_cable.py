"""Emission of the cable to Python for Numba: the text of a module beside that of the membrane.

Owns the loops around the cable's routines; every formula of a membrane comes from the program.
"""

from string import Template

from apsite.kernels.cable import CableProgram, Kind
from apsite.kernels.python import LOOKUP, Printer, function, functions, names

_MODULE = Template('''\
"""Generated from apsite.equations by apsite.kernels (the cable). Not to be edited.

Compartments lie in sections of like membrane: section s has the compartments first[s] to first[s + 1] - 1 and the
membrane which[s]; membrane k is of the kind kinds[k] and has the parameters rows[k].
"""

from math import $functions

import numpy as np
from numba import njit

options = {"cache": True, "nogil": True, "error_model": "numpy"}
$constants


@njit(**options)
def linoid(x):
    return 1.0 if x == 0.0 else x / expm1(x)
$lookup
$routines

@njit(**options)
def relax(kind, V, step, row, found):
    """Leave in `found`, for each gate, what it is multiplied by in `step` ms at V and what is added then."""
    found[:] = 0.0
$relax


@njit(**options)
def blank(membranes, points):
    """Tables of so many potentials, with two rows more that leave gates as they are."""
    tables = np.zeros((membranes, points + 2, $doubled))
    tables[:, points:, ::2] = 1.0
    return tables


@njit(**options)
def tabulate(kinds, rows, step):
    """What `relax` finds for each membrane at each tabulated potential, over half of `step` ms."""
    tables = blank(kinds.size, $points)
    for membrane in range(kinds.size):
        for point in range($points):
            relax(kinds[membrane], $low + point / $density, step / 2, rows[membrane], tables[membrane, point])
    return tables


@njit(**options)
def locate(V, gates, start, end, table, places, shares, kind, step, row):
    """Where in the table each potential from `start` to `end` lies: after which row, and how far.

    Where one lies beyond, its gates are moved on by their equations, and it is given the row that leaves them there.
    """
    still = table.shape[0] - 2
    within = True
    for i in range(start, end):
        place = (V[i] - $low) * $density
        inside = 0.0 <= place < still - 1
        places[i] = int(place) if inside else still
        shares[i] = place - places[i] if inside else 0.0
        within &= inside
    if within:
        return
    direct = np.empty($doubled)
    for i in range(start, end):
        if places[i] == still:
            relax(kind, V[i], step, row, direct)
            for gate in range($gates):
                gates[gate, i] = gates[gate, i] * direct[2 * gate] + direct[2 * gate + 1]


@njit(**options)
def prepare(V, gates, step, twice, first, which, kinds, rows, tables, a, area, capacitance, axial, net, diagonal):
    """Move the gates on by half of `step` ms, or by a whole one in two equal halves, at potentials that stand still.

    Then leave in `net` what charges each compartment (uA) and in `diagonal` that of the matrix C - a A. What a
    compartment needs one after the other stands in loops of its own, short enough for a processor to work on several
    at once.
    """
    places, shares = np.empty(V.size, np.intp), np.empty(V.size)
    flow, left = 0.0, 0.0
    for section in range(which.size):
        membrane = which[section]
        start, end = first[section], first[section + 1]
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
        rest = diagonal[i] - before
        link = a * axial[i]
        diagonal[i] = 1.0 / rest
        factor[i] = link * diagonal[i]
        # Not link * factor[i], for which the next pivot would have to wait.
        before = link * link / rest
        left += x[i]
        x[i] = left
        left *= factor[i]
        j = x.size - 1 - i
        if j > middle:
            rest = diagonal[j] - after
            link = a * axial[j - 1]
            diagonal[j] = 1.0 / rest
            factor[j] = link * diagonal[j]
            after = link * link / rest
            right += x[j]
            x[j] = right
            right *= factor[j]
    diagonal[middle] = 1.0 / (diagonal[middle] - before - after)
    x[middle] += left + right


@njit(**options)
def carry(x, factor, capacitance, y):
    """Make C y the right side x and eliminate in it."""
    middle = x.size // 2
    left, right = 0.0, 0.0
    for i in range(middle):
        left += capacitance[i] * y[i]
        x[i] = left
        left *= factor[i]
        j = x.size - 1 - i
        if j > middle:
            right += capacitance[j] * y[j]
            x[j] = right
            right *= factor[j]
    x[middle] = capacitance[middle] * y[middle] + left + right


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
    for k in range(steps + 1):
        if k > 0:
            for site in range(sites.size):
                y[sites[site]] += shares[site] * currents[stimuli[site], at + k - 1]
            eliminate(inverse, a, axial, factor, y)
            substitute(y, inverse, factor)
            carry(z, factor, capacitance, y)
            substitute(z, inverse, factor)
            for i in range(V.size):
                V[i] += a * (y[i] + $second * z[i])
        twice = 0 < k < steps
        prepare(V, gates, step, twice, first, which, kinds, rows, tables, a, area, capacitance, axial, y, inverse)


@njit(**options)
def settle(V, gates, first, which, kinds, rows, area, axial):
    """Move V, a guess, and the gates to where nothing changes any more. Returns whether they have come there."""
    y, inverse, factor = np.empty(V.size), np.empty(V.size), np.empty(V.size)
    none, hardly = blank(kinds.size, 0), $hardly * area
    for each in range($rounds):
        twice = each < 0  # never; the compiler would make of a constant a `prepare` of its own
        prepare(V, gates, $forever, twice, first, which, kinds, rows, none, 1.0, area, hardly, axial, y, inverse)
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
        for i in range(V.size):
            potentials[sample, i] = V[i]
            for gate in range($gates):
                shares[gate, sample, i] = gates[gate, i]
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
        functions=", ".join([*functions(program.routines), "pi"]),
        constants="\n".join(f"{name} = {value!r}" for name, value in program.constants.items()),
        routines="\n".join(function(routine, printer) for routine in program.routines),
        relax="\n".join(_relax(number, kind) for number, kind in enumerate(program.kinds) if kind.slots),
        prepare="\n".join(_prepare(number, kind) for number, kind in enumerate(program.kinds)),
        current="\n".join(_current(number, kind) for number, kind in enumerate(program.kinds)),
        lookup=LOOKUP if any(kind.membrane.tables for kind in program.kinds) else "",
        **program.numbers,
    )


def _indent(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.split("\n"))


def _relax(number: int, kind: Kind) -> str:
    results = ", ".join(f"found[{column}]" for column in range(2 * len(kind.slots)))
    unpacked = _unpacked(kind, "row[")
    lines = f"{unpacked}\n{results} = relax_{kind.name}(V, step, {', '.join(names(kind.fixed))})"
    return f"    if kind == {number}:\n{_indent(lines, 8)}"


def _unpacked(kind: Kind, row: str) -> str:
    """The lines that take a membrane's parameters, and its tables behind them, out of a row."""
    scalars = names(kind.membrane.parameters)
    lines = [f"{name} = {row}{column}]" for column, name in enumerate(scalars)]
    return "\n".join([*lines, *(f"{name} = {row}{len(scalars)}:]" for name in names(kind.membrane.tables))])


def _prepare(number: int, kind: Kind) -> str:
    slots = [f"gates[{row}, i]" for row in range(len(kind.slots))]
    gates = ", ".join([*("V[i]" for _ in kind.leading), *slots, *names(kind.fixed)])
    loop = [
        f"conductance, inward = conduct_{kind.name}({gates})",
        "onward = axial[i] * (V[i + 1] - V[i]) if i + 1 < V.size else 0.0",
        "diagonal[i] = capacitance[i] + a * (area[i] * conductance + left + axial[i])",
        "net[i] = area[i] * (inward - conductance * V[i]) + onward - flow",
        "flow, left = onward, axial[i]",
    ]
    return _of_kind(
        number,
        kind,
        *_move(number, len(kind.slots)),
        "for i in range(start, end):",
        *(_indent(line, 4) for line in loop),
    )


def _move(number: int, gates: int) -> list[str]:
    """A loop that moves the gates of a section on, by the table."""
    if not gates:
        return []
    return [
        "moment = step if twice else step / 2",
        f"locate(V, gates, start, end, table, places, shares, {number}, moment, rows[membrane])",
        "for i in range(start, end):",
        "    low, high, share = table[places[i]], table[places[i] + 1], shares[i]",
        f"    for gate in range({gates}):",
        "        decay = low[2 * gate] + share * (high[2 * gate] - low[2 * gate])",
        "        gain = low[2 * gate + 1] + share * (high[2 * gate + 1] - low[2 * gate + 1])",
        "        value = gates[gate, i] * decay + gain",
        "        gates[gate, i] = value * decay + gain if twice else value",
    ]


def _current(number: int, kind: Kind) -> str:
    slots = [f"gates[{row}, sample, i]" for row in range(len(kind.slots))]
    gates = ", ".join([*("V[sample, i]" for _ in kind.leading), *slots, *names(kind.fixed)])
    return _of_kind(
        number,
        kind,
        "for sample in range(V.shape[0]):",
        "    for i in range(first[section], first[section + 1]):",
        f"        conductance, inward = conduct_{kind.name}({gates})",
        "        found[sample, i] = conductance * V[sample, i] - inward",
    )


def _of_kind(number: int, kind: Kind, *loop: str) -> str:
    unpacked = _unpacked(kind, "rows[membrane, ")
    return f"        if kinds[membrane] == {number}:\n" + _indent("\n".join([unpacked, *loop]), 12)
