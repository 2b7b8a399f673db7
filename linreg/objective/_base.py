"""What all objectives have in common: residuals of a design, a loss of each, a penalty on w.

X is (N, p), y (N,), w (p,), r = Xw - y the residual (N,), from which everything else is built.
With sample weights a (N,) every mean over the samples is sum(a_i ...) / sum(a_i).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import _settings
from linreg._checks import Array, coefficients, matrix, read_only, vector
from linreg.objective._losses import Loss
from linreg.penalties import Penalty

Rows = NDArray[np.intp]
PENALTY = "None or a penalty such as linreg.penalties.Ridge(0.1)"


@dataclass(frozen=True, eq=False, init=False)
class Objective:
    """L(w) = mean(loss(Xw - y)) + penalty(w).

    loss : what a residual costs, such as `linreg.objective.Huber(threshold)`.
    X, y : the design (N, p) and the responses (N,), read-only.
    penalty : None or a penalty from `linreg.penalties`.
    weights : sample weights (N,) over their mean, read-only; None where all count the same.
    """

    X: Array
    y: Array
    penalty: Penalty | None
    loss: Loss
    weights: Array | None

    def __init__(
        self,
        X: ArrayLike,
        y: ArrayLike,
        loss: Loss,
        penalty: Penalty | None,
        weights: ArrayLike | None = None,
    ) -> None:
        features = matrix(X)
        object.__setattr__(self, "X", read_only(features))
        object.__setattr__(self, "y", read_only(vector(y, len(features), "y")))
        if penalty is not None:
            _settings.having(penalty, "penalty", ("value", "gradient"), PENALTY)
        object.__setattr__(self, "penalty", penalty)
        object.__setattr__(self, "loss", loss)
        object.__setattr__(self, "weights", _relative(weights, len(features)))

    @property
    def N(self) -> int:
        """Number of samples."""
        return len(self.X)

    @property
    def p(self) -> int:
        """Number of columns, the ones column included."""
        return int(self.X.shape[1])

    def residual(self, w: Array) -> Array:
        """Return r = Xw - y, (N,)."""
        r: Array = self.X @ coefficients(w, self.p) - self.y
        return r

    def value(self, w: Array) -> float:
        """Return L(w) = mean(loss(r)) + penalty(w)."""
        return self.mean_loss(self.residual(w)) + self.penalty_value(w)

    def mean_loss(self, r: Array) -> float:
        """Return mean(loss(r)) of residuals (N,), weighted."""
        return float(np.mean(self.weighted(self.loss.value(r))))

    def weighted(self, values: Array) -> Array:
        """Return values (N,) or (N, k), those of each sample times its weight over the mean."""
        if self.weights is None:
            return values
        times: Array = (self.weights * values.T).T
        return times

    def gradient(self, w: Array) -> Array:
        """Return X' loss'(r) / N + the penalty's gradient, (p,): the shape of w."""
        return self.slope(self.residual(w)) + self.penalty_gradient(w)

    def value_and_gradient(self, w: Array) -> tuple[float, Array]:
        """Return both from one residual: half the work of asking twice."""
        r = self.residual(w)
        loss = self.mean_loss(r) + self.penalty_value(w)
        return loss, self.slope(r) + self.penalty_gradient(w)

    def slope(self, r: Array) -> Array:
        """Return X' loss'(r) / N, the gradient of the mean loss where the residual is r, (p,)."""
        slope: Array = self.design().T @ self.weighted(self.loss.gradient(r)) / self.N
        return slope

    def sample_gradients(self, w: Array) -> Array:
        """Return one gradient per sample, (N, p), by the chain rule; their mean is `gradient`.

        L_i = loss(ŷ_i - y_i), so dL_i/dŷ_i = loss'(r_i); ŷ_i = x_i'w, so dŷ_i/dw = x_i. With
        weights L_i is times its own, over their mean.
        """
        dL_dyhat = self.weighted(self.loss.gradient(self.residual(w)))
        gradients: Array = dL_dyhat[:, np.newaxis] * self.design()
        return gradients + self.penalty_gradient(w)

    def design(self) -> Array:
        """Return the (N, p) matrix with residual = design w - y: here X itself."""
        return self.X

    def rows(self) -> Array:
        """Return the design, its rows times the square roots of the weights over their mean."""
        design = self.design()
        return design if self.weights is None else np.sqrt(self.weights)[:, np.newaxis] * design

    def curvature(self) -> Array:
        """Return the diagonal of the Hessian of the penalty's smooth part, (p,)."""
        return self.penalty.curvature(self.p) if self.penalty else np.zeros(self.p)

    def penalty_value(self, w: Array) -> float:
        """Return penalty(w), 0 where there is none."""
        return self.penalty.value(w) if self.penalty else 0.0

    def penalty_gradient(self, w: Array) -> Array:
        """Return the penalty's gradient (p,), zeros where there is none."""
        return self.penalty.gradient(w) if self.penalty else np.zeros_like(w)

    def unpenalised(self) -> Self:
        """Return the mean loss alone."""
        return self._with(self.X, self.y, None, self.weights)

    def subset(self, rows: Rows) -> Self:
        """Return the objective of some of the samples, given by index: (m,) integers."""
        if np.asarray(rows).dtype.kind not in "iu" or np.ndim(rows) != 1:
            raise ValueError(f"rows is {_settings.shown(rows)}; expected row numbers, (m,).")
        # Weights keep their unit, so that the mean over all batches is the whole objective.
        weights = None if self.weights is None else self.weights[rows]
        return self._with(self.X[rows], self.y[rows], self.penalty, weights)

    def _with(self, X: Array, y: Array, penalty: Penalty | None, weights: Array | None) -> Self:
        # Unchecked: mini-batches do this at every step.
        other = object.__new__(type(self))
        given = {"X": X, "y": y, "penalty": penalty, "loss": self.loss, "weights": weights}
        for name, value in given.items():
            object.__setattr__(other, name, value)
        return other


def _relative(weights: ArrayLike | None, N: int) -> Array | None:
    """Return weights (N,) over their mean. Raises ValueError for negative ones, and all zeros."""
    if weights is None:
        return None
    given = vector(weights, N, "weights")
    if (given < 0).any() or not given.any():
        raise ValueError(
            f"weights holds {given.min()} at the least and {given.max()} at the most; expected "
            "numbers >= 0, not all 0."
        )
    largest = given / given.max()
    return read_only(largest / largest.mean())
