"""What a question says of the model: sums, products and comparisons of its values, by their names.

Owns the grammar, the units of what is computed, and how it is written for the browser. A number without a unit takes
that of what it is compared with or added to. What a name means is left to whoever asks.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from apsite.book.model.model import Model
from apsite.book.text.faults import nearest

#: Converts a value between units, or raises ValueError.
Convert: TypeAlias = Callable[[float, str, str], float]
#: What the browser works out: a number, a name of the figure, or what is done with others of these.
Written: TypeAlias = "float | str | list[object]"

_LONGEST = 300
#: A name with a point: what stands before that may be a word of Python, as in break.amplitude.
_DOTTED = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?:\.\w+)+")
_POINT = "__of__"  # what stands for it where Python reads
_ARITHMETIC: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: Mapping[type[ast.cmpop], tuple[str, Callable[[float, float], bool]]] = {
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.Eq: ("==", lambda left, right: math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12)),
}
_ALLOWED = "Write names of values, numbers, + - * / ( ), < <= > >= ==, and, or, not"


class ExpressionError(ValueError):
    """What is wrong with an expression, in words."""


@dataclass(frozen=True)
class Computed:
    """A value with its unit. A number as it is written has none, ""; `decimals` are those of a single name."""

    value: float
    unit: str
    decimals: int | None = None

    @property
    def digits(self) -> int:
        """Return the decimals with which it is written: its own, or such that three digits tell it."""
        if self.decimals is not None:
            return self.decimals
        return max(0, 2 - math.floor(math.log10(abs(self.value)))) if self.value else 0


def compute(text: str, model: Model, convert: Convert) -> Computed:
    """Return what the arithmetic `text` comes to. Raises ExpressionError if it is none, or its units do not fit."""
    found = _Reading(text, model, convert).of(_parsed(text))
    if isinstance(found, bool):
        raise ExpressionError(f"'{text}' is a comparison, where a value is needed")
    if not math.isfinite(found.value):
        raise ExpressionError(f"'{text}' is infinite")
    return found


def holds(text: str, model: Model, convert: Convert) -> bool:
    """Say whether the condition `text` holds. Raises ExpressionError if it is none, or its units do not fit."""
    found = _Reading(text, model, convert).of(_parsed(text))
    if not isinstance(found, bool):
        raise ExpressionError(f"'{text}' compares nothing. Write {text} > 0, say")
    return found


def for_browser(text: str, known: set[str], model: Model, convert: Convert) -> Written:
    """Return the condition `text` over the names of a figure, `known`, for the browser, which knows no others.

    Values of the model go in as numbers, in the units in which they are published. Raises ExpressionError.
    """
    tree = _parsed(text)
    written = _Writing(text, known, model, convert).of(tree)
    if not isinstance(tree, ast.Compare | ast.BoolOp) and not _negation(tree):
        raise ExpressionError(f"'{text}' compares nothing. Write {text} > 0, say")
    return written


def _negation(node: ast.expr) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _parsed(text: str) -> ast.expr:
    """Return the tree of `text`, in which a name with a point is one name, spelled without points."""
    if len(text) > _LONGEST:
        raise ExpressionError(f"'{text[:40]}...' is longer than {_LONGEST} signs")
    plain = _DOTTED.sub(lambda name: f"_{name[0].replace('.', _POINT)}", text.strip().replace("−", "-"))
    try:
        return ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"'{text}' cannot be read. {_ALLOWED}") from error


def _named(node: ast.Name) -> str:
    """Return the name that `node` is, with its points."""
    return node.id[1:].replace(_POINT, ".") if _POINT in node.id else node.id


class _Reading:
    """Works out a tree against the values of the model."""

    def __init__(self, text: str, model: Model, convert: Convert) -> None:
        self.text = text
        self.model = model
        self.convert = convert

    def of(self, node: ast.expr) -> Computed | bool:
        match node:
            case ast.BoolOp(op=op, values=values):
                truths = [self._truth(each) for each in values]
                return all(truths) if isinstance(op, ast.And) else any(truths)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return not self._truth(operand)
            case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in _COMPARISONS for op in ops):
                values = [left, *others]
                pairs = zip(ops, values[:-1], values[1:], strict=True)
                truths = [self._compared(*pair) for pair in pairs]  # each, for its units
                return all(truths)
            case _:
                return self._value(node)

    def _truth(self, node: ast.expr) -> bool:
        found = self.of(node)
        if isinstance(found, bool):
            return found
        raise ExpressionError(f"'{self.text}' has a value where a comparison is needed")

    def _compared(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> bool:
        one, other = self._alike(self._value(left), self._value(right))
        return _COMPARISONS[type(op)][1](one.value, other.value)

    def _value(self, node: ast.expr) -> Computed:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return Computed(float(number), "")
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                found = self._value(operand)
                return Computed(-found.value, found.unit, found.decimals)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return self._done(_ARITHMETIC[type(op)], self._value(left), self._value(right))
            case ast.Name():
                return self._of_model(_named(node))
        raise ExpressionError(f"'{self.text}' cannot be read. {_ALLOWED}")

    def _of_model(self, name: str) -> Computed:
        if (value := self.model.values.get(name)) is None:
            raise ExpressionError(f"the model publishes no value '{name}'. {nearest(name, self.model.values)}")
        return Computed(value.value, value.unit, value.decimals)

    def _done(self, sign: str, one: Computed, other: Computed) -> Computed:
        if sign in "+-":
            one, other = self._alike(one, other)
            return Computed(one.value + other.value * (1 if sign == "+" else -1), one.unit)
        plain = {"", "1"}
        if sign == "*":
            units = [unit for unit in (one.unit, other.unit) if unit not in plain]
            return Computed(
                one.value * other.value,
                "*".join(f"({unit})" for unit in units)
                if len(units) > 1
                else (units[0] if units else one.unit or other.unit),
            )
        if not other.value:
            raise ExpressionError(f"'{self.text}' divides by 0")
        if other.unit in plain:
            return Computed(one.value / other.value, one.unit or other.unit)
        try:
            return Computed(one.value / self.convert(other.value, other.unit, one.unit or "1"), "1")
        except ValueError:
            return Computed(one.value / other.value, f"({one.unit or '1'})/({other.unit})")

    def _alike(self, one: Computed, other: Computed) -> tuple[Computed, Computed]:
        """Return both in the unit of the first; a number as it is written has that of the other."""
        if not one.unit or not other.unit:
            unit = one.unit or other.unit
            return Computed(one.value, unit), Computed(other.value, unit)
        try:
            return one, Computed(self.convert(other.value, other.unit, one.unit), one.unit)
        except ValueError:
            message = f"in '{self.text}', {other.unit} does not fit {one.unit}"
            raise ExpressionError(message) from None


class _Writing(_Reading):
    """Writes a tree for the browser, with what is of the model worked out."""

    def __init__(self, text: str, known: set[str], model: Model, convert: Convert) -> None:
        super().__init__(text, model, convert)
        self.known = known

    def of(self, node: ast.expr) -> Written:  # type: ignore[override]
        match node:
            case ast.BoolOp(op=op, values=values):
                return ["and" if isinstance(op, ast.And) else "or", *(self.of(each) for each in values)]
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return ["not", self.of(operand)]
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
                return [_COMPARISONS[type(op)][0], self.of(left), self.of(right)]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return [_ARITHMETIC[type(op)], self.of(left), self.of(right)]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return ["-", 0.0, self.of(operand)]
            case ast.Name() if (name := _named(node)) in self.known:
                return name
            case ast.Name() if (name := _named(node)) not in self.model.values:
                names = [*sorted(self.known), *self.model.values]
                raise ExpressionError(f"neither the figure nor the model has a '{name}'. {nearest(name, names)}")
        return self._value(node).value
