"""Least squares of data that come in chunks, in constant memory.

What a fit keeps is the triangle R of the data (X y) = Q R: p + k rows with the same least squares
as all N. It is kept as its square R'R, summed in extended precision by
`linreg.solvers._refined.moments`, and taken out when asked for. Updated in float64, by QR of
stacked blocks, a triangle is stable, but its rounding moves coefficients by eps times the
condition number *squared* where residuals are large (Golub and Wilkinson 1966): 12.5 digits at
1000, 9.8 at 10^6. Sums of products in float64 would do so whatever the residuals. Here nothing of
float64's digits is lost before one last rounding, and since integers add up to the same sum in any
order, merges do too.
"""

from collections.abc import Callable
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import _checks, _settings
from linreg._arrays import Array, Doubled
from linreg.solvers import Solution, System, solve
from linreg.solvers._refined.moments import Moments
from linreg.solvers._refined.products import Products
from linreg.solvers._refined.solver import of_moments
from linreg.solvers._solve import find

__all__ = ["StreamingFit"]

# Slices of each column, more only where the sums would not be exact with fewer.
LEVELS = (4, 5, 6)
# Numbers held back until there are enough for one pass, and passed on at a time: 4 and 32 MB.
HELD = 2**19
PASSED = 2**22
# Bits of the triangle, of columns scaled to about 1.
TRIANGLE_BITS = 448
# A square of what is left of a column after projection, so far below its own, is none.
DEPENDENT_BITS = 180


def _products(X: Array, Y: Array) -> Products:
    """Return the products of some rows."""
    for level in LEVELS:
        found = Products.of((X, Y), None, None, level)
        if not found.error.any():
            break
    return found


def _triangle(products: Products, p: int) -> Doubled:
    """Return R (q, q) in doubled precision, zero in rows of columns that depend on those before.

    Cholesky's factor, in Python's own integers.
    """
    A, q = products.total.to_integers(TRIANGLE_BITS), len(products.error)
    independent = products.independent_columns(p)
    floors = [int(A[j, j]) >> DEPENDENT_BITS for j in range(q)]
    R = np.zeros((q, q), dtype=object)
    for j in range(q):
        known = independent is None or j >= p or j in independent
        if not (known and A[j, j] > floors[j]):
            continue
        L = (A[j, j:] << TRIANGLE_BITS) // A[j, j]
        R[j, j:] = isqrt(int(A[j, j]) << TRIANGLE_BITS) * L >> TRIANGLE_BITS
        A[j:, j:] -= np.outer(L, A[j, j:]) >> TRIANGLE_BITS
    high = _floats(R)
    low = _floats(R - _whole(np.ldexp(high, TRIANGLE_BITS)))
    return Doubled(np.ldexp(high, products.exponents), np.ldexp(low, products.exponents))


_whole = np.frompyfunc(int, 1, 1)


def _floats(R: NDArray[Any]) -> Array:
    one = 1 << TRIANGLE_BITS
    return np.array([v / one for v in R.ravel().tolist()], dtype=np.float64).reshape(R.shape)


class StreamingFit:
    """Least squares of rows that come in chunks: the numbers of `linreg.solve` of all of them.

    Memory is constant: a few megabytes and (p + k)^2 numbers, whatever N. Two fits of
    different rows merge into one, in any order, so that files can be read side by side.

    Parameters
    ----------
    n_features : p, the number of columns of X as given; no column of ones is added.
    progress : called with the number of rows so far, whenever some have been worked in.

    Examples
    --------
    >>> import linreg
    >>> fit = linreg.StreamingFit(n_features=2)
    >>> for rows, targets in (([[1, 1], [1, 2]], [1, 3]), ([[1, 3]], [5])):
    ...     _ = fit.update(rows, targets)
    >>> fit.solve().coefficients
    array([-1.,  2.])
    """

    def __init__(self, n_features: int, progress: Callable[[int], None] | None = None) -> None:
        self.n_features = _settings.count(n_features, "n_features", 1, "expected at least 1")
        self.progress = progress
        self.n_rows = 0
        self._square: Products | None = None
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
        return _checks.read_only(_triangle(self._square_of_all(), self.n_features).high)

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
                f"other has {other.n_features} features; expected {self.n_features}, as this fit."
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
        """Return the `Solution` for all rows so far; more may follow.

        Arguments as in `linreg.solve`, which solves for the triangle of the data: `X` and `y`
        of the solution have p + k rows. `refined` makes use of the digits beyond float64, the
        others do not. Raises ValueError before the first row.
        """
        find(method, rcond)
        p, square = self.n_features, self._square_of_all()
        R = _triangle(square, p)
        X = Doubled(*(half[:, :p] for half in R))
        y = Doubled(*(half[:, p:].reshape(len(half), *(self._y_shape or ())) for half in R))
        if method != "refined":
            return solve(X, y, method, rcond, ridge=ridge)
        return of_moments(
            System.of(X, None, ridge),
            y.high,
            Moments(square.total, square.error, np.empty(0)),
            square.exponents,
            lambda: square.independent_columns(p),
            rcond,
        )

    def _square_of_all(self) -> Products:
        if self._y_shape is None:
            raise ValueError("There are no rows yet: call update(X_chunk, y_chunk) first.")
        return self._worked_in()

    def _take(self, X: Array, Y: Array) -> None:
        """Hold some rows, copied, or work them in once they are many."""
        q = X.shape[1] + Y.shape[1]
        self._held.append((X.copy(), Y.copy()))
        self._held_rows += len(X)
        if self._held_rows >= max(HELD // q, 16 * q):
            self._keep(self._worked_in())
        self._advance(len(X))

    def _keep(self, square: Products) -> None:
        """Keep the square of all rows, and let the held ones go."""
        self._square = square
        self._held, self._held_rows = [], 0

    def _worked_in(self) -> Products:
        """Return the square of all rows, those held too. A fit has at least one row here."""
        if not self._held:
            assert self._square is not None
            return self._square
        X, Y = (np.concatenate(halves) for halves in zip(*self._held, strict=True))
        held = _products(X, Y)
        return held if self._square is None else self._square + held

    def _advance(self, rows: int) -> None:
        self.n_rows += rows
        if self.progress is not None:
            self.progress(self.n_rows)

    def _check_shapes(self, X: Array, y: Array) -> None:
        if X.shape[1] != self.n_features:
            raise ValueError(
                f"X_chunk has shape {X.shape}; expected (m, {self.n_features}), as many columns as "
                "n_features says."
            )
        self._check_targets(y.shape[1:], "y_chunk")

    def _check_targets(self, shape: tuple[int, ...], name: str) -> None:
        if self._y_shape is not None and shape != self._y_shape:
            wanted = ", ".join(map(str, ("m", *self._y_shape)))
            seen = ", ".join(map(str, ("m", *shape)))
            raise ValueError(
                f"{name} has targets of shape ({seen}); expected ({wanted}), as in the rows so far."
            )
