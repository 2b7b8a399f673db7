import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import linreg
from linreg import penalties

PENALTIES = [
    None,
    penalties.Ridge(0.3, free=(0,)),
    penalties.Lasso(0.2),
    penalties.ElasticNet(0.4, 0.25, free=(0,)),
]


@pytest.mark.parametrize("penalty", PENALTIES)
@given(seed=st.integers(0, 2**32 - 1))
def test_gradient_is_the_slope_of_the_value(penalty, seed):
    rng = np.random.default_rng(seed)
    X, y, w = rng.standard_normal((9, 3)), rng.standard_normal(9), rng.uniform(0.5, 1, 3)
    objective = linreg.SquaredError(X, y, penalty)
    direction, h = rng.standard_normal(3), 1e-6
    slope = (objective.value(w + h * direction) - objective.value(w - h * direction)) / (2 * h)
    scale = objective.value(w) + np.abs(objective.gradient(w)).max()
    assert abs(slope - objective.gradient(w) @ direction) < 1e-7 * scale


@pytest.mark.parametrize("penalty", PENALTIES)
def test_gradient_is_the_mean_of_the_sample_gradients(regression, rng, penalty):
    objective = linreg.SquaredError(*regression(), penalty)
    w = rng.standard_normal(4)
    samples = objective.sample_gradients(w)
    assert samples.shape == (60, 4)
    np.testing.assert_allclose(samples.mean(axis=0), objective.gradient(w), rtol=1e-12)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_both_at_once_equal_one_at_a_time(regression, rng, penalty):
    objective = linreg.SquaredError(*regression(), penalty)
    w = rng.standard_normal(4)
    loss, gradient = objective.value_and_gradient(w)
    assert loss == objective.value(w)
    np.testing.assert_array_equal(gradient, objective.gradient(w))


def test_value_is_the_expanded_quadratic(regression, rng):
    X, y = regression()
    w, N = rng.standard_normal(4), len(y)
    expanded = (y @ y - 2 * w @ X.T @ y + w @ X.T @ X @ w) / N
    assert linreg.SquaredError(X, y).value(w) == pytest.approx(expanded, rel=1e-12)


def test_hessian_is_the_jacobian_of_the_gradient(regression, rng):
    objective = linreg.SquaredError(*regression(), penalties.Ridge(0.3, free=(0,)))
    w, v = rng.standard_normal((2, 4))
    change = objective.gradient(w + v) - objective.gradient(w)
    np.testing.assert_allclose(objective.hessian() @ v, change, rtol=1e-12)


@pytest.mark.parametrize("penalty", PENALTIES[1:])
def test_prox_beats_its_neighbours(penalty, rng):
    w, step = rng.standard_normal(5), 0.7
    v = penalty.prox(w, step)

    def cost(u):
        return penalty.value(u) + np.sum((u - w) ** 2) / (2 * step)

    assert all(cost(v) <= cost(v + 1e-4 * rng.standard_normal(5)) for _ in range(200))


def test_free_columns_cost_nothing():
    assert penalties.Ridge(2.0, free=(0,)).value(np.array([9.0, 1.0])) == 2.0
    assert penalties.Lasso(2.0, free=(0,)).gradient(np.array([9.0, -1.0])).tolist() == [0.0, -2.0]


def test_a_wrong_y_is_named():
    with pytest.raises(ValueError, match=r"y has shape \(3,\); expected \(2,\)"):
        linreg.SquaredError(np.ones((2, 1)), np.ones(3))


def test_a_wrong_strength_is_named():
    with pytest.raises(ValueError, match=r"strength is -1; expected a finite number >= 0"):
        penalties.Ridge(-1)
    with pytest.raises(ValueError, match=r"mix is 2; expected 0"):
        penalties.ElasticNet(1.0, 2)
