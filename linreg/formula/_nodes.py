"""Arithmetic as a tree: columns, numbers, functions, powers, products and sums.

Products and sums have any number of parts, so a tree is as deep as its text is nested.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from linreg._keys import decimal_text
from linreg.formula._tokens import name_text


@dataclass(frozen=True, eq=False)
class Number:
    value: float
    position: int


@dataclass(frozen=True, eq=False)
class Column:
    name: str
    position: int


@dataclass(frozen=True, eq=False)
class Call:
    """One of `FUNCTIONS` of an argument."""

    function: str
    argument: Node
    position: int


@dataclass(frozen=True, eq=False)
class Power:
    base: Node
    exponent: Node
    position: int


@dataclass(frozen=True, eq=False)
class Product:
    """Factors from left to right, each with whether it is a divisor; the first is not."""

    parts: tuple[tuple[bool, Node], ...]
    position: int


@dataclass(frozen=True, eq=False)
class Sum:
    """Summands from left to right, each with whether it is subtracted."""

    parts: tuple[tuple[bool, Node], ...]
    position: int


Node = Number | Column | Call | Power | Product | Sum
# How tightly each holds together; what is looser stands in brackets.
_SUM, _PRODUCT, _POWER, _ATOM = range(4)


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node, from left to right."""
    match node:
        case Call(argument=argument):
            return (argument,)
        case Power(base=base, exponent=exponent):
            return base, exponent
        case Product(parts=parts) | Sum(parts=parts):
            return tuple(part for _, part in parts)
        case _:
            return ()


def columns(node: Node) -> Iterator[Column]:
    """Yield the columns of a tree from left to right, each as often as it is there."""
    if isinstance(node, Column):
        yield node
    for child in children(node):
        yield from columns(child)


def is_constant(node: Node) -> bool:
    """Say whether a tree has no column."""
    return next(columns(node), None) is None


def negative(node: Node, position: int) -> Node:
    """Return minus a tree; of a number that is a number."""
    if isinstance(node, Number):
        return Number(-node.value, position)
    return Sum(((True, node),), position)


def is_plain(node: Node) -> bool:
    """Say whether a tree is a term without I(): x, log(x), x^2, (x^2)^3, 1/x."""
    match node:
        case Column() | Call():
            return True
        case Power(base=base, exponent=exponent):
            return is_plain(base) and is_constant(exponent)
        case Product(parts=((_, Number() as first), (True, _))):
            return _strength(first) == _ATOM
        case _:
            return False


def write(node: Node, least: int = _SUM) -> str:
    """Return the normal form of a tree, in brackets if it is looser than asked for."""
    text = _bare(node)
    return text if _strength(node) >= least else f"({text})"


def _strength(node: Node) -> int:
    match node:
        case Sum():
            return _SUM
        case Number(value=value):
            return _SUM if decimal_text(value).startswith("-") else _ATOM
        case Product():
            return _PRODUCT
        case Power():
            return _POWER
        case _:
            return _ATOM


def _bare(node: Node) -> str:
    match node:
        case Number(value=value):
            return decimal_text(value)
        case Column(name=name):
            return name_text(name)
        case Call(function=function, argument=argument):
            return f"{function}({write(argument)})"
        case Power(base=base, exponent=exponent):
            signed = isinstance(exponent, Number)
            return f"{write(base, _ATOM)}^{write(exponent, _SUM if signed else _POWER)}"
        case Product(parts=parts):
            first, *others = ((sign, write(part, _POWER)) for sign, part in parts)
            return first[1] + "".join("*/"[divisor] + text for divisor, text in others)
        case Sum(parts=parts):
            first, *others = ((sign, write(part, _PRODUCT)) for sign, part in parts)
            tail = "".join(f" {'+-'[minus]} {text}" for minus, text in others)
            return "-" * first[0] + first[1] + tail
