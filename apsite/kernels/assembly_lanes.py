"""Emission of two membranes side by side to AssemblyScript: the lanes of a vector, for the sweeps of live figures.

The routines are those of `python_lanes`, with its exponential, which `live.bundling.assembly` compiles to WebAssembly.
Owns the vectors of formulas that are no polynomials, and the loop over steps; every formula of the membrane comes from
the program. What is done once a run, and edges of stimuli, stay TypeScript (`live/laboratory/lanes.ts`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from string import Template

from apsite.kernels.assembly_cable import DOUBLE
from apsite.kernels.assembly_vectors import vector
from apsite.kernels.lowering import Program
from apsite.kernels.python import EXPONENT_LIMIT, names
from apsite.kernels.python_lanes import LN2_HIGH, LN2_LOW, LOWEST_EXPONENT, NEAR, SHIFT, paired

#: Bytes of a vector, of which each lane has one half.
VECTOR = 2 * DOUBLE
#: What a lane has of its stimulus and its step, behind the state and what is fixed.
COURSE = ("begin", "step", "onset", "level", "incline")
#: Samples that one call may leave, which with all else have room in a page of memory, 64 kB.
SAMPLES = 1024
_CONSTANT = re.compile(r"f64x2\.splat\((-?[0-9.]+(?:e-?[0-9]+)?)\)")

_MODULE = Template("""\
// Generated from apsite.equations by apsite.kernels ($scheme, order $order, in lanes). Not to be edited.

@inline
function power(shifted: v128): v128 {
  return i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52)
}

@inline
function shift(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, f64x2.splat($inverse)), f64x2.splat($shift))
}

/** exp(r) - 1, for what is left of x when so many times ln 2 are taken away. */
@inline
function rest(x: v128, shifted: v128): v128 {
  const k = f64x2.sub(shifted, f64x2.splat($shift))
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(k, f64x2.splat($high))), f64x2.mul(k, f64x2.splat($low)))
$series
  return f64x2.mul(r, $sum)
}

@inline
function exp(x: v128): v128 {
  const held = f64x2.pmax(x, f64x2.splat($lowest))
  const shifted = shift(held)
  const whole = power(shifted)
  return f64x2.add(whole, f64x2.mul(whole, rest(held, shifted)))
}

/** exp(x) - 1, exact for small x as well. */
@inline
function beyond(x: v128): v128 {
  const held = f64x2.pmin(f64x2.pmax(x, f64x2.splat($lowest)), f64x2.splat($limit))
  const shifted = shift(held)
  const whole = power(shifted)
  return f64x2.add(f64x2.mul(whole, rest(held, shifted)), f64x2.sub(whole, f64x2.splat(1)))
}

@inline
function orOne(x: v128, value: v128): v128 {
  return v128.bitselect(f64x2.splat(1), value, f64x2.eq(x, f64x2.splat(0)))
}

@inline
function linoid(x: v128): v128 {
  return orOne(x, f64x2.div(x, beyond(x)))
}

@inline
function growth(x: v128): v128 {
  return orOne(x, f64x2.div(beyond(x), x))
}

/** linoid(x), with y = exp(x). */
@inline
function linoidOf(x: v128, y: v128): v128 {
  const square = f64x2.mul(x, x)
  const inner = f64x2.sub(f64x2.splat(${seven}), f64x2.mul(square, f64x2.splat(${thirty})))
  const series = f64x2.mul(square, f64x2.sub(f64x2.splat(${twelve}), f64x2.mul(square, inner)))
  const near = f64x2.add(f64x2.sub(f64x2.splat(1), f64x2.mul(f64x2.splat(0.5), x)), series)
  const far = f64x2.div(x, f64x2.sub(y, f64x2.splat(1)))
  return v128.bitselect(near, far, f64x2.lt(square, f64x2.splat($near)))
}

/**
 * Take so many steps to each of some samples, and leave V at these one after the other; without `samples`, steps alone.
 */
export function go(samples: i32, substeps: i32): void {
$load
  const between = f64x2.mul(step, f64x2.splat(<f64>substeps))
  for (let sample = 0; sample < max(samples, 1); sample++) {
    for (let k = 0; k < substeps; k++) {
      const passed = f64x2.mul(step, f64x2.splat(<f64>k + 0.5))
      const $stimulus = f64x2.add(level, f64x2.mul(incline, f64x2.add(f64x2.sub(begin, onset), passed)))
$advance
    }
    begin = f64x2.add(begin, between)
    if (samples) v128.store(SAMPLES + $vector * sample, $first)
  }
$store
}
""")


@dataclass(frozen=True)
class Lanes:
    """An AssemblyScript module whose function takes the steps of two membranes: its `text`, and what it has in memory.

    `places`, in bytes: where each row of two lanes lies, where `constants`, two of each, and from where on `samples`.
    """

    text: str
    places: dict[str, int]
    constants: tuple[float, ...]


def emit_lanes(program: Program) -> Lanes:
    """Return the module that runs `program`."""
    rows = (*names(program.membrane.state), *names(program.membrane.fixed), *names(program.speeds), *COURSE)
    at = {name: VECTOR * row for row, name in enumerate((*rows, "constants"))}
    text = _text(program, at)
    # What a processor loads at once it would have to put together in three steps, were it part of the code.
    constants = tuple(dict.fromkeys(float(each) for each in _CONSTANT.findall(text)))
    row = {value: at["constants"] + VECTOR * number for number, value in enumerate(constants)}
    text = _CONSTANT.sub(lambda found: f"v128.load({row[float(found[1])]})", text)
    at["samples"] = at["constants"] + VECTOR * len(constants)
    return Lanes(text.replace("SAMPLES", str(at["samples"])), at, constants)


def _text(program: Program, at: Mapping[str, int]) -> str:
    advance = program.routine("advance")
    state = names(program.membrane.state)
    rows = [name for name in at if name != "constants"]
    series, total = paired()
    body = [*advance.body, *zip((f"next_{name}" for name in state), advance.results, strict=True)]
    return _MODULE.substitute(
        scheme=program.scheme.name,
        order=program.scheme.order,
        inverse=repr(1 / log(2)),
        shift=repr(SHIFT),
        high=repr(LN2_HIGH),
        low=repr(LN2_LOW),
        lowest=LOWEST_EXPONENT,
        limit=EXPONENT_LIMIT,
        near=NEAR,
        seven=repr(1 / 720),
        thirty=repr(1 / 30240),
        twelve=repr(1 / 12),
        series="\n".join(f"  const {name} = {_sum(one, other, added)}" for name, one, other, added in series),
        sum=total,
        load="\n".join(
            f"  {'let' if name in (*state, COURSE[0]) else 'const'} {name} = v128.load({at[name]})" for name in rows
        ),
        stimulus=str(advance.arguments[len(state)]),
        advance="\n".join(
            [
                *(f"      const {name} = {vector(value, program.constants)}" for name, value in body),
                *(f"      {name} = next_{name}" for name in state),
            ]
        ),
        vector=VECTOR,
        first=state[0],
        store="\n".join(f"  v128.store({at[name]}, {name})" for name in state),
    )


def _sum(one: str, other: str, added: str) -> str:
    first, second, third = (each if each.isidentifier() else f"f64x2.splat({each})" for each in (one, other, added))
    return f"f64x2.add(f64x2.mul({first}, {second}), {third})" if added else f"f64x2.mul({first}, {second})"
