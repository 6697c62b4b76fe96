"""What ends a build besides its pages is told with its place, or with what to do."""

import errno
import os
import subprocess
import sys

import pytest
from jinja2 import Environment, FileSystemLoader

from apsite.book.production.quiet import QUIET
from apsite.book.site.mistakes import in_template, of_the_system
from apsite.book.text.faults import Fault
from tests.book.support import ROOT

BASE = "<title>\n{% block title %}{% endblock %}"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('{% extends "base.html" %}\n{% block title %}\n{{ page.title | grand }}\n{% endblock %}', 3, "'grand'"),
        ('{% extends "base.html" %}\n{% block title %}\n{{ page.title }\n{% endblock %}', 3, "unexpected '}'"),
        ('{% extends "base.html" %}\n\n\n{% block title %}', 4, "Unexpected end of template"),
        (
            '{% extends "base.html" %}\n{% block title %}\n\n{{ page.meta.author }}{% endblock %}',
            4,
            "'page' is undefined",
        ),
        ('{% extends "base.html" %}\n{% block title %}{{ 1 / 0 }}{% endblock %}', 2, "division by zero"),
        ('{% extends "base.html" %}\n{% block title %}{% include "part.html" %}{% endblock %}', 2, "part.html"),
        ('\n{% extends "bass.html" %}', 2, "bass.html"),
    ],
    ids=["filter", "brace", "end", "name", "arithmetic", "include", "extends"],
)
def test_a_mistake_in_a_template_is_told_with_file_and_line(tmp_path, text, line, what):
    theme, own = tmp_path / "theme", tmp_path / "book" / "overrides"
    theme.mkdir()
    own.mkdir(parents=True)
    (theme / "base.html").write_text(BASE)
    (own / "main.html").write_text(text)
    with pytest.raises(Exception) as raised:  # noqa: PT011 - Jinja raises what Python raises
        Environment(loader=FileSystemLoader([own, theme])).get_template("main.html").render()
    fault = in_template(raised.value, [own, theme], tmp_path / "book")
    assert fault is not None
    assert (fault.file, fault.line) == ("overrides/main.html", line)
    assert what in fault.message


def test_an_error_elsewhere_is_none_of_a_template(tmp_path):
    with pytest.raises(ZeroDivisionError) as raised:
        1 / 0  # noqa: B018
    assert in_template(raised.value, [tmp_path], tmp_path) is None


def test_what_the_system_refuses_says_what_to_do():
    told = of_the_system(OSError(errno.ENOSPC, "No space left on device", "/book/site/index.html"))
    assert told == (
        "A file cannot be written or read: /book/site/index.html: No space left on device. The disk is full. Make room,"
        " then try again."
    )
    assert "APSITE_CACHE" in str(of_the_system(PermissionError(errno.EACCES, "Permission denied", "store")))
    assert of_the_system(FileNotFoundError(errno.ENOENT, "No such file", "x")) is None  # may be a mistake of the book's
    assert of_the_system(ValueError()) is None


def test_no_command_shows_an_advertisement():
    """The theme looks at the name of the program, and prints when its settings are read."""
    program = "import sys; sys.argv = ['mkdocs']; from mkdocs.config import load_config; load_config('mkdocs.yml')"
    environment = {name: value for name, value in os.environ.items() if name != QUIET}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_a_message_quotes_tells_neither_a_terminal_nor_a_workflow_what_to_do():
    fault = Fault("docs/x.md", 1, "'a\n::error file=y::b\n  ##[group]c \x1b[2J\u202e' is wrong.")
    assert str(fault) == "docs/x.md:1: 'a\n| ::error file=y::b\n|   ##[group]c \\x1b[2J\\u202e' is wrong."
    assert len(Fault("docs/x.md", 1, "x" * 1_000_000).message) < 11_000
