"""The loops of a cable's steps in AssemblyScript, for `assembly_cable` to fill in: those of `python_cable`.

Owns these loops; every formula of a membrane comes from the program. Two compartments are worked on at once, the lanes
of a vector. Where they are neighbours in a section, the section's last may have none: then its neighbour's lane is
worked out for nothing, and left out where it would do harm.
"""

from string import Template

MODULE = Template("""\
// Generated from apsite.equations by apsite.kernels (the cable). Not to be edited.

const LOW: f64 = $low
const DENSITY: f64 = $density
/** Bytes of a row of a table, and of the parameters of a membrane. */
const ROW: usize = $row_bytes
const PARAMETERS: usize = $width_bytes

/** Moves the gates of a compartment on, by the equations of its membrane. */
@external("page", "beyond")
declare function beyond(compartment: i32, membrane: i32): void

// Where in the memory things lie, bytes: of each compartment its potential, gates, area, capacitance, what joins it to
// the next, what charges it and the diagonal of its equation; of each two that are equally far from both ends the
// solutions, inverse pivots and multipliers; sections and membranes as `Compartments` has them.
$places

/** How many compartments there are, with one more where they would be even: only then one of them is in the middle. */
let size: i32 = 1
let sections: i32 = 0
let points: i32 = 0
/** Of the compartment in the middle: the inverse pivot and the solutions. */
let pivotInside: f64 = 0
let yInside: f64 = 0
let zInside: f64 = 0

/** Say how many compartments, sections and rows of a table there are. */
export function begin(compartments: i32, parts: i32, tabulated: i32): void {
  size = compartments | 1
  sections = parts
  points = tabulated
}

@inline
function between(at: usize, share: v128): v128 {
  return f64x2.add(v128.load(at), f64x2.mul(share, v128.load(at, 16)))
}

/**
 * Move one gate of two neighbours on: a row of the table has what it is multiplied by and what is added, then how much
 * these differ in the next row.
 */
@inline
function moveGate(
  at: usize, row0: usize, row1: usize, share0: v128, share1: v128, twice: bool, alone: bool,
): void {
  const first = between(row0, share0)
  const second = between(row1, share1)
  const decay = v128.shuffle<f64>(first, second, 0, 2)
  const gain = v128.shuffle<f64>(first, second, 1, 3)
  let gate = f64x2.add(f64x2.mul(v128.load(at), decay), gain)
  if (twice) gate = f64x2.add(f64x2.mul(gate, decay), gain)
  if (alone) v128.store64_lane(at, gate, 0)
  else v128.store(at, gate)
}

/**
 * Move the gates of a section on, as the table of its membrane has it. Where a potential lies beyond the table, that is
 * left to the equations, and the gates are given the table's last row, which leaves them as they are.
 */
function moveGates(start: usize, end: usize, membrane: i32, count: i32, twice: bool): void {
  const table = tables + ROW * (points + 1) * membrane
  const still = table + ROW * points
  const last = f64x2.splat(<f64>(points - 1))
  for (let i = start; i < end; i += 16) {
    const alone = i + 8 == end
    const place = f64x2.mul(f64x2.sub(v128.load(V + i), f64x2.splat(LOW)), f64x2.splat(DENSITY))
    const point = i32x4.trunc_sat_f64x2_s_zero(place)
    const share = f64x2.sub(place, f64x2.convert_low_i32x4_s(point))
    const share0 = v128.shuffle<f64>(share, share, 0, 0)
    const share1 = v128.shuffle<f64>(share, share, 1, 1)
    let row0 = table + <usize>i32x4.extract_lane(point, 0) * ROW
    let row1 = table + <usize>i32x4.extract_lane(point, 1) * ROW
    const within = v128.and(f64x2.ge(place, f64x2.splat(0)), f64x2.lt(place, last))
    if (!i64x2.all_true(within)) {
      if (!i64x2.extract_lane(within, 0)) {
        beyond(<i32>(i >> 3), membrane)
        row0 = still
      }
      if (!i64x2.extract_lane(within, 1)) {
        if (!alone) beyond(<i32>(i >> 3) + 1, membrane)
        row1 = still
      }
    }
$move
  }
}

/** Leave what charges two neighbours (uA), and the diagonal of the matrix C - a A. */
@inline
function charge(i: usize, potential: v128, conductance: v128, inward: v128, a: v128): void {
  const surface = v128.load(area + i)
  const left = v128.load(axial + i - 8)
  const right = v128.load(axial + i)
  const open = f64x2.add(f64x2.mul(surface, conductance), f64x2.add(left, right))
  v128.store(diagonal + i, f64x2.add(v128.load(capacitance + i), f64x2.mul(a, open)))
  const onward = f64x2.mul(right, f64x2.sub(v128.load(V + i + 8), potential))
  const flow = f64x2.mul(left, f64x2.sub(potential, v128.load(V + i - 8)))
  const own = f64x2.mul(surface, f64x2.sub(inward, f64x2.mul(conductance, potential)))
  v128.store(net + i, f64x2.add(own, f64x2.sub(onward, flow)))
}

/** Move the gates on, once or twice as the tables have it, at potentials that stand still; then `charge`. */
export function prepare(stage: f64, twice: bool): void {
  const a = f64x2.splat(stage)
  for (let section = 0; section < sections; section++) {
    const membrane = load<i32>(which + 4 * section)
    const kind = load<i32>(kinds + 4 * membrane)
    const row = rows + PARAMETERS * membrane
    const start: usize = 8 * <usize>load<i32>(first + 4 * section)
    const end: usize = 8 * <usize>load<i32>(first + 4 * section, 4)
$prepare
  }
}

/** Two numbers that lie apart. */
@inline
function both(left: usize, right: usize): v128 {
  return v128.load64_lane(right, v128.load64_zero(left), 1)
}

/** Eliminate from both ends to the middle; what is left over of the right side goes to y. */
function eliminate(stage: f64): void {
  const a = f64x2.splat(stage)
  const one = f64x2.splat(1)
  let before = f64x2.splat(0)
  let over = f64x2.splat(0)
  let left: usize = 0
  let right: usize = 8 * <usize>(size - 1)
  let pair: usize = 0
  for (; left < right; left += 8, right -= 8, pair += 16) {
    const rest = f64x2.sub(both(diagonal + left, diagonal + right), before)
    const link = f64x2.mul(a, both(axial + left, axial + right - 8))
    const inverse = f64x2.div(one, rest)
    const multiplier = f64x2.mul(link, inverse)
    v128.store(pivot + pair, inverse)
    v128.store(factor + pair, multiplier)
    // Not link * multiplier, for which the next pivot would have to wait.
    before = f64x2.div(f64x2.mul(link, link), rest)
    over = f64x2.add(over, both(net + left, net + right))
    v128.store(y + pair, over)
    over = f64x2.mul(over, multiplier)
  }
  pivotInside = 1 / (load<f64>(diagonal + left) - sum(before))
  yInside = (load<f64>(net + left) + sum(over)) * pivotInside
}

@inline
function sum(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)
}

/** Turn the right side of two equations that is left over into their solution; `inside`: of those further inside. */
@inline
function solved(x: usize, pair: usize, inside: v128): v128 {
  return f64x2.add(f64x2.mul(v128.load(x + pair), v128.load(pivot + pair)), f64x2.mul(v128.load(factor + pair), inside))
}

/** Make C y the right side z, and eliminate in it. */
function carry(): void {
  let over = f64x2.splat(0)
  let left: usize = 0
  let right: usize = 8 * <usize>(size - 1)
  let pair: usize = 0
  for (; left < right; left += 8, right -= 8, pair += 16) {
    over = f64x2.add(over, f64x2.mul(both(capacitance + left, capacitance + right), v128.load(y + pair)))
    v128.store(z + pair, over)
    over = f64x2.mul(over, v128.load(factor + pair))
  }
  zInside = (load<f64>(capacitance + left) * yInside + sum(over)) * pivotInside
}

/** Move two potentials on by so much; returns where they are then. */
@inline
function move(left: usize, right: usize, by: v128): v128 {
  const moved = f64x2.add(both(V + left, V + right), by)
  v128.store64_lane(V + left, moved, 0)
  v128.store64_lane(V + right, moved, 1)
  return moved
}

@inline
function larger(lanes: v128): f64 {
  return max(f64x2.extract_lane(lanes, 0), f64x2.extract_lane(lanes, 1))
}

/** Move all potentials on by a step of TR-BDF2 with this stage, ms. Returns how far from 0 mV they are at the most. */
export function step(stage: f64): f64 {
  eliminate(stage)
  const middle: usize = 8 * <usize>(size >> 1)
  let x = f64x2.splat(yInside)
  for (let pair: usize = 2 * middle; pair > 0; ) {
    pair -= 16
    x = solved(y, pair, x)
    v128.store(y + pair, x)
  }
  carry()
  const inside = load<f64>(V + middle) + stage * (yInside + $second * zInside)
  store<f64>(V + middle, inside)
  let furthest = f64x2.abs(f64x2.splat(inside))
  x = f64x2.splat(zInside)
  for (let pair: usize = 2 * middle; pair > 0; ) {
    pair -= 16
    x = solved(z, pair, x)
    const by = f64x2.add(v128.load(y + pair), f64x2.mul(f64x2.splat($second), x))
    const moved = move(pair >> 1, 2 * middle - (pair >> 1), f64x2.mul(f64x2.splat(stage), by))
    furthest = f64x2.max(furthest, f64x2.abs(moved))
  }
  return larger(furthest)
}

/** Move all potentials half of the way to where these gates hold them; returns the longest of the ways. */
export function settle(): f64 {
  eliminate(1)
  const middle: usize = 8 * <usize>(size >> 1)
  const half = f64x2.splat(0.5)
  let x = f64x2.splat(yInside)
  let longest = f64x2.abs(x)
  store<f64>(V + middle, load<f64>(V + middle) + yInside / 2)
  for (let pair: usize = 2 * middle; pair > 0; ) {
    pair -= 16
    x = solved(y, pair, x)
    longest = f64x2.max(longest, f64x2.abs(x))
    move(pair >> 1, 2 * middle - (pair >> 1), f64x2.mul(half, x))
  }
  return larger(longest)
}
""")
