import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import linreg
from linreg import DescentStatus, SquaredError, penalties, updates, variants

RIDGE = penalties.Ridge(0.2, free=(0,))


def best(X, y, penalty=None):
    ridge = len(y) * penalty.curvature(X.shape[1]) / 2 if penalty else np.zeros(X.shape[1])
    return np.linalg.solve(X.T @ X + np.diag(ridge), X.T @ y)


@pytest.mark.parametrize(
    "kind",
    [
        linreg.GradientDescent,
        updates.HeavyBall,
        updates.Nesterov,
        updates.Proximal,
        updates.Backtracking,
    ],
)
@pytest.mark.parametrize("penalty", [None, RIDGE])
def test_all_variants_reach_the_minimum(kind, penalty, regression):
    X, y = regression()
    step = kind(SquaredError(X, y, penalty), learning_rate=0.1).run(2000)
    np.testing.assert_allclose(step.w, best(X, y, penalty), rtol=1e-10)


def test_without_momentum_they_are_plain_descent(regression):
    objective = SquaredError(*regression())
    plain = linreg.GradientDescent(objective).run(7).w
    for kind in (updates.HeavyBall, updates.Nesterov):
        np.testing.assert_allclose(kind(objective, momentum=0.0).run(7).w, plain, rtol=1e-13)
    whole = updates.MiniBatch(objective, batch=objective.N, rng=np.random.default_rng(1))
    np.testing.assert_allclose(whole.run(7).w, plain, rtol=1e-12)
    np.testing.assert_allclose(updates.Proximal(objective).run(7).w, plain, rtol=1e-13)


def test_momentum_follows_its_recurrence(regression):
    objective = SquaredError(*regression())
    path = updates.HeavyBall(objective, 0.05, momentum=0.8).trajectory(6)
    for t in range(1, 6):
        last = path.w[t] - path.w[t - 1]
        expected = path.w[t] + 0.8 * last - 0.05 * path.gradient[t]
        np.testing.assert_allclose(path.w[t + 1], expected, rtol=1e-12)


def test_momentum_is_faster_in_a_narrow_valley(rng):
    X = rng.standard_normal((50, 2)) * [10, 1]
    objective = SquaredError(X, X @ [1, 1])
    rate = 0.5 * linreg.learning_rate_limit(objective)
    plain = linreg.GradientDescent(objective, rate).run(60).loss
    for kind in (updates.HeavyBall, updates.Nesterov):
        assert kind(objective, rate, momentum=0.8).run(60).loss < plain / 10


def test_an_epoch_of_mini_batches_uses_each_sample_once(regression):
    X, y = regression()
    objective = SquaredError(X, y)
    seen = []

    class Watched(SquaredError):
        def subset(self, rows):
            seen.extend(rows)
            return super().subset(rows)

    descent = updates.MiniBatch(Watched(X, y), 0.01, batch=7, rng=np.random.default_rng(3))
    descent.run(9)
    assert sorted(seen[:60]) == list(range(60))
    assert objective.N == 60


def test_mini_batches_repeat_with_the_same_randomness(regression):
    objective = SquaredError(*regression())
    descent = updates.MiniBatch(objective, 0.05, batch=8, rng=np.random.default_rng(3))
    np.testing.assert_array_equal(descent.run(30).w, descent.run(30).w)
    first = next(iter(descent))
    assert first.loss == objective.value(first.w)


def test_mini_batches_come_near_the_minimum(regression):
    X, y = regression()
    descent = updates.MiniBatch(SquaredError(X, y), 0.005, batch=8, rng=np.random.default_rng(3))
    late = np.mean([step.w for step in itertools.islice(descent, 3000, 6000)], axis=0)
    np.testing.assert_allclose(late, best(X, y), atol=0.03)


@given(st.integers(0, 2**32 - 1), st.floats(0.01, 1.0))
@settings(max_examples=10, deadline=None)
def test_proximal_descent_meets_the_conditions_of_the_lasso(seed, strength):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((40, 4)), rng.standard_normal(40)
    objective = SquaredError(X, y, penalties.Lasso(strength))
    rate = 0.5 * linreg.learning_rate_limit(objective.unpenalised())
    w = updates.Proximal(objective, rate).run(600).w
    slope = objective.unpenalised().gradient(w)
    active = w != 0
    np.testing.assert_allclose(slope[active], -strength * np.sign(w[active]), rtol=1e-6, atol=1e-9)
    assert (abs(slope[~active]) <= strength * (1 + 1e-9)).all()


def test_backtracking_never_diverges_nor_rises(regression):
    steps = list(itertools.islice(updates.Backtracking(SquaredError(*regression()), 1e6), 60))
    assert all(b.loss <= a.loss * (1 + 1e-14) for a, b in itertools.pairwise(steps))
    assert all(step.status is not DescentStatus.DIVERGED for step in steps)


@pytest.mark.parametrize("penalty", [None, penalties.Ridge(0.3)])
def test_a_separate_bias_walks_the_same_path(penalty, regression):
    X, y = regression()
    free = None if penalty is None else penalties.Ridge(0.3, free=(0,))
    absorbed = SquaredError(X, y, free)
    separate = variants.SeparateBias(X[:, 1:], y, penalty)
    a = linreg.GradientDescent(absorbed).trajectory(30)
    b = linreg.GradientDescent(separate).trajectory(30)
    np.testing.assert_allclose(a.w, b.w, rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(a.loss, b.loss, rtol=1e-12)
    np.testing.assert_allclose(absorbed.hessian(), separate.hessian(), atol=1e-13)
    np.testing.assert_allclose(
        absorbed.sample_gradients(a.w[3]), separate.sample_gradients(a.w[3]), atol=1e-12
    )
    assert linreg.learning_rate_limit(absorbed) == pytest.approx(
        linreg.learning_rate_limit(separate), rel=1e-12
    )


def test_sufficient_statistics_are_the_same_objective(regression, rng):
    X, y = regression(N=500)
    whole, brief = SquaredError(X, y, RIDGE), linreg.MomentsError(X, y, RIDGE)
    assert brief.X.shape == (5, 4)
    for w in rng.standard_normal((5, 4)):
        assert brief.value(w) == pytest.approx(whole.value(w), rel=1e-13)
        np.testing.assert_allclose(brief.gradient(w), whole.gradient(w), rtol=1e-12)
    np.testing.assert_allclose(brief.hessian(), whole.hessian(), rtol=1e-12, atol=1e-14)
    a = linreg.GradientDescent(whole).run(50)
    b = linreg.GradientDescent(brief).run(50)
    np.testing.assert_allclose(a.w, b.w, rtol=1e-12)
    with pytest.raises(ValueError, match="keeps no samples"):
        brief.sample_gradients(w)


def test_settings_out_of_bounds_are_named(regression):
    objective = SquaredError(*regression())
    for kind in (updates.HeavyBall, updates.Nesterov):
        with pytest.raises(ValueError, match="momentum is 1; expected 0 <= momentum < 1"):
            kind(objective, momentum=1)
    with pytest.raises(ValueError, match="batch is 0; expected a number of samples >= 1"):
        updates.MiniBatch(objective, batch=0)


PENALTIES = [penalties.Lasso(0.3, (0,)), penalties.ElasticNet(0.3, 0.5, (0,)), penalties.Lasso(1e6)]


@pytest.mark.parametrize("penalty", PENALTIES, ids=["lasso", "elastic net", "all zero"])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("offset", [0.0, 100.0])
def test_proximal_descent_at_its_optimum_says_converged(penalty, seed, offset):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(40), rng.standard_normal((40, 3))])
    y = X @ [1.0, 2.0, 0.0, -0.5] + offset + rng.standard_normal(40)
    objective = SquaredError(X, y, penalty)
    descent = updates.Proximal(objective, 0.5 * linreg.learning_rate_limit(objective))
    steps = itertools.islice(descent, 1500)
    end = next(step for step in steps if step.status is not DescentStatus.RUNNING)
    assert end.status is DescentStatus.CONVERGED
    assert end.iteration > 0 or not end.w.any()
    if penalty.mix == 1.0:
        best = linreg.lasso_path(X, y, [penalty.strength], penalty.free).coefficients[0]
        np.testing.assert_allclose(end.w, best, rtol=1e-11, atol=1e-12 * (1 + offset))
    # And it stays there.
    later = descent.run(end.iteration + 10)
    assert np.linalg.norm(later.w - end.w) <= 1e-14 * np.linalg.norm(end.w)


def test_proximal_descent_under_way_says_running(regression):
    objective = SquaredError(*regression(), penalties.Lasso(0.1))
    assert updates.Proximal(objective, 0.01).run(20).status is DescentStatus.RUNNING
    limit = linreg.learning_rate_limit(objective)
    assert updates.Proximal(objective, 2 * limit).run(500).status is DescentStatus.DIVERGED


@pytest.mark.parametrize("size", [1e100, 1e154, 1e155, 1e160, 1e250])
@pytest.mark.parametrize("kind", [linreg.GradientDescent, updates.Proximal, updates.HeavyBall])
def test_large_responses_only_rescale_a_descent(kind, size, regression):
    X, y = regression()
    plain = kind(SquaredError(X, y), 0.1).run(60)
    large = kind(SquaredError(X, y * size), 0.1).run(60)
    np.testing.assert_allclose(large.w / size, plain.w, rtol=1e-10)
    assert large.status is not DescentStatus.DIVERGED
    end = kind(SquaredError(X, y * size), 0.1).run(3000)
    assert end.status is DescentStatus.CONVERGED
    np.testing.assert_allclose(end.w / size, best(X, y), rtol=1e-10)


@pytest.mark.parametrize("size", [1.0, 1e155, 1e250])
def test_a_rate_too_high_diverges_whatever_the_size(size, regression):
    X, y = regression()
    objective = SquaredError(X, y * size)
    rate = 1.5 * linreg.learning_rate_limit(objective)
    end = linreg.GradientDescent(objective, rate).run(3000)
    assert end.status is DescentStatus.DIVERGED
    assert np.isfinite(end.w).all()
