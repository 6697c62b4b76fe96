"""Emission of the cable to TypeScript: the text of a module beside that of the membrane.

The same program as `python_cable` prints; `typescript_loops` has the loops around it. The innermost of them make no
objects and call no routine: its body stands in them.
"""

from apsite.kernels.cable import GATES, KINDS, NUMBERS, CableProgram, Kind
from apsite.kernels.python import names
from apsite.kernels.typescript import Printer, function
from apsite.kernels.typescript_loops import MODULE

_LETTERS = ("first_gate", "second_gate", "third_gate")[:GATES]


def emit_cable(program: CableProgram) -> str:
    """Return the text of a TypeScript module whose functions run the cable."""
    printer = Printer()
    spoken = [each for each in program.routines if not each.name.startswith("conduct_")]
    return MODULE.substitute(
        largest=2 * GATES,
        kind_names="[" + ", ".join(f'"{kind.name}"' for kind in KINDS) + "]",
        constants="\n".join(f"const {name} = {value!r}" for name, value in program.constants.items()),
        routines="\n".join(function(routine, printer) for routine in spoken),
        relax="\n".join(_relax(number, kind) for number, kind in enumerate(KINDS) if kind.gates),
        prepare="\n".join(_prepare(number, kind, program, printer) for number, kind in enumerate(KINDS)),
        current="\n".join(_current(number, kind, program, printer) for number, kind in enumerate(KINDS)),
        gate_arrays=", ".join(_LETTERS),
        gate_types=", ".join(["Float64Array"] * GATES),
        **NUMBERS,
    )


def _relax(number: int, kind: Kind) -> str:
    values = ", ".join(f"rows[row + {column}]!" for column in range(len(kind.fixed)))
    return f"  if (kind === {number}) relax_{kind.name}(V, step, {values})"


def _prepare(number: int, kind: Kind, program: CableProgram, printer: Printer) -> str:
    read = [f"const {gate.name} = {_LETTERS[row]}[i]!" for row, gate in enumerate(kind.gates)]
    uses = [
        "const right = axial[i]!",
        "const onward = i < tip ? right * (V[i + 1]! - potential) : 0",
        "diagonal[i] = capacitance[i]! + a * (area[i]! * conductance + left + right)",
        "net[i] = area[i]! * (inward - conductance * potential) + onward - flow",
        "flow = onward",
        "left = right",
    ]
    return _of_kind(
        number, kind, program, printer, ["const potential = V[i]!", *read], uses, before=_move(number, kind)
    )


def _move(number: int, kind: Kind) -> list[str]:
    """A loop that moves the gates of a section on, by the table."""
    gates = [(_LETTERS[row], gate.name) for row, gate in enumerate(kind.gates)]
    if not gates:
        return []
    pairs = [f"{part}_{name}" for _, name in gates for part in ("decay", "gain")]
    moved = [f"{name} = {name} * decay_{name} + gain_{name}" for _, name in gates]
    loop = [
        "const at = places[i]!",
        "const share = shares[i]!",
        *(
            f"const {pair} = table[at + {2 * column}]! + share * table[at + {2 * column + 1}]!"
            for column, pair in enumerate(pairs)
        ),
        *(f"let {name} = {letter}[i]!" for letter, name in gates),
        *moved,
        f"if (twice) {{ {'; '.join(moved)} }}",
        *(f"{letter}[i] = {name}" for letter, name in gates),
    ]
    return [
        f"locate(state, start, end, table, places, shares, {number}, twice ? step : step / 2, rows, row)",
        "for (let i = start; i < end; i++) {",
        *(f"  {line}" for line in loop),
        "}",
    ]


def _current(number: int, kind: Kind, program: CableProgram, printer: Printer) -> str:
    read = [f"const {gate.name} = {_LETTERS[row]}[i]!" for row, gate in enumerate(kind.gates)]
    return _of_kind(number, kind, program, printer, read, ["found[i] = conductance * V[i]! - inward"])


def _of_kind(
    number: int,
    kind: Kind,
    program: CableProgram,
    printer: Printer,
    read: list[str],
    uses: list[str],
    before: list[str] | None = None,
) -> str:
    """A loop over the compartments of a section of this kind: what is read, what its routine finds, and its use."""
    routine = program.routine(f"conduct_{kind.name}")
    needed = {str(symbol) for _, value in routine.body for symbol in value.free_symbols}
    needed |= {str(symbol) for value in routine.results for symbol in value.free_symbols}
    found = [(str(symbol), value) for symbol, value in routine.body]
    found += zip(routine.labels, routine.results, strict=True)
    loop = [*read, *(f"const {name} = {printer.doprint(value)}" for name, value in found), *uses]
    lines = [
        *(f"const {name} = rows[row + {column}]!" for column, name in enumerate(names(kind.fixed)) if name in needed),
        *(before or []),
        "for (let i = start; i < end; i++) {",
        *(f"  {line}" for line in loop),
        "}",
    ]
    return "\n".join([f"    if (kinds[membrane] === {number}) {{", *(f"      {line}" for line in lines), "    }"])
