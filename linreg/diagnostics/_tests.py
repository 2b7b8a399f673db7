"""Tests of what inference supposes of the errors: one variance, and a normal distribution."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg._arrays import Array, Doubled
from linreg.diagnostics._fitted import Fitted, constant_columns, notes
from linreg.diagnostics._frame import Frame
from linreg.diagnostics._influence import squared_residuals
from linreg.distributions import chi_square_tail
from linreg.doubled import add

_EPS = float(np.finfo(np.float64).eps)
# White's regression is left out where it would take more operations or numbers than these.
MOST_OPERATIONS, MOST_NUMBERS = 200_000_000, 5_000_000

BREUSCH_PAGAN = (
    "Errors are independent, not necessarily normal, and their variance is constant or changes "
    "linearly with the columns of X."
)
WHITE = (
    "Errors are independent, not necessarily normal, and their variance is constant or changes "
    "with the columns of X, their squares and products."
)
JARQUE_BERA = (
    "Errors are independent with constant variance, and rows are many: below about 100 the "
    "p-value is only approximate."
)


class ResidualTest(NamedTuple):
    """One test.

    Attributes
    ----------
    statistic : chi-square with `degrees_of_freedom` in large samples if its hypothesis holds; NaN
        where it is not defined, as are the others then.
    p_value : 0..1, the chance of a statistic at least as large.
    degrees_of_freedom : >= 0.
    name : of its authors.
    supposes : what it takes for granted, one sentence.
    note : why it has no statistic, "" where it has one.
    """

    statistic: float
    p_value: float
    degrees_of_freedom: int
    name: str
    supposes: str
    note: str = ""


class ResidualTests(NamedTuple):
    """Three tests, and `notes` as in `Inference`."""

    breusch_pagan: ResidualTest
    white: ResidualTest
    jarque_bera: ResidualTest
    notes: tuple[str, ...]


def tests(
    X: ArrayLike | Doubled | Frame,
    y: ArrayLike | Doubled,
    weights: ArrayLike | None = None,  # noqa: PT028
) -> ResidualTests:
    """Test whether the errors of y on X have constant variance and a normal distribution.

    Breusch-Pagan and White are N R^2 of a regression of the squared residuals on the columns of X
    (White: on their squares and products too) with a constant, Koenker's form, which does not
    suppose normal errors; degrees of freedom are its columns but the constant, those that
    depend on others up to rounding left out. Jarque-Bera is N / 6 (S^2 + (K - 3)^2 / 4) of the
    skewness S and the kurtosis K of the residuals. Like `het_breuschpagan`, `het_white` and
    `jarque_bera` of statsmodels.

    Parameters
    ----------
    X : (N, p) as given (no column of ones is added to the fit), or a `Frame` of it.
    y : (N,). X and y may be text, Decimals, Fractions or `linreg.doubled.Doubled`.
    weights : (N,), >= 0; residuals are taken times their square roots, and rows of weight 0 do
        not count. None with a `Frame`, which already holds them.

    Raises
    ------
    ValueError : shapes do not fit, or a value is not finite.

    References
    ----------
    Breusch and Pagan (1979), Econometrica 47(5), 1287-1294; Koenker (1981), Journal of
    Econometrics 17(1), 107-112. White (1980), Econometrica 48(4), 817-838.
    Jarque and Bera (1987), International Statistical Review 55(2), 163-172.
    """
    return residual_tests(Fitted.of(X, y, weights))


def residual_tests(fit: Fitted) -> ResidualTests:
    """Return the same of a fit."""
    counted = _counted(fit)
    if fit.perfect:
        squares, columns, why = None, np.empty((fit.rows, 0)), "All residuals are 0."
    else:
        squares, columns, why = _centred_squares(fit, counted), fit.frame.unweighted[counted], ""
    return ResidualTests(
        _of_variance("Breusch-Pagan", BREUSCH_PAGAN, squares, columns, why),
        _white(fit, squares, columns, why),
        _jarque_bera(fit, counted, why),
        notes(fit),
    )


def _counted(fit: Fitted) -> NDArray[np.bool_]:
    weights = fit.frame.system.weights
    return np.ones(len(fit.y.high), dtype=bool) if weights is None else weights > 0.0


def _centred_squares(fit: Fitted, counted: NDArray[np.bool_]) -> Array:
    """Return squared residuals less their mean, in a unit of their own; all digits of it."""
    square = Doubled(*(half[counted] for half in squared_residuals(fit)[0]))
    middle = np.full_like(square.high, -square.high.mean())
    off = add(square, Doubled(middle, np.zeros_like(middle))).high
    return np.asarray(off - off.mean())


def _white(fit: Fitted, squares: Array | None, columns: Array, why: str) -> ResidualTest:
    if squares is None:
        return _of_variance("White", WHITE, squares, columns, why)
    N = len(columns)
    constant = constant_columns(fit.frame.system.X).any()
    first = columns if constant else np.column_stack([np.ones(N), columns])
    count = first.shape[1] * (first.shape[1] + 1) // 2
    if N * count**2 > MOST_OPERATIONS or N * count > MOST_NUMBERS:
        why = f"White's test takes {count:,} columns here: too many for {N:,} rows."
        return _undefined("White", WHITE, why)
    left, right = np.triu_indices(first.shape[1])
    return _of_variance("White", WHITE, squares, first[:, left] * first[:, right], why)


def _of_variance(
    name: str, supposes: str, squares: Array | None, columns: Array, why: str
) -> ResidualTest:
    """Return N R^2 of centred squares (N,) on columns (N, m) and a constant."""
    if squares is None:
        return _undefined(name, supposes, why)
    N = len(squares)
    if not squares.any():
        return _undefined(name, supposes, "All residuals have the same size.")
    basis = _centred_basis(columns)
    df = basis.shape[1]
    if df == 0:
        return _undefined(name, supposes, "X has no column but a constant.")
    if df >= N - 1:
        return _undefined(name, supposes, f"The test needs more than {df + 1:,} rows.")
    share = squares / np.linalg.norm(squares)
    statistic = N * float(np.sum((basis.T @ share) ** 2))
    return ResidualTest(statistic, float(chi_square_tail(statistic, df)), df, name, supposes)


def _undefined(name: str, supposes: str, why: str, df: int = 0) -> ResidualTest:
    return ResidualTest(math.nan, math.nan, df, name, supposes, why)


def _centred_basis(columns: Array) -> Array:
    """Return an orthonormal basis (N, r) of the columns less their means, up to rounding.

    The columns are products of orthonormal ones, and so as independent as they can be: what
    depends on the others shows in singular values of rounding size.
    """
    sizes = np.linalg.norm(columns, axis=0)
    scaled = columns[:, sizes > 0.0] / sizes[sizes > 0.0]
    if not scaled.shape[1]:
        return np.empty((len(columns), 0))
    centred = scaled - scaled.mean(axis=0)
    Q, R = np.linalg.qr(centred)
    U, s, _ = np.linalg.svd(R)
    least = _EPS * max(centred.shape) * math.sqrt(scaled.shape[1])
    return np.asarray(Q @ U[:, : len(s)][:, s > least])


def _jarque_bera(fit: Fitted, counted: NDArray[np.bool_], why: str) -> ResidualTest:
    if fit.perfect:
        return _undefined("Jarque-Bera", JARQUE_BERA, why, 2)
    weights = fit.frame.system.weights
    r = fit.residual.high if weights is None else fit.residual.high * np.sqrt(weights)
    r = r[counted] / np.abs(r).max()
    r = r - math.fsum(r) / len(r)
    second, third, fourth = (math.fsum(r**k) / len(r) for k in (2, 3, 4))
    if not second:
        return _undefined("Jarque-Bera", JARQUE_BERA, "All residuals are the same.", 2)
    skewness, excess = third / second**1.5, fourth / second**2 - 3.0
    statistic = len(r) / 6 * (skewness**2 + excess**2 / 4)
    return ResidualTest(
        statistic, float(chi_square_tail(statistic, 2)), 2, "Jarque-Bera", JARQUE_BERA
    )
