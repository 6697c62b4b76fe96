"""Every curve is what its figure says: the plotted numbers against the quantity that colour, dash, axis and label name.

What a line is comes from the result, by `identity`, not from the code that drew it. Three nets: what each figure shows
in words, `pictures.txt`, read by people; rules that hold in every figure; and slips, two traces, labels or panels
swapped, each of which must be noticed. Where a change of a figure is meant, `python -m tests.figures.support` writes
its words anew, for `git diff` to show.
"""

import ast
import re
from itertools import combinations, pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from apsite.plotting.look import LIGHT, Look
from tests.figures.identity import LEAK, POTASSIUM, SODIUM, drawn
from tests.figures.support import NAMES, PICTURES, WIDE, identifier, module_of, picture, result_of, told

IONS = {"sodium": SODIUM, "potassium": POTASSIUM, "leak": LEAK}
#: Those that show both kinds of channel side by side.
WITH_IONS = ("action-potential", "sodium-clamp", "spike-currents", "undershoot")
#: In these, colours tell runs apart, in which one of the two kinds of channel is what counts.
BY_RUN = {"ending-the-spike", "tetrodotoxin", "tetraethylammonium", "resetting-gates"}


def quantity(what: str) -> str:
    return what.partition(" ")[0]


KNOWN = re.split(r"\n(?=[a-z])", PICTURES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_shows_what_was_read_and_found_right(name):
    assert [each for each in KNOWN if each.partition("\n")[0] == name] == [told(name)]


def test_no_figure_is_left_that_is_not_drawn():
    assert [each.partition("\n")[0] for each in KNOWN] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_no_two_lines_pass_for_each_other(name):
    """Nor two labels, nor two panels: swapped, they would have other words."""
    for panel in picture(name):
        for kind in ("lines", "labels"):
            words = [str(each) for each in panel[kind]]
            assert len(set(words)) == len(words)
    assert all(one != other for one, other in combinations(picture(name), 2))


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_shows_the_same_curves(name):
    looks = (WIDE, Look(LIGHT, narrow=True))
    # Without lines is what is beside the curves: a key of colours, for which a phone has no room.
    wide, narrow = ([str(panel["lines"]) for panel in picture(name, look) if panel["lines"]] for look in looks)
    assert sorted(narrow) == sorted(wide)


@pytest.mark.parametrize(
    ("name", "look"), [*((name, WIDE) for name in NAMES), *((name, Look(LIGHT, narrow=True)) for name in WITH_IONS)]
)
def test_colour_dash_and_axis_fit_what_is_drawn(name, look):
    for panel in picture(name, look):
        _, _, axis = panel["words"]
        for what, colour, dash, _ in panel["lines"]:
            ion = next((ion for ion, own in IONS.items() if quantity(what) in own), None)
            if ion and colour in IONS and name not in BY_RUN:
                assert colour == ion, f"{what} is drawn in the colour of {colour}"
            if colour in IONS and not what.startswith("(") and name != "quantal-steps":
                assert (dash == "solid") == (colour == "sodium"), f"{what} in the colour of {colour} is {dash}"
            if quantity(what)[:2] in {"g_", "I_"} and ("conductance" in axis or "current" in axis):
                assert ("conductance" in axis) == what.startswith("g_"), f"{what} over {axis!r}"
            if quantity(what).startswith("I_") and "A/cm" in axis:
                assert ("/ 1000" in what) == ("mA" in axis), f"{what} over {axis!r}"
            if quantity(what) == "V" and " of " in what and " on " not in what:
                assert not axis or "potential" in axis or "V" in axis, f"{what} over {axis!r}"
            if axis == "place (cm)" and not what.startswith("("):
                place, base = re.search(r"at ([\d.]+) cm on ([\d.]+)", what).groups()
                assert float(place) == pytest.approx(float(base), abs=0.05), f"{what} over {axis!r}"
            if ion and ("K$^+$" in axis or "Na$^+$" in axis or "sodium" in axis):
                assert (ion == "potassium") == ("K$^+$" in axis), f"{what} over {axis!r}"


@pytest.mark.parametrize("name", NAMES)
def test_the_colour_of_a_label_is_that_of_its_ion(name):
    words = {"sodium": ("Na$^+$", "sodium"), "potassium": ("K$^+$", "potassium", "$n$"), "leak": ("leak",)}
    for panel in picture(name):
        for text, colour, _ in panel["labels"]:
            named = [ion for ion, own in words.items() if any(word in text for word in own)]
            if colour in IONS and len(named) == 1 and name not in BY_RUN:
                assert [colour] == named, f"{text!r} in the colour of {colour}"
            if colour in IONS and name not in BY_RUN:
                assert any(line[1] == colour for each in picture(name) for line in each["lines"])


# Slips -----------------------------------------------------------------------------------------------------------


class Swap(ast.NodeTransformer):
    """Puts each of two nodes in the place of the other."""

    def __init__(self, one: ast.AST, other: ast.AST) -> None:
        self.places = {id(one): other, id(other): one}

    def visit(self, node: ast.AST) -> ast.AST:
        return self.places.get(id(node)) or super().generic_visit(node)


class Exchange(ast.NodeTransformer):
    """Puts one name or text in the place of another, everywhere, and the other way round."""

    def __init__(self, one: str, other: str) -> None:
        self.words = {one: other, other: one}

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        found = self.words.get(node.value) if isinstance(node.value, str) else None
        return ast.copy_location(ast.Constant(found), node) if found else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        node.attr = self.words.get(node.attr, node.attr)
        return node


def slips(source: str):
    """Yield sources, each with one thing swapped for another, with a word for what."""
    for words in (("Na", "K"), ("K", "L"), ("m", "h"), ("h", "n"), ("sodium", "potassium"), ("potassium", "leak")):
        yield (
            f"{words[0]} for {words[1]}",
            ast.unparse(ast.fix_missing_locations(Exchange(*words).visit(ast.parse(source)))),
        )
    count = len(list(_pairs(ast.parse(source))))
    for number in range(count):
        tree = ast.parse(source)
        kind, one, other = list(_pairs(tree))[number]
        if ast.dump(one) != ast.dump(other):
            yield kind, ast.unparse(ast.fix_missing_locations(Swap(one, other).visit(tree)))


def _pairs(tree: ast.Module):
    """Two plotted traces of one function, two texts, two panels: neighbours."""
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        calls = [
            each for each in ast.walk(function) if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)
        ]
        plots = [each for each in calls if each.func.attr == "plot" and len(each.args) > 1]
        labels = [each for each in calls if each.func.attr == "label" and len(each.args) > 3]
        titles = [each for each in calls if each.func.attr in {"set_ylabel", "set_xlabel", "set_title"} and each.args]
        yield from (("traces", one.args[1], other.args[1]) for one, other in pairwise(plots))
        yield from (("labels", one.args[3], other.args[3]) for one, other in pairwise(labels))
        for attribute in ("set_ylabel", "set_title"):
            own = [each for each in titles if each.func.attr == attribute]
            yield from (("words of panels", one.args[0], other.args[0]) for one, other in pairwise(own))
        for each in ast.walk(function):
            if (
                isinstance(each, ast.Assign)
                and isinstance(each.targets[0], ast.Tuple)
                and "subplots" in ast.dump(each.value)
            ):
                yield from (("panels", one, other) for one, other in pairwise(each.targets[0].elts))


def raw(figure):
    """All that is seen: what two figures have in common in which nothing was swapped."""
    seen = []
    for axes in figure.axes:
        for line in axes.lines:
            x, y = (np.asarray(each, dtype=float) for each in line.get_data())
            seen.append((x.tobytes(), y.tobytes(), line.get_color(), str(line.get_linestyle()), line.get_linewidth()))
        seen += [(each.get_text(), each.get_position(), each.get_color()) for each in axes.texts]
        seen.append((axes.get_title(loc="left") or axes.get_title(), axes.get_xlabel(), axes.get_ylabel()))
    return seen


@pytest.mark.parametrize("name", WITH_IONS)
def test_a_slip_in_a_figure_is_noticed(name):
    own = module_of(name)
    source = Path(own.__file__).read_text(encoding="utf-8")
    right, plain, survived = picture(name), raw(own.draw(result_of(name), WIDE)), []
    for kind, text in slips(source):
        module = ModuleType(own.__name__)
        module.__file__ = own.__file__
        try:
            exec(compile(text, f"{name} with a slip", "exec"), vars(module))
            figure = module.draw(result_of(name), WIDE)
        except Exception:
            continue  # it cannot be built
        if raw(figure) != plain and drawn(figure, WIDE, identifier(name)) == right:
            survived.append(kind)
    assert survived == []
