import json

from apsite.chapters.spike import experiment as spike


def make(question, given):
    values = [] if question["options"] else spike.values()
    result = spike.run(**question["options"])
    return {"values.json": json.dumps(values).encode(), "result": json.dumps(result).encode()}
