from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import linreg
from linreg import Status, exact
from linreg.doubled import Doubled

seeds = st.integers(0, 2**32 - 1)


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_it_equals_plain_elimination_of_fractions(exact_least_squares, seed):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((7, 3)), rng.standard_normal(7)
    fit = exact.least_squares(X, y)
    assert fit.coefficients[:, 0].tolist() == exact_least_squares(X, y)
    assert fit.rank == 3


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_the_residual_is_exactly_orthogonal(seed):
    rng = np.random.default_rng(seed)
    X = exact.rationals(rng.integers(-3, 4, (6, 2)) @ rng.integers(-3, 4, (2, 4)))
    y = exact.rationals(rng.standard_normal((6, 2)))
    fit = exact.least_squares(X, y)
    assert not (X.T.dot(X.dot(fit.coefficients) - y)).any()
    assert fit.rank == np.linalg.matrix_rank(X.astype(float))


def test_least_norm_is_exact():
    fit = exact.least_squares([[1, 1, 0], [0, 0, 0]], [1, 5])
    assert fit.coefficients[:, 0].tolist() == [Fraction(1, 2), Fraction(1, 2), 0]
    assert fit.dependent == (1, 2)


def test_decimals_count_as_typed():
    for x in ("0.1", Decimal("0.1"), Fraction(1, 10)):
        assert exact.least_squares([[x]], ["0.3"]).coefficients[0, 0] == 3
    assert exact.least_squares([[0.1]], [0.3]).coefficients[0, 0] != 3
    assert linreg.solve([["0.1"]], ["0.3"], method="exact").coefficients.tolist() == [3]


def test_halves_are_added_up():
    X = Doubled(np.array([[1.0]]), np.array([[2.0**-80]]))
    expected = 1 / (1 + Fraction(1, 2**80))
    assert exact.least_squares(X, [1]).coefficients[0, 0] == expected


def test_weights_and_ridge_are_rational():
    fit = exact.least_squares([[1, 0], [1, 1], [1, 2]], [1, 2, 4], ["0.5", 1, 2], "0.25")
    gram = [[Fraction(15, 4), 5], [5, Fraction(37, 4)]]
    assert fit.gram.tolist() == gram
    w = fit.coefficients[:, 0]
    assert [row[0] * w[0] + row[1] * w[1] for row in gram] == [Fraction(21, 2), 18]


def test_the_inverse_is_exact():
    fit = exact.least_squares([[1, 0, 1], [1, 1, 2], [1, 2, 3]], [1, 2, 4])
    inverse = fit.inverse_gram()
    assert fit.dependent == (2,)
    part = fit.gram[:2, :2].dot(inverse[:2, :2])
    assert part.tolist() == [[1, 0], [0, 1]]
    assert not inverse[2].any()
    assert not inverse[:, 2].any()


def test_bad_text_is_quoted():
    with pytest.raises(ValueError, match=r"y holds '1,5' at \(1,\); expected a finite number"):
        exact.least_squares([[1], [1]], ["1", "1,5"])
    with pytest.raises(ValueError, match=r"X holds nan at \(0, 0\)"):
        exact.rationals([[float("nan")]])


def test_too_large_is_an_error_here_and_a_status_there():
    X = np.ones((2001, 5))
    with pytest.raises(exact.TooLarge, match="above 50,000"):
        exact.least_squares(X, X[:, 0])
    assert linreg.solve(X, X[:, 0], method="exact").status is Status.REFUSED


def test_doubled_keeps_106_bits():
    third = exact.doubled([Fraction(1, 3)])
    error = Fraction(float(third.high[0])) + Fraction(float(third.low[0])) - Fraction(1, 3)
    assert 0 < abs(error) < Fraction(1, 2**107)


@pytest.mark.parametrize("value", ["1e-99999999", "-2E99999999", Decimal("1e-99999999")])
@pytest.mark.parametrize("method", ["refined", "exact"])
def test_a_number_that_nothing_can_hold_is_refused_at_once(value, method):
    X = np.array([[value], [2], [3]], dtype=object)
    with pytest.raises(ValueError, match=r"at \(0, 0\); expected 0, or a size between 1e-5000 and"):
        linreg.solve(X, ["1", "2", "3"], method=method)


def test_zero_may_have_any_exponent():
    X = np.array([["0e-99999999"], ["2"]], dtype=object)
    assert linreg.solve(X, ["1", "4"]).coefficients.tolist() == [2.0]
