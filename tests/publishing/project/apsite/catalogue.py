"""A stand-in for the catalogue, of the same interface and cheap: one experiment with a figure."""

import json
import sys
import traceback
from pathlib import Path

from apsite.experiments import spike
from apsite.parameters import G_NA

AMPLITUDE = {"default": 26.55, "unit": "uA/cm2", "minimum": -200.0, "maximum": 200.0, "description": "Height"}
SPIKE = {"title": "The spike", "summary": "One pulse.", "figure": True, "options": {"amplitude": AMPLITUDE}}
CONDUCTANCE = {
    "name": "g_Na",
    "symbol": r"\bar g_{\mathrm{Na}}",
    "value": G_NA,
    "unit": "mS/cm2",
    "minimum": 0.0,
    "maximum": 1000.0,
    "decimals": 0,
    "description": "Sodium conductance",
    "source": "hodgkin1952",
    "locator": "p. 520",
}
EQUATION = {"latex": r"\frac{dV}{dt} = -\frac{I}{C_m}", "description": "The membrane equation"}


def describe():
    return {"experiments": {"spike": SPIKE}, "parameters": [CONDUCTANCE], "equations": {"dVdt": EQUATION}}


def produce(name, options):
    files = {"values.json": json.dumps([] if options else spike.values()).encode()}
    for palette in ("light", "dark"):
        for size, width in (("wide", 760), ("narrow", 360)):
            svg = spike.draw(**options, width=width, palette=palette)
            files[f"{size}-{palette}.svg"] = svg.encode()
    return files


def answer():
    for line in sys.stdin:
        request, error = json.loads(line), None
        try:
            for file, content in produce(request["name"], request["options"]).items():
                (Path(request["folder"]) / file).write_bytes(content)
        except Exception:
            error = traceback.format_exc()
        print(json.dumps({"error": error}), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "describe":
        print(json.dumps(describe()))
    else:
        answer()
