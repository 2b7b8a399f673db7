"""A model formula as a problem of the page: its numbers, its way back, its errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from playground.engine.drawn_back import drawn_back, interval_back
from playground.engine.limits.data_error import DataError

from linreg import Formula, FormulaError, datasets

X = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0]
Z = [2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 8.0, 9.0]
Y = [2.7, 3.1, 5.2, 6.6, 11.9, 17.4, 30.1, 44.8]
OWN = {"x": X, "z": Z, "y": Y}


def fitted(scene: Any, formula: str, **keys: Any) -> Any:
    return scene(own=OWN, formula=formula, features=["x", "z"], **keys)


def columns(*parts: Any) -> np.ndarray:
    return np.column_stack([np.ones(len(X)), *parts])


@pytest.mark.parametrize(
    ("formula", "matrix", "right"),
    [
        ("y ~ log(x) + z", columns(np.log(X), Z), np.array(Y)),
        ("log(y) ~ log(x)*z", columns(np.log(X), Z, np.log(X) * Z), np.log(Y)),
        ("1/y ~ 1/x + z^2", columns(1 / np.array(X), np.square(Z)), 1 / np.array(Y)),
        ("sqrt(y) ~ x + I((x - 5)*z)", columns(X, (np.array(X) - 5) * Z), np.sqrt(Y)),
        ("y^2 ~ z + sqrt(x) - 1", columns(Z, np.sqrt(X))[:, 1:], np.square(Y)),
    ],
)
def test_numbers_are_those_of_statsmodels_on_the_same_columns(
    scene: Any, formula: str, matrix: np.ndarray, right: np.ndarray
) -> None:
    found, fit = fitted(scene, formula), sm.OLS(right, matrix).fit()
    np.testing.assert_allclose(found.problem.X, matrix, rtol=1e-15)
    np.testing.assert_allclose(found.fit.coefficients(), fit.params, rtol=1e-10)
    np.testing.assert_allclose(found.fit.standard_errors, fit.bse, rtol=1e-10)
    assert found.fit.loss == pytest.approx(np.mean(fit.resid**2), rel=1e-10)
    expected = fit.rsquared
    assert found.fit.r_squared == pytest.approx(expected, rel=1e-10)
    off = found.fit.influence.residuals + fit.resid
    assert np.abs(off).max() < 1e-10 * right.max()


def test_categories_are_those_of_the_core(scene: Any) -> None:
    table = datasets.load("penguins")
    text = "body_mass_g ~ flipper_length_mm*sex + C(bill_depth_mm)"
    formula = Formula(text)
    found = scene(data="penguins", formula=text, features=list(formula.features))
    X, names = formula.columns(table)
    assert found.columns == names
    np.testing.assert_array_equal(found.problem.X, X)
    # A number in C() is a category, which no axis is for.
    assert not found.data.is_number("bill_depth_mm")


def test_standardised_columns_have_the_same_coefficients(scene: Any) -> None:
    plain = fitted(scene, "log(y) ~ x^3 + log(z)")
    scaled = fitted(scene, "log(y) ~ x^3 + log(z)", standardise=1)
    np.testing.assert_allclose(scaled.problem.X[:, 1:].mean(axis=0), 0, atol=1e-15)
    np.testing.assert_allclose(scaled.problem.X[:, 1:].std(axis=0), 1, rtol=1e-14)
    np.testing.assert_allclose(scaled.fit.coefficients(), plain.fit.coefficients(), rtol=1e-12)
    np.testing.assert_allclose(scaled.problem.raw.high, plain.problem.X, rtol=1e-14)


def test_digits_are_counted_against_the_exact_solution(scene: Any) -> None:
    found = fitted(scene, "log(y) ~ x + x^2 + z")
    for counted in found.fit.digits("refined").values():
        assert min(counted) > 14.9


def test_descent_reaches_the_fit_of_the_formula(scene: Any) -> None:
    found = fitted(scene, "log(y) ~ log(x)", steps=20_000, lr=0.1)
    np.testing.assert_allclose(found.user(found.step.w), found.fit.coefficients(), rtol=1e-8)


def test_new_places_outside_the_domain_are_gaps(scene: Any) -> None:
    found = fitted(scene, "y ~ log(x) + z")
    rows = found.problem.matrix(np.array([[-1.0, 1.0], [2.0, 1.0]]))
    assert np.isnan(rows.high[0]).any()
    np.testing.assert_array_equal(rows.high[1], [1.0, np.log(2.0), 1.0])


def test_what_is_drawn_is_the_median_and_on_request_the_mean(scene: Any) -> None:
    found = fitted(scene, "log(y) ~ log(x)")
    problem, w = found.problem, found.fit.whole()
    at = problem.predict(w, np.array([[4.0, 0.0], [40.0, 0.0]]))
    residuals = np.log(Y) - problem.fitted(w)
    np.testing.assert_allclose(drawn_back(problem, w, at, mean=False), np.exp(at))
    # Duan 1983: of a logarithm the median times the mean of exp of the residuals.
    smeared = np.exp(at) * np.mean(np.exp(residuals))
    np.testing.assert_allclose(drawn_back(problem, w, at, mean=True), smeared, rtol=1e-14)


def test_intervals_are_taken_back_in_order_and_never_across_a_pole(scene: Any) -> None:
    problem = fitted(scene, "1/y ~ x").problem
    back = interval_back(problem, np.array([[0.1, 0.5], [-0.1, 0.5], [-0.5, 0.1]]))
    np.testing.assert_array_equal(back[0], [2.0, 10.0])
    assert np.isnan(back[1:]).all()


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("y ~ log(x - 1)", "x - 1 is 0 in row 1. Leave out this row, or use log(x - 1 + 1)."),
        ("log(y - 3) ~ x", "y - 3 is −0.3 in row 1. Leave out this row, or use log(y - 3 + 1)."),
        ("(y - 5)^2 ~ x", "(y - 5)^2 cannot be drawn over y: in row 1 its inverse is 7.300"),
        ("abs(y) ~ x", "abs(y) cannot be drawn over y, because it has no inverse."),
        ("y - z ~ x", "The target has several columns."),
        ("y ~ x^400", "too large for float64"),
    ],
)
def test_what_cannot_be_fitted_is_said_with_the_row(scene: Any, formula: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        fitted(scene, formula)
    assert said in str(caught.value)
    assert caught.value.key == "formula"


def test_an_error_keeps_its_place(scene: Any) -> None:
    with pytest.raises(DataError) as caught:
        fitted(scene, "y ~ z + log(x - 1)")
    cause = caught.value.__cause__
    assert isinstance(cause, FormulaError)
    assert (cause.position, cause.rows) == (8, (1,))
