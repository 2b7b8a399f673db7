"""The numbers of the tab Collinearity against independent ones."""

from fractions import Fraction
from math import isinf, isnan, log10

import numpy as np
import pytest
from playground.engine.near_columns import nearest_pair
from playground.views.collinearity import case as cases
from playground.views.collinearity.fixes import Fixes
from playground.views.collinearity.sections import digits_in_words
from playground.views.collinearity.sweep import EXPONENTS, Sweep, predicted_digits
from playground.views.collinearity.tables import (
    fix_rows,
    lost_rows,
    numbers_rows,
    predicted_loss,
    size,
    solver_rows,
    summary,
)
from playground.views.collinearity.valley import (
    DRAWS,
    elongation,
    level_rows,
    refits,
    valley,
)

import linreg

WORDS = {"n": 40, "seed": 1, "noise": 0.5, "slope": 2.0, "intercept_true": 1.0}


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(4)


def case(epsilon: float, **words) -> cases.Case:
    return cases.generated({**WORDS, **words}, epsilon)


def text(parts) -> str:
    return "".join(part for part, _ in parts)


# The case


@pytest.mark.parametrize("epsilon", [1.0, 0.1, 1e-4, 1e-9])
def test_conditioning_follows_the_distance(epsilon: float) -> None:
    found = case(epsilon)
    assert found.condition == pytest.approx(np.linalg.cond(found.problem.X), rel=1e-6)
    assert found.condition == pytest.approx(2 / epsilon, rel=0.35)
    # R^2 of one column on the other is 1 / (1 + epsilon^2).
    assert found.vif == pytest.approx(1 + 1 / epsilon**2, rel=1e-6)
    assert cases.distance(found, (1, 2)) == pytest.approx(epsilon, rel=1e-6)


def test_digits_are_judged_by_the_exact_solution() -> None:
    found = case(1e-6)
    truth = linreg.exact.least_squares(found.problem.X, found.problem.y).coefficients[:, 0]
    assert list(found.referee) == list(truth)
    w = found.fit.coefficients("normal")
    errors = [abs(Fraction(float(a)) - b) / abs(b) for a, b in zip(w, truth, strict=True)]
    assert found.digits["normal"] == pytest.approx(-log10(max(errors)), abs=1e-6)
    assert found.digits["refined"] > 14.5
    assert found.digits["normal"] < found.digits["qr"] - 3


def test_a_case_is_a_fit_of_its_own_columns(rng) -> None:
    X = np.column_stack([np.ones(20), rng.normal(size=(20, 2))])
    # A feature may have the name of a power of another.
    found = cases.case_of(("1", "x^2", "x^2"), X, rng.normal(size=20))
    assert found.problem.columns == ("1", "x^2", "x^2")
    assert found.problem.X is X
    assert found.problem.plain
    assert found.problem.free == ()
    w = found.fit.coefficients("qr")
    np.testing.assert_array_equal(w, linreg.solve(X, found.problem.y, method="qr").coefficients)


def test_beyond_what_is_exact_the_refined_solution_is_the_referee() -> None:
    found = case(1e-3, n=400)
    assert not found.small
    truth = linreg.exact.least_squares(found.problem.X, found.problem.y).coefficients[:, 0]
    np.testing.assert_allclose([float(v) for v in found.referee], truth.astype(float), rtol=1e-15)


def test_an_exact_copy_has_no_solution_of_its_own() -> None:
    found = case(0.0)
    assert not found.fit.unique
    assert found.digits == {}
    assert isinf(found.condition)
    assert isinf(found.vif)
    assert isinf(found.steps)
    assert "are identical" in text(summary(found))


@pytest.mark.parametrize("condition", [1.5, 20.0, 2e3])
def test_steps_are_those_of_the_spectrum(condition: float) -> None:
    X = np.diag([condition, 1.0])
    spectrum = linreg.spectrum(linreg.SquaredError(X, np.ones(2)))
    wanted = spectrum.iterations(spectrum.learning_rate_best, cases.ARRIVED)
    assert cases.steps_to_arrive(condition) == pytest.approx(wanted, rel=1e-6, abs=1)


def test_steps_have_no_bounds() -> None:
    assert cases.steps_to_arrive(1.0) == 1.0
    assert cases.steps_to_arrive(2e15) == pytest.approx(2e30 * np.log(1e6), rel=1e-3)
    assert isinf(cases.steps_to_arrive(float("inf")))


def test_blending_brings_any_two_columns_together(rng) -> None:
    X = np.column_stack([np.ones(30), rng.normal(5, 3, (30, 3))])
    start = cases.case_of(("1", "a", "b", "c"), X, rng.normal(size=30))
    for epsilon in (0.5, 1e-3):
        found = cases.blended(start, (3, 1), epsilon)
        assert cases.distance(found, (3, 1)) == pytest.approx(epsilon, rel=1e-6)
        np.testing.assert_array_equal(found.problem.X[:, [0, 2]], X[:, [0, 2]])
    sign = np.sign(np.corrcoef(X[:, 1], X[:, 3])[0, 1])
    blend = cases.blended(start, (3, 1), 1e-6).problem.X
    assert np.corrcoef(blend[:, 1], blend[:, 3])[0, 1] == pytest.approx(sign)


def test_the_nearest_pair_is_the_most_correlated(rng) -> None:
    a, c = rng.normal(size=(2, 50))
    X = np.column_stack([np.ones(50), a, c, -a + 0.1 * c])
    assert nearest_pair(X) == (1, 3)
    assert nearest_pair(X[:, :2]) is None


# Over all distances


def test_the_sweep_loses_digits_as_predicted() -> None:
    sweep = Sweep(case)
    for _ in sweep.run():
        pass
    assert sweep.complete
    for method, power in (("normal", 2), ("qr", 1)):
        left = np.interp(
            -np.array(EXPONENTS), -predicted_digits(power)["x"], predicted_digits(power)["y"]
        )
        # The rule may be too dark, but never by far too bright.
        assert np.all(sweep.curve(method)["y"] > left - 2)
    assert min(d for d in sweep.curve("refined")["y"] if not isnan(d)) > 14.5
    assert np.all(np.diff(sweep.step_curve()["y"]) > 0)


def test_a_sweep_goes_on_where_it_stopped() -> None:
    sweep = Sweep(case)
    work = sweep.run()
    next(work)
    next(work)
    assert len(sweep.measured) == 2
    for _ in sweep.run():
        pass
    assert sweep.curve("qr")["x"].tolist() == list(EXPONENTS)


def test_the_predicted_loss_is_the_logarithm_of_the_condition_number() -> None:
    found = case(1e-4)
    held = -log10(np.finfo(float).eps)
    assert predicted_loss(found, "qr") == pytest.approx(log10(found.condition) - held + 15)
    assert predicted_loss(found, "normal") == pytest.approx(2 * log10(found.condition) - held + 15)
    assert predicted_loss(found, "refined") == 0
    assert len(lost_rows(found)) == 7


# The valley


def test_the_ellipses_are_level_lines_of_the_loss() -> None:
    found = case(0.1)
    objective = linreg.SquaredError(found.problem.X, found.problem.y)
    drawn = valley(found, 1)
    for x, y, share in zip(drawn.xs, drawn.ys, (0.5, 0.9, 0.99), strict=True):
        for pair in list(zip(x, y, strict=True))[::16]:
            # With the intercept at its best: the columns have mean zero.
            w = np.array([found.fit.reference.coefficients[0], *pair])
            excess = objective.value(w) - objective.value(found.fit.reference.coefficients)
            wanted = -2 * np.log(1 - share) * found.sigma**2 / found.problem.N
            assert excess == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("epsilon", [1.0, 0.1, 1e-5])
def test_the_refits_lie_along_the_valley(epsilon: float) -> None:
    found = case(epsilon)
    drawn = valley(found, 3)
    assert elongation(drawn) == pytest.approx(2 / epsilon, rel=0.35)
    cloud = refits(found, 3)
    assert cloud.shape == (DRAWS, 3)
    covariance = np.linalg.inv(found.problem.X.T @ found.problem.X) * found.sigma**2
    np.testing.assert_allclose(
        cloud.std(axis=0, ddof=1)[1:], np.sqrt(np.diag(covariance))[1:], rtol=0.15
    )
    seen = ((drawn.cloud >= drawn.low) & (drawn.cloud <= drawn.high)).all(axis=1)
    assert seen.sum() >= 0.97 * DRAWS
    about = drawn.cloud - found.truth[1:]
    inside = np.einsum("ij,jk,ik->i", about, np.linalg.inv(covariance[1:, 1:]), about)
    assert np.mean(inside < -2 * np.log(0.1)) == pytest.approx(0.9, abs=0.06)


def test_a_valley_without_end_leaves_the_picture() -> None:
    drawn = valley(case(0.0), 1)
    assert isinf(drawn.axes[-1])
    assert len(drawn.cloud) == 0
    assert max(drawn.xs[0]) > drawn.high[0]
    assert all(isinf(row[2]) for row in level_rows(drawn))


# The fixes


def fixes(epsilon: float, **words):
    return {fix.name: fix for fix in Fixes(case(epsilon, **words)).all}


def test_every_fix_but_scaling_tames_the_noise() -> None:
    found = fixes(1e-4)
    for name in ("ridge", "svd", "drop"):
        assert found[name].spread < 1e-3 * found["none"].spread
        assert found[name].condition < 100
        assert found[name].steps < 1e5
    assert found["scale"].spread == found["none"].spread
    assert found["drop"].bias == pytest.approx(2.0, rel=1e-3)
    assert found["none"].bias == 0.0


def test_ridge_is_ridge_in_either_scaling() -> None:
    made = Fixes(case(0.01))
    ridge = made.ridge()
    X, y = made.case.problem.X, made.case.problem.y
    penalty = np.diag([0.0, made.alpha, made.alpha])
    np.testing.assert_allclose(ridge.coefficients, np.linalg.solve(X.T @ X + penalty, X.T @ y))
    objective = linreg.SquaredError(X, y, linreg.penalties.Ridge(made.strength, free=(0,)))
    np.testing.assert_allclose(objective.gradient(ridge.coefficients), 0, atol=1e-12)
    assert ridge.changes == {"penalty": "ridge", "strength": made.strength}


def test_spread_and_bias_are_those_of_refits(rng) -> None:
    made = Fixes(case(0.05))
    ridge, truth = made.ridge(), made.case.truth
    X = made.case.problem.X
    hat = np.linalg.solve(X.T @ X + np.diag([0.0, made.alpha, made.alpha]), X.T)
    draws = (X @ truth)[:, None] + made.case.sigma * rng.standard_normal(
        (made.case.problem.N, 4000)
    )
    refitted = hat @ draws
    assert ridge.spread == pytest.approx(refitted.std(axis=1).max(), rel=0.05)
    off = np.abs(refitted.mean(axis=1) - truth).max()
    assert ridge.bias == pytest.approx(off, abs=4 * ridge.spread / 4000**0.5)


def test_standardising_helps_columns_of_different_size(rng) -> None:
    x = 1000 + rng.normal(size=50)
    X = np.column_stack([np.ones(50), x, rng.normal(size=50)])
    made = Fixes(cases.case_of(("1", "a", "b"), X, x + rng.normal(size=50), pair=(1, 2)))
    found = {fix.name: fix for fix in made.all}
    assert found["scale"].condition < 2
    assert found["none"].condition > 1e5


def test_an_exact_copy_is_fixed_too() -> None:
    found = fixes(0.0)
    assert isinf(found["none"].spread)
    np.testing.assert_allclose(found["svd"].coefficients[1:], found["svd"].coefficients[1])
    assert found["ridge"].spread < 0.1
    assert "any" in text(fix_rows(case(0.0), list(found.values()))[0][1])


# What is shown


def test_wrong_digits_are_marked() -> None:
    rows = solver_rows(case(1e-6))
    by_name = {text(row[0]): row[1:] for row in rows}
    assert any(role == "wrong" for _, role in by_name["Normal equations"][0])
    assert all(role != "wrong" for cell in by_name["Refined"] for _, role in cell)
    assert text(by_name["True value"][0]) == "2"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(20.05, "20.1"), (2777.0, "2,777"), (2e6, "2.00 × 10⁶"), (4e12, "4.00 × 10¹²"),
     (float("inf"), "∞"), (float("nan"), "not defined"), (999_999.7, "1,000,000")],
)  # fmt: skip
def test_magnitudes_of_any_size_are_read_easily(value: float, shown: str) -> None:
    assert size(value) == shown


def test_the_numbers_name_the_pair() -> None:
    assert text(numbers_rows(case(0.1))[0][0]) == "Distance between x1 and x2"


def test_no_digits_are_counted_where_nothing_is_unique() -> None:
    x = np.arange(6.0)
    copies = cases.case_of(("1", "a", "b"), np.column_stack([np.ones(6), x, x]), x**2, pair=(1, 2))
    said = digits_in_words(copies)[0][0]
    assert "not unique" in said
    assert "no solver" not in said
    assert copies.digits == {}
