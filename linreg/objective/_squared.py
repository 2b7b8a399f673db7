"""The objective of the posts: L(w) = (1/N) ||y - Xw||^2 + penalty(w), the mean weighted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array
from linreg.objective._base import Objective
from linreg.objective._losses import Squared
from linreg.penalties import Penalty


@dataclass(frozen=True, eq=False, init=False)
class SquaredError(Objective):
    """Mean squared error of y ≈ Xw, plus a penalty if one is given.

    Minimised by `linreg.solve` (no penalty or ridge) and by `linreg.GradientDescent`. The mean,
    1/N, is what makes a learning rate independent of the number of samples.
    Source: Hastie et al. 2009, section 3.2; Goodfellow et al. 2016, section 5.1.4.
    """

    def __init__(
        self,
        X: ArrayLike,
        y: ArrayLike,
        penalty: Penalty | None = None,
        weights: ArrayLike | None = None,
    ) -> None:
        """Take X (N, p), y (N,) and sample weights (N,) >= 0.

        With weights a the loss is sum(a_i r_i^2) / sum(a_i): only their ratios matter.
        Raises ValueError on wrong shapes, numbers not finite, and weights that are negative or
        all zero.
        """
        super().__init__(X, y, Squared(), penalty, weights)

    def slope(self, r: Array) -> Array:
        """Return (2/N) X'r, the gradient of the squared error where the residual is r, (p,)."""
        slope: Array = 2 / self.N * (self.X.T @ self.weighted(r))
        return slope

    def hessian(self) -> Array:
        """Return (2/N) X'X + the curvature of the penalty's smooth part, (p, p), whatever w is."""
        X = self.rows()
        hessian: Array = 2 / self.N * (X.T @ X)
        return hessian + np.diag(self.curvature())
