"""What the views show, as pure functions of a scene."""

import numpy as np
import pytest
from playground.engine.interaction import Interaction
from playground.views.common import plane
from playground.views.common.fit_text import above_best
from playground.views.common.loss_curve import axis_end, loss_plot, shown_times
from playground.views.data import points_table
from playground.views.descent.view import rate_range
from playground.views.fit.view import solutions_table
from playground.views.words import equation, sentence


def text(parts) -> str:
    return "".join(part for part, _ in parts)


LINE = {"x": [0, 1, 2, 3], "y": [1, 3, 5, 7.5]}


def test_residuals_end_on_the_line_of_the_open_tab(scene) -> None:
    fit = scene(own=LINE)
    drawn = plane.residuals(fit)
    np.testing.assert_allclose(drawn["fitted"], fit.data.X @ fit.fit.qr.coefficients)
    descent = scene(own=LINE, view="descent", steps=2)
    np.testing.assert_allclose(plane.residuals(descent)["fitted"], descent.data.X @ descent.step.w)
    assert len(plane.residuals(scene(own=LINE, show=[]))["x"]) == 0


def test_lines_reach_far_beyond_the_plot(scene) -> None:
    drawn = scene(own=LINE)
    extent = plane.frame(drawn).x
    ruler = plane.ruler(drawn, extent)
    line = ruler.curve(np.array([1.0, 2.0]))
    assert line["x"][0] < extent.start - 10 * extent.span
    np.testing.assert_allclose(line["y"], 1 + 2 * line["x"])
    assert len(ruler.curve(np.array([np.inf, 1.0]))["x"]) == 0


def curve(scene, role: str) -> dict:
    return plane.curves(scene, plane.frame(scene).x)[role]


def test_the_descent_is_drawn_once_it_has_something_to_say(scene) -> None:
    assert len(curve(scene(), "descent")["x"]) == 0
    assert len(curve(scene(steps=1), "descent")["x"]) == 2
    assert curve(scene(view="descent"), "descent")["y"].tolist() == [0, 0]


def test_the_truth_is_drawn_on_request(scene) -> None:
    assert len(curve(scene(), "truth")["x"]) == 0
    truth = curve(scene(show=["truth"]), "truth")
    np.testing.assert_allclose(truth["y"], 1 + 2 * truth["x"])


@pytest.mark.parametrize(("steps", "times"), [(0, []), (1, [0]), (5, [1, 3, 4]), (3, [1, 2])])
def test_the_trail_goes_back_by_powers_of_two(steps: int, times: list[int]) -> None:
    assert plane.trail_times(steps) == times


def test_the_trail_fades_backwards(scene) -> None:
    drawn = plane.trail(scene(view="descent", steps=20), plane.frame(scene()).x)
    assert drawn["alpha"] == sorted(drawn["alpha"])
    assert len(drawn["xs"]) == 5


@pytest.mark.parametrize("steps", [0, 1, 299, 301, 5000, 10**6])
def test_the_curve_shows_the_present_and_not_too_many(steps: int) -> None:
    times = shown_times(steps)
    assert times[0] == 0
    assert times[-1] == steps
    assert len(times) <= 302
    assert axis_end(steps) > steps


def test_more_steps_only_add_to_the_curve() -> None:
    assert shown_times(120).tolist() == shown_times(121)[:-1].tolist()


def test_the_loss_plot_holds_the_curve_and_the_best_loss(scene) -> None:
    drawn = loss_plot(scene(view="descent", steps=30))
    assert len(drawn.iteration) == 31
    for y in (*drawn.y, drawn.best, *drawn.ahead["y"]):
        assert drawn.y_extent.start <= y <= drawn.y_extent.end
    assert np.all(np.diff(drawn.y) < 0)
    assert drawn.best <= drawn.y[-1]


def test_a_small_change_of_the_loss_is_drawn_on_a_linear_axis(scene) -> None:
    drawn = loss_plot(scene(noise=5.0, view="descent"))
    assert drawn.y_extent.start == 0
    assert drawn.best == pytest.approx(scene(noise=5.0).fit.best_loss)


@pytest.mark.parametrize("lr", [1e-9, 0.1, 50.0])
def test_the_dial_holds_the_rate_and_the_limit(scene, lr: float) -> None:
    drawn = scene(lr=lr)
    dial = rate_range(drawn)
    assert dial.start <= lr <= dial.end
    assert dial.marks[-1][0] == pytest.approx(drawn.path.limit, rel=1e-3)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"steps": 10**5}, "equal to the minimum"),
        ({"steps": 0}, "83 times the minimum"),
        ({"steps": 8}, "15.0% above the minimum"),
        ({"own": {"x": [0, 1, 2], "y": [1, 3, 5]}, "steps": 0}, "11.7 above zero"),
        ({"lr": 0.3, "steps": 8}, "2,953 times the minimum"),
    ],
)
def test_the_loss_against_the_best(scene, words: dict, said: str) -> None:
    assert above_best(scene(**words)) == said


def test_equations_have_true_minus_signs_and_break_off(scene) -> None:
    drawn = scene(own={"x": [0, 1, 2], "y": [1, 0, -1]})
    w = np.array([1.0, -1.0])
    assert equation(drawn, w, [0.0, 0.0]) == "y = 1.000 − 1.000 x"
    columns = {f"c{j}": list(np.random.default_rng(j).normal(size=9)) for j in range(8)}
    many = scene(own=columns)
    assert equation(many, np.ones(8), [0.0] * 8).endswith("+ 3 more terms")


def test_solutions_show_the_digits_that_are_right(scene) -> None:
    # Columns that differ in the twelfth digit leave few of the digits.
    x = [1 + 1e-12 * k for k in (0, 1, 2, 4)]
    heads, rows = solutions_table(scene(method="qr", own={"x": x, "y": [1, 2, 2, 5]}))
    assert heads == ["", "Closed form (QR)"]
    shown = text(rows[1][1])
    assert len(shown.split(" × ")[0].replace(".", "")) < 6


def test_a_selected_point_is_shown_as_typed(scene) -> None:
    columns = {"x": ["1.50", 2, 3], "y": [1, 2, 4]}
    caption, _, rows = points_table(scene(Interaction(selected=0), own=columns))
    assert caption == "Point 1"
    assert text(rows[0][1]) == "1.50"
    assert text(rows[3][0]) == "residual"


def test_without_points_everything_says_so(scene) -> None:
    empty = scene(own={"x": [], "y": []})
    assert text(sentence(empty)) == "No data. Click the plot or open a file."
    assert loss_plot(empty) is None
    assert plane.frame(empty).x.span > 0


def test_a_tab_says_its_own_point_and_without_one_the_fit_s(scene) -> None:
    told = {"descent": lambda scene: [(f"{scene.data.N} points.", "")], "fit": lambda scene: []}
    assert text(sentence(scene(own=LINE, view="descent"), told)) == "4 points."
    for elsewhere in (scene(own=LINE), scene(own=LINE, view="code")):
        assert text(sentence(elsewhere, told)).startswith("Least-squares fit to 4 points. Loss: ")
    # What was just done goes before it.
    done = scene(Interaction(announcement="Undone."), own=LINE, view="descent")
    assert text(sentence(done, told)) == "Undone. 4 points."
