"""Last-digit jitter: which digits of the coefficients survive the rounding of the data?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg._checks import Array, plain, read_only
from linreg._settings import count, generator, shown
from linreg.resampling._cloud import MOST_DRAWS
from linreg.solvers import solve

_DIGITS_MOST = 15.0


@dataclass(frozen=True)
class Jitter:
    """Coefficients refitted to data perturbed below their last printed digit.

    Attributes
    ----------
    coefficients : (draws, p).
    centre : (p,), of the data as printed.
    digits : (p,), the significant digits of each coefficient that 95% of the draws leave alone,
        0..15.
    """

    coefficients: Array
    centre: Array
    digits: Array


def last_digit_jitter(
    columns: ArrayLike,
    y: ArrayLike,
    rng: np.random.Generator,
    draws: int = 200,
    design: Callable[[Array], Array] | None = None,
    response: Callable[[Array], Array] | None = None,
) -> Jitter:
    """Refit to data moved at random by up to half a unit of their last printed digit.

    Whoever typed 3.14 may have measured anything from 3.135 to 3.145; digits of w that change
    with it are not in the data.

    Parameters
    ----------
    columns : (N, m), text as typed (or numbers, taken at their shortest decimal).
    y : (N,), likewise.
    design : makes X (N, p) of the columns as floats, for example
        `lambda c: numpy.column_stack([numpy.ones(len(c)), c])`; by default the columns are X.
    response : makes what is fitted of y as floats, such as `numpy.log`; by default it is y.

    Raises
    ------
    ValueError : a text is no number, or shapes do not fit.

    References
    ----------
    Beaton, Rubin, Barone (1976), Journal of the American Statistical Association 71(353), 158-168.
    """
    typed, typed_y = _table(columns, "columns", 2), _table(y, "y", 1)
    count(draws, "draws", 1, "expected at least 1", MOST_DRAWS)
    generator(rng, "rng", "uniform")
    if len(typed) != len(typed_y):
        raise ValueError(
            f"columns has {len(typed)} rows and y {len(typed_y)}; expected as many rows in both."
        )
    build, transform = design or (lambda c: c), response or (lambda v: v)
    values, right = typed.astype(np.float64), typed_y.astype(np.float64)
    reach, reach_y = half_units(typed), half_units(typed_y)
    centre = _fit(build(values), transform(right))
    coefficients = np.empty((draws, len(centre)))
    for k in range(draws):
        moved = values + reach * rng.uniform(-1.0, 1.0, values.shape)
        moved_y = right + reach_y * rng.uniform(-1.0, 1.0, right.shape)
        coefficients[k] = _fit(build(moved), transform(moved_y))
    return Jitter(read_only(coefficients), read_only(centre), _surviving(coefficients, centre))


def half_units(values: ArrayLike) -> Array:
    """Return half a unit of the last printed digit of each number, in its units.

    "3.14" gives 0.005, "1500" gives 0.5, "1.5e3" gives 50.

    values: any shape, of text (or numbers, taken at their shortest decimal).
    Raises ValueError for text that is no number.
    """
    table = np.asarray(plain(values), dtype=object)
    halves = [float(Decimal(5).scaleb(_last_place(v) - 1)) for v in table.flat]
    return np.array(halves, dtype=np.float64).reshape(table.shape)


def _last_place(value: object) -> int:
    """Return the decimal exponent of the last printed digit."""
    text = str(int(value)) if isinstance(value, bool | np.bool_) else str(value)
    if isinstance(value, Fraction):
        decimal = Decimal(value.numerator) / value.denominator
        text = str(decimal) if Fraction(decimal) == value else text
    try:
        exponent = Decimal(text.strip()).as_tuple().exponent
    except InvalidOperation:
        exponent = "n"
    if isinstance(exponent, str):
        raise ValueError(
            f"{shown(value)} is not a finite decimal number; fix the cell or remove the row."
        )
    return exponent


def _table(values: ArrayLike, name: str, dimensions: int) -> NDArray[np.object_]:
    table = np.asarray(plain(values), dtype=object)
    if table.ndim != dimensions or not table.size:
        wanted = "(N, m)" if dimensions == 2 else "(N,)"
        raise ValueError(f"{name} has shape {table.shape}; expected {wanted}, not empty.")
    return table


def _fit(X: Array, y: Array) -> Array:
    return solve(X, y, method="qr").coefficients


def _surviving(coefficients: Array, centre: Array) -> Array:
    """Return -log10 of the relative change that 95 % of the draws stay below, 0..15."""
    with np.errstate(all="ignore"):
        change = np.quantile(np.abs(coefficients - centre), 0.95, axis=0) / np.abs(centre)
        digits = -np.log10(change)
    finite: Array = np.nan_to_num(digits, nan=0.0, posinf=_DIGITS_MOST)
    return np.clip(finite, 0.0, _DIGITS_MOST)
