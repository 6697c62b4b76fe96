"""What mkdocs.yml says to mkdocs-jupyter: which files are notebooks, and what of them is shown.

Owns the options as the book obeys them, each with the meaning that it has there, so that neither the plugin nor
nbconvert is loaded where nothing is to be rendered. Those that choose scripts and styles of its own pages (`theme`,
`include_requirejs`, `custom_mathjax_url`), its store (`cache`, `cache_dir`) and a `kernel_name` have nothing to choose
here: what is executed is Python, in the book's own environment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from pathlib import PurePosixPath
from typing import Any

PLUGIN = "mkdocs-jupyter"
KINDS = (".py", ".ipynb")
#: The plugin's options of tags, each with the tags that say the same in Jupyter Book, and need no option there.
TAGS = {
    "remove_cell_tags": ("remove-cell", "remove_cell"),
    "remove_all_outputs_tags": ("remove-output", "remove_output"),
    "remove_single_output_tags": (),
    "remove_input_tags": ("remove-input", "remove_input"),
}
#: Tags with which Jupyter Book shows a part of a cell on demand.
HIDDEN_INPUT = frozenset({"hide-input", "hide_input", "hide-cell", "hide_cell"})
HIDDEN_OUTPUT = frozenset({"hide-output", "hide_output", "hide-cell", "hide_cell"})


@dataclass(frozen=True)
class Settings:
    """The options, by the names that they have in mkdocs.yml."""

    include: tuple[str, ...] = ("*.py", "*.ipynb")
    ignore: tuple[str, ...] = ()
    execute: bool = False
    execute_ignore: tuple[str, ...] = ()
    include_source: bool = False
    ignore_h1_titles: bool = False
    allow_errors: bool = False
    show_input: bool = True
    no_input: bool = False
    no_prompt: bool = False
    remove_tag_config: Mapping[str, Any] = field(default_factory=dict)
    highlight_extra_classes: str = ""
    toc_depth: int = 6
    data_files: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, options: Mapping[str, Any]) -> "Settings":
        """Return the settings that the plugin's `options` are; one that is not there is as the plugin has it."""
        given: dict[str, Any] = {"allow_errors": True, **options}
        fields = {each.name for each in dataclass_fields(cls)}
        known: dict[str, Any] = {name: value for name, value in given.items() if name in fields}
        for name in ("include", "ignore", "execute_ignore"):
            if name in known:
                known[name] = tuple(known[name])
        return cls(**known)

    @classmethod
    def of(cls, plugins: Mapping[str, Any]) -> "Settings":
        """Return what is said to the plugin among `plugins` of MkDocs, its own defaults where it is not there."""
        return cls.read(plugins[PLUGIN].config) if PLUGIN in plugins else cls()

    def takes(self, source: str) -> bool:
        """Say whether the file at `source`, under the docs folder, is to be a page."""
        path = PurePosixPath(source)
        if path.suffix not in KINDS or any(map(path.match, self.ignore)):
            return False
        return any(map(path.match, self.include))

    def executes(self, source: str) -> bool:
        """Say whether a notebook with outputs is executed all the same."""
        return self.execute and not any(map(PurePosixPath(source).match, self.execute_ignore))

    @property
    def rendering(self) -> dict[str, Any]:
        """Return what of them changes how cells look, for the process that renders them."""
        chosen = self.remove_tag_config
        tags = {name: sorted({*chosen.get(name, ()), *usual}) for name, usual in TAGS.items()}
        return {
            "show_input": self.show_input,
            "no_input": self.no_input,
            "no_prompt": self.no_prompt,
            "remove_tag_config": tags,
        }
