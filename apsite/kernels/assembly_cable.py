"""Emission of the cable's loops to AssemblyScript, which `live.bundling.assembly` compiles to WebAssembly for browsers.

What a run spends its time with: the gates moved on by their tables, the currents, the tridiagonal system.
`assembly_loops` has the loops themselves, those of `python_cable`; two neighbours of a section, or two compartments
equally far from both ends, are always worked on at once, as the two lanes of a vector. What is done once a run stays
TypeScript (`typescript_cable`).
"""

import sympy as sp

from apsite.equations.symbols import Expression
from apsite.kernels.assembly_loops import MODULE
from apsite.kernels.cable import CableProgram, Kind
from apsite.kernels.python import names

#: Bytes of a number.
DOUBLE = 8
#: The most compartments for which the memory has room; an array takes so many bytes, for a neighbour on both sides too.
MOST = 1500
SPAN = DOUBLE * (MOST + 4)
_AFTER_GATES = (
    "area",
    "capacitance",
    "axial",
    "net",
    "diagonal",
    "y",
    "z",
    "pivot",
    "factor",
    "first",
    "which",
    "kinds",
)


def places(program: CableProgram) -> dict[str, int]:
    """Return where each array begins in the memory, bytes; behind them, as long as they need to be, the tables."""
    arrays = ("V", *(f"gate{number}" for number in range(program.slots)), *_AFTER_GATES)
    found = {name: DOUBLE * 8 + SPAN * number for number, name in enumerate(arrays)}
    found["rows"] = found["kinds"] + SPAN
    found["tables"] = found["rows"] + program.width * SPAN
    return found


def emit_loops(program: CableProgram) -> str:
    """Return the text of an AssemblyScript module whose functions take the steps of a cable."""
    return MODULE.substitute(
        places="\n".join(f"const {name}: usize = {place}" for name, place in places(program).items()),
        move="\n".join(_move(row) for row in range(program.slots)),
        prepare="\n".join(_prepare(number, kind, program) for number, kind in enumerate(program.kinds)),
        row_bytes=4 * program.slots * DOUBLE,
        width_bytes=program.width * DOUBLE,
        **program.numbers,
    )


def vector(expression: Expression) -> str:
    """Return a polynomial as an expression of two-lane vectors. Raises ValueError for what is none."""
    if expression.is_Symbol:
        return str(expression)
    if expression.is_Number:
        return f"f64x2.splat({float(expression)!r})"
    if expression.is_Pow and expression.exp.is_Integer and expression.exp > 1:
        return _fold("mul", [vector(expression.base)] * int(expression.exp))
    if expression.is_Mul:
        sign, rest = expression.as_coeff_Mul()
        return f"f64x2.neg({vector(rest)})" if sign == -1 else _fold("mul", [vector(each) for each in expression.args])
    if expression.is_Add:
        by_sign = sorted(expression.args, key=lambda term: (term.could_extract_minus_sign(), sp.default_sort_key(term)))
        found = vector(by_sign[0])
        for term in by_sign[1:]:
            less = term.could_extract_minus_sign()
            found = f"f64x2.{'sub' if less else 'add'}({found}, {vector(-term if less else term)})"
        return found
    raise ValueError(f"{expression} is no polynomial, and the loops of a cable have no other vectors")


def _fold(operation: str, vectors: list[str]) -> str:
    found, *others = vectors
    for each in others:
        found = f"f64x2.{operation}({found}, {each})"
    return found


def _move(row: int) -> str:
    offset = 4 * DOUBLE * row
    call = f"moveGate(gate{row} + i, row0 + {offset}, row1 + {offset}, share0, share1, twice, alone)"
    return f"    if (count > {row}) {call}"


def _prepare(number: int, kind: Kind, program: CableProgram) -> str:
    """The loop over the compartments of a section of this kind, two by two."""
    routine = program.routine(f"conduct_{kind.name}")
    named = [*routine.body, *zip(sp.symbols(routine.labels), routine.results, strict=True)]
    needed = {str(symbol) for _, value in named for symbol in value.free_symbols}
    lines = [
        *(
            f"const {name} = v128.load_splat<f64>(row + {DOUBLE * column})"
            for column, name in enumerate(names(kind.fixed))
            if name in needed
        ),
        *([f"moveGates(start, end, membrane, {len(kind.slots)}, twice)"] if kind.slots else []),
        "for (let i = start; i < end; i += 16) {",
        "  const potential = v128.load(V + i)",
        *(f"  const {slot} = v128.load(gate{row} + i)" for row, slot in enumerate(kind.slots)),
        *(f"  const {name} = {vector(value)}" for name, value in named),
        "  charge(i, potential, conductance, inward, a)",
        "}",
    ]
    return "\n".join([f"    if (kind == {number}) {{", *(f"      {line}" for line in lines), "    }"])
