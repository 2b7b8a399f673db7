"""The closed form of a problem by every solver, and its correct digits."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg import doubled, logistic
from linreg.doubled import Doubled
from linreg.exact import Rational
from linreg.logistic import LogisticFit
from linreg.objective import Absolute, Objective
from linreg.solvers import METHODS, Solution, Status
from linreg.spectrum import Spectrum, spectrum
from playground.engine.closed import BEYOND, FEW_BITS, solved
from playground.engine.judged import Judged
from playground.engine.problem import Problem
from playground.engine.rational import referee

Array = NDArray[np.float64]
EPS = float(np.finfo(np.float64).eps)


def is_binary(y: Array) -> bool:
    """Whether a target is of 0 and 1, with both."""
    return len(y) > 1 and bool(((y == 0) | (y == 1)).all()) and y.min() != y.max()


class ClosedForm(Judged):
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
        self._digits: dict[str, dict[str, list[float]] | None] = {}

    @property
    def objective(self) -> Objective:
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

    @cached_property
    def truncated(self) -> bool:
        """Whether the chosen solver leaves out directions that the data determine."""
        usable = METHODS[self.method].uses_rcond and self.problem.quadratic
        if self.rcond is None or not usable:
            return False
        return self.solution(self.method).rank < self.solution("refined").rank

    @property
    def few_bits(self) -> bool:
        """Whether the shown closed form is computed in a format of fewer bits than float64."""
        return self.format in FEW_BITS

    @property
    def departs(self) -> bool:
        """Whether the shown closed form is not the minimiser, as far as float64 can compute it.

        Standard errors, intervals and tests belong to the minimiser, and to no other fit.
        """
        return self.truncated or self.few_bits

    def _solve(self, method: str) -> Solution:
        same = self._same_as(method)
        if same != method:
            return replace(self.solution(same), method=method)
        if self.dependence and self.problem.plain_squares and METHODS[method].uses_low:
            return self.dependence.solution(self.problem, method)
        return solved(self.problem, method, self.rcond, self.precision)

    def _same_as(self, method: str) -> str:
        """The method that comes to the same result, so that it is computed once."""
        if method == "exact" and not self.problem.robust:
            return method
        return "refined" if not self.problem.quadratic else BEYOND.get(self.precision, method)

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
            # The loss is even: the sign of the residual does not count.
            mean = self.problem.mean(self.objective.loss.value(r))
            return mean + (penalty.value(high) if penalty is not None else 0.0)

    @cached_property
    def reference(self) -> Solution:
        """The solution as right as floats can hold, whatever method and precision are shown."""
        if self.precision == "float64" or not self.problem.quadratic:
            return self.solution("refined")
        if self.dependence and self.problem.plain_squares:
            return self.dependence.solution(self.problem, "refined")
        return solved(self.problem, "refined", None)

    @cached_property
    def whole_reference(self) -> Doubled:
        """Its coefficients (p,) of X as used, with all their digits."""
        return Doubled(self.reference.coefficients, self.reference.coefficients_low)

    @cached_property
    def squared(self) -> Array | None:
        """The coefficients (p,) of X as used by the squared loss; None where not unique."""
        # As right as its equation is shown, in a tenth of the time.
        found = solved(self.problem.squared, "qr")
        known = found.status in (Status.OK, Status.ILL_CONDITIONED)
        return found.coefficients if known else None

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
        if self.dependence and self.problem.plain_squares:
            return self.reference.coefficients
        if self.unique and self.reference.condition_number_scaled * EPS < 1e-3:
            return self.reference.coefficients
        return solved(self.problem, "lstsq", None).coefficients

    @cached_property
    def best_loss(self) -> float:
        """The least loss that any coefficients reach."""
        return min(self.loss_at(self.minimum), self.loss_at(self.whole_reference))

    @cached_property
    def logistic(self) -> LogisticFit | None:
        """The logistic neighbour on the same X; None where the target is not 0 and 1."""
        problem = self.problem
        return logistic.fit(problem.X, problem.y) if is_binary(problem.y) else None

    @cached_property
    def spectrum(self) -> Spectrum:
        """Of the objective's Hessian; of a robust loss, as if every residual were squared."""
        return spectrum(self.problem.squared.objective)

    @property
    def learning_rate_limit(self) -> float:
        """A fixed learning rate converges below it; 0 where none does."""
        return (
            0.0 if isinstance(self.objective.loss, Absolute) else self.spectrum.learning_rate_limit
        )

    @cached_property
    def exact(self) -> Rational | None:
        """(p,) Fractions: the exact solution of the floats, in the user's units.

        Where columns are linearly dependent in the decimal data, that of the decimal data: rounding
        to floats gives the columns another rank.
        """
        if self.dependence and self.problem.plain_squares:
            return self.exact_typed
        return referee.of_floats(self.problem, self.reference.coefficients)

    @cached_property
    def exact_typed(self) -> Rational | None:
        """(p,) Fractions: the exact solution of the decimal data, in the user's units."""
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
