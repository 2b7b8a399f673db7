"""What openpyxl writes is read back value by value."""

import io
import warnings
from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from linreg import read_table


def saved(workbook):
    stream = io.BytesIO()
    # Older releases ask for the time in a way that is deprecated.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        workbook.save(stream)
    return stream.getvalue()


def written(rows, write_only=False):
    workbook = Workbook(write_only=write_only)
    page = workbook.create_sheet("Data") if write_only else workbook.active
    for row in rows:
        page.append(row)
    return saved(workbook)


def kept(value):
    """A float as openpyxl writes it: with 16 digits."""
    return float(f"{value:.16g}")


def wanted(value):
    """A value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


VALUES = [
    0, -17, 3.25, 0.1, 1e-300, 1e308, 5e-324, 12345678901234, True, False, None,
    "text", " spaced ", "two\nlines", "ümläut 東京 🙂", "<&>\"'", "=not a formula"[1:], "1,5", "NA",
    date(1900, 3, 1), date(2024, 2, 29), datetime(2024, 2, 29, 13, 14, 15), time(23, 59, 59),
    datetime(9999, 12, 31, 23, 59, 59),
]  # fmt: skip


@pytest.mark.parametrize("write_only", [False, True])
def test_every_kind_of_value(write_only):
    rows = [["name", "value"], *([f"row {i}", value] for i, value in enumerate(VALUES))]
    table = read_table(written(rows, write_only))
    assert table.columns == ("name", "value")
    for found, value in zip(table.text("value"), VALUES, strict=True):
        if isinstance(value, float):
            assert float(found) == kept(value)
        else:
            assert found == wanted(value)


def test_dates_from_1904():
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    days = [date(1904, 1, 2), date(2024, 2, 29)]
    for row in (["d"], *([day] for day in days)):
        workbook.active.append(row)
    assert read_table(saved(workbook)).text("d") == tuple(day.isoformat() for day in days)


def test_durations_are_days():
    table = read_table(written([["t"], [timedelta(hours=36)], [timedelta(minutes=90)]]))
    assert table.array("t")[:, 0].tolist() == [1.5, 0.0625]
    assert table.report.remarks == ("Durations are in days: cell A2 (and 1 more cell).",)


def test_formulas_without_values_rich_text_merged_and_hidden():
    workbook = Workbook()
    page = workbook.active
    page.title = "Sales 2024"
    page["B3"], page["C3"], page["D3"] = "x", "y", "z"
    for i in range(4, 9):
        page[f"B{i}"], page[f"C{i}"], page[f"D{i}"] = i, i / 8, f"=B{i}+C{i}"
    page["C3"] = CellRichText("my ", TextBlock(InlineFont(b=True), "y"))
    page["B1"] = "A title"
    page.merge_cells("B1:D1")
    page.row_dimensions[5].hidden = True
    workbook.create_sheet("Other")
    workbook.create_sheet("Secret").sheet_state = "hidden"
    table = read_table(saved(workbook))
    assert table.columns == ("x", "my y", "z")
    assert tuple(table.rows) == (4, 5, 6, 7, 8)
    assert table.array(["x", "my y"])[:, 1].tolist() == [i / 8 for i in range(4, 9)]
    assert table.kind("z") == "empty"
    assert table.report.remarks == (
        "Sheet 'Sales 2024' was read. The workbook also has 'Other', 'Secret' (hidden).",
        "The formula in cell D4 (and 4 more cells) has no saved value and counts as missing. Open "
        "the workbook in a spreadsheet program and save it.",
        "Cells are merged in B1:D1: only the first cell has the value.",
        "Included: 1 hidden row.",
        "Row 1 is a title ('A title') and is left out.",
    )


CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cn")), max_size=10),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8))
def test_random_tables(rows):
    # A first column that is never empty keeps every row.
    lines = [["key", "a", "b", "c"], *([f"k{i}", *row] for i, row in enumerate(rows))]
    # A text that begins with an equals sign would be a formula.
    lines = [[v.lstrip("=") if isinstance(v, str) else v for v in line] for line in lines]
    table = read_table(written(lines), header=True)
    assert table.text("key") == tuple(f"k{i}" for i in range(len(rows)))
    for j, name in enumerate("abc", 1):
        for found, line in zip(table.text(name), lines[1:], strict=True):
            value = line[j]
            if isinstance(value, float):
                assert float(found) == kept(value)
            elif isinstance(value, str):
                assert found == ("" if value.isspace() else value) or "_x" in value
            else:
                assert found == wanted(value)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 6), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_random_numbers_come_back(p, n, seed):
    values = np.random.default_rng(seed).normal(size=(n, p)) * 10.0 ** np.arange(p)
    names = [f"x{j}" for j in range(p)]
    table = read_table(written([names, *values.tolist()]))
    assert table.columns == tuple(names)
    assert (table.array(names) == np.vectorize(kept)(values)).all()
