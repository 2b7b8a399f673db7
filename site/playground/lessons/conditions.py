"""The small language in which a lesson asks something of the state: parsed here, once, into JSON.

An expression is Python's own syntax for numbers, words, comparisons, `and`, `or`, `not`, `in`,
arithmetic, indices and the functions below. A name is a word of the state; `results` holds what the
page computes. The page evaluates the JSON (site/web/lessons/conditions.js) as `value` does here:

    ["get", "lr"]  ["dot", x, "loss"]  ["at", x, i]  ["call", "abs", x]  ["<", x, y]  ["and", x, y]
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

# What is not a number is false in every comparison, and so in every condition.
NAN = math.nan

_BINARY: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.And: "and",
    ast.Or: "or",
}
_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: a / b if b else NAN,
    "**": lambda a, b: _real(a**b),
}
_ACTS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "in": lambda a, b: b is not None and a in b,
    "not in": lambda a, b: b is None or a not in b,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "len": lambda x: 0 if x is None else len(x),
    "log10": lambda x: math.log10(x) if x > 0 else NAN,
    "max": max,
    "min": min,
    "round": lambda x: math.floor(x + 0.5),
    "sqrt": lambda x: math.sqrt(x) if x >= 0 else NAN,
}
# So deep that no parser comes to the end of its stack.
MOST_CHARACTERS = 300
# JSON has no word for these; see `getState`.
_NUMBERS = {"NaN": NAN, "Infinity": math.inf, "-Infinity": -math.inf}


class BadExpression(ValueError):
    """What is wrong with an expression, in one sentence."""


def parse(text: str) -> Any:
    """The expression as nested lists; raises BadExpression."""
    if len(text) > MOST_CHARACTERS:
        raise BadExpression(f"an expression has at most {MOST_CHARACTERS} characters.")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise BadExpression(f"{text!r} is no expression: {error.msg}.") from error
    except (ValueError, MemoryError, RecursionError) as error:
        raise BadExpression(f"{text[:40]!r}... is no expression.") from error
    return _node(tree)


def names(expression: Any) -> set[str]:
    """The names that a parsed expression asks for."""
    if not isinstance(expression, list):
        return set()
    if expression[0] == "get":
        return {expression[1]}
    found: set[str] = set()
    return found.union(*(names(part) for part in expression[1:]))


def value(expression: Any, state: Mapping[str, Any]) -> Any:
    """What it comes to in this state, as `getState` gives it; None where something is not there."""
    if not isinstance(expression, list):
        return expression
    kind, *parts = expression
    if kind == "get":
        return _plain(state.get(parts[0]))
    if kind == "list":
        return [value(part, state) for part in parts]
    if kind in ("and", "or"):
        return (all if kind == "and" else any)(bool(value(part, state)) for part in parts)
    if kind == "not":
        return not value(parts[0], state)
    if kind == "dot":
        return _plain(_member(value(parts[0], state), parts[1]))
    if kind == "at":
        return _plain(_member(*(value(part, state) for part in parts)))
    given = [value(part, state) for part in (parts[1:] if kind == "call" else parts)]
    if kind in _ARITHMETIC:
        return _computed(kind, given)
    try:
        return _FUNCTIONS[parts[0]](*given) if kind == "call" else _ACTS[kind](*given)
    except (TypeError, ValueError, OverflowError):
        # Something that is not there, or no number: nothing can be said of it.
        return None if kind == "call" else False


def _computed(kind: str, given: list[Any]) -> float | None:
    """Arithmetic of floats, as on the page: powers of whole numbers would take time without end."""
    if not all(isinstance(number, int | float) for number in given):
        return None
    try:
        return _ARITHMETIC[kind](*map(float, given))
    except OverflowError:
        return math.inf
    except ZeroDivisionError:
        return NAN


def _real(number: complex) -> float:
    return NAN if isinstance(number, complex) else number


def _member(whole: Any, key: Any) -> Any:
    try:
        return whole[key]
    except (KeyError, IndexError, TypeError):
        return None


def _plain(found: Any) -> Any:
    return _NUMBERS.get(found, found) if isinstance(found, str) else found


def _node(node: ast.AST) -> Any:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() | None as constant):
            return constant
        case ast.Name(id=name):
            return ["get", name]
        case ast.Attribute(value=whole, attr=name):
            return ["dot", _node(whole), name]
        case ast.Subscript(value=whole, slice=key):
            return ["at", _node(whole), _node(key)]
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return ["list", *map(_node, items)]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ["-", 0, _node(operand)]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return ["not", _node(operand)]
        case ast.BinOp(left=left, op=act, right=right) if type(act) in _BINARY:
            return [_BINARY[type(act)], _node(left), _node(right)]
        case ast.BoolOp(op=act, values=parts):
            return [_BINARY[type(act)], *map(_node, parts)]
        case ast.Compare(left=first, ops=acts, comparators=others):
            sides = [_node(first), *map(_node, others)]
            if any(type(act) not in _BINARY for act in acts):
                raise BadExpression(f"{ast.unparse(node)!r} compares in a way that is not known.")
            pairs = [[_BINARY[type(a)], sides[i], sides[i + 1]] for i, a in enumerate(acts)]
            return pairs[0] if len(pairs) == 1 else ["and", *pairs]
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]) if name in _FUNCTIONS:
            return ["call", name, *map(_node, given)]
    known = ", ".join(sorted(_FUNCTIONS))
    raise BadExpression(f"{ast.unparse(node)!r} is not understood; the functions are {known}.")
