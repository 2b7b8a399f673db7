"""The objective with a loss to choose: slopes, curvature, and descent to the robust fit."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import linreg
from linreg import RobustError, SquaredError, penalties, solve_robust
from linreg.objective import LOSSES, Absolute, Huber, Squared

PENALTIES = [None, penalties.Ridge(0.3, free=(0,)), penalties.Lasso(0.2)]
every_loss = pytest.mark.parametrize("loss", LOSSES)


def problem(seed: int, N: int = 30, p: int = 3):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(N), rng.normal(size=(N, p - 1))])
    return X, X @ rng.normal(size=p) + rng.standard_t(1.5, size=N)


@every_loss
@pytest.mark.parametrize("penalty", PENALTIES)
@given(seed=st.integers(0, 2**32 - 1))
def test_gradient_is_the_slope_of_the_value(loss: str, penalty, seed: int) -> None:
    rng = np.random.default_rng(seed)
    X, y, w = rng.standard_normal((9, 3)), rng.standard_normal(9), rng.uniform(0.5, 1, 3)
    objective = RobustError(X, y, loss, delta=0.7, scale=0.8, penalty=penalty)
    direction, h = rng.standard_normal(3), 1e-6
    # No kink of |r| may lie within the step.
    if np.abs(objective.residual(w)).min() < 1e-4:
        return
    slope = (objective.value(w + h * direction) - objective.value(w - h * direction)) / (2 * h)
    scale = objective.value(w) + np.abs(objective.gradient(w)).max()
    assert abs(slope - objective.gradient(w) @ direction) < 1e-6 * scale


@every_loss
@given(seed=st.integers(0, 2**32 - 1))
def test_gradient_is_a_subgradient_everywhere(loss: str, seed: int) -> None:
    """On whole numbers many residuals are zero, or at the threshold, exactly."""
    rng = np.random.default_rng(seed)
    X, y = rng.integers(-2, 3, size=(8, 2)), rng.integers(-3, 4, size=8)
    objective = RobustError(X, y, loss, delta=1.0, scale=1.0)
    w = rng.integers(-2, 3, size=2).astype(float)
    for other in w + rng.normal(size=(20, 2)) * 10.0 ** rng.integers(-6, 2, size=(20, 1)):
        below = objective.value(w) + objective.gradient(w) @ (other - w)
        assert objective.value(other) >= below - 1e-13 * (1 + abs(below))


@every_loss
@pytest.mark.parametrize("penalty", PENALTIES)
def test_gradient_is_the_mean_of_the_sample_gradients(loss: str, penalty) -> None:
    objective = RobustError(*problem(1), loss, penalty=penalty)
    w = np.array([0.3, -2.0, 1.0])
    samples = objective.sample_gradients(w)
    assert samples.shape == (30, 3)
    np.testing.assert_allclose(samples.mean(axis=0), objective.gradient(w), rtol=1e-12)
    value, gradient = objective.value_and_gradient(w)
    assert value == objective.value(w)
    np.testing.assert_array_equal(gradient, objective.gradient(w))


@every_loss
def test_hessian_is_the_slope_of_the_gradient(loss: str) -> None:
    objective = RobustError(*problem(2), loss, scale=0.5, penalty=penalties.Ridge(0.3))
    w, h = np.array([0.3, -2.0, 1.0]), 1e-7
    change = [
        (objective.gradient(w + h * e) - objective.gradient(w - h * e)) / (2 * h) for e in np.eye(3)
    ]
    np.testing.assert_allclose(objective.hessian(w), np.array(change), rtol=1e-6, atol=1e-8)


def test_squared_is_the_squared_error() -> None:
    X, y = problem(3)
    ridge = penalties.Ridge(0.1)
    ours, theirs = RobustError(X, y, "squared", penalty=ridge), SquaredError(X, y, ridge)
    w = np.array([0.3, -2.0, 1.0])
    assert ours.value(w) == theirs.value(w)
    np.testing.assert_allclose(ours.gradient(w), theirs.gradient(w), rtol=1e-14)
    np.testing.assert_allclose(ours.hessian(w), theirs.hessian(), rtol=1e-14)
    assert ours.learning_rate_limit == pytest.approx(linreg.learning_rate_limit(theirs), rel=1e-12)
    assert isinstance(theirs.loss, Squared)


def test_huber_is_the_squared_error_while_residuals_are_small() -> None:
    r = np.array([-3.0, -1.0, 0.0, 0.5, 2.0])
    np.testing.assert_array_equal(Huber(1.0).value(r), [5, 1, 0, 0.25, 3])
    np.testing.assert_array_equal(Huber(1.0).gradient(r), [-2, -2, 0, 1, 2])
    np.testing.assert_array_equal(Huber(5.0).value(r), r**2)
    np.testing.assert_array_equal(Absolute().gradient(r), [-1, -1, 0, 1, 1])


@pytest.mark.parametrize("delta", [0.5, 1.345])
def test_descent_comes_to_hubers_fit(delta: float) -> None:
    X, y = problem(4, 60)
    found = solve_robust(X, y, delta=delta)
    objective = RobustError(X, y, "huber", delta, found.scale)
    rate = linreg.learning_rate_limit(objective) / 2
    step = linreg.GradientDescent(objective, rate).run(4000)
    np.testing.assert_allclose(step.w, found.coefficients, rtol=1e-10)
    assert step.status is linreg.DescentStatus.CONVERGED


def test_variants_of_descent_take_any_loss() -> None:
    X, y = problem(5, 60)
    found = solve_robust(X, y)
    objective = RobustError(X, y, "huber", scale=found.scale)
    rate = objective.learning_rate_limit / 2
    for descent in (
        linreg.HeavyBall(objective, rate / 2, momentum=0.5),
        linreg.Nesterov(objective, rate / 2, momentum=0.5),
        linreg.Backtracking(objective, 8 * rate),
        linreg.Proximal(objective, rate),
    ):
        np.testing.assert_allclose(descent.run(3000).w, found.coefficients, rtol=1e-9)
    batches = linreg.MiniBatch(objective, rate / 50, rng=np.random.default_rng(0))
    np.testing.assert_allclose(batches.run(6000).w, found.coefficients, atol=0.1)


def test_the_safe_rate_lowers_hubers_loss_at_every_step_and_more_does_not() -> None:
    X, y = problem(6)
    objective = RobustError(X, y, "huber", scale=1e3)
    below = linreg.GradientDescent(objective, 0.99 * objective.learning_rate_limit)
    losses = [step.loss for step in itertools.islice(below, 200)]
    assert all(later <= loss for loss, later in itertools.pairwise(losses))
    above = linreg.GradientDescent(objective, 1.05 * objective.learning_rate_limit).trajectory(60)
    assert above.loss[-1] > above.loss[-2]


def test_subgradient_descent_ends_as_near_as_it_says() -> None:
    X, y = problem(7, 41)
    best = solve_robust(X, y, "absolute").coefficients
    objective = RobustError(X, y, "absolute")
    assert objective.learning_rate_limit == linreg.learning_rate_limit(objective) == 0
    rate, steps = 0.02, 2000
    losses = linreg.GradientDescent(objective, rate).trajectory(steps).loss
    bound = objective.excess(rate) + best @ best / (2 * rate * steps)
    assert 0 <= losses.min() - objective.value(best) <= bound
    assert bound < 0.2 * objective.value(best)


def test_a_loss_of_ones_own_descends_in_the_same_loop() -> None:
    class LogCosh:
        def value(self, r):
            return np.logaddexp(r, -r) - np.log(2)

        def gradient(self, r):
            return np.tanh(r)

        def curvature(self, r):
            return 1 - np.tanh(r) ** 2

        def bounds(self):
            return 1.0, 1.0

    X, y = problem(8)
    objective = RobustError(X, y, LogCosh())
    step = linreg.GradientDescent(objective, objective.learning_rate_limit / 2).run(3000)
    assert step.gradient_norm < 1e-10


def test_a_design_without_curvature_has_no_limit() -> None:
    assert RobustError(np.zeros((3, 1)), [1, 2, 3]).learning_rate_limit == np.inf
    assert RobustError(np.ones((3, 1)), [1, 2, 3], "squared").excess(0.1) == np.inf


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"loss": "tukey"}, "loss is 'tukey'; expected one of squared, huber, absolute."),
        ({"loss": None}, "loss is None; expected 'squared', 'huber', 'absolute', or a loss such"),
        ({"delta": -1}, "delta is -1; expected a finite number > 0."),
        ({"scale": 0}, "scale is 0; expected a finite number > 0."),
        ({"delta": 1e200, "scale": 1e200}, "delta * scale is inf; expected a finite number > 0."),
        ({"penalty": 3}, "penalty is 3; expected None or a penalty such as"),
    ],
)
def test_bad_settings_are_named(settings: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        RobustError(np.ones((3, 1)), [1, 2, 4], **settings)
