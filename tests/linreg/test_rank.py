"""Rank and coefficients of dependent and nearly dependent columns, against rational arithmetic.

Never "independent" with wrong coefficients: whatever the status vouches for is right. LINREG_LONG=1
draws some thousand designs of each family instead of a few.
"""

import os
from fractions import Fraction

import numpy as np
import pytest

import linreg
from linreg import Status, StreamingFit, exact

DESIGNS = 1000 if os.environ.get("LINREG_LONG") else 6
SURE = (Status.OK, Status.MINIMUM_NORM)
DUMMIES = np.eye(3)[[0, 0, 1, 1, 1, 2, 2, 2, 2]]


def integers(rng, *shape):
    return rng.integers(-9, 30, shape).astype(float)


FAMILIES = {
    "x and kx": lambda rng, x, one: [x, rng.integers(2, 200) * x],
    "1, x and 10x": lambda rng, x, one: [one, x, 10 * x],
    "Celsius and Fahrenheit": lambda rng, x, one: [one, 5 * x, 9 * x + 32],
    "a sum": lambda rng, x, one: [one, x, x[::-1], x + x[::-1]],
    "all dummies": lambda rng, x, one: [one, *np.eye(3)[rng.integers(0, 3, len(x))].T],
    "a second constant": lambda rng, x, one: [one, 3 * one, x],
    "a column of zeros": lambda rng, x, one: [one, 0 * one, x],
    "copies": lambda rng, x, one: [*np.repeat(integers(rng, 3, len(x)), 3, axis=0)],
    "fewer rows than columns": lambda rng, x, one: [*integers(rng, len(x) + 3, len(x))],
    "two dependent among many": lambda rng, x, one: [
        one,
        x,
        *rng.standard_normal((2, len(x))),
        x[::-1],
        x + x[::-1] - 2 * one,
        3 * x - one,
    ],
    "decimals in m and cm": lambda rng, x, one: [one, x / 10, x / 10 * 100],
    "decimals in C and F": lambda rng, x, one: [one, x / 10, x / 10 * 1.8 + 32],
    "nearly dependent": lambda rng, x, one: [one, x, x + 1e-12 * rng.standard_normal(len(x))],
    "columns of unlike size": lambda rng, x, one: [one, 2.0**200 * x, x, x[::-1] * 2.0**-150],
    "powers of years": lambda rng, x, one: [(1950 + np.arange(len(x))) ** k for k in range(4)],
}

SETTINGS = {
    "plain": lambda rng, N: {},
    "a free intercept": lambda rng, N: {"free": (0,)},
    "weights, some zero": lambda rng, N: {"weights": np.append(1.0, rng.integers(0, 5, N - 1))},
    "weights over 16 decades": lambda rng, N: {"weights": 10.0 ** rng.uniform(-8, 8, N)},
    "ridge": lambda rng, N: {"ridge": 10.0 ** rng.integers(-9, 3), "free": (0,)},
}


def worst(solution, fit, X, y):
    """The largest error of a coefficient: of itself, or where it is zero of ||y|| / ||x_j||."""
    sizes = np.linalg.norm(y) / np.maximum(np.linalg.norm(X, axis=0), 1e-300)
    errors = [
        abs(Fraction(float(w)) - right) / abs(right) if right else abs(w) / size
        for w, right, size in zip(solution.coefficients, fit.coefficients[:, 0], sizes, strict=True)
    ]
    return float(max(errors))


@pytest.mark.parametrize("small", [True, False], ids=["in whole numbers", "refined"])
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("family", FAMILIES)
def test_what_the_status_vouches_for_is_right(family, setting, small, monkeypatch):
    if not small:
        monkeypatch.setattr("linreg.solvers._refined.whole.MOST_COLUMNS", 0)
    rng = np.random.default_rng(len(family))
    for _ in range(DESIGNS):
        N = int(rng.integers(4, 12))
        x = integers(rng, N)
        X = np.column_stack(FAMILIES[family](rng, x, np.ones(N)))
        y = integers(rng, N) if rng.random() < 0.5 else rng.standard_normal(N)
        keywords = SETTINGS[setting](rng, N)
        solution = linreg.solve(X, y, **keywords)
        fit = exact.least_squares(X, y, **keywords)
        assert solution.status in SURE
        assert solution.rank == fit.rank
        assert worst(solution, fit, X, y) < 1e-14


@pytest.mark.parametrize("p", [80, 120, 200])
@pytest.mark.parametrize("weighted", [False, True])
def test_an_exact_copy_among_many_columns(p, weighted, rng):
    X = rng.standard_normal((2 * p, p))
    X[:, -1] = X[:, 3]
    y = rng.standard_normal(2 * p)
    weights = rng.uniform(0.5, 2, 2 * p) if weighted else None
    solution = linreg.solve(X, y, weights=weights)
    assert solution.rank == p - 1
    assert solution.status is Status.MINIMUM_NORM
    alone = linreg.solve(X[:, :-1], y, weights=weights).coefficients
    np.testing.assert_allclose(solution.coefficients[[3, -1]], alone[3] / 2, rtol=1e-14)
    others = [j for j in range(p - 1) if j != 3]
    np.testing.assert_allclose(solution.coefficients[others], alone[others], rtol=1e-14)


@pytest.mark.parametrize(("N", "p"), [(20, 50), (40, 41), (60, 120)])
def test_more_columns_than_rows_fit_exactly_with_least_norm(N, p, rng):
    X, y = rng.standard_normal((N, p)), rng.standard_normal(N)
    solution = linreg.solve(X, y)
    assert solution.rank == N
    np.testing.assert_allclose(solution.coefficients, np.linalg.lstsq(X, y, rcond=None)[0], 1e-8)
    gap = solution.coefficients - X.T @ np.linalg.solve(X @ X.T, X @ solution.coefficients)
    assert np.abs(gap).max() < 1e-10


def test_metres_and_centimetres():
    """The plainest classroom example: two columns of the same lengths."""
    x = np.arange(1.0, 8)
    solution = linreg.solve(np.column_stack([np.ones(7), x, 7 * x]), (x - 1) ** 2 + 1)
    assert solution.rank == 2
    np.testing.assert_allclose(solution.coefficients, [-10, 0.12, 0.84], rtol=1e-15)
    assert "Linearly dependent" in solution.message


def test_streams_and_estimators_agree_with_solve(rng):
    x = integers(rng, 300)
    features = np.column_stack([x, 7 * x, x[::-1]])
    y = rng.standard_normal(300)
    X = np.column_stack([np.ones(300), features])
    whole = linreg.solve(X, y)
    fit = StreamingFit(4)
    for first in range(0, 300, 70):
        fit.update(X[first : first + 70], y[first : first + 70])
    streamed = fit.solve()
    assert streamed.rank == whole.rank == 3
    assert streamed.status is whole.status is Status.MINIMUM_NORM
    np.testing.assert_allclose(streamed.coefficients, whole.coefficients, rtol=1e-15)
    free = linreg.solve(X, y, free=(0,)).coefficients
    for estimator in (linreg.LinearRegression(), linreg.Ridge(alpha=0.0)):
        estimator.fit(features, y)
        np.testing.assert_allclose(estimator.intercept_, free[0], rtol=1e-14)
        np.testing.assert_allclose(estimator.coef_, free[1:], rtol=1e-14)


@pytest.mark.parametrize("method", ["refined", "svd", "lstsq", "exact"])
def test_estimators_leave_their_intercept_free(method, rng):
    y = rng.standard_normal(9)
    w = linreg.solve(np.column_stack([np.ones(9), DUMMIES]), y, free=(0,)).coefficients
    for estimator in (linreg.LinearRegression(method), linreg.Ridge(0.0, method=method)):
        estimator.fit(DUMMIES, y)
        np.testing.assert_allclose(estimator.intercept_, w[0], rtol=1e-12)
        np.testing.assert_allclose(estimator.coef_, w[1:], rtol=1e-12)
    nearly = linreg.Ridge(1e-9).fit(DUMMIES, y)
    np.testing.assert_allclose(nearly.coef_, w[1:], rtol=1e-8)


def test_a_stream_whose_sums_are_not_exact_does_not_claim_a_rank(rng):
    """One row of 1e60 leaves no exact sums: what is not known is not said."""
    x = rng.standard_normal(100)
    X = np.column_stack([x, 3 * x])
    X[50] = [1e60, 3e60]
    solution = StreamingFit(2).update(X, rng.standard_normal(100)).solve()
    assert solution.status in (Status.ILL_CONDITIONED, Status.MINIMUM_NORM)


@pytest.mark.parametrize("method", ["refined", "exact", "svd", "lstsq"])
def test_the_least_norm_leaves_the_intercept_free(method, rng):
    """Three dummies and an intercept: as a ridge that vanishes, for every method."""
    X, y = np.column_stack([np.ones(9), DUMMIES]), rng.standard_normal(9)
    w = linreg.solve(X, y, method, free=(0,)).coefficients
    limit = linreg.ridge_path(X, y, [0.0], free=(0,)).coefficients[0]
    np.testing.assert_allclose(w, limit, rtol=1e-12)
    assert abs(w[1:].sum()) < 1e-14
    shifted = linreg.solve(X, y + 100, method, free=(0,)).coefficients
    np.testing.assert_allclose(shifted - w, [100, 0, 0, 0], atol=1e-12)


@pytest.mark.parametrize("method", ["refined", "exact"])
def test_columns_of_any_scale_have_a_least_norm(method, rng):
    x, y = rng.standard_normal((2, 9))
    b = linreg.solve(x[:, np.newaxis], y).coefficients[0]
    far = linreg.solve(np.column_stack([x, 2.0**600 * x]), y, method).coefficients
    assert far[1] == pytest.approx(b * 2.0**-600, rel=1e-15)
    near = linreg.solve(np.column_stack([x, 2.0**220 * x]), y, method).coefficients
    np.testing.assert_allclose(near, [b * 2.0**-440, b * 2.0**-220], rtol=1e-15)


@pytest.mark.parametrize("size", [1e-30, 1e-40, 1e-200, 5e-324])
def test_small_coefficients_beside_large_ones(size):
    np.testing.assert_array_equal(linreg.solve(np.eye(2), [1, size]).coefficients, [1, size])


def test_one_target_far_above_another():
    assert linreg.solve([[0], [-1]], [3.402e38, 2]).coefficients == [-2]


@pytest.mark.parametrize("ridge", [1e-300, 1e-30, 1.0, 1e30, 1e300])
@pytest.mark.parametrize("size", [1e-100, 1.0, 1e100])
def test_a_ridge_of_any_size(ridge, size, rng):
    X, y = size * rng.standard_normal((7, 3)), rng.standard_normal(7)
    right = exact.nearest(exact.least_squares(X, y, ridge=ridge).coefficients)[:, 0]
    np.testing.assert_allclose(linreg.solve(X, y, ridge=ridge).coefficients, right, rtol=1e-15)


@pytest.mark.parametrize("decades", [15, 30, 60, 300])
def test_weights_over_any_range(decades, rng):
    X, y = rng.standard_normal((12, 3)), rng.standard_normal(12)
    weights = 10.0 ** rng.uniform(-decades / 2, decades / 2, 12)
    right = exact.least_squares(X, y, weights)
    assert worst(linreg.solve(X, y, weights=weights), right, X, y) < 1e-14


@pytest.mark.parametrize("free", [(3,), (-1,), (0, 0), "a", 1.5])
def test_free_names_columns(free):
    with pytest.raises(ValueError, match="free is"):
        linreg.solve(np.eye(3), np.ones(3), free=free)
