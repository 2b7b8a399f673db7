"""Diagnostics against NIST's certified values, rational arithmetic, statsmodels and identities."""

from fractions import Fraction

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.outliers_influence import variance_inflation_factor
from statsmodels.stats.stattools import durbin_watson as their_durbin_watson

from linreg import correct_digits
from linreg.diagnostics import (
    Frame,
    collinearity,
    durbin_watson,
    expected_lost_digits,
    inference,
    influence,
    leave_one_out_error,
    vif,
)

SETS = [
    *("Norris", "Pontius", "NoInt1", "NoInt2", "Longley", "Filip"),
    *(f"Wampler{k}" for k in range(1, 6)),
]
# What floats can hold: Filip's powers and Pontius's, rounded to float64, have another solution
# than the decimals have; the certified numbers themselves are given to 15 digits.
FLOATS_HOLD = {"Filip": 7.5, "Pontius": 13.5, "Norris": 13.8, "Wampler2": 14.0}


def design(name, problem):
    """Return X of raw powers (or the columns) and y, as floats."""
    x = np.array(problem["x"], dtype=float)
    y = np.array(problem["y"], dtype=float)
    model = problem["model"]
    if "^" in model:
        degree = int(model.rsplit("^", 1)[1])
        return np.column_stack([x[:, 0] ** k for k in range(degree + 1)]), y
    return (np.column_stack([np.ones(len(y)), x]) if model.startswith("1") else x), y


def rational_inverse(X):
    """Return X'X inverted by elimination, exactly."""
    rows = [[Fraction(v) for v in row] for row in X.tolist()]
    p = X.shape[1]
    A = [
        [sum(r[i] * r[j] for r in rows) for j in range(p)] + [Fraction(i == j) for j in range(p)]
        for i in range(p)
    ]
    for j in range(p):
        A[j] = [v / A[j][j] for v in A[j]]
        for i in range(p):
            if i != j:
                A[i] = [a - A[i][j] * b for a, b in zip(A[i], A[j], strict=True)]
    return [row[p:] for row in A]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def least_digits(got, exact, scale=1.0):
    return np.min(correct_digits(got, np.array(exact, dtype=object), scale))


@pytest.mark.parametrize("name", SETS)
def test_inference_reaches_the_certified_values(name, nist):
    problem = nist[name]
    X, y = design(name, problem)
    found = inference(X, y)
    wanted = FLOATS_HOLD.get(name, 14.4)
    # Where the fit is perfect the certified deviations are 0: rounding is measured against y's.
    size = np.linalg.norm(y) / np.linalg.norm(X, axis=0)
    assert least_digits(found.standard_errors, problem["sd"], size) >= wanted
    assert least_digits(found.residual_deviation, problem["residual_sd"], y.std()) >= wanted
    assert least_digits(found.r_squared, problem["r_squared"]) >= wanted


@pytest.mark.parametrize("name", SETS)
def test_inference_is_right_to_the_last_digits_for_the_floats(name, nist, exact_least_squares):
    X, y = design(name, nist[name])
    w = exact_least_squares(X, y)
    rows = [[Fraction(v) for v in row] for row in X.tolist()]
    r = [dot(row, w) - Fraction(t) for row, t in zip(rows, y.tolist(), strict=True)]
    variance = sum(v * v for v in r) / (len(y) - len(w))
    inverse = rational_inverse(X)
    found = inference(X, y)
    exact_variances = [variance * inverse[j][j] for j in range(len(w))]
    size = np.linalg.norm(y) / np.linalg.norm(X, axis=0)
    assert least_digits(found.standard_errors**2, exact_variances, size) >= 14
    assert least_digits(found.residual_deviation**2, variance, y.var()) >= 14
    hat = [dot(row, [dot(line, row) for line in inverse]) for row in rows[:8]]
    assert least_digits(Frame.of(X).leverage()[:8], hat) >= 14


@pytest.mark.parametrize("epsilon", [1e-4, 1e-8, 1e-12, 1e-15])
def test_standard_errors_and_vif_survive_collinearity(epsilon, rng):
    x = rng.standard_normal(25)
    X = np.column_stack([np.ones(25), x, x + epsilon * rng.standard_normal(25)])
    inverse = rational_inverse(X)
    exact = [inverse[j][j] for j in range(3)]
    assert least_digits(Frame.of(X).spread() ** 2, exact) >= 14.5
    total = [sum((Fraction(v) - sum(map(Fraction, c)) / 25) ** 2 for v in c) for c in X.T.tolist()]
    assert least_digits(vif(X)[1:], [total[j] * exact[j] for j in (1, 2)]) >= 14


@pytest.mark.parametrize("weighted", [False, True])
def test_inference_agrees_with_statsmodels(weighted, regression, rng):
    X, y = regression(40, 4)
    weights = rng.uniform(0.5, 2.0, 40) if weighted else None
    theirs = sm.WLS(y, X, weights=weights).fit() if weighted else sm.OLS(y, X).fit()
    ours = inference(X, y, weights)
    for got, wanted in [
        (ours.coefficients, theirs.params),
        (ours.standard_errors, theirs.bse),
        (ours.t_values, theirs.tvalues),
        (ours.p_values, theirs.pvalues),
        (ours.covariance, theirs.cov_params()),
        (ours.intervals(0.9), theirs.conf_int(0.1)),
        (ours.r_squared, theirs.rsquared),
        (ours.adjusted_r_squared, theirs.rsquared_adj),
        (ours.f_value, theirs.fvalue),
        (ours.f_p_value, theirs.f_pvalue),
        (ours.residual_deviation**2, theirs.scale),
    ]:
        np.testing.assert_allclose(got, wanted, rtol=1e-11)


def test_bands_agree_with_statsmodels(regression):
    X, y = regression(40, 3)
    theirs = sm.OLS(y, X).fit().get_prediction(X[:5]).summary_frame(alpha=0.05)
    ours = inference(X, y)
    mean = theirs[["mean_ci_lower", "mean_ci_upper"]]
    prediction = theirs[["obs_ci_lower", "obs_ci_upper"]]
    np.testing.assert_allclose(ours.mean_band(X[:5]), mean, rtol=1e-11)
    np.testing.assert_allclose(ours.prediction_band(X[:5]), prediction, rtol=1e-11)


def test_without_an_intercept_r_squared_is_not_centred(regression):
    X, y = regression(30, 3)
    theirs = sm.OLS(y, X[:, 1:]).fit()
    ours = inference(X[:, 1:], y)
    assert not ours.intercept
    assert ours.r_squared == pytest.approx(theirs.rsquared, rel=1e-13)
    assert ours.adjusted_r_squared == pytest.approx(theirs.rsquared_adj, rel=1e-13)


def test_an_intercept_hidden_in_dummies_counts(rng):
    group = np.arange(12) % 3
    X = (group[:, np.newaxis] == np.arange(3)).astype(float)
    y = group + rng.standard_normal(12)
    assert inference(X, y).intercept
    assert inference(X, y).r_squared == pytest.approx(sm.OLS(y, X).fit().rsquared, rel=1e-12)


def test_influence_agrees_with_statsmodels(regression):
    X, y = regression(40, 4)
    theirs = sm.OLS(y, X).fit().get_influence()
    ours = influence(X, y)
    for got, wanted in [
        (ours.residuals, -theirs.resid),
        (ours.leverage, theirs.hat_matrix_diag),
        (ours.internal, -theirs.resid_studentized_internal),
        (ours.external, -theirs.resid_studentized_external),
        (ours.cooks_distance, theirs.cooks_distance[0]),
        (ours.dffits, -theirs.dffits[0]),
        (ours.left_out, -theirs.resid_press),
    ]:
        np.testing.assert_allclose(got, wanted, rtol=1e-9)


def test_influence_is_what_leaving_the_row_out_does(regression):
    X, y = regression(20, 3)
    ours = influence(X, y)
    whole = inference(X, y)
    for i in (0, 7, 19):
        rest = np.arange(20) != i
        without = inference(X[rest], y[rest])
        moved = X @ (whole.coefficients - without.coefficients)
        left_out = X[i] @ without.coefficients - y[i]
        cook = moved @ moved / (3 * whole.residual_deviation**2)
        spread = without.residual_deviation * np.sqrt(ours.leverage[i])
        assert ours.left_out[i] == pytest.approx(left_out, rel=1e-10)
        assert ours.cooks_distance[i] == pytest.approx(cook, rel=1e-10)
        assert ours.dffits[i] == pytest.approx(-moved[i] / spread, rel=1e-10)


def test_leave_one_out_in_closed_form_is_the_loop(regression):
    X, y = regression(25, 3)
    errors = []
    for i in range(25):
        rest = np.arange(25) != i
        w = np.linalg.lstsq(X[rest], y[rest])[0]
        errors.append((X[i] @ w - y[i]) ** 2)
    assert leave_one_out_error(X, y) == pytest.approx(np.mean(errors), rel=1e-11)


@given(st.integers(1, 6), st.integers(7, 30), st.integers(0, 2**32))
@settings(deadline=None)
def test_leverage_lies_between_0_and_1_and_sums_to_the_rank(p, N, seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((N, p)) * 10.0 ** rng.integers(-5, 6, p)
    X[:, p // 2] = X[:, 0]
    frame = Frame.of(X)
    h = frame.leverage()
    assert frame.rank == np.linalg.matrix_rank(X / np.linalg.norm(X, axis=0))
    assert np.all((h >= 0) & (h <= 1))
    assert h.sum() == pytest.approx(frame.rank, rel=1e-13)


@given(st.integers(0, 2**32), st.floats(1e-3, 1e3))
@settings(deadline=None)
def test_t_values_do_not_depend_on_units(seed, unit):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(12), rng.standard_normal((12, 2))])
    y = rng.standard_normal(12)
    scaled = inference(X * [1.0, unit, 1.0], 3.0 * y)
    np.testing.assert_allclose(scaled.t_values, inference(X, y).t_values, rtol=1e-9)


def test_a_row_that_the_fit_must_meet_has_no_studentised_residual():
    X = np.column_stack([np.ones(6), [0.0, 0, 0, 0, 0, 1]])
    found = influence(X, [1.0, 2.0, 3.0, 4.0, 5.0, 9.0])
    assert found.leverage[5] == 1.0
    assert np.isnan([found.internal[5], found.external[5], found.left_out[5]]).all()
    assert np.isfinite(found.internal[:5]).all()


def test_dependent_columns_have_no_standard_error_and_others_keep_theirs(rng):
    x, z = rng.standard_normal((2, 20))
    X = np.column_stack([np.ones(20), x, z, 2 * z])
    y = x + rng.standard_normal(20)
    found, reduced = inference(X, y), inference(X[:, :3], y)
    assert found.rank == 3
    assert np.isnan(found.standard_errors[2:]).all()
    np.testing.assert_allclose(found.standard_errors[:2], reduced.standard_errors[:2], rtol=1e-12)
    assert found.r_squared == pytest.approx(reduced.r_squared, rel=1e-12)
    np.testing.assert_array_equal(np.isinf(vif(X)), [False, False, True, True])


def test_as_many_coefficients_as_rows_leave_nothing_to_judge_by(rng):
    found = inference(rng.standard_normal((3, 3)), [1.0, 2.0, 4.0])
    assert found.degrees_of_freedom == 0
    assert np.isnan(found.residual_deviation)
    assert np.isnan([*found.standard_errors, *found.p_values]).all()
    assert np.isnan(found.intervals()).all()


def test_weight_zero_is_no_row(regression):
    X, y = regression(20, 3)
    weights = np.ones(20)
    weights[:4] = 0.0
    kept = inference(X[4:], y[4:])
    dropped = inference(X, y, weights)
    assert dropped.degrees_of_freedom == kept.degrees_of_freedom
    np.testing.assert_allclose(dropped.standard_errors, kept.standard_errors, rtol=1e-12)
    assert dropped.adjusted_r_squared == pytest.approx(kept.adjusted_r_squared, rel=1e-12)


def test_huge_and_tiny_columns_overflow_nothing(regression):
    X, y = regression(20, 3)
    units = np.array([1.0, 1e300, 1e-300])
    found, plain = inference(X * units, y), inference(X, y)
    np.testing.assert_allclose(found.standard_errors * units, plain.standard_errors, rtol=1e-12)
    np.testing.assert_allclose(influence(X * units, y).leverage, influence(X, y).leverage)
    np.testing.assert_allclose(vif(X * units), vif(X), rtol=1e-12)
    for size in (1e300, 1e-300):
        found = inference(X, y * size)
        assert found.r_squared == pytest.approx(plain.r_squared, rel=1e-12)
        np.testing.assert_allclose(found.t_values, plain.t_values, rtol=1e-12)
        np.testing.assert_allclose(
            influence(X, y * size).external, influence(X, y).external, rtol=1e-9
        )


@pytest.mark.parametrize(("far", "sure"), [(1e30, True), (1e60, False), (1e200, False)])
def test_numbers_of_too_many_magnitudes_are_told_of(far, sure):
    X = np.column_stack([np.ones(6), [far, 1, 2, 4, 3, 7], np.eye(6)[0]])
    found = inference(X, [1, 2, 3.5, 1, 2, 9])
    assert (found.notes == ()) == sure
    assert found.rank == (3 if sure else 2)
    assert influence(X, [1, 2, 3.5, 1, 2, 9]).leverage[0] == 1


def test_vif_agrees_with_statsmodels(regression):
    X, _ = regression(30, 4)
    X[:, 3] += 2 * X[:, 2]
    wanted = [variance_inflation_factor(X, j) for j in (1, 2, 3)]
    np.testing.assert_allclose(vif(X)[1:], wanted, rtol=1e-11)
    assert np.isnan(vif(X)[0])


def test_belsley_shares_name_the_columns_of_a_dependency(rng):
    X = np.column_stack([np.ones(40), rng.standard_normal((40, 3))])
    X[:, 3] = X[:, 1] + 1e-4 * rng.standard_normal(40)
    found = collinearity(X)
    np.testing.assert_allclose(found.proportions.sum(axis=0), 1.0, rtol=1e-12)
    assert found.condition_indices[0] == 1.0
    unit = X / np.linalg.norm(X, axis=0)
    assert found.condition_indices[-1] == pytest.approx(np.linalg.cond(unit), rel=1e-9)
    np.testing.assert_array_equal(found.proportions[-1] > 0.5, [False, True, False, True])


def test_belsley_of_a_copied_column_is_infinite_and_named(rng):
    x = rng.standard_normal(20)
    found = collinearity(np.column_stack([np.ones(20), x, x]))
    assert found.condition_indices[-1] > 1e15
    np.testing.assert_array_equal(found.proportions[-1] > 0.99, [False, True, True])


def test_durbin_watson(rng):
    r = rng.standard_normal(50)
    assert durbin_watson(r) == pytest.approx(their_durbin_watson(r), rel=1e-13)
    assert durbin_watson(1e200 * r) == pytest.approx(durbin_watson(r), rel=1e-12)
    assert np.isnan(durbin_watson([0.0, 0.0]))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda X, y: inference(X, y[:-1]), r"y has shape \(9,\); expected \(10,\)"),
        (lambda X, y: inference(X, y, -np.ones(10)), "weights must be 0 or more"),
        (lambda X, y: inference(X, y, np.zeros(10)), "weights must be 0 or more, and not all 0"),
        (lambda X, y: inference(X, y).intervals(95), "level is 95; give a number from 0 to 1"),
        (lambda X, y: inference(X, y).mean_band(X[:, :1]), r"expected \(M, 2\)"),
        (lambda X, y: vif(X * np.nan), "X holds nan at row 0"),
        (lambda X, y: expected_lost_digits("magic", 1.0), "method is 'magic'; give one of"),
        (lambda X, y: expected_lost_digits("qr", 0.5), "condition_number is 0.5"),
    ],
)
def test_bad_arguments_are_named(call, sentence, regression):
    with pytest.raises(ValueError, match=sentence):
        call(*regression(10, 2))


def test_results_cannot_be_written_to(regression):
    X, y = regression(10, 2)
    with pytest.raises(ValueError, match="read-only"):
        inference(X, y).standard_errors[0] = 0.0


@pytest.mark.parametrize(
    "X", [np.ones((1, 1)), np.zeros((5, 2)), np.ones((5, 2)), np.eye(3, 7), np.eye(4) > 0]
)
def test_designs_without_much_to_say_are_diagnosed_without_a_warning(X):
    y = np.arange(float(len(X)))
    assert inference(X, y).rank == np.linalg.matrix_rank(X)
    assert len(influence(X, y).leverage) == len(X)
    assert len(collinearity(X).vif) == X.shape[1]
