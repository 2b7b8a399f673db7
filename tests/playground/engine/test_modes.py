"""Iterates by the eigenmodes of the Hessian are those that are walked one by one."""

from __future__ import annotations

import numpy as np
import pytest
from playground.engine.descent import Path
from playground.engine.fit import Fit
from playground.engine.modes import ModalDescent
from playground.engine.rules import Rule

import linreg
from tests.playground.fits import fit_of

RULES = [Rule("plain"), Rule("momentum", momentum=0.8), Rule("nesterov", momentum=0.8)]
RATE = 0.05


@pytest.fixture
def fit() -> Fit:
    rng = np.random.default_rng(11)
    X = np.column_stack([np.ones(30), rng.normal(size=(30, 2)) @ [[1.0, 0.9], [0.0, 0.3]]])
    return fit_of(X, X @ [1.0, -2.0, 0.5] + rng.normal(0, 0.2, 30))


def descent(fit: Fit, rule: Rule, taken: int = 0) -> ModalDescent:
    """From some step of the walk on."""
    steps = walked(fit, rule, taken)
    last = steps[-1].w - steps[-2].w if taken else np.zeros(3)
    return ModalDescent(fit, rule, RATE, steps[-1], last)


def walked(fit: Fit, rule: Rule, last: int) -> list[linreg.Step]:
    walk = iter(rule.descent(fit.problem, RATE, np.array([3.0, 0.0, -1.0])))
    return [next(walk) for _ in range(last + 1)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.update)
@pytest.mark.parametrize("taken", [0, 7])
def test_iterates_and_losses_are_those_of_the_walk(fit: Fit, rule: Rule, taken: int) -> None:
    steps = walked(fit, rule, 200)[taken:]
    times = np.array([0.0, 1.0, 2.0, 17.0, 150.0])
    found = descent(fit, rule, taken)
    chosen = [steps[int(t)] for t in times]
    np.testing.assert_allclose(found.iterates(times), [s.w for s in chosen], rtol=1e-9)
    np.testing.assert_allclose(found.loss(times), [s.loss for s in chosen], rtol=1e-9)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.update)
def test_every_mode_shrinks_by_its_radius_in_the_long_run(fit: Fit, rule: Rule) -> None:
    found = descent(fit, rule)
    # Over many steps, since with momentum a mode swings.
    early, late = found.distance(np.array([50.0, 150.0]))
    shrunk = (late / early) ** (1 / 100)
    assert (found.radius() < 1).all()
    np.testing.assert_allclose(shrunk, found.radius(), atol=0.03)


def test_a_flat_mode_keeps_its_place() -> None:
    x = np.linspace(-1, 1, 20)
    fit = fit_of(np.column_stack([x, x]), 3 * x)
    path = Path(fit, 0.1, np.array([1.0, 0.0]))
    far = path.at(10**6)
    np.testing.assert_allclose(far.w, [2.0, 1.0], rtol=1e-9)
