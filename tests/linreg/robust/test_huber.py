"""Huber's fit against statsmodels, its own two equations, and least squares."""

from __future__ import annotations

import re
import warnings

import numpy as np
import pytest
import statsmodels.api as sm

import linreg
from linreg import RobustStatus, solve_robust
from linreg.robust import _huber
from linreg.robust._scale import median


def heavy(seed: int, N: int = 60, p: int = 3, tails: float = 1.5):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(N), rng.normal(size=(N, p - 1))])
    return X, X @ rng.normal(size=p) + rng.standard_t(tails, size=N)


def by_statsmodels(X, y, delta: float):
    model = sm.RLM(y, X, M=sm.robust.norms.HuberT(delta))
    return model.fit(tol=1e-15, maxiter=5000, conv="coefs")


@pytest.mark.parametrize("delta", [0.1, 0.5, 1.345, 2.5])
@pytest.mark.parametrize(("seed", "N", "p"), [(0, 12, 1), (1, 40, 2), (2, 41, 3), (3, 500, 6)])
def test_as_statsmodels_finds(seed: int, N: int, p: int, delta: float) -> None:
    X, y = heavy(seed, N, p)
    expected = by_statsmodels(X, y, delta)
    found = solve_robust(X, y, delta=delta)
    assert found.status is RobustStatus.OK
    np.testing.assert_allclose(found.coefficients, expected.params, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(found.scale, expected.scale, rtol=1e-11)
    np.testing.assert_allclose(found.weights, expected.weights, rtol=1e-10)


def test_as_statsmodels_finds_on_the_stack_loss_data() -> None:
    data = sm.datasets.stackloss.load_pandas()
    X, y = sm.add_constant(data.exog), data.endog
    expected = by_statsmodels(X, y, 1.345)
    found = solve_robust(X, y)
    np.testing.assert_allclose(found.coefficients, expected.params, rtol=1e-10)
    np.testing.assert_allclose(found.scale, expected.scale, rtol=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_both_equations_hold(seed: int) -> None:
    X, y = heavy(seed, 80, 4)
    a = np.random.default_rng(seed).random(80)
    found = solve_robust(X, y, weights=a)
    r = y - X @ found.coefficients
    clipped = np.clip(r, -1.345 * found.scale, 1.345 * found.scale)
    assert np.abs(X.T @ (a * clipped)).max() < 1e-13 * (np.abs(X).T @ (a * np.abs(clipped))).max()
    np.testing.assert_allclose(median(np.abs(r), a).value / 0.6744897501960817, found.scale)
    np.testing.assert_allclose(found.weights, clipped / r, rtol=1e-12)


def test_least_squares_with_its_weights_is_the_same_fit() -> None:
    X, y = heavy(6)
    found = solve_robust(X, y)
    again = linreg.solve(X, y, weights=found.weights)
    np.testing.assert_allclose(again.coefficients, found.coefficients, rtol=1e-13)


def test_whole_weights_are_copies() -> None:
    X, y = heavy(7, 41)
    a = np.random.default_rng(2).integers(0, 4, size=41)
    weighted = solve_robust(X, y, weights=a)
    copies = solve_robust(np.repeat(X, a, axis=0), np.repeat(y, a))
    np.testing.assert_allclose(weighted.coefficients, copies.coefficients, rtol=1e-13)
    np.testing.assert_allclose(np.repeat(weighted.weights, a), copies.weights, rtol=1e-12)
    assert weighted.scale == pytest.approx(copies.scale, rel=1e-13)


def test_a_row_without_weight_is_shown_how_much_it_would_count() -> None:
    X, y = heavy(8, 30)
    y[4] = 1e4
    a = np.ones(30)
    a[4] = 0
    found = solve_robust(X, y, weights=a)
    r = y - X @ found.coefficients
    assert found.weights[4] == pytest.approx(1.345 * found.scale / abs(r[4]), rel=1e-12)


def test_a_large_delta_is_least_squares_and_a_small_one_least_deviations() -> None:
    X, y = heavy(9, 31, 2)
    wide = solve_robust(X, y, delta=1e6)
    np.testing.assert_allclose(wide.coefficients, linreg.solve(X, y).coefficients, rtol=1e-14)
    assert (wide.weights == 1).all()
    narrow = solve_robust(X, y, delta=1e-7).coefficients
    np.testing.assert_allclose(narrow, solve_robust(X, y, "absolute").coefficients, rtol=1e-5)


def test_squared_is_least_squares() -> None:
    X, y = heavy(10)
    found = solve_robust(X, y, "squared")
    np.testing.assert_array_equal(found.coefficients, linreg.solve(X, y).coefficients)
    r = y - X @ found.coefficients
    assert found.scale == pytest.approx(np.median(np.abs(r)) / 0.6744897501960817, rel=1e-12)
    assert (found.weights == 1).all()


def test_an_outlier_hardly_moves_it_but_a_lever_does() -> None:
    x = np.arange(20.0)
    X = np.column_stack([np.ones(20), x])
    y = 1 + 2 * x + np.random.default_rng(1).normal(0, 0.5, 20)
    far = y.copy()
    far[10] += 1000
    for loss in ("huber", "absolute"):
        clean = solve_robust(X, y, loss).coefficients
        np.testing.assert_allclose(solve_robust(X, far, loss).coefficients, clean, atol=0.5)
    lever = X.copy()
    lever[10, 1] = 1e4
    assert abs(solve_robust(lever, far).coefficients[1]) < 0.5


@pytest.mark.parametrize("decimals", [False, True])
def test_a_line_with_a_few_strays_has_scale_zero(decimals: bool) -> None:
    x = np.arange(10.0)
    X = np.column_stack([np.ones(10), x])
    y = 0.3 + 0.1 * x if decimals else 1 + 2 * x
    y[[2, 7]] = -50, 100
    found = solve_robust(X, y)
    assert found.status is RobustStatus.ZERO_SCALE
    assert "8 of 10 residuals are zero" in found.message
    expected = [0.3, 0.1] if decimals else [1, 2]
    np.testing.assert_allclose(found.coefficients, expected, rtol=1e-15)
    np.testing.assert_array_equal(found.weights, [1, 1, 0, 1, 1, 1, 1, 0, 1, 1])
    assert found.scale == 0


def test_the_limit_of_a_vanishing_scale_is_approached() -> None:
    x = np.arange(10.0)
    X = np.column_stack([np.ones(10), x])
    y = 1 + 2 * x
    y[[2, 7]] = -50, 100
    limit = solve_robust(X, y).coefficients
    noise = np.random.default_rng(0).normal(size=10)
    for size in (1e-2, 1e-5, 1e-8):
        found = solve_robust(X, y + size * noise)
        assert found.status is RobustStatus.OK
        np.testing.assert_allclose(found.coefficients, limit, atol=10 * size)


def test_a_perfect_fit_has_scale_zero_and_full_weights() -> None:
    found = solve_robust([[1, 0], [1, 1], [1, 2]], [1, 3, 5])
    assert found.status is RobustStatus.ZERO_SCALE
    np.testing.assert_array_equal(found.coefficients, [1, 2])
    np.testing.assert_array_equal(found.weights, [1, 1, 1])


def test_dependent_columns_get_the_smallest_norm() -> None:
    X, y = heavy(11, 40, 2)
    single = solve_robust(X, y).coefficients
    found = solve_robust(np.column_stack([X, X[:, 1]]), y)
    assert found.status is RobustStatus.MINIMUM_NORM
    assert "column 2 (rank 2 of 3)" in found.message
    expected = [single[0], single[1] / 2, single[1] / 2]
    np.testing.assert_allclose(found.coefficients, expected, rtol=1e-12)


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_units_do_not_matter(size: float) -> None:
    X, y = heavy(12)
    plain = solve_robust(X, y)
    found = solve_robust(X * size, y * size)
    np.testing.assert_allclose(found.coefficients, plain.coefficients, rtol=1e-12)
    assert found.scale == pytest.approx(plain.scale * size, rel=1e-12)


def test_what_does_not_settle_says_so(monkeypatch) -> None:
    monkeypatch.setattr(_huber, "MOST_FITS", 1)
    X, y = heavy(13, 200, 4)
    found = solve_robust(X, y)
    assert found.status is RobustStatus.NOT_CONVERGED
    assert "has not settled after 2 weighted fits" in found.message
    assert np.isfinite(found.coefficients).all()


def test_overflow_is_a_status() -> None:
    for loss in ("squared", "huber", "absolute"):
        found = solve_robust([[1e-300], [1e-300]], [1e300, 1e300], loss)
        assert found.status is RobustStatus.FAILED
        assert np.isnan(found.coefficients).all()
        assert found.status.value.text.startswith("Numbers overflowed")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"loss": "tukey"}, "loss is 'tukey'; expected one of squared, huber, absolute."),
        ({"delta": 0}, "delta is 0; expected a finite number > 0."),
        ({"delta": "1"}, "delta is '1'; expected a finite number > 0."),
        ({"weights": [1, 2]}, "weights has shape (2,); expected (3,)."),
        ({"weights": [1, -2, 1]}, "weights holds -2.0; expected numbers >= 0"),
        ({"weights": [0, 0, 0]}, "weights holds zeros only; expected at least one number > 0."),
        ({"y": [1, np.nan, 2]}, "y holds nan at row 1"),
        ({"y": [1, 2]}, "y has shape (2,); expected (3,)."),
        ({"X": [1, 2, 3]}, "X has shape (3,); expected (N, p)"),
    ],
)
def test_bad_input_is_named(settings: dict[str, object], sentence: str) -> None:
    given = {"X": np.ones((3, 1)), "y": [1, 2, 4], **settings}
    with pytest.raises(ValueError, match=re.escape(sentence)):
        solve_robust(**given)


@pytest.mark.parametrize("N", [1, 2, 7, 8])
def test_the_weighted_median_of_equal_weights_is_the_median(N: int) -> None:
    values = np.random.default_rng(N).random(N)
    assert median(values, np.ones(N)).value == pytest.approx(np.median(values), rel=1e-15)


@pytest.mark.parametrize("loss", ["squared", "huber", "absolute"])
def test_no_warning_reaches_the_user(loss: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for y in ([0, 0, 0, 0], [1e300, -1e300, 1e300, 1], [1, 2, 3, 1e-300]):
            solve_robust([[1, 0], [1, 1], [1, 2], [1, 4]], y, loss)


@pytest.mark.parametrize(
    ("X", "y", "limit"),
    [
        ([[1], [1], [1]], [-7, -7, 7], [-7]),
        ([[1], [1], [1]], [-9, 8, 8], [8]),
        ([[1, -3], [1, 5], [1, 1]], [-5, 2, -4], None),
    ],
)
def test_a_scale_that_falls_for_thousands_of_fits_is_foreseen(X, y, limit) -> None:
    found = solve_robust(X, y)
    assert found.status is RobustStatus.ZERO_SCALE
    assert found.iterations < 100
    r = np.asarray(y) - np.asarray(X) @ found.coefficients
    assert np.count_nonzero(np.abs(r) < 1e-14) == 2
    if limit is not None:
        np.testing.assert_array_equal(found.coefficients, limit)
