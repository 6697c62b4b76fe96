"""A snapshot of two spikes that run apart: potential and gates over the axon."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.propagation.one_way.experiment import MIDDLE, MOMENT, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the potential above the gates h and n."""
    palette, recording = look.palette, result.recording
    sample, place = recording.sample_at(MOMENT), recording.position
    figure = look.figure(look.choose(430, 480))
    voltage, gates = figure.subplots(2, 1, sharex=True)
    voltage.axvline(MIDDLE, color=palette.stimulus, linewidth=1.0, linestyle=(0, (1, 1.3)))
    voltage.plot(place, recording.voltage[sample], color=palette.ink)
    look.label(voltage, MIDDLE, 34, "electrode", ha="center", color=palette.stimulus)
    for x, words in ((1.2, "← travels"), (10.8, "travels →")):
        look.label(voltage, x, 34, words, ha="center", color=palette.muted)
    voltage.set_ylim(-90, 45)
    voltage.set_yticks([-80, -40, 0, 40])
    voltage.set_ylabel("V (mV)")
    voltage.set_title("Two spikes, one to each side")
    gates.plot(place, recording.gates["h"][sample], **look.sodium)
    gates.plot(place, recording.gates["n"][sample], **look.potassium)
    look.label(gates, MIDDLE, 0.08, "$h$: not inactivated", ha="center", color=palette.sodium)
    look.label(gates, MIDDLE, 0.86, "$n$: open", ha="center", color=palette.potassium)
    gates.set_ylim(0, 1)
    gates.set_yticks([0, 0.5, 1])
    gates.set_xlim(0, recording.axon.length)
    gates.set_xlabel("place (cm)")
    gates.set_ylabel("share of open gates")
    gates.set_title("The membrane between them is refractory")
    return figure
