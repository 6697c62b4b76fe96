"""The modules of the live figures that are generated: formulas and values, from the one place where each stands."""

from collections.abc import Mapping
from functools import partial

from apsite.kernels import terminal as terminal_kernel
from apsite.kernels import typescript, typescript_cable
from apsite.kernels.cable import lower_cable
from apsite.kernels.lowering import lower, lower_ions
from apsite.live.bundling import assembly
from apsite.live.presets import axon, constants, declared, terminal
from apsite.membranes.squid import SQUID

#: What scripts import as "@model/kernel" is kernel.ts.
GENERATED = {
    "kernel": lambda: typescript.emit(lower(SQUID), lower_ions()),
    "cable": lambda: typescript_cable.emit_cable(lower_cable()),
    "cable-loops": assembly.emit,
    "common-constants": constants.emit_common,
    "constants": constants.emit,
    "axon-constants": axon.emit,
    "terminal-kernel": terminal_kernel.emit,
    "terminal-constants": terminal.emit,
    "declared": declared.emit_list,
} | {f"declared-{each.name}": partial(declared.emit, each) for each in declared.CHOSEN}


def texts() -> dict[str, str]:
    """Return the text of each, by file name."""
    return {f"{name}.ts": emit() for name, emit in GENERATED.items()}


def make(question: None, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return them as files."""
    return {name: text.encode() for name, text in texts().items()}
