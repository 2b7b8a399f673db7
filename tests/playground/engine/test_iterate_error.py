"""The errors of descent's iterates, against the same descent in exact and in long arithmetic."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from playground.engine.numbers import typeset

YEARS = {
    "x": list(range(1990, 2010)),
    "y": [3, 3, 4, 5, 5, 7, 7, 6, 9, 9, 9, 11, 13, 12, 14, 16, 15, 18, 19, 20.3],
}
NEAR = {"x": [1, 2, 3, 5, 8], "y": [1, 3, 2, 4, 9]}
COPIES = {"a": [1, 2, 3, 4.5], "b": [1, 2, 3.0001, 4.5], "y": [1, 2, 2, 5]}
RULES: list[dict[str, Any]] = [
    {},
    {"update": "momentum", "momentum": 0.8},
    {"update": "nesterov", "momentum": 0.9},
    {"penalty": "ridge", "strength": 0.25},
]


def descended(problem: Any, rule: Any, rate: float, steps: int, number: Any) -> list[Any]:
    """The iterate (p,) by the rule of descent, in numbers that hold (far) more than floats."""
    exactly = np.frompyfunc(number, 1, 1)
    X, y = exactly(problem.X), exactly(problem.y)
    penalty = problem.penalty
    strength = number(0.0 if penalty is None else penalty.strength)
    held = np.zeros(problem.p) if penalty is None else penalty.mask(problem.p)
    rate, kept = number(rate), number(rule.kept)
    before = w = exactly(np.zeros(problem.p))
    gram, moments = X.T.dot(X), X.T.dot(y)
    for _ in range(steps):
        ahead = w + kept * (w - before) if rule.update == "nesterov" else w
        slope = 2 * (gram.dot(ahead) - moments) / number(problem.N)
        slope = slope + 2 * strength * exactly(held) * ahead
        move = ahead - w + (kept * (w - before) if rule.update == "momentum" else 0)
        before, w = w, w + move - rate * slope
    return list(w)


def off(scene: Any, number: Any) -> np.ndarray:
    """How far the iterate that is shown is from the right one, as used."""
    right = descended(
        scene.problem, scene.path.rule, scene.path.learning_rate, scene.step.iteration, number
    )
    return np.array([abs(float(number(v) - r)) for v, r in zip(scene.step.w, right, strict=True)])


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("steps", [0, 1, 5])
@pytest.mark.parametrize(
    ("data", "words"),
    [(YEARS, {"degree": 3, "lr": 2e-21}), (NEAR, {"lr": 0.04}), (COPIES, {"lr": 0.05})],
    ids=["years", "near", "copies"],
)
def test_early_iterates_have_an_error_that_holds_and_is_small(
    scene, own, data, words, steps: int, rule
) -> None:
    made = scene(**own(**data), **words, **rule, steps=steps)
    error = made.path.error(made.step)
    assert (off(made, Fraction) <= error).all()
    assert (error <= 1e-11 * np.abs(made.step.w)).all()


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("steps", [90, 1200])
@pytest.mark.parametrize(
    ("data", "words"),
    [(YEARS, {"degree": 3, "lr": 2e-21}), (NEAR, {"lr": 0.04}), (COPIES, {"lr": 0.03})],
    ids=["years", "near", "copies"],
)
def test_later_iterates_have_an_error_that_holds(scene, own, data, words, steps: int, rule) -> None:
    made = scene(**own(**data), **words, **rule, steps=steps)
    error = made.path.error(made.step)
    with mpmath.workdps(80):
        assert (off(made, mpmath.mpf) <= error).all()
    assert (error <= 0.1 * np.abs(made.step.w)).all()


def test_a_small_intercept_after_a_step_is_shown(scene, own) -> None:
    made = scene(**own(**YEARS), degree=3, lr=2e-21, steps=1)
    shown = [
        typeset(float(w), float(e), 4) for w, e in zip(made.step.w, made.step_error, strict=True)
    ]
    right = descended(made.problem, made.path.rule, made.path.learning_rate, 1, Fraction)
    assert shown == [typeset(float(v), 0.0, 4) for v in right]
    assert not any("±" in text for text in shown)


@pytest.mark.parametrize(
    "words",
    [
        {"update": "minibatch", "batch": 2},
        {"penalty": "lasso", "strength": 0.1},
        {"penalty": "elastic", "strength": 0.1, "update": "nesterov"},
        {"intercept": "separate"},
        {"degree": 2, "basis": "mapped", "standardise": True},
    ],
    ids=str,
)
def test_every_rule_has_an_error(scene, own, words: dict[str, Any]) -> None:
    made = scene(**own(**NEAR), **{"lr": 0.01, **words}, steps=20)
    assert (made.step_error > 0).all()
    assert (made.step_error < 1e-10 * np.abs(made.user(made.step.w)) + 1e-13).all()
