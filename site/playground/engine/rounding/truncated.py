"""What rounding does to the coefficients of a truncated SVD."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from linreg.solvers import Solution

Array = NDArray[np.float64]
EPS = float(np.finfo(np.float64).eps)


def truncated_error(found: Solution) -> Array:
    """Return a bound (p,) on the rounding of the coefficients of X as solved.

    Normwise, to first order, with E the rounding of X: E turns the space of the kept right
    singular vectors by ||E|| / gap, gap = s_r - s_(r+1), and changes coefficients of least norm by
    ||E|| (||w|| / s_r + ||w|| / gap + ||r|| / (s_r gap)).
    Source: Wedin 1972; Hansen 1987, "The truncated SVD as a method for regularization".
    """
    X, w, rank = found.X, found.coefficients, found.rank
    s = found.singular_values
    if not 0 < rank < len(s) or s[rank - 1] <= s[rank]:
        return np.full(len(w), np.inf)
    Vt = np.linalg.svd(X / s[0], full_matrices=True)[2]
    least = Vt[:rank].T @ (Vt[:rank] @ w)
    size, left = float(np.linalg.norm(least)), float(np.linalg.norm(found.y - X @ least))
    rounding = 4 * len(w) * EPS * float(s[0])
    with np.errstate(all="ignore"):
        turned = rounding / float(s[rank - 1] - s[rank])
        moved = rounding * size / s[rank - 1] + turned * (size + left / s[rank - 1])
        tilt = _tilt(found, Vt[rank:].T)
        return np.full(len(w), float(tilt * (moved + 2 * tilt * turned * size)))


def _tilt(found: Solution, dropped: Array) -> float:
    """Return the norm of the map from coefficients of least norm to those whose norm leaves out
    the free columns: 1 where none is free."""
    if not found.system.free:
        return 1.0
    smallest = float(np.linalg.svd(dropped[found.system.drawn], compute_uv=False)[-1])
    return 1 / smallest if smallest > 0 else float("inf")
