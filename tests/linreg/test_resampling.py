"""Resampling against the loops that it replaces and the theory that it illustrates."""

import numpy as np
import pytest

from linreg import solve
from linreg.diagnostics import inference, leave_one_out_error
from linreg.resampling import (
    bootstrap,
    bootstrap_residuals,
    half_units,
    k_fold,
    last_digit_jitter,
    refit_cloud,
)


def powers(degree):
    return lambda columns: np.column_stack([columns[:, 0] ** k for k in range(degree + 1)])


def test_bootstrap_refits_are_the_refits_of_the_rows_drawn(regression):
    X, y = regression(30, 4)
    cloud = bootstrap(X, y, np.random.default_rng(3), draws=25)
    drawn = np.random.default_rng(3).integers(0, 30, size=(25, 30), dtype=np.int32)
    for rows, w in zip(drawn, cloud.coefficients, strict=True):
        np.testing.assert_allclose(w, np.linalg.lstsq(X[rows], y[rows])[0], rtol=1e-10)


def test_bootstrap_is_right_where_the_columns_nearly_depend(rng):
    x = rng.standard_normal(30)
    X = np.column_stack([np.ones(30), x, x + 1e-9 * rng.standard_normal(30)])
    y = rng.standard_normal(30)
    cloud = bootstrap(X, y, np.random.default_rng(3), draws=10)
    drawn = np.random.default_rng(3).integers(0, 30, size=(10, 30), dtype=np.int32)
    for rows, w in zip(drawn, cloud.coefficients, strict=True):
        np.testing.assert_allclose(w, solve(X[rows], y[rows]).coefficients, rtol=1e-9)


@pytest.mark.parametrize("draw", [bootstrap, bootstrap_residuals, refit_cloud])
def test_clouds_spread_as_the_theory_says(draw, regression, rng):
    X, y = regression(400, 3)
    cloud = draw(X, y, rng, draws=4000)
    wanted = inference(X, y)
    np.testing.assert_allclose(cloud.standard_errors(), wanted.standard_errors, rtol=0.15)
    np.testing.assert_allclose(cloud.coefficients.mean(axis=0), wanted.coefficients, atol=0.01)
    half = np.diff(cloud.intervals(0.95)) / np.diff(wanted.intervals(0.95))
    np.testing.assert_allclose(half, 1.0, rtol=0.15)
    np.testing.assert_array_equal(cloud.centre, wanted.coefficients)


def test_bootstrap_notices_noise_that_differs_by_row(rng):
    x = rng.uniform(-1.0, 1.0, 2000)
    X = np.column_stack([np.ones(2000), x])
    y = x + x**2 * rng.standard_normal(2000)
    cloud = bootstrap(X, y, rng)
    robust = np.sqrt(np.diag(sandwich(X, y)))
    np.testing.assert_allclose(cloud.standard_errors(), robust, rtol=0.1)


def sandwich(X, y):
    """White's covariance, which does not assume equal variances."""
    inverse = np.linalg.inv(X.T @ X)
    r = y - X @ inverse @ X.T @ y
    return inverse @ (X.T * r**2) @ X @ inverse


def test_refit_cloud_takes_a_truth_and_a_noise(regression, rng):
    X, y = regression(50, 3)
    cloud = refit_cloud(X, y, rng, draws=3000, noise=2.0, truth=[1.0, 2.0, 3.0])
    np.testing.assert_array_equal(cloud.centre, [1.0, 2.0, 3.0])
    wanted = 4.0 * np.linalg.inv(X.T @ X)
    np.testing.assert_allclose(np.cov(cloud.coefficients.T), wanted, atol=0.1 * wanted.max())
    assert not refit_cloud(X, y, rng, draws=5, noise=0.0).coefficients.std(axis=0).any()


def test_the_same_generator_gives_the_same_cloud(regression):
    X, y = regression(20, 2)
    first, second = (bootstrap(X, y, np.random.default_rng(1), 10) for _ in range(2))
    np.testing.assert_array_equal(first.coefficients, second.coefficients)


def test_drawing_in_chunks_changes_nothing_but_the_memory(regression, monkeypatch):
    X, y = regression(20, 2)
    whole = bootstrap(X, y, np.random.default_rng(1), 50)
    monkeypatch.setattr("linreg.resampling._draws.CHUNK", 100)
    parts = bootstrap(X, y, np.random.default_rng(1), 50)
    np.testing.assert_allclose(parts.coefficients, whole.coefficients, rtol=1e-12)


def test_draws_without_enough_rows_count_as_failed(rng):
    X = np.column_stack([np.ones(4), rng.standard_normal((4, 2))])
    cloud = bootstrap(X, rng.standard_normal(4), rng, draws=300)
    assert 0 < cloud.failed < 300
    assert np.isfinite(cloud.standard_errors()).all()


def test_dependent_columns_leave_no_cloud(rng):
    x = rng.standard_normal(10)
    cloud = bootstrap(np.column_stack([np.ones(10), x, x]), x, rng, draws=5)
    assert cloud.failed == 5
    with pytest.raises(ValueError, match="0 usable draws of 5; expected at least 2"):
        cloud.standard_errors()


def test_as_many_folds_as_rows_is_leave_one_out(regression, rng):
    X, y = regression(20, 3)
    found = k_fold(X, y, rng, folds=20)
    assert found.error == pytest.approx(leave_one_out_error(X, y), rel=1e-11)


def test_folds_are_even_and_unseen(regression, rng):
    X, y = regression(23, 3)
    seen = []

    def fit(rows, right):
        seen.append(len(right))
        return np.linalg.lstsq(rows, right)[0]

    found = k_fold(X, y, rng, folds=5, fit=fit)
    assert sorted(seen) == [18, 18, 18, 19, 19]
    k = found.fold == 2
    w = np.linalg.lstsq(X[~k], y[~k])[0]
    np.testing.assert_allclose(found.left_out[k], X[k] @ w - y[k], rtol=1e-12)
    assert found.standard_error > 0


def test_half_units_read_the_last_printed_digit():
    values = ["3.14", "1500", "1.5e3", " -0.10 ", "0", 2.5, 7]
    np.testing.assert_array_equal(half_units(values), [0.005, 0.5, 50.0, 0.005, 0.5, 0.05, 0.5])
    with pytest.raises(ValueError, match="'3,1' is not a finite decimal number"):
        half_units(["3,1"])
    with pytest.raises(ValueError, match="nan is not a finite decimal number"):
        half_units([float("nan")])


def test_jitter_leaves_longley_no_digit_and_norris_some(nist, rng):
    # Beaton, Rubin and Barone: rounding in Longley's last digits moves even signs.
    longley, norris = nist["Longley"], nist["Norris"]
    with_ones = last_digit_jitter(
        longley["x"], longley["y"], rng, design=lambda c: np.column_stack([np.ones(len(c)), c])
    )
    assert np.all(with_ones.digits < 1.0)
    line = last_digit_jitter(norris["x"], norris["y"], rng, design=powers(1))
    assert line.digits[1] > 4.0
    np.testing.assert_allclose(line.centre, [float(b) for b in norris["beta"]], rtol=1e-9)


def test_jitter_stays_within_the_printed_digit(rng):
    found = last_digit_jitter([["1.0"]] * 4, ["2.00", "2.00", "2.00", "2.00"], rng)
    assert found.coefficients.shape == (200, 1)
    assert np.abs(found.coefficients / 2.0 - 1.0).max() < 0.05 + 0.0025 + 0.01


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda X, y, rng: bootstrap(X, y, rng, draws=0), "draws is 0; expected at least 1"),
        (lambda X, y, rng: bootstrap(X, y[1:], rng), r"y has shape \(9,\)"),
        (lambda X, y, rng: refit_cloud(X, y, rng, noise=-1.0), "noise is -1.0"),
        (lambda X, y, rng: refit_cloud(X, y, rng, truth=[1.0]), r"truth has shape \(1,\)"),
        (lambda X, y, rng: bootstrap(X, y, rng).intervals(2.0), "level is 2.0"),
        (lambda X, y, rng: k_fold(X, y, rng, folds=11), "folds is 11; expected 2 to 10"),
        (lambda X, y, rng: last_digit_jitter(X, y[1:], rng), "as many rows in both"),
        (lambda X, y, rng: last_digit_jitter(y, y, rng), r"columns has shape \(10,\)"),
    ],
)
def test_bad_arguments_are_named(call, sentence, regression, rng):
    with pytest.raises(ValueError, match=sentence):
        call(*regression(10, 2), rng)


@pytest.mark.parametrize("size", [1e300, 1e-300])
def test_units_however_large_only_rescale_a_cloud(size, regression):
    X, y = regression(30, 3)
    for draw in (bootstrap, bootstrap_residuals, refit_cloud):
        plain = draw(X, y, np.random.default_rng(1), draws=20).standard_errors()
        scaled = draw(X, size * y, np.random.default_rng(1), draws=20).standard_errors()
        np.testing.assert_allclose(scaled / size, plain, rtol=1e-9)
        scaled = draw(size * X, y, np.random.default_rng(1), draws=2000).standard_errors()
        np.testing.assert_allclose(scaled * size, inference(X, y).standard_errors, rtol=0.5)
