"""The normal equations in extended precision: factors, dependent columns, and error estimates."""

from dataclasses import dataclass

import numpy as np

from linreg._checks import Array
from linreg.solvers import _fixed
from linreg.solvers._fixed import LDL, Fixed

# Beyond this distance of inverse times matrix from I, refining is slower than factorising anew.
CONTRACTION = 2.0**-10
# A pivot counts as known when it is this many times the estimated error in it.
KNOWN = 16.0


@dataclass(frozen=True)
class Normal:
    """gram W = C in fixed point, gram = X'WX + ridge I of scaled columns.

    error: (p, p) estimate of the error in gram. inverse: (p, p) floats, zero in rows and columns
    of dependent columns. ldl: None where the inverse alone was good enough. settled: whether gram
    is known well enough to tell which columns are dependent.
    """

    gram: Fixed
    error: Array
    inverse: Array
    ldl: LDL | None
    settled: bool

    @property
    def dependent(self) -> list[int]:
        """Return the columns that depend on those before."""
        return self.ldl.dependent if self.ldl else []

    @property
    def amplification(self) -> float:
        """Return max_j ||x_j|| / (distance of x_j to the span of the others), >= 1."""
        diagonal = np.diag(self.inverse) * np.diag(_fixed.to_float(self.gram))
        return float(np.sqrt(max(diagonal.max(), 1.0)))

    def solve(self, C: Fixed) -> Fixed:
        """Return W (p, k) in fixed point with gram W = C (p, k), zero for dependent columns."""
        W = None if self.ldl else _fixed.refine(self.gram, C, self.inverse)
        return (self.ldl or _fixed.ldl(self.gram)).solve(C) if W is None else W

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


def normal(gram: Fixed, error: Array, last: bool) -> Normal:
    """Factorise: by an ordinary inverse to be refined or, where that is too rough, by LDL'.

    last: no better gram is to be had, so that pivots lost in its error mean dependent columns.
    """
    rough = _rough_inverse(_fixed.to_float(gram))
    if rough is not None:
        settled = KNOWN * float(np.abs(rough @ error).sum(axis=1).max()) < 1
        if settled or not last:
            return Normal(gram, error, rough, None, settled)
    factors = _fixed.ldl(gram)
    noise = KNOWN * _pivot_noise(factors, error)
    settled = bool((_fixed.to_float(factors.D) > noise)[noise > 0].all())
    if last and not settled:
        factors = _fixed.ldl(gram, noise)
    return Normal(gram, error, _inverse(factors), factors, settled or last)


def _rough_inverse(G: Array) -> Array | None:
    """Return the inverse in ordinary arithmetic, or None if it is not near enough to one."""
    d = np.sqrt(np.maximum(np.diag(G), 0.0))
    if not d.all():
        return None
    unit = G / d / d[:, np.newaxis]
    with np.errstate(all="ignore"):
        try:
            inverse = np.linalg.inv(unit)
        except np.linalg.LinAlgError:
            return None
        distance = np.abs(inverse @ unit - np.eye(len(G))).sum(axis=1).max()
    # Written so that NaN, which a singular matrix gives where nothing is raised, fails too.
    return inverse / d / d[:, np.newaxis] if distance < CONTRACTION else None


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
