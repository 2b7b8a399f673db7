"""Belsley's condition indices and shares against long arithmetic, beyond what floats can tell."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from linreg import exact
from linreg.diagnostics import collinearity

YEARS = range(1990, 2010)
FAR = range(10**9, 10**9 + 8)


def powers(x, degree):
    """Return the powers of whole numbers (N, degree + 1) in doubled precision."""
    terms = [[Fraction(v) ** k for k in range(degree + 1)] for v in x]
    return exact.to_doubled(np.array(terms, dtype=object))


def right(x, degree):
    """Return indices (p,) and shares (p, p) of the powers of whole numbers."""
    p = degree + 1
    with mpmath.workdps(90):
        X = mpmath.matrix([[mpmath.mpf(v) ** k for k in range(p)] for v in x])
        for k in range(p):
            length = mpmath.norm(X[:, k])
            X[:, k] = X[:, k] / length
        values, vectors = mpmath.eigsy(X.T * X)
        parts = [[vectors[j, k] ** 2 / values[k] for j in range(p)] for k in range(p)]
        wholes = [sum(row[j] for row in parts) for j in range(p)]
        order = sorted(range(p), key=lambda k: -values[k])
        indices = [float(mpmath.sqrt(max(values) / values[k])) for k in order]
        shares = [[float(parts[k][j] / wholes[j]) for j in range(p)] for k in order]
    return np.array(indices), np.array(shares)


@pytest.mark.parametrize(
    ("x", "degree"), [(YEARS, 3), (YEARS, 4), (YEARS, 6), (YEARS, 8), (FAR, 2), (range(20), 5)]
)
def test_indices_and_shares_of_powers_are_right_whatever_their_size(x, degree):
    found = collinearity(powers(x, degree))
    indices, shares = right(x, degree)
    np.testing.assert_allclose(found.condition_indices, indices, rtol=1e-6)
    np.testing.assert_allclose(found.proportions, shares, atol=1e-6)


def test_the_indices_of_years_to_the_eighth_are_known():
    found = collinearity(powers(YEARS, 8))
    assert found.condition_indices[-2:] == pytest.approx([7.00e19, 2.36e23], rel=2e-3)
    np.testing.assert_allclose(found.proportions[-1], 1.0, atol=5e-3)


def test_two_near_dependencies_are_told_apart(rng):
    X = rng.standard_normal((60, 5))
    X[:, 1] = X[:, 0] + 1e-12 * X[:, 1]
    X[:, 3] = X[:, 2] + 1e-14 * X[:, 3]
    found = collinearity(X)
    tied = found.proportions > 0.5
    np.testing.assert_array_equal(tied[-1], [False, False, True, True, False])
    np.testing.assert_array_equal(tied[-2], [True, True, False, False, False])


def test_more_columns_than_rows_have_infinite_indices(rng):
    X = np.array([[1, 1, 3, 2, 1], [1, 2, 1, 2, 5], [1, 4, 7, 9, 2]], dtype=float)
    found = collinearity(X)
    assert np.isinf(found.condition_indices[3:]).all()
    assert np.isfinite(found.condition_indices[:3]).all()
    np.testing.assert_allclose(found.proportions[3:].sum(axis=0), 1.0)


def test_what_is_determined_has_no_part_in_an_infinite_index(rng):
    x = rng.standard_normal((30, 3))
    found = collinearity(np.column_stack([np.ones(30), x, x[:, 0], np.zeros(30)]))
    assert np.isinf(found.condition_indices).sum() == 2
    infinite = found.proportions[np.isinf(found.condition_indices)].sum(axis=0)
    np.testing.assert_allclose(infinite, [0, 1, 0, 0, 1, 1])
    np.testing.assert_allclose(found.proportions.sum(axis=0), 1.0)


def test_too_many_columns_are_not_told_more_than_floats_can(rng):
    X = rng.standard_normal((90, 70))
    X[:, 1] = X[:, 0] + 1e-15 * X[:, 1]
    found = collinearity(X)
    assert np.isnan(found.condition_indices[-1])
    assert np.isnan(found.proportions).all()
    assert np.isfinite(found.condition_indices[:-1]).all()
