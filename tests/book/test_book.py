"""The book itself: its text hangs on the model."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = "docs/chapter-2/action-potential/index.md"

# What the book does, for one page and the one experiment behind its three numbers, and without the figures.
PROOF_READ = f"""
import dataclasses, json
from pathlib import Path
from markdown import Markdown
from apsite import chapters, units
from apsite.catalogue import experiment as described, model
from apsite.book.pages.book import Book, Page
from apsite.book.markdown.markdown import BookExtension
from apsite.book.model.model import read_model

experiment = chapters.experiment("action-potential")
values = experiment.values(experiment.run(experiment.Protocol()))
entry = {{"values.json": json.dumps([dataclasses.asdict(value) for value in values]).encode()}}
facts = json.loads(described.make("action-potential", {{}})["experiment.json"])
description = {{**json.loads(model.make(None, {{}})["model.json"]),
               "experiments": {{"action-potential": {{**facts, "figure": True}}}}}}
model = read_model(description, {{"action-potential": entry}})
drawn = dict.fromkeys((f"{{size}}-{{palette}}.svg" for size in ("wide", "narrow") for palette in ("light", "dark")),
                      b'<svg width="1" height="1">')
page = Page("{PAGE}", "chapter-2/action-potential/index.md")
book = Book(model, lambda name, options: drawn, units.convert, page=page)
Markdown(extensions=["admonition", "pymdownx.details", BookExtension(book=book, collect=True)]).convert(
    Path("{PAGE}").read_text())
for fault in book.faults:
    print(fault)
"""


def test_the_numbers_of_the_text_fail_to_hold_when_the_sodium_conductance_changes(tmp_path):
    for part in ("apsite", "docs"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    parameters = tmp_path / "apsite" / "membranes" / "squid.py"
    text = parameters.read_text()
    assert text.count(" 120.0,") == 1
    parameters.write_text(text.replace(" 120.0,", " 100.0,"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "APSITE_CACHE": str(tmp_path / ".cache")}
    done = subprocess.run(
        [sys.executable, "-c", PROOF_READ], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for value in ("threshold.voltage", "peak.voltage"):
        assert f"does not hold: {value} is" in done.stdout, done.stdout


PLAIN = """
import markdown
from apsite.book.text.faults import BookError

configs = {"apsite.book": {"page": "chapter-2/new.md"}}
convert = lambda text: markdown.markdown(text, extensions=["apsite.book"], extension_configs=configs)
print(convert("The peak is at [about +35 mV](model:peak.voltage) [@hodgkin1952]."))
try:
    convert("It is at [about +34 mV](model:peak.voltage).\\n\\nIt falls to -81 mV.")
except BookError as error:
    print(error)
"""


@pytest.mark.usefixtures("site")  # whose build has filled the store: to run everything anew would take a minute
def test_plain_python_markdown_needs_only_the_name_of_the_extension():
    """The real docs and the real model, no MkDocs: what a notebook or another generator would do."""
    done = subprocess.run([sys.executable, "-c", PLAIN], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert '<data value="35.0' in done.stdout
    assert "docs/chapter-2/new.md:1: 'about +34 mV' does not hold: peak.voltage is" in done.stdout
    assert "docs/chapter-2/new.md:3: '-81 mV' is neither checked nor followed by a source" in done.stdout
