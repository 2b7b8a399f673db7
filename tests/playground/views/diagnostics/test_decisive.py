"""Points of leverage 1, through which a fit passes whatever their y."""

from __future__ import annotations

import numpy as np
import pytest
from playground.views.diagnostics import influence, plots
from playground.views.diagnostics.numbers import Diagnosis

SINGLE = {"x": [8.0] * 7 + [19.0], "y": [6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.5]}


def text(parts) -> str:
    return "".join(part for part, _ in parts)


def test_a_fit_passes_through_a_point_of_leverage_1(scene) -> None:
    made = scene(own=SINGLE)
    found = Diagnosis(made.fit)
    assert found.decisive.tolist() == [False] * 7 + [True]
    assert found.residual[7] == 0.0
    assert found.fitted[7] == SINGLE["y"][7]
    assert found.leading[0] == 7
    assert np.isnan(found.cooks_distance[7])


@pytest.mark.parametrize("words", ["stands_out", "cook_plot", "leverage_plot"])
def test_the_point_is_named_where_influence_is_spoken_of(scene, words) -> None:
    made = scene(own=SINGLE)
    told = getattr(influence, words)(Diagnosis(made.fit), made)
    said = text(told if words == "stands_out" else told.words)
    assert said == (
        "Point 8 has leverage 1: the fit passes through it, whatever its y. "
        "Cook's distance is not defined there. "
    )


def test_several_such_points_are_counted(scene) -> None:
    x, z = [0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 1]
    made = scene(own={"x": x, "z": z, "y": [1, 2, 4, 2, 9, 7]})
    said = text(influence.stands_out(Diagnosis(made.fit), made))
    assert said.startswith("2 points, point 5 among them, have leverage 1: ")


def test_other_points_are_judged_as_ever(scene) -> None:
    made = scene()
    found = Diagnosis(made.fit)
    assert not found.decisive.any()
    assert "leverage 1:" not in text(influence.stands_out(found, made))


def test_folds_that_lack_what_determines_a_coefficient_tell_nothing(scene) -> None:
    assert Diagnosis(scene(own=SINGLE).fit).fold_error(1) is None
    made = scene()
    assert Diagnosis(made.fit).fold_error(1) == pytest.approx(made.fit.loss, rel=0.5)


def test_few_points_outside_the_band_speak_for_normal_residuals(scene) -> None:
    rng = np.random.default_rng(3)
    x = np.arange(60.0)
    for power, verdict in (
        (1, "consistent with normal residuals."),
        (5, "more than expected for normal residuals."),
    ):
        made = scene(own={"x": x.tolist(), "y": (x + rng.standard_normal(60) ** power).tolist()})
        assert text(plots.normal_plot(Diagnosis(made.fit), made).words).endswith(f"band, {verdict}")
