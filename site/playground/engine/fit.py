"""The closed form of a problem by every solver, and how far its numbers can be trusted."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg import doubled, logistic
from linreg.doubled import Doubled, column_norms
from linreg.exact import Rational
from linreg.logistic import LogisticFit
from linreg.solvers import METHODS, Solution, Status
from linreg.spectrum import Spectrum, spectrum
from playground.engine import referee
from playground.engine.closed import BEYOND, solved
from playground.engine.judged import Judged
from playground.engine.problem import Problem
from playground.engine.rounding.lasso import bound, way_left

Array = NDArray[np.float64]
EPS = float(np.finfo(np.float64).eps)


def is_binary(y: Array) -> bool:
    """Whether a target is of 0 and 1, with both."""
    return len(y) > 1 and bool(((y == 0) | (y == 1)).all()) and y.min() != y.max()


class Fit(Judged):
    """One problem solved; everything is computed when first asked for, and kept.

    method: the solver shown as "the" closed form. rcond: cut-off of svd and lstsq; None: theirs.
    precision: the numbers in which the solvers compute.
    """

    def __init__(
        self,
        problem: Problem,
        method: str = "refined",
        rcond: float | None = None,
        precision: str = "float64",
        typed: referee.Typed | None = None,
    ) -> None:
        self.problem, self.method = problem, method
        self.rcond, self.precision = rcond, precision
        self._typed = typed
        self._solutions: dict[str, Solution] = {}
        self._users: dict[str, Array] = {}
        self._losses: dict[str, float] = {}
        self._errors: dict[str, Array] = {}
        self._digits: dict[str, dict[str, list[float]] | None] = {}

    @property
    def objective(self) -> linreg.SquaredError:
        return self.problem.objective

    @property
    def label(self) -> str:
        """The name of the shown solver, and the format it computes in where that is chosen."""
        name = METHODS[self.method].label
        return name if self.format == "float64" else f"{name}, {self.format}"

    @property
    def format(self) -> str:
        """The precision as far as it has a say in the shown closed form; else float64."""
        given = self.problem.quadratic and self.method != "exact"
        return self.precision if given else "float64"

    def solution(self, method: str) -> Solution:
        """The solution by a method, of X as used, in the chosen precision; never raises."""
        if method not in self._solutions:
            self._solutions[method] = self._solve(method)
        return self._solutions[method]

    def _solve(self, method: str) -> Solution:
        same = self._same_as(method)
        if same != method:
            return replace(self.solution(same), method=method)
        if self.dependence and self.problem.penalty is None and METHODS[method].uses_low:
            return self.dependence.solution(self.problem, method)
        return solved(self.problem, method, self.rcond, self.precision)

    def _same_as(self, method: str) -> str:
        """The method that comes to the same result, so that it is computed once."""
        if not self.problem.quadratic:
            return "refined"
        return method if method == "exact" else BEYOND.get(self.precision, method)

    def known(self) -> tuple[str, ...]:
        """The methods whose solutions have been asked for, in the order of the registry."""
        return tuple(method for method in METHODS if method in self._solutions)

    @property
    def shown(self) -> Solution:
        """The closed form that is drawn, written and compared with."""
        return self.solution(self.method)

    @property
    def qr(self) -> Solution:
        return self.solution("qr")

    def coefficients(self, method: str | None = None) -> Array:
        """Coefficients (p,) by a method (the shown one), in the user's units."""
        method = method or self.method
        if method not in self._users:
            self._users[method] = self.problem.to_user(self.whole(method))
        return self._users[method]

    def supported(self, method: str | None = None) -> Array:
        """The same, with 0 for what is no more than the rounding of the data to floats."""
        found = self.coefficients(method)
        return np.where(np.abs(found) <= 4 * EPS * self.problem.coefficient_scale, 0.0, found)

    def loss_of(self, method: str | None = None) -> float:
        """The objective at the coefficients by a method; not a number where there are none."""
        method = method or self.method
        if method not in self._losses:
            self._losses[method] = self.loss_at(self.whole(method))
        return self._losses[method]

    def whole(self, method: str | None = None) -> Doubled:
        """Coefficients (p,) of X as used by a method (the shown one), with all their digits."""
        found = self.solution(method or self.method)
        return Doubled(found.coefficients, found.coefficients_low)

    def loss_at(self, w: Array | Doubled) -> float:
        """The objective at w (p,), residuals taken in doubled precision."""
        high, penalty = w.high if isinstance(w, Doubled) else w, self.problem.penalty
        with np.errstate(all="ignore"):
            r = doubled.residual(self.problem.full, w, self.problem.y)
            return float(np.mean(r**2)) + (penalty.value(high) if penalty is not None else 0.0)

    @cached_property
    def reference(self) -> Solution:
        """The solution as right as floats can hold, whatever method and precision are shown."""
        if self.precision == "float64" or not self.problem.quadratic:
            return self.solution("refined")
        if self.dependence and self.problem.penalty is None:
            return self.dependence.solution(self.problem, "refined")
        return solved(self.problem, "refined", None)

    @cached_property
    def unique(self) -> bool:
        """Whether the data determine the coefficients."""
        return self.reference.status in (Status.OK, Status.ILL_CONDITIONED)

    @property
    def loss(self) -> float:
        """The loss of the shown closed form; not a number where nothing determines it."""
        return self.loss_of() if self.unique else float("nan")

    @cached_property
    def minimum(self) -> Array:
        """A minimiser (p,) of X as used that predicts well, also where it is not unique.

        Where columns depend on each other to working precision it is the one of least norm:
        coefficients beyond that cancel each other, and would drown a prediction in rounding.
        """
        if self.dependence and self.problem.penalty is None:
            return self.reference.coefficients
        if self.unique and self.reference.condition_number_scaled * EPS < 1e-3:
            return self.reference.coefficients
        return solved(self.problem, "lstsq", None).coefficients

    @cached_property
    def best_loss(self) -> float:
        """The least loss that any coefficients reach."""
        best = Doubled(self.reference.coefficients, self.reference.coefficients_low)
        return min(self.loss_at(self.minimum), self.loss_at(best))

    @cached_property
    def logistic(self) -> LogisticFit | None:
        """The logistic neighbour on the same X; None where the target is not 0 and 1."""
        problem = self.problem
        return logistic.fit(problem.X, problem.y) if is_binary(problem.y) else None

    @cached_property
    def spectrum(self) -> Spectrum:
        return spectrum(self.objective)

    @cached_property
    def exact(self) -> Rational | None:
        """(p,) Fractions: the exact solution of the floats, in the user's units.

        Where columns depend on each other as typed, that of the decimals: the floats differ from
        them by rounding alone, and have another rank by it.
        """
        if self.dependence and self.problem.penalty is None:
            return self.exact_typed
        return referee.of_floats(self.problem, self.reference.coefficients)

    @cached_property
    def exact_typed(self) -> Rational | None:
        """(p,) Fractions: the exact solution of the decimals as typed, in the user's units."""
        return referee.of_decimals(self.problem, self._typed, self.reference.coefficients)

    def digits(self, method: str | None = None) -> dict[str, list[float]] | None:
        """Correct digits of each coefficient, against both exact solutions; None: declined."""
        method = method or self.method
        if method not in self._digits:
            self._digits[method] = self.digits_of(self.coefficients(method))
        return self._digits[method]

    def digits_of(self, coefficients: Array) -> dict[str, list[float]] | None:
        """The same of any coefficients (p,) in the user's units."""
        if self.exact is None or self.exact_typed is None:
            return None
        against = {"vs_float64": self.exact, "vs_typed": self.exact_typed}
        return {name: self.digits_against(right, coefficients) for name, right in against.items()}

    def digits_against(self, right: Rational, coefficients: Array) -> list[float]:
        """Correct digits of coefficients (p,) in the user's units where these (p,) are right."""
        scale = self.problem.coefficient_scale
        digits: list[float] = np.asarray(linreg.correct_digits(coefficients, right, scale)).tolist()
        return digits

    def error_of(self, method: str | None = None) -> Array:
        """(p,): how far the method's coefficients, in the user's units, are from the right ones.

        Measured against the reference, which is right to the last digit; under a penalty with
        corners, by the exact step to the minimum. Infinite where they are not unique.
        """
        method = method or self.method
        if method not in self._errors:
            self._errors[method] = self._error_of(method)
        return self._errors[method]

    def _error_of(self, method: str) -> Array:
        if not self.unique:
            return np.full(self.problem.p, np.inf)
        if not self.problem.quadratic:
            return self._lasso_error
        best = Doubled(self.reference.coefficients, self.reference.coefficients_low)
        right = self.problem.to_user(best)
        sure = self.reference.status is Status.OK
        with np.errstate(all="ignore"):
            own = 2 * EPS * np.abs(right) if sure else self.error
            return np.abs(self.coefficients(method) - right) + own

    @cached_property
    def _lasso_error(self) -> Array:
        """The same of a minimiser that coordinate descent found."""
        problem, w = self.problem, self.reference.coefficients
        penalty = problem.penalty
        assert penalty is not None
        left = way_left(problem, penalty, w)
        if left is None:
            far = bound(problem, penalty, w, self.loss_at(w))
            return np.minimum(self.error, far if problem.plain else problem.spread @ far)
        return np.abs(problem.to_user(left)) + 2 * EPS * np.abs(problem.to_user(w))

    @cached_property
    def error(self) -> Array:
        """(p,): bounds on what rounding does to coefficients got by orthogonal steps.

        First-order perturbation of least squares with unit columns, on which a QR's rounding
        depends (Higham 2002, sections 20.1 and 20.3): kappa ||w|| + kappa^2 ||r||, times eps and a
        modest constant. Infinite where the solution is not unique. In the user's units.
        """
        X, y = self.reference.X, self.reference.y
        if not self.unique:
            return np.full(X.shape[1], np.inf)
        norms = column_norms(X)
        kappa = self.reference.condition_number_scaled
        w = self.reference.coefficients
        r = float(np.linalg.norm(X @ w - y))
        spread = kappa * float(np.linalg.norm(w * norms)) + kappa**2 * r
        error: Array = 4 * X.shape[1] * EPS * spread / norms
        return error if self.problem.plain else self.problem.spread @ error

    @cached_property
    def loss_tolerance(self) -> float:
        """What losses of other machines may differ by, from the size of y."""
        return 4 * EPS * float(np.mean(self.problem.y**2))

    @cached_property
    def loss_error(self) -> float:
        """A bound on the rounding of a loss near the minimum, its residuals taken in floats."""
        known = self.unique and self.precision == "float64"
        least = self.loss_of("refined") if known else self.best_loss
        off = (self.problem.p + 2) ** 2 * self._data_rounding
        with np.errstate(all="ignore"):
            return float(2 * np.sqrt(least * off) + off + 4 * EPS * least)

    @cached_property
    def passes(self) -> bool:
        """Whether the best residuals are no more than the rounding of X and y to floats.

        They are taken in doubled precision, so that this rounding alone hides what is left.
        """
        if self.unique and self.precision == "float64" and not self.penalised:
            # The mean of their squares tells, unless it is beyond floats.
            loss, most = self.loss_of("refined"), self._data_rounding
            if loss > 0 and most > 0 and np.isfinite(loss + most):
                return loss <= most
        left, size = column_norms(np.column_stack([self._left, self._sizes]))
        return bool(left <= EPS * size)

    @cached_property
    def closed_error(self) -> float:
        """A bound on what is wrong with the loss of the shown closed form.

        Its residuals are taken in doubled precision; what the data themselves are rounded by shows
        only where the fit passes through all points.
        """
        if not self.passes:
            return 4 * EPS * self.loss
        return 16 * self._data_rounding

    @cached_property
    def _data_rounding(self) -> float:
        """The mean square of what rounding X and y to floats may do to residuals."""
        with np.errstate(all="ignore"):
            return float(np.mean((EPS * self._sizes) ** 2))

    @cached_property
    def _left(self) -> Array:
        """y less what the best fit predicts, (N,)."""
        best = Doubled(self.reference.coefficients, self.reference.coefficients_low)
        w = best if self.unique else self.minimum
        with np.errstate(all="ignore"):
            return doubled.residual(self.problem.full, w, self.problem.y)

    @cached_property
    def _sizes(self) -> Array:
        """The magnitudes (N,) that cancel in each residual: |X| |w| + |y|."""
        w = self.reference.coefficients if self.unique else self.minimum
        with np.errstate(all="ignore"):
            sizes: Array = np.abs(self.problem.X) @ np.abs(w) + np.abs(self.problem.y)
        return sizes

    @cached_property
    def gradient_error(self) -> float:
        """A bound on the rounding of a gradient's norm near the minimum: of (2/N) X'y, in parts."""
        X, y = self.problem.X, self.problem.y
        size = float(np.linalg.norm(column_norms(X))) * float(np.linalg.norm(y))
        return 4 * EPS * 2 / self.problem.N * size
