"""Membranes are found by their folder, each with its file."""

import shutil
import sys

import pytest

from apsite.kernels import compiled
from apsite.kernels.lowering import lower
from apsite.kernels.python import emit
from apsite.membranes import found
from apsite.membranes.calcium import CALCIUM
from apsite.membranes.cortical import FAST_SPIKING, REGULAR_SPIKING
from apsite.membranes.crab import CRAB
from apsite.membranes.myelin import MYELIN
from apsite.membranes.node import NODE
from apsite.membranes.squid import SQUID


def test_all_that_are_declared_are_found_with_their_files_and_lines():
    assert set(found.declared()) >= {CALCIUM, REGULAR_SPIKING, FAST_SPIKING, CRAB, MYELIN, NODE, SQUID}
    assert len({each.name for each in found.declared()}) == len(found.declared())
    assert {found.files()[each].name for each in (REGULAR_SPIKING, FAST_SPIKING)} == {"cortical.py"}
    lines = found.files()[NODE].read_text().split("\n")
    for equation, declared in {"I_Na": 'Current("Na"', "alpha_m": 'Gate("m"', "rate of h": 'Gate("h"'}.items():
        assert declared in lines[found.line(NODE, equation) - 1]
    assert '"odds_m":' in lines[found.line(NODE, "odds_m") - 1]
    assert '"node",' in lines[found.line(NODE, "nothing") - 1]


def test_two_of_one_name_are_told(tmp_path, monkeypatch):
    shutil.copy(found.files()[CRAB], tmp_path / "crab.py")
    other = (tmp_path / "crab.py").read_text().replace('47.7, 1, r"', '40.0, 1, r"')
    (tmp_path / "another.py").write_text(other)
    monkeypatch.setattr(found, "__file__", str(tmp_path / "found.py"))
    monkeypatch.setattr(sys.modules["apsite.membranes"], "__path__", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "apsite.membranes.crab")
    try:
        with pytest.raises(ValueError, match=r"the name 'crab': in another\.py and in crab\.py"):
            found.files.__wrapped__()
    finally:
        sys.modules.pop("apsite.membranes.another", None)


def test_machine_code_of_each_is_known_by_its_name():
    assert compiled.name_of(emit(lower(CRAB))) in compiled.names([CRAB, CALCIUM])
    assert compiled.name_of(emit(lower(CRAB))) not in compiled.names([SQUID])
