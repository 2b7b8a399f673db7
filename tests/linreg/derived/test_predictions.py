"""Estimators' predictions, scores and summaries of ill-conditioned fits, in rational arithmetic."""

import copy
import pickle

import numpy as np
import pytest

from linreg import LinearRegression, Ridge
from tests.linreg.derived.oracle import Oracle, off

YEARS = np.arange(1950.0, 2021.0)
Y = np.round(np.sin(np.arange(71) / 7) + np.cos(np.arange(71.0) ** 2), 3)


def design(degree):
    return np.vander(YEARS, degree + 1, increasing=True)


@pytest.mark.parametrize("degree", [2, 4, 8])
def test_raw_powers_of_years_predict_as_they_fit(degree):
    X, right = design(degree), Oracle(design(degree), Y)
    model = LinearRegression().fit(X[:, 1:], Y)
    assert off(model.predict(X[:, 1:]), right.X.dot(right.coefficients)) < 1e-12
    assert model.score(X[:, 1:], Y) == pytest.approx(float(right.r_squared), rel=1e-12)
    assert f"{float(right.loss):.6g}" in model.summary()


def test_more_powers_never_score_worse():
    scores = [
        LinearRegression().fit(design(d)[:, 1:], Y).score(design(d)[:, 1:], Y) for d in range(1, 9)
    ]
    assert scores == sorted(scores)


def test_a_target_far_from_zero_keeps_its_score():
    y = 1e9 + Y
    model, right = LinearRegression().fit(YEARS[:, None], y), Oracle(design(1), y)
    assert model.score(YEARS[:, None], y) == pytest.approx(float(right.r_squared), rel=1e-12)


def test_copies_predict_the_same_and_changed_coefficients_others():
    X = design(8)[:, 1:]
    model = LinearRegression().fit(X, Y)
    for other in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        np.testing.assert_array_equal(other.predict(X), model.predict(X))
    model.coef_ = np.ones(8)
    np.testing.assert_allclose(model.predict(X), X.sum(axis=1) + model.intercept_)


def test_shapes_of_several_targets_stay():
    X, both = YEARS[:, None], np.column_stack([Y, 2 * Y])
    for model in (LinearRegression(), Ridge(1.0), Ridge(alpha=[1.0, 2.0])):
        assert model.fit(X, both).predict(X).shape == (71, 2)
        assert 0 <= model.score(X, both) <= 1
    assert LinearRegression().fit(X, Y[:, None]).predict(X).shape == (71, 1)
