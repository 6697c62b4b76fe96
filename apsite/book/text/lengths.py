"""How wide and how high a picture is to be, in whatever unit another program writes it: browsers read numbers alone."""

import re

#: What a length in another unit is, px.
_PIXELS = {
    "": 1.0, "px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96 / 72, "pc": 16.0, "em": 16.0,
    "rem": 16.0,
}  # fmt: skip
_LENGTH = re.compile(r"[ ]*(\d{1,5}(?:\.\d{1,17})?|\.\d{1,17})[ ]*([a-z]{0,3}|%)[ ]*")


def pixels(given: str) -> str:
    """Return a width or a height in pixels, or in percents; "" for what is none."""
    found = _LENGTH.fullmatch(given)
    if found is None or found[2] not in {**_PIXELS, "%": 0}:
        return ""
    return f"{float(found[1]):g}%" if found[2] == "%" else str(round(float(found[1]) * _PIXELS[found[2]]))
