"""A fit: the closed form of a problem, and how far its numbers can be trusted."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from linreg import doubled
from linreg.doubled import column_norms
from linreg.objective import Absolute
from linreg.precision import BITS
from linreg.solvers import Status
from playground.engine.closed_form import EPS, ClosedForm
from playground.engine.rounding.lasso import bound, way_left
from playground.engine.rounding.truncated import truncated_error

Array = NDArray[np.float64]
# What Huber's reweighting settles to, relative to each weight.
SETTLED = 1e-13


class Fit(ClosedForm):
    """The closed form with bounds on the rounding of what is said of it."""

    def error_of(self, method: str | None = None) -> Array:
        """(p,): how far the method's coefficients, in the user's units, are from the right ones.

        Measured against the reference, which is right to the last digit; under a penalty with
        corners, by the exact step to the minimum; of a truncated SVD, which is another estimator,
        by a bound on its rounding. Infinite where they are not unique.
        """
        method = method or self.method
        if method not in self._errors:
            self._errors[method] = self._error_of(method)
        return self._errors[method]

    @cached_property
    def _errors(self) -> dict[str, Array]:
        return {}

    def _error_of(self, method: str) -> Array:
        if not self.unique:
            return np.full(self.problem.p, np.inf)
        if self.problem.robust:
            return self._robust_error
        if not self.problem.quadratic:
            exact = method == "exact"
            return 2 * EPS * np.abs(self.coefficients(method)) if exact else self._lasso_error
        if self.truncated and method == self.method:
            return self._spread(truncated_error(self.shown))
        with np.errstate(all="ignore"):
            off = np.abs(self.coefficients(method) - self.problem.to_user(self.whole_reference))
            return off + self.reference_error

    @cached_property
    def reference_error(self) -> Array:
        """(p,): how far the reference, in the user's units, is from the right coefficients."""
        if not self.unique or self.reference.status is not Status.OK:
            return self.error
        right: Array = self.problem.to_user(self.whole_reference)
        return 2 * EPS * np.abs(right)

    @cached_property
    def shown_error(self) -> Array:
        """(p,): from which place on digits of the shown coefficients are not to be shown.

        In a format of few bits the fit that is shown is what the solver comes to there: its own
        digits are those that the format holds.
        """
        if not self.few_bits:
            return self.error_of()
        unit = 2.0 ** -(BITS[self.format] or 0)
        return unit * np.abs(self.coefficients())

    def _spread(self, error: Array) -> Array:
        """A bound (p,) on coefficients of X as used, as one on those in the user's units."""
        return error if self.problem.plain else self.problem.spread @ error

    @cached_property
    def _robust_error(self) -> Array:
        """The same under a robust loss: the vertex of absolute deviations is solved for exactly,
        and Huber's reweighting ends at relative changes of SETTLED."""
        least = 4 * EPS * np.abs(self.coefficients())
        if isinstance(self.objective.loss, Absolute):
            return least
        return np.asarray(least + SETTLED / EPS * self.error)

    @cached_property
    def _lasso_error(self) -> Array:
        """The same of a minimiser that coordinate descent found."""
        problem, w = self.problem, self.reference.coefficients
        penalty = problem.penalty
        assert penalty is not None
        left = way_left(problem, penalty, w)
        if left is None:
            far = bound(problem, penalty, w, self.loss_at(w))
            return np.minimum(self.error, self._spread(far))
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
        return self._spread(error)

    @cached_property
    def loss_tolerance(self) -> float:
        """What losses of other machines may differ by, from the size of y."""
        with np.errstate(over="ignore"):
            return 4 * EPS * self.problem.mean(self.objective.loss.value(self.problem.y))

    @cached_property
    def loss_error(self) -> float:
        """A bound on the rounding of a loss near the minimum, its residuals taken in floats."""
        known = self.unique and self.precision == "float64"
        least = self.loss_of("refined") if known else self.best_loss
        off = (self.problem.p + 2) ** 2 * self._data_rounding
        with np.errstate(all="ignore"):
            if isinstance(self.objective.loss, Absolute):
                return float(np.sqrt(off) + 4 * EPS * least)
            # No loss is steeper than 2 sqrt(loss), Huber's included.
            return float(2 * np.sqrt(least * off) + off + 4 * EPS * least)

    @cached_property
    def passes(self) -> bool:
        """Whether the best residuals are no more than the rounding of X and y to floats.

        They are taken in doubled precision, so that this rounding alone hides what is left.
        """
        if self.unique and self.precision == "float64" and self.is_least_squares:
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
        if isinstance(self.objective.loss, Absolute):
            return self.loss_error
        if not self.passes:
            return 4 * EPS * self.loss
        return 16 * self._data_rounding

    @cached_property
    def _data_rounding(self) -> float:
        """The mean square of what rounding X and y to floats may do to residuals."""
        with np.errstate(all="ignore"):
            return self.problem.mean((EPS * self._sizes) ** 2)

    @cached_property
    def _left(self) -> Array:
        """y less what the best fit predicts, (N,)."""
        w = self.whole_reference if self.unique else self.minimum
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
        X, y = self.problem.scaled
        size = float(np.linalg.norm(column_norms(X))) * float(np.linalg.norm(y))
        return 4 * EPS * 2 / self.problem.N * size
