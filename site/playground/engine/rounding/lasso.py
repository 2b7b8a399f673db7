"""How far coefficients under a penalty with corners are from its minimiser.

While no coefficient changes its sign the objective is a quadratic, whose minimiser is one exact
step away: (X'X + alpha I) d = X'(y - X w) - (N strength mix / 2) sign(w) - alpha w on the columns
in use, in extended precision. The minimiser has to meet the optimality conditions of the lasso.
Source: Hastie, Tibshirani, Wainwright, Statistical Learning with Sparsity (2015), section 5.2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from linreg import exact
from linreg.diagnostics import Frame
from linreg.doubled import (
    Doubled,
    add,
    column_norms,
    product,
    residual,
    scaled_residual,
    two_product,
)
from linreg.penalties import ElasticNet
from playground.engine.problem import Problem

Array = NDArray[np.float64]
EPS = float(np.finfo(np.float64).eps)
# Coefficients that are zero but for rounding leave at most so many times.
MOST_LEAVING = 8
# Pulls nearer than this share to what holds a column at zero are not told apart from it.
EDGE = 2.0**-40


def way_left(problem: Problem, penalty: ElasticNet, w: Array) -> Array | None:
    """The minimiser less w (p,), of X as used; None where it cannot be told.

    That is where its signs are not those of w, but for zeros, or where the columns in use depend
    on each other.
    """
    drawn = penalty.mask(problem.p) > 0
    kept = w
    for _ in range(MOST_LEAVING):
        used = (kept != 0) | ~drawn
        step = _step(problem, penalty, kept, used)
        if step is None:
            return None
        left = drawn & used & (np.sign(kept + step) != np.sign(kept))
        if not left.any():
            met = _is_met(problem, penalty, Doubled(kept, step), ~used)
            return (kept - w) + step if met else None
        kept = np.where(left, 0.0, kept)
    return None


def bound(problem: Problem, penalty: ElasticNet, w: Array, value: float) -> Array:
    """How far the minimiser may be from w (p,) whatever its signs, from the objective at w.

    No minimiser has a norm strength mix ||w||_1 above that value; the ones follow the others.
    """
    drawn = penalty.mask(problem.p) > 0
    with np.errstate(all="ignore"):
        most = value / (penalty.strength * penalty.mix)
        far = np.where(drawn, np.abs(w) + most, 0.0)
        if problem.ones:
            means = np.average(problem.X[:, drawn], axis=0, weights=problem.weights)
            others = np.abs(means).max(initial=0.0)
            far[0] = others * (float(np.abs(w[drawn]).sum()) + most)
    return far


def _step(problem: Problem, penalty: ElasticNet, w: Array, used: NDArray[np.bool_]) -> Array | None:
    """The exact step (p,) to the minimum within the signs of w."""
    out = np.zeros(problem.p)
    if not used.any():
        return out
    rows = problem.rows[:, used]
    low = np.zeros_like(rows)
    low[: problem.N] = problem.full.low[:, used]
    frame = Frame.of(Doubled(rows, low), problem.counts)
    if frame.rank < rows.shape[1]:
        return None
    slope, exponent = _slope(problem, penalty, w, used)
    along = product(Doubled(frame.T.high.T, frame.T.low.T), slope)
    out[used] = np.ldexp(product(frame.T, along).high[:, 0], exponent)
    return out


def _slope(
    problem: Problem, penalty: ElasticNet, w: Array, used: NDArray[np.bool_]
) -> tuple[Doubled, int]:
    """count / 2 times the way down (k, 1) along the columns in use, in units of 2^exponent."""
    r, exponent = scaled_residual(problem.full, w, problem.y)
    if problem.weights is not None:
        high, low = two_product(r.high, problem.weights)
        r = Doubled(high, low + r.low * problem.weights)
    X = Doubled(*(half[:, used].T for half in problem.full))
    slope = product(X, Doubled(r.high[:, np.newaxis], r.low[:, np.newaxis]))
    held = (penalty.mask(problem.p) * np.sign(w))[used, np.newaxis]
    pull = exact.to_doubled(np.array([[problem.pull]], dtype=object))
    corners = Doubled(*(np.ldexp(-held * half, -exponent) for half in pull))
    shrunk = -np.ldexp(w[used, np.newaxis] * np.abs(held), -exponent)
    ridge = two_product(shrunk, np.full_like(shrunk, problem.ridge))
    return add(add(slope, corners), ridge), exponent


def _is_met(problem: Problem, penalty: ElasticNet, w: Doubled, unused: NDArray[np.bool_]) -> bool:
    """Whether no column at zero pulls nearly as hard as the penalty holds it."""
    r, X = residual(problem.full, w, problem.y), problem.X[:, unused]
    r = r if problem.weights is None else problem.weights * r
    most = column_norms(X) * column_norms(r[:, np.newaxis])[0]
    held = float(problem.pull) * (1 - EDGE) - problem.N * EPS * most
    return bool((np.abs(X.T @ r) <= held).all())
