"""`solve_robust`: one door to the robust fits."""

import numpy as np
from numpy.typing import ArrayLike

from linreg import _settings
from linreg._arrays import Array
from linreg._checks import read_only
from linreg.objective import LOSSES
from linreg.robust import _huber
from linreg.robust._absolute import Deviations, least_absolute
from linreg.robust._problem import Problem
from linreg.robust._solution import RobustSolution, RobustStatus
from linreg.solvers import Status

Verdict = tuple[RobustStatus, str]


def solve_robust(
    X: ArrayLike,
    y: ArrayLike,
    loss: str = "huber",
    delta: float = 1.345,
    weights: ArrayLike | None = None,
) -> RobustSolution:
    """Return the w that minimises sum_i weights_i loss(y_i - x_i'w), not swayed by outliers.

    `squared` is least squares. `huber` is r^2 up to |r| = delta * scale and straight beyond,
    where scale is the median |r| over 0.6745 at the solution itself, as `statsmodels.RLM` has it
    by default: found by iteratively reweighted least squares. `absolute` is |r|: found exactly,
    at a vertex, where the fit passes through as many points as there are independent columns, and
    verified by the subgradient condition. Both bound what a residual counts; neither bounds
    leverage. Dependent columns, a scale of zero, fits that are not unique and iterations that do
    not settle are a `status`, never an exception.

    Parameters
    ----------
    X : (N, p) as given (no column of ones is added).
    y : (N,).
    loss : "squared", "huber" or "absolute".
    delta : > 0, Huber's threshold in robust standard deviations; 1.345 keeps 95% of the
        efficiency of least squares on normal residuals. Without effect on the other losses.
    weights : (N,), >= 0. A whole weight counts as so many copies of the row, in the scale too.

    Raises
    ------
    ValueError : bad input.

    References
    ----------
    Huber 1981, Robust Statistics, chapter 7. Holland and Welsch 1977, "Robust regression using
    iteratively reweighted least-squares", Commun. Stat. A 6. Barrodale and Roberts 1973, "An
    improved algorithm for discrete l1 linear approximation", SIAM J. Numer. Anal. 10.

    Examples
    --------
    >>> import linreg
    >>> X = [[1, x] for x in range(6)]
    >>> linreg.solve_robust(X, [0, 1, 2, 3, 4, 50], loss="absolute").coefficients
    array([0., 1.])
    """
    _settings.choice(loss, "loss", LOSSES)
    delta = _settings.positive(delta, "delta")
    problem = Problem.of(X, y, weights)
    if problem.plain.status is Status.FAILED:
        return _failed(problem, loss)
    r = problem.residual(problem.plain)
    if loss == "squared" or not problem.independent:
        return _squared(problem, r, loss)
    if loss == "absolute":
        return _absolute(problem, least_absolute(problem, r), 0)
    return _huber_fit(problem, r, delta)


def _squared(problem: Problem, r: Array, loss: str) -> RobustSolution:
    w, ones = problem.plain.coefficients, np.ones(len(problem.whole[1]))
    return _dress(problem, w, ones, problem.scale(r, w), 1, loss, [])


def _absolute(problem: Problem, found: Deviations, before: int) -> RobustSolution:
    """Return least absolute deviations, Huber's limit where `before` counts its own fits."""
    w = found.fit.coefficients
    s, verdicts = problem.scale(found.r, w), _of_deviations(problem, found)
    if before:
        zero = np.count_nonzero(problem.zeros(found.r, w))
        text = f"{zero:,} of {len(found.r):,} residuals are zero, so the scale is zero."
        verdicts = [*verdicts, (RobustStatus.ZERO_SCALE, text)]
    counts = problem.shares(found.r, w, s)
    loss = "huber" if before else "absolute"
    return _dress(problem, w, counts, s, before + found.visited, loss, verdicts)


def _huber_fit(problem: Problem, r: Array, delta: float) -> RobustSolution:
    fitted = _huber.approach(problem, r, delta)
    if fitted.vanishing:
        found = least_absolute(problem, r)
        if problem.scale(found.r, found.fit.coefficients) == 0:
            return _absolute(problem, found, fitted.iterations)
        fitted = _huber.approach(problem, found.r, delta, foresee=False)
    w, fitted = _huber.polish(problem, fitted, delta)
    threshold, many = delta * fitted.scale, f"{fitted.iterations:,} weighted fits"
    verdict = (RobustStatus.NOT_CONVERGED, f"The fit has not settled after {many}.")
    if fitted.converged:
        clipped = int(np.count_nonzero(np.abs(fitted.r) > threshold))
        verdict = (
            RobustStatus.OK,
            f"The fit settled after {many}; {clipped:,} of {len(fitted.r):,} rows have a weight "
            "below 1.",
        )
    counts = problem.shares(fitted.r, w, threshold)
    return _dress(problem, w, counts, fitted.scale, fitted.iterations, "huber", [verdict])


def _of_deviations(problem: Problem, found: Deviations) -> list[Verdict]:
    if not found.optimal:
        after = f"No vertex was proved to be the minimum after {found.visited:,} of them."
        return [(RobustStatus.NOT_CONVERGED, after)]
    if found.unique:
        points = int(np.count_nonzero(problem.zeros(found.r, found.fit.coefficients)))
        through = "1 point" if points == 1 else f"{points:,} points"
        return [
            (
                RobustStatus.OK,
                f"The fit passes through {through}, and the subgradient condition holds: no other "
                "fit has as small a sum of absolute deviations.",
            )
        ]
    certainty = "has" if found.unique is False else "may have"
    return [
        (
            RobustStatus.NOT_UNIQUE,
            f"The sum of absolute deviations {certainty} the same minimum at other coefficients.",
        )
    ]


def _dress(
    problem: Problem,
    w: Array,
    counts: Array,
    scaled: float,
    iterations: int,
    loss: str,
    verdicts: list[Verdict],
) -> RobustSolution:
    """Return the solution; of several verdicts the status is that which weighs most."""
    status, message = problem.plain.status, problem.plain.message
    if status is not Status.OK or not verdicts:
        verdicts = [*verdicts, (RobustStatus[status.name], message)]
    worst = max((one for one, _ in verdicts), key=list(RobustStatus).index)
    texts = [text for one, text in verdicts if one is not RobustStatus.OK or worst is one]
    return RobustSolution(
        coefficients=read_only(w),
        weights=read_only(counts),
        scale=float(np.ldexp(scaled, problem.exponent)),
        iterations=iterations,
        status=worst,
        message=" ".join(texts),
        loss=loss,
    )


def _failed(problem: Problem, loss: str) -> RobustSolution:
    N, p = problem.whole[0].shape
    return RobustSolution(
        coefficients=read_only(np.full(p, np.nan)),
        weights=read_only(np.full(N, np.nan)),
        scale=float("nan"),
        iterations=0,
        status=RobustStatus.FAILED,
        message=problem.plain.message,
        loss=loss,
    )
