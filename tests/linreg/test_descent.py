import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import linreg
from linreg import DescentStatus, GradientDescent, SquaredError, penalties


def the_posts_loop(X, y, learning_rate, n_iters):
    """Gradient descent exactly as the posts print it."""
    w, loss_values = np.zeros(X.shape[1]), []
    for _ in range(n_iters):
        error = y - X @ w
        loss_values.append(np.mean(error**2))
        w = w - learning_rate * (-(2 / len(y)) * X.T @ error)
    return w, loss_values


def test_it_is_the_loop_of_the_posts(regression):
    X, y = regression()
    w, losses = the_posts_loop(X, y, 0.1, 50)
    trajectory = GradientDescent(SquaredError(X, y), learning_rate=0.1).trajectory(50)
    np.testing.assert_allclose(trajectory.w[-1], w, rtol=1e-12)
    np.testing.assert_allclose(trajectory.loss[:-1], losses, rtol=1e-12)


def test_iteration_zero_is_the_start(regression):
    objective = SquaredError(*regression())
    first = next(iter(GradientDescent(objective, start=[1, 2, 3, 4])))
    assert (first.iteration, first.w.tolist()) == (0, [1, 2, 3, 4])
    assert first.loss == objective.value(first.w)
    np.testing.assert_array_equal(first.gradient, objective.gradient(first.w))


def test_run_and_trajectory_agree_and_step_back(regression):
    descent = GradientDescent(SquaredError(*regression()))
    trajectory = descent.trajectory(20)
    assert len(trajectory) == 21
    np.testing.assert_array_equal(descent.run(20).w, trajectory[20].w)
    assert trajectory[19].loss == descent.run(19).loss > trajectory[20].loss


def test_it_reaches_the_closed_form_and_says_so(regression):
    X, y = regression()
    objective = SquaredError(X, y)
    rate = linreg.spectrum(objective).learning_rate_best
    step = GradientDescent(objective, rate).run(500)
    np.testing.assert_allclose(step.w, linreg.solve(X, y).coefficients, rtol=1e-12)
    assert step.status is DescentStatus.CONVERGED


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 1.1), st.integers(0, 40))
def test_it_follows_the_modes(seed, share, t):
    rng = np.random.default_rng(seed)
    X, y, start = rng.standard_normal((12, 3)), rng.standard_normal(12), rng.standard_normal(3)
    objective = SquaredError(X, y, penalties.Ridge(0.1, free=(0,)))
    modes = linreg.spectrum(objective)
    rate = share * modes.learning_rate_limit
    ridge = 12 * 0.1 * np.diag([0.0, 1.0, 1.0])
    minimum = np.linalg.solve(X.T @ X + ridge, X.T @ y)
    predicted = modes.path(start, minimum, rate, t)
    walked = GradientDescent(objective, rate, start).run(t).w
    scale = max(np.abs(predicted).max(), np.abs(start).max())
    assert np.abs(walked - predicted).max() < 1e-9 * scale


def test_the_limit_separates_convergence_from_divergence(regression):
    objective = SquaredError(*regression())
    limit = linreg.learning_rate_limit(objective)
    eigenvalues = np.linalg.eigvalsh(objective.hessian())
    assert limit == pytest.approx(2 / eigenvalues[-1], rel=1e-12)
    assert GradientDescent(objective, 0.99 * limit).run(2000).status is not DescentStatus.DIVERGED
    assert GradientDescent(objective, 1.1 * limit).run(2000).status is DescentStatus.DIVERGED


def test_divergence_is_a_state_and_goes_on(regression):
    steps = list(itertools.islice(GradientDescent(SquaredError(*regression()), 1e200), 10))
    assert [step.iteration for step in steps] == list(range(10))
    assert steps[-1].status is DescentStatus.DIVERGED
    assert "lower the learning rate" in steps[-1].status.value.text


def test_predicted_iterations_bring_the_error_down(regression):
    X, y = regression()
    objective = SquaredError(X, y)
    modes = linreg.spectrum(objective)
    rate = modes.learning_rate_best
    n = int(modes.iterations(rate, 1e-6))
    best = linreg.solve(X, y).coefficients
    error = np.linalg.norm(GradientDescent(objective, rate).run(n).w - best)
    assert error <= 1e-6 * np.linalg.norm(best) * 1.01
    assert modes.iterations(2 * modes.learning_rate_limit, 1e-6) == np.inf


def test_the_best_rate_contracts_as_the_condition_number_says(regression):
    modes = linreg.spectrum(SquaredError(*regression()))
    k = modes.condition
    assert k == modes.largest / modes.smallest
    assert modes.contraction(modes.learning_rate_best) == pytest.approx((k - 1) / (k + 1))


def test_dependent_columns_leave_flat_directions_out(regression):
    X, y = regression()
    modes = linreg.spectrum(SquaredError(np.column_stack([X, X[:, 1]]), y))
    assert modes.eigenvalues[0] < 1e-15 < 0.1 < modes.smallest


def test_more_columns_than_rows(rng):
    objective = SquaredError(rng.standard_normal((2, 3)), rng.standard_normal(2))
    modes = linreg.spectrum(objective)
    assert modes.eigenvalues[0] == 0 < modes.smallest
    np.testing.assert_allclose(
        modes.eigenvectors @ np.diag(modes.eigenvalues) @ modes.eigenvectors.T,
        objective.hessian(),
        atol=1e-12 * modes.largest,
    )


def test_steps_are_read_only(regression):
    step = GradientDescent(SquaredError(*regression())).run(3)
    with pytest.raises(ValueError, match="read-only"):
        step.w[0] = 0


def test_bad_settings_are_named(regression):
    objective = SquaredError(*regression())
    with pytest.raises(ValueError, match=r"learning_rate is 0; expected a finite number > 0"):
        GradientDescent(objective, 0)
    with pytest.raises(ValueError, match=r"start has shape \(2,\); expected \(4,\)"):
        GradientDescent(objective, start=[0, 0])
    with pytest.raises(ValueError, match=r"n is -1"):
        GradientDescent(objective).run(-1)
