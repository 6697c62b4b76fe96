"""A preset: what one live figure starts from, and what stands in its axes.

A preset is a file `live.py` beside an experiment, and in it one function, `preset(result)`.
It takes its numbers from the result of the experiment, so that the live figure starts from the very run that the
picture shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from apsite import parameters
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Pulse, Ramp, Shock, Step, Stimulus
from apsite.live.presets import readouts, standing
from apsite.live.presets.controls import BENCHES, BY_NAME, Control, check
from apsite.live.presets.declared import controls, facts_of
from apsite.membranes.mechanism import Mechanism
from apsite.membranes.squid import SQUID

SOLID: tuple[float, ...] = ()
DASHED = (12.0, 4.0)
DOTTED = (2.5, 3.3)


@dataclass(frozen=True)
class Change:
    """What a run does to a value that the reader has set: it sets, scales or shifts it."""

    name: str
    set: float | None = None
    scale: float = 1.0
    add: float = 0.0


@dataclass(frozen=True)
class Run:
    """One simulation of a figure. The first one is the reader's: its measures are read out.

    `stimuli`: the kinds that act in it, all by default; `held`: gates that stay as at the start; `settled`: it starts
    where the membrane stands still under the steady current, not at rest; `ms`: how long it is, where not as the
    figure.
    """

    name: str
    label: str
    changes: Sequence[Change] = ()
    stimuli: Sequence[str] | None = None
    held: str = ""
    settled: bool = False
    ms: float | None = None


@dataclass(frozen=True)
class Trace:
    """A curve over time: `quantity` of a run (V, m, h, n, g_Na, I_K, ...), times `scale`.

    `until`: it ends at the run's first peak, or with the steady current. `legend`: what it is called, where not by its
    run or its quantity; traces of one name are named once. `cut`: the axes show its lower part only, as the picture
    does; for all others they become wider.
    """

    quantity: str = "V"
    run: str = "main"
    color: str = "ink"
    dash: Sequence[float] = SOLID
    width: float = 2.4
    alpha: float = 1.0
    scale: float = 1.0
    until: Literal["", "peak", "step"] = ""
    legend: str = ""
    cut: bool = False


@dataclass(frozen=True)
class Point:
    """Where the reader's own run stands on a curve: a control or a measure each way, or "CURRENT over RUN", as a share
    of that of a run beside it.

    Along an axis it stands at `x_from` plus the value over `x_unit`. It is filled where the run fired. `drag`: it can
    be taken hold of, and both controls follow.
    """

    x: str
    y: str
    x_unit: float = 1.0
    y_unit: float = 1.0
    x_from: float = 0.0
    y_from: float = 0.0
    color: str = "ink"
    drag: bool = False


@dataclass(frozen=True)
class Sweep:
    """A curve that is measured again when the membrane is another one: `measure` at each of `values` of a control.

    "weakest pulse.amplitude" is the value of that control nearest to 0 at which the run fires, `over` the same of
    another control; its sign is that of `y_unit`.
    """

    control: str
    values: Sequence[float]
    measure: str
    over: str = ""
    x_unit: float = 1.0
    y_unit: float = 1.0
    x_from: float = 0.0
    y_from: float = 0.0
    color: str = "ink"
    dash: Sequence[float] = SOLID


@dataclass(frozen=True)
class Panel:
    """What is alive in one pair of axes. Without anything, they stay as the picture has them.

    `traces` take the place of the picture's curves; `points` and `sweeps` come beside them. `handles`: the stimuli that
    are drawn in it and dragged. `axes`: the name of the axes, where the figure names them; else their order counts.
    """

    traces: Sequence[Trace] = ()
    points: Sequence[Point] = ()
    sweeps: Sequence[Sweep] = ()
    handles: Sequence[str] = ()
    axes: str = ""


@dataclass(frozen=True)
class Preset:
    """A live figure.

    `values`: where controls start, those not named standing at the model's own value, stimuli at nothing; `shown`: the
    controls that are in sight from the start; `origin`: the time (ms) that the axes call 0; `dt` (ms): the sample
    interval; `read`: the measures that are read out; `reach`: where a slider's ends are its own; `usual`: values of
    solutions before what the figure is about was changed; `mechanism`: the membrane that is run. Raises ValueError for
    a control that the bench does not have, and for a membrane that scripts cannot run.
    """

    title: str
    bench: Literal["current clamp", "voltage clamp", "solutions"]
    values: Mapping[str, float]
    shown: Sequence[str]
    panels: Sequence[Panel]
    runs: Sequence[Run] = (Run("main", "your run"),)
    ms: float = 20.0
    dt: float = 0.025
    origin: float = 0.0
    read: Sequence[str] = ("peak", "threshold", "half_width", "trough")
    reach: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)
    mechanism: Mechanism = SQUID

    def __post_init__(self) -> None:
        if self.mechanism is not SQUID:
            facts_of(self.mechanism)
        named = {*self.shown, *self.reach, *(each.name for run in self.runs for each in run.changes)}
        check(f"a {self.bench} has", self.controls, named, self.values)

    @property
    def controls(self) -> Mapping[str, Control]:
        """The controls of its bench, by name."""
        if self.mechanism is SQUID:
            return {name: BY_NAME[name] for name in BENCHES[self.bench]}
        if self.bench != "current clamp":
            raise ValueError(f"a {self.bench} of {self.mechanism.name}; allowed: a current clamp")
        return controls(self.mechanism)

    def data(self) -> dict[str, Any]:
        """Return the preset as JSON holds it, with a value for every control of its bench."""
        own = {each.name: _plain(getattr(self, each.name)) for each in fields(self) if each.name != "mechanism"}
        return own | {"values": {name: self._start(name) - self._zero(name) for name in self.controls}}

    def data_in(self, layouts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        """Return all that a live figure starts from, with the axes of every layout in the order of the panels.

        Raises ValueError for a panel whose axes the figure does not have.
        """
        own: dict[str, Any] = {} if self.mechanism is SQUID else {"membrane": self.mechanism.name}
        own |= {"watched": True} if self.watchable else {}
        return {"kind": "membrane", "preset": self.data(), "layouts": in_order(self.panels, layouts)} | own

    def standing(self, layouts: Mapping[str, Any]) -> tuple[str, str]:
        """Return what stands over the pictures and beneath them until the figure wakes; `layouts` as in `data_in`."""
        values = self.data()["values"]
        panels = [asdict(panel) for panel in self.panels]
        grips = standing.grips(layouts, panels, values, lambda name: self._reach(self.controls[name]))
        says = "Drag a grip on the plot, or move a control" if grips else "Move a control"
        timed = self.bench != "solutions"
        moment = "Point at the plot, or move the slider, to read values off."
        return grips, standing.bench(
            f"{says}: the curves follow.",
            [standing.Row(self.controls[name], values[name], *self._reach(self.controls[name])) for name in self.shown],
            readouts.labels(readouts.MEMBRANE, self.read),
            between=standing.watch() if self.watchable else "",
            after=standing.cursor(-self.origin, self.ms - self.origin, 0.0, moment) if timed else "",
            more=[name for name, has in (("More plots", timed), ("Hear it", self.bench == "current clamp")) if has],
        )

    @property
    def watchable(self) -> bool:
        """Whether its channels can be watched: those of the squid's membrane, as time goes on."""
        return self.mechanism is SQUID and any(panel.traces for panel in self.panels)

    def _reach(self, control: Control) -> tuple[float, float]:
        """The ends of a slider."""
        ends = (-self.origin, self.ms - self.origin) if control.name.endswith(".onset") else (control.low, control.high)
        return self.reach.get(control.name, ends)

    def _zero(self, name: str) -> float:
        """What a control counts from: a reader's times are those of the axes."""
        return self.origin if name.endswith(".onset") else 0.0

    def _start(self, name: str) -> float:
        if name in self.values:
            return self.values[name]
        if name in self.mechanism:
            return self.mechanism[name].value
        if name in parameters.BY_NAME:
            return parameters.BY_NAME[name].value
        kind, _, part = name.partition(".")
        if part == "onset":
            return self.origin if kind != "second" else self.origin + 0.5 * (self.ms - self.origin)
        return {"width": 1.0}.get(part, 0.0)


def _plain(value: Any) -> Any:
    """What JSON holds of a part of a preset."""
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | Mapping) else asdict(value)


def in_order(panels: Sequence[Any], layouts: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the layouts of a figure, wide and narrow, with their axes in the order of its `panels`.

    A panel says by `axes` which it stands in, or "", and by `traces` whether it takes the place of the picture's
    curves. Raises ValueError for a panel whose axes the figure does not have.
    """
    return {name: _ordered(panels, layout) for name, layout in layouts.items()}


def _ordered(panels: Sequence[Any], layout: dict[str, Any]) -> dict[str, Any]:
    names = [axes["name"] for axes in layout["axes"]]
    wanted = [panel.axes for panel in panels if panel.axes]
    for name in wanted:
        if name not in names:
            raise ValueError(f"the figure has no axes {name!r}; allowed: {', '.join(names)}")
    if len(panels) > len(names):
        raise ValueError(f"{len(panels)} panels for {len(names)} axes")
    # Where a figure names its axes, wide and narrow ones may stand in another order.
    order = sorted(
        range(len(names)), key=lambda at: wanted.index(names[at]) if names[at] in wanted else len(names) + at
    )
    axes = [layout["axes"][at] for at in order]
    for panel, each in zip(panels, axes, strict=False):
        if panel.traces:  # they take the place of the picture's curves, which a page need not carry
            each["lines"] = [line for line in each["lines"] if line["marker"] or line["color"] == "faint"]
    return layout | {"axes": axes}


def family(control: str, values: Sequence[float], label: str) -> tuple[Run, ...]:
    """Return runs that accompany the reader's own, a control set to each of `values`; `label` takes the value."""
    return tuple(
        Run(f"{control}-{value:g}", label.format(value).replace("-", "−"), (Change(control, set=value),))
        for value in values
    )


def of_membrane(membrane: Membrane) -> dict[str, float]:
    """Return the values of the controls of a membrane."""
    return {each.name: getattr(membrane, each.name) for each in membrane.mechanism.parameters}


def of_stimuli(**stimuli: Stimulus) -> dict[str, float]:
    """Return the values of the controls that make these stimuli, by the name of the control's kind."""
    found: dict[str, float] = {}
    for kind, stimulus in stimuli.items():
        found[f"{kind}.onset"] = stimulus.onset
        match stimulus:
            case Pulse(width=width, amplitude=amplitude):
                found |= {f"{kind}.width": width, f"{kind}.amplitude": amplitude}
            case Step(level=level, width=width):
                found |= {f"{kind}.level": level, f"{kind}.width": parameters.WIDTH.maximum if width is None else width}
            case Ramp(width=width, slope=slope):
                found |= {f"{kind}.width": width, f"{kind}.slope": slope}
            case Shock(displacement=displacement):
                found |= {f"{kind}.displacement": displacement}
    return found
