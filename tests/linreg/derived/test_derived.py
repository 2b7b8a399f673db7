"""Inference, influence, bands and predictions against rational arithmetic: at least 12 digits.

LINREG_LONG=1 draws many more problems.
"""

import os

import numpy as np
import pytest

from linreg import solve
from linreg.diagnostics import inference, influence, leave_one_out_error
from linreg.distributions import student_t_quantile
from tests.linreg.derived.oracle import Oracle, off, off_squared

SEEDS = range(200 if os.environ.get("LINREG_LONG") else 4)
DEGREES = {"Pontius": 2, "Filip": 10} | {f"Wampler{k}": 5 for k in range(1, 6)}
WAVE = np.round(np.sin(np.arange(80) / 7) + np.cos(np.arange(80.0) ** 2), 3)
TWELVE = 1e-12


def powers(x, degree):
    return np.vander(np.asarray(x, dtype=float), degree + 1, increasing=True)


def check(X, y, weights=None):
    """Every number that `inference` and `influence` give."""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    right, found, rows = Oracle(X, y, weights), inference(X, y, weights), influence(X, y, weights)
    shares = right.weights
    errors = {
        "coefficients": off(found.coefficients, right.coefficients),
        "standard errors": off_squared(found.standard_errors, right.standard_errors_squared),
        "covariance": off(found.covariance, right.variance * right.inverse),
        "residuals": off_squared(found.residuals, shares * right.residuals**2),
        "deviation": off_squared(found.residual_deviation, right.variance),
        "R squared": off(found.r_squared, right.r_squared),
        "adjusted": off(found.adjusted_r_squared, right.adjusted),
        "F": off(found.f_value, right.f_value),
        "leverage": off(rows.leverage, right.leverage),
        "internal": off_squared(rows.internal, right.internal_squared),
        "external": off_squared(rows.external, right.external_squared),
        "cook": off(rows.cooks_distance, right.cook),
        "dffits": off_squared(rows.dffits, right.dffits_squared),
        "left out": off_squared(rows.left_out, shares * right.left_out**2),
    }
    assert {name: error for name, error in errors.items() if not error < TWELVE} == {}
    check_bands(found, right, X)


def check_bands(found, right, X):
    """At the rows and between them: each end, relative to the ends."""
    between = (X[1:] + X[:-1]) / 2
    rows = np.vstack([X, between])
    exact_rows = np.vectorize(lambda v: right.y[0].__class__(float(v)), otypes=[object])(rows)
    centre = exact_rows.dot(right.coefficients)
    assert off(found.predict(rows), centre) < TWELVE
    quantile = -student_t_quantile(0.025, found.degrees_of_freedom)
    for band, noise in ((found.mean_band(rows), 0), (found.prediction_band(rows), 1)):
        variance = right.variance * (right.form(exact_rows) + noise)
        half = quantile * np.sqrt(variance.astype(float))
        wanted = np.column_stack([centre.astype(float) - half, centre.astype(float) + half])
        size = np.abs(wanted).max(axis=1, keepdims=True)
        assert np.abs((band - wanted) / size).max() < TWELVE


@pytest.mark.parametrize(
    "name", ["Norris", "Pontius", "Longley", "Filip", "Wampler3", "Wampler4", "Wampler5"]
)
def test_nist(name, nist):
    x = np.array(nist[name]["x"], dtype=float)
    y = np.array(nist[name]["y"], dtype=float)
    if name == "Longley":
        X = np.column_stack([np.ones(len(x)), x])
    else:
        X = powers(x[:, 0], DEGREES.get(name, 1))
    check(X, y)


@pytest.mark.parametrize("degree", [1, 2, 4, 6, 8])
def test_raw_powers_of_years(degree):
    check(powers(np.arange(1950, 2021), degree), WAVE[:71])


def test_the_band_of_a_quartic_in_years_has_a_width():
    X, y = powers(np.arange(1950, 2021), 4), WAVE[:71]
    band = inference(X, y).mean_band(X)
    width = np.diff(band, axis=1)
    assert (width > 0.3).all()
    assert (width < 3).all()


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_a_million_and_a_few(degree):
    check(powers(1e6 + np.arange(20), degree), WAVE[:20])


@pytest.mark.parametrize("degree", [1, 2])
def test_unix_seconds(degree):
    check(powers(1.7e9 + 86400.0 * np.arange(40), degree), WAVE[:40])


@pytest.mark.parametrize("start", [0, 1e6, 1e8])
def test_weights_over_six_decades(start):
    rng = np.random.default_rng(1)
    weights = 10.0 ** rng.uniform(-3, 3, 15)
    check(powers(start + np.arange(15), 1), WAVE[:15], weights)
    check(powers(start + np.arange(15), 1), WAVE[:15], np.arange(1.0, 16.0))


@pytest.mark.parametrize("far", [1e2, 1e4, 1e6, 1e8, 1e9, 3e11])
def test_leverage_near_one_keeps_what_is_left_of_it(far):
    check(powers(np.append(np.arange(1, 13), far), 1), WAVE[:13])
    check(powers(np.append(np.arange(1, 13) / 7, far / 3), 1), WAVE[:13])


def test_one_row_that_misses_alone_by_a_million():
    y = WAVE[:12].copy()
    y[4] += 1e6
    check(powers(np.arange(12), 1), y)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_problems(seed):
    rng = np.random.default_rng(seed)
    N, p = int(rng.integers(8, 25)), int(rng.integers(2, 6))
    U, _ = np.linalg.qr(rng.standard_normal((N, p)))
    V, _ = np.linalg.qr(rng.standard_normal((p, p)))
    X = U * np.geomspace(1.0, 10.0 ** -rng.uniform(0, 11), p) @ V.T
    X = X * 10.0 ** rng.integers(-8, 9, p)
    X[:, 0] = 1.0
    y = X @ rng.standard_normal(p) + 10.0 ** -rng.uniform(-2, 10) * rng.standard_normal(N)
    weights = 10.0 ** rng.uniform(-3, 3, N) if seed % 2 else None
    check(X, y, weights)


@pytest.mark.parametrize("seed", range(40 if os.environ.get("LINREG_LONG") else 1))
def test_many_columns(seed):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(40), rng.integers(-9, 10, (40, 17))])
    X[:, -1] += X[:, 1] + X[:, 2] + 1e-5
    check(X, rng.integers(-99, 100, 40))


WHOLE = powers(np.arange(8), 1)


@pytest.mark.parametrize("slope", [0.0, 2.0, 1e-30])
def test_a_perfect_fit_has_no_errors_and_nothing_to_judge_rows_by(slope):
    y = WHOLE @ [1.0, slope] if slope != 1e-30 else WHOLE[:, 1] * slope
    found, rows = inference(WHOLE, y), influence(WHOLE, y)
    assert not found.residuals.any()
    assert not found.standard_errors.any()
    assert found.residual_deviation == 0
    for undefined in (rows.internal, rows.external, rows.cooks_distance, rows.dffits):
        assert np.isnan(undefined).all()
    assert not rows.left_out.any()
    assert leave_one_out_error(WHOLE, y) == 0
    if slope:
        assert (found.r_squared, found.adjusted_r_squared) == (1, 1)
        assert found.f_value == np.inf
        assert found.p_values[1] == 0


def test_a_constant_has_nothing_to_explain():
    for value in (3.0, 0.1, -1e300, 1e-300):
        found = inference(WHOLE, np.full(8, value))
        assert found.coefficients.tolist() == [value, 0]
        assert np.isnan([found.r_squared, found.adjusted_r_squared, found.f_value]).all()
        assert np.isnan(found.p_values[1])


def test_residuals_that_are_but_rounding_are_told_of():
    x = np.arange(1, 12) / 10
    found, rows = inference(powers(x, 1), 0.3 * x + 0.7), influence(powers(x, 1), 0.3 * x + 0.7)
    assert found.notes == rows.notes
    assert "rounding" in found.notes[0]
    assert inference(powers(x, 1), WAVE[:11]).notes == ()


def test_a_mean_alone_explains_nothing():
    found = inference(np.ones((5, 1)), [1.0, 2, 3, 4, 7])
    assert (found.r_squared, found.adjusted_r_squared) == (0, 0)
    assert found.intercept


def test_rows_that_others_determine_have_a_band_though_columns_depend():
    X = np.column_stack([WHOLE, WHOLE[:, 1]])
    found, without = inference(X, WAVE[:8]), inference(WHOLE, WAVE[:8])
    np.testing.assert_allclose(found.mean_band(X), without.mean_band(WHOLE), rtol=1e-13)
    assert np.isnan(found.mean_band([[1.0, 2.0, 3.0]])).all()


def test_numbers_as_typed_are_taken_whole():
    cells = [["1", "0.1"], ["1", "0.2"], ["1", "0.3"], ["1", "0.4"]]
    found = inference(cells, ["1.3", "1.6", "1.9", "2.2"])
    assert found.coefficients.tolist() == [1.0, 3.0]
    assert not found.residuals.any()
    floats = inference(np.array(cells, dtype=float), [1.3, 1.6, 1.9, 2.2])
    assert floats.residuals.any()


@pytest.mark.parametrize("seed", range(300 if os.environ.get("LINREG_LONG") else 24))
def test_the_rank_is_that_of_the_solver(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(-9, 10, (2, 12)).astype(float)
    last = [a + b, 3 * a, 1.8 * a + 32, 7 * b][seed % 4]
    X, y = np.column_stack([np.ones(12), a, b, last]), rng.standard_normal(12)
    weights = rng.integers(1, 9, 12).astype(float) if seed % 3 == 0 else None
    assert inference(X, y, weights).rank == solve(X, y, weights=weights).rank


def test_metres_and_centimetres_are_one_column():
    x = np.arange(1.0, 8)
    found = inference(np.column_stack([np.ones(7), x, 7 * x]), (x - 1) ** 2 + 1)
    assert found.rank == 2
    assert np.isnan(found.standard_errors[1:]).all()
    assert (
        found.coefficients.tolist()
        == solve(found.fit.frame.X, (x - 1) ** 2 + 1).coefficients.tolist()
    )
