"""The normal equations with their actual numbers, and how well X'X can be solved at all."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, log10

import numpy as np
from numpy.typing import NDArray

from linreg.doubled import column_norms
from playground.engine import formulas as f
from playground.engine.numbers import TIMES, shortened, typeset, whole
from playground.engine.parts import Part, filled
from playground.views.common.fit_text import term

Array = NDArray[np.float64]
EPS = float(np.finfo(np.float64).eps)
# Larger matrices no longer fit the column, and nobody reads them.
MOST_COLUMNS = 4
# A table of singular values goes so far.
MOST_ROWS = 25
DIGITS = 5


def gram_tree(X: Array, added: Array | None = None) -> f.Tree:
    """X'X, and what a penalty adds to its diagonal (p,) if there is one; [] for many columns."""
    if X.shape[1] > MOST_COLUMNS:
        return []
    parts = [f.transposed(f.sym("X")), f.sym("X"), f.op("="), products_tree(X, X)]
    if added is not None and np.any(added):
        parts += [f.op("+"), f.matrix(_diagonal(added))]
    return f.row(*parts)


def moments_tree(X: Array, y: Array) -> f.Tree:
    """X'y; [] for many columns."""
    if X.shape[1] > MOST_COLUMNS:
        return []
    moments = products_tree(X, y[:, np.newaxis])
    return f.row(f.transposed(f.sym("X")), f.vec("y"), f.op("="), moments)


def products_tree(A: Array, B: Array) -> f.Tree:
    """A'B as a matrix of numbers, none with a digit that rounding may have changed."""
    with np.errstate(all="ignore"):
        values, errors = A.T @ B, len(A) * EPS * (np.abs(A).T @ np.abs(B))
    return f.matrix(
        [f.number(float(v), float(e), digits=DIGITS) for v, e in zip(row, bounds, strict=True)]
        for row, bounds in zip(values, errors, strict=True)
    )


def solution_tree(w: Array, errors: Sequence[float] | Array, penalised: bool = False) -> f.Tree:
    """The solution as the inverse writes it, with its numbers; [] for many columns."""
    if len(w) > MOST_COLUMNS:
        return []
    product = f.row(f.transposed(f.sym("X")), f.sym("X"))
    inner = f.row(product, f.op("+"), f.sym("α"), f.sym("D")) if penalised else product
    formula = [f.hat(f.vec("w")), f.op("="), f.inverse(f.bracket(inner))]
    numbers = [
        f.number(float(v), float(e), "closed", DIGITS) for v, e in zip(w, errors, strict=True)
    ]
    return f.row(*formula, f.transposed(f.sym("X")), f.vec("y"), f.op("="), f.vector(numbers))


def introduction(columns: Sequence[str], penalised: bool, smooth: bool = True) -> list[Part]:
    """What the formulas say, in words; smooth: the loss has a gradient, zero at its minimum."""
    p = len(columns)
    begun = "The loss is minimal where its gradient is zero. "
    if not smooth:
        begun = (
            "Without the lasso part of the penalty, the loss is minimal where its gradient is "
            "zero. "
            if penalised
            else "Without the penalty, the loss is minimal where its gradient is zero. "
        )
    equations = (
        "This gives the normal equations: {equations}, {p} equations for {p} coefficients, with "
        "the penalty added to the diagonal of XᵀX. "
        if penalised
        else "This gives the normal equations: {equations}, {p} equations for {p} coefficients. "
    )
    said = filled(
        begun + equations,
        equations=("XᵀX w = Xᵀy", "strong"),
        p=whole(p),
    )
    if p > MOST_COLUMNS:
        said.append((f"Matrices with more than {MOST_COLUMNS} columns are not shown.", "muted"))
    else:
        said.append(
            (f"The columns of X are {', '.join(shortened(term(c), 16) for c in columns)}.", "")
        )
    return said


def singular_rows(s: Array) -> list[list[list[Part]]]:
    """The singular values, largest first, each also relative to the largest and squared."""
    largest = float(s[0]) if len(s) else 0.0
    error = EPS * largest * len(s)
    shown = s if len(s) <= MOST_ROWS else np.append(s[: MOST_ROWS - 1], s[-1])
    places = [*range(1, len(shown)), len(s)] if len(s) else []
    return [
        [
            [("σ", "i"), (str(j), "sub")],
            [(typeset(float(v), error, DIGITS), "closed" if v > error else "wrong")],
            [(typeset(float(v) / largest if largest else 0.0, error / (largest or 1.0), 3), "")],
            [(typeset(float(v) * float(v), 2 * error * max(float(v), error), 3), "")],
        ]
        for j, v in zip(places, shown, strict=True)
    ]


def condition_rows(kappa: float, scaled: float) -> list[list[list[Part]]]:
    """Condition numbers: of X, of X'X, and of X with unit columns, with the digits they cost."""
    rows = (
        ("κ(X)", "kappa", kappa, 1),
        ("κ(XᵀX) = κ(X)²", "kappa_squared", kappa, 2),
        ("κ(X), unit-norm columns", "kappa_scaled", scaled, 1),
    )
    return [
        [[(name, f"?{key}")], [(_condition(k, n), "")], _lost(k, n)] for name, key, k, n in rows
    ]


def _condition(kappa: float, power: int) -> str:
    # Beyond 1/eps the smallest singular value is rounding, and its reciprocal too.
    if kappa * EPS < 1:
        return typeset(kappa**power, digits=3)
    return f"over {typeset(EPS**-power, digits=1)}"


def _lost(kappa: float, power: int) -> list[Part]:
    lost = power * log10(kappa) if isfinite(kappa) and kappa > 0 else np.inf
    return [("all 16", "wrong")] if lost >= 15.95 else [(f"about {round(lost)}", "")]


def norm_rows(X: Array, columns: Sequence[str]) -> list[list[list[Part]]]:
    """Length of each column: what makes X badly scaled, rather than nearly dependent."""
    norms = column_norms(X)
    largest = float(norms.max(initial=0.0)) or 1.0
    named = list(zip(columns, norms, strict=True))[:MOST_ROWS]
    return [
        [
            [(shortened(name), "")],
            [(typeset(float(norm), digits=4), "")],
            [(f"{TIMES} {typeset(float(norm) / largest, digits=2)}", "muted")],
        ]
        for name, norm in named
    ]


def _diagonal(values: Array) -> list[list[f.Tree]]:
    p = len(values)
    return [
        [f.number(float(values[j]) if i == j else 0.0, digits=3) for j in range(p)]
        for i in range(p)
    ]
