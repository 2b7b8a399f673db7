"""LinearRegression and Ridge: any solver of `linreg.solve` behind fit and predict."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, numbers
from linreg._settings import non_negative
from linreg.diagnostics import Inference, inference
from linreg.estimators._data import row_weights
from linreg.estimators._linear import Linear
from linreg.solvers import Solution, Status, solve
from linreg.summary import Summary, number


class LeastSquares(Linear):
    """Base of the two that solve: the one place where they do."""

    def _minimise(
        self, design: Array, right: Array, alpha: float, method: str, weights: Array | None
    ) -> Solution:
        """Minimise sum_i weight_i (y_i - x_i'w)^2 + alpha ||w||^2, the intercept free.

        Where that leaves a choice, ||w|| is least, the intercept not counted.
        Raises ValueError where there are no coefficients.
        """
        free = range(design.shape[1] - self.n_features_in_)
        solution = solve(
            design, right, method=method, weights=weights, ridge=alpha, free=tuple(free)
        )
        if not np.isfinite(solution.coefficients).all():
            raise ValueError(f"{solution.message} {solution.status.value.text}")
        return solution


class LinearRegression(LeastSquares):
    """Ordinary least squares; like `sklearn.linear_model.LinearRegression`, but to the last digit.

    Parameters
    ----------
    method : a solver of `linreg.solve`.

    Attributes
    ----------
    solution_ : after `fit`, the `linreg.Solution`.
    rank_ : after `fit`, its rank.

    Examples
    --------
    >>> import linreg
    >>> model = linreg.LinearRegression().fit([[1], [2], [3]], [1, 3, 5])
    >>> model.coef_, float(model.intercept_)
    (array([2.]), -1.0)
    >>> model.predict([[10]])
    array([19.])
    """

    def __init__(self, method: str = "refined", fit_intercept: bool = True) -> None:
        self.method = method
        self.fit_intercept = fit_intercept

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Minimise sum_i weight_i (y_i - x_i'w - b)^2.

        Parameters
        ----------
        X : (N, p).
        y : (N,) or (N, k).
        sample_weight : (N,), >= 0.

        Raises
        ------
        ValueError : bad input, or the method has no coefficients to give.
        """
        design, right = self._begin(X, y)
        self._weights = row_weights(sample_weight, len(right))
        self.solution_ = self._minimise(design, right, 0.0, self.method, self._weights)
        self.rank_ = self.solution_.rank
        return self._finish(self.solution_.coefficients, self.solution_.coefficients_low)

    def inference(self, covariance: str = "classical") -> Inference:
        """Return standard errors, p-values, intervals and R-squared (one response only).

        covariance: "classical", or "HC0" to "HC3", as in `linreg.diagnostics.inference`.
        """
        self._require_fit()
        if self._y.ndim == 2:
            raise ValueError(
                f"y had shape {self._y.shape}; inference wants one response. Fit its columns "
                "one at a time."
            )
        return inference(self._design, self._y, self._weights, covariance)

    def summary(self, level: float = 0.95, covariance: str = "classical") -> Summary:
        """Return the fit in words and numbers.

        level: confidence level of the intervals, 0..1. covariance: as in `inference`.
        Raises NotFittedError before `fit`, and ValueError for other values.
        """
        self._require_fit()
        if self._y.ndim == 2:
            return super().summary()
        found = self.inference(covariance)
        header, rows = self._judged(found, level)
        notes = [*self._notes(), *found.notes]
        return Summary(f"{self!r}", self._quality(found), header, rows, notes, self._link())

    def _judged(self, found: Inference, level: float) -> tuple[list[str], list[list[str]]]:
        intervals = found.intervals(level)
        ends = [f"{number(50 * (1 - level))}%", f"{number(50 * (1 + level))}%"]
        error = "std. error" if found.kind == "classical" else f"{found.kind} std. error"
        columns = [found.coefficients, found.standard_errors, found.t_values, found.p_values]
        table = np.column_stack([*columns, intervals])
        rows = [[n, *map(number, row)] for n, row in zip(self._names(), table, strict=True)]
        return ["", "coefficient", error, "t", "p", *ends], rows

    def _quality(self, found: Inference) -> list[tuple[str, str]]:
        kind = "R-squared" if found.intercept else "R-squared (not centred)"
        judged = found.tests
        return [
            *self._facts(),
            ("degrees of freedom", str(found.degrees_of_freedom)),
            ("residual deviation", number(found.residual_deviation)),
            (kind, number(found.r_squared)),
            ("adjusted R-squared", number(found.adjusted_r_squared)),
            ("F, p", f"{number(found.f_value)}, {number(found.f_p_value)}"),
            ("AIC, BIC", f"{number(found.aic)}, {number(found.bic)}"),
            *(
                (f"{one.name}, p", f"{number(one.statistic)}, {number(one.p_value)}")
                for one in (judged.breusch_pagan, judged.white, judged.jarque_bera)
            ),
            ("condition number", number(self.solution_.condition_number_scaled, 3)),
        ]

    def _state(self) -> dict[str, Any]:
        _refuse_weights(self._weights)
        return {"method": self.method}

    def _notes(self) -> list[str]:
        return [self.solution_.message] if self.solution_.status is not Status.OK else []


class Ridge(LeastSquares):
    """Least squares plus alpha ||w||^2, the intercept free; like `sklearn.linear_model.Ridge`.

    Solves (X'X + alpha I) w = X'y about the means.

    Parameters
    ----------
    alpha : >= 0, one for all columns of y, or (k,), one for each. In the posts' objective, which
        averages, the strength is alpha / N.
    method : a solver of `linreg.solve`.

    Attributes
    ----------
    solution_ : after `fit`, the `linreg.Solution`, or a tuple of them, one per target, where the
        alphas differ.
    """

    _flat = True

    def __init__(
        self, alpha: Any = 1.0, fit_intercept: bool = True, method: str = "refined"
    ) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.method = method

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Minimise sum_i weight_i (y_i - x_i'w - b)^2 + alpha ||w||^2.

        Parameters
        ----------
        X : (N, p).
        y : (N,) or (N, k).
        sample_weight : (N,), >= 0.

        Raises
        ------
        ValueError : bad input or a negative alpha.
        """
        design, right = self._begin(X, y)
        self._weights = row_weights(sample_weight, len(right))
        alphas = _strengths(self.alpha, right.size // len(right))
        if len(set(alphas)) == 1:
            solution = self._minimise(design, right, alphas[0], self.method, self._weights)
            self.solution_: Solution | tuple[Solution, ...] = solution
            return self._finish(solution.coefficients, solution.coefficients_low)
        self.solution_ = tuple(
            self._minimise(design, one, alpha, self.method, self._weights)
            for one, alpha in zip(right.T, alphas, strict=True)
        )
        halves = zip(*((s.coefficients, s.coefficients_low) for s in self.solution_), strict=True)
        return self._finish(*(np.column_stack(half) for half in halves))

    def _state(self) -> dict[str, Any]:
        _refuse_weights(self._weights)
        strength = _strengths(self.alpha, 1)[0] / len(self._y)
        return {"method": self.method, "penalty": "ridge", "strength": strength}

    def _notes(self) -> list[str]:
        return ["Shrunken coefficients are biased: standard errors would mislead."]


def _refuse_weights(weights: Array | None) -> None:
    if weights is not None:
        raise ValueError("This fit has weights, and the playground weighs all rows alike.")


def _strengths(alpha: Any, targets: int) -> list[float]:
    """Return one alpha per target; a single one is that of all."""
    if not isinstance(alpha, list | tuple) and getattr(alpha, "ndim", None) in (None, 0):
        return [non_negative(alpha, "alpha")] * targets
    array = numbers(alpha, "alpha")
    given = [non_negative(one, "alpha") for one in array.ravel()]
    if array.ndim > 1 or len(given) not in (1, targets):
        raise ValueError(
            f"Number of targets and number of penalties do not correspond: {len(given)} != "
            f"{targets}. Give one alpha, or one per column of y."
        )
    return given * targets if len(given) == 1 else given
