"""scikit-learn's own public checks, run on the estimators through a thin adapter.

The adapter adds scikit-learn's base class, whose methods ours hide, and its class of error for
what has not been fitted.
"""

import pytest
import sklearn.exceptions
from sklearn.base import BaseEstimator
from sklearn.utils.estimator_checks import estimator_checks_generator

import linreg


class Adapter:
    """Turn our NotFittedError into scikit-learn's, which is not ours to import."""

    def predict(self, X):
        try:
            return super().predict(X)
        except linreg.NotFittedError as error:
            raise sklearn.exceptions.NotFittedError(str(error)) from error


class LinearRegression(Adapter, linreg.LinearRegression, BaseEstimator):
    pass


class Ridge(Adapter, linreg.Ridge, BaseEstimator):
    pass


class Lasso(Adapter, linreg.Lasso, BaseEstimator):
    pass


class GradientDescentRegressor(Adapter, linreg.GradientDescentRegressor, BaseEstimator):
    pass


ESTIMATORS = [LinearRegression(), Ridge(), Lasso(), GradientDescentRegressor()]


def checks():
    """Return every check for every estimator, as scikit-learn deals them out."""
    return [
        pytest.param(estimator, check, id=f"{type(estimator).__name__}-{check.func.__name__}")
        for estimator in ESTIMATORS
        for _, check in estimator_checks_generator(estimator)
    ]


@pytest.mark.parametrize(("estimator", "check"), checks())
def test_scikit_learn_check(estimator, check):
    check(estimator)
