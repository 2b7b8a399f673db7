"""Leverage, studentised residuals, Cook's distance, DFFITS: what each row does to the fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import exact
from linreg._arrays import Array, Doubled
from linreg._checks import numbers, read_only, vector
from linreg.diagnostics._fitted import Fitted, notes
from linreg.diagnostics._frame import Frame
from linreg.doubled import add, column_norms, divide, multiply

ALL = slice(None)
# Where other rows leave less than this share of the squares, a difference would lose digits.
_FEW = 0.125
# Where all other rows leave less than this share of the squares, they leave none.
_ALONE = 2.0**-80


@dataclass(frozen=True)
class Influence:
    """One number per row for each question, all (N,), dimensionless unless said.

    Values that are not defined are NaN: those from `internal` on for rows of leverage 1, through
    which the fit must pass; `internal` to `dffits`, and `dfbetas`, where no degree of freedom is
    left.

    Attributes
    ----------
    residuals : X w - y, in y's units (times the square roots of the weights).
    leverage : the diagonal of the hat matrix; it sums to the rank.
    internal : r / (s sqrt(1 - h)).
    external : the same with s estimated without the row; Student's t with N - rank - 1 degrees of
        freedom.
    cooks_distance : how far the row moves all fitted values.
    dffits : how far the row moves its own fitted value, in standard errors.
    left_out : the residual of the row from the fit to all others, in y's units (times the square
        root of its weight).
    dfbetas : (N, p), how far the row moves each coefficient: that of all rows less that of the
        others, in standard errors with s estimated without the row; NaN for coefficients that X
        does not determine. Computed when first asked for.
    notes : as in `Inference`.
    """

    residuals: Array
    leverage: Array
    internal: Array
    external: Array
    cooks_distance: Array
    dffits: Array
    left_out: Array
    notes: tuple[str, ...] = ()
    frame: Frame | None = field(default=None, kw_only=True, repr=False)

    @cached_property
    def dfbetas(self) -> Array:
        assert self.frame is not None
        known = self.frame.determined[:, np.newaxis]
        return read_only(np.where(known.T, self.dfbetas_of(self.frame, self.frame.T), np.nan))

    def dfbetas_of(
        self, frame: Frame, root: Doubled, rows: NDArray[np.intp] | slice = ALL
    ) -> Array:
        """Return DFBETAS (M, p) of coefficients in any units, for some rows by index.

        frame, root: the frame of the fit, and root (p, rank) as in `Inference`.
        Belsley, Kuh and Welsch (1980), 2.1, with root Z' for (X'WX)^-1 X' sqrt(W).
        """
        room = np.where(frame.room() > 0.0, frame.room(), np.nan)
        with np.errstate(all="ignore"):
            size = column_norms(root.high.T)
            # A column that depends on the others has a row of zeros.
            unit = Doubled(*(half.T / np.where(size > 0.0, size, 1.0) for half in root))
            moved = -(self.external / np.sqrt(room))[rows]
            return moved[:, np.newaxis] * frame.images(unit, rows)


def influence(
    X: ArrayLike | Doubled | Frame, y: ArrayLike | Doubled, weights: ArrayLike | None = None
) -> Influence:
    """Return the influence of each row, from one factorisation and without a refit.

    Like `statsmodels.OLS(y, X).fit().get_influence()`, with residuals of the other sign.

    Parameters
    ----------
    X : (N, p) as given, or a `Frame` of it.
    y : (N,). X and y may be text, Decimals, Fractions or `linreg.doubled.Doubled`.
    weights : (N,), >= 0.

    Raises
    ------
    ValueError : shapes do not fit, or a value is not finite.

    References
    ----------
    Belsley, Kuh, Welsch, Regression Diagnostics (1980), chapter 2.
    Cook (1977), Technometrics 19(1), 15-18.
    """
    fit = Fitted.of(X, y, weights)
    frame = X if isinstance(X, Frame) else fit.frame
    h, r, rank = frame.leverage(), fit.residuals(), max(frame.rank, 1)
    room = np.where(frame.room() > 0.0, frame.room(), np.nan)
    with np.errstate(all="ignore"):
        inside, outside = _shares(fit, frame, room)
        internal = np.sign(r) * np.sqrt(inside * fit.spare)
        external = np.sign(r) * np.sqrt(outside * (fit.spare - 1))
        return Influence(
            residuals=read_only(r),
            leverage=read_only(h),
            internal=read_only(internal),
            external=read_only(external),
            cooks_distance=read_only(internal**2 * h / (room * rank)),
            dffits=read_only(external * np.sqrt(h / room)),
            left_out=read_only(r / room),
            notes=notes(fit),
            frame=frame,
        )


def _shares(fit: Fitted, frame: Frame, room: Array) -> tuple[Array, Array]:
    """Return r^2 / (1 - h) over the sum of squared residuals, of all rows and of the others."""
    nothing = np.full_like(room, np.nan)
    if not fit.squares:
        return nothing, nothing
    square, total = squared_residuals(fit)
    own = divide(square, Doubled(room, np.zeros_like(room)))
    others = _less(total, own)
    few = np.flatnonzero(others < _FEW * total.high)
    if len(few):
        own = divide(Doubled(square.high[few], square.low[few]), frame.rooms(few))
        others[few] = _less(Doubled(total.high[few], total.low[few]), own)
    rest = np.where(others <= _ALONE * total.high, 0.0, others) if fit.spare > 1 else nothing
    return square.high / room / total.high, square.high / room / rest


def _less(total: Doubled, own: Doubled) -> Array:
    return add(total, Doubled(-own.high, -own.low)).high


def squared_residuals(fit: Fitted) -> tuple[Doubled, Doubled]:
    """Return the squared residuals, weights included, and their sum as often, (N,)."""
    r, zeros = fit.residual, np.zeros_like(fit.y.high)
    square, weights = multiply(r, r), fit.frame.system.weights
    if weights is not None:
        size = 2 * fit.reduced.products.halved
        square = multiply(square, Doubled(np.ldexp(weights, -size), zeros))
    total = exact.to_doubled(np.array([fit.squares], dtype=object))
    return square, Doubled(total.high + zeros, total.low + zeros)


def leave_one_out_error(X: ArrayLike | Frame, y: ArrayLike) -> float:
    """Return the mean squared error of each row predicted from all others, in closed form.

    mean((r_i / (1 - h_i))^2), the PRESS statistic over N.

    Parameters
    ----------
    X : (N, p) as given, or a `Frame` of it.
    y : (N,).

    Returns
    -------
    In y's units squared; NaN if a row has leverage 1.

    Raises
    ------
    ValueError : shapes do not fit, or a value is not finite.

    References
    ----------
    Allen (1974), Technometrics 16(1), 125-127.
    """
    with np.errstate(over="ignore"):
        return float(np.mean(influence(X, y).left_out ** 2))


def durbin_watson(residuals: ArrayLike) -> float:
    """Return sum (r_i - r_(i-1))^2 / sum r_i^2: 2 for independent rows, 0 to 4.

    Parameters
    ----------
    residuals : (N,) in the order of the rows.

    Returns
    -------
    NaN where all residuals are 0.

    Raises
    ------
    ValueError : a value is not finite.

    References
    ----------
    Durbin and Watson (1950), Biometrika 37, 409-428.
    """
    given = numbers(residuals, "residuals")
    r = vector(given, given.size, "residuals")
    largest = float(np.abs(r).max(initial=0.0))
    if largest == 0.0:
        return float("nan")
    r = r / largest
    return float(np.sum(np.diff(r) ** 2) / (r @ r))
