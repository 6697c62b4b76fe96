"""The kernel as functions: emitted once, compiled by Numba, kept on disk between runs.

Owns where the emitted module lies and how it is loaded. The module's name is the digest of its text, so that a change
of the equations or of a scheme can never meet an old machine code.
"""

import hashlib
import importlib.util
import sys
from collections.abc import Callable, Iterable
from functools import cache
from types import ModuleType
from typing import Any, TypeVar

from apsite.cache import cache_root, write
from apsite.kernels.cable import MEMBRANES, lower_cable, together
from apsite.kernels.lowering import lower
from apsite.kernels.python import emit
from apsite.kernels.python_cable import emit_cable
from apsite.kernels.python_lanes import emit_lanes
from apsite.kernels.schemes import EXTRAPOLATED_STRANG, SCHEMES, Scheme
from apsite.membranes.mechanism import Mechanism
from apsite.membranes.squid import SQUID

READS = ("pip:numba",)  # which the emitted text imports

Function = TypeVar("Function", bound=Callable[..., Any])


@cache
def kernel(mechanism: Mechanism, scheme: Scheme = EXTRAPOLATED_STRANG) -> ModuleType:
    """Return the module whose `current_clamp`, `voltage_clamp`, `observables` and `steady_states` run a membrane."""
    return load(emit(lower(mechanism, scheme)))


@cache
def cable_kernel(mechanisms: tuple[Mechanism, ...] = MEMBRANES) -> ModuleType:
    """Return the module whose `propagate` runs an axon of these membranes."""
    return load(emit_cable(lower_cable(mechanisms)))


@cache
def lanes_kernel(mechanism: Mechanism) -> ModuleType:
    """Return the module whose `current_clamp` runs many membranes side by side; the rest of it says what they did."""
    return load(emit_lanes(lower(mechanism, terse=True)))


def machine_code(function: Function) -> Function:
    """Have a function compiled when it is first called. A module that uses this brings the compiler with it.

    What is compiled is kept beside the kernels, not beside the function, where one may not be allowed to write.
    """
    from numba import config, njit

    folder, config.CACHE_DIR = config.CACHE_DIR, str(cache_root() / "kernels")
    try:
        compiled: Function = njit(cache=True, nogil=True, error_model="numpy")(function)
    finally:
        config.CACHE_DIR = folder
    return compiled


def names(mechanisms: Iterable[Mechanism]) -> set[str]:
    """Return the names of the modules that the functions of this one load for `mechanisms`, and for the book's axons.

    An axon of several others is compiled anew where it was swept away.
    """
    texts = [emit_cable(lower_cable()), *(emit(lower(SQUID, scheme)) for scheme in SCHEMES)]
    for mechanism in mechanisms:
        if mechanism.capacitance is None:  # whose potential is always given
            continue
        texts.append(emit(lower(mechanism)))
        if not mechanism.tables:  # which run one by one
            texts.append(emit_lanes(lower(mechanism, terse=True)))
        if mechanism not in MEMBRANES:
            texts.append(emit_cable(lower_cable(together([mechanism]))))
    return {name_of(text) for text in texts}


def name_of(text: str) -> str:
    """Return the name of the module with this text, which is also that of its file."""
    return f"kernel_{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def load(text: str) -> ModuleType:
    """Import `text` as a module, from a file that is named by its digest."""
    name = name_of(text)
    path = cache_root() / "kernels" / f"{name}.py"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write(path, text)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"the kernel at {path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # Numba finds it by name when it reads compiled code back
    spec.loader.exec_module(module)
    return module
