"""The objective of robust regression: mean(loss(Xw - y)) + penalty(w) with a loss to choose."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg import _settings
from linreg._checks import Array
from linreg.objective._base import Objective
from linreg.objective._losses import Loss, loss_of
from linreg.penalties import Penalty

LOSS = "'squared', 'huber', 'absolute', or a loss such as linreg.objective.Huber(2.0)"


@dataclass(frozen=True, eq=False, init=False)
class RobustError(Objective):
    """Mean loss of the residuals of y ≈ Xw, plus a penalty if one is given.

    With the scale of `linreg.solve_robust` its minimum is that fit. Costs are those of
    `linreg.SquaredError` as long as residuals are small:

        squared    r^2
        huber      r^2 for |r| <= k, else 2 k |r| - k^2, with k = delta * scale
        absolute   |r|

    A learning rate below `learning_rate_limit` is safe. Source: Huber 1981, chapter 7.
    """

    def __init__(
        self,
        X: ArrayLike,
        y: ArrayLike,
        loss: str | Loss = "huber",
        delta: float = 1.345,
        scale: float = 1.0,
        penalty: Penalty | None = None,
        weights: ArrayLike | None = None,
    ) -> None:
        """Take X (N, p), y (N,) and a loss.

        Parameters
        ----------
        loss : a name, or an object with the methods of `linreg.objective.Loss`.
        delta : > 0, Huber's threshold in robust standard deviations.
        scale : > 0, that standard deviation, in y's units.
        weights : (N,), >= 0, sample weights; only their ratios matter.

        Raises
        ------
        ValueError : wrong shapes, numbers not finite, or a setting out of bounds.
        """
        if isinstance(loss, str):
            loss = loss_of(loss, delta, scale)
        _settings.having(loss, "loss", ("value", "gradient", "curvature", "bounds"), LOSS)
        super().__init__(X, y, loss, penalty, weights)

    def hessian(self, w: Array) -> Array:
        """Return X' diag(loss''(r)) X / N + the penalty's curvature at w, (p, p).

        It exists where no residual is at Huber's threshold; at it, the larger curvature counts.
        For the absolute loss it is zero wherever it exists, that is where no residual is zero.
        """
        X = self.rows()
        weighted = self.loss.curvature(self.residual(w))[:, np.newaxis] * X
        hessian: Array = X.T @ weighted / self.N
        return hessian + np.diag(self.curvature())

    @property
    def learning_rate_limit(self) -> float:
        """Return a rate below which a fixed learning rate converges, whatever the start.

        2 / L, where L is the largest eigenvalue of c X'X / N + the penalty's curvature and c the
        largest curvature of the loss. Huber's Hessian is never above that of the squared error,
        so the same rate is safe for both. 0 for the absolute loss: its subgradients do not shrink
        towards the minimum, so a fixed rate ends near it and not at it; see `excess`.
        Source: Nesterov 2004, "Introductory Lectures on Convex Optimization", theorem 2.1.14.
        """
        most = self.loss.bounds()[1]
        if not np.isfinite(most):
            return 0.0
        X = self.rows()
        steepest = np.linalg.eigvalsh(most / self.N * (X.T @ X) + np.diag(self.curvature()))[-1]
        return float(2 / steepest) if steepest > 0 else np.inf

    def excess(self, learning_rate: float) -> float:
        """Return how far above the minimum descent may stay at this rate: rate * G^2 / 2.

        G bounds the length of the loss's subgradient, mean(|loss'| ||x_i||), without a penalty.
        The best loss of T steps from w_0 is within this plus ||w_0 - ŵ||^2 / (2 rate T) of the
        minimum. inf for the squared loss. Source: Nesterov 2004, section 3.2.3.
        """
        rate = _settings.positive(learning_rate, "learning_rate")
        lengths = self.weighted(np.linalg.norm(self.design(), axis=1))
        steepest = self.loss.bounds()[0] * float(np.mean(lengths))
        return rate * steepest**2 / 2
