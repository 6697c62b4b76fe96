import json

from apsite.chapters.spike import figure as spike


def make(question, given):
    amplitude = json.loads(given["result"])
    files = {"layouts.json": b"{}"}
    for palette in ("light", "dark"):
        for size, width in (("wide", 760), ("narrow", 360)):
            files[f"{size}-{palette}.svg"] = spike.draw(amplitude, width, palette).encode()
    return files
