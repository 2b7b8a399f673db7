"""The small figures of the tab Fit: sums of squares, and residuals of each line."""

from __future__ import annotations

import numpy as np
import pytest
from playground.engine.numbers import percent, typeset
from playground.engine.scene import Scene
from playground.views.fit.misfit import in_words, misfits, own_in_words
from playground.views.fit.panel import FitPanel


@pytest.fixture
def panel(app) -> FitPanel:
    (found,) = (view for view in app._views if isinstance(view, FitPanel))
    return found


OWN = {"show": ["residuals", "own-line"], "line": [1.0, 1.5]}
PLANE = {"a": [1, 2, 3, 5, 4], "b": [2, 1, 6, 3, 8], "y": [1, 3, 2, 5, 1]}


def by_role(scene: Scene) -> dict:
    return {line.role: line for line in misfits(scene)}


@pytest.mark.parametrize(
    "keys", [{}, {"degree": 3, "lr": 0.001}, {"standardise": 1}, {"intercept": "none"}]
)
def test_the_sums_of_squares_are_in_the_ratio_of_the_losses(scene, keys) -> None:
    made = scene(steps=5, **OWN, **keys)
    found = by_role(made)
    assert list(found) == ["own", "descent", "closed"]
    loss = {"closed": made.fit.loss, "descent": made.step.loss}
    x, y = made.data.X[:, 1], made.data.y
    loss["own"] = float(np.mean((y - (1 + 1.5 * x)) ** 2))
    for role, line in found.items():
        assert line.total == pytest.approx(made.data.N * loss[role], rel=1e-12)
        ratio = line.total / found["closed"].total
        assert ratio == pytest.approx(loss[role] / loss["closed"], rel=1e-12)
        if role != "closed":
            assert f", {typeset(ratio, digits=3)} times the fit" in in_words(line, found["closed"])


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, "The loss of your line is {own}, {share} above the minimum. "),
        ({"line": [0.0, -9.0]}, "The loss of your line is {own}, {times} times the minimum. "),
        (
            {"penalty": "ridge", "strength": 3},
            "Without the penalty, the loss of your line is {own}, and that of the fit {fit}. ",
        ),
        (
            {"intercept": "none", "line": [0.9, 1.99]},
            "The loss of your line is {own}, {times} times that of the fit. ",
        ),
    ],
)
def test_your_line_is_compared_with_the_mean_square_of_the_fit(scene, keys, said) -> None:
    made = scene(**{**OWN, **keys})
    line = keys.get("line", OWN["line"])
    x, y = made.data.X[:, 1], made.data.y
    own = float(np.mean((y - (line[0] + line[1] * x)) ** 2))
    w = made.fit.coefficients()
    b, a = (w[1], w[0]) if len(w) == 2 else (w[0], 0.0)
    fit = float(np.mean((y - (a + b * x)) ** 2))
    ratio = own / fit
    found = "".join(part for part, _ in own_in_words(made))
    assert found == said.format(
        own=typeset(own, digits=5),
        fit=typeset(fit, digits=5),
        share=percent(ratio - 1),
        times=typeset(ratio, digits=3),
    )


def test_residuals_are_what_is_observed_less_what_is_fitted(scene) -> None:
    made = scene(own=PLANE, steps=3)
    found = by_role(made)
    X, y = made.problem.X, made.problem.y
    for role, w in (("closed", made.fit.qr.coefficients), ("descent", made.step.w)):
        np.testing.assert_allclose(found[role].residual, y - X @ w, atol=1e-12)
        np.testing.assert_allclose(found[role].fitted, X @ w, atol=1e-12)
    assert "own" not in found


def test_what_has_no_best_fit_or_diverges_is_said(scene) -> None:
    assert misfits(scene(own={"x": [2, 2, 2], "y": [1, 3, 2]})) == []
    descent, closed = misfits(scene(lr=3, steps=500))
    assert in_words(descent, closed) == "Descent: diverged"
    (exact,) = misfits(scene(own={"x": [0, 1, 2], "y": [1, 3, 5]}))
    assert exact.passes


def test_the_figures_follow_a_drag_of_a_point_and_of_the_own_line(app, hand, panel) -> None:
    app.set_state(OWN)
    closed, own = (panel.sums.sources[role] for role in ("closed", "own"))
    assert own.data["total"][0] > closed.data["total"][0]
    before = closed.data["total"][0], panel.residuals.sources["closed"].data["y"].copy()
    hand.point("move", 0, 0.0, 30.0)
    assert closed.data["total"][0] > before[0]
    assert not np.array_equal(panel.residuals.sources["closed"].data["y"], before[1])
    hand.point("release", 0, 0.0, 30.0)
    total = hand.results["n"] * hand.results["loss"]["refined"]
    assert closed.data["total"][0] == pytest.approx(total)
    then = own.data["total"][0]
    app.set_state({"line": [2.0, 1.5]})
    assert own.data["total"][0] != then
    x, y = (np.array(hand.source.data[name]) for name in "xy")
    np.testing.assert_allclose(panel.residuals.sources["own"].data["y"], y - (2 + 1.5 * x))


def test_a_point_chosen_among_the_residuals_is_chosen_everywhere(app, hand, panel) -> None:
    hand.point("select", 5, tool=panel.residuals.picking.tool)
    assert hand.source.selected.indices == [5]
    assert panel.residuals.source.selected.indices == [5]


def test_the_axes_stand_still_while_they_serve(app, hand, panel) -> None:
    span = panel.residuals.figure.y_range
    before = span.end
    x, y = (float(hand.source.data[name][9]) for name in "xy")
    hand.drag(9, (x, y + 0.01))
    assert span.end == before
    hand.drag(9, (x, y + 100))
    assert span.end > 50


def test_without_points_there_are_no_figures(app, hand, panel) -> None:
    hand.click("clear")
    assert not panel.sums.framed.visible
    assert not panel.residuals.framed.visible
