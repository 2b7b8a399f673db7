"""The valley and the modes as pure functions: level sets are exact, and in sight."""

import numpy as np
import pytest
from playground.engine.interaction import Interaction
from playground.views.common import valley
from playground.views.common.iteration import reach
from playground.views.descent import derivation, modes
from playground.views.descent.controls import best_rate, why_it_diverges

RNG = np.random.default_rng(5)
THREE = {name: RNG.normal(size=25).tolist() for name in ("a", "b", "y")}
LINE = {"x": [0, 1, 2, 3], "y": [1, 3, 5, 7.5]}


def text(parts) -> str:
    return "".join(part for part, _ in parts)


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (2, 0)])
@pytest.mark.parametrize("words", [{}, {"penalty": "ridge", "strength": 0.3}, {"standardise": 1}])
def test_a_ring_is_a_level_of_the_loss(scene, pair, words) -> None:
    drawn = scene(own=THREE, view="descent", steps=3, **words)
    objective = drawn.fit.objective
    for held in (drawn.fit.minimum, drawn.step.w):
        bowl = valley.bowl(drawn, pair, held)
        excesses = (1e-3, 1.0, 50.0)
        for excess, ring in zip(excesses, bowl.ellipses(excesses, sight=1.0), strict=True):
            w = np.tile(held, (len(ring), 1))
            w[:, list(pair)] = ring
            loss = [objective.value(row) for row in w]
            np.testing.assert_allclose(loss, bowl.floor + excess, rtol=1e-9)


def test_a_bowl_tells_the_excess_of_the_loss(scene) -> None:
    drawn = scene(view="descent")
    bowl = valley.bowl(drawn, (0, 1), drawn.fit.minimum)
    place = np.array([3.0, -1.0])
    excess = drawn.fit.objective.value(place) - drawn.fit.best_loss
    assert bowl.excess(place) == pytest.approx(excess, rel=1e-12)


@pytest.mark.parametrize("start", [[0.0, 0.0], [-50.0, 3.0], [1.0, 1e4]])
def test_what_is_shown_holds_start_and_minimum(scene, start) -> None:
    drawn = scene(view="descent", start=start)
    bowl = valley.bowl(drawn, (0, 1), drawn.fit.minimum)
    shown = valley.frame(bowl, drawn.path.start)
    assert valley.suits(shown, bowl, drawn.path.start)
    for extent, begun, ended in zip(shown, drawn.path.start, drawn.fit.minimum, strict=True):
        assert extent.holds(np.array([begun, ended]))


def test_a_start_at_the_minimum_is_shown(scene) -> None:
    exact = scene(own={"x": [0, 1, 2], "y": [1, 3, 5]}, start=[1.0, 2.0])
    bowl = valley.bowl(exact, (0, 1), exact.fit.minimum)
    assert all(extent.span > 0 for extent in valley.frame(bowl, exact.path.start))


def test_a_ravine_without_a_floor_is_drawn_within_bounds(scene) -> None:
    copies = {"a": THREE["a"], "b": THREE["a"], "y": THREE["y"]}
    drawn = scene(own=copies, view="descent")
    bowl = valley.bowl(drawn, (1, 2), drawn.fit.minimum)
    shown = valley.frame(bowl, drawn.path.start[1:])
    rings = valley.contours(bowl, shown)
    assert np.isfinite(np.concatenate(rings["xs"])).all()


@pytest.mark.parametrize("words", [{"penalty": "lasso"}, {"own": {"x": [0, 1e140], "y": [0, 1]}}])
def test_no_ring_is_drawn_where_none_is_an_ellipse(scene, words) -> None:
    drawn = scene(**words)
    assert valley.bowl(drawn, (0, 1), drawn.fit.minimum) is None


def test_each_mode_of_plain_descent_shrinks_by_its_factor(scene) -> None:
    drawn = scene(own=THREE, view="descent", steps=7, lr=0.05)
    found = modes.modes(drawn)
    np.testing.assert_allclose(found.left, np.abs(found.factor) ** 7, rtol=1e-9)
    np.testing.assert_allclose(found.factor, 1 - 0.05 * found.eigenvalue)


def test_in_the_scaled_eigenbasis_the_excess_is_a_squared_distance(scene) -> None:
    drawn = scene(view="descent", steps=4)
    place = modes.scaled(drawn) @ (drawn.step.w - drawn.fit.minimum)
    excess = drawn.step.loss - drawn.fit.best_loss
    assert float(place @ place) == pytest.approx(excess, rel=1e-9)


def test_a_growing_mode_is_wrong(scene) -> None:
    found = modes.modes(scene(view="descent", lr=0.3, steps=3))
    assert modes.bars(found)["grown"].tolist() == [0, 1]
    assert "grows at every step" in text(modes.modes_words(found))
    assert modes.modes_table(found)[1][2][0][1] == "wrong"


def test_why_it_diverges_is_said_with_its_factor(scene) -> None:
    assert why_it_diverges(scene(lr=0.1)) == []
    drawn = scene(lr=0.3, steps=500)
    factor = 1 - 0.3 * drawn.fit.spectrum.largest
    said = text(why_it_diverges(drawn))
    assert said.startswith("Diverged")
    assert f"−{abs(factor):.2f}" in said
    assert 0 < best_rate(drawn) < drawn.path.limit


def test_the_scrub_dial_reaches_the_end(scene) -> None:
    drawn = scene()
    assert reach(drawn) == drawn.path.last_useful
    assert reach(scene(own={"x": [], "y": []})) >= 1


def test_the_step_that_is_written_out_is_the_step_that_is_taken(scene) -> None:
    for words in ({}, {"update": "momentum", "momentum": 0.5}):
        now, then = (scene(view="descent", steps=t, **words) for t in (4, 5))
        after = now.step.w + derivation.next_move(now)
        np.testing.assert_allclose(after, then.step.w, rtol=1e-13)
        assert all(derivation.written_out(now))


def test_the_samples_chain_rule_is_for_the_selected_point(scene) -> None:
    drawn = scene(Interaction(selected=2), own=LINE, steps=1, lr=0.01, view="descent")
    i = derivation.sample_row(drawn)
    assert i == 2
    assert "point 3, which is selected" in text(derivation.sample_words(drawn, i))
    r = 2 * float(drawn.fit.objective.residual(drawn.step.w)[2])
    assert f"{abs(r):.3f}" in str(derivation.sample(drawn, i))
