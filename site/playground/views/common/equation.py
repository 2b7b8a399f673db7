"""The fitted equation as a formula and as LaTeX."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground.engine import formulas as f
from playground.engine.numbers import MINUS

Array = NDArray[np.float64]
# As many digits as a reader can use; the error may leave fewer.
DIGITS = 10


def equation_tree(
    target: str,
    columns: Sequence[str],
    w: Array,
    errors: Sequence[float] | Array,
    digits: int = DIGITS,
) -> f.Tree:
    """target = b + m x + ..., every number with the digits that its error leaves."""
    parts = [f.hat(f.sym(target)), f.op("=")]
    for j, (column, value, error) in enumerate(zip(columns, w, errors, strict=True)):
        if j or value < 0:
            parts.append(f.op(MINUS if value < 0 else "+"))
        parts.append(f.number(abs(float(value)), float(error), digits=digits))
        parts += [] if column == "1" else [_term(column)]
    return f.row(*parts)


def equation_latex(
    target: str, columns: Sequence[str], w: Array, errors: Sequence[float] | Array
) -> str:
    """The fitted equation as LaTeX; empty where there is none."""
    return f.latex(equation_tree(target, columns, w, errors)) if np.isfinite(w).all() else ""


def _term(column: str) -> f.Tree:
    """A raw term such as x^2*z, its powers raised; log(x):z of a formula as it is written."""
    if any(sign in column for sign in "(:/`"):
        return f.row(f.text("\u2009"), f.sym(column))
    factors = []
    for factor in column.split("*"):
        name, raised, power = factor.rpartition("^")
        whole = raised and power.isdigit()
        factors.append(f.sup(f.sym(name), ["mn", power]) if whole else f.sym(factor))
    return f.row(f.text("\u2009"), *factors)
