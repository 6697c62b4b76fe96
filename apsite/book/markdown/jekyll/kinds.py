"""Names of what stands in fences and between colons in MyST, Quarto, Pandoc and Bookdown, by what becomes of it."""

import re

#: Cells of code in Quarto and MyST.
CODE = {"code-cell", "code", "code-block", "python", "r", "julia", "bash", "matlab", "ipython"}
#: What is set beside the text or folded away, and has no kind of box for itself.
ALSO = {
    "admonition",
    "dropdown",
    "details",
    "spoiler",
    "margin",
    "sidebar",
    "aside",
    "topic",
    "card",
    "proof",
    "seealso",
    "epigraph",
    "grid-item-card",
    "pull-quote",
    "versionadded",
    "versionchanged",
    "deprecated",
}
#: Those that are called by their own titles alone.
UNTITLED = {"admonition", "dropdown", "details", "spoiler", "margin", "sidebar", "aside"}
#: Tables, each with what reads its rows.
TABLES = {"list-table", "csv-table"}
#: Boxes of Bookdown, in which its code has a name of its own.
THEOREM = re.compile(
    r"[ ]*\{(?P<name>theorem|lemma|corollary|proposition|conjecture|definition|example|exercise|solution|proof"
    r"|remark)\b"
    r"(?:[^}]*\bname=[\"'](?P<title>[^\"']*)[\"'])?[^}]*\}[ ]*"
)
#: A box of Bookdown of which only its name is given, and one of the plug-in of Obsidian that is called after boxes.
BLOCK = re.compile(
    r"[ ]*(?:\{block2?\b[^}\n]*\btype[ ]*=[ ]*[\"'](?:rmd)?(?P<name>[\w-]+)[\"'][^}\n]*\}|ad-(?P<named>[\w-]+))[ ]*"
)
#: Titles of boxes whose name is none.
CALLED = {"seealso": "See also", "epigraph": "Quotation", "pull-quote": "Quotation", "grid-item-card": "Card",
           "versionadded": "New in version", "versionchanged": "Changed in version",
           "deprecated": "Deprecated since version"}  # fmt: skip
#: A set of tabs by its headings, and one tab.
TABSET, TAB = {"panel-tabset", "tabset", "group-tab"}, {"tab-item", "tab"}
#: What only says where on a page something stands.
LAYOUT = {"columns", "column", "row", "col", "grid", "tab-set", "tabs", "incremental", "nonincremental", "fragment",
           "center", "content-visible", "content-hidden", "div", "grid-item", "container", "figure-md"}  # fmt: skip
#: What the other program would make of a list of its own.
LISTS = {"toctree", "tableofcontents", "contents", "bibliography", "mermaid", "index", "dot", "graphviz"}
PICTURES = {"figure", "image"}
#: Languages of which other programs make a picture or a list.
DRAWN = {"mermaid", "dataview", "dataviewjs", "plantuml", "puml", "tikz", "vega", "vega-lite", "kroki", "abc", "query",
          "tasks", "flow", "sequence", "goat", "bob", "svgbob", "csvpreview", "d2", "excalidraw", "echarts", "markmap",
          "wavedrom", "geojson", "topojson", "stl", "ditaa", "nomnoml"}  # fmt: skip
