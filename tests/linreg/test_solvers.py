import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import linreg
from linreg import Status
from linreg.solvers import METHODS

seeds = st.integers(0, 2**32 - 1)
every_method = pytest.mark.parametrize("method", METHODS)


def problem(seed, N=12, p=3):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((N, p)), rng.standard_normal(N), rng


def close(a, b, condition):
    return np.linalg.norm(a - b) <= 1e-13 * condition**2 * max(np.linalg.norm(b), 1)


def test_the_methods_of_the_contract_are_there_and_refined_is_the_default(regression):
    words = "inverse normal cholesky qr svd lstsq refined exact"
    assert list(METHODS) == words.split()
    assert linreg.solve(*regression()).method == "refined"


@every_method
@given(seed=seeds)
@settings(max_examples=30, deadline=None)
def test_methods_agree_on_well_conditioned_data(method, seed):
    X, y, _ = problem(seed)
    solution = linreg.solve(X, y, method=method)
    reference = np.linalg.lstsq(X, y, rcond=None)[0]
    assert solution.status is Status.OK
    assert close(solution.coefficients, reference, np.linalg.cond(X))


@every_method
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_the_residual_is_orthogonal_to_the_columns(method, seed):
    X, y, _ = problem(seed)
    r = X @ linreg.solve(X, y, method=method).coefficients - y
    assert np.linalg.norm(X.T @ r) <= 1e-13 * np.linalg.cond(X) ** 2 * np.linalg.norm(y) * 10


@every_method
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_does_not_matter(method, seed):
    X, y, rng = problem(seed)
    order = rng.permutation(len(y))
    a = linreg.solve(X, y, method=method).coefficients
    b = linreg.solve(X[order], y[order], method=method).coefficients
    assert close(a, b, np.linalg.cond(X))


@every_method
@given(seed=seeds, exponents=st.lists(st.integers(-30, 30), min_size=3, max_size=3))
@settings(max_examples=20, deadline=None)
def test_scaling_columns_scales_coefficients_back(method, seed, exponents):
    X, y, _ = problem(seed)
    scale = 2.0 ** np.array(exponents)
    if method in ("svd", "lstsq"):
        scale = np.full(3, scale[0])  # their cut-off depends on the scaling
    a = linreg.solve(X, y, method=method).coefficients
    b = linreg.solve(X * scale, y, method=method).coefficients * scale
    assert close(a, b, np.linalg.cond(X))


@every_method
@given(seed=seeds, shift=st.floats(-10, 10))
@settings(max_examples=20, deadline=None)
def test_shifting_y_along_the_columns_shifts_the_coefficients(method, seed, shift):
    X, y, rng = problem(seed)
    v = shift * rng.standard_normal(3)
    a = linreg.solve(X, y + X @ v, method=method).coefficients
    b = linreg.solve(X, y, method=method).coefficients
    assert close(a, b + v, 10 * np.linalg.cond(X))


@every_method
@given(seed=seeds, ridge=st.floats(1e-3, 1e3))
@settings(max_examples=20, deadline=None)
def test_ridge_is_least_squares_of_the_augmented_system(method, seed, ridge):
    X, y, _ = problem(seed)
    augmented = np.vstack([X, np.sqrt(ridge) * np.eye(3)])
    expected = np.linalg.lstsq(augmented, np.append(y, np.zeros(3)), rcond=None)[0]
    solution = linreg.solve(X, y, method=method, ridge=ridge)
    assert close(solution.coefficients, expected, np.linalg.cond(augmented))


@pytest.mark.parametrize("method", linreg.solvers.METHODS)
def test_weights_that_are_all_zero_leave_nothing_to_fit(method):
    X = np.column_stack([np.ones(4), [1.0, 2, 3, 4]])
    found = linreg.solve(X, [1, 2, 3, 5], method, weights=np.zeros(4))
    assert found.status in (Status.MINIMUM_NORM, Status.DEPENDENT)
    assert not np.nan_to_num(found.coefficients).any()


@every_method
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_whole_weights_are_repeated_rows(method, seed):
    X, y, rng = problem(seed)
    times = rng.integers(1, 4, len(y))
    a = linreg.solve(X, y, method=method, weights=times).coefficients
    b = linreg.solve(np.repeat(X, times, axis=0), np.repeat(y, times), method=method).coefficients
    assert close(a, b, 2 * np.linalg.cond(X))


@every_method
def test_rows_of_weight_zero_are_left_out(method, regression):
    X, y = regression()
    weights = np.arange(60) % 2
    kept = linreg.solve(X[1::2], y[1::2], method=method).coefficients
    weighted = linreg.solve(X, y, method=method, weights=weights).coefficients
    np.testing.assert_allclose(weighted, kept, rtol=1e-11)


@every_method
@pytest.mark.parametrize("k", [1, 3, 7])
def test_many_right_hand_sides_are_solved_as_one_by_one(method, regression, rng, k):
    X, _ = regression()
    Y = rng.standard_normal((60, k))
    together = linreg.solve(X, Y, method=method)
    assert together.coefficients.shape == (4, k)
    assert together.residual_norm.shape == (k,)
    for j in range(k):
        alone = linreg.solve(X, Y[:, j], method=method)
        np.testing.assert_allclose(together.coefficients[:, j], alone.coefficients, rtol=1e-12)


@every_method
def test_factors_are_reused(method, regression, rng):
    X, y = regression()
    factors = linreg.factorise(X, method=method, weights=np.arange(1, 61), ridge=0.5)
    for _ in range(3):
        y = rng.standard_normal(60)
        expected = linreg.solve(X, y, method=method, weights=np.arange(1, 61), ridge=0.5)
        np.testing.assert_allclose(factors.solve(y).coefficients, expected.coefficients, rtol=1e-12)


@every_method
def test_inverse_gram_is_what_it_says(method, regression):
    X, _ = regression()
    weights = np.linspace(1, 2, 60)
    inverse = linreg.factorise(X, method=method, weights=weights, ridge=0.5).inverse_gram()
    gram = (X.T * weights) @ X + 0.5 * np.eye(4)
    np.testing.assert_allclose(inverse @ gram, np.eye(4), atol=1e-12)


@every_method
def test_what_a_solution_says(method, regression):
    X, y = regression()
    solution = linreg.solve(X, y, method=method)
    r = X @ solution.coefficients - y
    assert solution.residual_norm == pytest.approx(np.linalg.norm(r), rel=1e-12)
    np.testing.assert_allclose(
        solution.singular_values, np.linalg.svd(X, compute_uv=False), rtol=1e-12
    )
    assert solution.condition_number == pytest.approx(np.linalg.cond(X), rel=1e-10)
    unit = X / np.linalg.norm(X, axis=0)
    assert solution.condition_number_scaled == pytest.approx(np.linalg.cond(unit), rel=1e-10)
    assert (solution.rank, solution.method) == (4, method)
    assert not solution.coefficients.flags.writeable
    assert "independent" in solution.status.value.text
    assert solution.message.startswith("All 4 columns are linearly independent")


@pytest.mark.parametrize("method", ["svd", "lstsq", "refined", "exact"])
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_dependent_columns_get_the_solution_of_least_norm(method, seed):
    rng = np.random.default_rng(seed)
    X = rng.integers(-5, 6, (9, 3)) @ rng.integers(-3, 4, (3, 5)) * 1.0
    y = rng.standard_normal(9)
    solution = linreg.solve(X, y, method=method)
    expected = np.linalg.pinv(X, rcond=1e-10) @ y
    np.testing.assert_allclose(solution.coefficients, expected, rtol=1e-9, atol=1e-11)
    assert solution.rank == np.linalg.matrix_rank(X, tol=1e-8)
    assert solution.status is Status.MINIMUM_NORM


@pytest.mark.parametrize("method", ["inverse", "normal", "cholesky", "qr"])
def test_the_others_name_the_dependent_columns(method, regression):
    X, y = regression()
    solution = linreg.solve(np.column_stack([X, X[:, 2] + X[:, 3]]), y, method=method)
    assert solution.status in (Status.DEPENDENT, Status.ILL_CONDITIONED, Status.FAILED)
    assert "column 4" in solution.message
    assert solution.rank == 4


@pytest.mark.parametrize("method", ["svd", "lstsq"])
def test_the_cut_off_is_the_callers(method, regression):
    X, y = regression()
    s = np.linalg.svd(X, compute_uv=False)
    cut = linreg.solve(X, y, method=method, rcond=(s[2] + s[3]) / 2 / s[0])
    assert cut.rank == 3
    assert cut.status is Status.MINIMUM_NORM
    assert "counts as zero" in cut.message
    np.testing.assert_allclose(
        cut.coefficients, np.linalg.pinv(X, rcond=(s[2] + s[3]) / 2 / s[0]) @ y, rtol=1e-10
    )


def test_a_setting_without_effect_is_noted(regression):
    solution = linreg.solve(*regression(), method="qr", rcond=0.1)
    assert solution.notes == (
        "rcond=0.1 has no effect with method='qr': only 'svd' and 'lstsq' cut singular values off.",
    )


@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_the_trace_of_the_hat_matrix_is_the_rank(seed):
    X, _, _ = problem(seed)
    hat = X @ linreg.factorise(X).inverse_gram() @ X.T
    assert np.trace(hat) == pytest.approx(3, rel=1e-9)
