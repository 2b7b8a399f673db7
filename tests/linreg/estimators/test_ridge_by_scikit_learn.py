"""scikit-learn's own tests of its Ridge, run on ours.

The module of its tests is loaded once more with our Ridge in the place of theirs, which takes
the parameters that ours has no use for (which solver, how many iterations) and ignores them.
"""

import importlib.util
from unittest import mock

import numpy as np
import pytest
import sklearn.linear_model
from sklearn.linear_model.tests import test_ridge as original

import linreg

# Those of its tests that fit a Ridge and ask nothing of one of its solvers, sparse rows,
# positive coefficients, array libraries other than NumPy, or its other estimators.
TESTS = [
    "test_ridge_regression",
    "test_ridge_regression_hstacked_X",
    "test_ridge_regression_vstacked_X",
    "test_ridge_regression_unpenalized",
    "test_ridge_regression_unpenalized_hstacked_X",
    "test_ridge_regression_unpenalized_vstacked_X",
    "test_ridge_regression_sample_weights",
    "test_ridge_shapes_type",
    "test_ridge_intercept",
    "test_ridge_vs_lstsq",
    "test_ridge_individual_penalties",
    "test_regularization_limits_ridge",
    "test_ridgecv_sample_weight",
    "test_raises_value_error_if_sample_weights_greater_than_1d",
    "test_dtype_match",
    "test_dtype_match_cholesky",
    "test_ridge_sag_with_X_fortran",
    "test_ridge_sample_weight_consistency",
]


class Ridge(linreg.Ridge):
    """Ours, with the parameters of theirs that say how and not what."""

    def __init__(
        self,
        alpha=1.0,
        *,
        fit_intercept=True,
        method="refined",
        solver="auto",
        tol=1e-4,
        max_iter=None,
        random_state=None,
        copy_X=True,
        positive=False,
    ):
        super().__init__(alpha, fit_intercept, method)
        self.solver = solver
        self.tol = tol
        self.max_iter = max_iter
        self.random_state = random_state
        self.copy_X = copy_X
        self.positive = positive

    def fit(self, X, y, sample_weight=None):
        self.solver_ = self.solver
        return super().fit(X, y, sample_weight)


def load():
    """Return scikit-learn's module of tests with our Ridge in it."""
    spec = importlib.util.spec_from_file_location("ridge_tests", original.__file__)
    module = importlib.util.module_from_spec(spec)
    with mock.patch.object(sklearn.linear_model, "Ridge", Ridge):
        spec.loader.exec_module(module)
    return module


def once(names, values):
    """Return the parameters that make a difference here: one solver, dense rows."""
    wanted = {"solver": ["svd"], "sparse_container": [None], "X_container": [values_of_dense]}
    return wanted.get(names) or list(values)


def values_of_dense(values):
    return np.asarray(values)


def reduced(test):
    """Return the test with the parameters that make a difference here."""
    test.pytestmark = [
        pytest.mark.parametrize(m.args[0], once(*m.args), **{**m.kwargs, "ids": None}).mark
        if m.name == "parametrize"
        else m
        for m in getattr(test, "pytestmark", [])
    ]
    return test


# Their own RidgeCV scores folds of one row.
pytestmark = pytest.mark.filterwarnings("ignore:R.2 score is not", "ignore:One or more of the test")

module = load()
globals().update({name: reduced(getattr(module, name)) for name in TESTS})
ols_ridge_dataset = module.ols_ridge_dataset


@pytest.fixture
def global_random_seed():
    return 42
