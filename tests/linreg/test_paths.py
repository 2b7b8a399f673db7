"""Ridge and lasso paths against their definitions, scikit-learn, and their certificates."""

import warnings
from fractions import Fraction

import numpy as np
import pytest
import sklearn.linear_model
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg import Lasso, exact, lasso_path, ridge_path, solve
from linreg._lasso import LassoCore, Problem, RationalLasso


def lasso_objective(X, y, w, strength, free=()):
    held = np.ones(len(w), dtype=bool)
    held[list(free)] = False
    return np.mean((y - X @ w) ** 2) + strength * np.abs(w[held]).sum()


def kkt_violation(X, y, w, strength, free=()):
    """How far the optimality conditions are missed, relative to the strength."""
    slope = 2 / len(y) * X.T @ (y - X @ w)
    wanted = strength * np.sign(w)
    wanted[list(free)] = 0.0
    off = np.abs(slope - wanted)
    idle = w == 0
    off[idle] = np.maximum(np.abs(slope[idle]) - strength, 0.0)
    return off.max() / strength


def test_ridge_path_is_the_penalised_normal_equations(regression):
    X, y = regression(40, 4)
    path = ridge_path(X, y, [0.0, 0.01, 1.0, 100.0])
    for strength, w in zip(path.strengths, path.coefficients, strict=True):
        wanted = solve(X, y, ridge=40 * strength).coefficients
        np.testing.assert_allclose(w, wanted, rtol=1e-10)


def test_ridge_path_leaves_free_columns_alone_as_scikit_learn_does(regression):
    X, y = regression(40, 4)
    path = ridge_path(X, y + 100.0, [0.05, 5.0], free=(0,))
    for strength, w in zip(path.strengths, path.coefficients, strict=True):
        theirs = sklearn.linear_model.Ridge(alpha=40 * strength).fit(X[:, 1:], y + 100.0)
        np.testing.assert_allclose(w, [theirs.intercept_, *theirs.coef_], rtol=1e-9)


def test_ridge_leave_one_out_is_the_loop(regression):
    X, y = regression(15, 3)
    path = ridge_path(X, y, [0.1], free=(0,))
    errors = []
    for i in range(15):
        rest = np.arange(15) != i
        theirs = sklearn.linear_model.Ridge(alpha=15 * 0.1).fit(X[rest, 1:], y[rest])
        errors.append((theirs.predict(X[i : i + 1, 1:])[0] - y[i]) ** 2)
    assert path.leave_one_out[0] == pytest.approx(np.mean(errors), rel=1e-10)
    assert path.best == 0


def test_ridge_degrees_of_freedom_fall_from_the_rank_to_the_free_columns(regression):
    X, y = regression(30, 4)
    path = ridge_path(X, y, [0.0, 0.1, 10.0, 1e12], free=(0,))
    assert path.degrees_of_freedom[0] == pytest.approx(4.0)
    assert np.all(np.diff(path.degrees_of_freedom) < 0)
    assert path.degrees_of_freedom[-1] == pytest.approx(1.0)
    assert len(ridge_path(X, y).strengths) == 100


def test_ridge_of_dependent_columns_at_strength_zero_has_least_norm(rng):
    x = rng.standard_normal(10)
    y = rng.standard_normal(10)
    X = np.column_stack([x, x])
    np.testing.assert_allclose(
        ridge_path(X, y, [0.0]).coefficients[0], np.linalg.pinv(X) @ y, rtol=1e-12
    )


def test_lasso_path_certifies_every_point(regression):
    X, y = regression(50, 6)
    path = lasso_path(X, y, free=(0,))
    assert len(path.strengths) == 100
    assert all(path.converged)
    assert np.all(path.gaps >= 0)
    assert path.gaps.max() <= 1e-12 * y.var()
    # At the first strength nothing is in; above it neither.
    assert not path.coefficients[0, 1:].any()
    assert path.coefficients[0, 0] == pytest.approx(y.mean(), rel=1e-12)
    for strength, w in zip(path.strengths[1:], path.coefficients[1:], strict=True):
        assert kkt_violation(X, y, w, strength, free=(0,)) < 1e-9


def test_lasso_agrees_with_scikit_learn(regression):
    X, y = regression(50, 6)
    for alpha in (0.01, 0.1, 0.3):
        theirs = sklearn.linear_model.Lasso(alpha=alpha, tol=1e-14, max_iter=100_000)
        theirs.fit(X[:, 1:], y)
        w = lasso_path(X, y, [2 * alpha], free=(0,)).coefficients[0]
        np.testing.assert_allclose(w, [theirs.intercept_, *theirs.coef_], atol=1e-12)


def test_lasso_of_orthonormal_columns_is_soft_thresholding(rng):
    X, _ = np.linalg.qr(rng.standard_normal((20, 4)))
    y = rng.standard_normal(20)
    c = X.T @ y
    w = lasso_path(X, y, [0.02]).coefficients[0]
    wanted = np.sign(c) * np.maximum(np.abs(c) - 20 * 0.02 / 2, 0.0)
    np.testing.assert_allclose(w, wanted, atol=1e-15)


@given(st.integers(2, 40), st.integers(1, 12), st.floats(1e-3, 2.0), st.integers(0, 2**32))
@settings(deadline=None)
def test_the_duality_gap_bounds_what_any_other_point_gains(N, p, share, seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((N, p)) * 10.0 ** rng.integers(-2, 3, p)
    y = rng.standard_normal(N)
    strength = share * 2 / N * np.abs(X.T @ y).max()
    path = lasso_path(X, y, [strength])
    w, best = path.coefficients[0], lasso_objective(X, y, path.coefficients[0], strength)
    rounding = 1e-13 * np.mean(y**2)
    assert path.converged[0]
    for scale in (1e-6, 1e-3, 0.1):
        other = w * (1 + scale * rng.standard_normal(p))
        assert lasso_objective(X, y, other, strength) >= best - path.gaps[0] - rounding


def test_lasso_converges_where_columns_are_copies_or_nearly(rng):
    X = rng.standard_normal((60, 6))
    X[:, 1] = X[:, 0]
    X[:, 3] = -X[:, 2]
    X[:, 5] = X[:, 4] + 1e-7 * rng.standard_normal(60)
    y = X @ np.arange(6.0) + rng.standard_normal(60)
    path = lasso_path(X, y)
    assert all(path.converged)
    assert path.gaps.max() <= 1e-12 * np.mean(y**2)
    assert max(path.sweeps) < 50


def test_lasso_with_more_columns_than_rows_uses_no_more_than_rows(rng):
    X = rng.standard_normal((15, 60))
    y = rng.standard_normal(15)
    path = lasso_path(X, y)
    assert all(path.converged)
    assert np.count_nonzero(path.coefficients, axis=1).max() <= 15


def test_lasso_at_strength_zero_is_least_squares(regression):
    X, y = regression(30, 4)
    path = lasso_path(X, y, [0.0])
    np.testing.assert_allclose(path.coefficients[0], solve(X, y).coefficients, rtol=1e-11)
    assert path.converged == (True,)


def test_a_path_keeps_the_order_of_its_strengths(regression):
    X, y = regression(30, 4)
    up, down = lasso_path(X, y, [0.01, 0.1, 0.5]), lasso_path(X, y, [0.5, 0.1, 0.01])
    np.testing.assert_allclose(up.coefficients, down.coefficients[::-1], atol=1e-13)


@pytest.mark.parametrize("path", [ridge_path, lasso_path])
def test_columns_without_anything_to_say_stay_out(path, regression):
    X, y = regression(20, 3)
    wide = np.column_stack([X, np.zeros(20), np.full(20, 7.0)])
    found = path(wide, y, [0.1], free=(0,)).coefficients[0]
    np.testing.assert_allclose(found[:3], path(X, y, [0.1], free=(0,)).coefficients[0], rtol=1e-9)
    np.testing.assert_array_equal(found[3:], 0.0)
    assert np.isfinite(path(np.ones((5, 1)), np.arange(5.0), free=(0,)).coefficients).all()


@pytest.mark.parametrize("path", [ridge_path, lasso_path])
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"strengths": [-1.0]}, "strengths has shape .* at least 0"),
        ({"strengths": [np.nan]}, "finite numbers"),
        ({"strengths": [[1.0]]}, r"strengths has shape \(1, 1\)"),
        ({"free": (9,)}, r"free is \(9,\); give column indices from 0 to 2"),
    ],
)
def test_bad_arguments_are_named(path, arguments, sentence, regression):
    with pytest.raises(ValueError, match=sentence):
        path(*regression(10, 3), **arguments)


@pytest.mark.parametrize(
    ("size_X", "size_y"),
    [(1.0, 1e300), (1.0, 1e-300), (1e150, 1e150), (1e-150, 1e-150), (1e300, 1.0), (1e-300, 1.0)],
)
def test_units_however_large_only_rescale_a_path(size_X, size_y, regression):
    X, y = regression(30, 3)
    plain = lasso_path(X, y, free=(0,)).coefficients[60]
    scaled = lasso_path(size_X * X, size_y * y, free=(0,))
    back = scaled.coefficients[60] * (size_X / size_y)
    np.testing.assert_allclose(back, plain, rtol=1e-9)
    assert all(scaled.converged)
    ridge = ridge_path(size_X * X, size_y * y)
    assert np.isfinite(ridge.degrees_of_freedom).all()
    if size_X == 1.0:
        wanted = ridge_path(X, y).coefficients
        np.testing.assert_allclose(ridge.coefficients / size_y, wanted, rtol=1e-9)


def test_strengths_beyond_all_floats_end_at_their_limits(regression):
    X, y = regression(30, 3)
    least_squares = lasso_path(1e300 * X, 1e150 * y).coefficients[-1]
    np.testing.assert_allclose(least_squares, solve(X, y).coefficients * 1e-150, rtol=1e-9)
    assert not lasso_path(1e-300 * X, 1e-150 * y, [1.0]).coefficients.any()


def exact_objective(X, y, w, strength, free=(0,)):
    """The objective of floats, in rational arithmetic."""
    held = [j for j in range(len(w)) if j not in free]
    r = exact.rationals(y) - exact.rationals(X).dot(exact.rationals(w))
    return r.dot(r) / len(y) + Fraction(strength) * np.abs(exact.rationals(w)[held]).sum()


def raw_powers(x, degree, seed=0):
    rng = np.random.default_rng(seed)
    y = np.sin((x - x[0]) / np.ptp(x) * 7.0) + 1.5 * (x - x[0]) / np.ptp(x)
    X = np.column_stack([x**k for k in range(degree + 1)])
    return X, y + 0.3 * rng.standard_normal(len(x))


RAW = {
    "years": (np.arange(1950.0, 2021.0), (2, 3, 4, 5, 6, 7)),
    "seconds": (1.6e9 + 86400.0 * np.arange(60.0), (2, 3)),
    "far": (1e6 + np.arange(30.0), (2, 3)),
    "near": (np.linspace(-1, 1, 40), (3, 9)),
}


@pytest.mark.parametrize(("name", "degree"), [(n, d) for n, (_, ds) in RAW.items() for d in ds])
def test_lasso_of_raw_powers_converges_and_beats_scikit_learn(name, degree):
    X, y = raw_powers(RAW[name][0], degree)
    strengths = [2e-6, 2e-3, 0.1, 1.0]
    path = lasso_path(X, y, strengths, free=(0,))
    assert all(path.converged)
    assert path.message == "Each strength met the tolerance."
    assert np.all(path.gaps <= 1e-10 * y.var())
    for strength, gap, w in zip(strengths, path.gaps, path.coefficients, strict=True):
        theirs = sklearn.linear_model.Lasso(alpha=strength / 2, max_iter=5000, tol=1e-12)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs.fit(X[:, 1:], y)
        other = np.array([theirs.intercept_, *theirs.coef_])
        ours = exact_objective(X, y, w, strength)
        # The gap is of the floats returned: nothing is lower by more.
        assert exact_objective(X, y, other, strength) >= ours - Fraction(gap) - Fraction(1e-13)
        rng = np.random.default_rng(1)
        for scale in (1e-3, 1e-9, 1e-15):
            moved = w * (1 + scale * rng.standard_normal(len(w)))
            assert exact_objective(X, y, moved, strength) >= ours - Fraction(gap) - Fraction(1e-13)


def test_lasso_of_raw_powers_is_that_of_the_rational_conditions():
    """Degree 6 in years: optimal to the last digit by the conditions of Karush, Kuhn, Tucker."""
    X, y = raw_powers(np.arange(1950.0, 2021.0), 6)
    problem = Problem.of(X, y, (0,))
    rational = RationalLasso.of(problem)
    level = 0.5 * len(y) * 0.1 * 2.0 ** -(problem.x_exponent + problem.y_exponent)
    w, _ = rational.solve(level, None)
    slope = rational.pulls - rational.gram.dot(w)
    for j in range(6):
        if w[j]:
            assert slope[j] == Fraction(level) * (1 if w[j] > 0 else -1)
        else:
            assert abs(slope[j]) <= Fraction(level)


def test_elastic_net_of_raw_powers_converges_too():
    # As the page does it: the ridge part as rows below.
    X, y = raw_powers(np.arange(1950.0, 2021.0), 6)
    below = np.sqrt(71 * 0.05) * np.eye(7)[1:]
    path = lasso_path(np.vstack([X, below]), np.append(y, np.zeros(6)), [0.1], free=(0,))
    assert path.converged == (True,)
    assert path.gaps[0] <= 1e-10 * y.var()


def test_a_lasso_that_cannot_converge_says_so(rng):
    # Too many columns for rational arithmetic, too nearly dependent for floats.
    x = np.linspace(1950, 2020, 60)
    X = np.column_stack([x**k for k in range(42)])
    y = np.sin(x / 9) + 0.1 * rng.standard_normal(60)
    path = lasso_path(X / np.abs(X).max(axis=0), y, [1e-9], free=(0,))
    assert path.converged == (False,)
    assert path.message.startswith("1 of 1 strengths did not meet the tolerance, the first 1e-09")
    with pytest.warns(RuntimeWarning, match="did not meet the tolerance"):
        model = Lasso(alpha=5e-10).fit((X / np.abs(X).max(axis=0))[:, 1:], y)
    assert model.converged_ is False
    assert "did not meet the tolerance" in model.summary()


@given(st.integers(2, 25), st.integers(1, 6), st.floats(1e-4, 1.5), st.integers(0, 2**32))
@settings(deadline=None, max_examples=40)
def test_rational_and_float_lasso_agree(N, q, share, seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((N, q)) + 0.5 * rng.standard_normal((N, 1))
    if q > 2:
        X[:, -1] = X[:, 0]
    y = rng.standard_normal(N)
    problem = Problem.of(X, y, ())
    level = share * float(np.abs(problem.X.T @ problem.y).max())
    w, _ = RationalLasso.of(problem).solve(level, None)
    float_w = LassoCore.of(problem).solve(level, np.zeros(q), 1e-12).w
    fitted = problem.X @ np.array([float(v) for v in w])
    np.testing.assert_allclose(problem.X @ float_w, fitted, atol=1e-8)
    assert np.abs(w).sum() == pytest.approx(np.abs(float_w).sum(), abs=1e-8)
