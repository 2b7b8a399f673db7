"""The samples of a scene: whose data they are, and where their dots lie."""

from __future__ import annotations

import numpy as np
import pytest
from playground.engine.axes import Extent
from playground.engine.sampling.dots import Axis, Null, curve, height, null_of, stacked
from scipy import stats

from linreg import datasets
from linreg.diagnostics import inference

OWN = {"x": [0, 1, 2, 3, 4, 7], "y": [1, 3, 2, 5, 4, 9]}


def ones(x):
    return np.column_stack([np.ones(len(x)), x])


def slope(x, y):
    return np.linalg.lstsq(ones(x), y)[0][1]


def test_a_new_sample_is_the_data_of_a_later_seed(scene) -> None:
    drawn = scene(sampling="new", samples=5, n=15, seed=3).sampling.drawn(5)
    for k, value in enumerate(drawn.values):
        x, y = datasets.load("linear", n=15, seed=4 + k).array(["x", "y"]).T
        assert value == pytest.approx(slope(x, y), rel=1e-12)


def test_another_seed_of_the_samples_gives_others(scene) -> None:
    for kind in ("new", "pairs", "residuals", "permutation"):
        first, second, again = (
            scene(sampling=kind, samples=4, sampling_seed=seed).sampling.drawn(4).values
            for seed in (1, 2, 1)
        )
        np.testing.assert_array_equal(first, again)
        assert not np.isclose(first, second).any()


@pytest.mark.parametrize("kind", ["new", "pairs", "residuals", "permutation"])
@pytest.mark.parametrize(
    "model", [{}, {"degree": 3}, {"degree": 3, "basis": "mapped", "standardise": 1}]
)
def test_each_sample_in_full_has_the_coefficient_of_its_dot(scene, kind, model) -> None:
    made = scene(sampling=kind, samples=6, **model)
    drawn = made.sampling.drawn(6)
    degree = model.get("degree", 1)
    for k in (0, 5):
        sample = drawn.sampling.stream.sample(k)
        rows = np.repeat(np.arange(len(sample.x)), sample.times.astype(int))
        found = np.polynomial.polynomial.polyfit(sample.x[rows], sample.y[rows], degree)
        assert drawn.values[k] == pytest.approx(found[1], rel=1e-7)
        places = np.array([-1.0, 0.5, 2.0])
        wanted = np.polynomial.polynomial.polyval(places, found)
        np.testing.assert_allclose(sample.curve(places), wanted, rtol=1e-6)


def test_samples_asked_for_later_are_those_asked_for_at_once(scene) -> None:
    for kind in ("new", "pairs", "permutation"):
        whole = scene(sampling=kind).sampling.drawn(8).values
        part = scene(sampling=kind).sampling
        part.drawn(3)
        np.testing.assert_allclose(part.drawn(8).values, whole, rtol=1e-12)


def test_the_coefficient_is_chosen_by_its_column(scene) -> None:
    made = scene(data="collinear", sampling="pairs", coefficient="x2")
    assert made.sampling.column == "x2"
    assert scene(data="collinear", sampling="pairs", coefficient="z").sampling.column == "x1"
    assert scene(sampling="pairs", intercept="none").sampling.column == "x"


@pytest.mark.parametrize(
    "keys",
    [
        {"penalty": "ridge"},
        {"precision": "float16"},
        {"n": 2},
        {"data": "faithful", "sampling": "new"},
        {"n": 20_001},
    ],
)
def test_where_there_are_no_samples(scene, keys) -> None:
    assert not scene(**{"sampling": "pairs", **keys}).sampling.applies


def test_many_samples_follow_in_parts(scene) -> None:
    made = scene(sampling="pairs", n=20_000, noise=1).sampling
    assert made.most == 1000
    assert 0 < made.drawn(1000).count < 1000
    assert scene(sampling="new").sampling.most == 2000


def test_dots_lie_on_those_that_came_before() -> None:
    axis = Axis(0.0, 1.0, Extent(-4.0, 4.0))
    values = np.array([0.2, 3.0, np.nan, -0.4, 0.4, 99.0, 3.2])
    x, y = stacked(values, axis)
    np.testing.assert_array_equal(x, [0, 3, np.nan, 0, 0, 4, 3])
    np.testing.assert_array_equal(y, [0.5, 0.5, np.nan, 1.5, 2.5, 0.5, 1.5])
    np.testing.assert_array_equal(stacked(values[:4], axis)[1], y[:4])


def test_the_plot_is_seldom_made_higher() -> None:
    assert [height(top) for top in (0, 10, 11, 15, 100)] == [12, 12, 18, 18, 136.6875]


def test_the_curve_is_students_over_the_dots() -> None:
    null, axis = Null(2.0, 0.5, 7.0), Axis(2.0, 0.1, Extent(0.0, 4.0))
    x, y = curve(null, axis, 30)
    np.testing.assert_allclose(y, 30 * 0.1 * stats.t.pdf(x, 7, 2.0, 0.5), rtol=1e-12)


def test_the_curve_of_permutations_has_the_tail_of_the_t_test(scene) -> None:
    made = scene(sampling="permutation", samples=1, noise=5.0, seed=4)
    null, estimate = null_of(made.sampling.drawn(1)), made.fit.coefficients()[1]
    x = np.linspace(abs(estimate), null.bound, 200_001)
    tail = 2 * np.trapezoid(null.density(x), x)
    data = made.data
    wanted = inference(ones(data.X[:, 1]), data.y).p_values[1]
    assert tail == pytest.approx(wanted, rel=1e-4)
