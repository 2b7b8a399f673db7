"""Proofs of independence: given where there is one, never where columns may be dependent."""

import numpy as np
import pytest

from linreg import exact
from linreg.solvers._refined.extended_gram import EXACTLY, prove
from linreg.solvers._refined.moments import moments, source


def system(X, level=8):
    products = moments(source((X, np.empty((len(X), 0)))), level)
    return products.total, products.error


def columns(rng, condition, p=4):
    U, _ = np.linalg.qr(rng.standard_normal((30, p)))
    V, _ = np.linalg.qr(rng.standard_normal((p, p)))
    return (U * np.geomspace(1, 1 / condition, p)) @ V.T


@pytest.mark.parametrize("condition", [1e1, 1e5, 1e8, 1e12, 1e15])
def test_independent_columns_are_proved_so(condition, rng):
    gram, error = system(columns(rng, condition))
    found = prove(gram, error, rounds=8)
    assert found is not None
    assert found.distance < 0.25
    assert (prove(gram, error, rounds=0) is not None) == (condition < 1e7)


def test_dependent_columns_are_never_proved_independent(rng):
    for _ in range(50):
        a, b = rng.integers(-9, 10, (2, 7)).astype(float)
        gram, error = system(np.column_stack([a, b, rng.integers(2, 99) * a - b]))
        assert prove(gram, error, rounds=8) is None
        assert prove(gram, error, rounds=0) is None


def test_what_is_not_known_well_enough_proves_nothing(rng):
    gram, error = system(columns(rng, 1e5))
    assert prove(gram, error + 1e-9, rounds=8) is None


@pytest.mark.parametrize("condition", [1e2, 1e8, 1e13])
def test_solutions_are_within_their_bound(condition, rng):
    X, y = columns(rng, condition), rng.standard_normal((30, 1))
    sources = source((X, y))
    products = moments(sources, 8)
    gram, right = products.part(slice(4), slice(4)), products.part(slice(4), slice(4, None))
    found = prove(gram.total, gram.error, rounds=8)
    W, lacking = found.solve(right.total, EXACTLY)
    e = sources.exponents
    units = [[exact.Fraction(2) ** int(v - e[4])] for v in e[:4]]
    true = exact.least_squares(X, y).coefficients * np.array(units, dtype=object)
    high, low = W.to_doubled()
    off = abs(exact.rationals(high) + exact.rationals(low) - true).astype(float)
    bound = lacking + found.spread(W.to_float(), right.error)
    assert (off <= bound + 2.0**-104 * np.abs(high)).all()


def test_the_inverse_is_near_enough_for_standard_errors(rng):
    X = columns(rng, 1e10)
    found = prove(*system(X), rounds=8)
    product = found.inverse @ found.gram.to_float()
    assert np.abs(product - np.eye(4)).max() < 1e-16 * 1e20
    assert 1e8 < found.amplification < 1e11
