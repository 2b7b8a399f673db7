"""refined against rational arithmetic: at least 14.5 digits wherever floats can hold them."""

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import linreg
from linreg import Status, exact
from linreg.doubled import Doubled
from linreg.solvers._refined.moments import moments, source

DEGREES = {"Pontius": 2, "Filip": 10} | {f"Wampler{i}": 5 for i in range(1, 6)}
SETS = [
    *("Norris", "Pontius", "NoInt1", "NoInt2", "Longley", "Filip"),
    *(f"Wampler{i}" for i in range(1, 6)),
]


def columns(name, x):
    """The design of a NIST set: powers of one column, or a ones column and the rest."""
    if name.startswith("NoInt"):
        return x
    degree = DEGREES.get(name, 1)
    ones = x[:, :1] ** 0
    return np.concatenate([ones, x] if degree == 1 else [x**k for k in range(degree + 1)], axis=1)


def referee(X, y):
    return exact.least_squares(X, y).coefficients[:, 0]


@pytest.mark.parametrize("name", SETS)
def test_nist_as_floats(name, nist, correct):
    X = columns(name, np.array(nist[name]["x"], dtype=float))
    y = np.array(nist[name]["y"], dtype=float)
    solution = linreg.solve(X, y)
    assert solution.status is Status.OK
    assert correct(solution.coefficients, referee(X, y)) >= 15.5


@pytest.mark.parametrize("method", ["refined", "exact"])
@pytest.mark.parametrize("name", SETS)
def test_nist_as_typed(name, method, nist, correct):
    X = columns(name, exact.rationals(nist[name]["x"]))
    solution = linreg.solve(X, nist[name]["y"], method=method)
    certified = [Fraction(b) for b in nist[name]["beta"]]
    assert correct(solution.coefficients, certified) >= 14.2


def design(rng, N, p, condition, kind, spread):
    """A random design of this condition number, of floats, integers or short decimals."""
    U, _ = np.linalg.qr(rng.standard_normal((N, p)))
    V, _ = np.linalg.qr(rng.standard_normal((p, p)))
    X = (U * np.geomspace(1, 1 / condition, p)) @ V.T
    if kind == "integers":
        X = np.rint(X * 2.0 ** rng.integers(20, 53) / np.abs(X).max())
    if kind == "decimals":
        X = np.round(100 * X, rng.integers(6, 17))
    return X * 10.0 ** rng.uniform(-spread, spread, p)


@given(
    seed=st.integers(0, 2**32 - 1),
    p=st.integers(1, 9),
    extra=st.sampled_from([0, 1, 5, 40]),
    logarithm=st.floats(0, 14),
    kind=st.sampled_from(["floats", "integers", "decimals"]),
    spread=st.sampled_from([0, 8, 100]),
    noise=st.sampled_from([0.0, 1e-6, 1.0]),
)
@settings(max_examples=150, deadline=None)
def test_random_designs(correct, seed, p, extra, logarithm, kind, spread, noise):
    rng = np.random.default_rng(seed)
    X = design(rng, p + extra, p, 10**logarithm, kind, spread)
    y = X @ rng.standard_normal(p) + noise * np.abs(X).max() * rng.standard_normal(p + extra)
    fit = exact.least_squares(X, y)
    solution = linreg.solve(X, y)
    assert solution.rank == fit.rank
    assert correct(solution.coefficients, fit.coefficients[:, 0]) >= 15


@pytest.mark.parametrize("epsilon", [1e-1, 1e-8, 1e-12, 1e-15])
def test_nearly_collinear_columns(epsilon, rng, correct):
    x1, z = np.linalg.qr(rng.standard_normal((30, 2)))[0].T
    X = np.column_stack([np.ones(30), x1, x1 + epsilon * z])
    y = X @ [1, 2, 3] + 0.1 * rng.standard_normal(30)
    solution = linreg.solve(X, y)
    assert correct(solution.coefficients, referee(X, y)) >= 15
    assert ("nearly dependent" in solution.message) == (epsilon < 1e-6)


def test_weights_and_ridge(rng, correct):
    X = design(rng, 20, 4, 1e5, "floats", 3)
    y, weights = rng.standard_normal(20), rng.uniform(0.1, 9, 20)
    solution = linreg.solve(X, y, weights=weights, ridge=1e-7)
    fit = exact.least_squares(X, y, weights, 1e-7)
    assert correct(solution.coefficients, fit.coefficients[:, 0]) >= 15


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_weights_and_ridge_of_any_size(size, rng, correct):
    X, y = rng.standard_normal((20, 3)), rng.standard_normal(20)
    weights = size * rng.uniform(0.1, 9, 20)
    solution = linreg.solve(X, y, weights=weights, ridge=size)
    fit = exact.least_squares(X, y, weights, size)
    assert correct(solution.coefficients, fit.coefficients[:, 0]) >= 15


def test_a_later_y_is_as_good_as_the_first(rng, correct):
    X = design(rng, 40, 5, 1e10, "decimals", 5)
    factors = linreg.factorise(X)
    for scale in (1.0, 1e200, 1e-200):
        y = scale * rng.standard_normal(40)
        assert correct(factors.solve(y).coefficients, referee(X, y)) >= 15


def test_inverse_gram_is_right_to_the_last_digits(rng):
    X = design(rng, 30, 4, 1e9, "floats", 4)
    inverse = linreg.factorise(X).inverse_gram()
    expected = exact.least_squares(X, np.zeros(30)).inverse_gram()
    np.testing.assert_allclose(inverse, exact.nearest(expected), rtol=1e-15)


def test_many_rows_take_several_blocks(rng, correct):
    """Integers keep the referee quick: the moments are summed in Python's own."""
    X = rng.integers(-(2**40), 2**40, (20_000, 3))
    y = rng.integers(-(2**40), 2**40, 20_000)
    gram, right = X.T.astype(object) @ X.astype(object), X.T.astype(object) @ y.astype(object)
    fraction = np.vectorize(Fraction, otypes=[object])
    expected, _ = exact.eliminate(fraction(gram), fraction(right[:, np.newaxis]))
    solution = linreg.solve(X.astype(float), y.astype(float))
    assert correct(solution.coefficients, expected[:, 0]) >= 15


def test_outliers_that_no_sample_saw(rng, correct):
    X, y = rng.integers(-9, 10, (30_000, 2)) * 1.0, rng.integers(-9, 10, 30_000) * 1.0
    X[12_345, 0], X[23_456, 1], y[4_321] = 2.0**60, 2.0**-900, 2.0**700
    solution = linreg.solve(X, y)
    whole = [[Fraction(v) for v in column] for column in (*X.T, y)]
    products = [[sum(a * b for a, b in zip(u, v, strict=True)) for v in whole] for u in whole[:2]]
    moments_exact = np.array(products, dtype=object)
    expected, _ = exact.eliminate(moments_exact[:, :2], moments_exact[:, 2:])
    assert correct(solution.coefficients, expected[:, 0]) >= 15


@pytest.mark.parametrize("level", range(2, 7))
def test_the_error_of_the_moments_is_as_estimated(level, rng):
    X = rng.standard_normal((3000, 4)) * [1, 1e3, 1e-5, 1]
    y = np.exp(rng.standard_normal((3000, 1)))
    columns = source((X, y))
    products = moments(columns, level)
    scaled = np.ldexp(np.hstack([X, y]), -columns.exponents)
    whole = np.array([[int(v) for v in np.ldexp(c, 200)] for c in scaled.T], dtype=object)
    error = products.total.to_integers(400) - whole @ whole.T
    size = np.abs(error.astype(float)) / 2.0**400
    assert (size <= products.error + 2.0**-390).all()


def test_the_first_level_is_enough_for_easy_data_and_more_are_taken_when_not(rng, monkeypatch):
    levels = []

    def watched(columns, level, *rest):
        levels.append(level)
        return moments(columns, level, *rest)

    monkeypatch.setattr("linreg.solvers._refined.settle.moments", watched)
    X = rng.standard_normal((5000, 5))
    linreg.solve(X, X @ np.ones(5) + rng.standard_normal(5000))
    assert levels == [2]
    linreg.solve(design(rng, 5000, 5, 1e12, "floats", 0), rng.standard_normal(5000))
    assert len(levels) <= 3
    assert levels[-1] > 4


def test_extra_memory_is_a_few_blocks(rng):
    X, y = rng.standard_normal((200_000, 10)), rng.standard_normal(200_000)
    tracemalloc.start()
    linreg.solve(X, y)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < X.nbytes / 2


@pytest.mark.parametrize("method", ["refined", "exact"])
def test_low_halves_keep_what_rounded_coefficients_lose(method):
    x = np.arange(1950.0, 2021.0)
    X, y = np.vander(x, 9, increasing=True), np.sin(x / 7) + np.cos(x)
    solution, wanted = linreg.solve(X, y, method=method), exact.least_squares(X, y)
    both = Doubled(solution.coefficients, solution.coefficients_low)
    off = exact.rationals(X).dot(exact.rationals(both) - wanted.coefficients[:, 0])
    assert max(map(abs, off)) < 1e-16
    rounded = exact.rationals(solution.coefficients) - wanted.coefficients[:, 0]
    assert max(map(abs, exact.rationals(X).dot(rounded))) > 1e-3


def test_methods_without_more_digits_have_low_halves_of_zero():
    X, Y = np.vander([1.0, 2.0, 4.0], 2), np.eye(3)
    solution = linreg.solve(X, Y, method="qr")
    assert solution.coefficients_low.shape == (2, 3)
    assert not solution.coefficients_low.any()
