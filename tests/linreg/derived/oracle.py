"""What least squares says of a fit, in rational arithmetic: squares where there are roots."""

from fractions import Fraction
from functools import cached_property

import numpy as np

from linreg import exact


class Oracle:
    """X (N, p) of full rank, y and weights as Fractions of the floats given."""

    def __init__(self, X, y, weights=None):
        self.X, self.y = exact.rationals(X), exact.rationals(y)
        self.N, self.p = self.X.shape
        self.weights = exact.rationals(np.ones(self.N) if weights is None else weights)
        gram = (self.weights[:, np.newaxis] * self.X).T.dot(self.X)
        right = self.X.T.dot(self.weights * self.y)[:, np.newaxis]
        identity = np.array([[Fraction(i == j) for j in range(self.p)] for i in range(self.p)])
        both, dependent = exact.eliminate(gram, np.concatenate([right, identity], axis=1))
        assert not dependent
        self.coefficients, self.inverse = both[:, 0], both[:, 1:]

    @cached_property
    def residuals(self):
        return self.X.dot(self.coefficients) - self.y

    @cached_property
    def squares(self):
        return sum(self.weights * self.residuals**2)

    @property
    def spare(self):
        return sum(1 for w in self.weights if w) - self.p

    @property
    def variance(self):
        return self.squares / self.spare

    @property
    def loss(self):
        return self.squares / self.N

    @cached_property
    def leverage(self):
        return self.weights * self.form(self.X)

    def form(self, rows):
        """x'(X'WX)^-1 x of each row."""
        return np.array([x.dot(self.inverse).dot(x) for x in rows], dtype=object)

    @cached_property
    def room(self):
        return 1 - self.leverage

    @property
    def whole(self):
        mean = sum(self.weights * self.y) / sum(self.weights)
        return sum(self.weights * (self.y - mean) ** 2)

    @property
    def r_squared(self):
        return 1 - self.squares / self.whole

    @property
    def adjusted(self):
        rows = self.spare + self.p
        return 1 - self.variance * (rows - 1) / self.whole

    @property
    def f_value(self):
        return (self.whole - self.squares) / (self.p - 1) / self.variance

    @property
    def standard_errors_squared(self):
        return self.variance * np.diag(self.inverse)

    @property
    def internal_squared(self):
        return self.weights * self.residuals**2 / (self.variance * self.room)

    @property
    def external_squared(self):
        others = self.squares - self.weights * self.residuals**2 / self.room
        return self.weights * self.residuals**2 / self.room * (self.spare - 1) / others

    @property
    def cook(self):
        return self.internal_squared * self.leverage / self.room / self.p

    @property
    def dffits_squared(self):
        return self.external_squared * self.leverage / self.room

    @property
    def left_out(self):
        return self.residuals / self.room


def off(got, wanted):
    """The largest relative error of floats `got` against Fractions; of squares, half of it."""
    got, wanted = np.atleast_1d(got), np.atleast_1d(np.asarray(wanted, dtype=object))
    assert got.shape == wanted.shape
    return max(
        (float(abs((Fraction(float(g)) - w) / w)) if w else float(abs(g)))
        for g, w in zip(got.ravel(), wanted.ravel(), strict=True)
    )


def off_squared(got, wanted):
    """The same where `got` is a root of what is wanted, its sign aside."""
    got = np.atleast_1d(got)
    squares = np.array([Fraction(float(v)) ** 2 for v in got.ravel()], dtype=object)
    wanted = np.atleast_1d(np.asarray(wanted, dtype=object)).ravel()
    return max(
        float(abs(g - w) / w) / 2 if w else float(g) for g, w in zip(squares, wanted, strict=True)
    )
