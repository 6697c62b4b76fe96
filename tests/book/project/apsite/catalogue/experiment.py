import json

AMPLITUDE = {"default": 26.55, "unit": "uA/cm2", "minimum": -200.0, "maximum": 200.0, "description": "Height"}
SPIKE = {"title": "The spike", "summary": "One pulse.", "options": {"amplitude": AMPLITUDE}}


def make(question, given):
    return {"experiment.json": json.dumps(SPIKE).encode()}
