"""Colours of the membrane potential, for maps of it over place and time.

Rest lies near the page's own colour; what is depolarized goes by way of orange to the darkest (on dark pages the
brightest) colour, what is hyperpolarized turns blue. Lightness alone tells rest from spike, and blue from orange is
told apart with any kind of colour vision; a map says where the level of a spike is passed by a line as well.
"""

#: Anchors between which colours are interpolated: potentials in mV, and a colour for each, by palette.
POTENTIALS = (-90.0, -70.0, -50.0, -20.0, 10.0, 45.0)
COLORS = {
    "light": ("#a9c6e6", "#f4f1ea", "#f7d7a3", "#e8924a", "#a83a34", "#35102f"),
    "dark": ("#2f5f96", "#1d2128", "#4e3626", "#a8592b", "#f2a45c", "#fff4d2"),
}
#: What a legend names, mV.
TICKS = (-80.0, -40.0, 0.0, 40.0)
