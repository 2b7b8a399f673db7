"""Logistic regression against an independent fit, its own equations, and parted data."""

import numpy as np
import pytest
import statsmodels.api as sm

from linreg import logistic
from linreg.logistic import LogisticStatus


def classes(seed: int, rows: int = 200, p: int = 3, size: float = 1.0):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(rows), rng.normal(size=(rows, p - 1)) * size])
    w = rng.normal(size=p) / np.array([1.0, *[size] * (p - 1)])
    return X, (rng.random(rows) < 1 / (1 + np.exp(-X @ w))).astype(float)


@pytest.mark.parametrize("seed", range(4))
def test_as_statsmodels_finds(seed: int) -> None:
    X, y = classes(seed)
    found = logistic.fit(X, y)
    assert found.status is LogisticStatus.OK
    expected = sm.Logit(y, X).fit(disp=0, tol=1e-14)
    np.testing.assert_allclose(found.coefficients, expected.params, rtol=1e-8)
    np.testing.assert_allclose(found.loss, -expected.llf / len(y), rtol=1e-12)


@pytest.mark.parametrize("size", [1e-150, 1e-3, 1e6, 1e150])
def test_the_score_vanishes_whatever_the_units(size: float) -> None:
    X, y = classes(5, size=size)
    found = logistic.fit(X, y)
    score = X.T @ (y - logistic.probability(X, found.coefficients))
    assert np.all(np.abs(score) <= 1e-9 * np.abs(X).sum(axis=0))


def test_parted_data_are_said_to_be_parted() -> None:
    X = np.column_stack([np.ones(6), np.arange(6.0)])
    found = logistic.fit(X, [0, 0, 0, 1, 1, 1])
    assert found.status is LogisticStatus.SEPARATED
    assert np.isfinite(found.coefficients).all()
    boundary = -found.coefficients[0] / found.coefficients[1]
    assert 2 < boundary < 3


def test_data_that_touch_at_the_boundary_have_no_maximum_either() -> None:
    X = np.column_stack([np.ones(6), [0, 1, 2, 2, 3, 4]])
    assert logistic.fit(X, [0, 0, 0, 1, 1, 1]).status is LogisticStatus.SEPARATED


def test_one_class_has_no_boundary() -> None:
    found = logistic.fit(np.ones((3, 1)), [1, 1, 1])
    assert found.status is LogisticStatus.ONE_CLASS
    assert np.isnan(found.coefficients).all()


def test_a_copied_column_shares_its_coefficient() -> None:
    X, y = classes(1)
    single = logistic.fit(X, y).coefficients
    double = logistic.fit(np.column_stack([X, X[:, 1]]), y).coefficients
    np.testing.assert_allclose(double[1] + double[3], single[1], rtol=1e-8)


def test_other_responses_are_refused() -> None:
    with pytest.raises(ValueError, match=r"y holds 2 and 0 more .* Code the two classes"):
        logistic.fit(np.ones((3, 1)), [0, 1, 2])
    with pytest.raises(ValueError, match=r"y has shape \(2,\)"):
        logistic.fit(np.ones((3, 1)), [0, 1])
