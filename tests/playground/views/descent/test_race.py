"""Racing rules are those of linreg, to the last digits, and arrive when those do."""

import numpy as np
import pytest
from playground.engine.descent import Path
from playground.engine.losses import GOAL
from playground.engine.race import FARTHEST, Race

import linreg
from linreg.sampler import Sampler
from tests.playground.fits import fit_of


@pytest.fixture
def path() -> Path:
    rng = np.random.default_rng(0)
    X = np.column_stack([np.ones(60), rng.normal(size=(60, 2)) @ [[1, 0.9], [0, 0.3]]])
    y = X @ [1.0, 2.0, 3.0] + rng.normal(size=60)
    return Path(fit_of(X, y), 0.1, np.array([0.5, -1.0, 0.0]))


def rules(path: Path) -> dict[str, linreg.GradientDescent]:
    given = (path.fit.objective, 0.1, path.start)
    return {
        "plain": linreg.GradientDescent(*given),
        "momentum": linreg.HeavyBall(*given, momentum=0.8),
        "nesterov": linreg.Nesterov(*given, momentum=0.8),
        "minibatch": linreg.MiniBatch(*given, batch=7, rng=Sampler(4)),
    }


@pytest.mark.parametrize("rule", ["plain", "momentum", "nesterov", "minibatch"])
def test_racers_take_the_steps_of_linreg(path: Path, rule: str) -> None:
    racer = Race(path, momentum=0.8, batch=7, seed=4).racers[rule]
    wanted = rules(path)[rule].trajectory(280)
    times = np.arange(281)
    found = racer.path.iterates(times)
    np.testing.assert_allclose(found, wanted.w, rtol=1e-9, atol=1e-12 * np.abs(wanted.w).max())
    np.testing.assert_allclose(racer.path.curve(times.astype(float)).loss, wanted.loss, rtol=1e-9)


@pytest.mark.parametrize("rule", ["plain", "momentum", "nesterov"])
def test_the_iterations_needed_are_the_first_at_the_goal(path: Path, rule: str) -> None:
    needed = Race(path, momentum=0.8, batch=7, seed=4).racers[rule].needed
    loss = rules(path)[rule].trajectory(needed).loss
    goal = GOAL * path.fit.best_loss
    assert loss[needed] <= goal < loss[:needed].min()


def test_a_rate_beyond_the_limit_never_arrives(path: Path) -> None:
    wild = Path(path.fit, 1.2 * path.fit.spectrum.learning_rate_limit, path.start)
    race = Race(wild, momentum=0.9, batch=7, seed=4)
    assert race.racers["plain"].needed is None
    assert race.racers["minibatch"].needed is None


def test_a_slow_race_is_given_up(path: Path) -> None:
    race = Race(Path(path.fit, 1e-9, path.start), momentum=0.0, batch=7, seed=4)
    assert race.racers["momentum"].needed is None
    assert race.racers["momentum"].last(10 * FARTHEST) == FARTHEST
