"""The numbers of X and y: powers, polynomials, categories, curves, and the way back."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from formulaic import model_matrix
from hypothesis import given, settings
from hypothesis import strategies as st

import linreg
from linreg import Formula, FormulaError


def column(formula: str, **columns: object) -> np.ndarray:
    return Formula(f"y ~ {formula} - 1").columns(columns)[0][:, 0]


@given(
    st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=8),
    st.integers(2, 20),
    st.floats(-50, 50),
)
def test_powers_and_products_of_columns_are_rounded_once(
    values: list[float], degree: int, other: float
) -> None:
    z = np.linspace(other, 3.0, len(values))
    got = column(f"x^{degree}:z", x=values, z=z)
    for value, factor, found in zip(values, z.tolist(), got.tolist(), strict=True):
        exactly = Fraction(value) ** degree * Fraction(factor)
        if abs(value) > 1e-5 and abs(factor) > 1e-5:
            assert found == float(exactly)


@pytest.mark.parametrize("intercept", ["absorbed", "separate", "none"])
@pytest.mark.parametrize("interactions", [False, True])
@pytest.mark.parametrize("degree", [1, 3])
def test_the_formula_of_a_design_has_its_columns(
    intercept: str, interactions: bool, degree: int, rng: np.random.Generator
) -> None:
    features = {"a b": rng.uniform(1, 2, 20), "z": rng.normal(0, 1, 20)}
    if intercept != "none":
        # A Design drops the category that appears first: here the first in sorted order too.
        features["g"] = np.array(["p", "r", "q", "q"] * 5)
    settings_ = {"degree": degree, "interactions": interactions, "intercept": intercept}
    formula = Formula.of("y", features, **settings_)
    design = linreg.Design.of(features, **settings_)
    X, names = formula.columns(features)
    kept = "absorbed" if intercept == "separate" else intercept
    wanted = linreg.Design.of(features, **{**settings_, "intercept": kept}).matrix(features)
    plain = [name.replace("`", "").replace(":", "*") for name in names]
    if intercept == "none":
        assert plain == list(design.names)
        np.testing.assert_array_equal(X, wanted)
    else:
        order = [plain.index(name) for name in design.names]
        assert sorted(order) == list(range(len(names)))
        np.testing.assert_array_equal(X[:, order], wanted)


def test_the_text_of_a_formula_of_settings() -> None:
    made = Formula.of("my y", ["a", "g", "b"], 2, True, "none", categories=["g"])
    assert str(made) == "`my y` ~ a + a^2 + C(g) + b + b^2 + a:C(g) + a:b + C(g):b - 1"
    assert str(Formula.of("y", [])) == "y ~ 1"
    with pytest.raises(ValueError, match=r"intercept is 'no'; expected one of absorbed"):
        Formula.of("y", ["x"], intercept="no")  # type: ignore[arg-type]


def exact_polynomials(x: list[Fraction], degree: int) -> list[list[float]]:
    """Gram-Schmidt in rational arithmetic: independent of the recurrence."""
    made: list[list[Fraction]] = []
    for k in range(degree + 1):
        p = [v**k for v in x]
        for q in made:
            factor = sum(a * b for a, b in zip(p, q, strict=True)) / sum(b * b for b in q)
            p = [a - factor * b for a, b in zip(p, q, strict=True)]
        made.append(p)
    return [[float(v) / float(sum(w * w for w in p)) ** 0.5 for v in p] for p in made[1:]]


@pytest.mark.parametrize(("shift", "degree"), [(0, 3), (2000, 5), (0, 9)])
def test_poly_is_that_of_rational_arithmetic(
    shift: int, degree: int, rng: np.random.Generator
) -> None:
    x = [Fraction(int(v), 64) + shift for v in rng.integers(0, 6400, 30)]
    X, names = Formula(f"y ~ poly(x, {degree})").columns({"x": [float(v) for v in x]})
    assert names == ("1", *(f"poly(x, {degree}){j}" for j in range(1, degree + 1)))
    np.testing.assert_allclose(X[:, 1:].T, exact_polynomials(x, degree), atol=2e-14)
    np.testing.assert_allclose(X[:, 1:].T @ X[:, 1:], np.eye(degree), atol=1e-14)
    np.testing.assert_allclose(X[:, 1:].sum(axis=0), 0, atol=1e-13)


def test_poly_is_that_of_r_and_formulaic(rng: np.random.Generator) -> None:
    # R: poly(1:10, 2)[1, ]
    X, _ = Formula("y ~ poly(x, 2)").columns({"x": range(1, 11)})
    np.testing.assert_allclose(X[0, 1:], [-0.4954336943, 0.5222329679], rtol=1e-9)
    data = pd.DataFrame({"x": rng.normal(5, 2, 40)})
    X, _ = Formula("y ~ poly(log(x + 9), 4)").columns(data)
    other = model_matrix("poly(x, degree=4)", pd.DataFrame({"x": np.log(data["x"] + 9)}))
    np.testing.assert_allclose(X, np.asarray(other), atol=1e-12)


def test_poly_of_degree_20_is_orthonormal() -> None:
    x = np.linspace(1900, 2020, 200)
    X, _ = Formula("y ~ poly(x, 20)").columns({"x": x})
    np.testing.assert_allclose(X[:, 1:].T @ X[:, 1:], np.eye(20), atol=1e-13)


def test_poly_needs_more_values_than_its_degree() -> None:
    with pytest.raises(FormulaError, match=r"fewer than 4 different values. Use a lower degree"):
        Formula("y ~ poly(x, 3)").columns({"x": [1, 2, 3, 3, 1]})


def test_new_rows_have_the_levels_and_polynomials_of_the_old(rng: np.random.Generator) -> None:
    data = {"x": rng.uniform(1, 9, 30), "g": np.array(["b", "a", "c"] * 10)}
    formula = Formula("y ~ poly(x, 3)*g + log(x)")
    design = formula.design(data)
    X, names = formula.columns(data)
    np.testing.assert_array_equal(design.matrix(data), X)
    picked = {"x": data["x"][7:9], "g": data["g"][7:9]}
    np.testing.assert_allclose(design.matrix(picked), X[7:9], atol=1e-15)
    assert (design.names, design.levels) == (names, {"g": ("a", "b", "c")})
    assert [formula.terms[i] for i in design.terms[1:5]] == ["poly(x, 3)"] * 3 + ["g"]
    with pytest.raises(FormulaError, match=r"unknown level, 'd', in row 1. The levels are a, b, c"):
        design.matrix({"x": [1.0, 2.0], "g": ["a", "d"]})


def test_typed_columns_are_exact() -> None:
    typed = {"x": ["0.1", "0.3", "-2"], "g": ["b", "a", "b"], "k": ["1.0", "2", "1"]}
    floats = {"x": [0.1, 0.3, -2.0], "g": ["b", "a", "b"], "k": [1.0, 2.0, 1.0]}
    formula = Formula("y ~ x^2 + I((x - 0.1)/3)*g + 1/x + C(k) + exp(x) + abs(x)^-2 + poly(x, 2)")
    design = formula.design(floats)
    X = dict(zip(design.names, design.typed(typed).T.tolist(), strict=True))
    assert X["1"] == [1, 1, 1]
    assert X["x^2"] == [Fraction("0.01"), Fraction("0.09"), 4]
    assert X["I((x - 0.1)/3)"] == [0, Fraction(1, 15), Fraction("-0.7")]
    assert X["I((x - 0.1)/3):g=b"] == [0, 0, Fraction("-0.7")]
    assert X["1/x"] == [10, Fraction(10, 3), Fraction(-1, 2)]
    assert X["k=2"] == [0, 1, 0]
    assert X["abs(x)^-2"] == [100, Fraction(100, 9), Fraction(1, 4)]
    rounded = dict(zip(design.names, design.matrix(floats).T.tolist(), strict=True))
    for name in ("exp(x)", "poly(x, 2)1", "poly(x, 2)2"):
        assert X[name] == [Fraction(value) for value in rounded[name]]
    for name, values in X.items():
        np.testing.assert_allclose(
            [float(v) for v in values], rounded[name], atol=1e-16, rtol=1e-14
        )
    with pytest.raises(FormulaError, match=r"There is no column 'g'"):
        design.typed({"x": typed["x"], "k": typed["k"]})
    with pytest.raises(FormulaError, match=r"x - 0.3 is exactly 0 in row 1"):
        Formula("y ~ 1/(x - 0.3)").design({"x": [0.1, 0.5]}).typed({"x": ["0.1", "0.3"]})


def test_curves_have_gaps_where_a_function_is_not_defined() -> None:
    design = Formula("y ~ log(x) + 1/x + sqrt(x):x + x^0.5 + exp(x)").design({"x": [1.0, 2.0]})
    X = design.matrix({"x": [-1.0, 0.0, 1.0, 1e9]}, outside="nan")
    assert np.isnan(X).tolist() == [
        [False, True, False, True, True, False],
        [False, True, True, False, False, False],
        [False] * 6,
        [False, False, False, False, False, True],
    ]
    with pytest.raises(ValueError, match=r"outside is 'drop'; expected one of raise, nan"):
        design.matrix({"x": [1.0]}, outside="drop")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "left",
    ["y", "log(y)", "log10(y)", "exp(y)", "sqrt(y)", "1/y", "y^2", "y^3", "y^-1", "y^0.5", "y^5",
     "2*y - 3", "log(y + 1)", "1/sqrt(y)", "5 - y/3", "-y", "I(2/(3*y))", "2 + exp(-y/2)"],
)  # fmt: skip
def test_a_target_and_back(left: str) -> None:
    y = np.array([[0.25, 1.0], [2.0, 7.5]])
    formula = Formula(f"{left} ~ x")
    transformed = formula.response({"y": y.ravel(), "x": np.ones(4)})
    assert formula.has_inverse
    back = formula.inverse(transformed.reshape(2, 2))
    np.testing.assert_allclose(back, y, rtol=1e-14)


def test_values_that_no_target_has() -> None:
    assert np.isnan(Formula("sqrt(y) ~ x").inverse([-1.0, 0.0])).tolist() == [True, False]
    assert np.isnan(Formula("1/y ~ x").inverse([0.0, 2.0])).tolist() == [True, False]
    assert np.isnan(Formula("y^2 ~ x").inverse([-4.0, 4.0])).tolist() == [True, False]
    assert Formula("y^3 ~ x").inverse(-8.0) == pytest.approx(-2.0)
    for left in ("y + z", "y*y", "abs(y)", "sin(y)", "2^y"):
        formula = Formula(f"{left} ~ x")
        assert not formula.has_inverse
        with pytest.raises(ValueError, match=r"has no inverse"):
            formula.inverse([1.0])


@given(st.lists(st.sampled_from(["x", "z", "g", "x^2", "log(z)", "x:z", "g:z"]), max_size=6))
@settings(max_examples=40)
def test_terms_stay_in_written_order(terms: list[str]) -> None:
    data = {"x": [1.0, 2.0, 4.0], "z": [3.0, 1.0, 2.0], "g": ["a", "b", "a"]}
    formula = Formula("y ~ " + " + ".join(["1", *terms]))
    design = formula.design(data)
    assert list(formula.terms) == list(dict.fromkeys(terms))
    assert list(design.terms) == sorted(design.terms)
