"""From a title to the name of a file: small letters, digits and hyphens, on every disk the same.

Owns what is refused, and why; a name is never made up where none can be made of the title.
"""

import keyword
import re
import unicodedata

LONGEST = 60  # characters

_WINDOWS = {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10))}
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}


class RefusedError(Exception):
    """Nothing was written; the message says why, and what to do."""


def title_of(text: str) -> str:
    """Return the title that `text` is. Raises RefusedError."""
    title = " ".join(text.split(" ")).strip()
    if not title:
        raise RefusedError("the title is empty.")
    if any(unicodedata.category(character).startswith("C") for character in title):
        raise RefusedError("the title holds a character that cannot be seen, such as the end of a line.")
    if re.search(r"[/\\]", title) or set(title) <= {"."}:
        raise RefusedError(f"'{title}' is a path. Give a title in words; the file is put where it belongs.")
    if re.search(r"[<>]", title):
        raise RefusedError("a title is plain text, without < and >.")
    if len(title) > 2 * LONGEST:
        raise RefusedError(f"the title has {len(title)} characters. Say it in {2 * LONGEST} or fewer.")
    return title


def file_name(title: str) -> str:
    """Return the file name, without a suffix, that is made of a title: "Ca²⁺ & Müller's cells" is "ca2-mullers-cells".

    Raises RefusedError if there is none.
    """
    title_of(title)
    plain = "".join(_latin(letter) for letter in title.casefold())
    plain = unicodedata.normalize("NFKD", plain)
    lost = [letter for letter in plain if letter.isalpha() and not letter.isascii()]
    if lost:
        raise RefusedError(f"no file name can be made of '{lost[0]}'. Give one in Latin letters: --name a-name")
    plain = re.sub(r"['’‘`´\"“”\u0300-\u036f]", "", plain)
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not name:
        raise RefusedError(f"no file name can be made of '{title}'. Give one in Latin letters: --name a-name")
    if name in _WINDOWS:
        raise RefusedError(f"'{name}' cannot be the name of a file on Windows. Choose another with --name.")
    if len(name) > LONGEST:
        raise RefusedError(f"the file name '{name}' is longer than {LONGEST} characters. Choose another with --name.")
    return name


def module_name(title: str) -> str:
    """Return the name of a Python file that is made of a title. Raises RefusedError if there is none."""
    stem = file_name(title).replace("-", "_")
    if not stem.isidentifier() or keyword.iskeyword(stem):
        raise RefusedError(f"'{stem}' cannot be the name of a Python file. Choose another with --name.")
    return stem


def _latin(letter: str) -> str:
    """Return a letter in Latin letters, as far as there is a usual way: Greek ones by their names."""
    name = unicodedata.name(letter, "")
    greek = re.fullmatch(r"GREEK SMALL LETTER (?:FINAL )?([A-Z]+)(?: WITH .*)?", name)
    return greek[1].lower() if greek else _LETTERS.get(letter, letter)
