"""LinearRegression and Ridge: any solver of `linreg.solve` behind fit and predict."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array
from linreg.diagnostics import Inference, inference
from linreg.estimators._conventions import row_weights
from linreg.estimators._linear import Linear, strength
from linreg.solvers import Solution, Status, solve
from linreg.summary import number


class LinearRegression(Linear):
    """Ordinary least squares; like `sklearn.linear_model.LinearRegression`, but to the last digit.

    method: a solver of `linreg.solve`. After `fit` also solution_, the `linreg.Solution`,
    and rank_.
    """

    def __init__(self, method: str = "refined", fit_intercept: bool = True) -> None:
        self.method = method
        self.fit_intercept = fit_intercept

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Minimise sum_i weight_i (y_i - x_i'w - b)^2.

        X: (N, p); y: (N,) or (N, k); sample_weight: (N,), >= 0.  Raises ValueError for bad
        input, and when the method has no coefficients to give.
        """
        design, right = self._begin(X, y)
        self._weights = row_weights(sample_weight, len(right))
        self.solution_ = _solved(solve(design, right, method=self.method, weights=self._weights))
        self.rank_ = self.solution_.rank
        return self._finish(self.solution_.coefficients)

    def inference(self) -> Inference:
        """Return standard errors, p-values, intervals and R-squared (one response only)."""
        self._require_fit()
        if self._y.ndim == 2:
            raise ValueError(
                f"y had shape {self._y.shape}; inference wants one response. Fit its columns "
                "one at a time."
            )
        return inference(self._design, self._y, self._weights)

    def _table(self) -> tuple[list[str], list[list[str]]]:
        if self._y.ndim == 2:
            return super()._table()
        found = self.inference()
        header = ["", "coefficient", "std. error", "t", "p", "2.5 %", "97.5 %"]
        columns = [found.coefficients, found.standard_errors, found.t_values, found.p_values]
        table = np.column_stack([*columns, found.intervals()])
        return header, [[n, *map(number, row)] for n, row in zip(self._names(), table, strict=True)]

    def _facts(self) -> list[tuple[str, str]]:
        facts = super()._facts()
        if self._y.ndim == 2:
            return facts
        found = self.inference()
        kind = "R-squared" if found.intercept else "R-squared (not centred)"
        return [
            *facts,
            ("degrees of freedom", str(found.degrees_of_freedom)),
            ("residual deviation", number(found.residual_deviation)),
            (kind, number(found.r_squared)),
            ("adjusted R-squared", number(found.adjusted_r_squared)),
            ("F, p", f"{number(found.f_value)}, {number(found.f_p_value)}"),
            ("condition number", number(self.solution_.condition_number_scaled, 3)),
        ]

    def _words(self) -> dict[str, Any]:
        _refuse_weights(self._weights)
        return {"method": self.method}

    def _notes(self) -> list[str]:
        return [self.solution_.message] if self.solution_.status is not Status.OK else []


class Ridge(Linear):
    """Least squares plus alpha ||w||^2, the intercept free; like `sklearn.linear_model.Ridge`.

    Solves (X'X + alpha I) w = X'y about the means. In the posts' objective, which averages,
    the strength is alpha / N. method: a solver of `linreg.solve`.
    """

    def __init__(
        self, alpha: float = 1.0, fit_intercept: bool = True, method: str = "refined"
    ) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.method = method

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Minimise sum_i weight_i (y_i - x_i'w - b)^2 + alpha ||w||^2.

        As least squares with one more row per coefficient, sqrt(alpha) w_j = 0, so that
        nothing is lost to centring.  X: (N, p); y: (N,) or (N, k); sample_weight: (N,), >= 0.
        Raises ValueError for bad input or a negative alpha.
        """
        design, right = self._begin(X, y)
        alpha = strength(self.alpha)
        self._weights = weights = row_weights(sample_weight, len(right))
        pulled = range(design.shape[1] - self.n_features_in_, design.shape[1])
        extra = np.sqrt(alpha) * np.eye(design.shape[1])[list(pulled)]
        self.solution_ = _solved(
            solve(
                np.vstack([design, extra]),
                np.concatenate([right, np.zeros((len(extra), *right.shape[1:]))]),
                method=self.method,
                weights=None if weights is None else np.append(weights, np.ones(len(extra))),
            )
        )
        return self._finish(self.solution_.coefficients)

    def _words(self) -> dict[str, Any]:
        _refuse_weights(self._weights)
        strength = self.alpha / len(self._y)
        return {"method": self.method, "penalty": "ridge", "strength": strength}

    def _notes(self) -> list[str]:
        return ["Shrunken coefficients are biased: standard errors would mislead."]


def _refuse_weights(weights: Array | None) -> None:
    if weights is not None:
        raise ValueError("This fit has weights, and the playground weighs all rows alike.")


def _solved(solution: Solution) -> Solution:
    if not np.isfinite(solution.coefficients).all():
        raise ValueError(f"{solution.message} {solution.status.value.text}")
    return solution
