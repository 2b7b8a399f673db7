"""Arithmetic in Fractions: of decimal data as entered, without rounding."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from linreg._keys import decimal_text
from linreg.exact import Rational
from linreg.formula._evaluate import MOST_EXPONENT, constant
from linreg.formula._nodes import (
    Call,
    Column,
    Node,
    Number,
    Power,
    Product,
    Sum,
    children,
    is_constant,
    write,
)
from linreg.formula._rows import Rows


def is_rational(node: Node) -> bool:
    """Say whether a tree of rational numbers is one: + - * / abs and whole powers."""
    match node:
        case Call(function=function):
            right = function == "abs"
        case Power(base=base, exponent=exponent):
            whole = is_constant(exponent) and constant(exponent).is_integer()
            right = whole and abs(constant(exponent)) <= MOST_EXPONENT
            return right and is_rational(base)
        case _:
            right = True
    return right and all(map(is_rational, children(node)))


def rational(node: Node, columns: Mapping[str, Rational], rows: Rows) -> Rational:
    """Return a rational tree as Fractions (N,), or one Fraction where it has no column.

    columns: name -> (N,) Fractions. Raises FormulaError for a division by zero.
    """
    match node:
        case Number(value=number):
            return np.array(Fraction(decimal_text(number)), dtype=object)
        case Column(name=name):
            return columns[name]
        case Call(argument=argument):
            return np.abs(rational(argument, columns, rows))
        case Power(base=base, exponent=exponent):
            power = int(constant(exponent))
            value = rational(base, columns, rows)
            return _divisor(value, base, rows) ** power if power < 0 else value**power
        case Product(parts=((_, first), *others)):
            result = rational(first, columns, rows)
            for divisor, part in others:
                value = rational(part, columns, rows)
                result = result / _divisor(value, part, rows) if divisor else result * value
            return result
        case Sum(parts=parts):
            result = np.array(Fraction(0), dtype=object)
            for minus, part in parts:
                value = rational(part, columns, rows)
                result = result - value if minus else result + value
            return result
        case _:
            raise AssertionError(node)


def _divisor(values: Rational, node: Node, rows: Rows) -> Rational:
    zeros = np.flatnonzero(values == 0)
    if len(zeros):
        row = rows.numbers[int(zeros[0])] if np.ndim(values) else 0
        rows.fail(
            f"{write(node)} is exactly 0 in row {row:,}, and divides. Leave out this row.",
            node.position,
            zeros,
        )
    return values
