"""Robust covariance, criteria, tests of the residuals and DFBETAS against statsmodels."""

import math

import mpmath
import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.diagnostic import het_breuschpagan, het_white
from statsmodels.stats.stattools import jarque_bera

from linreg import LinearRegression, diagnostics
from linreg.diagnostics import COVARIANCES, Frame, inference, influence
from linreg.distributions import chi_square_tail

KINDS = COVARIANCES[1:]
TEN = 1e-10


def data(name, rng, nist):
    """X with a column of ones, y, and weights or None."""
    if name == "Longley":
        x = np.array(nist[name]["x"], dtype=float)
        return np.column_stack([np.ones(16), x]), np.array(nist[name]["y"], dtype=float), None
    N, p = {"small": (9, 2), "wide": (60, 6), "long": (300, 3), "weighted": (40, 4)}[name]
    X = np.column_stack([np.ones(N), rng.standard_normal((N, p - 1))])
    y = X @ rng.standard_normal(p) + rng.standard_normal(N) * (0.3 + np.abs(X[:, 1]))
    return X, y, rng.uniform(0.2, 3.0, N) if name == "weighted" else None


@pytest.fixture(params=["Longley", "small", "wide", "long", "weighted"])
def problem(request, rng, nist):
    return data(request.param, rng, nist)


def model(X, y, weights):
    return sm.OLS(y, X) if weights is None else sm.WLS(y, X, weights=weights)


@pytest.mark.parametrize("kind", KINDS)
def test_robust_covariance_agrees_with_statsmodels(problem, kind):
    X, y, weights = problem
    # statsmodels itself has about as many digits fewer as the condition number has.
    rtol = TEN if np.linalg.cond(X) < 1e6 else 1e-5
    theirs = model(X, y, weights).fit(cov_type=kind, use_t=True)
    ours = inference(X, y, weights, covariance=kind)
    size = np.sqrt(np.diag(theirs.cov_params()))
    for got, wanted in [
        (ours.standard_errors, theirs.bse),
        (ours.t_values, theirs.tvalues),
        (ours.p_values, theirs.pvalues),
        (ours.f_value, theirs.fvalue),
        (ours.f_p_value, theirs.f_pvalue),
        (ours.intervals(0.9), theirs.conf_int(0.1)),
        (ours.mean_band(X[:5], 0.8), theirs.get_prediction(X[:5]).conf_int(alpha=0.2)),
    ]:
        np.testing.assert_allclose(got, wanted, rtol=rtol)
    scaled = (ours.covariance - theirs.cov_params()) / np.outer(size, size)
    assert np.abs(scaled).max() < rtol
    assert ours.kind == kind
    assert ours.r_squared == inference(X, y, weights).r_squared


def test_criteria_agree_with_statsmodels(problem):
    X, y, weights = problem
    theirs, ours = model(X, y, weights).fit(), inference(X, y, weights)
    assert ours.log_likelihood == pytest.approx(theirs.llf, rel=TEN)
    assert ours.aic == pytest.approx(theirs.aic, rel=TEN)
    assert ours.bic == pytest.approx(theirs.bic, rel=TEN)


def test_tests_of_the_residuals_agree_with_statsmodels(problem):
    X, y, weights = problem
    r = model(X, y, weights).fit().wresid
    found = diagnostics.tests(X, y, weights)
    rtol = TEN if np.linalg.cond(X) < 1e6 else 1e-6
    assert found.breusch_pagan[:2] == pytest.approx(het_breuschpagan(r, X)[:2], rel=rtol)
    assert found.breusch_pagan.degrees_of_freedom == X.shape[1] - 1
    assert found.jarque_bera[:2] == pytest.approx(jarque_bera(r)[:2], rel=rtol)
    assert found.jarque_bera.degrees_of_freedom == 2
    p = X.shape[1]
    if p * (p + 1) // 2 > len(y) - 2:
        assert math.isnan(found.white.statistic)
        assert found.white.note == f"The test needs more than {len(y):,} rows."
    else:
        assert found.white[:2] == pytest.approx(het_white(r, X)[:2], rel=rtol)
        assert found.white.degrees_of_freedom == p * (p + 1) // 2 - 1


def test_dfbetas_agree_with_statsmodels(problem):
    X, y, weights = problem
    if weights is None:
        theirs = model(X, y, weights).fit().get_influence().dfbetas
        size = 1e-11 if np.linalg.cond(X) < 1e6 else 1e-6
        np.testing.assert_allclose(influence(X, y).dfbetas, theirs, rtol=TEN, atol=size)


def test_dfbetas_are_the_change_of_a_refit(rng):
    X, y, weights = data("weighted", rng, None)
    found, whole = influence(X, y, weights).dfbetas, inference(X, y, weights)
    for i in (0, 7, 39):
        rest = np.arange(40) != i
        left = inference(X[rest], y[rest], weights[rest])
        errors = left.residual_deviation * Frame.of(X, weights).spread()
        moved = (whole.coefficients - left.coefficients) / errors
        np.testing.assert_allclose(found[i], moved, rtol=1e-10)


def test_rows_of_weight_zero_do_not_count(rng):
    X, y, weights = data("weighted", rng, None)
    weights[[3, 8]] = 0.0
    rest = weights > 0
    for kind in COVARIANCES:
        found = inference(X, y, weights, covariance=kind)
        without = inference(X[rest], y[rest], weights[rest], covariance=kind)
        np.testing.assert_allclose(found.standard_errors, without.standard_errors, rtol=1e-13)
        assert found.aic == pytest.approx(without.aic, rel=1e-14)
        assert found.bic == pytest.approx(without.bic, rel=1e-14)
    both = diagnostics.tests(X, y, weights), diagnostics.tests(X[rest], y[rest], weights[rest])
    for one, other in zip(*(found[:3] for found in both), strict=True):
        assert one[:3] == pytest.approx(other[:3], rel=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_dependent_columns_have_no_error_of_their_own(kind, rng):
    X, y, _ = data("wide", rng, None)
    both = np.column_stack([X, 4 * X[:, 1]])
    found, part = inference(both, y, covariance=kind), inference(X, y, covariance=kind)
    assert np.isnan(found.standard_errors[[1, 6]]).all()
    kept = [0, 2, 3, 4, 5]
    np.testing.assert_allclose(found.standard_errors[kept], part.standard_errors[kept], rtol=1e-12)
    assert found.f_value == pytest.approx(part.f_value, rel=1e-12)
    assert found.aic == pytest.approx(part.aic, rel=1e-14)
    assert np.isnan(influence(both, y).dfbetas[:, [1, 6]]).all()
    for one, other in zip(diagnostics.tests(both, y)[:3], diagnostics.tests(X, y)[:3], strict=True):
        assert one[:3] == pytest.approx(other[:3], rel=1e-11)


@pytest.mark.parametrize("kind", KINDS)
def test_as_many_columns_as_rows_leave_nothing_to_judge_by(kind, rng):
    X, y = rng.standard_normal((4, 4)), rng.standard_normal(4)
    found = inference(X, y, covariance=kind)
    assert np.isnan(found.standard_errors).all()
    assert found.aic == -math.inf
    tests = diagnostics.tests(X, y)
    assert {test.note for test in tests[:3]} == {"All residuals are 0."}
    assert all(math.isnan(test.statistic) and math.isnan(test.p_value) for test in tests[:3])
    assert np.isnan(influence(X, y).dfbetas).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_constant_y_is_fitted_exactly(kind, rng):
    X = np.column_stack([np.ones(8), np.arange(8.0)])
    found = inference(X, np.full(8, 3.0), covariance=kind)
    assert (found.standard_errors == 0.0).all()
    assert (found.covariance == 0.0).all()
    assert found.bic == -math.inf


def test_a_row_of_leverage_one_has_no_hc2_and_hc3():
    X = np.column_stack([np.ones(8), np.arange(8.0), np.arange(8) == 3])
    y = np.arange(8.0) ** 2
    for kind in ("HC0", "HC1"):
        assert np.isfinite(inference(X, y, covariance=kind).standard_errors).all()
    for kind in ("HC2", "HC3"):
        found = inference(X, y, covariance=kind)
        assert np.isnan(found.standard_errors).all()
        assert found.notes == (
            f"Row 4 has leverage 1, where {kind} is not defined. Choose HC0 or HC1, or remove "
            "the row.",
        )


def test_covariance_can_be_changed_and_changed_back(rng):
    X, y, weights = data("weighted", rng, None)
    found = inference(X, y, weights)
    for kind in COVARIANCES:
        again = found.with_covariance("HC3").with_covariance(kind)
        direct = inference(X, y, weights, covariance=kind)
        np.testing.assert_allclose(again.standard_errors, direct.standard_errors, rtol=1e-14)
        np.testing.assert_allclose(again.p_values, direct.p_values, rtol=1e-12)
        assert again.f_value == pytest.approx(direct.f_value, rel=1e-14)
        np.testing.assert_allclose(again.covariance, direct.covariance, rtol=1e-12)


def test_an_unknown_covariance_is_named():
    with pytest.raises(ValueError, match="covariance is 'HC4'; give one of classical, HC0"):
        inference(np.ones((3, 1)), [1.0, 2.0, 4.0], covariance="HC4")


def test_without_a_constant_the_tests_add_one(rng):
    X, y, _ = data("long", rng, None)
    x = X[:, 1:]
    r = sm.OLS(y, x).fit().resid
    found = diagnostics.tests(x, y)
    assert found.breusch_pagan[:2] == pytest.approx(het_breuschpagan(r, X)[:2], rel=TEN)
    assert found.white[:2] == pytest.approx(het_white(r, X)[:2], rel=TEN)


def test_tests_say_why_there_is_no_statistic(rng):
    ones = diagnostics.tests(np.ones((9, 1)), rng.standard_normal(9))
    assert ones.breusch_pagan.note == ones.white.note == "X has no column but a constant."
    even = diagnostics.tests(np.ones((8, 1)), [1.0, -1.0] * 4)
    assert even.white.note == "All residuals have the same size."
    wide = diagnostics.tests(rng.standard_normal((2000, 60)), rng.standard_normal(2000))
    assert wide.white.note == "White's test takes 1,891 columns here: too many for 2,000 rows."
    assert wide.breusch_pagan.note == ""
    assert all(test.supposes.endswith(".") for test in ones[:3])


@pytest.mark.parametrize("df", [1e-6, 0.5, 1, 2, 7, 40, 1001, 1e5])
def test_chi_square_tail_agrees_with_mpmath(df):
    with mpmath.workdps(40):
        for x in (0.01 * df, 0.9 * df, df, 1.3 * df + 2, 3 * df + 5):
            wanted = mpmath.gammainc(mpmath.mpf(df) / 2, mpmath.mpf(x) / 2, regularized=True)
            got = float(chi_square_tail(x, df))
            assert got == pytest.approx(float(wanted), rel=1e-14, abs=1e-300)


def test_chi_square_tail_at_its_ends():
    assert chi_square_tail([0.0, -1.0, np.inf], 3).tolist() == [1.0, 1.0, 0.0]
    assert np.isnan(chi_square_tail(np.nan, 3))
    assert chi_square_tail(2.0, 2) == pytest.approx(math.exp(-1), rel=1e-15)


def test_the_summary_takes_a_level_and_a_covariance(rng):
    X, y, weights = data("weighted", rng, None)
    fitted = LinearRegression().fit(X[:, 1:], y, sample_weight=weights)
    found = inference(X, y, weights, covariance="HC3")
    said = fitted.summary(level=0.9, covariance="HC3")
    assert said.header == ("", "coefficient", "HC3 std. error", "t", "p", "5%", "95%")
    assert said.rows[1][2] == f"{found.standard_errors[1]:.6g}"
    assert said.rows[1][5:] == tuple(f"{end:.6g}" for end in found.intervals(0.9)[1])
    facts = dict(said.facts)
    assert facts["AIC, BIC"] == f"{found.aic:.6g}, {found.bic:.6g}"
    tests = diagnostics.tests(X, y, weights)
    for test in tests[:3]:
        assert facts[f"{test.name}, p"] == f"{test.statistic:.6g}, {test.p_value:.6g}"
    assert fitted.summary().header[-2:] == ("2.5%", "97.5%")
    assert fitted.inference("HC1").kind == "HC1"
    with pytest.raises(ValueError, match="level is 95"):
        fitted.summary(level=95)
