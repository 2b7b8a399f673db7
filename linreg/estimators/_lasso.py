"""Lasso: one strength of the lasso path behind fit and predict."""

from __future__ import annotations

import warnings
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from linreg._settings import non_negative
from linreg.estimators._linear import Linear
from linreg.paths import lasso_path
from linreg.summary import number


class Lasso(Linear):
    """(1/2N) ||y - Xw - b||^2 + alpha ||w||_1; like `sklearn.linear_model.Lasso`.

    Parameters
    ----------
    alpha : in the posts' objective the strength is 2 alpha.
    tolerance : relative duality gap at which to stop.

    Attributes
    ----------
    dual_gap_ : after `fit`, how far at most the objective is from its minimum, on its own scale.
    n_iter_ : after `fit`, the rounds of coordinate descent.
    converged_ : after `fit`, whether the gap met the tolerance; if not, `fit` warns and `summary`
        says so.
    """

    _flat = True

    def __init__(
        self, alpha: float = 1.0, fit_intercept: bool = True, tolerance: float = 1e-10
    ) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.tolerance = tolerance

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Minimise to a duality gap. X: (N, p); y: (N,) or (N, k).

        Raises ValueError for bad input or a negative alpha.
        """
        design, right = self._begin(X, y)
        level, free = [2.0 * non_negative(self.alpha, "alpha")], (0,) if self.fit_intercept else ()
        paths = [
            lasso_path(design, one, level, free, self.tolerance)
            for one in right.reshape(len(right), -1).T
        ]
        gaps = [0.5 * float(path.gaps[0]) for path in paths]
        sweeps = [path.sweeps[0] for path in paths]
        self.dual_gap_ = gaps[0] if right.ndim == 1 else np.array(gaps)
        met = tuple(path.converged[0] for path in paths)
        self.converged_ = met[0] if right.ndim == 1 else met
        self._messages = [path.message for path in paths if not all(path.converged)]
        for message in self._messages:
            warnings.warn(message, RuntimeWarning, stacklevel=2)
        self.n_iter_ = sweeps[0] if right.ndim == 1 else sweeps
        w = np.column_stack([path.coefficients[0] for path in paths])
        return self._finish(w[:, 0] if right.ndim == 1 else w)

    def _facts(self) -> list[tuple[str, str]]:
        gap = number(float(np.max(self.dual_gap_)), 3)
        used = np.count_nonzero(self.coef_, axis=-1)
        return [*super()._facts(), ("features in use", str(used)), ("duality gap", gap)]

    def _notes(self) -> list[str]:
        return self._messages

    def _state(self) -> dict[str, Any]:
        return {"penalty": "lasso", "strength": 2.0 * self.alpha}
