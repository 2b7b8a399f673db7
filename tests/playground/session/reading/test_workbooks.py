"""Workbooks: which sheet was read, and the click for another one."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from playground.engine.limits.data_error import DataError
from playground.session.reading.upload import read, ways_out

TABLE = [["x", "y"], [1, 2], [2, 3], [3, 5]]
OTHER = [["a", "b", "c"], *([i, i * i, 2.5 * i] for i in range(6))]


def workbook(**sheets: list[list[Any]]) -> bytes:
    """The bytes of a workbook with these rows on each sheet."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_of_a_workbook_with_one_sheet_nothing_is_remarked_or_offered() -> None:
    loaded = read(workbook(Data=TABLE))
    assert (loaded.text, loaded.others) == ("3 rows; y is predicted from x.", ())
    assert loaded.points.columns == (("1", "2", "3"), ("2", "3", "5"))


def test_the_notice_names_the_sheet_and_offers_the_others() -> None:
    data = workbook(Data=TABLE, Other=OTHER)
    loaded = read(data)
    assert "Sheet 'Data' was read. The workbook also has 'Other'." in loaded.text
    ((label, told),) = loaded.others
    assert label == "Read sheet Other"
    other = read(data, told)
    assert other.points.names == ("a", "b", "c")
    assert [label for label, _ in other.others] == ["Read sheet Data"]


def test_of_many_sheets_four_are_offered() -> None:
    loaded = read(workbook(**{f"S{i}": TABLE for i in range(9)}))
    assert [label for label, _ in loaded.others] == [f"Read sheet S{i}" for i in range(1, 5)]


def test_names_and_data_of_a_sheet_can_be_exchanged() -> None:
    data = workbook(One=TABLE, Two=[["city", 2019, 2020], ["A", 10, 12], ["B", 11, 13]])
    ((_, second),) = read(data).others
    label, told = read(data, second).others[0]
    assert label == "Read row 1 as data"
    assert read(data, told).points.columns[1] == ("2019", "10", "11")


@pytest.mark.parametrize("cover", [[], [["Read me"], ["by A. Person"]]])
def test_behind_a_cover_the_sheets_with_tables_are_offered(cover: list[list[Any]]) -> None:
    data = workbook(Cover=cover, Notes=[["text"], ["only"]], Data=TABLE)
    with pytest.raises(DataError):
        read(data)
    ((label, told),) = ways_out(data)
    assert label == "Read sheet Data"
    assert read(data, told).points.names == ("x", "y")


def test_one_click_reads_another_sheet(app, hand) -> None:
    app.upload("a.xlsx", workbook(Data=TABLE, Other=OTHER))
    assert app.get_state()["results"]["n"] == 3
    ((number, label),) = map(tuple, app.slots["notices"].items[-1]["offers"])
    assert label == "Read sheet Other"
    hand.set("notices", number, "chosen")
    assert app.get_state()["results"]["n"] == 6
    assert app.get_state()["results"]["columns"] == ["1", "a", "b"]
    assert "Sheet 'Other' was read." in app.slots["notices"].items[-1]["text"]
    hand.click("undo")
    assert app.get_state()["results"]["n"] == 3


def test_a_workbook_behind_a_link_is_read(app) -> None:
    app.links.open_with_file("src=a.xlsx", True, workbook(Data=TABLE, Other=OTHER), "")
    assert app.get_state()["results"]["n"] == 3
    notice = app.slots["notices"].items[-1]
    assert notice["text"] == "a.xlsx: Sheet 'Data' was read. The workbook also has 'Other'."
    assert [label for _, label in notice["offers"]] == ["Read sheet Other"]


def test_the_address_of_a_sheet_is_answered(app) -> None:
    app.upload("Pasted table", b"https://docs.google.com/spreadsheets/d/1aB/edit#gid=0")
    assert app.slots["notices"].items[-1]["text"] == (
        "Pasted table: This is the address of a Google sheet, not a table. Open it and choose File "
        "> Download > Comma Separated Values (.csv), then choose that file; or copy the cells and "
        "paste them. Nothing was loaded."
    )
