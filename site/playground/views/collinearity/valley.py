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
from playground.engine.axes import Extent, nice_unit
from playground.views.collinearity.case import Case

Array = NDArray[np.float64]

DRAWS = 300
# The ellipses hold these shares of all refits: N times the excess loss over sigma^2 is chi^2 with
# two degrees of freedom, whose quantiles are -2 log(1 - share).
SHARES = (0.5, 0.9, 0.99)
ROUND = 97
# A flat valley is drawn as one that leaves the picture.
BEYOND = 1e3
# So much of the cloud is within the picture; its outermost points would leave the rest a dot.
SEEN = 0.98


@dataclass(frozen=True)
class Valley:
    """What is drawn: ellipses, refits and marks in the plane of the pair's coefficients.

    xs, ys: one closed line per share, outermost last; cloud: (draws, 2); best, truth: (2,).
    """

    names: tuple[str, str]
    xs: list[Array]
    ys: list[Array]
    cloud: Array
    best: Array
    truth: Array | None
    axes: Array
    x: Extent
    y: Extent


def valley(case: Case, seed: int) -> Valley | None:
    """The picture of a case; none without a pair."""
    if case.pair is None:
        return None
    pair = list(case.pair)
    best = case.fit.reference.coefficients[pair]
    cloud = refits(case, seed)[:, pair]
    truth = case.truth[pair] if case.truth is not None else None
    directions, lengths = shape(case)
    x, y = window(cloud, best, truth)
    reach = np.minimum(lengths, BEYOND * max(x.span, y.span))
    ellipses = [best + ellipse(directions, reach, share) for share in SHARES]
    return Valley(
        names=(case.problem.columns[pair[0]], case.problem.columns[pair[1]]),
        xs=[line[:, 0] for line in ellipses],
        ys=[line[:, 1] for line in ellipses],
        cloud=cloud[np.isfinite(cloud).all(axis=1)],
        best=best,
        truth=truth,
        axes=lengths,
        x=x,
        y=y,
    )


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


def window(cloud: Array, best: Array, truth: Array | None) -> tuple[Extent, Extent]:
    """A square window with round ends around the truth (or the fit) that holds the refits."""
    middle = truth if truth is not None else best
    known = cloud[np.isfinite(cloud).all(axis=1)]
    far = float(np.abs(best - middle).max())
    if len(known):
        far = max(far, float(np.quantile(np.abs(known - middle).max(axis=1), SEEN)))
    else:
        # Without end, a valley has no size either: the coefficients give one.
        far = max(far, float(np.abs(middle).max()))
    half = nice_unit(max(1.1 * far, 1e-12 * float(np.abs(middle).max()), 1e-290))
    x, y = (np.round(middle / (half / 5)) * (half / 5)).tolist()
    return Extent(x - half, x + half), Extent(y - half, y + half)


def elongation(found: Valley) -> float:
    """How many times longer than wide the valley is."""
    return float(found.axes[-1] / found.axes[0])


def seen(found: Valley) -> int:
    """How many refits lie within the picture."""
    inside = [
        (v >= e.start) & (v <= e.end)
        for v, e in zip(found.cloud.T, (found.x, found.y), strict=True)
    ]
    return int(np.count_nonzero(np.logical_and(*inside)))


def level_rows(found: Valley, shares: Sequence[float] = SHARES) -> list[tuple[float, float, float]]:
    """For each ellipse the share of the refits it holds by theory, and its half axes."""
    factor = [(-2 * log(1 - share)) ** 0.5 for share in shares]
    return [
        (share, float(found.axes[0] * f), float(found.axes[-1] * f))
        for share, f in zip(shares, factor, strict=True)
    ]
