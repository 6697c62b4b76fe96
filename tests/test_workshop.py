"""The process in which results are made, asked as publishing asks it."""

import json
import subprocess
import sys

import pytest

ROOM = {
    "__init__.py": "",
    "reader.py": (
        "from pathlib import Path\n\nREADS = ('said.csv', '../../beside/*.txt')\n\n\n"
        "def make(question, given):\n"
        "    return {'text': b''.join([Path(__file__).parent.joinpath(question).read_bytes(), *given.values()])}\n"
    ),
    "said.csv": "1",
    "unsaid.csv": "2",
}


@pytest.fixture
def checkout(tmp_path):
    from apsite.cache import PACKAGE

    room = tmp_path / "apsite" / "room"
    room.mkdir(parents=True)
    for name in ("__init__.py", "cache.py", "workshop.py"):
        (tmp_path / "apsite" / name).write_bytes((PACKAGE / name).read_bytes())
    for name, text in ROOM.items():
        (room / name).write_text(text)
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "a.txt").write_text("3")
    (tmp_path / "pyproject.toml").write_text('name = "apsite"\n')
    return tmp_path


def ask(checkout, *questions):
    """What is made of each question, or the last line of what went wrong."""
    lines = []
    for number, question in enumerate(questions):
        folder = checkout / ".cache" / str(number)
        (folder / "given").mkdir(parents=True)
        (folder / "made").mkdir()
        (folder / "given" / "more").write_bytes(b"!")
        lines.append(json.dumps({"module": "apsite.room.reader", "question": question, "folder": str(folder)}))
    done = subprocess.run(
        [sys.executable, "-m", "apsite.workshop"],
        input="\n".join(lines), cwd=checkout, env={"PYTHONPATH": str(checkout)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    answers = [json.loads(line)["error"] for line in done.stdout.splitlines()]
    return [
        error.strip().splitlines()[-1] if error else (checkout / ".cache" / str(number) / "made" / "text").read_text()
        for number, error in enumerate(answers)
    ]


def test_what_is_read_and_not_said_is_an_error_with_its_name(checkout):
    said, unsaid, beside, missing = ask(checkout, "said.csv", "unsaid.csv", "../../beside/a.txt", "/no/such/file")
    assert (said, beside) == ("1!", "3!")
    assert unsaid == (
        "PermissionError: apsite/room/unsaid.csv is read, and no module says so in READS: "
        "a change of it would change nothing"
    )
    assert "No such file" in missing
