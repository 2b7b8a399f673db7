"""Gradient descent as the posts write it, one step at a time.

    for step in GradientDescent(objective, learning_rate=0.1):
        ...                        # step.iteration, step.w, step.loss, step.gradient, step.status

w is (p,). Iteration 0 is the start; each next one is w <- w - learning_rate * gradient(w).
The variants (`linreg.updates`) change how the next w is found, and nothing else.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from linreg import _settings
from linreg._checks import Array, read_only, vector
from linreg._text import Paragraph
from linreg.objective import Objective

Move = Callable[[Array, float, Array], Array]
EPS = float(np.finfo(np.float64).eps)


class DescentStatus(Enum):
    """What a step says of the descent so far; `.value.text` explains it."""

    RUNNING = Paragraph("The loss is still falling; more steps may lower it.")
    CONVERGED = Paragraph(
        "The next step is smaller than the rounding of w: no digit that counts changes any more."
    )
    DIVERGED = Paragraph(
        "The loss grew without bound because each step overshoots the minimum by more. "
        "A fixed learning rate converges only below 2 / (largest eigenvalue of the Hessian): "
        "lower the learning rate, or scale the columns so that the limit rises."
    )


@dataclass(frozen=True, eq=False)
class Step:
    """One iteration: w (p,), the loss and the gradient (p,) at that w."""

    iteration: int
    w: Array
    loss: float
    gradient: Array
    status: DescentStatus

    @property
    def gradient_norm(self) -> float:
        """Return ||gradient||, which is zero at the minimum."""
        return float(np.linalg.norm(self.gradient))


@dataclass(frozen=True, eq=False)
class GradientDescent:
    """Minimise `objective` with a fixed learning rate, from `start` (default zeros).

    Iterating yields `Step`s and never ends by itself; a descent can be iterated again from its
    start. Once diverged, w stays where it was when that was noticed.
    Source: Goodfellow et al. 2016, section 4.3.

    Examples
    --------
    >>> import linreg
    >>> objective = linreg.SquaredError([[1, 0], [0, 1]], [1, 3])
    >>> step = linreg.GradientDescent(objective, learning_rate=0.5).run(2)
    >>> step.w, step.loss
    (array([0.75, 2.25]), 0.3125)
    """

    objective: Objective
    learning_rate: float = 0.1
    start: ArrayLike | None = None

    def __post_init__(self) -> None:
        _settings.having(
            self.objective,
            "objective",
            ("p", "value", "value_and_gradient"),
            "an objective such as linreg.SquaredError(X, y)",
        )
        rate = _settings.positive(self.learning_rate, "learning_rate")
        object.__setattr__(self, "learning_rate", rate)
        self.origin()

    def origin(self) -> Array:
        """Return the start as a fresh (p,) array."""
        p = self.objective.p
        return np.zeros(p) if self.start is None else vector(self.start, p, "start").copy()

    def mover(self) -> Move:
        """Return the rule (w, loss, gradient) -> next w; what it remembers begins afresh."""

        def move(w: Array, loss: float, gradient: Array) -> Array:
            return w - self.learning_rate * gradient

        return move

    def next_move(self, w: Array, gradient: Array) -> Array:
        """Return the step that tells how the descent stands: once it is nothing, it converged."""
        return self.learning_rate * gradient

    def __iter__(self) -> Iterator[Step]:
        move, w = self.mover(), self.origin()
        with np.errstate(all="ignore"):
            yardstick = self.objective.value(np.zeros_like(w)) + self.objective.value(w)
        for iteration in itertools.count():
            # The state is set inside and not around the yield, or it would leak to the caller.
            with np.errstate(all="ignore"):
                loss, gradient = self.objective.value_and_gradient(w)
                status = descent_status(loss, self.next_move(w, gradient), w, yardstick)
            yield Step(iteration, read_only(w), loss, read_only(gradient), status)
            if status is not DescentStatus.DIVERGED:
                with np.errstate(all="ignore"):
                    w = move(w, loss, gradient)

    def run(self, n: int) -> Step:
        """Return the n-th step (iteration n; 0 is the start)."""
        _settings.count(n, "n", 0, "expected a number of steps >= 0")
        return next(itertools.islice(self, n, None))

    def trajectory(self, n: int) -> "Trajectory":
        """Return iterations 0 to n as arrays."""
        _settings.count(n, "n", 0, "expected a number of steps >= 0")
        steps = list(itertools.islice(self, n + 1))
        return Trajectory(
            w=read_only(np.array([step.w for step in steps])),
            loss=read_only(np.array([step.loss for step in steps])),
            gradient=read_only(np.array([step.gradient for step in steps])),
            status=tuple(step.status for step in steps),
        )


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Iterations 0 to n: w (n+1, p), loss (n+1,), gradient (n+1, p), status (n+1 of them)."""

    w: Array
    loss: Array
    gradient: Array
    status: tuple[DescentStatus, ...]

    def __len__(self) -> int:
        return len(self.loss)

    def __getitem__(self, iteration: int) -> Step:
        """Return one iteration as a `Step`: trajectory[t - 1] is one step back from t."""
        t = range(len(self))[iteration]
        return Step(t, self.w[t], float(self.loss[t]), self.gradient[t], self.status[t])


def descent_status(loss: float, move: Array, w: Array, yardstick: float) -> DescentStatus:
    """Return how the descent stands, given its next step `move`.

    yardstick: the loss at zero plus the loss at the start.
    """
    # Overshooting steps multiply the loss each time, so that no sound descent, however it
    # swings, exceeds 1/sqrt(eps) = 7e7 times what it began with. Where the squares overflow from
    # the start, w tells, which then overflows itself.
    sound = loss * EPS**0.5 <= yardstick or (np.isinf(yardstick) and not np.isnan(loss))
    if not (sound and np.isfinite(move).all() and np.isfinite(w).all()):
        return DescentStatus.DIVERGED
    if np.linalg.norm(move) <= EPS * np.linalg.norm(w):
        return DescentStatus.CONVERGED
    return DescentStatus.RUNNING
