"""Links from arrays and from fitted estimators."""

import numpy as np
import pandas as pd
import pytest

import linreg
from linreg import links

X = np.array([[1.5, 2.0], [2.5, 1.0], [3.25, 4.0], [-1.0, 0.1]])
Y = np.array([1.0, 2.0, 3.5, 1e-7])


def opened(link, base="http://127.0.0.1:8000/"):
    address, _, fragment = link.partition("#")
    assert address == base
    state, notices = links.decode(fragment)
    assert notices == []
    return {key: value for key, value in state.items() if key != "v"}


def table(state):
    return {column["name"]: column["values"] for column in state["points"]["columns"]}


def test_arrays_become_columns_with_the_digits_of_their_floats():
    state = opened(linreg.playground_link(X, Y))
    assert table(state) == {
        "x1": ["1.5", "2.5", "3.25", "-1"],
        "x2": ["2", "1", "4", "0.1"],
        "y": ["1", "2", "3.5", "1e-07"],
    }
    assert set(state) == {"data", "points"}


def test_every_float_comes_back_as_the_same_float():
    rng = np.random.default_rng(0)
    x = rng.normal(size=50) * 10.0 ** rng.integers(-300, 300, 50)
    cells = table(opened(linreg.playground_link(x, x)))["x"]
    np.testing.assert_array_equal([float(cell) for cell in cells], x)


def test_narrow_floats_keep_their_own_digits():
    cells = table(opened(linreg.playground_link(np.float32([0.1, 2]), np.int64([3, 4]))))
    assert cells == {"x": ["0.1", "2"], "y": ["3", "4"]}


def test_names_of_frames_and_series_are_kept():
    frame = pd.DataFrame(X, columns=["size, m", "rooms"])
    link = linreg.playground_link(
        frame, pd.Series(Y, name="price"), base_url="https://a.example/p/"
    )
    assert list(table(opened(link, "https://a.example/p/"))) == ["size, m", "rooms", "price"]
    same = linreg.playground_link(frame["rooms"], pd.Series(Y, name="rooms"))
    assert list(table(opened(same))) == ["rooms", "rooms_"]


def test_text_columns_are_features_too_and_missing_values_stay_missing():
    frame = pd.DataFrame({"kind": ["a", "b", None, "a"], "x": [1.0, np.nan, 2.0, 3.0]})
    state = opened(linreg.playground_link(frame, Y))
    assert table(state)["kind"] == ["a", "b", "", "a"]
    assert table(state)["x"] == ["1", "", "2", "3"]
    assert (state["features"], state["target"]) == (("kind", "x"), "y")


def test_words_go_along(monkeypatch):
    monkeypatch.setattr(links, "BASE_URL", "https://b.example/#old")
    link = linreg.playground_link(X, Y, degree=3, view="diagnostics", correlation=0.8)
    state = opened(link, "https://b.example/")
    assert (state["degree"], state["view"]) == (3, "diagnostics")
    assert state["epsilon"] == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((X, Y[:2]), "X has 4 rows and y has 2"),
        ((X, X), r"y has shape \(4, 2\); expected one value per row"),
        ((X[None], Y), r"X has shape \(1, 4, 2\); expected \(N, p\)"),
        ((X * np.inf, Y), "X holds inf; the playground takes finite numbers"),
        ((X * 1j, Y), "X is complex"),
        ((np.column_stack([np.ones(4), X]), Y), "Column x1 of X has only ones. Remove it"),
        ((pd.DataFrame(X, columns=["a", "a"]), Y), "columns of the same name: a, a"),
    ],
)
def test_what_is_no_table_is_refused(arguments, said):
    with pytest.raises(ValueError, match=said):
        linreg.playground_link(*arguments)


def test_a_ones_column_is_welcome_without_an_intercept():
    ones = np.column_stack([np.ones(4), X])
    assert "x1" in table(opened(linreg.playground_link(ones, Y, intercept="none")))


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (linreg.LinearRegression(), {}),
        (linreg.LinearRegression("qr", fit_intercept=False), {"method": "qr", "intercept": "none"}),
        (linreg.Ridge(2.0), {"penalty": "ridge", "strength": 0.5}),
        (linreg.Lasso(0.25), {"penalty": "lasso", "strength": 0.5}),
        (
            linreg.GradientDescentRegressor(0.01, 30, linreg.penalties.Lasso(0.3)),
            {"view": "descent", "lr": 0.01, "steps": 30, "penalty": "lasso", "strength": 0.3}
            | {"mix": 1.0},
        ),
    ],
)
def test_estimators_say_what_they_fitted(model, words):
    model.fit(pd.DataFrame(X, columns=["a", "b"]), Y)
    state = opened(model.playground_link())
    assert list(table(state)) == ["a", "b", "y"]
    assert {k: v for k, v in state.items() if k not in ("data", "points")} == words
    assert model.playground_link().replace("&", "&amp;") in model._repr_html_()
    assert model.playground_link() not in str(model.summary())


def test_fits_that_the_playground_does_not_do_have_no_link():
    weighted = linreg.LinearRegression().fit(X, Y, sample_weight=[1, 2, 3, 4])
    odd = linreg.GradientDescentRegressor(1e-3, 3, linreg.penalties.Ridge(0.1, free=(0,)))
    for model, said in (
        (weighted, "weighs all rows alike"),
        (linreg.Ridge().fit(X, X), "one response"),
        (odd.fit(X, Y), "on all coefficients but the intercept"),
    ):
        with pytest.raises(ValueError, match=said):
            model.playground_link()
        assert "<a " not in model._repr_html_()


def test_a_notebook_shows_no_endless_link():
    rng = np.random.default_rng(0)
    model = linreg.LinearRegression().fit(rng.normal(size=(3000, 1)), rng.normal(size=3000))
    assert len(model.playground_link()) > 32_000
    assert "<a " not in model._repr_html_()
