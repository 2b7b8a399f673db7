"""scikit-learn's own public checks, run on the estimators as they are, and life inside it."""

import copy
import pickle
import sys
import warnings
from subprocess import run

import numpy as np
import pytest
import sklearn.exceptions
from sklearn import config_context
from sklearn.base import clone, is_regressor
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import BaggingRegressor, StackingRegressor
from sklearn.model_selection import GridSearchCV, cross_val_score, cross_validate
from sklearn.multioutput import MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from sklearn.utils import estimator_html_repr
from sklearn.utils.estimator_checks import estimator_checks_generator
from sklearn.utils.validation import check_is_fitted

import linreg

ESTIMATORS = [
    linreg.LinearRegression(),
    linreg.Ridge(),
    linreg.Lasso(alpha=0.01),
    linreg.GradientDescentRegressor(),
]
every = pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda one: type(one).__name__)
WEIGHED = ESTIMATORS[:2]


@pytest.fixture
def data(rng):
    X = rng.standard_normal((40, 3))
    return X, X @ [1.0, -2.0, 0.5] + 3.0 + 0.3 * rng.standard_normal(40)


def checks():
    """Return every check for every estimator, as scikit-learn deals them out."""
    with warnings.catch_warnings():
        # It says that they do not inherit from its BaseEstimator, which is the point.
        warnings.filterwarnings("ignore", message=".*does not inherit from `sklearn.base.Base")
        return [
            pytest.param(estimator, check, id=f"{type(estimator).__name__}-{check.func.__name__}")
            for estimator in ESTIMATORS
            for _, check in estimator_checks_generator(type(estimator)())
        ]


@pytest.mark.parametrize(("estimator", "check"), checks())
def test_scikit_learn_check(estimator, check):
    check(type(estimator)())


@every
def test_what_is_not_fitted_is_so_for_scikit_learn_too(estimator):
    for call in (lambda m: m.predict([[1.0]]), lambda m: m.summary()):
        with pytest.raises(sklearn.exceptions.NotFittedError, match="not fitted yet"):
            call(clone(estimator))
        with pytest.raises(linreg.NotFittedError) as error:
            call(clone(estimator))
    again = pickle.loads(pickle.dumps(error.value))
    assert isinstance(again, sklearn.exceptions.NotFittedError)
    assert str(again) == str(error.value)
    with pytest.raises(sklearn.exceptions.NotFittedError):
        check_is_fitted(clone(estimator))


def test_without_scikit_learn_the_error_is_ours_alone():
    code = (
        "import sys, linreg\n"
        "try: linreg.Ridge().predict([[1.0]])\n"
        "except linreg.NotFittedError as error: assert type(error) is linreg.NotFittedError\n"
        "try: linreg.Ridge().get_metadata_routing()\n"
        "except ValueError as error: assert 'import sklearn' in str(error)\n"
        "assert 'sklearn' not in sys.modules\n"
        "import sklearn.exceptions\n"
        "try: linreg.Ridge().predict([[1.0]])\n"
        "except sklearn.exceptions.NotFittedError: sys.exit(7)"
    )
    assert run([sys.executable, "-c", code]).returncode == 7


@every
def test_searches_pipelines_and_folds_take_them(estimator, data):
    X, y = data
    assert is_regressor(estimator)
    assert cross_val_score(clone(estimator), X, y, cv=3).min() > 0.9
    pipeline = make_pipeline(StandardScaler(), PolynomialFeatures(1), clone(estimator))
    name = type(estimator).__name__.lower()
    grid = {f"{name}__fit_intercept": [True, False]}
    search = GridSearchCV(pipeline, grid, cv=3).fit(X, y)
    assert search.best_params_[f"{name}__fit_intercept"] in (True, False)
    assert search.score(X, y) > 0.9
    for around in (
        TransformedTargetRegressor(clone(estimator), transformer=StandardScaler()),
        BaggingRegressor(clone(estimator), n_estimators=3, random_state=0),
        StackingRegressor([("a", clone(estimator))], final_estimator=linreg.LinearRegression()),
    ):
        assert around.fit(X, y).score(X, y) > 0.9
    several = MultiOutputRegressor(clone(estimator)).fit(X, np.column_stack([y, -y]))
    assert several.predict(X).shape == (40, 2)


@every
def test_scikit_learn_draws_them(estimator, data):
    for model in (clone(estimator), clone(estimator).fit(*data)):
        assert type(estimator).__name__ in estimator_html_repr(make_pipeline(model))


@pytest.mark.parametrize("estimator", WEIGHED, ids=lambda one: type(one).__name__)
def test_weights_are_routed_where_they_are_asked_for(estimator, data, rng):
    X, y = data
    weights = rng.uniform(0.1, 3.0, 40)
    with config_context(enable_metadata_routing=True):
        asking = clone(estimator).set_fit_request(sample_weight=True)
        asking.set_score_request(sample_weight=False)
        scaler = StandardScaler().set_fit_request(sample_weight=False)
        pipeline = make_pipeline(scaler, clone(asking))
        routed = pipeline.fit(X, y, sample_weight=weights)[-1]
        scaled = StandardScaler().fit_transform(X)
        wanted = clone(estimator).fit(scaled, y, sample_weight=weights)
        np.testing.assert_allclose(routed.coef_, wanted.coef_, rtol=1e-12)
        search = GridSearchCV(clone(asking), {"fit_intercept": [True]}, cv=2)
        search.fit(X, y, sample_weight=weights)
        direct = clone(estimator).fit(X, y, sample_weight=weights)
        np.testing.assert_allclose(search.best_estimator_.coef_, direct.coef_, rtol=1e-12)
        alias = clone(estimator).set_fit_request(sample_weight="mass")
        alias.set_score_request(sample_weight="mass")
        found = cross_validate(alias, X, y, cv=2, params={"mass": weights})
        assert np.isfinite(found["test_score"]).all()
        unasked = GridSearchCV(clone(estimator), {"fit_intercept": [True]}, cv=2)
        with pytest.raises(ValueError, match="not explicitly set as requested"):
            unasked.fit(X, y, sample_weight=weights)


def test_requests_are_kept_and_checked():
    model = linreg.Ridge().set_fit_request(sample_weight=True)
    for one in (model, clone(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert one.get_metadata_routing().fit.requests == {"sample_weight": True}
        assert one.get_metadata_routing().score.requests == {"sample_weight": None}
    assert linreg.Ridge().get_metadata_routing().fit.requests == {"sample_weight": None}
    assert linreg.Lasso().get_metadata_routing().fit.requests == {}
    with pytest.raises(ValueError, match=r"Lasso.fit does not take sample_weight"):
        linreg.Lasso().set_fit_request(sample_weight=True)
    with pytest.raises(ValueError, match=r"Ridge.fit does not take mass; it can ask for sample_w"):
        linreg.Ridge().set_fit_request(mass=True)


@every
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_float32_comes_out_where_it_went_in(estimator, fit_intercept, data):
    X, y = data
    model = clone(estimator).set_params(fit_intercept=fit_intercept)
    exact = clone(model).fit(X.astype(np.float32).astype(float), y)
    narrow = model.fit(X.astype(np.float32), y)
    assert narrow.coef_.dtype == np.float32
    assert np.asarray(narrow.intercept_).dtype == np.float32
    assert narrow.predict(X.astype(np.float32)).dtype == np.float32
    assert narrow.predict(X).dtype == np.float64
    # All is computed in float64: what comes out is the nearest float32.
    np.testing.assert_array_equal(narrow.coef_, exact.coef_.astype(np.float32))
    assert exact.coef_.dtype == exact.predict(X.astype(np.float32)).dtype == np.float64
    wide = clone(model).fit(X.astype(np.float32), np.column_stack([y, y]))
    assert wide.coef_.dtype == wide.intercept_.dtype == np.float32


def test_coefficients_beyond_float32_stay_what_they_are():
    X = np.array([[1e-38], [2e-38], [3e-38]], dtype=np.float32)
    model = linreg.LinearRegression(fit_intercept=False).fit(X, [1e2, 2e2, 3e2])
    assert model.coef_.dtype == np.float64
    np.testing.assert_allclose(model.coef_, 1e40, rtol=1e-6)


@every
def test_one_target_as_a_column_has_scikit_learns_shapes(estimator, data):
    X, y = data
    theirs = getattr(sklearn.linear_model, type(estimator).__name__, sklearn.linear_model.Ridge)
    wanted = theirs().fit(X, y[:, np.newaxis])
    model = clone(estimator).fit(X, y[:, np.newaxis])
    if theirs.__name__ == type(estimator).__name__:
        assert model.coef_.shape == wanted.coef_.shape
        assert model.predict(X).shape == wanted.predict(X).shape
    assert model.intercept_.shape == (1,)
    single = clone(estimator).fit(X, y)
    assert single.intercept_.shape == ()
    assert isinstance(single.intercept_, float)
    np.testing.assert_allclose(np.ravel(model.coef_), single.coef_, rtol=1e-12)
    assert "intercept" in model.summary()


def test_one_alpha_per_target(data):
    X, y = data
    Y = np.column_stack([y, 2 * y, y**2])
    alphas = np.array([0.0, 1.0, 50.0])
    model = linreg.Ridge(alpha=alphas).fit(X, Y)
    theirs = sklearn.linear_model.Ridge(alpha=alphas).fit(X, Y)
    np.testing.assert_allclose(model.coef_, theirs.coef_, rtol=1e-9)
    np.testing.assert_allclose(model.intercept_, theirs.intercept_, rtol=1e-9)
    for alpha, target, coefficients in zip(alphas, Y.T, model.coef_, strict=True):
        one = linreg.Ridge(alpha=alpha).fit(X, target)
        np.testing.assert_array_equal(coefficients, one.coef_)
    assert len(model.solution_) == 3
    same = linreg.Ridge(alpha=[2.0]).fit(X, Y)
    np.testing.assert_array_equal(same.coef_, linreg.Ridge(alpha=2.0).fit(X, Y).coef_)
    for wrong in ([1.0, 2.0], [[1.0, 2.0, 3.0]], [1.0, -1.0, 1.0], ["a", "b", "c"], [[1], [1, 2]]):
        with pytest.raises(ValueError, match=r"do not correspond: |alpha "):
            linreg.Ridge(alpha=wrong).fit(X, Y)


@pytest.mark.parametrize("estimator", WEIGHED, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        (
            np.ones((40, 1)),
            r"has shape \(40, 1\); expected \(40,\). Sample weights must be 1D array",
        ),
        (np.ones(39), r"has shape \(39,\); expected \(40,\)"),
        (-np.ones(40), "none below zero"),
        (0.0, "at least one number that is not zero"),
        (np.r_[np.nan, np.ones(39)], "sample_weight holds nan at row 0"),
        (np.ma.array(np.ones(40), mask=np.arange(40) == 3), "sample_weight holds nan at row 3"),
        ("heavy", "sample_weight is not an array of real numbers"),
    ],
)
def test_weights_that_are_none_are_named(estimator, weights, sentence, data):
    with pytest.raises(ValueError, match=sentence):
        clone(estimator).fit(*data, sample_weight=weights)


@every
def test_masked_data_are_missing(estimator, data):
    X, y = data
    masked = np.ma.array(X, mask=np.arange(120).reshape(40, 3) == 7)
    with pytest.raises(ValueError, match="X holds NaN at row 2, column 1"):
        clone(estimator).fit(masked, y)
    with pytest.raises(ValueError, match="y holds nan at row 4"):
        clone(estimator).fit(X, np.ma.array(y, mask=np.arange(40) == 4))
    with pytest.raises(ValueError, match="X holds NaN at row 2, column 1"):
        clone(estimator).fit(X, y).predict(masked)


def test_the_score_of_one_row_is_not_defined():
    model = linreg.LinearRegression().fit([[1.0], [2.0], [4.0]], [1.0, 2.0, 3.0])
    assert np.isnan(model.score([[1.0]], [2.0]))
