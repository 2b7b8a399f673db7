"""Sampling on the tab Fit: the dots, what they say, and what stays where it was."""

from __future__ import annotations

import numpy as np
import pytest
from playground.views.fit.panel import FitPanel

from linreg.diagnostics import inference
from linreg.resampling import bootstrap, permutation_test
from linreg.sampler import Sampler

SEEDS = 2**53
OWN = {"x": [0, 1, 2, 3, 4, 7, 8, 9], "y": [1, 3, 2, 5, 4, 9, 7, 12]}


@pytest.fixture
def panel(app) -> FitPanel:
    (found,) = (view for view in app._views if isinstance(view, FitPanel))
    return found


def text(prose) -> str:
    return "".join(run for run, _ in prose.parts)


def settle(app) -> None:
    for _ in range(500):
        if not app.animating:
            return
        app.frame(1000 / 60)
    raise AssertionError("still at work after 500 frames")


def dots(panel) -> np.ndarray:
    figure = panel.sampling
    return np.concatenate([figure.dots.data["value"], figure.extreme.data["value"]])


def test_it_takes_the_place_of_the_small_figures(app, hand, panel) -> None:
    assert not panel.sampling.framed.visible
    hand.set("sampling", "pairs")
    assert panel.sampling.framed.visible
    assert not panel.sums.framed.visible
    assert not panel.residuals.framed.visible
    hand.set("sampling", "none")
    assert not panel.sampling.framed.visible
    assert panel.sums.framed.visible
    assert panel.residuals.framed.visible


def test_dots_fall_one_by_one(app, hand, panel) -> None:
    hand.set("sampling", "pairs")
    hand.edit(panel.sampling.add[1], 1, "clicks")
    seen = []
    while app.animating:
        app.frame(1000 / 60)
        falling = panel.sampling.falling.data["y"]
        seen.append((app.get_state()["samples"], len(falling), len(dots(panel))))
        assert len(seen) < 500
    counts = [count for count, _, _ in seen]
    assert counts == sorted(counts)
    assert (counts[0], seen[-1]) == (1, (10, 0, 10))
    assert max(falling for _, falling, _ in seen) >= 1
    assert all(count == falling + landed for count, falling, landed in seen)


def test_nothing_moves_where_no_motion_is_wanted(app, hand, panel) -> None:
    app.set_environment(dark=False, contrast=False, reduced_motion=True, coarse=False)
    hand.set("sampling", "pairs")
    hand.edit(panel.sampling.add[2], 1, "clicks")
    assert not app.running
    assert len(dots(panel)) == 100


def test_a_link_gives_the_same_dots(app, hand, panel) -> None:
    hand.set("sampling", "residuals")
    hand.edit(panel.sampling.add[1], 2, "clicks")
    settle(app)
    first, link = dots(panel), app.links.link()
    assert "sampling=residuals&samples=20" in str(link)
    app.set_state({"sampling": "none", "samples": 0})
    app.set_state({"sampling": "residuals", "samples": 20})
    settle(app)
    # In parts or at once, to the last digit that a product of matrices has.
    np.testing.assert_allclose(dots(panel), first, rtol=1e-14)


def test_after_the_bin_come_others(app, hand, panel) -> None:
    app.set_state({"sampling": "pairs", "samples": 20})
    first = dots(panel)
    hand.edit(panel.sampling.clear, 1, "clicks")
    assert len(dots(panel)) == 0
    app.set_state({"samples": 20})
    assert not np.isin(dots(panel), first).any()
    assert app.get_state()["sampling_seed"] == 2


def test_a_bootstrap_of_own_data_says_what_the_core_says(app, panel, own, hand) -> None:
    app.set_state({**own(**OWN), "sampling": "pairs", "samples": 500, "level": 0.9})
    settle(app)
    x, y = np.array(OWN["x"], float), np.array(OWN["y"], float)
    X = np.column_stack([np.ones(8), x])
    cloud = bootstrap(X, y, Sampler(1 + SEEDS), 500)
    np.testing.assert_allclose(np.sort(dots(panel)), np.sort(cloud.coefficients[:, 1]), rtol=1e-10)
    bars = panel.sampling.bars.data
    wanted = [
        inference(X, y).intervals(0.9)[1],
        cloud.intervals(0.9)[1],
        cloud.intervals(0.9, "bca")[1],
    ]
    np.testing.assert_allclose(np.transpose([bars["low"], bars["high"]]), wanted, rtol=1e-9)
    assert "90% interval of the slope by 500 bootstrap samples of the points" in hand.text(
        "summary"
    )
    found = app.get_state()["results"]["sampling"]
    np.testing.assert_allclose(found["bca"], wanted[2], rtol=1e-9)


def test_a_permutation_of_own_data_has_its_p_beside_the_t_tests(app, panel, own, hand) -> None:
    app.set_state({**own(**OWN), "sampling": "permutation", "samples": 999})
    settle(app)
    x, y = np.array(OWN["x"], float), np.array(OWN["y"], float)
    test = permutation_test(np.column_stack([np.ones(8), x]), y, 1, Sampler(1 + SEEDS), 999)
    assert len(panel.sampling.extreme.data["x"]) == test.count
    assert panel.sampling.fitted.data["x"] == [pytest.approx(test.coefficient)]
    assert f"p = (1 + {test.count}) / (1 + 999)" in hand.text("summary")
    assert app.get_state()["results"]["sampling"]["p_value"] == test.p_value


def test_samples_that_determine_nothing_are_left_out_and_counted(app, panel, own) -> None:
    app.set_state({**own(x=[0, 1, 1, 1], y=[0, 1, 2, 4]), "sampling": "pairs", "samples": 200})
    settle(app)
    failed = app.get_state()["results"]["sampling"]["failed"]
    assert failed > 30
    assert len(dots(panel)) == 200 - failed
    assert f"200 samples, {failed} left out: SD" in text(panel.sampling.words)


def test_it_says_why_there_are_none(app, panel, own) -> None:
    app.set_state({"sampling": "new", **own(**OWN)})
    assert (
        text(panel.sampling.words)
        == "New samples need simulated data without weights. Choose a bootstrap."
    )
    app.set_state({"sampling": "pairs", "penalty": "ridge"})
    assert "refitted by least squares" in text(panel.sampling.words)
    assert all(button.disabled for button in panel.sampling.add)


def test_with_several_columns_one_is_chosen(app, hand, panel) -> None:
    app.set_state({"data": "collinear", "sampling": "permutation", "samples": 50})
    choice = panel.sampling.coefficient
    assert choice.visible
    hand.edit(choice, "x2")
    assert app.get_state()["coefficient"] == "x2"
    assert panel.sampling.figure.xaxis[0].axis_label == "coefficient of x2"
    assert "residuals of the model without x2 (Freedman" in hand.text("summary")


def test_the_newest_sample_is_seen_in_the_plot(app) -> None:
    app.set_state({"sampling": "pairs", "samples": 3})
    (plot,) = (view for view in app._views if hasattr(view, "ghosts"))
    assert len(plot.ghosts.curves.data["xs"]) == 3
    sizes = plot.ghosts.points.data["size"]
    assert ((sizes - 9) / 4).sum() == 40
    app.set_state({"view": "descent"})
    assert len(plot.ghosts.curves.data["xs"]) == 0
