"""The tab Diagnostics: what it finds, draws and says, and how it follows the hand."""

from __future__ import annotations

import time

import numpy as np
import pytest
from bokeh.models import ColumnDataSource
from playground.controls.theme import ROLES
from playground.engine.interaction import Interaction
from playground.views.common import fit_text
from playground.views.diagnostics import influence, plots, tables
from playground.views.diagnostics import plot as plot_
from playground.views.diagnostics import points as points_
from playground.views.diagnostics.heat import cells, heat, heat_in_words
from playground.views.diagnostics.numbers import Diagnosis
from playground.views.diagnostics.trend import trend
from playground.views.diagnostics.view import DiagnosticsView


@pytest.fixture
def view(app) -> DiagnosticsView:
    """The view in an app, once its tab has been opened."""
    app.set_state({"view": "diagnostics"})
    (found,) = (view for view in app._views if isinstance(view, DiagnosticsView))
    return found


def text(parts) -> str:
    return "".join(part for part, _ in parts)


def grid(rows) -> list[list[str]]:
    return [[text(cell) for cell in cells] for cells in rows]


def settle(app) -> None:
    """Let the work that is under way end."""
    for _ in range(200):
        if not app.animating:
            return
        app.frame(16.0)
    raise AssertionError("the work does not end")


LINE = {"x": [0, 1, 2, 3, 4, 9], "y": [1, 3, 5, 7.5, 8.5, 12]}
EXACT = {"x": [0, 1, 2, 3], "y": [1, 3, 5, 7]}


def test_residuals_are_seen_as_in_the_main_plot(scene) -> None:
    made = scene(own=LINE)
    found = Diagnosis(made.fit)
    X, y = made.problem.X, made.problem.y
    w = np.linalg.solve(X.T @ X, X.T @ y)
    plot = plots.residuals_plot(found, made)
    np.testing.assert_allclose(plot.x, X @ w, rtol=1e-12)
    np.testing.assert_allclose(plot.y, y - X @ w, rtol=1e-9)


def test_cooks_contours_are_where_the_distance_is(scene) -> None:
    made = scene(own=LINE)
    found = Diagnosis(made.fit)
    X = made.problem.X
    h = np.diag(X @ np.linalg.inv(X.T @ X) @ X.T)
    plot = influence.leverage_plot(found, made)
    np.testing.assert_allclose(plot.x, h, rtol=1e-10)
    distance = plot.y**2 * h / (2 * (1 - h))
    np.testing.assert_allclose(found.cooks_distance, distance, rtol=1e-10)
    (x, r), *_ = plot.guides
    np.testing.assert_allclose(r**2 * x / (2 * (1 - x)), 0.5, rtol=1e-12)
    assert text(plot.words).startswith("Point 6 has Cook's distance ")


def test_normal_plot_orders_the_studentised_residuals(scene) -> None:
    made = scene()
    plot = plots.normal_plot(Diagnosis(made.fit), made)
    order = np.argsort(plot.x)
    assert (np.diff(plot.y[order]) >= 0).all()
    np.testing.assert_allclose(plot.x[order], -plot.x[order][::-1], atol=1e-12)
    assert text(plot.words).endswith(" band, consistent with normal residuals.")
    few = scene(n=7)
    said = text(plots.normal_plot(Diagnosis(few.fit), few).words)
    assert said.startswith("There are too few points")


def test_large_residuals_are_counted_where_no_point_is_influential(scene) -> None:
    made = scene(data="outliers", outliers=3)
    X, y = made.data.X, made.data.y
    A = np.column_stack([np.ones(len(y)), X[:, -1]])
    # Each residual in units of a standard error from a fit without its point.
    far = 0
    for i in range(len(y)):
        kept = np.arange(len(y)) != i
        w, rss, *_ = np.linalg.lstsq(A[kept], y[kept])
        s2 = rss[0] / (kept.sum() - 2)
        room = 1 + A[i] @ np.linalg.inv(A[kept].T @ A[kept]) @ A[i]
        far += abs(y[i] - A[i] @ w) > 3 * np.sqrt(s2 * room)
    assert far > 1
    said = text(influence.stands_out(Diagnosis(made.fit), made))
    assert f"{far} points have a studentised residual beyond ±3." in said


def test_bars_stand_at_the_numbers_of_the_points(scene) -> None:
    made = scene(own={"x": [0, "", 2, 3, 5], "y": [1, 3, 5, 7.5, 8]})
    plot = influence.cook_plot(Diagnosis(made.fit), made)
    assert plot.x.tolist() == [1, 3, 4, 5]
    assert fit_text.point(made, 1) == "Point 3"


def test_a_curve_and_uneven_noise_are_named(scene) -> None:
    sine = scene(data="sine", n=200)
    said = text(plots.residuals_plot(Diagnosis(sine.fit), sine).words)
    assert said.startswith("Clear curvature")
    uneven = scene(data="heteroscedastic", n=400)
    assert "grows with" in text(plots.scale_plot(Diagnosis(uneven.fit), uneven).words)


def test_the_trend_follows_a_line_and_passes_equal_values() -> None:
    x = np.linspace(0, 10, 50)
    line = trend(x, 3 * x - 1)
    np.testing.assert_allclose(line["y"], 3 * line["x"] - 1, rtol=1e-9, atol=1e-9)
    assert len(trend(np.ones(20), x[:20])["x"]) == 0
    assert np.isfinite(trend(np.repeat([0.0, 1.0], 20), x[:40])["y"]).all()


@pytest.mark.parametrize("kind", plots.PLOTS)
@pytest.mark.parametrize(
    "points",
    [
        EXACT,
        {"x": [1, 2], "y": [1, 3]},
        {"x": [1], "y": [1]},
        {"x": [2, 2, 2, 2], "y": [1, 3, 2, 5]},
        {"a": [1, 2, 3, 5], "b": [2, 4, 6, 10], "y": [1, 3, 2, 5]},
        {"a": [1, 2], "b": [2, 1], "c": [0, 3], "y": [1, 3]},
        {"x": [0, 0, 0, 1], "y": [1, 3, 2, 5]},
        {"x": ["1e300", "2e300", "4e300", "7e300"], "y": ["1e-300", "3e-300", "2e-300", 0]},
        {"x": ["1e-300", "2e-300", "4e-300", "0"], "y": ["1e300", "3e300", "2e300", 0]},
    ],
)
def test_whatever_the_data_there_is_a_plot_and_a_sentence(scene, kind, points) -> None:
    with np.errstate(all="ignore"):
        made = scene(own=points)
        found = Diagnosis(made.fit)
        plot = plots.PLOTS[kind][1](found, made)
        assert text(plot.words)
        assert plot.x_extent.start < plot.x_extent.end
        assert plot.y_extent.start < plot.y_extent.end
        for table in (
            tables.coefficients_table(found)[1],
            tables.intervals_table(found)[1],
            tables.fit_table(found, made),
            tables.errors_table(found, made),
            tables.belsley_table(found)[1],
        ):
            assert table
            assert "nan" not in str(grid(table))
            assert "not a number" not in str(grid(table))
        assert len(points_.points_table(found, plot, made)[1]) == min(len(plot.x), 20)
        assert text(points_.selected_in_words(found, made))
        assert points_.as_csv(found, made).count("\n") == found.N + 1


def test_coefficients_have_errors_and_intervals(scene) -> None:
    made = scene(data="norris")
    found = Diagnosis(made.fit)
    heads, rows = tables.coefficients_table(found)
    assert heads[1:] == ["Estimate", "Std. error", "t"]
    # NIST: B0 = -0.262323073774029 (0.232818234301152), B1 = 1.00211681802045 (0.000429...).
    assert grid(rows)[0][1:3] == ["−0.26232", "0.233"]
    assert grid(rows)[1][1:3] == ["1.0021", "0.000430"]
    numbers = dict(grid(tables.fit_table(found, made)))
    assert numbers["Residual standard error (units of y)"] == "0.8848"
    assert numbers["F statistic"] == "5,436,386"


def test_a_polynomial_on_a_mapped_basis_is_judged_in_the_users_units(scene) -> None:
    raw = Diagnosis(scene(data="pontius").fit)
    mapped = Diagnosis(scene(data="pontius", basis="mapped", standardise=1).fit)
    np.testing.assert_allclose(mapped.standard_errors, raw.standard_errors, rtol=1e-9)
    np.testing.assert_allclose(mapped.coefficients, raw.coefficients, rtol=1e-9)


def test_undetermined_coefficients_are_named_and_the_rest_are_not(scene) -> None:
    made = scene(own={"a": [1, 2, 3, 5, 4], "b": [2, 4, 6, 10, 8], "y": [1, 3, 2, 5, 1]})
    rows = grid(tables.coefficients_table(Diagnosis(made.fit))[1])
    assert [cells[1] for cells in rows][1:] == ["not determined"] * 2
    assert rows[0][1] != "not determined"


def test_small_p_values_are_only_said_to_be_small() -> None:
    assert tables.p_text(3e-15) == "< 10⁻¹²"
    assert tables.p_text(0.0312) == "0.031"
    assert tables.p_text(2.44e-7) == "2.4 × 10⁻⁷"
    assert tables.p_text(float("nan")) == "–"


def test_a_dependency_is_named_with_its_columns(scene) -> None:
    rng = np.random.default_rng(1)
    a, b, c = rng.normal(size=(3, 30)).round(4)
    columns = {"a": a, "b": b, "c": (a + 0.001 * c).round(6), "y": (a + b + c).round(4)}
    made = scene(own={name: values.tolist() for name, values in columns.items()})
    found = Diagnosis(made.fit)
    assert "a and c are nearly collinear" in text(tables.belsley_in_words(found))
    marked = [cells[0][0][0] for cells in tables.belsley_table(found)[1] if cells[2][0][1]]
    assert marked == ["a", "c"]


def test_more_coefficients_than_points_are_a_dependency(scene) -> None:
    columns = {"a": [1, 2, 4], "b": [3, 1, 7], "c": [2, 2, 9], "d": [1, 5, 2], "y": [1, 2, 4]}
    found = Diagnosis(scene(own=columns).fit)
    said = text(tables.belsley_in_words(found))
    assert said.startswith("Condition index ∞: Intercept, a, b, c and d are linearly dependent")
    heads, _ = tables.belsley_table(found)
    assert heads[2:] == ["∞", "∞"]


def test_an_inflated_variance_is_no_absence_of_a_dependency(scene) -> None:
    columns = {
        "a": [-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5],
        "c": [-3.0, -3.1, -1.0, -0.9, 1.0, 1.1, 3.1, 2.8],
        "y": [2, 1, 4, 3, 6, 5, 8, 9],
    }
    found = Diagnosis(scene(own=columns).fit)
    assert found.collinearity.condition_indices[-1] < tables.LARGE_INDEX
    assert min(found.collinearity.vif[1:]) > tables.LARGE_VIF
    said = text(tables.belsley_in_words(found))
    assert said.endswith("below 30, but the VIF exceeds 10 for a and c.")


def test_a_dependency_beyond_floats_has_its_index(scene) -> None:
    years = {"x": list(range(1990, 2010)), "y": [k * k % 7 for k in range(20)]}
    found = Diagnosis(scene(own=years, degree=8).fit)
    heads, rows = tables.belsley_table(found)
    assert heads[2:] == ["2.36 × 10²³", "7.00 × 10¹⁹"]
    assert {row[2] for row in grid(rows)} == {"1.00"}


def test_correlations_are_those_of_the_columns(scene) -> None:
    rng = np.random.default_rng(2)
    a, b, c, y = rng.normal(size=(4, 30)).round(4)
    made = scene(own={"a": a.tolist(), "b": b.tolist(), "c": c.tolist(), "y": y.tolist()})
    map_ = heat(Diagnosis(made.fit), made)
    assert map_.names == ("a", "b", "c", "y")
    np.testing.assert_allclose(map_.r, np.corrcoef([a, b, c, y]), rtol=1e-9, atol=1e-12)
    drawn = cells(map_)
    assert len(drawn["x"]) == 16
    assert max(drawn["plus"]) < 0.6  # Deeper, the numbers would not stand out.
    assert "Most correlated features" in text(heat_in_words(map_))
    assert heat(Diagnosis(scene().fit), scene()) is None


def test_left_out_errors_are_those_of_refits(scene) -> None:
    made = scene(own=LINE)
    found = Diagnosis(made.fit)
    X, y = made.problem.X, made.problem.y
    errors = []
    for k in range(len(y)):
        kept = np.arange(len(y)) != k
        w = np.linalg.lstsq(X[kept], y[kept])[0]
        errors.append(float(X[k] @ w - y[k]) ** 2)
    assert found.left_out_error == pytest.approx(np.mean(errors), rel=1e-9)
    assert found.fold_error(1) == found.fold_error(1)


def test_a_selected_point_is_named_with_its_values(scene) -> None:
    made = scene(Interaction(selected=5), own=LINE)
    said = text(points_.selected_in_words(Diagnosis(made.fit), made))
    assert said.startswith("Point 6: x = 9, y = 12. Fitted ")
    assert "Cook's distance" in said
    missing = scene(Interaction(selected=1), own={"x": [0, "", 2, 3], "y": [1, 3, 5, 7.5]})
    said = text(points_.selected_in_words(Diagnosis(missing.fit), missing))
    assert said == "Point 2: x = missing, y = 3. It has a missing value and is excluded."


def test_of_many_points_a_sample_is_drawn_with_the_most_influential(scene) -> None:
    made = scene(Interaction(selected=12345), n=20000)
    found = Diagnosis(made.fit)
    rows = plot_.drawn_rows(found, made)
    assert len(rows) < 2100
    assert set(found.leading) <= set(rows)
    assert 12345 in rows
    assert "of 20,000 points are shown" in text(plot_.thinned(found, made))
    assert found.fold_error(1) is None


def test_a_closed_view_costs_nothing(app, hand) -> None:
    (view,) = (view for view in app._views if isinstance(view, DiagnosticsView))
    hand.set("n", 60)
    assert not any(group.elements for group in view._owned)
    assert view._found is None


def test_a_point_tapped_in_a_plot_is_selected_everywhere(app, hand, view) -> None:
    figure = view._figures["residuals"]
    gesture = {
        "model": {"id": figure.picking.tool.id},
        "kind": "select",
        "index": 7,
        "x": None,
        "y": None,
    }
    values = {"type": "map", "entries": [[key, value] for key, value in gesture.items()]}
    event = {"type": "event", "name": "point_gesture", "values": values}
    hand._apply({"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event})
    assert hand.source.selected.indices == [7]
    assert figure.source.selected.indices == [7]
    assert text(view.selected.parts).startswith("Point 8: ")
    assert text(view.twin.rows[0][0]) == "8"


def test_a_point_selected_in_the_main_plot_is_marked_in_every_plot(app, hand, view) -> None:
    hand.edit(view.more, True, "open")
    hand.run_to_the_end()
    hand.point("select", 3)
    drawn = [figure.source for figure in view._figures.values()]
    assert len(drawn) == len(plots.PLOTS)
    assert all(source.data["point"][source.selected.indices[0]] == 4 for source in drawn)


def test_a_group_is_marked_in_every_plot_and_told_together(app, hand, view) -> None:
    hand.edit(view.more, True, "open")
    hand.run_to_the_end()
    hand.point("select-group", indices=[3, 11, 20])
    for figure in view._figures.values():
        marked = figure.source.data["point"][figure.source.selected.indices]
        assert sorted(marked) == [4, 12, 21]
        assert figure.picking.tool.several == figure.source.selected.indices
    assert [text(row[0]) for row in view.twin.rows[:3]] == ["4", "12", "21"]
    said = text(view.selected.parts)
    assert said.startswith("3 points are selected")
    leverage = view._found.influence.leverage[[3, 11, 20]].sum()
    assert f"add up to {leverage:.3g}" in said


def test_a_lasso_in_a_diagnostic_plot_selects_everywhere(app, hand, view) -> None:
    figure = view._figures["residuals"]
    assert figure.picking.tool.lassoed is True
    hand.point("select-group", indices=[1, 4], tool=figure.picking.tool)
    assert hand.tool.several == [1, 4]
    assert figure.source.selected.indices == [1, 4]


def test_a_dragged_point_moves_the_plots_at_once_and_the_tables_soon(app, hand, view) -> None:
    before, table = view._figures["residuals"].source.data["y"], view.report.fit.rows
    hand.drag(0, (0.0, 30.0))
    assert not np.array_equal(view._figures["residuals"].source.data["y"], before)
    assert view.report.fit.rows == table
    settle(app)
    assert view.report.fit.rows != table


def test_many_points_are_diagnosed_once_the_hand_rests(app, hand, view) -> None:
    hand.set("n", 6000)
    assert "Computing the diagnostics" in text(view.note.parts)
    assert len(view._figures["residuals"].source.data["x"]) == 40
    end = time.monotonic() + 30
    while app.animating and time.monotonic() < end:
        app.frame(16.0)
    assert text(view.note.parts) == ""
    assert len(view._figures["residuals"].source.data["x"]) > 800


def test_what_is_made_late_is_painted_too(app, hand, view, own) -> None:
    hand.set("theme", "dark")
    hand.edit(view.more, True, "open")
    assert view._figures["cook"].dots.fill_color == ROLES["data"].dark
    rng = np.random.default_rng(2)
    app.set_state(own(**{name: rng.normal(size=30).round(3).tolist() for name in "abcdy"}))
    settle(app)
    assert view.report.heat_group.visible
    assert view.report.heat.figure.xaxis[0].major_label_text_color == ROLES["muted"].dark


def test_without_points_there_is_a_sentence_and_nothing_else(app, hand, view) -> None:
    hand.click("clear")
    assert not view.body.visible
    assert "No data" in text(view.note.parts)
    hand.add(1.0, 2.0)
    assert view.body.visible


def test_a_penalty_is_said_to_be_left_out(app, view) -> None:
    app.set_state({"penalty": "ridge"})
    assert "ignore the penalty" in text(view.note.parts)


def test_zooming_is_kept_until_the_plot_changes(app, hand, view) -> None:
    figure = view._figures["residuals"]
    wanted = figure.figure.x_range.end
    figure.figure.x_range.end = wanted / 2
    hand.point("select", 3)
    assert figure.figure.x_range.end == wanted / 2
    hand.set("noise", 3)
    shown = figure.figure.x_range
    assert (shown.start, shown.end) == (figure._frame[0].start, figure._frame[0].end)


def test_the_measures_are_handed_over_on_request(app, hand, view) -> None:
    assert view.csv.content == ""
    hand.edit(view.csv, view.csv.clicks + 1, "clicks")
    lines = view.csv.content.splitlines()
    assert lines[0] == (
        "point,fitted,residual,studentised,leverage,cooks_distance,dffits,"
        "dfbetas intercept,dfbetas x,"
        "95% confidence interval from,95% confidence interval to,"
        "95% prediction interval from,95% prediction interval to"
    )
    assert len(lines) == 41
    hand.set("noise", 0.7)
    assert view.csv.content == ""


def test_sources_hold_as_many_of_each(app, hand, view) -> None:
    hand.edit(view.more, True, "open")
    hand.run_to_the_end()
    for source in app.document.select({"type": ColumnDataSource}):
        assert len({len(values) for values in source.data.values()}) <= 1
