"""Emission of the cable's loops to AssemblyScript, which `live.bundling.assembly` compiles to WebAssembly for browsers.

What a run spends its time with: the gates moved on by their tables, the currents, the tridiagonal system.
`assembly_loops` has the loops themselves, those of `python_cable`; two neighbours of a section, or two compartments
equally far from both ends, are always worked on at once, as the two lanes of a vector. What is done once a run stays
TypeScript (`typescript_cable`).
"""

import sympy as sp

from apsite.kernels.assembly_loops import MODULE
from apsite.kernels.assembly_vectors import vector
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
