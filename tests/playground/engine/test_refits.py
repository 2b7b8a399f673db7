"""Refits to new samples: their spread, what a penalty does to them, and how they come."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from playground.engine.refits import SAMPLES, new_samples, refits

DRAWS = 4000


def spread(found) -> float:
    """The standard deviation of the difference of the pair's coefficients."""
    return float((found[:, 1] - found[:, 2]).std())


@pytest.mark.parametrize("epsilon", [1.0, 0.01])
def test_least_squares_has_the_spread_of_theory(scene, epsilon: float) -> None:
    solved = scene(data="collinear", epsilon=epsilon).solved
    found = refits(solved.fit, 1, DRAWS, np.array([1.0, 2.0, 2.0]), 0.5)
    X = solved.problem.X
    theory = 0.5 * np.sqrt(np.diag(np.linalg.inv(X.T @ X)))
    np.testing.assert_allclose(found.std(axis=0), theory, rtol=0.05)
    np.testing.assert_allclose(found.mean(axis=0), [1, 2, 2], atol=5 * theory.max() / DRAWS**0.5)


def test_ridge_refits_are_those_to_drawn_targets(scene) -> None:
    solved = scene(data="collinear", epsilon=0.01, penalty="ridge", strength=0.05).solved
    problem = solved.problem
    truth, rng = np.array([1.0, 2.0, 2.0]), np.random.default_rng(1)
    found = refits(solved.fit, 1, DRAWS, truth, 0.5)
    gram = problem.X.T @ problem.X + problem.ridge * np.diag([0.0, 1.0, 1.0])
    y = problem.X @ truth + 0.5 * rng.standard_normal((DRAWS, problem.N))
    direct = np.linalg.solve(gram, problem.X.T @ y.T).T
    np.testing.assert_allclose(found.mean(axis=0), direct.mean(axis=0), atol=0.02)
    np.testing.assert_allclose(found.std(axis=0), direct.std(axis=0), rtol=0.06)
    free = scene(data="collinear", epsilon=0.01).solved
    assert spread(found) < 0.1 * spread(refits(free.fit, 1, DRAWS, truth, 0.5))


@pytest.mark.parametrize("penalty", ["ridge", "lasso", "elastic"])
def test_without_noise_every_refit_is_the_fit(scene, penalty: str) -> None:
    solved = scene(data="longley", penalty=penalty, strength=0.1, standardise=1).solved
    found = refits(solved.fit, 1, 3, None, 0.0)
    assert found.shape == (3, solved.problem.p)
    for w in found:
        np.testing.assert_allclose(w, solved.fit.reference.coefficients, rtol=1e-5, atol=1e-3)


def test_an_exact_copy_has_no_refits_until_ridge_holds_it(scene) -> None:
    copy = scene(data="collinear", epsilon=0.0).solved
    assert len(refits(copy.fit, 1, 5)) == 0
    held = scene(data="collinear", epsilon=0.0, penalty="ridge").solved
    assert refits(held.fit, 1, 5).shape == (5, 3)


def test_a_batch_grows_and_another_is_another(scene) -> None:
    solved = scene(data="collinear").solved

    def shown(samples: int, batch: int):
        return new_samples(
            replace(solved, interaction=replace(solved.interaction, samples=samples, batch=batch))
        )

    assert shown(0, 1).shape == (0, 3)
    np.testing.assert_array_equal(shown(3, 1), shown(SAMPLES, 1)[:3])
    assert not np.array_equal(shown(3, 1), shown(3, 2))


def test_new_samples_come_one_after_the_other_and_end(hand) -> None:
    hand.app.set_state({"data": "collinear", "view": "collinearity"})
    commands = hand.app._commands
    commands.new_samples()
    seen = []
    for _ in range(600):
        if not hand.app.running:
            break
        hand.app.frame(1000 / 60)
        seen.append(hand.app._session.interaction.samples)
    assert seen[0] == 1
    assert seen[-1] == SAMPLES
    assert 4.5 < len(seen) / 60 < 5.5
    hand.app.set_state({"data": "linear"})
    assert hand.app._session.interaction.samples == 0


def test_all_at_once_where_no_motion_is_wanted(app) -> None:
    app.set_environment(dark=False, contrast=False, reduced_motion=True, coarse=False)
    app._commands.new_samples()
    assert app._session.interaction.samples == SAMPLES
    assert not app.running
