"""The development container starts with what the two commands need."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_container_sets_up_what_the_commands_need():
    settings = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    commands = [each.strip() for each in settings["postCreateCommand"].split("&&")]
    assert commands == ["python3 tools/bootstrap.py site", "python3 tools/bootstrap.py test"]
    makefile = (ROOT / "Makefile").read_text()
    assert all(command.removeprefix("python3 ") in makefile for command in commands)
    assert settings["forwardPorts"] == [8000]
