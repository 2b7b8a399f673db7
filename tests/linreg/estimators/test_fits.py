"""Estimators: the conventions that users lean on, and what a summary says."""

import pickle
import sys
from subprocess import run

import numpy as np
import pandas as pd
import pytest
import sklearn.linear_model
import statsmodels.api as sm
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import linreg
from linreg.summary import Summary

ALL = [
    linreg.LinearRegression,
    linreg.Ridge,
    linreg.Lasso,
    linreg.GradientDescentRegressor,
]


@pytest.fixture
def data(rng):
    X = rng.standard_normal((40, 3))
    return X, X @ [1.0, -2.0, 0.5] + 3.0 + 0.3 * rng.standard_normal(40)


@pytest.mark.parametrize("estimator", ALL)
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_shapes_of_one_response_and_of_several(estimator, fit_intercept, data):
    X, y = data
    one = estimator(fit_intercept=fit_intercept).fit(X, y)
    assert one.coef_.shape == (3,)
    assert isinstance(one.intercept_, float)
    assert one.predict(X[:5]).shape == (5,)
    two = estimator(fit_intercept=fit_intercept).fit(X, np.column_stack([y, 2 * y]))
    assert two.coef_.shape == (2, 3)
    assert two.intercept_.shape == (2,)
    assert two.predict(X[:5]).shape == (5, 2)
    np.testing.assert_allclose(two.coef_[0], one.coef_, rtol=1e-9)
    assert two.n_features_in_ == 3


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (linreg.LinearRegression, sklearn.linear_model.LinearRegression),
        (linreg.Ridge, sklearn.linear_model.Ridge),
    ],
)
def test_weighted_fits_agree_with_scikit_learn(ours, theirs, fit_intercept, data, rng):
    X, y = data
    weights = rng.uniform(0.0, 2.0, 40)
    a = ours(fit_intercept=fit_intercept).fit(X, y, sample_weight=weights)
    b = theirs(fit_intercept=fit_intercept).fit(X, y, sample_weight=weights)
    np.testing.assert_allclose(a.coef_, b.coef_, rtol=1e-10)
    np.testing.assert_allclose(a.intercept_, b.intercept_, rtol=1e-10)
    assert a.score(X, y, weights) == pytest.approx(b.score(X, y, weights), rel=1e-12)


def test_lasso_agrees_with_scikit_learn_and_certifies_itself(data):
    X, y = data
    ours = linreg.Lasso(alpha=0.2).fit(X, y)
    theirs = sklearn.linear_model.Lasso(alpha=0.2, tol=1e-14).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-13)
    assert 0.0 <= ours.dual_gap_ <= 1e-12 * y.var()
    assert ours.n_iter_ >= 1


def test_ridge_far_from_the_origin_loses_nothing(data):
    X, y = data
    near = linreg.Ridge(alpha=2.0).fit(X, y)
    # The shift is a power of two that costs the data's own last bits, rounded first.
    X, y = np.round(X * 2**20) / 2**20, np.round(y * 2**20) / 2**20
    near = linreg.Ridge(alpha=2.0).fit(X, y)
    far = linreg.Ridge(alpha=2.0).fit(X + 2.0**30, y + 2.0**30)
    np.testing.assert_allclose(far.coef_, near.coef_, rtol=1e-14)


def test_gradient_descent_is_the_posts_loop(data):
    X, y = data
    penalty = linreg.penalties.Ridge(0.1)
    model = linreg.GradientDescentRegressor(learning_rate=0.05, n_iters=30, penalty=penalty)
    model.fit(X, y)
    design = np.column_stack([np.ones(40), X])
    w = np.zeros(4)
    loss_values = []
    for _ in range(30):
        error = y - design @ w
        loss_values.append(np.mean(error**2) + 0.1 * np.sum(w[1:] ** 2))
        gradient = -2 / 40 * design.T @ error + 0.2 * np.array([0.0, *w[1:]])
        w = w - 0.05 * gradient
    np.testing.assert_allclose(model.loss_values_, loss_values, rtol=1e-12)
    np.testing.assert_allclose([model.intercept_, *model.coef_], w, rtol=1e-12)
    assert model.status_ is linreg.DescentStatus.RUNNING


def test_gradient_descent_arrives_where_the_closed_form_is(data):
    X, y = data
    ridge = linreg.Ridge(alpha=40 * 0.1).fit(X, y)
    penalty = linreg.penalties.Ridge(0.1)
    descent = linreg.GradientDescentRegressor(0.3, n_iters=500, penalty=penalty).fit(X, y)
    np.testing.assert_allclose(descent.coef_, ridge.coef_, rtol=1e-12)


def test_a_divergent_descent_says_so_and_stays_finite(data):
    X, y = data
    model = linreg.GradientDescentRegressor(learning_rate=50.0).fit(X, y)
    assert model.status_ is linreg.DescentStatus.DIVERGED
    assert np.isfinite(model.coef_).all()
    assert len(model.loss_values_) == 1000
    assert "lower the learning rate" in model.summary()


@pytest.mark.parametrize("estimator", ALL)
def test_lists_and_data_frames_give_what_arrays_give(estimator, data):
    X, y = data
    frame = pd.DataFrame(X, columns=["height", "mass", "age"])
    from_array = estimator().fit(X, y)
    from_frame = estimator().fit(frame, pd.Series(y))
    from_list = estimator().fit(X.tolist(), y.tolist())
    np.testing.assert_array_equal(from_frame.coef_, from_array.coef_)
    np.testing.assert_array_equal(from_list.coef_, from_array.coef_)
    assert list(from_frame.feature_names_in_) == ["height", "mass", "age"]
    assert not hasattr(from_array, "feature_names_in_")
    np.testing.assert_array_equal(from_frame.predict(frame), from_array.predict(X))
    assert "height" in from_frame.summary()


def test_other_columns_than_those_fitted_are_refused(data):
    X, y = data
    frame = pd.DataFrame(X, columns=["height", "mass", "age"])
    model = linreg.LinearRegression().fit(frame, y)
    with pytest.raises(ValueError, match="same order as they were in fit"):
        model.predict(frame[["mass", "height", "age"]])
    with pytest.raises(ValueError, match=r"unseen at fit time:\n- weight\n.*now missing:\n- mass"):
        model.predict(frame.rename(columns={"mass": "weight"}))
    with pytest.raises(ValueError, match="X has 2 features, but LinearRegression is expecting 3"):
        model.predict(X[:, :2])


@pytest.mark.parametrize("estimator", ALL)
def test_a_pickle_predicts_and_sums_up_the_same(estimator, data):
    X, y = data
    model = estimator().fit(X, y)
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict(X), model.predict(X))
    assert again.summary() == model.summary()
    assert pickle.loads(pickle.dumps(model.summary()))._repr_html_() == model._repr_html_()


def test_they_work_inside_scikit_learn(data):
    X, y = data
    assert cross_val_score(linreg.LinearRegression(), X, y, cv=3).min() > 0.9
    pipeline = make_pipeline(StandardScaler(), linreg.Ridge())
    search = GridSearchCV(pipeline, {"ridge__alpha": [0.1, 1.0, 1000.0]}, cv=3).fit(X, y)
    assert search.best_params_["ridge__alpha"] < 1000.0
    assert clone(linreg.Ridge(alpha=3.0)).alpha == 3.0


def test_parameters_by_name():
    model = linreg.GradientDescentRegressor(learning_rate=0.2)
    assert model.get_params() == {
        "learning_rate": 0.2,
        "n_iters": 1000,
        "penalty": None,
        "fit_intercept": True,
    }
    assert model.set_params(n_iters=5) is model
    assert repr(model).startswith("GradientDescentRegressor(learning_rate=0.2, n_iters=5")
    with pytest.raises(ValueError, match="'rate' is not a parameter of GradientDescentRegressor"):
        model.set_params(rate=1.0)


def test_the_summary_says_what_statsmodels_says(data):
    X, y = data
    theirs = sm.OLS(y, sm.add_constant(X)).fit()
    text = linreg.LinearRegression().fit(X, y).summary()
    assert isinstance(text, str)
    facts = dict(text.facts)
    assert facts["R-squared"] == f"{theirs.rsquared:.6g}"
    assert facts["degrees of freedom"] == "36"
    assert text.rows[1][:5] == (
        "x0",
        *(f"{v[1]:.6g}" for v in (theirs.params, theirs.bse, theirs.tvalues, theirs.pvalues)),
    )
    for cells in text.rows:
        assert all(cell in str(text) for cell in cells)
    assert (
        "R-squared (not centred)"
        in linreg.LinearRegression(fit_intercept=False).fit(X, y).summary()
    )


def test_the_summary_warns_of_dependent_columns(data):
    X, y = data
    text = linreg.LinearRegression().fit(np.column_stack([X, X[:, 0]]), y).summary()
    assert "depend" in text.notes[0]
    assert "nan" in text


def test_a_notebook_gets_an_escaped_table(data):
    X, y = data
    frame = pd.DataFrame(X, columns=["<b>", "a&b", "c"])
    html = linreg.LinearRegression().fit(frame, y)._repr_html_()
    assert "&lt;b&gt;" in html
    assert "a&amp;b" in html
    assert "<b>" not in html
    assert html.count("<tr>") == html.count("</tr>")
    assert "not fitted yet" in linreg.Lasso()._repr_html_()


def test_summary_lines_up_its_columns():
    text = Summary(
        "Title", [("a", "1")], ["", "value"], [["long name", "2"], ["b", "33.5"]], ["End."]
    )
    assert text == "Title\n  a  1\n\n           value\nlong name      2\nb           33.5\n\nEnd."


def test_what_only_fit_finds_out_is_asked_for_too_early():
    for call in (lambda m: m.predict([[1.0]]), lambda m: m.summary()):
        with pytest.raises(linreg.NotFittedError, match="This Ridge is not fitted yet; call fit"):
            call(linreg.Ridge())


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        (linreg.Ridge(alpha=-1.0), "alpha is -1.0; expected a finite number >= 0"),
        (linreg.Lasso(alpha=np.nan), "alpha is nan"),
        (linreg.GradientDescentRegressor(n_iters=-1), "n_iters is -1"),
        (linreg.GradientDescentRegressor(learning_rate=0.0), "learning_rate is 0.0"),
        (linreg.LinearRegression(method="magic"), "method is 'magic'"),
    ],
)
def test_bad_settings_are_named_at_fit(model, sentence, data):
    with pytest.raises(ValueError, match=sentence):
        model.fit(*data)


@pytest.mark.parametrize(
    ("X", "y", "sentence"),
    [
        ([1.0, 2.0], [1.0, 2.0], "Reshape your data"),
        ([[1.0], [2.0]], [1.0], r"y has shape \(1,\); expected \(2,\)"),
        ([[1.0], [np.nan]], [1.0, 2.0], "X holds NaN at row 1, column 0"),
        ([["a"], ["b"]], [1.0, 2.0], "could not convert string to float|not an array of real"),
        ([[1.0], [2.0]], None, "requires y to be passed, but the target y is None"),
        ([[1j], [2.0]], [1.0, 2.0], "Complex data not supported"),
    ],
)
def test_bad_data_are_named(X, y, sentence):
    with pytest.raises(ValueError, match=sentence):
        linreg.LinearRegression().fit(X, y)


def test_a_method_without_an_answer_is_an_error_not_nan(data):
    X, y = data
    with pytest.raises(ValueError, match="column 4 depends linearly on the columns before"):
        linreg.LinearRegression(method="qr").fit(np.column_stack([X, X[:, 0]]), y)


def test_importing_the_package_imports_neither_pandas_nor_scikit_learn():
    code = (
        "import sys, linreg; linreg.LinearRegression().fit([[1.], [2.], [3.]], [1., 2., 4.]);"
        "assert not {'pandas', 'sklearn', 'scipy', 'statsmodels'} & set(sys.modules)"
    )
    run([sys.executable, "-c", code], check=True)
