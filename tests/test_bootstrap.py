"""The set-up on a system that is not this one, as far as it can be seen from here."""

import importlib
import json
import re
import sys

import pytest

from tools import bootstrap


@pytest.fixture
def on_windows(monkeypatch, tmp_path):
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        patch.setitem(sys.modules, "fcntl", None)  # Windows has none
        yield importlib.reload(bootstrap)
    importlib.reload(bootstrap)


def test_windows_has_its_programs_and_packages_where_venv_puts_them(on_windows, monkeypatch, tmp_path):
    """As the documentation of Python's venv says: Scripts instead of bin, Lib\\site-packages instead of lib/python3."""
    assert on_windows.PROGRAMS == on_windows.VENV / "Scripts"
    assert on_windows.PACKAGES == "Lib/site-packages"
    monkeypatch.setattr(on_windows, "ROOT", tmp_path)
    with on_windows.alone():
        assert (tmp_path / ".cache").is_dir()


LOCK = """\
book-tool==1.0 \\
    --hash=sha256:01
    # via apsite (pyproject.toml)
checker==2.0 ; sys_platform != 'win32' \\
    --hash=sha256:02
    # via apsite (pyproject.toml)
shared-part==1.1 ; python_full_version < '3.12' \\
    --hash=sha256:03
    # via
    #   book-tool
    #   checker
shared-part==1.2 ; python_full_version >= '3.12' \\
    --hash=sha256:04
    # via
    #   book-tool
    #   checker
small-part==3.0 \\
    --hash=sha256:05
    # via shared-part
test-part==4.0 \\
    --hash=sha256:06
    # via checker
"""


def test_the_part_of_the_lock_that_a_command_needs_has_all_that_it_needs_and_its_hashes():
    kept = bootstrap.locked(LOCK, ["Book_Tool[extra]>=1"])
    assert re.findall(r"^[\w-]+==\S+", kept, re.MULTILINE) == [
        "book-tool==1.0", "shared-part==1.1", "shared-part==1.2", "small-part==3.0"
    ]  # fmt: skip
    assert re.findall(r"sha256:(\d+)", kept) == ["01", "03", "04", "05"]
    assert bootstrap.locked(LOCK, ["book-tool", "checker"]) == LOCK
    with pytest.raises(bootstrap.SetupError, match=r"does not lock newcomer\. Run: make lock"):
        bootstrap.locked(LOCK, ["newcomer"])


def test_the_book_is_set_up_without_what_only_tests_use():
    lock = (bootstrap.ROOT / "requirements.txt").read_text()
    book = bootstrap.locked(lock, bootstrap.of_the_book())
    names = set(re.findall(r"^([\w.-]+)==", book, re.MULTILINE))
    assert {"numba", "mkdocs-material", "uv", "codespell", "platformdirs"} <= names
    assert not {"neuron", "efel", "pytest", "playwright", "mypy", "ruff", "zizmor"} & names
    assert len(re.findall(r"^[\w.-]+==", book, re.MULTILINE)) == len(
        re.findall(r"--hash=sha256:[0-9a-f]{64}\n    #", book)
    )
    packages = json.loads((bootstrap.ROOT / "package.json").read_text())
    assert set(packages["devDependencies"]) == {"@biomejs/biome", "axe-core", "typescript"}


def test_where_pip_finds_packages_is_where_uv_looks(monkeypatch):
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.setenv("UV_FIND_LINKS", "chosen")
    listed = "import sys; print(\"\"\"global.index-url='https://mirror.example/index'\n:env:.find-links='/wheels'\nuser.x='y'\"\"\")"
    assert bootstrap.indexes([sys.executable, "-c", listed]) == {"UV_DEFAULT_INDEX": "https://mirror.example/index"}


def test_what_is_set_up_for_all_serves_a_part_and_nothing_is_done_twice(monkeypatch, tmp_path):
    done = []
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "new_environment", lambda: done.append("new"))
    whole = (bootstrap.ROOT / "requirements.txt").read_text(encoding="utf-8")
    monkeypatch.setattr(bootstrap, "install", lambda lock: done.append(lock == whole))
    monkeypatch.setattr(bootstrap, "compile_libraries", lambda: None)
    for purpose, expected in [
        ("site", ["new", False]), ("site", []), ("test", [True]), ("lint", []), ("site", [])
    ]:  # fmt: skip
        bootstrap.python_packages(purpose)
        assert done == expected, purpose
        done.clear()
    (tmp_path / ".complete").write_text("of another lock")
    (tmp_path / ".complete-site").write_text("of another lock")
    bootstrap.python_packages("test")
    assert done == ["new", True]


@pytest.mark.parametrize(
    ("there", "known", "works", "asked", "found"),
    [
        ({"chromium"}, True, True, ["chromium-headless-shell"], "chromium-headless-shell"),
        ({"chromium"}, True, False, ["chromium-headless-shell"], "chromium"),
        ({"google-chrome"}, False, True, [], "google-chrome"),
        ({"chromium-headless-shell", "chromium"}, True, True, [], "chromium-headless-shell"),
        (set(), False, True, ["chromium"], "chromium"),
        (set(), False, False, ["chromium"], None),
    ],
    ids=["better", "not to be had", "another system", "there", "none", "none to be had"],
)
def test_the_browser_is_the_one_that_takes_least_and_any_other_will_do(monkeypatch, there, known, works, asked, found):
    tried = []

    def install(package):
        tried.append(package)
        if not works:
            raise bootstrap.SetupError("no network")
        there.add(package)
        return True

    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name if name in there else None)
    monkeypatch.setattr(bootstrap, "known_to_debian", lambda package: known)
    monkeypatch.setattr(bootstrap, "apt_install", install)
    if found:
        bootstrap.browser()
    else:
        with pytest.raises(bootstrap.SetupError):
            bootstrap.browser()
    assert tried == asked
    assert bootstrap.find_browser() == found
