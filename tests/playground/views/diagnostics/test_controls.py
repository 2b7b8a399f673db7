"""The strip of the tab Diagnostics, its verdicts, and the row of the selected point."""

from __future__ import annotations

import numpy as np
import pytest
from playground.views.diagnostics.view import DiagnosticsView


@pytest.fixture
def view(app) -> DiagnosticsView:
    app.set_state({"view": "diagnostics"})
    (found,) = (view for view in app._views if isinstance(view, DiagnosticsView))
    return found


def text(parts) -> str:
    return "".join(part for part, _ in parts)


def press(hand, button) -> None:
    hand.edit(button, button.clicks + 1, "clicks")


def ghosts(app) -> np.ndarray:
    (plot,) = (view for view in app._views if type(view).__name__ == "PlotView")
    return np.column_stack(list(plot.underlay.left_out.data.values()))


def slope(hand) -> float:
    return hand.results["coefficients"]["refined"][1]


def test_the_fit_without_the_selected_is_one_step_of_undo(app, hand, view) -> None:
    before = hand.state
    kept = np.delete(np.arange(40), [3, 11])
    x, y = (np.array(hand.source.data[name]) for name in "xy")
    assert view.controls.without.disabled
    hand.point("select-group", indices=[3, 11])
    press(hand, view.controls.without)
    assert hand.results["n"] == 38
    assert slope(hand) == pytest.approx(np.polyfit(x[kept], y[kept], 1)[0])
    then, now = (
        f"{value:.4g}" for value in (before["results"]["coefficients"]["refined"][1], slope(hand))
    )
    assert f"Fitted without 2 points. The slope is {now} instead of {then}." in hand.text("summary")
    np.testing.assert_allclose(ghosts(app), np.column_stack([x, y])[[3, 11]])
    hand.click("undo")
    assert {**hand.state, "results": None} == {**before, "results": None}
    assert view.controls.all.disabled
    assert len(ghosts(app)) == 0


def test_all_points_come_back_where_they_were_also_after_a_drag(app, hand, view) -> None:
    x = np.array(hand.source.data["x"])
    for row in (3, 0, 20):
        hand.point("select", row)
        press(hand, view.controls.without)
    assert hand.results["n"] == 37
    hand.drag(4, (1.0, 2.0))
    assert not view.controls.all.disabled
    press(hand, view.controls.all)
    assert hand.results["n"] == 40
    found = np.array(hand.source.data["x"])
    # Of those that are left, the fifth was the seventh.
    assert np.flatnonzero(found != x).tolist() == [6]
    assert "Fitted again with all 40 points" in hand.text("summary")
    assert view.controls.all.disabled


def test_undo_and_redo_find_what_was_left_out(app, hand, view) -> None:
    hand.point("select", 3)
    press(hand, view.controls.without)
    hand.click("undo")
    assert view.controls.all.disabled
    hand.click("redo")
    assert hand.results["n"] == 39
    press(hand, view.controls.all)
    assert hand.results["n"] == 40


def test_what_is_left_out_is_forgotten_with_its_points(app, hand, view) -> None:
    hand.point("select", 3)
    press(hand, view.controls.without)
    hand.add(0.0, 1.0)
    assert view.controls.all.disabled
    hand.point("select", 3)
    press(hand, view.controls.without)
    app.set_state({"data": "anscombe1"})
    assert view.controls.all.disabled
    assert len(ghosts(app)) == 0


def test_not_all_points_can_be_left_out(app, hand, view) -> None:
    hand.point("select-group", indices=list(range(40)))
    assert view.controls.without.disabled


def test_the_trends_can_be_turned_off(app, hand, view) -> None:
    drawn = lambda: [len(view._figures[kind].trend.data["x"]) for kind in ("residuals", "scale")]  # noqa: E731
    assert min(drawn()) > 0
    hand.edit(view.controls.trend, False)
    assert drawn() == [0, 0]


def test_the_selected_point_has_a_row(app, hand, view) -> None:
    assert text(view.panel.rows[0][0]) == "none"
    hand.point("select", 7)
    found = view._found
    row = [text(cell) for cell in view.panel.rows[0]]
    assert row[0] == "8"
    numbers = [float(cell.replace("\N{MINUS SIGN}", "-")) for cell in row[1:]]
    wanted = [
        found.fitted[7], found.residual[7], found.influence.leverage[7], found.cooks_distance[7],
    ]  # fmt: skip
    assert numbers == pytest.approx(wanted, rel=5e-4)
    hand.point("select-group", indices=[1, 7])
    row = [text(cell) for cell in view.panel.rows[0]]
    assert row[0] == "2 points"
    total = found.influence.leverage[[1, 7]].sum()
    assert row[3] == f"sum {total:.4g}"


@pytest.mark.parametrize("data", ["linear", "sine", "heteroscedastic", "leverage", "longley"])
def test_a_verdict_is_short_and_the_sentence_names_the_largest_distance(
    app, hand, view, data: str
) -> None:
    app.set_state({"data": data})
    hand.run_to_the_end()
    for figure in list(view._figures.values())[:4]:
        assert 4 <= len(text(figure.words.parts).split()) <= 15
    distance = view._found.cooks_distance
    top = int(np.argmax(distance))
    said = hand.text("summary")
    assert f"{distance[top]:.2g}" in said
    assert f"oint {top + 1}" in said
    assert ("No Cook's distance is above 0.5" in said) == (distance[top] <= 0.5)
