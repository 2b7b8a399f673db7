"""Singular values of columns of very different sizes, each with as many digits as the largest.

LAPACK finds singular values up to eps times the largest one: of columns in units a million million
times apart the smallest would be noise. One-sided Jacobi rotations find all of X = B D, D diagonal,
as well as the columns of B, of length 1, are conditioned.
Source: Demmel and Veselić 1992, "Jacobi's method is more accurate than QR".
"""

import numpy as np
from numpy.typing import NDArray

from linreg._arrays import Array
from linreg.doubled import column_norms
from linreg.progress import tick

EPS = float(np.finfo(np.float64).eps)
# Smaller ones have lost so many of LAPACK's digits that Jacobi's are worth their time.
SMALL = 1e-10
# More columns would take too long.
MOST_COLUMNS = 64
SWEEPS = 40


def is_graded(R: Array, s: Array) -> bool:
    """Whether the columns of R (m, p) are independent, and its small singular values (k,) are so
    for the sizes of the columns."""
    p = R.shape[1]
    if len(s) < p or p > MOST_COLUMNS or not s[-1] < SMALL * s[0]:
        return False
    norms = column_norms(R)
    if not (np.isfinite(norms).all() and norms.all()):
        return False
    unit = np.linalg.svd(R / norms, compute_uv=False)
    return bool(unit[-1] > EPS * p * unit[0])


def jacobi(R: Array) -> tuple[Array, Array]:
    """Return the singular values (p,) of R (m, p), m >= p, largest first, and V' (p, p)."""
    p = R.shape[1]
    order = np.argsort(-column_norms(R), kind="stable")
    # An even number of columns: those of a round are met in pairs.
    G = np.zeros((len(R), p + p % 2))
    V = np.zeros((p, p + p % 2))
    G[:, :p], V[:, :p] = R[:, order], np.eye(p)[:, order]
    for _ in range(SWEEPS):
        tick()
        if _sweep(G, V) <= EPS * p:
            break
    norms = column_norms(G)[:p]
    order = np.argsort(-norms, kind="stable")
    return norms[order], V[:, :p][:, order].T


def _sweep(G: Array, V: Array) -> float:
    """Meet each pair of columns once; return the largest cosine that was found."""
    most, players = 0.0, np.arange(G.shape[1])
    for _ in range(len(players) - 1):
        half = len(players) // 2
        pairs = np.sort([players[:half], players[half:][::-1]], axis=0)
        most = max(most, _rotate(G, V, pairs[0], pairs[1]))
        # The first stays, the others go round: a tournament.
        players = np.concatenate([players[:1], players[-1:], players[1:-1]])
    return most


def _rotate(G: Array, V: Array, i: NDArray[np.intp], j: NDArray[np.intp]) -> float:
    """Make columns i (k,) orthogonal to columns j (k,), in place; return the largest cosine."""
    norms = column_norms(G)
    a, b = norms[i], norms[j]
    met = (a > 0) & (b > 0)
    i, j, a, b = i[met], j[met], a[met], b[met]
    cosine = np.sum((G[:, i] / a) * (G[:, j] / b), axis=0)
    with np.errstate(all="ignore"):
        # Of the sizes only the ratio is needed, whose square may be beyond the floats.
        zeta = (b / a - a / b) / (2 * cosine)
        tangent = np.where(zeta < 0, -1.0, 1.0) / (np.abs(zeta) + np.hypot(1.0, zeta))
    tangent = np.where(cosine == 0, 0.0, tangent)
    c = 1 / np.hypot(1.0, tangent)
    s = c * tangent
    for M in (G, V):
        M[:, i], M[:, j] = c * M[:, i] - s * M[:, j], s * M[:, i] + c * M[:, j]
    return float(np.abs(cosine).max(initial=0.0))
