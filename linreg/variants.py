"""Two other shapes of the same objective: a separate bias, and sufficient statistics."""

import numpy as np
from numpy.typing import ArrayLike

from linreg._arrays import Array
from linreg._checks import coefficients
from linreg.objective import SquaredError
from linreg.penalties import Penalty
from linreg.streaming import StreamingFit


class SeparateBias(SquaredError):
    """Mean squared error of y ≈ Xw + b, with b apart: parameters travel as (b, w), (1 + p,).

    The same as `SquaredError` of (1 X), as the posts show: dL/db = (2/N) sum(r),
    dL/dw = (2/N) X'r. The penalty is on w only.
    """

    @property
    def p(self) -> int:
        """Number of parameters, b included."""
        return 1 + int(self.X.shape[1])

    def design(self) -> Array:
        """Return (1 X), of which this is the absorbed form."""
        return np.column_stack([np.ones(self.N), self.X])

    def residual(self, w: Array) -> Array:
        """Return r = Xw + b - y, (N,)."""
        w = coefficients(w, self.p)
        b, w = w[0], w[1:]
        r: Array = self.X @ w + b - self.y
        return r

    def slope(self, r: Array) -> Array:
        """Return (dL/db, dL/dw) of the squared error from the residual, (1 + p,)."""
        r = self.weighted(r)
        dL_db = 2 / self.N * np.sum(r)
        dL_dw = 2 / self.N * (self.X.T @ r)
        return np.concatenate([[dL_db], dL_dw])

    def penalty_value(self, w: Array) -> float:
        """Return the penalty at w, whatever b."""
        return super().penalty_value(w[1:])

    def penalty_gradient(self, w: Array) -> Array:
        """Return the penalty's gradient with a zero for b, (1 + p,)."""
        return np.concatenate([[0.0], super().penalty_gradient(w[1:])])

    def curvature(self) -> Array:
        """Return the diagonal of the penalty's Hessian with a zero for b, (1 + p,)."""
        return np.concatenate([[0.0], super().curvature()[:-1]])


class MomentsError(SquaredError):
    """The same objective from sufficient statistics: after one pass a step costs O(p^2).

    What is kept of (X y) is its triangle R, p + 1 rows with R'R = (X y)'(X y), so that losses and
    gradients equal those of all N rows up to rounding: mean(r^2) and (2/N) X'r of the rows of R,
    scaled by sqrt((p + 1)/N). Which residual belongs to which sample is lost: for residuals and
    gradients by sample, and mini-batches, use `SquaredError`.
    """

    def __init__(self, X: ArrayLike, y: ArrayLike, penalty: Penalty | None = None) -> None:
        """Take X (N, p) and y (N,). Raises ValueError on wrong shapes or numbers not finite."""
        whole = SquaredError(X, y)
        R = StreamingFit(whole.p).update(whole.X, whole.y).R
        R = R * np.sqrt(len(R) / whole.N)
        super().__init__(R[:, :-1], R[:, -1], penalty)

    def sample_gradients(self, w: Array) -> Array:
        """Raise ValueError: the samples are gone."""
        raise ValueError("MomentsError keeps no samples; use SquaredError for sample_gradients.")
