"""The engine room of `refined`: exact sums whatever the blocks, threads and outliers."""

import numpy as np
import pytest

from linreg.solvers._refined import threads
from linreg.solvers._refined.moments import RangeError, moments
from linreg.solvers._refined.product import row_products
from linreg.solvers._refined.source import source

BITS = 448


def whole_products(columns):
    """X'X in Python's own integers."""
    A = columns.astype(object)
    return A.T @ A


@pytest.mark.parametrize("workers", [1, 3])
def test_products_of_integers_are_exact_in_any_number_of_threads(workers, rng, monkeypatch):
    monkeypatch.setattr("linreg.solvers._refined.moments.available", lambda: workers)
    X = rng.integers(-(2**30), 2**30, (270_000, 3))
    y = rng.integers(-(2**20), 2**20, (270_000, 1))
    columns = source((X.astype(float), y.astype(float)))
    products = moments(columns, 3)
    e = columns.exponents
    shifts = (BITS - np.add.outer(e, e)).astype(object)
    expected = whole_products(np.hstack([X, y])) << shifts
    assert (products.total.to_integers(BITS) == expected).all()
    assert not products.error.any()


def test_some_columns_on_the_right_are_as_good_as_all(rng):
    X, y = rng.standard_normal((20_000, 4)), rng.standard_normal((20_000, 2))
    columns = source((X, y))
    every, some = moments(columns, 3), moments(columns, 3, slice(4), slice(4, None))
    difference = (every.total[:4, 4:] - some.total).to_float()
    assert (abs(difference) <= every.error[:4, 4:]).all()
    np.testing.assert_allclose(some.error, every.error[:4, 4:], rtol=1e-6)


def test_out_of_range_is_noticed(rng):
    X = rng.standard_normal((30_000, 1))
    X[12_345] = 2.0**400
    with pytest.raises(RangeError):
        moments(source((X, X)), 2)
    moments(source((X, X), ranged=True), 2)


@pytest.mark.parametrize(("m", "r", "n"), [(3, 3, 50), (42, 42, 1000), (90, 7, 300), (200, 5, 40)])
def test_products_in_pieces_equal_products_at_once(m, r, n, rng):
    A, B = rng.integers(-9, 9, (m, n)) * 1.0, rng.integers(-9, 9, (r, n)) * 1.0
    np.testing.assert_array_equal(row_products(A, B), A @ B.T)
    np.testing.assert_array_equal(row_products(A, A), A @ A.T)


def test_results_come_in_order_whatever_the_threads():
    assert list(threads.ordered(lambda i: i * i, range(50), 3)) == [i * i for i in range(50)]
    assert threads.available() >= 1


def test_the_browser_has_one_thread(monkeypatch):
    monkeypatch.setattr(threads.sys, "platform", "emscripten")
    assert threads.available() == 1
