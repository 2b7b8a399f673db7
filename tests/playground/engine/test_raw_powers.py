"""Polynomials far from 0: what the page says of them against rational arithmetic."""

from fractions import Fraction

import numpy as np
import pytest
from playground.engine.numbers import bound, typeset
from playground.engine.results import results
from playground.session.notices import undetermined
from playground.views.words import equations

from tests.linreg.derived.oracle import Oracle

FAR = {
    "x": [str(v) for v in range(1000000, 1000008)],
    "y": ["1.1", "1.9", "3.2", "3.9", "5.3", "5.8", "7.1", "8.9"],
}
BILLION = {**FAR, "x": [str(v) for v in range(10**9, 10**9 + 8)]}
WAVE = [f"{np.sin(k / 7) + np.cos(k * k):.3f}" for k in range(80)]
YEARS = {"x": [str(v) for v in range(1950, 2021)], "y": WAVE[:71]}
EPOCH = {"x": [str(1600000000000 + 86400000 * k) for k in range(41)], "y": WAVE[:41]}


@pytest.fixture
def fitted(scene):
    """The scene of own points: fitted(points, degree=3)."""

    def make(points, **words):
        columns = [{"name": name, "values": values} for name, values in points.items()]
        return scene(data="own", points={"columns": columns}, **words)

    return make


def right(points, degree):
    """The fit of the floats' exact powers."""
    x = [Fraction(float(v)) for v in points["x"]]
    X = np.array([[v**k for k in range(degree + 1)] for v in x], dtype=object)
    return Oracle(X, [float(v) for v in points["y"]])


def off(got, wanted):
    return max(abs(float((Fraction(g) - w) / w)) for g, w in zip(got, wanted, strict=True))


@pytest.mark.parametrize(
    ("points", "degree"), [(FAR, 3), (BILLION, 2), (YEARS, 4), (YEARS, 8), (EPOCH, 3)]
)
@pytest.mark.parametrize("words", [{}, {"basis": "mapped"}, {"standardise": 1}])
def test_loss_and_errors_are_those_of_the_polynomial(fitted, points, degree, words):
    made = fitted(points, degree=degree, **words)
    found = results(made, [], full=True)
    wanted = right(points, degree)
    assert found["loss"]["refined"] == pytest.approx(float(wanted.loss), rel=1e-12)
    assert found["r_squared"] == pytest.approx(float(wanted.r_squared), rel=1e-12)
    assert off(found["coefficients"]["refined"], wanted.coefficients) < 1e-9
    squares = [Fraction(v) ** 2 for v in found["standard_errors"]]
    assert off(squares, wanted.standard_errors_squared) < 1e-9
    assert found["rank"] == degree + 1
    assert undetermined(made) == ""


def test_the_case_of_a_million_has_its_known_loss(fitted):
    found = results(fitted(FAR, degree=3, basis="mapped"), [], full=True)
    assert found["loss"]["refined"] == pytest.approx(0.0349838, abs=5e-8)
    assert found["r_squared"] == pytest.approx(0.994246, abs=5e-7)


@pytest.mark.parametrize("points", [YEARS, FAR, EPOCH])
def test_more_powers_never_fit_worse(fitted, points):
    losses = [fitted(points, degree=d).fit.loss for d in range(1, 9 if points is YEARS else 5)]
    assert losses == sorted(losses, reverse=True)


@pytest.mark.parametrize(("points", "degree"), [(YEARS, 8), (FAR, 3), (EPOCH, 3)])
def test_curves_and_predictions_are_smooth(fitted, points, degree):
    made, wanted = fitted(points, degree=degree), right(points, degree)
    x = [float(v) for v in points["x"]]
    places = np.linspace(x[0], x[-1], 201)
    rows = [[Fraction(float(v)) ** k for k in range(degree + 1)] for v in places]
    exact = np.array(
        [float(sum(a * b for a, b in zip(row, wanted.coefficients, strict=True))) for row in rows]
    )
    size = np.abs(exact).max()
    np.testing.assert_allclose(
        made.problem.predict(made.fit.whole(), places), exact, atol=1e-12 * size
    )


@pytest.mark.parametrize("words", [{}, {"basis": "mapped"}, {"standardise": 1}])
def test_diagnostics_are_those_of_the_fit_shown(fitted, words):
    found, wanted = fitted(FAR, degree=3, **words).fit, right(FAR, 3)
    np.testing.assert_allclose(found.influence.leverage, wanted.leverage.astype(float), rtol=1e-12)
    np.testing.assert_allclose(found.influence.left_out, wanted.left_out.astype(float), rtol=1e-11)


def test_digits_count_against_the_powers_themselves(fitted):
    digits = fitted(FAR, degree=3).fit.digits("refined")
    assert min(digits["vs_float64"]) == 15
    assert min(digits["vs_typed"]) == 15


def test_powers_that_differ_are_not_called_the_same_x(fitted):
    few = {"x": ["1", "1", "2", "2"], "y": ["1", "2", "3", "5"]}
    assert "x has 2 different values, too few for 4 coefficients" in undetermined(
        fitted(few, degree=3)
    )
    same = {"x": ["2", "2", "2"], "y": ["1", "2", "4"]}
    assert "All points have the same x" in undetermined(fitted(same))


def test_the_equation_has_no_term_below_the_rounding_of_the_data(fitted):
    x = [k / 10 for k in range(1, 12)]
    made = fitted({"x": list(map(repr, x)), "y": [repr(6000 * v) for v in x]})
    assert made.fit.coefficients()[0] != 0
    assert "".join(text for text, _ in equations(made)).startswith("y = 0 + 6,000 x")


def test_a_bound_shows_no_error_of_its_own():
    assert bound(0.003, 0.01) == "0.0"
    assert bound(-0.003, 0.01) == "0.0"
    assert bound(2.1234, 0.01) == "2.1"
    assert bound(-30.0, 100.0) == "0"


def test_a_constant_target_has_no_share_explained(fitted):
    made = fitted({"x": ["1", "2", "3", "4"], "y": ["0.1"] * 4})
    assert np.isnan(made.fit.r_squared)
    assert results(made, [], full=True)["r_squared"] == "NaN"
    ridge = fitted({"x": ["1", "2", "3", "4"], "y": ["0.1"] * 4}, penalty="ridge", strength=0.1)
    assert np.isnan(ridge.fit.r_squared)
    assert typeset(made.fit.r_squared) == "not defined"
