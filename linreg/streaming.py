"""Least squares of data that come in chunks, in constant memory.

What a fit keeps is the triangle R of the data (X y) = Q R: p + k rows with the same least
squares as all N. It is kept as its square R'R, summed in extended precision (`_moments`), and
taken out when asked for. Updated in float64, by QR of stacked blocks, a triangle is stable, but
its rounding moves coefficients by eps times the condition number *squared* where residuals are
large (Golub and Wilkinson 1966): 12.5 digits at 1000, 9.8 at 10^6. Sums of products in float64
would do so whatever the residuals. Here nothing of float64's digits is lost before one last
rounding, and since integers add up to the same sum in any order, merges do too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import _checks, _settings
from linreg._arrays import Array, Doubled
from linreg.solvers import Solution, _fixed, solve
from linreg.solvers._fixed import Fixed
from linreg.solvers._moments import RangeError, moments, source
from linreg.solvers._normal import normal

__all__ = ["StreamingFit"]

# Slices of each column: products to about 2^-114, the square of 2^-57, below float64's rounding.
LEVEL = 4
# Numbers held back until there are enough for one pass, and passed on at a time: 4 and 32 MB.
HELD = 2**19
PASSED = 2**22


@dataclass(frozen=True)
class Square:
    """R'R = (X y)'(X y) of the rows so far.

    total (q, q): in fixed point, of columns scaled by 2^-exponent; error: its estimated error.
    """

    total: Fixed
    error: Array
    exponents: NDArray[np.intp]

    @classmethod
    def of(cls, X: Array, Y: Array) -> "Square":
        """The square of some rows."""
        columns = source((X, Y))
        try:
            products = moments(columns, LEVEL)
        except RangeError:
            columns = source((X, Y), ranged=True)
            products = moments(columns, LEVEL)
        return cls(products.total, products.error, columns.exponents)

    def __add__(self, other: "Square") -> "Square":
        """The square of the rows of both."""
        exponents = np.maximum(self._needed(), other._needed())
        left, right = self._scaled(exponents), other._scaled(exponents)
        return Square(left.total + right.total, left.error + right.error, exponents)

    def _needed(self) -> NDArray[np.intp]:
        """The exponents, but none to speak of for columns of zeros."""
        return np.where(np.diag(self.total) == 0, _LEAST, self.exponents).astype(np.intp)

    def _scaled(self, exponents: NDArray[np.intp]) -> "Square":
        shifts = np.add.outer(exponents, exponents) - np.add.outer(self.exponents, self.exponents)
        # Negative only where the column is zero, and so the products.
        shifts = np.maximum(shifts, 0)
        total = self.total >> shifts.astype(object)
        return Square(total, np.ldexp(self.error, -shifts), exponents)

    def triangle(self) -> Doubled:
        """R (q, q) in doubled precision; the rows of columns that depend on those before are 0."""
        factors = normal(self.total, self.error, last=True).ldl or _fixed.ldl(self.total)
        roots = [isqrt(max(int(d), 0) << _fixed.BITS) for d in factors.D]
        kept = np.isin(np.arange(len(roots)), factors.independent)
        R = (np.array(roots, dtype=object) * kept * factors.L >> _fixed.BITS).T
        high = _fixed.to_float(R)
        low = _fixed.to_float(R - _fixed.of_float(high))
        return Doubled(np.ldexp(high, self.exponents), np.ldexp(low, self.exponents))


_LEAST = -(2**20)


class StreamingFit:
    """Least squares of rows that come in chunks: the numbers of `linreg.solve` of all of them.

    Memory is constant: a few megabytes and (p + k)^2 numbers, whatever N. Two fits of
    different rows merge into one, in any order, so that files can be read side by side.

    Parameters
    ----------
    n_features : p, the number of columns of X as given; no column of ones is added.
    progress : called with the number of rows so far, whenever some have been worked in.
    """

    def __init__(self, n_features: int, progress: Callable[[int], None] | None = None) -> None:
        self.n_features = _settings.count(n_features, "n_features", 1, "wanted at least 1")
        self.progress = progress
        self.n_rows = 0
        self._square: Square | None = None
        self._held: list[tuple[Array, Array]] = []
        self._held_rows = 0
        self._y_shape: tuple[int, ...] | None = None

    def __repr__(self) -> str:
        return f"<StreamingFit of {self.n_features} features: {self.n_rows} rows>"

    @property
    def R(self) -> Array:
        """The triangle of the rows so far, (p + k, p + k): R'R = (X y)'(X y), rounded to floats.

        Raises ValueError before the first row.
        """
        return _checks.read_only(self._triangle().high)

    def update(self, X_chunk: ArrayLike, y_chunk: ArrayLike) -> "StreamingFit":
        """Take in some rows: X_chunk (m, p), y_chunk (m,) or (m, k), the same k each time.

        Returns the fit. Raises ValueError on other shapes and on numbers that are not finite;
        then nothing has been taken in. m = 0 is fine.
        """
        shape = getattr(X_chunk, "shape", None)
        if shape == (0, self.n_features) and np.shape(y_chunk)[:1] == (0,):
            return self
        X = _checks.matrix(X_chunk, "X_chunk")
        y = _checks.target(y_chunk, len(X), "y_chunk")
        self._check_shapes(X, y)
        self._y_shape = y.shape[1:]
        Y = y.reshape(len(y), -1)
        rows = max(1, PASSED // (X.shape[1] + Y.shape[1]))
        for first in range(0, len(X), rows):
            self._take(X[first : first + rows], Y[first : first + rows])
        return self

    def merge(self, other: "StreamingFit") -> "StreamingFit":
        """Take in all rows of another fit, which stays as it is. Returns this fit."""
        _settings.having(other, "other", ("n_features", "_y_shape"), "a linreg.StreamingFit")
        if other.n_features != self.n_features:
            raise ValueError(
                f"other has {other.n_features} features; wanted {self.n_features}, as this fit."
            )
        if other._y_shape is None:
            return self
        self._check_targets(other._y_shape, "other")
        self._y_shape = other._y_shape
        theirs = other._worked_in()
        self._keep(theirs if self.n_rows == 0 else self._worked_in() + theirs)
        self._advance(other.n_rows)
        return self

    def solve(
        self, method: str = "refined", rcond: float | None = None, ridge: float = 0.0
    ) -> Solution:
        """The `Solution` for all rows so far; more may follow.

        Arguments as in `linreg.solve`, which solves for the triangle of the data: `X` and `y`
        of the solution have p + k rows. `refined` makes use of the digits beyond float64, the
        others do not. Raises ValueError before the first row.
        """
        R, p = self._triangle(), self.n_features
        y = Doubled(*(half[:, p:].reshape(len(half), *(self._y_shape or ())) for half in R))
        return solve(Doubled(*(half[:, :p] for half in R)), y, method, rcond, ridge=ridge)

    def _triangle(self) -> Doubled:
        if self._y_shape is None:
            raise ValueError("There are no rows yet: call update(X_chunk, y_chunk) first.")
        return self._worked_in().triangle()

    def _take(self, X: Array, Y: Array) -> None:
        """Hold some rows, copied, or work them in once they are many."""
        q = X.shape[1] + Y.shape[1]
        self._held.append((X.copy(), Y.copy()))
        self._held_rows += len(X)
        if self._held_rows >= max(HELD // q, 16 * q):
            self._keep(self._worked_in())
        self._advance(len(X))

    def _keep(self, square: Square) -> None:
        """Keep the square of all rows, and let the held ones go."""
        self._square = square
        self._held, self._held_rows = [], 0

    def _worked_in(self) -> Square:
        """The square of all rows, those held too. A fit has at least one row here."""
        if not self._held:
            assert self._square is not None
            return self._square
        X, Y = (np.concatenate(halves) for halves in zip(*self._held, strict=True))
        held = Square.of(X, Y)
        return held if self._square is None else self._square + held

    def _advance(self, rows: int) -> None:
        self.n_rows += rows
        if self.progress is not None:
            self.progress(self.n_rows)

    def _check_shapes(self, X: Array, y: Array) -> None:
        if X.shape[1] != self.n_features:
            raise ValueError(
                f"X_chunk has shape {X.shape}; wanted (m, {self.n_features}), as many columns as "
                "n_features says."
            )
        self._check_targets(y.shape[1:], "y_chunk")

    def _check_targets(self, shape: tuple[int, ...], name: str) -> None:
        if self._y_shape is not None and shape != self._y_shape:
            wanted = ", ".join(map(str, ("m", *self._y_shape)))
            seen = ", ".join(map(str, ("m", *shape)))
            raise ValueError(
                f"{name} has targets of shape ({seen}); wanted ({wanted}), as in the rows so far."
            )
