"""A B' of short, wide matrices, in pieces small enough that BLAS starts no threads for them.

OpenBLAS splits products of more than 2^18 multiplications over its threads and waits for the
last of them. On a machine with anything else to do, a thousand such waits cost many times what
the threads save. Integers below 2^53 add up to the same sum however they are cut.
"""

import itertools

import numpy as np

from linreg._arrays import Array

DEPTH = 128
GROUP = 45
# No sum has more terms than this, counting those of its parts.
DEEPEST = 512
# From here on one product is long enough for threads to pay, waits and all.
LARGE = 4 * GROUP


def row_products(A: Array, B: Array) -> Array:
    """Return A B', (m, r), for A (m, n) and B (r, n); B may be A itself, which halves the work."""
    if len(A) > LARGE or len(B) > LARGE:
        return _long(A, B)
    out, same = np.empty((len(A), len(B))), A is B
    for rows in _groups(len(A)):
        for columns in _groups(len(B)):
            if not (same and columns.start < rows.start):
                left = A[rows]
                piece = _piece(left, left if same and rows == columns else B[columns])
                out[rows, columns] = piece
                if same and columns != rows:
                    out[columns, rows] = piece.T
    return out


def _groups(m: int) -> list[slice]:
    count = -(-m // GROUP)
    edges = (m * i // count for i in range(count + 1))
    return [slice(a, b) for a, b in itertools.pairwise(edges)]


def _piece(A: Array, B: Array) -> Array:
    """Return A B' as a sum over stretches of DEPTH columns and the rest."""
    n = A.shape[1] // DEPTH * DEPTH
    rest: Array = A[:, n:] @ B[:, n:].T
    if n == 0:
        return rest
    stacked = [M[:, :n].reshape(len(M), -1, DEPTH).transpose(1, 0, 2) for M in (A, B)]
    right = stacked[0] if A is B else stacked[1]
    pieces: Array = np.matmul(stacked[0], right.transpose(0, 2, 1)).sum(axis=0)
    return pieces + rest


def _long(A: Array, B: Array) -> Array:
    """Return A B' of many rows, as a sum over stretches of columns that keeps sums short."""
    step, out = DEEPEST // 2, np.zeros((len(A), len(B)))
    for first in range(0, A.shape[1], step):
        stretch = slice(first, first + step)
        part = A[:, stretch]
        out += part @ (part if A is B else B[:, stretch]).T
    return out
