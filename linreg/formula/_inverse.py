"""The way back from a transformed target to its column."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from linreg._arrays import Array
from linreg.formula._evaluate import constant
from linreg.formula._nodes import (
    Call,
    Column,
    Node,
    Power,
    Product,
    Sum,
    columns,
    is_constant,
)

_FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "log": np.exp,
    "log10": lambda v: np.power(10.0, v),
    "exp": np.log,
    "sqrt": lambda v: np.where(v >= 0.0, v * v, np.nan),
}


def has_inverse(node: Node) -> bool:
    """Say whether a tree has one column, once, and only steps that can be taken back."""
    if len(list(columns(node))) != 1:
        return False
    while not isinstance(node, Column):
        match node:
            case Call(function=function, argument=argument):
                if function not in _FUNCTIONS:
                    return False
                node = argument
            case Power(base=base, exponent=exponent):
                if not is_constant(exponent):
                    return False
                node = base
            case Product(parts=parts) | Sum(parts=parts):
                node = next(part for _, part in parts if not is_constant(part))
            case _:
                return False
    return True


def inverse(node: Node, values: Array) -> Array:
    """Return the values of the column for which a tree has these values; NaN where there is none.

    Of the two roots of an even power it is the one that is not negative.
    """
    with np.errstate(all="ignore"):
        while not isinstance(node, Column):
            node, values = _step(node, values)
    return np.where(np.isfinite(values), values, np.nan)


def _step(node: Node, values: Array) -> tuple[Node, Array]:
    """Return the part of a tree that has the column, and its values."""
    match node:
        case Call(function=function, argument=argument):
            return argument, _FUNCTIONS[function](values)
        case Power(base=base, exponent=exponent):
            return base, _root(values, constant(exponent))
        case Product(parts=parts):
            factor = 1.0
            for divisor, part in parts:
                if is_constant(part):
                    factor = factor / constant(part) if divisor else factor * constant(part)
            under, part = next((sign, part) for sign, part in parts if not is_constant(part))
            return part, factor / values if under else values / factor
        case Sum(parts=parts):
            for minus, part in parts:
                if is_constant(part):
                    values = values + constant(part) if minus else values - constant(part)
            minus, part = next((sign, part) for sign, part in parts if not is_constant(part))
            return part, -values if minus else values
        case _:
            raise AssertionError(node)


def _root(values: Array, exponent: float) -> Array:
    if exponent == 2.0:
        return np.sqrt(values)
    if exponent == 3.0:
        return np.cbrt(values)
    roots: Array = np.power(np.abs(values), 1.0 / exponent)
    odd = exponent % 2.0 == 1.0
    return np.copysign(roots, values) if odd else np.where(values >= 0.0, roots, np.nan)
