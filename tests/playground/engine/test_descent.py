"""Descent by every rule: the iterates are those of linreg's classes, however they are reached."""

import numpy as np
import pytest
from playground.engine.descent import DIVERGED, MOST_FOLLOWED, WALKED, Path
from playground.engine.fit import Fit
from playground.engine.problem import Problem
from playground.engine.rules import Rule
from playground.session.notices import standing

import linreg
from linreg.sampler import Sampler
from tests.playground.fits import fit_of

FAR = [0, 1, WALKED - 1, WALKED, WALKED + 1, WALKED + 37, 6 * WALKED]


@pytest.fixture
def fit() -> Fit:
    rng = np.random.default_rng(3)
    X = np.column_stack([np.ones(30), rng.normal(size=(30, 2)) * [1.0, 0.3]])
    return fit_of(X, rng.normal(size=30))


def reference(update: str, fit: Fit, rate: float, start: np.ndarray) -> linreg.GradientDescent:
    classes = {"momentum": linreg.HeavyBall, "nesterov": linreg.Nesterov}
    return classes[update](fit.objective, rate, start, momentum=0.8)


@pytest.mark.parametrize("update", ["momentum", "nesterov"])
@pytest.mark.parametrize("iteration", FAR)
def test_iterates_with_momentum_agree_with_the_loop(fit: Fit, update: str, iteration: int) -> None:
    start = np.array([1.0, -2.0, 3.0])
    path = Path(fit, 0.01, start, Rule(update, momentum=0.8))
    wanted = reference(update, fit, 0.01, start).run(iteration)
    found = path.at(iteration)
    np.testing.assert_allclose(found.w, wanted.w, rtol=1e-11)
    assert found.loss == pytest.approx(wanted.loss, rel=1e-12)


@pytest.mark.parametrize("update", ["plain", "momentum", "nesterov"])
def test_the_curve_ahead_is_the_loss_to_come(fit: Fit, update: str) -> None:
    path = Path(fit, 0.02, np.ones(3), Rule(update, momentum=0.7))
    for now in (0, 3, WALKED + 20):
        times = np.array([now, now + 1.0, now + 9.0, now + 400.0])
        ahead = path.ahead(path.at(now), times)
        wanted = [path.at(int(t)).loss for t in times]
        np.testing.assert_allclose(ahead.loss, wanted, rtol=1e-10)
        np.testing.assert_allclose(path.curve(times).loss, wanted, rtol=1e-10)


@pytest.mark.parametrize("beyond", [1.001, 1.3, 50.0])
def test_the_curve_ends_with_the_iterate_that_diverged(fit: Fit, beyond: float) -> None:
    rule, start = Rule("plain"), np.ones(3)
    path = Path(fit, beyond * Path(fit, 1e-3, start, rule).limit, start, rule)
    last = path.last_useful
    curve = path.curve(np.array([0.0, 1.0, float(last), last + 1.0]))
    assert curve.iteration[-1] == last
    assert curve.loss[-1] == pytest.approx(path.at(last).loss, rel=1e-9)


@pytest.mark.parametrize("update", ["plain", "momentum", "nesterov"])
def test_the_limit_parts_convergence_from_divergence(fit: Fit, update: str) -> None:
    rule = Rule(update, momentum=0.6)
    limit = Path(fit, 1e-3, np.ones(3), rule).limit
    below = Path(fit, 0.99 * limit, np.ones(3), rule)
    assert below.at(10**6).status is not DIVERGED
    np.testing.assert_allclose(below.at(below.last_useful).w, fit.minimum, rtol=1e-10)
    above = Path(fit, 1.01 * limit, np.ones(3), rule)
    assert above.at(10**6).status is DIVERGED
    assert above.at(10**6).iteration == above.last_useful


def test_mini_batches_are_those_of_the_seed(fit: Fit) -> None:
    rule = Rule("minibatch", batch=7, seed=5)
    path = Path(fit, 0.05, np.zeros(3), rule)
    batches = linreg.MiniBatch(fit.objective, 0.05, np.zeros(3), batch=7, rng=Sampler(5))
    np.testing.assert_array_equal(path.at(33).w, batches.run(33).w)
    np.testing.assert_array_equal(Path(fit, 0.05, np.zeros(3), rule).at(33).w, path.at(33).w)
    other = Path(fit, 0.05, np.zeros(3), Rule("minibatch", batch=7, seed=6))
    assert other.at(33).w.tolist() != path.at(33).w.tolist()
    assert path.at(10**6).iteration == MOST_FOLLOWED
    assert path.cut_short == MOST_FOLLOWED


def test_a_batch_of_all_points_is_plain_descent(scene) -> None:
    plain, whole = scene(steps=30), scene(update="minibatch", batch=40, steps=30)
    np.testing.assert_allclose(whole.step.w, plain.step.w, rtol=1e-12)
    assert scene(update="minibatch", batch=10**6, steps=3).step.iteration == 3


def test_momentum_of_one_is_taken_as_the_nearest_that_rests(scene) -> None:
    assert np.isfinite(scene(update="momentum", momentum=1, steps=50).step.loss)


@pytest.mark.parametrize("penalty", ["ridge", "lasso", "elastic"])
@pytest.mark.parametrize("intercept", ["absorbed", "separate"])
def test_descent_on_a_penalty_ends_at_the_closed_form(scene, penalty: str, intercept: str) -> None:
    words = {"data": "stackloss", "standardise": 1, "penalty": penalty, "strength": 2.0}
    found = scene(**words, intercept=intercept, lr=0.2, steps=3000)
    closed = found.fit.coefficients()
    np.testing.assert_allclose(found.user(found.step.w), closed, rtol=1e-9, atol=1e-9)


def test_collinear_columns_are_descended_without_their_huge_minimum() -> None:
    # The exact minimum lies at about 1e13: jumping by way of it would lose every digit.
    x = np.linspace(-1, 1, 40)
    rng = np.random.default_rng(1)
    X = np.column_stack([np.ones(40), x, x + 1e-14 * rng.normal(size=40)])
    fit = Fit(
        Problem.made(
            {f"x{j}": X[:, j] for j in range(3)}, rng.normal(size=40), {"intercept": "none"}
        )
    )
    path = Path(fit, 0.3, np.zeros(3))
    wanted = linreg.GradientDescent(fit.objective, 0.3).run(400)
    np.testing.assert_allclose(path.at(400).w, wanted.w, rtol=1e-9)
    assert path.at(400).loss == pytest.approx(wanted.loss, rel=1e-12)
    far = path.curve(np.array([400.0])).loss[0]
    assert far == pytest.approx(wanted.loss, rel=1e-9)


def test_the_start_is_in_the_users_units(scene) -> None:
    words = {"data": "anscombe1", "standardise": 1, "start": [3.0, -1.0]}
    found = scene(**words)
    np.testing.assert_allclose(found.user(found.step.w), [3.0, -1.0], rtol=1e-14)


def test_batches_steeper_than_all_points_are_named(scene, own) -> None:
    table = own(x=[5, *[0.1] * 9], y=list(range(10)))
    found = scene(**table, intercept="none", update="minibatch", batch=1, lr=0.35, steps=900)
    assert found.state.lr < found.path.limit
    assert found.step.status is DIVERGED
    (notice,) = standing(found)
    assert "batches are steeper" in notice.text


def test_steps_beyond_what_is_followed_are_told(scene) -> None:
    found = scene(update="minibatch", steps=10**6)
    assert f"{MOST_FOLLOWED:,}" in standing(found)[0].text


def test_a_start_beyond_the_floats_is_none(scene) -> None:
    found = scene(data="faithful", standardise=1, start=[1.7e308, -1.7e308])
    assert np.isfinite(found.step.w).all()
