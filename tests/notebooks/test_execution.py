"""Cells in a kernel: what they give, and what becomes of one that raises, runs over or does what it may not.

One kernel takes two seconds to start, so what is allowed is asked for in one run, and of what is forbidden each
attempt is caught by the cells themselves, as far as they can.
"""

import socket
from pathlib import Path

import pytest

from apsite import sandbox
from apsite.notebooks.execution import CellError, execute
from apsite.notebooks.outputs import files

ATTEMPTS = """\
def refused(attempt):
    try:
        attempt()
    except PermissionError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "was allowed"
"""


def test_what_cells_give_is_kept_as_text_and_pictures_for_each_palette_and_width():
    outputs = execute(
        [
            "import sys, matplotlib.pyplot as plt\nfrom apsite import book_style\nplt.style.use(book_style())",
            "print('5 mV')\nprint('a warning', file=sys.stderr)\n{'a': 1}",
            "plt.plot([0, 1], color='C1')\nplt.show()",
            "from IPython.display import HTML\nHTML('<script>1</script>')",
            "open('kept.txt', 'w').write('in the folder of the run')\nopen('kept.txt').read()",
        ]
    )
    made = files(outputs)
    light, dark = made["3-0-wide-light.svg"].decode(), made["3-0-narrow-dark.svg"].decode()
    assert ('width="500"' in light, 'width="360"' in dark) == (True, True)
    assert "#b8430b" in light  # sodium's colours, as the palettes of `apsite.plotting.look` have them
    assert "#ff9a5a" in dark
    assert "#1c2230" not in dark
    assert "#fffefb" not in light + dark
    text = made["outputs.json"].decode()
    assert text.index("5 mV") < text.index("a warning") < text.index("{'a': 1}") < text.index("in the folder")
    assert "<script>1</script>" in text  # as the cell gave it: what of it a page shows is cleaned where it is rendered


def test_the_same_cells_give_the_same_bytes_without_the_book_s_style_too():
    cells = ["import matplotlib.pyplot as plt\nplt.fill_between([1, 2], [1, 3], hatch='/')\nplt.show()"]
    assert files(execute(cells)) == files(execute(cells))


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("x = 1\ny = x / 0", 2, "raised ZeroDivisionError: division by zero"),
        ("def f():\n    return {}['a']\n\nf()", 2, "raised KeyError"),
        ("x = 1\nx = = 2", 2, "raised SyntaxError"),
        ("import os\nos._exit(3)", 1, "its kernel died"),
    ],
    ids=["raises", "in a function", "syntax", "dies"],
)
def test_a_cell_that_fails_is_named_with_its_line(source, line, message):
    with pytest.raises(CellError) as raised:
        execute(["x = 0", source, "never = 1"])
    error = raised.value
    assert (error.cell, error.line) == (1, line)
    assert error.message.startswith(message)
    assert "died" in message or message.split()[1].rstrip(":") in error.traceback


@pytest.mark.parametrize(
    ("source", "lines", "patience"),
    [
        ("x = 1\nwhile True:\n    x += 1", {2, 3}, 20),  # a busy machine takes its time to answer
        ("while True:\n    try:\n        while True: pass\n    except BaseException: pass", {1, 2, 3, 4}, 1),
    ],
    ids=["runs on", "swallows interrupts"],
)
def test_a_cell_that_runs_over_is_ended(source, lines, patience, monkeypatch):
    monkeypatch.setattr("apsite.notebooks.execution.PATIENCE", patience)
    with pytest.raises(CellError) as raised:
        execute([source], limit=2)
    assert raised.value.message == "took longer than 2 s"
    assert raised.value.line in lines


def test_no_network_no_programs_no_files_elsewhere_no_end_of_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "works", lambda: False)  # in which there is no file elsewhere to be written
    kept = tmp_path / "kept.txt"
    kept.write_text("as it was")
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    attempts = [
        f"lambda: socket.create_connection(('127.0.0.1', {port}), timeout=2)",
        "lambda: urllib.request.urlopen('http://example.org')",
        "lambda: subprocess.run(['true'])",
        "lambda: os.system('true')",
        f"lambda: open({str(kept)!r}, 'w')",
        f"lambda: open({str(kept)!r}, 'a')",
        f"lambda: Path({str(kept)!r}).unlink()",
        f"lambda: Path({str(kept)!r}).rename('mine.txt')",
        f"lambda: shutil.rmtree({str(tmp_path)!r})",
        f"lambda: os.open({str(tmp_path / 'new.txt')!r}, os.O_CREAT | os.O_WRONLY)",
        f"lambda: Path({str(tmp_path / 'new')!r}).mkdir()",
        f"lambda: os.symlink({str(tmp_path)!r}, {str(tmp_path / 'link')!r})",
        f"lambda: sqlite3.connect({str(tmp_path / 'new.db')!r})",
        "lambda: bytearray(6 * 1024**3)",
    ]
    imports = "import os, shutil, socket, sqlite3, subprocess, urllib.request\nfrom pathlib import Path\n"
    asks = "".join(f"print(refused({attempt}))\n" for attempt in attempts)
    with listening:
        [[output]] = execute([imports + ATTEMPTS + asks])
    answers = output["text"].splitlines()
    assert len(answers) == len(attempts)
    network, programs, elsewhere = answers[:2], answers[2:4], answers[4:13]
    assert all("a notebook has no network" in answer for answer in network)
    assert all(answer.startswith("a notebook starts no programs") for answer in programs)
    assert all("only in its own temporary folder" in answer for answer in elsewhere)
    assert answers[13].startswith("MemoryError")
    assert kept.read_text() == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
