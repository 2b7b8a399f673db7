"""Least squares in fewer bits or more: what the number format alone does to the coefficients.

The same algorithm in float16, float32 and float64: modified Gram-Schmidt on [X y], which is as
stable as Householder's QR, in arithmetic of that format throughout. "doubled" is the refined
solver, which works in at least 106 bits and rounds once; "exact" is rational arithmetic.
X is (N, p), y (N,), w (p,).
Source: Bjorck 1967, "Solving linear least squares problems by Gram-Schmidt orthogonalization".
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import _checks, _settings
from linreg._arrays import Array
from linreg.progress import tick
from linreg.solvers import solve

# Significant bits of each format; None: as many as it takes.
BITS: Mapping[str, int | None] = MappingProxyType(
    {"float16": 11, "float32": 24, "float64": 53, "doubled": 106, "exact": None}
)
_BEYOND: Mapping[str, str] = MappingProxyType({"doubled": "refined", "exact": "exact"})


def least_squares(
    X: ArrayLike, y: ArrayLike, precision: str = "float64", normal: bool = False
) -> Array:
    """Return the w (p,) that minimises ||y - Xw||, computed in that precision, as float64.

    Columns are first brought to similar magnitude by powers of two, which is exact, so that
    float16 holds them. Equivalent: `numpy.linalg.lstsq(X.astype(dtype), y.astype(dtype))`, had
    NumPy one for float16.

    Parameters
    ----------
    X : (N, p).
    y : (N,).
    precision : one of BITS.
    normal : by Gaussian elimination on X'X w = X'y instead, which squares the condition number;
        beyond float64 that makes no difference, since the bits suffice.

    Returns
    -------
    NaN where the columns are dependent to that precision, or where `exact` declines.

    Raises
    ------
    ValueError : bad input or an unknown precision.
    """
    _settings.choice(precision, "precision", BITS)
    _settings.switch(normal, "normal")
    A = _checks.matrix(X)
    b = _checks.target(y, len(A))
    if precision in _BEYOND:
        return solve(A, b, method=_BEYOND[precision]).coefficients
    exponents, shift = _exponents(A), int(_exponents(b[:, np.newaxis])[0])
    with np.errstate(all="ignore"):
        small = np.ldexp(np.column_stack([A, b]), -np.append(exponents, shift))
        solver = _normal_equations if normal else _gram_schmidt
        w = solver(small.astype(precision)).astype(np.float64)
        found: Array = np.ldexp(w, shift - exponents)
    return found if np.isfinite(found).all() else np.full(len(found), np.nan)


def _gram_schmidt(A: NDArray[Any]) -> NDArray[Any]:
    """Solve for the last column of A (N, p + 1) by those before it, in A's own arithmetic."""
    A, p = A.copy(), A.shape[1] - 1
    R = np.zeros((p, p + 1), dtype=A.dtype)
    for k in range(p):
        tick()
        R[k, k] = np.sqrt(_sum(A[:, k] * A[:, k]))
        q = A[:, k] / R[k, k]
        R[k, k + 1 :] = _sum(q[:, np.newaxis] * A[:, k + 1 :])
        A[:, k + 1 :] -= q[:, np.newaxis] * R[k, k + 1 :]
    return _back_substitute(R)


def _normal_equations(A: NDArray[Any]) -> NDArray[Any]:
    """Solve for the last column of A (N, p + 1) by those before it, from A'A in A's arithmetic."""
    p = A.shape[1] - 1
    gram = np.array([_sum(A[:, [k]] * A) for k in range(p)], dtype=A.dtype)
    for k in range(p):
        tick()
        gram[k + 1 :] -= gram[k + 1 :, [k]] / gram[k, k] * gram[k]
    return _back_substitute(gram)


def _sum(a: NDArray[Any]) -> Any:
    """Sum over the rows by halves, since one running sum in float16 soon stands still."""
    while len(a) > 1:
        half = len(a) // 2
        a = np.concatenate([a[:half] + a[half : 2 * half], a[2 * half :]])
    return a[0]


def _back_substitute(R: NDArray[Any]) -> NDArray[Any]:
    """Solve the triangle R (p, p + 1), its last column on the right, in its own arithmetic."""
    p = len(R)
    w = np.zeros(p, dtype=R.dtype)
    for k in reversed(range(p)):
        tick()
        rest = R[k, p]
        for j in range(k + 1, p):
            rest = rest - R[k, j] * w[j]
        w[k] = rest / R[k, k]
    return w


def _exponents(A: Array) -> NDArray[np.intp]:
    """Return e (p,) such that columns times 2^-e have entries up to 1 and norms of at most 32.

    Squares of norms then stay far from the largest float16, 65504.
    """
    largest = np.abs(A).max(axis=0, initial=0.0)
    room = max(0, int(np.ceil(np.log2(len(A)) / 2)) - 5)
    exponents: NDArray[np.intp] = np.frexp(largest)[1] + room
    return exponents
