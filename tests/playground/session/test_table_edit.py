"""The table: what an edit makes of the points, and what the page then shows."""

from __future__ import annotations

import pytest
from playground.controls.models import DataGrid
from playground.engine.points import Points
from playground.session.edit import Refused
from playground.session.table_edit import csv, with_block, with_cell

TWO = Points(("x", "y"), (("1", "2"), ("3", "4.50")))


def test_a_cell_is_kept_as_typed() -> None:
    assert with_cell(TWO, 1, "y", " 4.500 ").columns == (("1", "2"), ("3", "4.500"))


def test_a_block_is_laid_over_and_grows_the_table() -> None:
    grown = with_block(TWO, 1, "x", "7\t8\r\n9\t10\r\n")
    assert grown.columns == (("1", "7", "9"), ("3", "8", "10"))


def test_a_block_that_is_too_wide_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="2 columns, but there are only 1 from y on"):
        with_block(TWO, 0, "y", "1\t2")


def test_csv_quotes_what_must_be_quoted() -> None:
    points = Points(('a "b"', "c"), (("1,5", "2"), (" 3", "")))
    assert csv(points) == '"a ""b""",c\r\n"1,5"," 3"\r\n2,\r\n'


@pytest.fixture
def grid(hand) -> DataGrid:
    fold = hand.app.slots["table"]
    hand.set("table", True, "open")
    (found, *_) = fold.elements
    return found


def edit(
    hand, grid: DataGrid, kind: str, row: int, column: str | None = None, text: str = ""
) -> None:
    entries = [
        ["model", grid.ref],
        ["kind", kind],
        ["row", row],
        ["column", column],
        ["text", text],
    ]
    event = {"type": "event", "name": "grid_edit", "values": {"type": "map", "entries": entries}}
    hand._apply({"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event})


def test_nothing_is_made_while_it_is_folded(hand) -> None:
    assert hand.app.slots["table"].elements == []


def test_an_edit_makes_own_data_refits_and_can_be_undone(hand, grid: DataGrid) -> None:
    before = hand.results["coefficients"]["qr"]
    edit(hand, grid, "cell", 2, "y", "100")
    assert hand.state["data"] == "own"
    assert hand.state["points"]["columns"][1]["values"][2] == "100"
    assert grid.rows[2][1] == "100"
    assert hand.results["coefficients"]["qr"] != before
    hand.click("undo")
    assert hand.results["coefficients"]["qr"] == before


def test_a_bad_cell_is_refused_and_the_page_shows_it_as_it_was(hand, grid: DataGrid) -> None:
    answers, rows = grid.answers, list(grid.rows)
    edit(hand, grid, "cell", 2, "y", "12,5o")
    assert grid.rows == rows
    assert grid.answers == answers + 1
    assert "12,5o" in hand.results["messages"][-1]["text"]


def test_pages_turn_and_a_row_is_selected(hand, grid: DataGrid) -> None:
    hand.app.set_state({"n": 120})
    assert (grid.count, len(grid.rows)) == (120, 50)
    edit(hand, grid, "page", 70)
    assert grid.first == 70
    edit(hand, grid, "select", 75)
    assert grid.selected == 75
    assert hand.tool.selected == 75
