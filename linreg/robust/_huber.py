"""Huber's fit at its own scale: reweighted least squares, ended by one exact step.

Sought are w and s with sum_i a_i psi(r_i / s) x_i = 0 and s = median |r_i| / 0.6745, where psi
clips at -delta and delta. Reweighting converges slowly at its end. By then it is settled which
residuals are clipped and which is the median, and for these both equations are linear in (w, s).
"""

from dataclasses import dataclass

import numpy as np

from linreg._arrays import Array
from linreg.progress import tick
from linreg.robust._problem import EPS, Problem
from linreg.robust._scale import QUARTILE, median, scale, shares

# Reweighted fits in ordinary arithmetic, and those by the refined solver that follow.
MOST_FITS, MOST_REFINED = 1000, 60
# Fits without a change of the clipped rows, after which the exact step is tried.
CALM = 2
MOST_WALK = 20
# Relative changes below this are rounding of residuals.
SETTLED = 1e-13
# A scale below this, where y is about 1, is hard to tell from rounding in ordinary arithmetic.
VANISHING = 1e5 * EPS


@dataclass(frozen=True, eq=False)
class Fitted:
    """How far the iteration has come: residuals r (n,) and scale, over 2^exponent."""

    r: Array
    scale: float
    iterations: int
    converged: bool

    @property
    def vanishing(self) -> bool:
        """Say whether the scale may be zero."""
        return self.scale <= VANISHING


def approach(problem: Problem, r: Array, delta: float, foresee: bool = True) -> Fitted:
    """Reweight in ordinary arithmetic from residuals r (n,) until nothing changes.

    foresee: end with a scale of zero as soon as the exact step leads there. Reweighting tends to
    zero so slowly that it would not arrive.
    """
    s = scale(r, problem.weights)
    last, calm = np.zeros(len(r)), 0
    for count in range(1, MOST_FITS + 1):
        tick()
        if s <= VANISHING:
            return Fitted(r, s, count, False)
        clipped = _clipped(r, delta * s)
        calm = calm + 1 if np.array_equal(clipped, last) else 0
        if calm >= CALM or (count >= 16 and count & (count - 1) == 0):
            found = _walk(problem, r, s, delta)
            if found is not None and (found[1] > 0 or (foresee and calm >= CALM)):
                return Fitted(*found, count, found[1] > 0)
            calm = 0
        last, before, shares_before = clipped, s, shares(r, delta * s)
        r = _reweighted(problem, shares_before)
        s = scale(r, problem.weights)
        change = np.abs(shares(r, delta * s) - shares_before).max()
        if change <= SETTLED and abs(s - before) <= SETTLED * s:
            return Fitted(r, s, count, True)
    return Fitted(r, s, MOST_FITS, False)


def polish(problem: Problem, fitted: Fitted, delta: float) -> tuple[Array, Fitted]:
    """Reweight with the refined solver; return its coefficients (p,) and where it ended."""
    r, s, count, done = fitted.r, fitted.scale, 0, False
    while not done and count < MOST_REFINED:
        count += 1
        counts = shares(r, delta * s)
        fit = problem.fit(counts)
        r, before = problem.residual(fit), s
        s = scale(r, problem.weights)
        change = np.abs(shares(r, delta * s) - counts).max()
        done = bool(abs(s - before) <= SETTLED * s and change <= SETTLED)
        if not (fitted.converged or fitted.vanishing):
            break
    return fit.coefficients, Fitted(r, s, fitted.iterations + count, done)


def _clipped(r: Array, threshold: float) -> Array:
    """Return -1, 0 or 1 for residuals below, within and above the threshold, (n,)."""
    return np.where(np.abs(r) > threshold, np.sign(r), 0.0)


def _reweighted(problem: Problem, counts: Array) -> Array:
    Q, y = problem.basis, problem.target
    weighted = (problem.weights * counts)[:, np.newaxis] * Q
    z = _solved(weighted.T @ Q, weighted.T @ y)
    r: Array = y - Q @ z
    return r


def _solved(A: Array, b: Array) -> Array:
    try:
        return np.asarray(np.linalg.solve(A, b), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(A, b, rcond=None)[0])


def _walk(problem: Problem, r: Array, s: float, delta: float) -> tuple[Array, float] | None:
    """Repeat the exact step until it confirms its own assumptions; None where it does not.

    A scale of zero ends it at once.
    """
    for walked in range(MOST_WALK):
        clipped, middle = _clipped(r, delta * s), median(np.abs(r), problem.weights)
        found = _exact_step(problem, r, clipped, (middle.lower, middle.upper), delta)
        if found is None or found[1] == 0:
            return found if walked == 0 else None
        r, s = found
        here = scale(r, problem.weights)
        same = np.array_equal(_clipped(r, delta * here), clipped)
        if same and abs(here - s) <= SETTLED * s + 16 * EPS:
            return r, here
        s = here
    return None


def _exact_step(
    problem: Problem, r: Array, clipped: Array, middle: tuple[int, int], delta: float
) -> tuple[Array, float] | None:
    """Solve for (w, s), given which residuals are clipped and which two are in the middle.

    Returns the residuals and s, 0 where it is lost in rounding; None where s is negative.
    """
    Q, y, a = problem.basis, problem.target, problem.weights
    inside = np.where(clipped == 0, a, 0.0)[:, np.newaxis] * Q
    halves, pair = np.sign(r[list(middle)]) / 2, list(middle)
    A = np.block(
        [
            [inside.T @ Q, -delta * (Q.T @ (a * clipped))[:, np.newaxis]],
            [halves @ Q[pair], np.full(1, QUARTILE)],
        ]
    )
    b = np.append(inside.T @ y, halves @ y[pair])
    try:
        both = np.linalg.solve(A, b)
    except np.linalg.LinAlgError:
        return None
    if not np.isfinite(both).all() or both[-1] < -VANISHING:
        return None
    s = float(both[-1])
    return y - Q @ both[:-1], s if s > VANISHING else 0.0
