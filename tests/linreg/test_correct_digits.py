"""Correct digits: how they are counted, and how many a method is expected to lose."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from linreg import correct_digits, solve
from linreg.diagnostics import expected_lost_digits


def test_correct_digits_counts_against_numbers_floats_cannot_hold():
    assert correct_digits(1.0, 1.0) == 15.0
    assert correct_digits(1.001, 1.0) == pytest.approx(3.0, abs=1e-9)
    assert correct_digits(1 / 3, Fraction(1, 3)) == 15.0
    third = Fraction(1, 3) * (1 + Fraction(1, 10**14))
    assert correct_digits(1 / 3, third) == pytest.approx(14.0, abs=0.01)
    assert correct_digits(0.1, Decimal("0.1")) == 15.0
    assert correct_digits(2.0, "0.2E+01") == 15.0


@pytest.mark.parametrize("estimate", [np.nan, np.inf, -np.inf, 1e300, -1.0])
def test_correct_digits_are_none_where_nothing_is_right(estimate):
    assert correct_digits(estimate, 1.0) == 0.0


def test_correct_digits_at_an_exact_zero_are_relative_to_the_scale():
    assert correct_digits(1e-9, 0) == pytest.approx(9.0)
    assert correct_digits(1e-9, 0, scale=1e3) == pytest.approx(12.0)
    assert correct_digits(0.0, 0) == 15.0


def test_correct_digits_keep_the_shape():
    digits = correct_digits([[1.0, 2.0], [3.0, np.nan]], [[1.0, 2.2], [3.0, 4.0]])
    assert digits.shape == (2, 2)
    assert isinstance(correct_digits(1.0, 1.0), float)
    with pytest.raises(ValueError, match="one exact value per estimate"):
        correct_digits([1.0, 2.0], [1.0, 2.0, 3.0])


def test_expected_lost_digits_follow_the_method():
    assert expected_lost_digits("normal", 1e6) == pytest.approx(12.0)
    assert expected_lost_digits("qr", 1e6) == pytest.approx(6.0)
    assert expected_lost_digits("qr", 1e6, residual_tangent=1.0) == pytest.approx(12.0, abs=0.01)
    assert expected_lost_digits("refined", 1e6) == 0.0
    assert expected_lost_digits("exact", np.inf) == 0.0
    assert expected_lost_digits("refined", 1e15) == 0.0
    assert expected_lost_digits("svd", np.inf) == pytest.approx(15.65, abs=0.01)


@pytest.mark.parametrize("method", ["inverse", "normal", "cholesky", "qr", "svd", "refined"])
@pytest.mark.parametrize("condition", [1e2, 1e4, 1e6])
def test_expected_lost_digits_bound_what_is_lost(method, condition, rng, exact_least_squares):
    U, _ = np.linalg.qr(rng.standard_normal((30, 4)))
    V, _ = np.linalg.qr(rng.standard_normal((4, 4)))
    X = U * np.geomspace(1.0, 1.0 / condition, 4) @ V.T
    y = X @ np.ones(4) + 0.1 * rng.standard_normal(30)
    exact = np.array(exact_least_squares(X, y), dtype=object)
    fit = X @ exact.astype(float)
    tangent = np.linalg.norm(fit - y) / np.linalg.norm(fit)
    kept = np.min(correct_digits(solve(X, y, method=method).coefficients, exact))
    assert 16 - kept <= expected_lost_digits(method, condition, tangent) + 1.5
