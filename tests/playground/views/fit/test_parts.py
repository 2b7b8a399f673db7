"""The parts of the tab Fit that are numbers of arrays: level lines, squares, splits, refits."""

from fractions import Fraction

import numpy as np
import pytest
from playground.engine.axes import Extent
from playground.engine.problem import Problem
from playground.views.common.levels import Grid, grid_of, middle, segments
from playground.views.fit.added import added_variable
from playground.views.fit.refits import bootstrap_fan, redrawn_fan
from playground.views.fit.split import degree_errors, held_out, split_errors
from playground.views.plot.residual_squares import Shape, shape, squares

from linreg import exact

UNIT = Extent(-1.0, 1.0)


def test_level_lines_of_a_plane_are_exact_and_whole() -> None:
    grid = grid_of(lambda rows: 1 + 2 * rows[:, 0] - rows[:, 1], UNIT, UNIT)
    lines = segments(grid, 0.5)
    for x, y in (lines[:, :2].T, lines[:, 2:].T):
        np.testing.assert_allclose(1 + 2 * x - y, 0.5, atol=1e-12)
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum()
    # y = 0.5 + 2 x leaves the window at x = -0.75 and x = 0.25.
    assert length == pytest.approx(np.hypot(1, 2))


def test_level_lines_of_a_bowl_go_round() -> None:
    lines = segments(grid_of(lambda rows: (rows**2).sum(axis=1), UNIT, UNIT, 80), 0.25)
    np.testing.assert_allclose(np.hypot(lines[:, 0], lines[:, 1]), 0.5, rtol=2e-3)
    assert np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum() == pytest.approx(
        np.pi, rel=2e-3
    )


def test_a_level_that_is_not_reached_has_no_line() -> None:
    grid = Grid(np.arange(2.0), np.arange(2.0), np.zeros((2, 2)))
    assert segments(grid, 1.0).shape == (0, 4)
    assert middle(segments(grid, 1.0), UNIT, UNIT) is None


def test_squares_have_the_area_of_the_loss_and_are_square_on_the_screen() -> None:
    rng = np.random.default_rng(0)
    x, y, fitted = rng.normal(size=(3, 20))
    plot = shape(800, 400, x_span=10, y_span=2)
    drawn = squares(x, y, fitted, plot)
    wide = (drawn["right"] - drawn["left"]) * 800 / 10
    high = (drawn["top"] - drawn["bottom"]) * 400 / 2
    np.testing.assert_allclose(wide, high)
    np.testing.assert_allclose(
        ((drawn["top"] - drawn["bottom"]) ** 2).sum(), sum((y - fitted) ** 2)
    )
    assert shape(0, 400, 1, 1) == Shape()


def test_held_out_points_are_the_same_for_ever_and_grow() -> None:
    few, many = held_out(40, 0.2, 7), held_out(40, 0.5, 7)
    assert few.sum() == 8
    assert many[few].all()
    assert np.flatnonzero(held_out(10, 0.3, 1)).tolist() == [2, 4, 9]


def test_the_errors_of_a_split_are_those_of_its_two_parts() -> None:
    rng = np.random.default_rng(3)
    features = {"a": rng.normal(size=30), "b": rng.normal(size=30)}
    y = rng.normal(size=30)
    problem = Problem.made(features, y, {})
    out = held_out(30, 0.3, 1)
    found = split_errors(problem, out)
    X = problem.X
    w = np.linalg.lstsq(X[~out], y[~out])[0]
    assert found.train == pytest.approx(np.mean((X[~out] @ w - y[~out]) ** 2))
    assert found.test == pytest.approx(np.mean((X[out] @ w - y[out]) ** 2))
    assert (found.train_count, found.test_count) == (21, 9)
    assert split_errors(problem, held_out(30, 0, 1)) is None


@pytest.mark.parametrize("strength", [0, Fraction(1, 64)])
def test_the_errors_of_a_split_are_right_in_raw_powers_of_years(strength: Fraction) -> None:
    years = np.arange(1950.0, 1991)
    y = np.random.default_rng(5).normal(size=41).round(3)
    words = {"degree": 5, "penalty": "ridge" if strength else "none", "strength": float(strength)}
    out = held_out(41, 0.3, 2)
    found = split_errors(Problem.made({"year": years}, y, words).with_objective(words), out)
    X = np.array([[Fraction(int(year)) ** k for k in range(6)] for year in years], dtype=object)
    target = np.array([Fraction(value) for value in y], dtype=object)
    kept = X[~out]
    drawn = np.diag([0, 1, 1, 1, 1, 1]) * strength * len(kept)
    w, _ = exact.eliminate(kept.T.dot(kept) + drawn, kept.T.dot(target[~out])[:, None])
    squares = (X.dot(w)[:, 0] - target) ** 2
    assert found.train == pytest.approx(float(squares[~out].mean()), rel=1e-12)
    assert found.test == pytest.approx(float(squares[out].mean()), rel=1e-12)


def test_training_errors_fall_with_the_degree_and_test_errors_do_not() -> None:
    rng = np.random.default_rng(4)
    x = rng.uniform(-3, 3, 40)
    y = np.sin(x) + rng.normal(0, 0.3, 40)
    found = degree_errors(x, y, held_out(40, 0.4, 1))
    assert np.all(np.diff(found.train) <= 1e-12)
    assert found.best < 12
    kept = ~held_out(40, 0.4, 1)
    line = np.polyfit(x[kept], y[kept], 1)
    assert found.test[0] == pytest.approx(np.mean((np.polyval(line, x) - y)[~kept] ** 2))
    assert degree_errors(np.ones(5), np.ones(5), held_out(5, 0.4, 1)) is None


def test_an_added_variable_has_the_slope_of_the_whole_fit() -> None:
    rng = np.random.default_rng(5)
    X = np.column_stack([np.ones(25), rng.normal(size=(25, 3))])
    y = rng.normal(size=25)
    w = np.linalg.lstsq(X, y)[0]
    for j in range(4):
        found = added_variable(X, y, j)
        assert found.slope == pytest.approx(w[j])
        assert found.x @ found.y == pytest.approx(w[j] * (found.x @ found.x))
    copy = np.column_stack([X, X[:, 1]])
    assert np.isnan(added_variable(copy, y, 4).slope)


def test_a_fan_of_the_generator_is_biased_where_no_line_fits() -> None:
    words = {"n": 60, "seed": 1, "noise": 0.3, "slope": 2.0, "intercept_true": 1.0}
    grid = np.linspace(-3, 3, 31)
    stiff = redrawn_fan("sine", words, 1, grid, "y", "x")
    loose = redrawn_fan("sine", words, 9, grid, "y", "x")
    assert stiff.bias > 20 * loose.bias
    assert loose.variance > 2 * stiff.variance
    assert stiff.curves.shape == (40, 31)
    honest = redrawn_fan("linear", words, 1, grid, "y", "x")
    assert honest.bias < 0.01


def test_a_fan_of_the_same_points_has_no_truth() -> None:
    x = np.linspace(0, 1, 20)
    fan = bootstrap_fan(x, 2 * x + np.sin(9 * x), 1, np.array([0.0, 1.0]), 1)
    assert np.isnan(fan.bias)
    assert fan.variance > 0
    assert bootstrap_fan(np.ones(3), np.arange(3.0), 1, np.array([0.0]), 1) is None
