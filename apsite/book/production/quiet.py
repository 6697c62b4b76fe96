"""No advertisement while the book is made.

The theme prints one for another generator when MkDocs loads it, unless the environment forbids that. mkdocs.yml names
`QUIET`: of all that is the book's own, its settings are read first.
"""

import os

QUIET = "NO_MKDOCS_2_WARNING"
os.environ.setdefault(QUIET, "1")
