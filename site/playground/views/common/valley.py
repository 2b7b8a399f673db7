"""The valley of the loss over two parameters, as a pure function of a scene: its level sets, which
are ellipses exactly, the path through it, and the same in the eigenbasis of the Hessian.

The loss is quadratic: L(w) = L(m) + (w - m)' H (w - m) / 2, with m the minimum. Over two
parameters, the others held, it is a quadratic again, whose level sets are ellipses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine.axes import Extent
from playground.engine.closed_form import EPS
from playground.engine.scene import Solved
from playground.engine.trail.window import FAR, Shown

Array = NDArray[np.float64]
Pair = tuple[int, int]

# So many level sets, each at so many times the excess of the one within.
LEVELS = 11
# A figure of one scale for both axes shows so much more than it must.
BESIDE = 2.0
RATIO = 2.5
# Points on an ellipse: spread over its angle, and again over the part of it that is in sight.
ROUND = 64
# The start lies so deep within what is shown.
AIR = 1.25
# A ravine is shown no longer than so many times the way across it that descent has to go.
LONGEST = 2.5
# A start nearer to the middle than this share of what is shown asks for a closer look.
MIDDLE = 0.25
# Curvatures beyond these have level sets that no canvas can draw.
SMALLEST = 1e-100
# Penalties whose level sets have corners.
CORNERED = ("lasso", "elastic")


@dataclass(frozen=True)
class Bowl:
    """A quadratic over two coordinates: floor + (v - centre)' H (v - centre) / 2.

    curvatures (2,) ascending and directions (2, 2), in columns, are H's eigenvalues and vectors.
    """

    centre: Array
    floor: float
    curvatures: Array
    directions: Array

    def excess(self, place: Array) -> float:
        """How far the loss at `place` (2,) lies above the floor."""
        along = self.directions.T @ (place - self.centre)
        return float(self.curvatures @ along**2 / 2)

    def reach(self, excess: float) -> Array:
        """How far (2,) the level set of that excess reaches from its centre along each axis."""
        # Squares would overflow before their sum's root does.
        reach: Array = np.hypot(*(self.directions * self.half_axes(excess)).T)
        return reach

    def half_axes(self, excess: float) -> Array:
        """The half axes (2,) of the level set of that excess, the longer first."""
        # The quotient would overflow before its root does.
        halves: Array = np.sqrt(2.0) * np.sqrt(excess) / np.sqrt(self._positive())
        return halves

    def ellipses(self, excesses: Sequence[float], sight: float) -> Array:
        """Points (k, m, 2) of k level sets, closed; dense where within `sight` of the middle."""
        axes = np.array([self.half_axes(excess) for excess in excesses]).reshape(-1, 1, 2)
        even = np.tile(np.linspace(0, np.pi, ROUND + 1), (len(axes), 1))
        near = np.arccos(np.clip(np.linspace(sight, -sight, ROUND) / axes[:, :, 0], -1, 1))
        half = np.sort(np.concatenate([even, near], axis=1), axis=1)
        turn = np.concatenate([half, 2 * np.pi - half[:, ::-1]], axis=1)
        along = axes * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
        points: Array = self.centre + along @ self.directions.T
        return points

    def _positive(self) -> Array:
        """The curvatures, none so small that a level set would reach beyond the floats."""
        most = float(self.curvatures[-1])
        return np.maximum(self.curvatures, (EPS * most) or 1.0)


def drawable(scene: Solved) -> bool:
    """Whether the loss curves as floats can follow."""
    fit = scene.fit
    return SMALLEST < fit.spectrum.largest < 1 / SMALLEST and fit.best_loss < np.inf


def bowl(scene: Solved, pair: Pair, held: Array) -> Bowl | None:
    """The loss over the parameters `pair` with the others as in `held` (p,).

    None where it curves too much or too little for the floats. Of a robust loss, that which curves
    as if every residual were squared: for a window only.
    """
    fit = scene.fit
    if scene.state.penalty in CORNERED or not drawable(scene):
        return None
    A = np.sqrt(fit.spectrum.eigenvalues)[:, None] * fit.spectrum.eigenvectors.T
    chosen, rest = A[:, list(pair)], held - fit.minimum
    rest[list(pair)] = 0.0
    if not np.isfinite(rest).all():
        return None
    # The excess is |chosen d + A rest|^2 / 2: a least-squares problem of its own.
    _, s, Vt = np.linalg.svd(chosen, full_matrices=False)
    offset = np.linalg.lstsq(chosen, -A @ rest, rcond=None)[0]
    left = chosen @ offset + A @ rest
    return Bowl(
        centre=fit.minimum[list(pair)] + offset,
        floor=fit.best_loss + float(left @ left) / 2,
        curvatures=s[::-1] ** 2,
        directions=Vt[::-1].T,
    )


def steepest_modes(scene: Solved) -> Pair:
    """The flattest mode that counts and the steepest one: those that a learning rate must serve."""
    values = scene.fit.spectrum.eigenvalues
    return int(np.searchsorted(values, scene.fit.spectrum.smallest)), len(values) - 1


def frame(valley: Bowl, start: Array) -> Shown:
    """What is shown: the level set through the start (2,), or of a ravine the part that counts."""
    excess = valley.excess(start)
    if not 0 < excess < np.inf:
        excess = max(valley.floor, EPS)
    reach = valley.reach(excess)
    share = float(np.max(np.abs(start - valley.centre) / reach))
    half = AIR * reach * min(1.0, LONGEST * share if share > 0 else 1.0)
    # A parameter of no curvature has no scale of its own.
    half = np.maximum(half, 1e-9 * np.maximum(np.abs(valley.centre), 1e-9))
    ends = zip((valley.centre - half).tolist(), (valley.centre + half).tolist(), strict=True)
    x, y = (Extent(low, high) for low, high in ends)
    return x, y


def suits(shown: Shown, valley: Bowl, start: Array) -> bool:
    """Whether what is shown still serves: the start within it, and not lost in its middle."""
    half = np.array([extent.span / 2 for extent in shown])
    middle = np.array([extent.middle for extent in shown])
    away = float(np.max(np.abs(start - middle) / half))
    centred = bool((np.abs(valley.centre - middle) < half / 2).all())
    return centred and MIDDLE < away < 0.95


def levels(valley: Bowl, shown: Shown) -> list[float]:
    """The excesses to draw, the largest first: it fills what is shown, and what is beside it."""
    corner = BESIDE * np.array([extent.span / 2 for extent in shown])
    top = max(valley.excess(valley.centre + corner * sign) for sign in ([1, 1], [1, -1]))
    return [top / RATIO**k for k in range(LEVELS)] if 0 < top < np.inf else []


def contours(valley: Bowl, shown: Shown) -> dict[str, list[Array]]:
    """The level sets as closed curves, outermost first."""
    x, y = shown
    curves = valley.ellipses(levels(valley, shown), float(np.hypot(x.span, y.span)))
    low, high = np.array([extent.beyond(FAR) for extent in shown]).T
    xs, ys = np.moveaxis(np.clip(curves, low, high), -1, 0)
    return {"xs": [*xs], "ys": [*ys]}
