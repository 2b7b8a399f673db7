"""The drawn path goes through every iterate that the eye can tell apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from bokeh.models import ColumnDataSource
from numpy.typing import NDArray
from playground.engine.axes import Extent
from playground.engine.descent import Path
from playground.engine.rules import Rule
from playground.engine.trail.thin import FIRST, LATEST, MOST_DRAWN, SIGHT, Walk, envelope, kept
from playground.engine.trail.window import FAR, Window
from playground.views.common.loss_curve import drawn_curve
from playground.views.common.trail_lines import broken, segments

from tests.playground.fits import fit_of

Array = NDArray[np.float64]
RNG = np.random.default_rng(3)
# Two directions, one fifty times as steep as the other.
X = np.column_stack([np.ones(40), RNG.normal(size=40)]) @ np.array([[1.0, 0.3], [0.0, 0.14]])
Y = X @ [1.0, 2.0] + RNG.normal(0, 0.1, 40)
FIT = fit_of(X, Y)
LIMIT = FIT.spectrum.learning_rate_limit
START = FIT.minimum + np.array([3.0, -2.0])
WINDOW = Window.over(
    (0, 1), 2, (Extent(*FIT.minimum[0] + [-4, 4]), Extent(*FIT.minimum[1] + [-4, 4]))
)
RATES = {"zigzag": 0.999, "slow zigzag": 0.99999, "creep": 1e-4, "smooth": 0.3, "best": 0.96}
RULES = {
    "plain": Rule(),
    "momentum": Rule("momentum", momentum=0.95),
    "nesterov": Rule("nesterov", momentum=0.9),
}


def taken(rule: Rule, rate: float, steps: int) -> Array:
    """The iterates (steps + 1, 2) by plain recursion, as the formulas have it."""
    w, before, found = START.copy(), START.copy(), [START]
    gradient = FIT.objective.gradient
    for _ in range(steps):
        ahead = w + rule.kept * (w - before)
        at = ahead if rule.update == "nesterov" else w
        w, before = ahead - rate * gradient(at), w
        found.append(w)
    return np.array(found)


def drawn(rule: Rule, rate: float, steps: int) -> tuple[Array, Array]:
    return Walk().drawn(Path(FIT, rate, START, rule), WINDOW, steps)


def to_the_path(places: Array, line: Array) -> Array:
    """How far (k,) places lie from the nearest point of the line (m, 2), in half frames."""
    a, b = line[:-1], line[1:]
    along, best = b - a, np.full(len(places), np.inf)
    size = np.maximum((along**2).sum(axis=1), 1e-30)
    for k, place in enumerate(places):
        share = np.clip(((place - a) * along).sum(axis=1) / size, 0, 1)
        best[k] = np.sqrt(((a + share[:, None] * along - place) ** 2).sum(axis=1).min())
    return best


@pytest.mark.parametrize("steps", [0, 1, 61, 99, 100, 129, 130])
@pytest.mark.parametrize("rule", RULES)
def test_short_runs_are_complete(rule: str, steps: int) -> None:
    times, iterates = drawn(RULES[rule], 0.5 * LIMIT, steps)
    assert times.tolist() == list(range(steps + 1))
    wanted = taken(RULES[rule], 0.5 * LIMIT, steps)
    np.testing.assert_allclose(iterates, wanted, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("steps", [131, 700, 3000])
def test_every_move_that_shows_is_drawn(rule: str, rate: str, steps: int) -> None:
    rule_, lr = RULES[rule], RATES[rate] * RULES[rule].limit(FIT.spectrum)
    wanted = taken(rule_, lr, steps)
    times, iterates = drawn(rule_, lr, steps)
    assert (np.diff(times) > 0).all()
    assert len(times) <= MOST_DRAWN
    np.testing.assert_allclose(iterates, wanted[times], rtol=1e-6, atol=1e-7)
    assert set(range(FIRST)) <= set(times.tolist())
    assert set(range(steps - LATEST + 1, steps + 1)) <= set(times.tolist())
    framed = WINDOW.framed(WINDOW.places(wanted))
    # Out of sight the path is the coarser, the farther away.
    size = np.maximum(np.abs(framed).max(axis=1), 1.0)
    assert (to_the_path(framed, framed[times]) / size).max() < 3 * SIGHT


@pytest.mark.parametrize("rate", ["zigzag", "slow zigzag"])
def test_a_zigzag_never_becomes_a_smooth_curve(rate: str) -> None:
    """From side to side: each iterate that is drawn alone has its neighbour on the other side."""
    times, iterates = drawn(RULES["plain"], RATES[rate] * LIMIT, 5000)
    steep = (iterates - FIT.minimum) @ FIT.spectrum.eigenvectors[:, -1]
    far = np.abs(steep) > 0.1
    sides = np.sign(steep[far])
    # Two of one side in a row are the same place to the eye, or have a gap between them.
    same = sides[1:] == sides[:-1]
    assert (np.diff(times[far])[same] > 1).all()
    moves, _ = segments(times, WINDOW.places(iterates), WINDOW.shown)
    across = np.hypot(moves["x1"] - moves["x0"], moves["y1"] - moves["y0"])
    assert (across[:FIRST] > 0.1).all()


def test_a_million_steps_cost_no_more_than_the_eye_can_use() -> None:
    asked: list[int] = []
    path = Path(FIT, 1e-6 * LIMIT, START)
    original = path.iterates
    path.iterates = lambda times: asked.append(len(times)) or original(times)  # type: ignore
    walk = Walk()
    times, _ = walk.drawn(path, WINDOW, 10**6)
    assert FIRST + LATEST < len(times) < MOST_DRAWN
    assert sum(asked) < 10_000
    asked.clear()
    # The next step asks for the latest alone.
    walk.drawn(path, WINDOW, 10**6 + 1)
    assert sum(asked) <= LATEST + 1


def test_the_path_of_a_diverging_descent_stays_complete_while_in_sight() -> None:
    rate = 1.0005 * LIMIT
    wanted = WINDOW.framed(WINDOW.places(taken(RULES["plain"], rate, 3000)))
    times, _ = drawn(RULES["plain"], rate, 3000)
    seen = np.abs(wanted).max(axis=1) < 1
    assert to_the_path(wanted[seen], wanted[times]).max() < 3 * SIGHT


def test_places_on_one_spot_are_one_and_moves_back_and_forth_are_drawn_once() -> None:
    a, b, c = [0.0, 0.0], [0.5, 0.5], [-0.5, 0.25]
    assert kept(np.array([a, a, a, b, a, b, a, b, c])).tolist() == [
        True, False, True, True, True, False, False, True, True,
    ]  # fmt: skip


def test_a_gap_is_dashed_and_nothing_else() -> None:
    shown = (Extent(-1.0, 1.0), Extent(-1.0, 1.0))
    times = np.array([0, 1, 5, 6])
    places = np.array([[0.0, 0.0], [0.5, 0.0], [0.5, 0.5], [0.0, 0.5]])
    moves, gaps = segments(times, places, shown)
    assert moves["x0"].tolist() == [0.0, 0.5]
    assert (gaps["y0"].tolist(), gaps["y1"].tolist()) == ([0.0], [0.5])
    line, over = broken(times, places, shown)
    np.testing.assert_array_equal(line, [*places[:2], [np.nan, np.nan], *places[2:]])
    np.testing.assert_array_equal(over, [places[1], places[2], [np.nan, np.nan]])


def test_a_loss_that_swings_keeps_its_width(app: Any) -> None:
    """Every so many-th loss of an even swing would be one side of it."""
    swing = np.tile([1.0, 5.0, 2.0], 1000)
    kept_ = envelope(swing, 300)
    assert len(kept_) <= 300
    assert (kept_[0], kept_[-1]) == (0, 2999)
    assert {1.0, 5.0} <= set(swing[kept_[:4]])
    words = {"update": "minibatch", "batch": 1, "lr": 0.05, "steps": 2500, "view": "descent"}
    app.set_state(words)
    path = app._session.scene.path
    losses = np.array([path.at(t).loss for t in range(2501)])
    curve = drawn_curve(path, 2500)
    assert curve.loss.max() == losses.max()
    assert curve.loss[30:].max() == pytest.approx(losses[300:].max(), rel=0.2)
    np.testing.assert_array_equal(curve.loss, losses[curve.iteration.astype(int)])


def test_what_lies_far_out_ends_the_line() -> None:
    shown = (Extent(-1.0, 1.0), Extent(-1.0, 1.0))
    places = np.array([[0.0, 0.0], [-2.0, 1.0], [1e9, 1e9], [-1e300, np.inf]])
    moves, _ = segments(np.arange(4), places, shown)
    assert moves["x1"].tolist() == [-2.0, FAR]
    assert moves["alpha"].tolist() == sorted(moves["alpha"])


def sources(document: Any) -> list[dict[str, Any]]:
    return [model.data for model in document.select({"type": ColumnDataSource})]


@pytest.mark.parametrize("steps", [60, 61, 130])
def test_the_document_has_a_source_with_each_iterate(app: Any, steps: int) -> None:
    app.set_state({"view": "descent", "lr": 0.24, "steps": steps})
    scene = app._session.scene
    wanted = scene.path.coefficients(list(range(steps + 1)))
    full = [data for data in sources(app.document) if len(data.get("t", [])) == steps + 1]
    assert any(
        np.array_equal(data["x"], wanted[:, 0]) and np.array_equal(data["y"], wanted[:, 1])
        for data in full
    )


def test_the_circles_draw_the_same_path(app: Any) -> None:
    app.set_state({"view": "descent", "lr": 0.24, "steps": 120})
    moves = [data for data in sources(app.document) if len(data.get("x0", [])) == 120]
    assert len(moves) == 2
