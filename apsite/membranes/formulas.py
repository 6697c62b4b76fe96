"""Formulas as they are typed in a declaration: arithmetic of names and numbers, and a few functions.

Owns what may stand in one. `equations` makes symbols of it, by the same tree.
"""

import ast
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

#: What a formula may call. `linoid(x)` is x / (exp(x) - 1), which is 1 at x = 0.
FUNCTIONS = ("exp", "log", "sqrt", "sinh", "cosh", "tanh", "linoid")
OPERATIONS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.UAdd, ast.USub)
_ALLOWED = f"allowed: names, numbers, + - * / **, parentheses and {', '.join(FUNCTIONS)}"


@cache
def tree(text: str) -> ast.expr:
    """Return the tree of a formula. Raises ValueError for what is none, or has something else in it."""
    try:
        found = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"{text!r} is no formula: {error.args[0]}; {_ALLOWED}") from None
    for node in ast.walk(found):
        match node:
            case ast.Name() | ast.expr_context() | ast.BinOp() | ast.UnaryOp() | ast.Constant(value=int() | float()):
                continue
            case ast.operator() | ast.unaryop() if isinstance(node, OPERATIONS):
                continue
            case ast.Call(func=ast.Name(id=name), args=[_], keywords=[]) if name in FUNCTIONS:
                continue
        raise ValueError(f"{text!r} has {_shown(node)} in it; {_ALLOWED}")
    return found


def names(text: str) -> tuple[str, ...]:
    """Return the names that stand in a formula, without those of functions, each once."""
    called = {id(node.func) for node in ast.walk(tree(text)) if isinstance(node, ast.Call)}
    found = (each for each in ast.walk(tree(text)) if isinstance(each, ast.Name) and id(each) not in called)
    return tuple(dict.fromkeys(each.id for each in found))


def mistakes(what: str, text: str, known: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with a formula of `known` names, which is `what`."""
    try:
        found = names(text)
    except ValueError as error:
        yield f"{what}: {error}"
        return
    for name in found:
        if name not in known:
            near = get_close_matches(name.casefold(), {each.casefold(): each for each in known}, n=1)
            meant = [f"; did you mean {each}?" for each in known if near and each.casefold() == near[0]][:1]
            yield f"{what}: there is no {name!r}; known: {', '.join(known)}{''.join(meant)}"


def _shown(node: ast.AST) -> str:
    return repr(ast.unparse(node)) if isinstance(node, ast.expr) else f"'{type(node).__name__}'"
