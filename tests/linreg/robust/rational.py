"""Least absolute deviations by trying all vertices in rational arithmetic: slow and sure."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np

Row = list[Fraction]


def solved(A: list[Row], b: Row) -> Row | None:
    """The solution of a square system, None where it is singular."""
    rows, n = [[*row, right] for row, right in zip(A, b, strict=True)], len(b)
    for j in range(n):
        pivot = next((i for i in range(j, n) if rows[i][j]), None)
        if pivot is None:
            return None
        rows[j], rows[pivot] = rows[pivot], rows[j]
        rows[j] = [v / rows[j][j] for v in rows[j]]
        for i in range(n):
            if i != j and rows[i][j]:
                rows[i] = [a - rows[i][j] * c for a, c in zip(rows[i], rows[j], strict=True)]
    return [row[n] for row in rows]


def least_deviations(X: Any, y: Any, weights: Any = None) -> tuple[Fraction, list[Row]]:
    """The smallest sum of absolute deviations, and the different vertices that have it."""
    A = [[Fraction(v) for v in row] for row in np.asarray(X).tolist()]
    b = [Fraction(v) for v in np.asarray(y).tolist()]
    a = [Fraction(v) for v in ([1] * len(b) if weights is None else np.asarray(weights).tolist())]
    best, found = None, list[Row]()
    for chosen in itertools.combinations([i for i, v in enumerate(a) if v], len(A[0])):
        w = solved([A[i] for i in chosen], [b[i] for i in chosen])
        if w is None:
            continue
        cost = total(A, b, a, w)
        if best is None or cost < best:
            best, found = cost, [w]
        elif cost == best and w not in found:
            found.append(w)
    assert best is not None
    return best, found


def total(A: list[Row], b: Row, a: Row, w: Row) -> Fraction:
    """The weighted sum of absolute deviations of w."""
    return sum(
        (
            weight * abs(right - sum((x * v for x, v in zip(row, w, strict=True)), Fraction(0)))
            for row, right, weight in zip(A, b, a, strict=True)
        ),
        Fraction(0),
    )
