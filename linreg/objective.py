"""The objective of the posts: L(w) = (1/N) ||y - Xw||^2 + penalty(w).

X is (N, p), y (N,), w (p,), r = Xw - y the residual (N,), from which everything else is built.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import _settings
from linreg._checks import Array, coefficients, matrix, read_only, vector
from linreg.penalties import Penalty

Rows = NDArray[np.intp]
PENALTY = "None or a penalty such as linreg.penalties.Ridge(0.1)"


@dataclass(frozen=True, eq=False, init=False)
class SquaredError:
    """Mean squared error of y ≈ Xw, plus a penalty if one is given.

    Minimised by `linreg.solve` (no penalty or ridge) and by `linreg.GradientDescent`. The mean,
    1/N, is what makes a learning rate independent of the number of samples.
    Source: Hastie et al. 2009, section 3.2; Goodfellow et al. 2016, section 5.1.4.
    """

    X: Array
    y: Array
    penalty: Penalty | None

    def __init__(self, X: ArrayLike, y: ArrayLike, penalty: Penalty | None = None) -> None:
        """Take X (N, p) and y (N,). Raises ValueError on wrong shapes or numbers not finite."""
        features = matrix(X)
        object.__setattr__(self, "X", read_only(features))
        object.__setattr__(self, "y", read_only(vector(y, len(features), "y")))
        if penalty is not None:
            _settings.having(penalty, "penalty", ("value", "gradient"), PENALTY)
        object.__setattr__(self, "penalty", penalty)

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
        """Return L(w) = mean(r^2) + penalty(w)."""
        r = self.residual(w)
        return float(np.mean(r**2)) + self.penalty_value(w)

    def gradient(self, w: Array) -> Array:
        """Return (2/N) X'r + the penalty's gradient, (p,): the shape of w."""
        r = self.residual(w)
        return self.slope(r) + self.penalty_gradient(w)

    def value_and_gradient(self, w: Array) -> tuple[float, Array]:
        """Return both from one residual: half the work of asking twice."""
        r = self.residual(w)
        loss = float(np.mean(r**2)) + self.penalty_value(w)
        return loss, self.slope(r) + self.penalty_gradient(w)

    def slope(self, r: Array) -> Array:
        """Return (2/N) X'r, the gradient of the squared error where the residual is r, (p,)."""
        slope: Array = 2 / self.N * (self.X.T @ r)
        return slope

    def sample_gradients(self, w: Array) -> Array:
        """Return one gradient per sample, (N, p), by the chain rule; their mean is `gradient`.

        L_i = (ŷ_i - y_i)^2, so dL_i/dŷ_i = 2 (ŷ_i - y_i); ŷ_i = x_i'w, so dŷ_i/dw = x_i.
        """
        r = self.residual(w)
        dL_dyhat = 2 * r
        gradients: Array = dL_dyhat[:, np.newaxis] * self.design()
        return gradients + self.penalty_gradient(w)

    def hessian(self) -> Array:
        """Return (2/N) X'X + the curvature of the penalty's smooth part, (p, p), whatever w is."""
        X = self.design()
        hessian: Array = 2 / self.N * (X.T @ X)
        return hessian + np.diag(self.curvature())

    def design(self) -> Array:
        """Return the (N, p) matrix with residual = design w - y: here X itself."""
        return self.X

    def curvature(self) -> Array:
        """Return the diagonal of the Hessian of the penalty's smooth part, (p,)."""
        return self.penalty.curvature(self.p) if self.penalty else np.zeros(self.p)

    def penalty_value(self, w: Array) -> float:
        """Return penalty(w), 0 where there is none."""
        return self.penalty.value(w) if self.penalty else 0.0

    def penalty_gradient(self, w: Array) -> Array:
        """Return the penalty's gradient (p,), zeros where there is none."""
        return self.penalty.gradient(w) if self.penalty else np.zeros_like(w)

    def unpenalised(self) -> "SquaredError":
        """Return the squared error alone."""
        return self._with(self.X, self.y, None)

    def subset(self, rows: Rows) -> "SquaredError":
        """Return the objective of some of the samples, given by index: (m,) integers."""
        if np.asarray(rows).dtype.kind not in "iu" or np.ndim(rows) != 1:
            raise ValueError(f"rows is {_settings.shown(rows)}; expected row numbers, (m,).")
        return self._with(self.X[rows], self.y[rows], self.penalty)

    def _with(self, X: Array, y: Array, penalty: Penalty | None) -> "SquaredError":
        # Unchecked: mini-batches do this at every step.
        other = object.__new__(type(self))
        for name, value in (("X", X), ("y", y), ("penalty", penalty)):
            object.__setattr__(other, name, value)
        return other
