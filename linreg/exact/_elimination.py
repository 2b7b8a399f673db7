"""Elimination without fractions, and the solution of least norm."""

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from linreg.exact._numbers import Rational
from linreg.progress import tick

Integers = list[list[int]]


def eliminate(gram: Rational, right: Rational) -> tuple[Rational, list[int]]:
    """Solve gram W = right, gram (p, p) symmetric and at least semidefinite, all Fractions.

    Returns W (p, k), zero in dependent rows, and the columns that depend on those before.
    """
    p, k = right.shape
    A, _ = whole_columns(np.concatenate([gram, right], axis=1).T)
    rows = A.T.tolist()
    dependent = bareiss(rows, p)
    numerators, denominator = substitute(rows, [j for j in range(p) if j not in dependent])
    W = np.full((p, k), Fraction(0), dtype=object)
    for j, row in numerators.items():
        W[j] = [Fraction(v, denominator) for v in row]
    return W, dependent


def bareiss(rows: Integers, p: int) -> list[int]:
    """Bring p rows of integers to triangular form, in place; return the dependent columns.

    The first p columns are a Gram matrix, up to factors of its rows. Elimination without
    fractions: each division is exact, so that integers stay as short as determinants.
    Source: Bareiss 1968, "Sylvester's identity and multistep integer-preserving Gaussian
    elimination", Math. Comp. 22.
    """
    last, dependent = 1, []
    for j in range(p):
        tick()
        row = rows[j][j + 1 :]
        pivot = rows[j][j]
        if pivot == 0:
            dependent.append(j)
            continue
        for below in rows[j + 1 :]:
            factor = below[j]
            below[j + 1 :] = [
                (v * pivot - factor * r) // last for v, r in zip(below[j + 1 :], row, strict=True)
            ]
        last = pivot
    return dependent


def substitute(rows: Integers, independent: list[int]) -> tuple[dict[int, list[int]], int]:
    """Return numerators, by row, and the common denominator of what `bareiss` has prepared."""
    p, found = len(rows), dict[int, list[int]]()
    denominator = rows[independent[-1]][independent[-1]] if independent else 1
    for j in reversed(independent):
        row = rows[j]
        found[j] = [
            (denominator * v - sum(row[i] * other[c] for i, other in found.items())) // row[j]
            for c, v in enumerate(row[p:])
        ]
    return found, denominator


def least_norm(gram: Rational, moments: Rational, free: Sequence[int] = ()) -> Rational:
    """Return, of all W with gram W = moments (p, k), that of least norm outside `free`.

    On columns S that span the rest, X_D = X_S C, all solutions are W_S = V - C W_D. Those of
    least norm are W_S = U, W_D = C'U with (I + C C') U = V, in the rows of S that are not free.
    Free columns that depend on other free ones are left out: their coefficients are zero.
    """
    order = [*free, *(j for j in range(len(gram)) if j not in free)]
    G, M = gram[np.ix_(order, order)], moments[order]
    V, dependent = eliminate(G, M)
    S = [j for j in range(len(G)) if j not in dependent]
    C, _ = eliminate(G[np.ix_(S, S)], G[np.ix_(S, dependent)])
    first = sum(j < len(free) for j in S)
    drawn = np.array([j >= len(free) for j in dependent], dtype=bool)
    C, D = C[:, drawn], [j for j in dependent if j >= len(free)]
    inner = C[first:].dot(C[first:].T)
    inner[np.diag_indices(len(inner))] += Fraction(1)
    U, _ = eliminate(inner, V[S][first:])
    W = np.full(M.shape, Fraction(0), dtype=object)
    W[D] = C[first:].T.dot(U)
    W[S] = np.concatenate([V[S][:first] - C[:first].dot(W[D]), U])
    out = np.empty_like(W)
    out[order] = W
    return out


def whole_columns(A: Rational) -> tuple[Rational, Rational]:
    """Return integers, and per column the common denominator that makes them so."""
    scales = [math.lcm(*(v.denominator for v in column)) for column in A.T]
    whole = np.array(
        [
            [v.numerator * (s // v.denominator) for v in column]
            for column, s in zip(A.T, scales, strict=True)
        ],
        dtype=object,
    )
    return whole.reshape(A.T.shape).T, np.array([Fraction(s) for s in scales], dtype=object)
