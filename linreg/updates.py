"""Variants of gradient descent, each a `GradientDescent` that says only how it moves.

w (p,) is where the descent is, gradient (p,) the gradient there; a move returns the next w.
"""

import copy
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from linreg import _settings
from linreg._arrays import Array
from linreg.descent import GradientDescent, Move


class Shuffler(Protocol):
    """What mini-batches need of a source of randomness: numpy.random.Generator has it."""

    def permutation(self, n: int, /) -> Any:
        """Return 0 to n - 1 in random order."""
        ...


@dataclass(frozen=True, eq=False)
class HeavyBall(GradientDescent):
    """Momentum: keep `momentum` of the last move, w <- w + momentum * last - rate * gradient.

    Source: Polyak 1964; Goodfellow et al. 2016, section 8.3.2.
    """

    momentum: float = 0.9

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "momentum", _momentum(self.momentum))

    def mover(self) -> Move:
        """Return the rule; the first move has no last one."""
        last = np.zeros(self.objective.p)

        def move(w: Array, loss: float, gradient: Array) -> Array:
            nonlocal last
            last = self.momentum * last - self.learning_rate * gradient
            return w + last

        return move


@dataclass(frozen=True, eq=False)
class Nesterov(GradientDescent):
    """Momentum with foresight: the gradient is taken where the momentum is about to lead.

    ahead = w + momentum * last; w <- ahead - rate * gradient(ahead).
    Source: Nesterov 1983; Goodfellow et al. 2016, section 8.3.3.
    """

    momentum: float = 0.9

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "momentum", _momentum(self.momentum))

    def mover(self) -> Move:
        """Return the rule; the first move has no last one."""
        last = np.zeros(self.objective.p)

        def move(w: Array, loss: float, gradient: Array) -> Array:
            nonlocal last
            ahead = w + self.momentum * last
            last = self.momentum * last - self.learning_rate * self.objective.gradient(ahead)
            return w + last

        return move


@dataclass(frozen=True, eq=False)
class MiniBatch(GradientDescent):
    """Stochastic: each move uses the gradient of `batch` samples only, all of them once an epoch.

    batch = 1 is stochastic gradient descent proper. The steps' loss and gradient are still those
    of all samples. rng is copied, so that iterating again repeats the same batches.
    Source: Goodfellow et al. 2016, section 8.1.3.
    """

    batch: int = 8
    rng: Shuffler = field(default_factory=np.random.default_rng)

    def __post_init__(self) -> None:
        super().__post_init__()
        _settings.count(self.batch, "batch", 1, "expected a number of samples >= 1")
        _settings.generator(self.rng, "rng", "permutation")

    def mover(self) -> Move:
        """Return the rule, with a fresh copy of the randomness."""
        rng, rest = copy.deepcopy(self.rng), np.empty(0, dtype=np.intp)

        def move(w: Array, loss: float, gradient: Array) -> Array:
            nonlocal rest
            if not len(rest):
                rest = np.asarray(rng.permutation(self.objective.N))
            rows, rest = rest[: self.batch], rest[self.batch :]
            return w - self.learning_rate * self.objective.subset(rows).gradient(w)

        return move


@dataclass(frozen=True, eq=False)
class Proximal(GradientDescent):
    """Descend on the squared error, then shrink as the penalty says: exact zeros for the lasso.

    w <- prox(w - rate * (2/N) X'r), where prox(v) minimises penalty(u) + ||u - v||^2 / (2 rate).
    Without a penalty it is plain gradient descent.
    Source: Daubechies, Defrise, De Mol 2004 (ISTA); Beck and Teboulle 2009.
    """

    def mover(self) -> Move:
        """Return the rule."""

        def move(w: Array, loss: float, gradient: Array) -> Array:
            return w - self.next_move(w, gradient)

        return move

    def next_move(self, w: Array, gradient: Array) -> Array:
        """Return the step: at the minimum it is nothing, though the gradient is not."""
        penalty = self.objective.penalty
        if penalty is None:
            return self.learning_rate * gradient
        slope = gradient - self.objective.penalty_gradient(w)
        return w - penalty.prox(w - self.learning_rate * slope, self.learning_rate)


@dataclass(frozen=True, eq=False)
class Backtracking(GradientDescent):
    """Try `learning_rate`, and halve it until the loss is still falling where the move ends.

    Never diverges. For a quadratic this is Armijo's rule, a fall by half of what the slope
    promises, but told from gradients: losses near the minimum agree in all their digits.
    Source: Armijo 1966; Hager and Zhang 2005, section 4.
    """

    def mover(self) -> Move:
        """Return the rule; each move starts from the full learning rate."""

        def move(w: Array, loss: float, gradient: Array) -> Array:
            rate = self.learning_rate
            while not self.objective.gradient(w - rate * gradient) @ gradient >= 0:
                rate /= 2
                # A move too small to change w: it is as good as it gets.
                if np.array_equal(w - rate * gradient, w):
                    return w
            return w - rate * gradient

        return move


def _momentum(momentum: float) -> float:
    return _settings.number(
        momentum, "momentum", "expected 0 <= momentum < 1", lambda v: 0 <= v < 1
    )
