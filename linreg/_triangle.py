"""The triangle R of X = QR, by blocks of rows: the singular values of X, without a copy of X."""

import numpy as np

from linreg._checks import Array
from linreg._graded import is_graded, jacobi
from linreg.progress import tick

BLOCK = 4096


def triangle(X: Array, start: Array | None = None) -> Array:
    """Return R, upper triangular with min(N, p) rows, so that R'R = X'X (+ start'start).

    Householder reflections of stacked blocks: `numpy.linalg.qr(X, mode="r")` in constant memory.
    Source: Demmel et al. 2012, "Communication-optimal parallel and sequential QR", SISC 34.
    """
    rows = max(BLOCK, 4 * X.shape[1])
    R = np.empty((0, X.shape[1])) if start is None else start
    for first in range(0, len(X), rows):
        tick()
        R = np.asarray(np.linalg.qr(np.vstack([R, X[first : first + rows]]), mode="r"))
    return R


def singular_values(X: Array) -> Array:
    """Return the min(N, p) singular values of X, largest first."""
    R = triangle(X) if len(X) > 2 * X.shape[1] else X
    s = np.asarray(np.linalg.svd(R, compute_uv=False), np.float64)
    return jacobi(R)[0] if is_graded(R, s) else s
