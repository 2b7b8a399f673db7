"""Columns without a name: empty ones, and notes that stand beside a table."""

import io

import pytest
from openpyxl import Workbook

from linreg.tables import read_table

ROWS = [(i, 2 * i + i % 3) for i in range(1, 31)]


def workbook(*cells, rows=ROWS):
    """A sheet of two columns, with more cells by their addresses."""
    book = Workbook()
    book.active.append(("dose", "response"))
    for row in rows:
        book.active.append(row)
    for address, value in cells:
        book.active[address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("value", ["checked by AB", 17.5])
@pytest.mark.parametrize("address", ["H2", "H12", "H31", "H40", "XFD1048576"])
def test_a_stray_cell_makes_no_column(address, value):
    table = read_table(workbook((address, value)))
    assert table.columns == ("dose", "response")
    assert table.array(["dose", "response"]).tolist() == [list(map(float, row)) for row in ROWS]
    told = table.report.origin.notes
    assert any("has no name and few values: left out." in note for note in told)


def test_of_a_short_table_a_cell_below_it_is_stray_too():
    table = read_table(workbook(("H40", 1), rows=ROWS[:4]))
    assert table.columns == ("dose", "response")


def test_a_value_beside_a_row_of_a_short_table_is_no_stray_cell():
    table = read_table(workbook(("C3", 1), ("C4", 2), rows=ROWS[:4]))
    assert table.columns == ("dose", "response", "column 3")


def test_several_are_told_in_a_sentence_each():
    told = read_table(workbook(("H2", 1), ("J3", 2))).report.origin.notes
    assert "Columns 3, 4, 5 and 3 more are empty and left out." in told
    assert "Columns 8 and 10 have no names and few values: left out." in told


def test_thousands_of_empty_columns_are_one_sentence():
    told = read_table(workbook(("XFD1", None), ("XFD2", 3))).report.origin.notes
    assert sum("left out" in note for note in told) == 2
    assert "Columns 3, 4, 5 and 16,378 more are empty and left out." in told


def test_delimited_text_is_read_alike():
    lines = [f"{x},{y},," for x, y in ROWS]
    lines[6] += "note"
    text = "\n".join(["dose,response,,", *lines])
    table = read_table(text)
    assert table.columns == ("dose", "response")
    assert "Column 3 is empty and left out." in table.report.origin.notes
    assert "Column 4 has no name and few values: left out." in table.report.origin.notes


def test_without_names_every_column_counts():
    text = "\n".join(f"{x},{y},{'7' if x == 3 else ''}" for x, y in ROWS)
    assert len(read_table(text, header=False).columns) == 3


def test_a_named_column_is_kept_however_sparse():
    text = "\n".join(["dose,response,remark", *(f"{x},{y}," for x, y in ROWS[:-1]), "30,60,1"])
    assert read_table(text).columns == ("dose", "response", "remark")
