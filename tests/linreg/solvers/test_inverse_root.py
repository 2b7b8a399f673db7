"""Frames: their columns are orthonormal to far more than float64's digits."""

import numpy as np
import pytest

from linreg import exact
from linreg.solvers._refined.extended_gram import prove
from linreg.solvers._refined.inverse_root import inverse_root
from linreg.solvers._refined.products import Products


def products(X, weights=None, level=8):
    Y = np.empty((len(X), 0))
    found = Products.of((X, Y), None, weights, level)
    return found.scaled(found.norms())


@pytest.mark.parametrize("condition", [1e1, 1e4, 1e7, 1e11, 1e14])
def test_the_columns_of_a_frame_are_orthonormal(condition, rng):
    U, _ = np.linalg.qr(rng.standard_normal((30, 4)))
    V, _ = np.linalg.qr(rng.standard_normal((4, 4)))
    found = products((U * np.geomspace(1, 1 / condition, 4)) @ V.T)
    high, low = map(exact.rationals, inverse_root(prove(found.total, found.error, rounds=8)))
    T = high + low
    lacking = T.T.dot(found.total.to_fractions()).dot(T) - np.eye(4, dtype=int)
    assert np.abs(lacking.astype(float)).max() < 2.0**-98 * condition


@pytest.mark.parametrize("most", [1.0, 2.0, 3.0, 0.4])
def test_products_are_those_of_the_weighted_rows(most, rng):
    X, weights = rng.standard_normal((9, 3)) * [1e-200, 1.0, 1e150], rng.uniform(0, most, 9)
    weights[0] = most
    found, rows, w = products(X, weights), exact.rationals(X), exact.rationals(weights)
    wanted = rows.T.dot(w[:, np.newaxis] * rows)
    e = found.exponents
    units = np.vectorize(lambda v: exact.Fraction(2) ** int(v), otypes=[object])
    scaled = wanted * units(-(e[:, np.newaxis] + e) - 2 * found.halved)
    assert (found.total.to_fractions() == scaled).all()
    assert not found.error.any()
    assert ((np.diag(found.total.to_float()) > 0.2) & (np.diag(found.total.to_float()) <= 1)).all()
