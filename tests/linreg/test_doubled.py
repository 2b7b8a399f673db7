from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg import doubled
from linreg.doubled import Doubled

reals = st.floats(-1e100, 1e100).filter(lambda v: v == 0 or abs(v) > 1e-100)
arrays = st.lists(reals, min_size=1, max_size=30).map(np.array)


def value(pair, i=0):
    high, low = (np.ravel(half)[i] for half in pair)
    return Fraction(float(high)) + Fraction(float(low))


def halves(a, b):
    return doubled.two_sum(np.array([a]), np.array([b * 2.0**-60]))


@given(reals, reals)
def test_sums_and_products_lose_nothing(a, b):
    x, y = np.array([a]), np.array([b])
    assert value(doubled.two_sum(x, y)) == Fraction(a) + Fraction(b)
    assert value(doubled.two_product(x, y)) == Fraction(a) * Fraction(b)
    assert value(doubled.split(x)) == Fraction(a)


@given(reals, reals, reals, reals)
def test_doubled_numbers_have_a_hundred_bits(a, b, c, d):
    x, y = halves(a, b), halves(c, d)
    exact = value(x) + value(y)
    assert abs(value(doubled.add(x, y)) - exact) <= abs(exact) / 2**103
    exact = value(x) * value(y)
    assert abs(value(doubled.multiply(x, y)) - exact) <= abs(exact) / 2**100


@given(arrays)
def test_totals(a):
    exact = sum(map(Fraction, a.tolist()))
    bound = sum(abs(Fraction(v)) for v in a.tolist()) / 2**98
    assert abs(value(doubled.total(a)) - exact) <= bound


@given(st.integers(0, 2**32 - 1))
def test_residuals_are_rounded_once(seed):
    rng = np.random.default_rng(seed)
    X, w = rng.standard_normal((6, 4)), rng.standard_normal(4)
    y = X @ w + 1e-14 * rng.standard_normal(6)
    for i, r in enumerate(doubled.residual(X, w, y)):
        terms = (Fraction(a) * Fraction(b) for a, b in zip(X[i].tolist(), w.tolist(), strict=True))
        exact = Fraction(float(y[i])) - sum(terms)
        assert abs(Fraction(float(r)) - exact) <= abs(exact) / 2**52 + Fraction(1, 2**98)


def test_residuals_of_several_y_and_in_blocks():
    rng = np.random.default_rng(1)
    X, W, low = rng.standard_normal((9000, 3)), rng.standard_normal((3, 2)), np.full((3, 2), 1e-20)
    Y = rng.standard_normal((9000, 2))
    together = doubled.residual(X, W, Y, low)
    for j in range(2):
        alone = doubled.residual(X, W[:, j], Y[:, j], low[:, j])
        np.testing.assert_array_equal(together[:, j], alone)
    np.testing.assert_allclose(together, Y - X @ W, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("size", [1e307, 1e-290])
def test_residuals_of_any_magnitude(size):
    X, w = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, 0.25])
    y = np.array([1.5, 2.75])
    np.testing.assert_allclose(doubled.residual(X * size, w, y * size), [0.5 * size, 0.25 * size])
    np.testing.assert_allclose(doubled.residual(X * size, w / size, y), [0.5, 0.25])
    assert np.isnan(doubled.residual(X, w * np.nan, y)).all()


def test_norms_neither_overflow_nor_vanish():
    X = np.array([[3e300, 3e-300, 0.0], [4e300, 4e-300, 0.0]])
    np.testing.assert_allclose(doubled.column_norms(X), [5e300, 5e-300, 0], rtol=1e-15)


def test_the_type_is_a_pair():
    assert Doubled(np.ones(1), np.zeros(1)).high.tolist() == [1]
