"""The loss on its way down, as a pure function of a scene: what the loss plot shows."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray

from playground.engine.axes import Extent, nice_unit
from playground.engine.descent import Curve, Path
from playground.engine.losses import first_at_goal
from playground.engine.scene import Scene, Solved
from playground.engine.trail.thin import envelope

Array = NDArray[np.float64]

# The loss curve shows so many iterations at most, evenly spread.
MOST_SHOWN = 300
# Of a loss that may swing so many iterations are looked at.
MOST_LOOKED = 5_000
# So many iterations are on the axis before the first step.
AT_FIRST = 20
# A loss that changes by more than this factor is drawn on a logarithmic axis.
WIDE = 30.0
# At most so many iterations to come are predicted, each a whole one.
AHEAD = 120


@dataclass(frozen=True)
class LossPlot:
    """The loss curve as drawn; y is the loss, or its log10 where `log`."""

    iteration: Array
    y: Array
    ahead: dict[str, Array]
    best: float
    x: Extent
    y_extent: Extent
    log: bool

    def bent(self, times: Array, loss: Array) -> tuple[Array, Array]:
        """Another curve (k,) as this plot draws it, without what lies above it."""
        with np.errstate(all="ignore"):
            y = np.log10(loss) if self.log else loss
        seen = y <= self.y_extent.end
        return times[seen], y[seen]


def loss_plot(scene: Scene, axis: str = "auto", reached: int = 0) -> LossPlot | None:
    """The loss against the iteration, what is to come, and the best possible loss.

    reached: an iteration that the axes hold too, so that they stay while a hand goes back.
    axis: "linear", "log" (where every loss is above zero), or "auto", whichever fits.
    None without points, or where the loss is beyond the floats from the start.
    """
    if (solved := scene.solved) is None:
        return None
    steps = solved.step.iteration
    reached = max(reached, steps)
    end = axis_end(reached)
    whole = drawn_curve(solved.path, reached)
    curve = whole if reached == steps else drawn_curve(solved.path, steps)
    if not len(curve.loss):
        return None
    coming = solved.path.ahead(solved.step, np.unique(np.rint(np.linspace(steps, end, AHEAD))))
    times, ahead = coming.iteration, coming.loss
    best, start = solved.fit.best_loss, float(curve.loss[0])
    top = _top(float(whole.loss.max()), start, float(ahead.max(initial=0.0)))
    log = top > best > 0 if axis == "log" else axis == "auto" and top > WIDE * best > 0
    extent = loss_extent(best, top, log)
    bend = np.log10 if log else np.asarray
    with np.errstate(all="ignore"):
        drawn = bend(np.minimum(ahead, 1e300))
    seen = drawn <= extent.end
    return LossPlot(
        iteration=curve.iteration,
        y=bend(curve.loss),
        ahead={"x": times[seen], "y": drawn[seen]},
        best=float(bend(best)),
        x=Extent(0.0, float(end)),
        y_extent=extent,
        log=log,
    )


def goal(scene: Solved, last: int) -> int | None:
    """The first iteration up to `last` whose loss is within 1 % of the best; none where none is."""
    if last > MOST_LOOKED:
        return None
    return first_at_goal(scene.fit, scene.path.curve(np.arange(last + 1.0)).loss)


# Beyond this an axis has no room left for the next tick.
MOST_LOSS = 1e306


def drawn_curve(path: Path, steps: int) -> Curve:
    """The loss up to `steps` as it is drawn; where it may swing, with both sides of each swing."""
    if path.smooth or not MOST_SHOWN < steps <= MOST_LOOKED:
        return path.curve(shown_times(steps))
    whole = path.curve(np.arange(steps + 1, dtype=np.float64))
    kept = envelope(whole.loss, MOST_SHOWN)
    return Curve(whole.iteration[kept], whole.loss[kept])


def _top(highest: float, start: float, ahead: float) -> float:
    """The largest loss on the axis: all that has been, and of what is to come a part."""
    most = max(highest, min(ahead, 10 * start) if np.isfinite(ahead) else 10 * start)
    return min(most, MOST_LOSS)


def loss_extent(best: float, top: float, log: bool) -> Extent:
    """From below the least loss to above the largest, or their log10 where `log`."""
    if log:
        low, high = log10(best), log10(top)
        span = high - low
        # Below the least loss there is room for its name.
        return Extent(floor(10 * (low - 0.24 * span)) / 10, ceil(10 * (high + 0.08 * span)) / 10)
    unit = nice_unit((top or 1.0) / 10)
    return Extent(0.0, ceil(1.05 * (top or 1.0) / unit) * unit)


def shown_times(steps: int) -> Array:
    """Iterations to draw: all, or every so many-th and the last; more steps only add some."""
    stride = max(1, nice_stride(steps / MOST_SHOWN))
    times = list(range(0, steps + 1, stride))
    return np.array(times if times[-1] == steps else [*times, steps], dtype=np.float64)


def nice_stride(size: float) -> int:
    return int(nice_unit(size)) if size > 1 else 1


def axis_end(steps: int) -> int:
    """The last iteration on the axis: a round number that leaves room ahead."""
    return max(AT_FIRST, round(nice_unit(1.1 * steps))) if steps else AT_FIRST
