"""Leverage, studentised residuals, Cook's distance, DFFITS: what each row does to the fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, numbers, read_only, vector
from linreg.diagnostics._frame import Frame, row_weights
from linreg.doubled import power_of_two

_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Influence:
    """One number per row for each question, all (N,), dimensionless unless said.

    residuals: X w - y, in y's units (times the square roots of the weights). leverage: the
    diagonal of the hat matrix; it sums to the rank. internal: r / (s sqrt(1 - h)).
    external: the same with s estimated without the row; Student's t with N - rank - 1
    degrees of freedom. cooks_distance: how far the row moves all fitted values. dffits: how
    far it moves its own, in standard errors. left_out: the residual of the row from the fit
    to all others, in y's units.
    Rows of leverage 1, through which the fit must pass, get NaN in the last five.
    """

    residuals: Array
    leverage: Array
    internal: Array
    external: Array
    cooks_distance: Array
    dffits: Array
    left_out: Array


def influence(X: ArrayLike | Frame, y: ArrayLike, weights: ArrayLike | None = None) -> Influence:
    """Measure the influence of each row, from one factorisation and without a refit.

    Like `statsmodels.OLS(y, X).fit().get_influence()`, with residuals of the other sign.
    X: (N, p) as given, or a `Frame` of it; y: (N,); weights: (N,), >= 0.
    Raises ValueError for shapes that do not fit and values that are not finite.

    Source: Belsley, Kuh, Welsch, Regression Diagnostics (1980), chapter 2; Cook (1977),
    Technometrics 19(1), 15-18.
    """
    frame = Frame.of(X, weights)
    right = vector(y, len(frame.X), "y")
    if weights is not None:
        right = right * np.sqrt(row_weights(weights, len(right)))
    r = frame.solve(right)[1]
    h = frame.leverage()
    # A leverage within rounding of 1 leaves no residual to judge by.
    room = np.where(1.0 - h > _EPS * len(h), 1.0 - h, np.nan)
    with np.errstate(all="ignore"):
        rows = len(r) if weights is None else int(np.count_nonzero(row_weights(weights, len(r))))
        spare = rows - frame.rank
        size = power_of_two(r)
        unit = np.ldexp(r, -size)
        total = float(unit @ unit)
        internal = unit / np.sqrt(np.divide(total, spare) * room)
        others = np.maximum(total - unit**2 / room, 0.0)
        external = unit / np.sqrt(np.divide(others, spare - 1) * room)
        return Influence(
            residuals=read_only(r),
            leverage=read_only(h),
            internal=read_only(internal),
            external=read_only(external),
            cooks_distance=read_only(internal**2 * h / (room * frame.rank)),
            dffits=read_only(external * np.sqrt(h / room)),
            left_out=read_only(r / room),
        )


def leave_one_out_error(X: ArrayLike | Frame, y: ArrayLike) -> float:
    """Return the mean squared error of each row predicted from all others, in closed form.

    mean((r_i / (1 - h_i))^2), the PRESS statistic over N; NaN if a row has leverage 1.
    X: (N, p) as given, or a `Frame` of it; y: (N,).  In y's units squared.
    Raises ValueError for shapes that do not fit and values that are not finite.

    Source: Allen (1974), Technometrics 16(1), 125-127.
    """
    with np.errstate(over="ignore"):
        return float(np.mean(influence(X, y).left_out ** 2))


def durbin_watson(residuals: ArrayLike) -> float:
    """Return sum (r_i - r_(i-1))^2 / sum r_i^2: 2 for independent rows, 0 to 4.

    residuals: (N,) in the order of the rows.  NaN where all are 0.
    Raises ValueError for values that are not finite.

    Source: Durbin and Watson (1950), Biometrika 37, 409-428.
    """
    given = numbers(residuals, "residuals")
    r = vector(given, given.size, "residuals")
    largest = float(np.abs(r).max(initial=0.0))
    if largest == 0.0:
        return float("nan")
    r = r / largest
    return float(np.sum(np.diff(r) ** 2) / (r @ r))
