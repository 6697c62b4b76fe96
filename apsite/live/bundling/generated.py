"""The modules of the live figures that are generated: formulas and values, from the one place where each stands."""

from collections.abc import Callable, Mapping

from apsite.dimensions import MEMBRANES
from apsite.kernels import terminal as terminal_kernel
from apsite.kernels import typescript, typescript_cable
from apsite.kernels.cable import lower_cable
from apsite.kernels.lowering import lower, lower_ions
from apsite.live.bundling import assembly
from apsite.live.presets import axon, channels, clamp, constants, declared, terminal
from apsite.membranes import found
from apsite.membranes.squid import SQUID

#: What scripts import as "@model/kernel" is kernel.ts.
GENERATED: Mapping[str, Callable[[], str]] = {
    "kernel": lambda: typescript.emit(lower(SQUID), lower_ions()),
    "cable": lambda: typescript_cable.emit_cable(lower_cable()),
    "cable-loops": assembly.emit,
    "lanes-loops": assembly.emit_lanes,
    "common-constants": constants.emit_common,
    "constants": constants.emit,
    "axon-constants": axon.emit,
    "channels-constants": channels.emit,
    "clamp-constants": clamp.emit,
    "terminal-kernel": terminal_kernel.emit,
    "terminal-constants": terminal.emit,
}


def texts() -> dict[str, str]:
    """Return the text of each, by file name, and that of each declared membrane that a live figure can run."""
    choosable = [each for each in found.declared() if each not in MEMBRANES and declared.runs(each)]
    made = {name: emit() for name, emit in GENERATED.items()} | {"declared": declared.emit_list(choosable)}
    made |= {f"declared-{each.name}": declared.emit(each) for each in choosable}
    return {f"{name}.ts": text for name, text in made.items()}


def make(question: None, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return them as files."""
    return {name: text.encode() for name, text in texts().items()}
