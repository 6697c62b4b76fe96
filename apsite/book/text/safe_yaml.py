"""YAML that a stranger wrote, read in time that its length bounds, with a line for whatever is wrong with it.

Owns what is refused before it is read: names for values that are used again, by which a few lines become gigabytes, and
nesting that nothing here needs. PyYAML's own readers of dates and numbers raise whatever Python raises.
"""

import re
from typing import Any

import yaml

#: How deep lists and tables may stand in each other.
DEEPEST = 20
#: The longest number, in bits: Python refuses to write longer ones, and a page has none.
LONGEST = 256

_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the first is quicker, and not built everywhere
_LINE = re.compile(r"[^\n]*\n?")


class Loader(_Safe):  # type: ignore[misc]
    """Reads YAML as any program does, but leaves dates as they are written: some name a day that is none."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in _Safe.yaml_implicit_resolvers.items()
}


class UnreadableError(ValueError):
    """YAML that cannot be read; `line`, counted from 1, is where."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def load(text: str) -> Any:
    """Return what `text` says. Raises UnreadableError."""
    try:
        _look_through(text)
        found = yaml.load(text, Loader)
    except yaml.MarkedYAMLError as error:
        raise UnreadableError(str(error.problem or error.context), _line(error.problem_mark)) from error
    except yaml.YAMLError as error:
        raise UnreadableError(" ".join(str(error).split()), 1) from error
    except UnreadableError:
        raise
    except Exception as error:  # a number of 5,000 digits, "0x_"
        raise UnreadableError(f"a value cannot be read: {_told(error)}", _guilty(text)) from error
    if not _short(found):
        raise UnreadableError("a number is too long", _guilty(text))
    return found


def _look_through(text: str) -> None:
    """Raise UnreadableError for what would take long to read, or would not end."""
    depth = 0
    for event in yaml.parse(text, Loader):
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableError(f"'*{event.anchor}' repeats another value. Write it out", _line(event.start_mark))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise UnreadableError("it is nested too deep", _line(event.start_mark))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _guilty(text: str) -> int:
    """Return the first line that cannot be read by itself, 1 if there is none."""
    for number, line in enumerate(_LINE.findall(text), 1):
        try:
            if not _short(yaml.load(line, Loader)):
                return number
        except yaml.YAMLError:  # a line that belongs to others
            continue
        except Exception:
            return number
    return 1


def _short(value: Any) -> bool:
    """Say whether all numbers in what was read are of a length that can be written down."""
    if isinstance(value, dict):
        return all(_short(each) for pair in value.items() for each in pair)
    if isinstance(value, list | tuple | set):
        return all(map(_short, value))
    return not isinstance(value, int) or value.bit_length() <= LONGEST


def _told(error: Exception) -> str:
    return " ".join(str(error).split(";")[0].split())[:100] or type(error).__name__
