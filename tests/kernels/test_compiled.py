import hashlib
import os
import subprocess
import sys

import pytest

from apsite import Membrane, Pulse, simulate
from apsite.kernels.compiled import kernel, load
from apsite.kernels.lowering import lower
from apsite.kernels.python import emit
from apsite.membranes.squid import SQUID

#: A module that is compiled as those of the model are, and takes no time.
SMALL = """
from numba import njit


@njit(cache=True)
def doubled(x):
    return 2.0 * x
"""

LOADED = f"""
from apsite.kernels.compiled import load
doubled = load({SMALL!r}).doubled
assert doubled(2.0) == 4.0
print(sum(doubled.stats.cache_hits.values()), sum(doubled.stats.cache_misses.values()))
"""

SIMULATED = """
from apsite import Membrane, Pulse, simulate
from apsite.kernels.compiled import kernel
from apsite.membranes.squid import SQUID
simulate(Membrane(), [Pulse(1.0, 0.5, 20.0)], 5.0)
stats = kernel(SQUID).current_clamp.stats
print(sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""


def run_python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, check=True, capture_output=True, text=True
    ).stdout.split()


@pytest.mark.thorough
def test_machine_code_is_kept_on_disk_between_runs(tmp_path):
    assert run_python(LOADED, APSITE_CACHE=str(tmp_path)) == ["0", "1"]
    assert run_python(LOADED, APSITE_CACHE=str(tmp_path)) == ["1", "0"]


def test_a_simulation_in_another_process_compiles_nothing():
    simulate(Membrane(), [Pulse(1.0, 0.5, 20.0)], 5.0)
    assert run_python(SIMULATED) == ["1", "0"]


@pytest.mark.thorough
def test_the_same_text_is_emitted_in_every_process():
    code = "from apsite.kernels.lowering import lower; from apsite.kernels.python import emit; import hashlib;"
    code += "from apsite.membranes.squid import SQUID;"
    code += "print(hashlib.sha256(emit(lower(SQUID)).encode()).hexdigest())"
    here = hashlib.sha256(emit(lower(SQUID)).encode()).hexdigest()
    assert {run_python(code, PYTHONHASHSEED=seed)[0] for seed in ("1", "2")} == {here}


def test_another_text_is_another_module(tmp_path, monkeypatch):
    monkeypatch.setenv("APSITE_CACHE", str(tmp_path))
    text = emit(lower(SQUID))
    assert load(text).__name__ != load(text + "\n# changed\n").__name__


def test_a_kernel_that_was_half_written_is_written_again(tmp_path, monkeypatch):
    monkeypatch.setenv("APSITE_CACHE", str(tmp_path))
    text = emit(lower(SQUID))
    module = load(text)
    path = tmp_path / "kernels" / f"{module.__name__}.py"
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    assert load(text).current_clamp is not None
    assert path.read_text(encoding="utf-8") == text


def test_the_removable_singularities_have_their_limit():
    # x / (exp(x) - 1) = 1 - x/2 + x^2/12 - ... near 0
    linoid = kernel(SQUID).linoid
    assert linoid(0.0) == 1.0
    for x in (1e-12, -1e-8, 1e-4):
        assert linoid(x) == pytest.approx(1 - x / 2 + x**2 / 12, rel=1e-14)
