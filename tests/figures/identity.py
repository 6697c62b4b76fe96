"""What is drawn in a figure: each line by the quantity that its numbers are, whatever the figure's code calls it.

Owns the way round: from a drawn line back to the result that was drawn. Of a recording's traces only the states are
believed; conductances and currents are worked out here, by hand, from Hodgkin & Huxley's formulas.
"""

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from apsite import AxonRecording, CalciumEntry, Membrane, Recording
from apsite.membranes.squid import SQUID
from apsite.plotting.look import Look

SCALES = {1.0: "", 1e-3: " / 1000", -1.0: " reversed", -1e-3: " / 1000 reversed", 1e3: " * 1000", 100.0: " in %"}
SODIUM, POTASSIUM, LEAK = {"m", "h", "g_Na", "I_Na", "E_Na"}, {"n", "g_K", "I_K", "E_K"}, {"g_L", "I_L", "E_L"}


def quantities(recording: Recording) -> dict[str, np.ndarray]:
    """The traces of a run by name, from its potential and gates and the membrane's parameters alone."""
    p = recording.membrane
    if p.mechanism is not SQUID:  # whose currents no figure draws; its gates have names of their own
        return {"V": recording.voltage} | dict(recording.gates)
    V, m, h, n = recording.states
    g = {"Na": p.g_Na * m**3 * h, "K": p.g_K * n**4, "L": np.full_like(V, p.g_L)}
    E = {"Na": p.E_Na, "K": p.E_K, "L": p.E_L}
    found = {"V": V, "m": m, "h": h, "n": n}
    found |= {f"g_{ion}": each for ion, each in g.items()}
    found |= {f"I_{ion}": each * (V - E[ion]) for ion, each in g.items()}
    found |= {f"E_{ion}": np.full_like(V, each) for ion, each in E.items() if g[ion].any()}
    return found | {"I_ion": found["I_Na"] + found["I_K"] + found["I_L"]}


def _parts(thing: object, path: str, depth: int = 0) -> Iterator[tuple[str, object]]:
    """Everything in a result, with the way to it."""
    yield path, thing
    if isinstance(thing, Recording | AxonRecording | CalciumEntry | Membrane | str) or depth > 5:
        return
    if dataclasses.is_dataclass(thing):
        for each in dataclasses.fields(thing):
            yield from _parts(getattr(thing, each.name), f"{path}.{each.name}" if path else each.name, depth + 1)
    elif isinstance(thing, Mapping):
        for name, each in thing.items():
            yield from _parts(each, f"{path}[{name}]", depth + 1)
    elif isinstance(thing, tuple | list) and len(thing) < 60:
        for name, each in enumerate(thing):
            yield from _parts(each, f"{path}[{name}]", depth + 1)


class Identifier:
    """Knows everything in one result, and names what is drawn of it.

    `shifts` are times (ms) that a figure may count from.
    """

    def __init__(self, result: object, shifts: Collection[float] = ()) -> None:
        self.shifts = {0.0, *shifts}
        self.known: dict[bytes, str] = {}
        self.levels: dict[float, str] = {}
        self.traces: list[tuple[str, np.ndarray, dict[str, np.ndarray]]] = []
        self.axons: list[tuple[str, AxonRecording]] = []
        self.arrays: list[tuple[str, np.ndarray]] = []
        for path, each in _parts(result, ""):
            if isinstance(each, Recording | Membrane):
                self._level(each if isinstance(each, Membrane) else each.membrane)
            if isinstance(each, Recording):
                self.traces.append((path, each.time, quantities(each)))
            elif isinstance(each, CalciumEntry):
                found = {name: getattr(each, name) for name in ("voltage", "gate", "current", "concentration")}
                self.traces.append((path, each.time, found))
            elif isinstance(each, AxonRecording):
                self.axons.append((path, each))
            elif isinstance(each, np.ndarray) and each.dtype.kind in "fiu" and each.ndim in (1, 2) and each.size > 1:
                rows = [each] if each.ndim == 1 else list(each)
                self.arrays += [(path + (f"[{at}]" if each.ndim == 2 else ""), row) for at, row in enumerate(rows)]

    def name(self, x: np.ndarray, y: np.ndarray) -> str:
        """What a line of these points is: a quantity of a run, an array of the result, or "" for what is neither."""
        key = x.tobytes() + y.tobytes()
        if key not in self.known:
            self.known[key] = self._name(x, y)
        return self.known[key]

    def nearest(self, x: np.ndarray, y: np.ndarray, most: float = 0.03) -> str:
        """What a line is that was worked out elsewhere, perhaps from rounded values: within a share `most` of it."""
        found = []
        for path, time, traces in self.traces:
            for quantity, trace in traces.items():
                top = time[int(np.abs(trace - trace[0]).argmax())] - x[int(np.abs(y - y[0]).argmax())]
                for shift in {*self.shifts, float(top)}:
                    if x[0] + shift < 2 * time[0] - time[1] or x[-1] + shift > 2 * time[-1] - time[-2]:
                        continue
                    known = np.interp(x + shift, time, trace)
                    size = max(float(np.ptp(known)), 1e-3 * float(np.abs(known).max()), 1e-12)
                    for scale in (1.0, 1e-3):
                        off = float(np.abs(y / scale - known).max()) / size
                        found.append((off, f"{quantity}{SCALES[scale]} of {path}"))
        for path, array in self.arrays:  # over their own time, perhaps more finely
            if len(array) >= len(y) > 20:
                known = np.interp(np.linspace(0, len(array) - 1, len(y)), np.arange(len(array)), array)
                found.append((float(np.abs(y - known).max()) / (float(np.ptp(known)) or 1e-12), path))
        off, name = min(found, default=(9.0, ""))
        return name if off < most else ""

    def _name(self, x: np.ndarray, y: np.ndarray) -> str:
        if len(y) == 2:
            return self.levels.get(float(y[0]), "") if y[0] == y[1] else self.levels.get(float(x[0]), "")
        found = self._of_a_run(x, y) or self._of_an_axon(x, y)
        if not found and (found := self._array(y)):
            found = " and ".join(filter(None, (self._array(x), found)))
        return found

    def _level(self, membrane: Membrane) -> None:
        """Potentials that are drawn as levels; where two are one, the first has the name."""
        for name, value in (("E_Na", membrane.E_Na), ("E_K", membrane.E_K), ("rest", membrane.resting_potential)):
            self.levels.setdefault(float(value), f"{name} at {value:.4g} mV")

    def _of_a_run(self, x: np.ndarray, y: np.ndarray) -> str:
        for path, time, traces in self.traces:
            step = time[1] - time[0]
            for shift in self.shifts if len(x) > 20 else ():
                at = (x + shift - time[0]) / step
                rows = np.rint(at).astype(int)
                if rows.min() < 0 or rows.max() >= len(time) or np.abs(at - rows).max() > 1e-3:
                    continue
                for quantity, trace in traces.items():
                    if (scale := _scale(y, trace[rows])) is not None:
                        return f"{quantity}{scale} of {path}"
            # Counted from an event of its own: the part of a trace that has its top where the line has it.
            for quantity, trace in traces.items() if len(x) > 20 else ():
                first = int(np.abs(trace - trace[0]).argmax()) - int(np.abs(y - trace[0]).argmax())
                part = slice(max(first, 0), max(first, 0) + len(y))
                if len(trace[part]) == len(y) and np.ptp(y) > 0 and (scale := _scale(y, trace[part])) is not None:
                    return f"{quantity}{scale} of {path} from {x[0] - time[part][0]:.3g}"
        return ""

    def _of_an_axon(self, x: np.ndarray, y: np.ndarray) -> str:
        """A potential, or a gate, along the axon at one moment, or over time at one place, lifted or not."""
        lifted = []
        for path, run in self.axons if len(x) > 20 and np.ptp(y) > 0 else ():
            rows = np.searchsorted(run.time, x - 1e-9).clip(max=len(run.time) - 1)
            if len(x) == len(run.time):  # in whatever unit
                rows = np.arange(len(x))
            elif np.abs(run.time[rows] - x).max() > 1e-9:
                continue
            lifted += filter(None, [_place(run, rows, y, path)])
        if lifted:
            return min(lifted)[1]
        for path, run in self.axons:
            traces = {"V": run.voltage, **dict(zip("mhn", run.states, strict=True))}
            for scale in (1.0, 0.1) if len(x) > 20 else ():  # cm, mm
                rows = np.abs(run.position[None, :] - scale * x[:, None]).argmin(axis=1)
                if np.abs(run.position[rows] - scale * x).max() > 1e-9:
                    continue
                for quantity, trace in traces.items():
                    off = np.abs(trace[:, rows] - y).max(axis=1)
                    if off.min() < 1e-9:
                        return f"{quantity} along {path} at {run.time[int(off.argmin())]:.3g} ms"
        return ""

    def _array(self, drawn: np.ndarray) -> str:
        for path, array in self.arrays:
            if len(array) == len(drawn) and (scale := _scale(drawn, array)) is not None:
                return f"{path}{scale}"
        like = [(path, array) for path, array in self.arrays if len(array) == len(drawn)]
        for (one, first), (other, second) in combinations(like, 2) if len(like) < 9 else ():
            if _scale(drawn, first - second) == "":
                return f"{one} - {other}"
        return ""


def _place(run: AxonRecording, rows: np.ndarray, y: np.ndarray, path: str) -> tuple[float, str] | None:
    """How well a line is a potential at one place, perhaps between two compartments, times a factor and lifted."""
    traces = run.voltage[rows]
    V = traces - traces.mean(axis=0)
    like = (V.T @ (y - y.mean())) / (np.linalg.norm(V, axis=0) * np.linalg.norm(y - y.mean()) + 1e-300)
    found = []
    for at in np.argsort(like)[-6:]:
        for other in (at - 1, at + 1):
            if like[at] < 0.9 or not 0 <= other < V.shape[1]:
                continue
            columns = np.column_stack([traces[:, at], traces[:, other], np.ones(len(y))])
            (near, far, lift), *_ = np.linalg.lstsq(columns, y, rcond=None)
            off = float(np.abs(columns @ (near, far, lift) - y).max() / np.ptp(y))
            place = float((near * run.position[at] + far * run.position[other]) / (near + far or 1.0))
            raised = f" on {y[0]:.3g}" if abs(near + far - 1.0) > 1e-6 else ""
            found.append((off, abs(place - y[0]), f"V of {path} at {place:.3g} cm{raised}"))
    # Of a symmetrical axon's two like places, that at which the line stands.
    best = [each for each in found if each[0] < 1e-7 and each[0] < 10 * min(found)[0] + 1e-12]
    return min(((off, what) for off, _, what in sorted(best, key=lambda each: each[1])[:1]), default=None)


def _scale(drawn: np.ndarray, known: np.ndarray) -> str | None:
    size = np.nanmax(np.abs(known)) or 1.0
    for factor, words in SCALES.items():
        if np.allclose(drawn, factor * known, rtol=1e-6, atol=1e-9 * size * abs(factor), equal_nan=True):
            return words
    return None


def drawn(figure: Figure, look: Look, identifier: Identifier) -> list[dict[str, object]]:
    """What stands in each pair of axes, in their order: its words, and its lines and labels with their colours."""
    colours = {getattr(look.palette, each.name): each.name for each in dataclasses.fields(look.palette)}
    panels = []
    for axes in figure.axes:
        lines = []
        for line in axes.lines:
            x, y = (np.asarray(each, dtype=float) for each in line.get_data())
            what = identifier.name(x, y) or " to ".join(f"({x[at]:.3g}, {y[at]:.3g})" for at in _corners(y))
            dash = "solid" if line.get_linestyle() in ("-", "None") else "dashed"
            lines.append([what, colours.get(line.get_color(), ""), dash, "dots" if line.get_marker() != "None" else ""])
        labels = [
            [each.get_text(), colours.get(each.get_color(), ""), _beside(axes, each, [line[0] for line in lines])]
            for each in axes.texts
        ]
        title = axes.get_title(loc="left") or axes.get_title()
        words = [title, axes.get_xlabel(), axes.get_ylabel()]
        legend = axes.get_legend()
        labels += [[each.get_text(), "", ""] for each in legend.get_texts()] if legend else []
        panels.append({"name": axes.get_label(), "words": words, "lines": lines, "labels": labels})
    return panels


def _corners(y: np.ndarray) -> list[int]:
    """Where a line begins, is in its middle, is farthest from where it began, and ends."""
    far = np.abs(y - y[0])
    return sorted({0, (len(y) - 1) // 2, 0 if np.isnan(far).all() else int(np.nanargmax(far)), len(y) - 1})


def _beside(axes: Axes, text: Text, names: list[str]) -> str:
    """What a text stands nearest to, of the lines of these `names`."""
    to_axes = axes.transAxes.inverted()
    here = to_axes.transform(text.get_transform().transform(text.get_position()))
    far = []
    for line in axes.lines:
        points = to_axes.transform(line.get_transform().transform(np.column_stack(line.get_data())))
        steps = [np.linspace(one, other, 20) for one, other in pairwise(points)] if len(points) < 9 else [points]
        far.append(min((float(np.nanmin(np.hypot(*(each - here).T))) for each in steps), default=9.0))
    return names[int(np.argmin(far))] if far else ""


def written(panels: list[dict[str, object]]) -> str:
    """What is drawn, in words, a line each."""
    found = []
    for panel in panels:
        found.append("  " + " | ".join(["panel", *filter(None, panel["words"])]))
        found += ["    " + ", ".join(["line " + line[0], *filter(None, line[1:])]) for line in panel["lines"]]
        for text, colour, beside in panel["labels"]:
            found.append(f"    label {' / '.join(text.splitlines())!r}, {colour}, beside {beside}")
    return "\n".join(found)
