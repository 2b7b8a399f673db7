"""The valley of the loss over two coefficients, and where 300 refits land in it.

The level sets are exact ellipses: with the other coefficients at their best, the loss is
L + (1/N) ||R (w - ŵ)||^2 with R (2, 2) the last rows of a QR of X whose last columns are the pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from playground.engine import refits as engine
from playground.views.collinearity.case import Case

Array = NDArray[np.float64]

DRAWS = 300
# The ellipses hold these shares of all refits: N times the excess loss over sigma^2 is chi^2 with
# two degrees of freedom, whose quantiles are -2 log(1 - share).
SHARES = (0.5, 0.9, 0.99)
ROUND = 97
# A flat valley is drawn as one that leaves the picture.
BEYOND = 1e3


@dataclass(frozen=True)
class Valley:
    """What is drawn: ellipses, refits and marks in the plane of the pair's coefficients.

    xs, ys: one closed line per share, outermost last; cloud: (draws, 2); best, truth: (2,).
    low, high: (2,), what a frame must show; middle: (2,), where it is best put.
    """

    names: tuple[str, str]
    xs: list[Array]
    ys: list[Array]
    cloud: Array
    best: Array
    truth: Array | None
    axes: Array
    low: Array
    high: Array

    @property
    def middle(self) -> Array:
        return self.best if self.truth is None else self.truth


def valley(case: Case, seed: int) -> Valley | None:
    """The picture of a case; none without a pair."""
    if case.pair is None:
        return None
    pair = list(case.pair)
    best = case.fit.reference.coefficients[pair]
    truth = case.truth[pair] if case.truth is not None else None
    directions, lengths = shape(case)
    low, high = reach(directions, lengths, best, truth)
    drawn = np.minimum(lengths, BEYOND * float((high - low).max()))
    ellipses = [best + ellipse(directions, drawn, share) for share in SHARES]
    cloud = refits(case, seed)[:, pair]
    return Valley(
        names=(case.problem.columns[pair[0]], case.problem.columns[pair[1]]),
        xs=[line[:, 0] for line in ellipses],
        ys=[line[:, 1] for line in ellipses],
        cloud=cloud[np.isfinite(cloud).all(axis=1)],
        best=best,
        truth=truth,
        axes=lengths,
        low=low,
        high=high,
    )


def reach(
    directions: Array, lengths: Array, best: Array, truth: Array | None
) -> tuple[Array, Array]:
    """The ends (2,), (2,) of what is worth seeing: the outermost ellipse about both marks."""
    marks = best[np.newaxis] if truth is None else np.stack([best, truth])
    half = (directions**2 @ lengths**2) ** 0.5 * (-2 * log(1 - SHARES[-1])) ** 0.5
    if not np.isfinite(half).all():
        # Without end, a valley has no size either: the coefficients give one.
        half = np.abs(marks).max(axis=0)
    half = np.maximum(half, 1e-12 * np.abs(marks).max(axis=0))
    return marks.min(axis=0) - half, marks.max(axis=0) + half


def shape(case: Case) -> tuple[Array, Array]:
    """Directions (2, 2), in columns, of the valley, and how far one sigma reaches along each (2,).

    The short way first; the long one is infinite where the pair is one column.
    """
    pair = list(case.pair or ())
    others = [j for j in range(case.problem.p) if j not in pair]
    R = np.asarray(np.linalg.qr(case.problem.X[:, [*others, *pair]], mode="r"))
    _, s, Vt = np.linalg.svd(R[len(others) :, len(others) :])
    s = np.append(s, np.zeros(2 - len(s)))
    if not case.fit.unique:
        s[-1] = 0.0
    with np.errstate(divide="ignore"):
        return Vt.T, np.where(s > 0, spread(case) / s, np.inf)


def spread(case: Case) -> float:
    """The noise, or where there is none the rounding of y, so that a valley has a size."""
    least = float(np.finfo(np.float64).eps) * float(np.linalg.norm(case.problem.y))
    return max(case.sigma, least)


def ellipse(directions: Array, lengths: Array, share: float) -> Array:
    """A closed line (ROUND, 2) around the origin that holds a share of the refits."""
    angle = np.linspace(0.0, 2 * np.pi, ROUND)
    circle = np.column_stack([np.cos(angle), np.sin(angle)]) * (-2 * log(1 - share)) ** 0.5
    return np.asarray((circle * lengths) @ directions.T)


def refits(case: Case, seed: int) -> Array:
    """Coefficients (DRAWS, p) of refits to new noise around the truth, or around the fit.

    None where these floats do not determine them. The same seed gives the same noise.
    """
    return engine.refits(case.fit, seed, DRAWS, case.truth, case.sigma)


def elongation(found: Valley) -> float:
    """How many times longer than wide the valley is."""
    return float(found.axes[-1] / found.axes[0])


def level_rows(found: Valley, shares: Sequence[float] = SHARES) -> list[tuple[float, float, float]]:
    """For each ellipse the share of the refits it holds by theory, and its half axes."""
    factor = [(-2 * log(1 - share)) ** 0.5 for share in shares]
    return [
        (share, float(found.axes[0] * f), float(found.axes[-1] * f))
        for share, f in zip(shares, factor, strict=True)
    ]
