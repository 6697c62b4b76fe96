"""Emission of many membranes side by side to Python for Numba: the lanes of vectors, a module beside `python`'s.

The same routines as those of one membrane, inlined into a loop over `WIDTH` lanes, which LLVM turns into vectors of
whatever width the machine has. For that nothing in a step may branch or call a library: the exponential is worked out
here, to the last bits of a double, from multiplications alone.

With k the integer next to x / ln 2 and r = x - k ln 2, at most ln 2 / 2 away from 0, exp(x) = 2**k exp(r), and
exp(r) = 1 + r q(r) with q the series of (exp(r) - 1) / r. r q(r) is exp(r) - 1 without cancellation, so that
exp(x) - 1 = 2**k r q(r) + (2**k - 1) is exact for small x as well. Adding 1.5 * 2**52 to a double puts the nearest
integer into its last bits, which makes both k and 2**k.

Owns the exponential and the loops over lanes; every formula of the membrane comes from the program.
"""

from math import factorial, log
from string import Template
from typing import Any

from apsite.kernels.exponentials import HIGHEST, LARGEST, LOWEST
from apsite.kernels.lowering import Program
from apsite.kernels.python import EXPONENT_LIMIT, Printer, derive, function, functions, listed, names

#: Lanes in a block: enough for every machine's vectors, few enough for a step to stay in the first cache.
WIDTH = 16
#: Terms of q; the next one would be below a double's last bit.
TERMS = 12
#: The exponential of anything lower is taken as that of this, which is no longer a normal double's concern.
LOWEST_EXPONENT = -700.0
#: ln 2 in two parts, the first with enough zeros at its end for k times it to be exact.
LN2_HIGH = 0.693147180369123816490
LN2_LOW = 1.90821492927058770002e-10
SHIFT = 1.5 * 2.0**52
#: Rows that say where in time a lane is, and in its stimulus; and rows of what is measured at a sample.
COURSE, MEASURED = 5, 2
#: Below this square of x the series of `linoid_of` is exact, and above it exp(x) - 1 is to 20 times the last bit.
NEAR = 0.0025


class LanesPrinter(Printer):
    """Of powers, products of squares; and the functions that stand for an exponential."""

    def _print_base(self, expression: Any) -> str:
        x, most = expression.args
        return f"exp(min(max({self._print(x)}, {LOWEST / most}), {LARGEST / most}))"

    def _print_linoid_of(self, expression: Any) -> str:
        return f"linoid_of({', '.join(map(self._print, expression.args))})"

    def _print_growth(self, expression: Any) -> str:
        return f"growth({self._print(expression.args[0])})"

    def _print_Pow(self, expression: Any, **settings: Any) -> str:
        power, exponent = expression.args
        if power.is_Symbol and exponent.is_Integer and 1 < exponent <= HIGHEST:
            return _product(self._print(power), int(exponent))
        return super()._print_Pow(expression, **settings)


def _product(name: str, power: int) -> str:
    """A power as a product of squares, of which a compiler works each out once."""
    if power == 1:
        return name
    half = _product(name, power // 2)
    return f"({half} * {half} * {name})" if power % 2 else f"({half} * {half})"


_MODULE = Template('''\
"""Generated from apsite.equations by apsite.kernels ($scheme, order $order, in lanes). Not to be edited."""

${library}import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

options = {"cache": True, "nogil": True, "error_model": "numpy", "fastmath": {"contract"}}
inlined = {**options, "forceinline": True}
$constants


@intrinsic
def power_of_two(_, shifted):
    """2**k, for the integer k in the last bits of `shifted`."""

    def bits(context, builder, signature, arguments):
        integer = ir.IntType(64)
        k = builder.bitcast(arguments[0], integer)
        exponent = builder.shl(builder.add(k, ir.Constant(integer, 1023)), ir.Constant(integer, 52))
        return builder.bitcast(exponent, ir.DoubleType())

    return types.float64(types.float64), bits


@njit(**inlined)
def parts(x):
    """2**k and exp(r) - 1, of which exp(x) is made."""
    x = max(x, $lowest)
    shifted = x * $inverse + $shift
    k = shifted - $shift
    r = (x - k * $high) - k * $low
$series
    return power_of_two(shifted), r * ($sum)


@njit(**inlined)
def exp(x):
    power, more = parts(x)
    return power + power * more


@njit(**inlined)
def linoid(x):
    power, more = parts(min(x, $limit))
    return 1.0 if x == 0.0 else x / (power * more + (power - 1.0))


@njit(**inlined)
def linoid_of(x, y):
    """linoid(x), with y = exp(x)."""
    square = x * x
    near = 1.0 - 0.5 * x + square * (1 / 12 - square * (1 / 720 - square * (1 / 30240)))
    return near if square < $near else x / (y - 1.0)


@njit(**inlined)
def growth(x):
    """1 / linoid(x)."""
    power, more = parts(min(x, $limit))
    return 1.0 if x == 0.0 else (power * more + (power - 1.0)) / x

$routines

@njit(**options)
def current_clamp(initial, count, dt, substeps, first, courses, membranes, speeds, whole):
    """Integrate $width membranes, each under its own stimulus; return what `whole` says, shape (.., lanes, count).

    That is the states, or else the potential, its slope, and the part of that which the stimulus makes.

    Lane l has the segments first[l] to first[l + 1] - 1 of `courses`: starts, levels, slopes and jumps. Where one lane
    meets an edge between two samples it goes on from there, while lanes that have arrived take steps of no length.
    """
    starts, levels, slopes, jumps = courses
    found = np.empty(($size if whole else 3, $width, count))
    # All that a step takes and gives lies in rows of one array, at distances that are known when this is compiled: the
    # state; what is fixed; from when on the lane goes, its step, and since when its stimulus has which level and slope;
    # and the slope of the potential with what the stimulus makes of it.
    rows = np.empty(($rows, $width))
    edge, at = first[:-1].copy(), np.zeros($width)
    for lane in range($width):
        ($membrane) = membranes[:, lane]
        $derive
        $keep
        for state in range($size):
            rows[state, lane] = initial[state, lane]
    until = 0.0
    for sample in range(count):
        end = sample * dt
        waiting = True
        while waiting:
            if end < until:
                waiting = False
                steps = substeps if sample else 0
                for lane in range($width):
                    $begin, $step = at[lane], (end - at[lane]) / substeps
                    at[lane] = end
            else:
                waiting = False
                for lane in range($width):
                    while edge[lane] < first[lane + 1] and starts[edge[lane]] <= at[lane]:
                        rows[0, lane] += jumps[edge[lane]]$settle
                        edge[lane] += 1
                    segment, stop = edge[lane] - 1, end
                    if edge[lane] < first[lane + 1]:
                        stop = min(stop, starts[edge[lane]])
                    ($course) = (
                        at[lane], (stop - at[lane]) / substeps, starts[segment], levels[segment], slopes[segment]
                    )
                    waiting |= at[lane] < end
                    at[lane] = stop
                steps = substeps if waiting else 0
                if not waiting:
                    until = np.inf
                    for lane in range($width):
                        if edge[lane] < first[lane + 1]:
                            until = min(until, starts[edge[lane]])
            for k in range(steps):
                for lane in range($width):
                    begin, step, onset, level, slopes_by = $course
                    stimulus = level + slopes_by * (begin + (k + 0.5) * step - onset)
                    ($lane_load) = advance($lane_state, stimulus, step, $lane_fixed)
        if whole:
            for state in range($size):
                for lane in range($width):
                    found[state, lane, sample] = rows[state, lane]
        else:
            for lane in range($width):
                begin, step, onset, level, slopes_by = $course
                stimulus = level + slopes_by * (end - onset)
                ($steepness,) = slope($lane_state, stimulus, $lane_constant)
                $driven = stimulus / $lane_capacitance
            for lane in range($width):
                found[0, lane, sample] = rows[0, lane]
                found[1, lane, sample] = $steepness
                found[2, lane, sample] = $driven
    return found


@njit(**options)
def settled_current(V, $fixed):
    return steady(V, $fixed)[-1]


@njit(**options)
def rests(membranes, ranges, unset):
    """Each membrane's state at rest, shape (state, membranes): where no current flows once the gates have settled.

    Looked for upwards between the two potentials in `ranges`, at so many points; without any conductance, at `unset`.
    """
    lows, highs, points, conductances = ranges
    found = np.empty(($size, membranes.shape[1]))
    for each in range(membranes.shape[1]):
        ($membrane) = membranes[:, each]
        $derive
        apart = (highs[each] - lows[each]) / (points - 1)
        V = unset
        if conductances[each] > 0.0:
            place = 0
            while place < points - 1 and settled_current(lows[each] + place * apart, $fixed) < 0.0:
                place += 1
            V = high = lows[each] + place * apart
            low = high - apart if place and settled_current(high, $fixed) > 0.0 else high
            for _ in range(60):
                V = (low + high) / 2
                if V in (low, high):
                    break
                if settled_current(V, $fixed) < 0.0:
                    low = V
                else:
                    high = V
        values = steady(V, $fixed)
        found[0, each] = V
        for gate in range($size - 1):
            found[1 + gate, each] = values[gate]
    return found
''')


def emit_lanes(program: Program) -> str:
    """Return the text of a Python module whose functions run `program` for many membranes at once."""
    printer = LanesPrinter({"fully_qualified_modules": False})
    cell = program.membrane
    state, membrane, fixed, speeds = (names(each) for each in (cell.state, cell.parameters, cell.fixed, program.speeds))
    series, total = paired()
    lines = [f"    {name} = {one} * {other}{added and f' + {added}'}" for name, one, other, added in series]
    wanted = ("derive", "advance", "slope", "steady", "settle")
    inlined = tuple(each.by_depth() for each in program.routines if each.name in wanted)
    library = [name for name in functions(inlined) if name not in ("exp", "expm1")]
    kept = [*fixed, *(f"speeds[{row}, lane]" for row in range(len(speeds)))]
    constant = slice(len(state), len(state) + len(kept))
    measured = constant.stop + COURSE
    rows = measured + MEASURED
    lane = [f"rows[{row}, lane]" for row in range(rows)]
    gates = [place for place, gate in zip(lane[1:], cell.gates, strict=False) if gate.instantaneous]
    given = ", ".join([*lane[: len(state)], *lane[constant]])
    return _MODULE.substitute(
        scheme=program.scheme.name,
        order=program.scheme.order,
        library=f"from math import {', '.join(library)}\n\n" if library else "",
        constants="\n".join(f"{name} = {value!r}" for name, value in program.constants.items()),
        routines="\n".join(function(each, printer, "inlined") for each in inlined),
        lowest=LOWEST_EXPONENT,
        limit=EXPONENT_LIMIT,
        inverse=repr(1 / log(2)),
        shift=repr(SHIFT),
        high=repr(LN2_HIGH),
        low=repr(LN2_LOW),
        series="\n".join(lines),
        sum=total,
        width=WIDTH,
        size=len(state),
        rows=rows,
        membrane=listed(membrane),
        derive=derive(program),
        lane_capacitance=lane[len(state) + fixed.index(str(cell.capacitance))],
        fixed=", ".join(fixed),
        keep="\n        ".join(f"{row} = {value}" for row, value in zip(lane[constant], kept, strict=True)),
        settle=f"\n{' ' * 24}({listed(gates)}) = settle({given})" if gates else "",
        near=NEAR,
        course=", ".join(lane[constant.stop : measured]),
        begin=lane[constant.stop],
        step=lane[constant.stop + 1],
        steepness=lane[measured],
        driven=lane[measured + 1],
        lane_state=", ".join(lane[: len(state)]),
        lane_load=listed(lane[: len(state)]),
        lane_fixed=", ".join(lane[constant]),
        lane_constant=", ".join(lane[len(state) : len(state) + len(fixed)]),
    )


def paired() -> tuple[list[tuple[str, str, str, str]], str]:
    """How q is summed pairwise, which leaves a processor more to do at once than one term after the other.

    Returns what each name is, as what two are multiplied and what is added, if anything; and the name of the sum.
    """
    terms = [repr(1 / factorial(k + 1)) for k in range(TERMS)]
    power = "r"
    found: list[tuple[str, str, str, str]] = []
    while len(terms) > 1:
        pairs = []
        for place in range(0, len(terms) - 1, 2):
            name = f"q{len(found)}"
            found.append((name, terms[place + 1], power, terms[place]))
            pairs.append(name)
        terms = pairs + terms[len(terms) - len(terms) % 2 :]
        if len(terms) > 1:
            found.append((f"{power}_2", power, power, ""))
            power = f"{power}_2"
    return found, terms[0]
