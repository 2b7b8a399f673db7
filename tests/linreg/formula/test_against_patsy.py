"""X and names against patsy, the formulas of statsmodels."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import patsy
import pytest
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st

import linreg

RNG = np.random.default_rng(5)
N = 36
DATA = {
    "x": RNG.uniform(0.5, 4.0, N),
    "z": RNG.uniform(1.0, 9.0, N),
    "g": RNG.choice(["red", "blue", "green"], N),
    "h": RNG.choice(["yes", "no"], N),
    "k": RNG.choice([1, 2, 10], N),
    "y": RNG.uniform(1.0, 2.0, N),
}
FUNCTIONS = {"log": np.log, "log10": np.log10, "exp": np.exp, "sqrt": np.sqrt, "abs": np.abs}
FUNCTIONS |= {"sin": np.sin, "cos": np.cos}

# Ours, and patsy's where it differs.
PAIRS = {
    "y ~ x": None,
    "y ~ x + z - 1": None,
    "y ~ 0 + x": None,
    "y ~ 1": None,
    "y ~ x + x^2 + x^3": "y ~ x + I(x ** 2) + I(x ** 3)",
    "y ~ x + log(z) + C(g) + x:z - 1": None,
    "y ~ log(x) + log10(x) + exp(x) + sqrt(x) + abs(x) + sin(x) + cos(x)": None,
    "y ~ 1/x + I(x*z + 1) + I(x/z)": "y ~ I(1 / x) + I(x * z + 1) + I(x / z)",
    "y ~ log(x + z^2)": "y ~ log(x + z ** 2)",
    "y ~ g": None,
    "y ~ g - 1": None,
    "y ~ g + h - 1": None,
    "y ~ C(k)": None,
    "y ~ k": None,
    "y ~ g*h": None,
    "y ~ g*h - 1": None,
    "y ~ g:h": None,
    "y ~ g:h - 1": None,
    "y ~ g + g:h": None,
    "y ~ h + g:h": None,
    "y ~ x*g": None,
    "y ~ x:g": None,
    "y ~ x:g - 1": None,
    "y ~ x + x:g": None,
    "y ~ g + x:g": None,
    "y ~ x*g*h": None,
    "y ~ (x + g + h)^2": "y ~ (x + g + h) ** 2",
    "y ~ (x + z + g + h)^3": "y ~ (x + z + g + h) ** 3",
    "y ~ (x + g)^9": "y ~ (x + g) ** 9",
    "y ~ (x + z)*g - x:g": None,
    "y ~ x*z*g - x:z:g - z": None,
    "y ~ g:h:C(k)": None,
    "y ~ g*h*C(k) - g": None,
    "y ~ log(x):g + h": None,
    "y ~ x + x + g + g:x + x:g": None,
}


def patsy_columns(formula: str) -> dict[str, np.ndarray]:
    """Name as ours -> column."""
    matrix = patsy.dmatrices(formula, {**DATA, **FUNCTIONS})[1]
    names = [ours(name) for name in matrix.design_info.column_names]
    return dict(zip(names, np.asarray(matrix).T, strict=True))


def ours(name: str) -> str:
    name = re.sub(r"(?:C|np.int64)\((\w+)\)", r"\1", name)
    name = re.sub(r"\[(?:T\.)?(\w+)\]", r"=\1", name)
    name = name.replace(" ** ", "^").replace(" * ", "*").replace(" / ", "/")
    name = re.sub(r"I\((\w+\^\d|1/\w+)\)", r"\1", name)
    return "1" if name == "Intercept" else name


def assert_same(formula: str, expected: dict[str, np.ndarray]) -> None:
    X, names = linreg.Formula(formula).columns(DATA)
    assert X.dtype == np.float64
    found = {frozenset(name.split(":")): column for name, column in zip(names, X.T, strict=True)}
    wanted = {frozenset(name.split(":")): column for name, column in expected.items()}
    assert found.keys() == wanted.keys()
    for name, column in found.items():
        np.testing.assert_allclose(column, wanted[name], rtol=1e-14, err_msg=str(name))


@pytest.mark.parametrize(("formula", "other"), PAIRS.items())
def test_columns_are_those_of_patsy(formula: str, other: str | None) -> None:
    assert_same(formula, patsy_columns(other or formula))


@pytest.mark.parametrize(
    "formula", ["y ~ x", "y ~ g", "y ~ g*h + x + z", "y ~ z + x + x:z", "y ~ g:h - 1", "y ~ x:g"]
)
def test_names_and_order_are_those_of_patsy_where_its_order_is_the_written_one(
    formula: str,
) -> None:
    assert linreg.Formula(formula).columns(DATA)[1] == tuple(patsy_columns(formula))


FACTORS = ["x", "z", "g", "h", "C(k)", "log(z)", "I(x ** 2)", "I(1 / z)"]


@st.composite
def term(draw: st.DrawFn) -> str:
    factors = st.sampled_from(FACTORS)
    kind = draw(st.sampled_from(["one", ":", "*", "power", "group"]))
    if kind == "one":
        return draw(factors)
    if kind in ":*":
        return kind.join(draw(st.lists(factors, min_size=2, max_size=3)))
    inner = " + ".join(draw(st.lists(factors, min_size=2, max_size=3, unique=True)))
    return f"({inner}) ** 2" if kind == "power" else f"({inner}):{draw(factors)}"


@st.composite
def right(draw: st.DrawFn) -> str:
    terms = draw(st.lists(term(), min_size=1, max_size=4))
    terms[1:] = [draw(st.sampled_from(["+ ", "+ ", "- "])) + one for one in terms[1:]]
    return " ".join(terms) + draw(st.sampled_from(["", " - 1", " + 0"]))


@given(right())
@settings(max_examples=150)
def test_random_columns_are_those_of_patsy(text: str) -> None:
    expected = patsy_columns(f"y ~ {text}")
    if not expected:
        with pytest.raises(linreg.FormulaError, match=r"neither a term nor an intercept"):
            linreg.Formula(f"y ~ {text}")
        return
    assert_same(f"y ~ {text}".replace("**", "^"), expected)


def test_a_fit_is_that_of_statsmodels() -> None:
    formula = linreg.Formula("log(y) ~ x*g + 1/z")
    X, _ = formula.columns(DATA)
    w = linreg.solve(X, formula.response(DATA)).coefficients
    other = smf.ols("np.log(y) ~ x*g + I(1/z)", pd.DataFrame(DATA)).fit()
    np.testing.assert_allclose(np.sort(w), np.sort(other.params), rtol=1e-10)
