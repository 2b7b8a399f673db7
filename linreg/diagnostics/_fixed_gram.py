"""X'WX in fixed point: factors, dependent columns, and error estimates."""

from dataclasses import dataclass

import numpy as np

from linreg._checks import Array
from linreg.diagnostics import _fixed
from linreg.diagnostics._fixed import LDL, Fixed
from linreg.solvers._cholesky import factor
from linreg.solvers._qr import back_substitute

# Beyond this distance of root' gram root from I, refining is slower than factorising anew.
CONTRACTION = 2.0**-10
# A pivot counts as known when it is this many times the estimated error in it.
KNOWN = 16.0


@dataclass(frozen=True, eq=False)
class FixedGram:
    """gram W = C in fixed point, gram = X'WX + ridge I of scaled columns.

    error: (p, p) estimate of the error in gram. inverse: (p, p) floats, zero in rows and columns
    of dependent columns. factors: LDL', or where that is good enough a (p, p) array of floats,
    root, with root root' near gram^-1. settled: whether gram is known well enough to tell which
    columns are dependent.
    """

    gram: Fixed
    error: Array
    inverse: Array
    factors: LDL | Array
    settled: bool

    @property
    def ldl(self) -> LDL:
        """LDL' of gram, made anew where it was not needed."""
        return self.factors if isinstance(self.factors, LDL) else _fixed.ldl(self.gram)

    @property
    def dependent(self) -> list[int]:
        """Return the columns that depend on those before."""
        return self.factors.dependent if isinstance(self.factors, LDL) else []

    @property
    def amplification(self) -> float:
        """Return max_j ||x_j|| / (distance of x_j to the span of the others), >= 1."""
        diagonal = np.diag(self.inverse) * np.diag(_fixed.to_float(self.gram))
        return float(np.sqrt(diagonal.max(initial=1.0)))

    def solve(self, C: Fixed) -> Fixed:
        """Return W (p, k) in fixed point with gram W = C (p, k), zero for dependent columns."""
        if isinstance(self.factors, LDL):
            return self.factors.solve(C)
        W = _fixed.refine(self.gram, C, self.factors)
        return _fixed.ldl(self.gram).solve(C) if W is None else W

    def spread(self, W: Array, cross: Array) -> Array:
        """Return how far the errors of gram, and cross (p, k), that of C, move W (p, k)."""
        # The roundings of different moments are independent, so that squares add.
        moved = cross**2 + (self.error**2) @ W**2
        spread: Array = np.sqrt((self.inverse**2) @ moved)
        return spread

    def null_space(self) -> Fixed:
        """Return Z (p, d) in fixed point: gram Z = 0, one column per dependent column."""
        Z = -self.solve(self.gram[:, self.dependent])
        Z[self.dependent, range(len(self.dependent))] = 1 << _fixed.BITS
        return Z


def factorise(gram: Fixed, error: Array, independent: list[int]) -> FixedGram:
    """Factorise: in ordinary arithmetic, to be refined or, where that is too rough, by LDL'.

    independent: the columns known not to depend on those before; the others are left out.
    """
    root = _root_of_gram(_fixed.to_float(gram)) if len(independent) == len(gram) else None
    if root is not None:
        moved = np.abs(root.T) @ error @ np.abs(root)
        settled = KNOWN * float(moved.sum(axis=1).max(initial=0.0)) < 1
        return FixedGram(gram, error, root @ root.T, root, settled)
    factors = _fixed.ldl(gram, independent)
    noise = KNOWN * _pivot_noise(factors, error)
    settled = bool((_fixed.to_float(factors.D) > noise)[independent].all())
    return FixedGram(gram, error, _inverse(factors), factors, settled)


def _root_of_gram(G: Array) -> Array | None:
    """Return root with root root' near G^-1, by Cholesky in ordinary arithmetic, or None."""
    d = np.sqrt(np.maximum(np.diag(G), 0.0))
    if not d.all():
        return None
    unit = G / d / d[:, np.newaxis]
    L, failed = factor(unit)
    if failed >= 0:
        return None
    with np.errstate(all="ignore"):
        root = back_substitute(L.T, np.eye(len(G)))
        distance = np.abs(root.T @ unit @ root - np.eye(len(G))).sum(axis=1).max()
    # Not a number, should anything have overflowed, is not below it either.
    return root / d[:, np.newaxis] if distance < CONTRACTION else None


def _pivot_noise(factors: LDL, error: Array) -> Array:
    """Return how far errors in gram move each pivot: the pivot is a quadratic form in gram."""
    rows = np.abs(factors.inverse_rows())
    noise: Array = np.einsum("ij,jk,ik->i", rows, error, rows)
    return noise


def _inverse(factors: LDL) -> Array:
    S = factors.independent
    rows = factors.inverse_rows()[np.ix_(S, S)]
    inverse = np.zeros(factors.L.shape)
    inverse[np.ix_(S, S)] = rows.T @ (rows / _fixed.to_float(factors.D[S])[:, np.newaxis])
    return inverse
