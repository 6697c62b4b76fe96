"""Emission to Python for Numba: the text of a module that holds one compiled kernel.

Owns the Python printer and the loops around the routines; every formula comes from the program.
"""

from string import Template
from typing import Any

import sympy as sp
from sympy.printing.pycode import PythonCodePrinter

from apsite.kernels.lowering import Program
from apsite.kernels.routines import Routine

#: An exponential's argument is held below this: its square still fits a double, so that no ratio of rates is inf/inf.
EXPONENT_LIMIT = 300.0


class Printer(PythonCodePrinter):  # type: ignore[misc]
    """Python for Numba: guarded exponentials, `linoid` in its two branches, small powers as products."""

    def _print_exp(self, expression: Any) -> str:
        return f"exp(min({self._print(expression.args[0])}, {EXPONENT_LIMIT}))"

    def _print_linoid(self, expression: Any) -> str:
        return f"linoid({self._print(expression.args[0])})"

    def _print_lookup(self, expression: Any) -> str:
        return f"lookup({', '.join(map(self._print, expression.args))})"

    def _print_Pow(self, expression: Any, **settings: Any) -> str:
        base, exponent = expression.args
        if base.is_Symbol and exponent.is_Integer and 2 <= exponent <= 4:
            return "(" + "*".join([self._print(base)] * int(exponent)) + ")"
        return str(super()._print_Pow(expression, **settings))


_MODULE = Template('''\
"""Generated from apsite.equations by apsite.kernels ($scheme, order $order). Not to be edited."""

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
def integrate($state, start, stop, substeps, onset, level, slope, $fixed, $speeds):
    """Integrate from `start` to `stop` under a stimulus that is `level` at `onset` and has a `slope`."""
    step = (stop - start) / substeps
    if step > 0.0:
        for k in range(substeps):
            stimulus = level + slope * (start + (k + 0.5) * step - onset)
            ($load) = advance($state, stimulus, step, $fixed, $speeds)
    return ($state)


@njit(**options)
def current_clamp(initial, count, dt, substeps, starts, levels, slopes, jumps, membrane, speeds):
    """Integrate under a stimulus that is linear between `starts`; return the states, shape (state, count)."""
    ($membrane) = membrane
    $take_speeds
    $derive
    states = np.empty(($size, count))
    ($load) = initial
    V += jumps[0]$settle_first
    segment = 0
    t = 0.0
    for sample in range(count):
        end = sample * dt
        while segment + 1 < starts.size and starts[segment + 1] <= end:
            ($state) = integrate(
                $state, t, starts[segment + 1], substeps, starts[segment], levels[segment], slopes[segment],
                $fixed, $speeds
            )
            segment += 1
            t = starts[segment]
            V += jumps[segment]$settle
        ($state) = integrate(
            $state, t, end, substeps, starts[segment], levels[segment], slopes[segment], $fixed, $speeds
        )
        t = end
        $store
    return states


@njit(**options)
def voltage_clamp(initial, count, dt, starts, levels, membrane, speeds):
    """Integrate the gates under a command that is constant between `starts`; return the states."""
    ($membrane) = membrane
    $take_speeds
    $derive
    states = np.empty(($size, count))
    ($load) = initial
    segment = 0
    V = levels[0]
    t = 0.0
    for sample in range(count):
        end = sample * dt
        while segment + 1 < starts.size and starts[segment + 1] <= end:
            ${take_gates}advance_clamped($state, starts[segment + 1] - t, $fixed, $speeds)
            segment += 1
            t = starts[segment]
            V = levels[segment]
        ${take_gates}advance_clamped($state, end - t, $fixed, $speeds)
        t = end
        $store
    return states


@njit(**options)
def observables(states, membrane):
    """What `observe` returns, for every sample; shape (observable, count)."""
    ($membrane) = membrane
    $derive
    values = np.empty(($observed, states.shape[1]))
    for sample in range(states.shape[1]):
        ($load) = states[:, sample]
        found = observe($state, $fixed)
        for row in range($observed):
            values[row, sample] = found[row]
    return values


@njit(**options)
def steady_states(potentials, membrane):
    """What `steady` returns, for every potential; shape (gate, rate and ionic current, count)."""
    ($membrane) = membrane
    $derive
    values = np.empty(($steady, potentials.size))
    for sample in range(potentials.size):
        found = steady(potentials[sample], $fixed)
        for row in range($steady):
            values[row, sample] = found[row]
    return values
''')

#: Tables have a value every mV, from so many mV below 0 to as many above; beyond, those at their ends.
REACH = 150
POINTS = 2 * REACH + 1

LOOKUP = f'''

@njit(**options)
def lookup(tables, row, V):
    """The value of a table at V, of tables that lie one after the other: the cubic through the four points around."""
    place = min(max(V + {REACH}.0, 0.0), {POINTS - 1}.0)
    first = min(max(int(place) - 1, 0), {POINTS - 4})
    x = place - first
    at = row * {POINTS} + first
    a, b, c, d = tables[at], tables[at + 1], tables[at + 2], tables[at + 3]
    outer = (d * x * (x - 1.0) * (x - 2.0) - a * (x - 1.0) * (x - 2.0) * (x - 3.0)) / 6.0
    return outer + (b * x * (x - 2.0) * (x - 3.0) - c * x * (x - 1.0) * (x - 3.0)) / 2.0

'''


def emit(program: Program) -> str:
    """Return the text of a Python module whose functions run `program`."""
    printer = Printer({"fully_qualified_modules": False})
    membrane = program.membrane
    state, parameters, speeds = names(membrane.state), names(membrane.parameters), names(program.speeds)
    return _MODULE.substitute(
        scheme=program.scheme.name,
        order=program.scheme.order,
        functions=", ".join(functions(program.routines)),
        constants="\n".join(f"{name} = {value!r}" for name, value in program.constants.items()),
        routines="\n".join(function(routine, printer) for routine in program.routines),
        membrane=listed([*parameters, *names(membrane.tables)]),
        lookup=LOOKUP if membrane.tables else "",
        derive=derive(program),
        fixed=", ".join(names(membrane.fixed)),
        speeds=", ".join(speeds),
        take_speeds=f"({listed(speeds)}) = speeds" if speeds else "pass",
        state=", ".join(state),
        settle_first=settle(program, 4),
        settle=settle(program, 12),
        take_gates=f"({listed(state[1:])}) = " if speeds else "",
        load=listed(state),
        size=len(state),
        observed=len(program.routine("observe").results),
        steady=len(program.routine("steady").results),
        store="\n        ".join(f"states[{row}, sample] = {name}" for row, name in enumerate(state)),
    )


def derive(program: Program) -> str:
    """Return the line that works out what follows from the parameters alone."""
    found, given = names(tuple(program.membrane.derived)), ", ".join(names(program.membrane.parameters))
    return f"({listed(found)}) = derive({given})" if found else "pass"


def settle(program: Program, indent: int) -> str:
    """Return the line that puts gates that are always where they settle to where that is, if there are any."""
    instantaneous = names(tuple(program.membrane.instantaneous))
    given = ", ".join(names((*program.membrane.state, *program.membrane.fixed, *program.speeds)))
    return f"\n{' ' * indent}({listed(instantaneous)}) = settle({given})" if instantaneous else ""


def functions(routines: tuple[Routine, ...]) -> list[str]:
    """Return the functions of a library that routines call, in the order of the alphabet."""
    values = [value for each in routines for value in (*each.results, *(value for _, value in each.body))]
    extra = {"log": sp.log, "sqrt": sp.Pow}
    found = {name for name, kind in extra.items() for value in values if _calls(value, kind)}
    return sorted({"exp", "expm1", *found})


def _calls(value: Any, kind: Any) -> bool:
    return any(kind is sp.log or abs(each.exp) == sp.Rational(1, 2) for each in value.atoms(kind))


def names(symbols: tuple[Any, ...]) -> list[str]:
    """Return the symbols' names."""
    return [str(symbol) for symbol in symbols]


def listed(names: list[str]) -> str:
    """Return names, or values, as the inside of a tuple."""
    return ", ".join(names) + ("," if len(names) == 1 else "")


def function(routine: Routine, printer: Printer, options: str = "options") -> str:
    """Return a routine as the text of a function that is compiled with the `options` of this name."""
    lines = [f"    {symbol} = {printer.doprint(value)}" for symbol, value in routine.body]
    results = listed([printer.doprint(result) for result in routine.results])
    arguments = ", ".join(names(routine.arguments))
    body = "\n".join([*lines, f"    return ({results})"])
    return f"\n@njit(**{options})\ndef {routine.name}({arguments}):\n{body}\n"
