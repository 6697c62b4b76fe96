"""Constants of nature, in units that give potentials in mV."""

from apsite.quantities import constant

#: Gas constant, Faraday constant, absolute temperature at 0 °C.
CHEMISTRY = (
    constant("R", 8.314462618, "J/(mol*K)", 3, "R", "Gas constant.", "", "tiesinga2021"),
    constant("F", 96.48533212, "C/mmol", 3, "F", "Faraday constant: the charge of a millimole.", "", "tiesinga2021"),
    constant("T_0", 273.15, "K", 2, "T_0", "Absolute temperature at 0 °C.", "section 2.3.1", "bipm2019"),
)
