"""Computes arithmetic for the rows of a table, and finds the rows where it is not defined."""

from __future__ import annotations

import math
from typing import Literal, NoReturn

import numpy as np
from numpy.typing import NDArray

from linreg import doubled
from linreg._arrays import Array, Doubled
from linreg._keys import short
from linreg.formula._nodes import (
    Call,
    Column,
    Node,
    Number,
    Power,
    Product,
    Sum,
    is_constant,
    write,
)
from linreg.formula._rows import Rows

Outside = Literal["raise", "nan"]
# Whole exponents up to here are multiplied out in extended precision, and rounded once.
MOST_EXPONENT = 1000
_MOST_LISTED = 5
_FUNCTIONS = {
    "log": np.log,
    "log10": np.log10,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sin": np.sin,
    "cos": np.cos,
}


def constant(node: Node) -> float:
    """Return the value of a tree without columns; NaN or infinite where it has none."""
    return float(Evaluator(Rows("", {}, ()), "nan").value(node))


class Evaluator:
    """Values of trees for N rows, (N,) or one number where a tree has no column.

    outside: what to do with values outside the domain of a function, and results beyond float64:
    "raise" FormulaError with the rows, or put NaN there.
    """

    def __init__(self, rows: Rows, outside: Outside) -> None:
        self._rows = rows
        self.raises = outside == "raise"

    def column(self, node: Node) -> Doubled:
        """Return a tree as finite (N,), to about 100 bits where it is a power of a column."""
        with np.errstate(all="ignore"):
            high, low = self._doubled(node)
        return Doubled(
            self.finite(np.broadcast_to(high, len(self._rows)), write(node), node.position),
            np.broadcast_to(low, len(self._rows)),
        )

    def value(self, node: Node) -> Array:
        with np.errstate(all="ignore"):
            return self._value(node)

    def finite(self, values: Array, text: str, position: int) -> Array:
        """Return values (N,) that are finite; `text` says what they are."""
        bad = ~np.isfinite(values)
        if not bad.any():
            return values
        if self.raises:
            self._rows.fail(
                f"{_cut(text)} is too large for float64 in {self._listed(bad)}. Divide its columns "
                "by a constant first.",
                position,
                np.flatnonzero(bad),
            )
        return np.where(bad, np.nan, values)

    def _value(self, node: Node) -> Array:
        match node:
            case Number(value=value):
                return np.asarray(value)
            case Column():
                return self._rows.numeric(node)
            case Call():
                return self._call(node)
            case Power():
                return self._doubled(node).high
            case Product(parts=((_, first), *others)):
                return self._product(node, first, others)
            case Sum(parts=parts):
                total: Array = np.zeros(())
                for minus, part in parts:
                    summand = self._value(part)
                    total = total - summand if minus else total + summand
                return total
            case _:
                raise AssertionError(node)

    def _call(self, node: Call) -> Array:
        argument = self._value(node.argument)
        result: Array = np.asarray(_FUNCTIONS[node.function](argument))
        if node.function in ("log", "log10"):
            return self._defined(result, argument <= 0.0, node, argument, node.argument)
        if node.function == "sqrt":
            return self._defined(result, argument < 0.0, node, argument, node.argument)
        return result

    def _product(self, node: Product, first: Node, others: list[tuple[bool, Node]]) -> Array:
        result = self._value(first)
        for divisor, part in others:
            value = self._value(part)
            if divisor:
                result = self._defined(result / value, value == 0.0, node, value, part)
            else:
                result = result * value
        return result

    def _doubled(self, node: Node) -> Doubled:
        if not isinstance(node, Power):
            value = self._value(node)
            return Doubled(value, np.zeros_like(value))
        exponent = self._value(node.exponent)
        if is_constant(node.exponent) and exponent in range(2, MOST_EXPONENT + 1):
            return _multiplied(self._doubled(node.base), int(exponent))
        base = self._value(node.base)
        bad = ((base == 0.0) & (exponent < 0.0)) | ((base < 0.0) & (exponent != np.rint(exponent)))
        result = self._defined(np.power(base, exponent), bad, node, base, node.base)
        return Doubled(result, np.zeros_like(result))

    def _defined(
        self, result: Array, bad: NDArray[np.bool_], node: Node, inner: Array, of: Node
    ) -> Array:
        """Return a result that is defined everywhere; bad: where it is not, by the values inner."""
        if not bad.any():
            return result
        if self.raises:
            self._undefined(bad, node, inner, of)
        return np.where(bad, np.nan, result)

    def _undefined(self, bad: NDArray[np.bool_], node: Node, inner: Array, of: Node) -> NoReturn:
        """Raise FormulaError with the rows, and what to do about them."""
        name = _cut(write(node))
        if bad.ndim == 0:
            self._rows.fail(f"{name} is not defined. Use another number.", node.position)
        at = np.flatnonzero(bad)
        inner = np.broadcast_to(inner, bad.shape)
        values = [
            f"{short(float(f'{inner[i]:.6g}'))} in row {self._rows.numbers[int(i)]:,}"
            for i in at[:_MOST_LISTED]
        ]
        more = f", and {len(at) - _MOST_LISTED:,} more" if len(at) > _MOST_LISTED else ""
        where = f"{len(at):,} row{'s' * (len(at) > 1)}"
        self._rows.fail(
            f"{name} is not defined in {where}: {_cut(write(of))} is {', '.join(values)}{more}. "
            + _advice(
                node, of, float(inner[at].min()), "this row" if len(at) == 1 else "these rows"
            ),
            node.position,
            at,
        )

    def _listed(self, bad: NDArray[np.bool_]) -> str:
        at = np.flatnonzero(bad)
        numbers = ", ".join(f"{self._rows.numbers[int(i)]:,}" for i in at[:_MOST_LISTED])
        more = f" and {len(at) - _MOST_LISTED:,} more" if len(at) > _MOST_LISTED else ""
        return f"row{'s' * (len(at) > 1)} {numbers}{more}"


def multiply(a: Doubled, b: Doubled) -> Doubled:
    """Return a * b to about 100 bits, plainly where extended precision overflows on its way."""
    high, low = doubled.multiply(a, b)
    held = np.isfinite(high) & np.isfinite(low)
    if np.all(held):
        return Doubled(high, low)
    return Doubled(np.where(held, high, a.high * b.high), np.where(held, low, 0.0))


def _multiplied(base: Doubled, exponent: int) -> Doubled:
    """Return base^exponent, exponent >= 1, by squaring."""
    result: Doubled | None = None
    while exponent:
        if exponent & 1:
            result = base if result is None else multiply(result, base)
        exponent >>= 1
        base = multiply(base, base) if exponent else base
    assert result is not None
    return result


def _advice(node: Node, of: Node, least: float, rows: str) -> str:
    """Return what to do about values outside the domain, the least of which is given."""
    if isinstance(node, Call):
        shift = math.ceil(-least) if node.function == "sqrt" else math.floor(-least) + 1
        if shift < 1_000_000:
            return f"Leave out {rows}, or use {node.function}({_cut(write(of))} + {shift})."
    return f"Leave out {rows}, or use another transformation."


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
