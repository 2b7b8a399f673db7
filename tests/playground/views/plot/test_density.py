"""Many points: the sample that is drawn, and the picture of the density of all."""

import numpy as np
import pytest
from playground.controls.theme import ROLES, STRONGER, shades
from playground.views.plot.density import COLUMNS, LEVELS, ROWS, density


@pytest.fixture
def many(app, own):
    """100,000 points on a line with two outliers in the crowd's middle."""
    rng = np.random.default_rng(3)
    x = rng.uniform(-5, 5, 100_000)
    y = 2 * x + rng.normal(size=len(x))
    x[12_345], y[12_345] = 0.0, 9.9
    x[54_321], y[54_321] = 99.0, 0.0
    app.set_state(own(x=x.round(4).tolist(), y=y.round(4).tolist()))
    return app


def test_the_sample_holds_the_outermost_points(many, hand) -> None:
    x, y = hand.source.data["x"], hand.source.data["y"]
    assert 800 <= len(x) < 820
    assert 99.0 in x
    assert (0.0, 9.9) in set(zip(x.tolist(), y.tolist(), strict=True))
    plot = many.slots["plot"]
    assert plot.x_range.end > 99
    assert "of 100,000 points, and shading where they are dense. All are fitted" in hand.text(
        "summary"
    )


def test_the_density_of_all_is_drawn_below_the_sample(many, hand) -> None:
    renderer = picture(many)
    assert renderer.visible
    data = renderer.data_source.data
    assert data["image"][0].shape == (ROWS, COLUMNS)
    assert (data["left"][0], data["left"][0] + data["width"][0]) == pytest.approx((-5, 99), abs=0.1)
    assert many.slots["plot"].renderers[0] is renderer
    hand.click("undo")
    assert not renderer.visible


def test_the_picture_is_not_made_again_for_a_step(many, hand) -> None:
    before = picture(many).data_source.data["image"][0]
    hand.set("view", "descent")
    hand.click("step")
    assert picture(many).data_source.data["image"][0] is before


def test_the_shades_follow_the_theme(many, hand) -> None:
    mapper = picture(many).glyph.color_mapper
    assert mapper.palette == shades(ROLES["data"].light, LEVELS)
    hand.set("theme", "dark")
    assert mapper.palette == shades(ROLES["data"].dark, LEVELS)
    hand.set("theme", "contrast")
    assert mapper.palette == shades(STRONGER["data"].light, LEVELS)


def test_every_point_is_in_a_cell_and_few_beside_many_are_seen() -> None:
    x = np.array([0.0] * 5000 + [1.0])
    found = density(x, x)
    assert found is not None
    assert found.levels[0, 0] == LEVELS - 1
    assert 0 < found.levels[-1, -1] < LEVELS / 4
    assert np.count_nonzero(found.levels) == 2
    assert density(np.ones(3000), np.arange(3000.0)) is None


def test_with_more_features_the_picture_follows_the_fit(app, hand, own) -> None:
    rng = np.random.default_rng(1)
    columns = {name: rng.normal(size=3000).round(3).tolist() for name in "abc"}
    y = rng.normal(size=3000).round(3).tolist()
    app.set_state(own(**columns, y=y))
    first = picture(app).data_source.data
    app.set_state({"view": "descent", "steps": 3})
    assert picture(app).data_source.data["left"] != first["left"]


def picture(app):
    return next(r for r in app.slots["plot"].renderers if type(r.glyph).__name__ == "Image")
