"""A file that was given, as points of one's own."""

from __future__ import annotations

from typing import NamedTuple

import linreg
from linreg.tables import Doubt, Table, TableError, sheet_names
from playground.engine.data import Data, select, usable_columns, usual_features
from playground.engine.limits.data_error import DataError
from playground.engine.numbers import whole
from playground.engine.points import Points
from playground.session.reading.remarks import (
    other_readings,
    other_sheets,
    remarks,
    unused,
    why_no_number,
)
from playground.session.reading.told import FOUND_OUT, Told

# So many rows are named; more are counted.
MOST_NAMED = 5
NO_COMPLETE_ROW = (
    "No row has a value in every numeric column, so there is nothing to fit. Fill in the missing "
    "values, or remove the columns that lack most of them."
)


class Loaded(NamedTuple):
    """The points of a file, what to tell about them, and how else they could be read.

    text: sentences; remarks: those of them on what was found out, and may be wrong.
    others: the words on a button each, and what it tells.
    """

    points: Points
    text: str
    remarks: str
    others: tuple[tuple[str, Told], ...]


def read(data: bytes, told: Told = FOUND_OUT) -> Loaded:
    """The points of a table in any format of `linreg.read_table`. Raises DataError."""
    try:
        table, doubts = _table(data, told)
        usable = usable_columns(table)
        if len(usable) < 2:
            raise DataError(_lacking(table, usable))
        chosen = select(table, usual_features(table, usable[-1]), usable[-1])
        if not len(chosen.rows):
            raise DataError(NO_COMPLETE_ROW)
    except TableError as error:
        raise DataError(str(error)) from error
    said = [_chosen(table, chosen), _bounded(table, chosen), left_out(table, chosen), unused(table)]
    found = remarks(table, doubts)
    others = tuple((o.label, o.change(told)) for o in other_readings(data, table, doubts, told))
    return Loaded(points_of(table), " ".join(filter(None, [*said, found])), found, others)


def ways_out(data: bytes) -> tuple[tuple[str, Told], ...]:
    """How a file that cannot be read as it was found to be written can be read."""
    if sheets := sheet_names(data):
        # A workbook with a cover has its table on another sheet.
        return tuple(
            (label, told)
            for number, label in other_sheets(sheets)
            if _is_readable(data, told := Told(sheet=number))
        )
    marks = {",": "Read commas as decimal marks", ".": "Read points as decimal marks"}
    return tuple(
        (label, told)
        for mark, label in marks.items()
        if _is_readable(data, told := Told(decimal=mark))
    )


def _is_readable(data: bytes, told: Told) -> bool:
    try:
        read(data, told)
    except DataError:
        return False
    return True


def _table(data: bytes, told: Told) -> tuple[Table, tuple[Doubt, ...]]:
    """The table, and the columns of which it is a guess, or was told, how they are written."""
    table = linreg.read_table(
        data,
        header=told.header,
        encoding=told.encoding,
        decimal=told.decimal,
        sheet=told.sheet,
    )
    doubts = []
    for doubt in table.report.doubts:
        mark = told.decimals.get(doubt.column, table.notation(doubt.column).decimal)
        if mark != table.notation(doubt.column).decimal:
            table = table.read_as(mark, doubt.column)
            doubt = doubt._replace(read=doubt.other, other=doubt.read)
        doubts.append(doubt)
    return table, tuple(doubts)


def _lacking(table: Table, usable: tuple[str, ...]) -> str:
    """Why a table without two columns of numbers cannot be fitted, and what to do."""
    has = f"only one, {usable[0]}" if usable else "none"
    found = [f"A fit needs at least two numeric columns; this table has {has}."]
    text = next((name for name in table.columns if table.kind(name) == "category"), "")
    remedy = "If this column should be numeric, check how its numbers are written."
    found.append(why_no_number(table, text, remedy) if text else "Add a column.")
    return " ".join(found)


def points_of(table: Table) -> Points:
    """Every cell as typed; numbers written another way than with a decimal point as decimals."""
    numeric = set(table.numeric)
    cells = (table.plain_text(n) if n in numeric else table.text(n) for n in table.columns)
    return Points(table.columns, tuple(cells))


def _chosen(table: Table, chosen: Data) -> str:
    features, more = ", ".join(chosen.features[:MOST_NAMED]), len(chosen.features) - MOST_NAMED
    if more > 0:
        features = f"{features} and {more} more"
    if len(table) == 1:
        return f"1 row; {chosen.target} is predicted from {features}."
    return f"{whole(len(table))} rows; {chosen.target} is predicted from {features}."


def _bounded(table: Table, chosen: Data) -> str:
    """That not all numeric columns are features, where there are too many; else empty."""
    several = len(usable_columns(table)) - 1
    if len(chosen.features) == several:
        return ""
    return (
        f"The first {whole(len(chosen.features))} of {whole(several)} numeric columns are the "
        "features, because more would take too long. Choose others under Features."
    )


def left_out(table: Table, chosen: Data) -> str:
    """Which rows are not used, and why; empty where all are."""
    used = set(chosen.rows.tolist())
    whole_rows = table.kept((*chosen.features, chosen.target))
    rows = [table.rows[i] for i in range(len(table)) if not (i in used or whole_rows[i])]
    if not rows:
        return ""
    named = ", ".join(map(str, rows[:MOST_NAMED])) + (", …" if len(rows) > MOST_NAMED else "")
    names = ", ".join(name for name in (*chosen.features, chosen.target) if _lacks(table, name))
    count = whole(len(table))
    if len(rows) == 1:
        return f"1 of {count} rows has missing values in {names} and is excluded (row {named})."
    return (
        f"{whole(len(rows))} of {count} rows have missing values in {names} and are excluded "
        f"(rows {named})."
    )


def _lacks(table: Table, name: str) -> bool:
    return not table.kept(name).all()
