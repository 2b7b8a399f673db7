"""GradientDescentRegressor: the posts' class."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from linreg import _settings
from linreg._checks import Array
from linreg.descent import DescentStatus, GradientDescent, Step
from linreg.estimators._conventions import frozen
from linreg.estimators._linear import Linear
from linreg.objective import PENALTY, SquaredError
from linreg.penalties import ElasticNet, Penalty

# The loss before each step is kept: more would not fit into memory.
MOST_STEPS = 100_000_000


class GradientDescentRegressor(Linear):
    """The posts' class: n_iters steps of gradient descent on the mean squared error.

    Each step predicts, takes the error, appends the loss mean(error^2) + penalty(w) to
    loss_values_, and moves w against the gradient -(2/N) X'error + penalty.gradient(w).

    penalty: an object with value(w) and gradient(w), such as `linreg.penalties.Ridge`; it
    sees the coefficients without the intercept. After `fit` also loss_values_, (n_iters,) or
    (n_iters, k), the loss before each step, and status_, a `linreg.DescentStatus`: a descent
    that diverges stops where that was noticed, and says so there.
    """

    def __init__(
        self,
        learning_rate: float = 0.01,
        n_iters: int = 1000,
        penalty: Penalty | None = None,
        fit_intercept: bool = True,
    ) -> None:
        self.learning_rate = learning_rate
        self.n_iters = n_iters
        self.penalty = penalty
        self.fit_intercept = fit_intercept

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Descend from zeros. X: (N, p); y: (N,) or (N, k).

        Raises ValueError for bad input, or a learning rate or number of steps out of bounds.
        """
        design, right = self._begin(X, y)
        _settings.count(self.n_iters, "n_iters", 0, "expected a number of steps >= 0", MOST_STEPS)
        runs = [self._descend(design, one) for one in right.reshape(len(right), -1).T]
        losses, ends = np.column_stack([run[0] for run in runs]), [run[1] for run in runs]
        single = right.ndim == 1
        self.loss_values_ = frozen(losses[:, 0] if single else losses)
        self.status_ = ends[0].status if single else tuple(end.status for end in ends)
        w = np.column_stack([end.w for end in ends])
        return self._finish(w[:, 0] if single else w)

    def _descend(self, design: Array, y: Array) -> tuple[Array, Step]:
        penalty = self.penalty
        if penalty is not None:
            _settings.having(penalty, "penalty", ("value", "gradient"), PENALTY)
        if penalty is not None and self.fit_intercept:
            penalty = _ButIntercept(penalty)
        descent = GradientDescent(SquaredError(design, y, penalty), self.learning_rate)
        losses = np.empty(self.n_iters)
        with np.errstate(all="ignore"):
            for step in islice(descent, self.n_iters + 1):
                if step.iteration < self.n_iters:
                    losses[step.iteration] = step.loss
        return losses, step

    def _facts(self) -> list[tuple[str, str]]:
        states = self.status_ if isinstance(self.status_, tuple) else (self.status_,)
        names = ", ".join(state.name.lower() for state in states)
        return [*super()._facts(), ("steps", str(self.n_iters)), ("status", names)]

    def _state(self) -> dict[str, Any]:
        state = {"view": "descent", "lr": self.learning_rate, "steps": self.n_iters}
        if self.penalty is None:
            return state
        if not isinstance(self.penalty, ElasticNet) or self.penalty.free:
            raise ValueError(
                f"penalty is {self.penalty!r}; the playground has those of linreg.penalties, on "
                "all coefficients but the intercept."
            )
        mix = self.penalty.mix
        kind = {0.0: "ridge", 1.0: "lasso"}.get(mix, "elastic")
        return {**state, "penalty": kind, "strength": self.penalty.strength, "mix": mix}

    def _notes(self) -> list[str]:
        states = self.status_ if isinstance(self.status_, tuple) else (self.status_,)
        diverged = DescentStatus.DIVERGED in states
        return [DescentStatus.DIVERGED.value.text] if diverged else []


@dataclass(frozen=True)
class _ButIntercept:
    """A penalty on all coefficients but the first."""

    penalty: Penalty

    def value(self, w: Array) -> float:
        return self.penalty.value(w[1:])

    def gradient(self, w: Array) -> Array:
        return np.append(0.0, self.penalty.gradient(w[1:]))

    def curvature(self, p: int) -> Array:
        return np.append(0.0, self.penalty.curvature(p - 1))

    def prox(self, w: Array, step: float) -> Array:
        return np.append(w[0], self.penalty.prox(w[1:], step))
