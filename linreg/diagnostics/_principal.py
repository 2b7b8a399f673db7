"""Singular vectors of columns of very unlike lengths, by Jacobi's rotations in doubled precision.

W = V S of T = V S U' are the columns of T U, which are orthogonal. U is found in rounds: the
rotations of one sweep over the Gram matrix of unit columns are computed in floats, made orthogonal
to twice their digits, and applied in doubled precision. Each round gains what floats hold.
Source: Demmel and Veselic 1992, "Jacobi's method is more accurate than QR", SIMAX 13, for the
rotations of scaled columns; Bjorck and Bowie 1971, SINUM 8, for the orthogonal factor.
"""

from __future__ import annotations

import numpy as np

from linreg._arrays import Array, Doubled
from linreg.doubled import add, column_norms, product
from linreg.progress import tick

# Columns are orthogonal when their cosines are below this; so many rounds reach it.
COSINE, ROUNDS = 1e-12, 16


def principal_columns(T: Doubled) -> Array:
    """Return V S (p, r) of T (p, r) of full rank, its columns by length, longest first."""
    W = T
    for _ in range(ROUNDS):
        tick()
        exponents = np.frexp(column_norms(W.high))[1]
        unit = Doubled(*(np.ldexp(half, -exponents) for half in W))
        gram = product(Doubled(unit.high.T, unit.low.T), unit).high
        lengths = np.sqrt(np.diag(gram))
        cosines = gram / np.outer(lengths, lengths)
        if np.abs(cosines - np.diag(np.diag(cosines))).max() <= COSINE:
            break
        sizes = np.ldexp(lengths, exponents - exponents.max())
        W = product(W, _orthogonal(_sweep(cosines, sizes)))
    order = np.argsort(-column_norms(W.high), kind="stable")
    columns: Array = W.high[:, order]
    return columns


def _sweep(cosines: Array, sizes: Array) -> Array:
    """Return the product of rotations (r, r) that bring each pair of columns nearer to 90 degrees.

    cosines: (r, r) between columns, sizes: (r,) their lengths.
    """
    gram = sizes[:, np.newaxis] * cosines * sizes
    U = np.eye(len(gram))
    for i in range(len(gram)):
        for j in range(i + 1, len(gram)):
            if abs(gram[i, j]) <= COSINE * np.sqrt(abs(gram[i, i] * gram[j, j])):
                continue
            zeta = (gram[j, j] - gram[i, i]) / (2 * gram[i, j])
            tangent = (1.0 if zeta >= 0 else -1.0) / (abs(zeta) + np.hypot(1.0, zeta))
            cosine = 1 / np.hypot(1.0, tangent)
            rotation = cosine * np.array([[1.0, tangent], [-tangent, 1.0]])
            pair = [i, j]
            gram[:, pair] = gram[:, pair] @ rotation
            gram[pair] = rotation.T @ gram[pair]
            U[:, pair] = U[:, pair] @ rotation
    return U


def _orthogonal(U: Array) -> Doubled:
    """Return U (r, r), orthogonal up to rounding, orthogonal to twice its digits."""
    zeros = np.zeros_like(U)
    square = product(U.T, U)
    off = add(square, Doubled(-np.eye(len(U)), zeros))
    change = product(U, Doubled(-0.5 * off.high, -0.5 * off.low))
    return add(Doubled(U, zeros), change)
