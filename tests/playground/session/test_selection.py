"""Several points at once, and what stays selected."""

import pytest
from playground.controls.models import PointTool


def take(hand, *indices: int) -> None:
    hand.point("select-group", indices=list(indices))


def test_a_group_is_selected_and_deleted_as_one_step(app, hand) -> None:
    take(hand, 2, 3, 5)
    assert hand.source.selected.indices == hand.tool.several == [2, 3, 5]
    assert app.slots["points"].caption == "3 selected points"
    assert "3 points selected" in hand.text("summary")
    hand.click("delete")
    assert hand.results["n"] == 37
    assert "3 points deleted." in hand.text("summary")
    assert hand.tool.several == []
    hand.click("undo")
    assert hand.state["data"] == "linear"
    assert hand.results["n"] == 40


def test_delete_on_the_plot_takes_the_whole_group(hand) -> None:
    x = hand.source.data["x"]
    take(hand, 0, 39)
    hand.point("delete")
    assert hand.source.data["x"].tolist() == x[1:39].tolist()


def test_a_group_is_marked_in_the_table_of_points(app, hand) -> None:
    fold = app.slots["table"]
    fold.open = True
    take(hand, 2, 3, 5)
    grid = fold.elements[0]
    assert (grid.selected, grid.several) == (None, [2, 3, 5])
    hand.point("select", 4)
    assert (grid.selected, grid.several) == (4, [])


def test_a_group_is_marked_where_one_column_is_shown(app, hand) -> None:
    app.set_state({"data": "collinear"})
    take(hand, 2, 3, 5)
    hand.run_to_the_end()
    (tool,) = app.document.get_model_by_name("added").select({"type": PointTool})
    assert tool.several == tool.source.selected.indices == [2, 3, 5]


def test_one_point_ends_a_group_and_one_of_a_group_is_a_point(app, hand) -> None:
    take(hand, 1, 2)
    hand.point("select", 7)
    assert hand.tool.several == []
    assert hand.tool.selected == 7
    take(hand, 4)
    assert (hand.tool.several, hand.tool.selected) == ([], 4)
    take(hand, 1, 2)
    hand.point("clear-selection")
    assert hand.tool.several == []
    assert app.slots["delete"].disabled


def test_many_points_that_are_a_sample_are_not_taken(app, hand) -> None:
    app.set_state({"n": 3000})
    assert app.slots["lasso"].disabled
    assert hand.tool.lassoed is False
    take(hand, 1, 2)
    assert "too many points" in app.slots["notices"].items[-1]["text"]


def test_the_button_of_the_lasso_says_what_to_do(app, hand) -> None:
    assert hand.tool.lassoed is True
    hand.set("lasso", True, "pressed")
    assert "Drag around points" in hand.text("summary")
    hand.set("lasso", False, "pressed")
    assert "Drag around points" not in hand.text("summary")
    assert app.slots["lasso"].pressed is False


@pytest.mark.parametrize("way", ["undo", "redo"])
def test_a_moved_point_stays_selected_when_the_move_is_undone(hand, way: str) -> None:
    hand.add(0.5, 0.5)
    hand.rest()
    hand.point("select", 3)
    hand.drag(3, (0.5, 1.0))
    hand.click("undo")
    if way == "redo":
        hand.click("redo")
    assert hand.tool.selected == 3


def test_a_point_is_not_selected_after_its_deletion_is_undone(hand) -> None:
    hand.point("delete", 3)
    hand.point("select", 5)
    hand.click("undo")
    assert hand.tool.selected is None


def test_names_stand_above_wide_numbers_but_not_above_those_of_one_point(app, hand) -> None:
    assert not app.slots["points"].stacked
    app.set_state({"data": "longley"})
    assert app.slots["points"].stacked
    hand.point("select", 3)
    assert not app.slots["points"].stacked


def test_a_column_that_becomes_text_is_other_data(app, hand) -> None:
    def own(x: list[str]) -> dict:
        columns = (("z", list("314159")), ("x", x), ("y", list("123152")))
        points = {"columns": [{"name": name, "values": values} for name, values in columns]}
        return {"data": "own", "points": points, "features": ["x", "z"]}

    app.set_state(own(list("012345")))
    hand.app._session.update_interaction(selected=3)
    app.set_state(own(list("abcabc")))
    assert app._session.interaction.selected is None
    assert app.get_state()["results"]["n"] == 6
