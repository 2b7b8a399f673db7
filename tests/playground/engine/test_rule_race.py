"""Rules of one's own: run, mistaken, and raced against the built-in one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playground.engine import own_rule
from playground.engine.own_rule import decoded, encoded, objective_of, race
from playground.engine.rule_race import (
    Refused,
    digits,
    job,
    needed,
    race_steps,
    result,
    table,
    words,
)

from tests.playground.engine.racing import CODES, NEWTON, raced, run, said, scene_of


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"intercept": "separate", "penalty": "ridge", "strength": 0.3},
        {"penalty": "lasso", "strength": 0.3, "intercept": "none"},
        {"data": "longley", "standardise": 1, "penalty": "elastic", "lr": 0.1},
    ],
)
def test_the_job_carries_the_objective_to_the_bit(state: dict[str, Any]) -> None:
    scene = scene_of(**state)
    objective = objective_of(json.loads(json.dumps(job(scene, 1))))
    expected = scene.problem.objective
    assert type(objective) is type(expected)
    facts = [
        penalty and (penalty.strength, penalty.mix, tuple(penalty.free))
        for penalty in (objective.penalty, expected.penalty)
    ]
    assert facts[0] == facts[1]
    np.testing.assert_array_equal(objective.X, expected.X)
    np.testing.assert_array_equal(objective.y, expected.y)
    # A BLAS sums in another order where the same numbers lie at another address.
    w = np.linspace(-1, 2, scene.problem.p)
    value, gradient = objective.value_and_gradient(w)
    value_expected, gradient_expected = expected.value_and_gradient(w)
    np.testing.assert_allclose(value, value_expected, rtol=1e-14)
    np.testing.assert_allclose(gradient, gradient_expected, rtol=1e-13)


def test_floats_keep_every_bit() -> None:
    values = np.array([[0.1, -0.0], [np.inf, 5e-324]])
    assert decoded(encoded(values), 2).tobytes() == values.tobytes()


def test_the_plain_starter_is_the_built_in_rule_to_the_bit() -> None:
    scene = scene_of(steps=0)
    found = raced(CODES["plain"], scene)
    np.testing.assert_array_equal(found.own.places, scene.path.coefficients(list(range(101))))
    np.testing.assert_array_equal(found.own.loss, found.built_in.loss)
    assert "needs the same number" in said(words(scene, found))


def test_the_momentum_starter_is_the_heavy_ball() -> None:
    scene = scene_of(update="momentum", momentum=0.9)
    found = raced(CODES["momentum"], scene)
    expected = scene.path.coefficients(list(range(101)))
    np.testing.assert_allclose(found.own.places, expected, rtol=1e-12)


def test_newton_is_there_after_one_step() -> None:
    scene = scene_of()
    found = raced(NEWTON, scene)
    assert needed(scene, found.own) == 1
    assert digits(scene, found.own) > 14
    assert table(scene, found)[1][3][0][0] == "step 1"
    assert "after 1 step." in said(words(scene, found))


@pytest.mark.parametrize("word", ["adagrad", "adam", "coordinate"])
def test_the_other_starters_go_downhill(word: str) -> None:
    scene = scene_of(lr=0.5)
    found = raced(CODES[word], scene, 1000)
    assert found.own.loss[-1] < 1.01 * scene.fit.best_loss


def test_adam_is_as_its_paper_has_it() -> None:
    scene, rate, tiny = scene_of(lr=0.1), 0.1, 1e-8
    w, mean, square = np.zeros(2), np.zeros(2), np.zeros(2)
    for t in range(1, 21):
        g = scene.problem.objective.gradient(w)
        mean, square = 0.9 * mean + 0.1 * g, 0.999 * square + 0.001 * g * g
        w = w - rate * (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.999**t)) + tiny)
    found = raced(CODES["adam"], scene, 20)
    np.testing.assert_allclose(found.own.last, w, rtol=1e-10)


@pytest.mark.parametrize(
    ("source", "name", "part", "line"),
    [
        ("def step(w, g, s:\n    pass", "SyntaxError", "never closed", 1),
        ("def step(w, g, s):\n\n    return foo", "NameError", "'foo'", 3),
        ("x = 1 / 0", "ZeroDivisionError", "division", 1),
        ("x = 1", "", "does not define a function step", None),
        ("def step(w, g, s):\n    pass", "", "returned nothing", None),
        ("def step(w, g, s):\n    return [1, 2, 3]", "", "shape (3,)", None),
        ("def step(w, g, s):\n    return 'far'", "", "returned str", None),
        ("def step(w, g, s):\n    return w + 1j", "", "returned complex numbers", None),
        ("def step(w, g):\n    return w", "TypeError", "positional", None),
        ("def step(w, g, s):\n    raise SystemExit(3)", "SystemExit", "3", 2),
        ("def step(w, g, s):\n    return step(w, g, s)", "RecursionError", "depth", 2),
        (
            "def f(w):\n    return w @ np.ones(9)\ndef step(w, g, s):\n    return f(w)",
            "ValueError",
            "mismatch",
            2,
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(
    source: str, name: str, part: str, line: int | None
) -> None:
    error = run(source, scene_of())["error"]
    assert (error["name"], error["line"]) == (name, line)
    assert part in error["message"]


def test_steps_before_a_mistake_are_kept_and_prints_come_along() -> None:
    source = (
        "def step(w, g, s):\n    print('step', s.iteration)\n"
        "    if s.iteration == 3: raise ValueError('enough')\n    return w + 1"
    )
    told = run(source, scene_of())
    assert told["count"] == 4
    assert told["printed"] == "step 0\nstep 1\nstep 2\nstep 3\n"
    assert told["error"]["line"] == 3


def test_a_rule_cannot_change_what_it_is_given() -> None:
    scene = scene_of()
    found = raced("def step(w, g, s):\n    w += 1\n    g *= 0\n    return w", scene, 3)
    np.testing.assert_array_equal(found.own.places, [[0, 0], [1, 1], [2, 2], [3, 3]])
    error = run("def step(w, g, s):\n    s.objective.X[0, 0] = 5\n    return w", scene)["error"]
    assert "read-only" in error["message"]


def test_it_ends_where_the_floats_or_the_time_end(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = scene_of()
    found = raced("def step(w, g, s):\n    return w * np.nan if s.iteration == 4 else w + 1", scene)
    assert found.own.steps == 5
    assert said(words(scene, found)).startswith("Step 5 of your rule is not a number (NaN). ")
    monkeypatch.setattr(own_rule, "LONGEST", 0.0)
    assert run("def step(w, g, s):\n    return w", scene)["count"] == 2


def test_a_long_race_gives_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_rule, "BEAT", 0.0)
    beats: list[int] = []
    race(CODES["plain"], json.dumps(job(scene_of(), 7)), lambda: beats.append(1))
    assert len(beats) == 7


def test_imports_give_signs_of_life_and_leave_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(own_rule, "BEAT", 0.0)
    for name in ("first_of_two", "second_of_two"):
        (tmp_path / f"{name}.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    finders, beats = list(sys.meta_path), []
    source = "import first_of_two, second_of_two\n" + CODES["plain"]
    race(source, json.dumps(job(scene_of(), 0)), lambda: beats.append(1))
    # With no step to take; what the code imports may bring in more.
    assert len(beats) >= 2
    assert sys.meta_path == finders


@pytest.mark.parametrize(
    "forged",
    [
        "{}",
        "[]",
        '{"iterates": "", "count": 0}',
        '{"iterates": "AAAA", "count": 1}',
        json.dumps({"iterates": encoded(np.zeros((1, 3))), "count": 1}),
        json.dumps({"iterates": encoded(np.zeros((500, 2))), "count": 500}),
        json.dumps({"iterates": 5, "count": "x"}),
        json.dumps({"iterates": encoded(np.zeros((2, 2))), "count": -1}),
        json.dumps({"iterates": encoded(np.ones((2, 2))), "count": 2}),
        json.dumps({"iterates": encoded(np.full((1, 2), np.nan)), "count": 1}),
    ],
)
def test_what_is_no_path_is_not_believed(forged: str) -> None:
    assert result(scene_of(), forged, 100) is None


def test_losses_are_computed_here_whatever_came_along() -> None:
    scene = scene_of()
    iterates = np.array([[0.0, 0.0], [1.0, 1.0]])
    told = {"iterates": encoded(iterates), "count": 2, "loss": [0.0, 0.0]}
    found = result(scene, json.dumps(told), 100)
    assert found.own.loss[1] == scene.problem.objective.value(np.ones(2))


def test_without_points_or_with_too_many_there_is_no_race() -> None:
    columns = [{"name": "x", "values": []}, {"name": "y", "values": []}]
    with pytest.raises(Refused, match="no points"):
        job(scene_of(data="own", points={"columns": columns}), 10)
    assert race_steps(scene_of(n=100_000), 1000) == 100
    assert race_steps(scene_of(), 1000) == 1000


def test_prints_are_kept_in_part_whoever_prints_how_much() -> None:
    source = (
        "import sys\ndef step(w, g, s):\n    print('x' * 30_000_000)\n"
        "    sys.stderr.write('y')\n    return w"
    )
    assert run(source, scene_of(), 3)["printed"] == "x" * 2000
    complained = "import sys\ndef step(w, g, s):\n    print('dear', file=sys.stderr)\n    return w"
    assert run(complained, scene_of(), 1)["printed"] == "dear\n"


@pytest.mark.parametrize(
    ("act", "name", "message"),
    [
        ("raise ValueError('x' * 30_000_000)", "ValueError", "x" * 1000),
        ("raise type('E' * 5000, (Exception,), {})('so long')", "E" * 100, "so long"),
        (
            "raise type('E', (Exception,), {'__str__': lambda e: 1 / 0})",
            "E",
            "its message cannot be read.",
        ),
        ("raise SyntaxError('no', ('your rule', 10**9, 1, ''))", "SyntaxError", "no"),
        ("raise SyntaxError(['no'], ('your rule', [[]], 1, ''))", "SyntaxError", "['no']"),
    ],
)
def test_an_error_is_told_in_short_whatever_it_is(act: str, name: str, message: str) -> None:
    error = run(f"def step(w, g, s):\n    {act}", scene_of())["error"]
    assert (error["name"], error["message"]) == (name, message)
    assert error["line"] in (2, None)


def test_a_race_in_many_numbers_is_shorter() -> None:
    columns = [{"name": f"x{i}", "values": [1.0, 2.0, 4.0]} for i in range(400)]
    columns.append({"name": "y", "values": [1.0, 3.0, 2.0]})
    scene = scene_of(data="own", points={"columns": columns}, target="y")
    steps = race_steps(scene, 1000)
    assert 1 < steps < 1000
    assert (steps + 1) * scene.problem.p <= 250_000
