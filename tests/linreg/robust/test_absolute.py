"""Least absolute deviations against enumeration in rational arithmetic, linprog and QuantReg."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.optimize import linprog

import linreg
from linreg import RobustStatus, solve_robust
from linreg.robust import _absolute
from linreg.robust._problem import Problem
from tests.linreg.robust.rational import least_deviations, solved


def design(seed: int, kind: str, N: int, p: int):
    """Small designs: in general position, of short decimals, and of integers with many ties."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(N), rng.normal(size=(N, p - 1))])
    y = rng.normal(size=N)
    if kind == "decimals":
        X = np.round(X, 1)
        y = np.round(X @ np.full(p, 0.3), 2)
        y[: N // 3] += rng.integers(-2, 3, size=N // 3)
    if kind == "integers":
        X = rng.integers(-3, 4, size=(N, p)).astype(float)
        y = rng.integers(-3, 4, size=N).astype(float)
    weights = {0: None, 1: rng.integers(0, 4, size=N).astype(float), 2: rng.random(N)}[seed % 3]
    return X, y, weights


def nearest_vertex(w, vertices) -> Fraction:
    """The largest error of a coefficient, relative, to the vertex for which it is smallest."""
    return min(
        max(abs(Fraction(float(c)) - v) / (abs(v) or 1) for c, v in zip(w, vertex, strict=True))
        for vertex in vertices
    )


@pytest.mark.parametrize("kind", ["general", "decimals", "integers"])
@pytest.mark.parametrize("seed", range(40))
def test_it_is_the_best_of_all_vertices_to_the_last_digit(kind: str, seed: int) -> None:
    p = 1 + seed % 3
    X, y, weights = design(seed, kind, 5 + seed % 7, p)
    used = np.ones(len(y), dtype=bool) if weights is None else weights > 0
    if np.linalg.matrix_rank(X[used]) < p:
        pytest.skip("dependent columns")
    _, vertices = least_deviations(X, y, weights)
    found = solve_robust(X, y, "absolute", weights=weights)
    assert nearest_vertex(found.coefficients, vertices) < 2.3e-16
    assert found.status in (RobustStatus.OK, RobustStatus.NOT_UNIQUE)
    if len(vertices) > 1:
        assert found.status is RobustStatus.NOT_UNIQUE
    elif kind == "general":
        assert found.status is RobustStatus.OK


@pytest.mark.parametrize("seed", range(6))
def test_whether_it_is_unique_on_whole_numbers(seed: int) -> None:
    """Integers tie exactly and often, so both answers occur and both must be right."""
    rng = np.random.default_rng(seed)
    for _ in range(12):
        X = np.column_stack([np.ones(8), rng.integers(-2, 3, size=8)])
        y = rng.integers(-2, 3, size=8).astype(float)
        if np.linalg.matrix_rank(X) < 2:
            continue
        several = len(least_deviations(X, y)[1]) > 1
        expected = RobustStatus.NOT_UNIQUE if several else RobustStatus.OK
        assert solve_robust(X, y, "absolute").status is expected


def heavy(seed: int, N: int, p: int):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(N), rng.normal(size=(N, p - 1))])
    return X, X @ rng.normal(size=p) + rng.standard_t(1.5, size=N)


@pytest.mark.parametrize(("N", "p"), [(40, 2), (200, 4), (400, 8)])
def test_as_statsmodels_finds(N: int, p: int) -> None:
    X, y = heavy(N, N, p)
    # QuantReg counts residuals below 1e-6 as 1e-6: large units make that small beside them.
    units = 1e5
    expected = sm.QuantReg(units * y, X).fit(0.5, p_tol=1e-13, max_iter=20_000)
    found = solve_robust(X, units * y, "absolute")
    np.testing.assert_allclose(found.coefficients, expected.params, rtol=1e-8)


@pytest.mark.parametrize(("N", "p", "weighted"), [(60, 3, False), (60, 3, True), (300, 6, True)])
def test_as_linear_programming_finds(N: int, p: int, weighted: bool) -> None:
    X, y = heavy(N + p, N, p)
    a = np.random.default_rng(1).random(N) if weighted else np.ones(N)
    eye = np.eye(N)
    program = linprog(
        np.concatenate([np.zeros(p), a, a]),
        A_eq=np.hstack([X, eye, -eye]),
        b_eq=y,
        bounds=[(None, None)] * p + [(0, None)] * (2 * N),
        method="highs-ds",
    )
    found = solve_robust(X, y, "absolute", weights=a)
    np.testing.assert_allclose(found.coefficients, program.x[:p], rtol=1e-8)
    np.testing.assert_allclose(a @ np.abs(y - X @ found.coefficients), program.fun, rtol=1e-12)


def test_the_certificate_is_a_subgradient_of_zero() -> None:
    """Off the fit d = sign(r), on it d solves X'd = 0; a minimum exactly if |d| <= 1 there."""
    X, y = heavy(7, 2000, 5)
    found = solve_robust(X, y, "absolute")
    r = y - X @ found.coefficients
    basis = np.argsort(np.abs(r))[:5]
    d = np.sign(r)
    d[basis] = 0
    d[basis] = np.linalg.solve(X[basis].T, -X.T @ d)
    assert np.abs(d[basis]).max() <= 1
    assert np.abs(X.T @ d).max() < 1e-9
    assert np.sort(np.abs(r))[4] < 1e-13 < np.sort(np.abs(r))[5]


def test_a_start_at_the_wrong_end_comes_to_the_same_vertex() -> None:
    X, y = heavy(3, 300, 4)
    problem = Problem.of(X, y, None)
    expected = solve_robust(X, y, "absolute").coefficients
    for seed in range(5):
        start = np.random.default_rng(seed).normal(size=len(y))
        found = _absolute.least_absolute(problem, start)
        assert found.optimal
        np.testing.assert_array_equal(found.fit.coefficients, expected)


def test_dependent_columns_share_the_fit() -> None:
    X, y = heavy(4, 30, 2)
    single = solve_robust(X, y, "absolute")
    double = solve_robust(np.column_stack([X, 2 * X[:, 1]]), y, "absolute")
    assert double.status is RobustStatus.MINIMUM_NORM
    assert "column 2 (rank 2 of 3)" in double.message
    b = single.coefficients[1]
    expected = [single.coefficients[0], b / 5, 2 * b / 5]
    np.testing.assert_allclose(double.coefficients, expected, rtol=1e-15)
    np.testing.assert_allclose(double.weights, single.weights, rtol=1e-12)


def test_whole_weights_are_copies() -> None:
    X, y = heavy(5, 41, 3)
    a = np.random.default_rng(2).integers(0, 4, size=41)
    weighted = solve_robust(X, y, "absolute", weights=a)
    copies = solve_robust(np.repeat(X, a, axis=0), np.repeat(y, a), "absolute")
    np.testing.assert_array_equal(weighted.coefficients, copies.coefficients)
    np.testing.assert_array_equal(np.repeat(weighted.weights, a), copies.weights)
    assert weighted.scale == copies.scale


def test_many_points_on_the_fit_end_soon() -> None:
    """2,000 rows of 30 different kinds: nearly every vertex is degenerate."""
    rng = np.random.default_rng(6)
    X = rng.integers(0, 3, size=(2000, 3)).astype(float)
    X = np.column_stack([np.ones(2000), X])
    y = X @ [1, 2, 3, 4] + np.where(rng.random(2000) < 0.3, rng.integers(-5, 6, size=2000), 0)
    found = solve_robust(X, y, "absolute")
    np.testing.assert_array_equal(found.coefficients, [1, 2, 3, 4])
    assert found.status is RobustStatus.OK
    assert found.iterations < 50
    assert found.scale == 0
    np.testing.assert_array_equal(found.weights, (y == X @ [1, 2, 3, 4]).astype(float))


def test_a_median_of_an_even_number_is_not_unique() -> None:
    found = solve_robust(np.ones((4, 1)), [1, 2, 3, 4], "absolute")
    assert found.status is RobustStatus.NOT_UNIQUE
    assert 2 <= found.coefficients[0] <= 3
    assert "same minimum" in found.message
    assert solve_robust(np.ones((5, 1)), [1, 2, 3, 4, 9], "absolute").coefficients[0] == 3


@pytest.mark.parametrize("size", [1e-200, 1e-3, 1e200])
def test_units_do_not_matter(size: float) -> None:
    X, y = heavy(8, 50, 3)
    scaled = X * np.array([1, size, 1 / size])
    plain = solve_robust(X, y, "absolute").coefficients
    found = solve_robust(scaled, y, "absolute").coefficients
    np.testing.assert_allclose(found * [1, size, 1 / size], plain, rtol=1e-14)


def test_an_ill_conditioned_design_is_certified_in_rational_arithmetic() -> None:
    x, y = linreg.datasets.get("filip").table().array(["x", "y"]).T
    X = np.vander(x, 11, increasing=True)
    found = solve_robust(X, y, "absolute")
    assert found.status is RobustStatus.OK
    fitted = Problem.of(X, y, None)
    r = _absolute.least_absolute(fitted, y).r
    basis = np.flatnonzero(r == 0)
    rows = [[Fraction(float(v)) for v in row] for row in X]
    through = solved([rows[i] for i in basis], [Fraction(float(y[i])) for i in basis])
    assert found.coefficients.tolist() == [float(v) for v in through]
    pulls = [
        sum((int(np.sign(t)) * row[j] for t, row in zip(r, rows, strict=True)), Fraction(0))
        for j in range(11)
    ]
    multipliers = solved([[rows[i][j] for i in basis] for j in range(11)], pulls)
    assert max(abs(m) for m in multipliers) < 1


def test_a_search_cut_short_says_so(monkeypatch) -> None:
    X, y = heavy(9, 400, 6)
    monkeypatch.setattr(_absolute, "MOST_FLOAT", 0)
    monkeypatch.setattr(_absolute, "MOST_CERTAIN", 0)
    found = solve_robust(X, y, "absolute")
    assert found.status is RobustStatus.NOT_CONVERGED
    assert "No vertex was proved" in found.message
