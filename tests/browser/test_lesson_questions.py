"""Every question of every lesson, answered by doing what a reader would do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from lesson_page import COURSE, Course
from playwright.sync_api import expect

KEPT = "() => JSON.parse(localStorage.getItem('linreg-lessons'))"


def drag_line(course: Course) -> None:
    plot = course.playground.plot
    state = course.playground.state()
    (b, w), best = state["line"], state["results"]["coefficients"]["refined"]
    left, right, *_ = plot.ranges
    for share in (0.2, 0.8):
        x = left + share * (right - left)
        line = course.playground.state()["line"]
        plot.drag((x, line[0] + line[1] * x), (x, best[0] + best[1] * x))
        plot.drop()
    assert (b, w) != tuple(course.playground.state()["line"])


def drag_far_point(course: Course) -> None:
    """The point far out, to the left and down, among the others."""
    x, y = course.playground.plot.drawn
    far = int(np.argmax(x))
    course.playground.plot.drag((float(x[far]), float(y[far])), (0.1, 1.2))
    course.playground.plot.drop()


def step_until(course: Course, holds: Callable[[dict[str, Any]], bool]) -> None:
    for _ in range(60):
        if holds(course.playground.state()):
            return
        course.playground.press("Step")
    raise AssertionError("sixty steps were not enough")


def one_percent(state: dict[str, Any]) -> bool:
    loss = state["results"]["loss"]
    return bool(loss["descent"] <= 1.01 * loss["refined"])


def add_point(course: Course) -> None:
    plot = course.playground.plot
    plot.click(*plot.empty_place())


def mini_batches(course: Course) -> None:
    playground = course.playground
    playground.choose("Update rule", "minibatch")
    playground.enter("Batch size", 1)
    playground.enter("Learning rate", 0.02)
    for _ in range(20):
        playground.press("Step")


def to_the_end_without_intercept(course: Course) -> None:
    course.playground.open_tab("Fit")
    course.playground.choose("Intercept", "none")
    course.playground.open_tab("Descent")
    course.playground.press("Run to the end")


def no_outliers(course: Course) -> None:
    course.playground.enter("Outliers", 0)


def rate(value: float, steps: int) -> Callable[[Course], None]:
    def act(course: Course) -> None:
        course.playground.enter("Learning rate", value)
        course.playground.press("Reset descent")
        for _ in range(steps):
            course.playground.press("Step")

    return act


def small_steps(course: Course) -> None:
    course.playground.enter("Learning rate", 0.01)
    course.playground.press("Run to the end")


def enter(name: str, value: float) -> Callable[[Course], None]:
    return lambda course: course.playground.enter(name, value)


def choose(name: str, value: str) -> Callable[[Course], None]:
    return lambda course: course.playground.choose(name, value)


def ridge(strength: float) -> Callable[[Course], None]:
    def act(course: Course) -> None:
        course.playground.open_tab("Fit")
        course.playground.choose("Penalty", "ridge")
        course.playground.enter("Penalty strength", strength)

    return act


# What a person does, question by question; a lesson without an entry is answered by "Show me".
ANSWERS: dict[str, list[Callable[[Course], None]]] = {
    "objective": [drag_line, enter("Noise", 0.25), choose("Intercept", "none"),
                  enter("Number of points", 1000)],
    "gradient": [lambda c: c.playground.press("Run to the end"), mini_batches,
                 to_the_end_without_intercept],
    "descent": [lambda c: step_until(c, one_percent), rate(0.264, 5), rate(0.21, 10),
                enter("Column distance ε", 1)],
    "closed-form": [add_point, enter("Polynomial degree", 6), choose("Solver", "exact"),
                    lambda c: c.playground.radio("Mapped to [−1, 1]").check()],
    "collinearity": [enter("Column distance ε", 0.01), enter("Column distance ε", 1e-9),
                     enter("Noise", 0.005), lambda c: c.playground.toggle("x2").uncheck(),
                     lambda c: c.playground.enter("Iteration", 30000)],
    "ridge": [ridge(0.0001), enter("Penalty strength", 0.025), enter("Penalty strength", 0.05),
              enter("Penalty strength", 1)],
    "outliers": [no_outliers, drag_far_point, choose("Data", "anscombe4")],
    "robust": [choose("Loss", "huber"), enter("Huber threshold", 10), small_steps],
    "wrong-model": [enter("Number of points", 1000), enter("Polynomial degree", 3),
                    enter("Polynomial degree", 11), enter("Polynomial degree", 3)],
}  # fmt: skip


@pytest.mark.parametrize("name", COURSE)
def test_every_question_is_answered_by_doing(course: Course, name: str) -> None:
    course.open(name)
    acts = iter(ANSWERS.get(name, []))
    for number in course.steps():
        begin = COURSE[name].questions[number - 1].before.fragment if name in ANSWERS else None
        if begin is not None:
            # The step's own state has come.
            expect(course.button("Restart this step")).to_be_hidden()
        for question in course.questions.all():
            expect(question.locator(".ask-done")).to_be_hidden()
            act = next(acts, lambda c, q=question: q.get_by_role("link", name="Show me").click())
            act(course)
            course.expect_answered(question)
    kept = course.page.evaluate(KEPT)
    assert len(kept["done"][name]) == len(COURSE[name].questions)
    course.playground.open_tab("Lessons")
    expect(course.panel.get_by_text("All answered")).to_have_count(1)


def test_show_me_answers_every_question(course: Course) -> None:
    for name in ("objective", "outliers"):
        course.open(name)
        for _ in course.steps():
            for question in course.questions.all():
                question.get_by_role("link", name="Show me").click()
                course.expect_answered(question)
