import json

from apsite.parameters import G_NA

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


def make(question, given):
    return {"model.json": json.dumps({"parameters": [CONDUCTANCE], "equations": {"dVdt": EQUATION}}).encode()}
